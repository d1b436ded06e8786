//! Pages: each handler asks the desk and hands the view to `app`. No business decisions here, no markup.

use std::convert::Infallible;
use std::sync::Arc;

use app::Shell;
use app::words::Lang;
use axum::extract::{FromRequestParts, RawQuery};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use desk::Actor;
use desk::token::Token;
use model::fault::Fault;
use model::hours::{self, TimeZone};
use model::id::{AvatarId, Key};
use model::person::Person;
use model::site::Site;
use model::wire;

use crate::app::App;
use crate::guard;
use crate::refusal::{self, Refusal};
use crate::session::{self, Door, Session};

pub mod account;
pub mod agents;
mod colour;
pub mod demo;
pub mod faq;
pub mod frame;
pub mod links;
pub mod presence;
pub mod signed_out;
pub mod sites;
pub mod team;
pub mod tickets;
pub mod work;

/// Marks an answer that is a finished page, so that nobody dresses it again.
#[derive(Debug, Clone, Copy)]
pub struct Rendered;

/// Who reads, as far as the request says it.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own that a head states")]
pub struct Reader {
    /// Their language.
    pub lang: Lang,
    /// The time zone that their browser is in, if it said so.
    pub zone: Option<TimeZone>,
    /// Did they choose it, by link or earlier?
    is_chosen: bool,
    /// Did this very request choose it?
    is_choosing: bool,
    /// The page's path.
    pub path: String,
    /// Is JSON wanted?
    pub wants_json: bool,
    /// Does the browser say that it runs on a Mac?
    is_mac: bool,
}

impl Reader {
    /// Reads it off a request.
    pub fn of(headers: &HeaderMap, uri: &Uri) -> Self {
        let asked = value_of(uri.query(), "lang").and_then(|code| Lang::from_code(&code));
        let kept = session::language(headers).and_then(Lang::from_code);
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).and_then(preferred_language);
        let chosen = asked.or(kept);
        Self {
            lang: chosen.or(accepted).unwrap_or(Lang::En),
            zone: session::zone(headers).and_then(hours::named),
            is_chosen: chosen.is_some() || accepted.is_some(),
            is_choosing: asked.is_some(),
            // One slash: two would make it another site's address.
            path: format!("/{}", uri.path().trim_start_matches(['/', '\\'])),
            wants_json: refusal::wants_json(headers, uri.path()),
            is_mac: headers
                .get(header::USER_AGENT)
                .and_then(|agent| agent.to_str().ok())
                .is_some_and(|agent| agent.contains("Mac OS")),
        }
    }
}

/// Which of our languages the browser prefers, as RFC 9110 weighs them; the first of those that weigh the same. A weight that is no
/// number above 0 and up to 1 is none. Not by a library: the one for this sorts by the weights, and stops at one that is no number.
fn preferred_language(accepted: &str) -> Option<Lang> {
    let ours = accepted.split(',').filter_map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let lang = Lang::from_code(parts.next()?)?;
        let weight = parts.find_map(|part| part.strip_prefix("q="));
        let weight: f32 = weight.map_or(Some(1.0), |weight| weight.parse().ok())?;
        (weight > 0.0 && weight <= 1.0).then_some((lang, weight))
    });
    let preferred = ours.reduce(|best, next| if next.1 > best.1 { next } else { best });
    preferred.map(|(lang, _)| lang)
}

impl FromRequestParts<App> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Infallible> {
        // Found out on the way in already, where a refusal may have to be said in their language.
        let known = parts.extensions.remove::<Self>();
        Ok(known.unwrap_or_else(|| Self::of(&parts.headers, &parts.uri)))
    }
}

/// Everything that a page of this response needs.
pub struct PageContext {
    app: App,
    /// The site whose look the page wears.
    pub site: Arc<Site>,
    /// Who reads.
    pub reader: Reader,
    nonce: String,
    me: Option<Person>,
    owner: String,
    live: Option<String>,
    cookies: Vec<HeaderValue>,
}

impl PageContext {
    /// For a page at the base address.
    pub async fn new(app: &App, reader: Reader, session: &Session) -> Result<Self, Refusal> {
        let site = app.site().await?;
        Self::on(app, site, reader, session).with_picture(session).await
    }

    /// With the picture of the agent who reads.
    pub async fn with_picture(mut self, session: &Session) -> Result<Self, Refusal> {
        if let Actor::Agent { workspace, id, .. } = session.actor {
            let pictured = self.app.desk.agents().pictured(workspace).await?;
            self.me = self.me.map(|me| pictured.show(me, Some(id.0)));
        }
        Ok(self)
    }

    /// Shows this picture of whoever reads, where it is known more freshly than by what is kept.
    pub fn set_picture(&mut self, avatar: Option<AvatarId>) {
        self.me = self.me.take().map(|me| me.with_avatar(avatar));
    }

    /// For a page that wears a given site's look.
    pub fn on(app: &App, site: Arc<Site>, mut reader: Reader, session: &Session) -> Self {
        if !reader.is_chosen {
            reader.lang = Lang::from_code(&site.locale).unwrap_or(Lang::En);
        }
        let me = match &session.actor {
            Actor::Customer { name, mail, .. } => {
                let person = session.actor.person();
                Some(if name.is_empty() { Person { name: mail.clone(), ..person } } else { person })
            }
            Actor::Agent { .. } => Some(session.actor.person()),
            Actor::Nobody { .. } | Actor::Visitor { .. } | Actor::System { .. } => None,
        };
        let nonce = Token::fresh().map(|token| token.reveal()).unwrap_or_default();
        let cookies = if reader.is_choosing { vec![session::set_language(reader.lang.code())] } else { Vec::new() };
        // A visitor never signs out, so what they began to write ends with their tab.
        let owner = me.as_ref().and_then(|_| session.actor.id()).map(|id| id.to_string()).unwrap_or_default();
        Self { app: app.clone(), site, reader, nonce, me, owner, live: session.live(), cookies }
    }

    /// The nonce of this response's policy.
    pub fn nonce(&self) -> &str {
        &self.nonce
    }

    /// Hands the browser a cookie with the page.
    pub fn set_cookie(&mut self, door: Door, token: &Token) {
        self.cookies.push(session::set(door, token));
    }

    /// An answer that is no page, with the cookies that the page would have carried.
    pub fn with_cookies(&self, mut response: Response) -> Response {
        for cookie in &self.cookies {
            response.headers_mut().append(header::SET_COOKIE, cookie.clone());
        }
        response
    }

    /// What `app` needs to know.
    pub fn shell(&self, fault: Option<Fault>) -> Shell<'_> {
        Shell {
            lang: self.reader.lang,
            nonce: &self.nonce,
            assets: &self.app.assets,
            drawn: &self.app.drawn,
            site: &self.site,
            me: self.me.clone(),
            owner: &self.owner,
            live: self.live.as_deref(),
            now: self.app.desk.clock.now(),
            zone: self.reader.zone.clone().unwrap_or_else(|| hours::zone(&self.site.hours.zone)),
            path: &self.reader.path,
            is_mac: self.reader.is_mac,
            fault,
        }
    }

    /// The page, as an answer. Nobody may frame it.
    pub fn send(&self, html: String) -> Response {
        self.send_framed(html, "'none'")
    }

    /// The page, with the fault's status when there is one.
    pub fn send_with(&self, html: String, fault: Option<Fault>) -> Response {
        let page = self.send(html);
        match fault {
            Some(fault) => refusal::with_status(fault, page),
            None => page,
        }
    }

    /// The page, as an answer that these origins may frame.
    pub fn send_framed(&self, html: String, ancestors: &str) -> Response {
        let mut response = (StatusCode::OK, html).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        let trusted = if ancestors == "'none'" { "" } else { "; require-trusted-types-for 'script'; trusted-types porchlight" };
        headers.insert(header::CONTENT_SECURITY_POLICY, guard::policy(&self.nonce, ancestors, trusted));
        for cookie in &self.cookies {
            headers.append(header::SET_COOKIE, cookie.clone());
        }
        response.extensions_mut().insert(Rendered);
        response
    }
}

/// The page of a refusal, in the reader's language.
pub async fn refused(app: &App, reader: &Reader, fault: Fault) -> Response {
    let nobody = Session { actor: Actor::Nobody { workspace: app.workspace }, token: None };
    match PageContext::new(app, reader.clone(), &nobody).await {
        Ok(context) => context.send(app::pages::portal::refused(&context.shell(None), fault)),
        // The store does not even say how the pages look: plain words then.
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, app::words::fault_alone(reader.lang, fault)).into_response(),
    }
}

/// Off to another page of ours, to be fetched anew.
pub fn see_other(path: &str) -> Response {
    let location = HeaderValue::from_str(path).unwrap_or_else(|_| HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// The same with a cookie.
pub fn see_other_with(path: &str, cookie: HeaderValue) -> Response {
    let mut response = see_other(path);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// Off to a page after signing out. The browser forgets what it kept for the last person: a computer may be shared.
pub fn see_other_signed_out(path: &str, door: Door) -> Response {
    let mut response = see_other_with(path, session::clear(door));
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"storage\""));
    response
}

/// The key of a form that comes back: still the one that it was sent with, because nobody may know whether it arrived; another
/// one only when that was used for other words.
pub fn next_key(app: &App, typed: &app::Typed, fault: Fault) -> Key {
    match typed.key() {
        Ok(key) if fault != Fault::KeyReused => key,
        _ => app.desk.clock.id(),
    }
}

/// The answer to a write: JSON where it was asked for, otherwise off to the page that shows it.
pub fn kept(reader: &Reader, session: &Session, kept: desk::tickets::Kept, path: &str) -> Response {
    if reader.wants_json {
        return axum::Json(wire_kept(session, kept)).into_response();
    }
    note(kept);
    see_other(path)
}

/// A line in the log for each write, inside the request's own span.
fn note(kept: desk::tickets::Kept) {
    tracing::info!(ticket.id = %kept.ticket, ticket.number = kept.number, ticket.seq = kept.seq, "kept");
}

/// What a client is told of a write.
pub fn wire_kept(session: &Session, kept: desk::tickets::Kept) -> wire::Kept {
    note(kept);
    wire::Kept { ticket: kept.ticket, number: kept.number, seq: kept.seq, live: session.live().unwrap_or_default() }
}

/// A page's query, by name.
pub fn query(RawQuery(query): &RawQuery, name: &str) -> Option<String> {
    value_of(query.as_deref(), name)
}

/// The first value of a name in a query, decoded.
fn value_of(query: Option<&str>, name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}
