//! Signed-in browsers: a random token in a cookie, its hash here. What a session is worth is looked up at every request.

use model::id::{AgentId, CustomerId, VisitorId, WorkspaceId};
use model::time::Time;
use uuid::Uuid;

use crate::actor::Actor;
use crate::bus::Hint;
use crate::clock::Clock;
use crate::db::Db;
use crate::error::Result;
use crate::token::{Token, TokenHash};

pub(crate) mod store;

/// How long a visitor's conversation stays at hand: a year.
pub const VISITOR_SECONDS: i64 = 365 * 24 * 3600;
/// How long a customer stays signed in: thirty days.
pub const CUSTOMER_SECONDS: i64 = 30 * 24 * 3600;
/// How long an agent stays signed in: fourteen days.
pub const AGENT_SECONDS: i64 = 14 * 24 * 3600;

/// Whose session it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An anonymous browser's.
    Visitor,
    /// A customer's.
    Customer,
    /// An agent's.
    Agent,
}

impl Kind {
    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::Customer => "customer",
            Self::Agent => "agent",
        }
    }
}

/// What a token turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A session that counts.
    Actor(Actor),
    /// A session that is over. It never comes back.
    Ended,
    /// Nothing is stored for it.
    Unknown,
}

/// The verbs of sessions.
pub struct Sessions<'d> {
    pub(crate) db: &'d Db,
    pub(crate) clock: &'d Clock,
}

impl Sessions<'_> {
    /// Who holds this token now. An expired, ended or disabled holder is nobody.
    pub async fn actor(&self, token: TokenHash) -> Result<Found> {
        let session = store::session(self.db, token).await?;
        Ok(found(session, self.clock.now()))
    }

    /// Starts a session under a fresh token.
    pub async fn start(&self, workspace: WorkspaceId, kind: Kind, subject: Uuid, seconds: i64) -> Result<Token> {
        let (token, now) = (Token::fresh()?, self.clock.now());
        let hash = token.hash();
        self.db
            .write(move |tx| {
                Box::pin(async move { store::insert_session(tx, workspace, hash, kind, subject, now, seconds).await })
            })
            .await?;
        Ok(token)
    }

    /// Ends a session for good, and with it whatever stands open under it. Idempotent.
    pub async fn end(&self, token: TokenHash) -> Result<()> {
        let now = self.clock.now();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if let Some(of) = store::end(tx, token, now).await? {
                        tx.hint(Hint::Sessions { of });
                    }
                    Ok(())
                })
            })
            .await
    }
}

/// What a session's row says about who holds it.
pub(crate) fn found(session: Option<store::Session>, now: Time) -> Found {
    let Some(session) = session else { return Found::Unknown };
    if session.ended_at.is_some() || session.expires_at <= now {
        return Found::Ended;
    }
    let (workspace, id) = (session.workspace, session.subject);
    let actor = match session.kind.as_str() {
        "visitor" => Some(Actor::Visitor { workspace, id: VisitorId(id), fresh: None }),
        "customer" => {
            let (name, mail) = (session.customer.unwrap_or_default(), session.mail.unwrap_or_default());
            Some(Actor::Customer { workspace, id: CustomerId(id), name, mail })
        }
        "agent" => session.agent.map(|name| Actor::Agent { workspace, id: AgentId(id), name }),
        _ => None,
    };
    actor.map_or(Found::Ended, Found::Actor)
}
