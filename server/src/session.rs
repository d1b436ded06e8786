//! Sessions: the only file that reads and writes cookies. Each door has a cookie of its own, so that an agent who looks at
//! the portal is not taken for a customer.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use desk::Actor;
use desk::sessions::Found;
use desk::tickets::Sighted;
use desk::token::{Token, TokenHash, hex};
use model::fault::Fault;
use model::id::WorkspaceId;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::app::App;
use crate::refusal::Refusal;

/// Which door a cookie opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// The agents' desk.
    Desk,
    /// The customers' portal.
    Portal,
    /// The widget's frame, on other sites' pages.
    Widget,
}

impl Door {
    const ALL: [Self; 3] = [Self::Desk, Self::Portal, Self::Widget];

    /// `__Host-`: only over a safe connection, only for this host, for every path.
    const fn cookie(self) -> &'static str {
        match self {
            Self::Desk => "__Host-desk",
            Self::Portal => "__Host-portal",
            Self::Widget => "__Host-visitor",
        }
    }

    const fn attributes(self) -> &'static str {
        match self {
            Self::Desk => "Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=1209600",
            Self::Portal => "Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=2592000",
            // In a frame on another site: partitioned, so that no site learns of a visit to another.
            Self::Widget => "Path=/; Secure; HttpOnly; SameSite=None; Partitioned; Max-Age=31536000",
        }
    }
}

/// Who came through a door.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who.
    pub actor: Actor,
    /// The hash of the cookie's token, if there was one that is not over.
    pub token: Option<TokenHash>,
}

impl Session {
    /// The page's token for the live link: derived from the session, so that a stolen page without the cookie, or a
    /// cookie without the page, opens nothing.
    pub fn live(&self) -> Option<String> {
        self.token.map(|token| live(&token))
    }
}

/// The live token of a session.
pub fn live(token: &TokenHash) -> String {
    let digest = Sha256::new().chain_update(b"live").chain_update(token.0).finalize();
    hex(digest.get(..16).unwrap_or_default())
}

/// Whoever came to the desk, agent or not.
pub struct AtDesk(pub Session);
/// Whoever came to the portal.
pub struct AtPortal(pub Session);
/// Whoever came from the widget's frame.
pub struct AtWidget(pub Session);
/// An agent; anybody else is refused.
pub struct AsAgent(pub Session);

macro_rules! doors {
    ($($name:ident = $door:expr),+) => {$(
        impl FromRequestParts<App> for $name {
            type Rejection = Refusal;

            async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
                of(app, &parts.headers, $door).await.map(Self)
            }
        }
    )+};
}
doors!(AtDesk = Door::Desk, AtPortal = Door::Portal, AtWidget = Door::Widget);

impl FromRequestParts<App> for AsAgent {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let session = of(app, &parts.headers, Door::Desk).await?;
        match session.actor {
            Actor::Agent { .. } => Ok(Self(session)),
            _ => Err(Fault::SignedOut.into()),
        }
    }
}

/// Who the cookie of this door stands for. A token that nothing is stored for yet is a visitor to be.
pub async fn of(app: &App, headers: &HeaderMap, door: Door) -> Result<Session, Refusal> {
    let Some(hash) = token(headers, door) else { return Ok(nobody(app)) };
    Ok(holder(app, door, hash, app.desk.sessions().actor(hash).await?))
}

/// The same, and what stands under a ticket's number in their workspace, in one question.
pub async fn visit(app: &App, headers: &HeaderMap, door: Door, number: i64) -> Result<(Session, Sighted), Refusal> {
    let Some(hash) = token(headers, door) else { return Ok((nobody(app), Sighted::default())) };
    let (found, sighted) = app.desk.tickets().visit(hash, number).await?;
    Ok((holder(app, door, hash, found), sighted))
}

fn token(headers: &HeaderMap, door: Door) -> Option<TokenHash> {
    cookie(headers, door.cookie()).and_then(Token::from_text).map(|token| token.hash())
}

fn nobody(app: &App) -> Session {
    Session { actor: Actor::Nobody { workspace: app.workspace }, token: None }
}

/// Who came with this token, through this door.
fn holder(app: &App, door: Door, hash: TokenHash, found: Found) -> Session {
    let actor = match found {
        Found::Actor(actor) => actor,
        Found::Unknown if door != Door::Desk => {
            Actor::Visitor { workspace: app.workspace, id: hash.visitor(), fresh: Some(hash) }
        }
        Found::Unknown | Found::Ended => return nobody(app),
    };
    let fits = match (&actor, door) {
        (Actor::Agent { .. }, Door::Desk)
        | (Actor::Visitor { .. }, Door::Portal | Door::Widget)
        | (Actor::Customer { .. }, Door::Portal) => true,
        (_, Door::Desk | Door::Portal | Door::Widget) => false,
    };
    if fits { Session { actor, token: Some(hash) } } else { nobody(app) }
}

/// The visitor in the widget of a site: their session counts in the site's workspace only.
pub async fn at_site(app: &App, headers: &HeaderMap, workspace: WorkspaceId) -> Result<Session, Refusal> {
    let session = of(app, headers, Door::Widget).await?;
    Ok(match session.actor {
        Actor::Visitor { id, fresh: Some(fresh), .. } => {
            Session { actor: Actor::Visitor { workspace, id, fresh: Some(fresh) }, ..session }
        }
        ref actor if actor.workspace() == workspace => session,
        _ => Session { actor: Actor::Nobody { workspace }, token: None },
    })
}

/// Every session that this browser holds, for doors that all of them share (files, the live link).
pub async fn all(app: &App, headers: &HeaderMap) -> Result<Vec<Session>, Refusal> {
    let mut sessions = Vec::new();
    for door in Door::ALL {
        let session = of(app, headers, door).await?;
        if session.token.is_some() {
            sessions.push(session);
        }
    }
    Ok(sessions)
}

/// The session whose page carries this live token.
pub async fn of_live(app: &App, headers: &HeaderMap, token: &str) -> Result<Session, Refusal> {
    let sessions = all(app, headers).await?;
    let is_right = |session: &Session| session.live().is_some_and(|right| right.as_bytes().ct_eq(token.as_bytes()).into());
    sessions.into_iter().find(is_right).ok_or_else(|| Fault::SignedOut.into())
}

/// The header that hands a token to the browser.
pub fn set(door: Door, token: &Token) -> HeaderValue {
    header_value(&format!("{}={}; {}", door.cookie(), token.reveal(), door.attributes()))
}

/// The header that takes a door's token away.
pub fn clear(door: Door) -> HeaderValue {
    let attributes = door.attributes().rsplit_once("; ").map_or("", |(kept, _)| kept);
    header_value(&format!("{}=; {attributes}; Max-Age=0", door.cookie()))
}

/// The header that remembers a language.
pub fn set_language(code: &str) -> HeaderValue {
    header_value(&format!("lang={code}; Path=/; SameSite=Lax; Max-Age=31536000"))
}

/// The language that was remembered.
pub fn language(headers: &HeaderMap) -> Option<&str> {
    cookie(headers, "lang")
}

/// The time zone that the browser says it is in.
pub fn zone(headers: &HeaderMap) -> Option<&str> {
    cookie(headers, "__Host-zone")
}

fn header_value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut found =
        pairs.flat_map(|pairs| pairs.split(';')).filter_map(|pair| pair.trim().split_once('=')).filter(|(key, _)| *key == name);
    found.next().map(|(_, value)| value)
}
