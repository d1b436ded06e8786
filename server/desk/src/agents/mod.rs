//! Agents: who replies to customers. Signing in, coming in for the first time, the team, and one's own account.

use model::fault::Fault;
use model::id::{AgentId, WorkspaceId};

use crate::checks;
use crate::clock::Clock;
use crate::db::Db;
use crate::error::Result;
use crate::files::Files;
use crate::links::{Links, Purpose};
use crate::mail::Post;
use crate::sessions::{self, Kind, Sessions};
use crate::token::Token;

mod account;
mod avatar;
mod password;
pub(crate) mod store;
mod team;
mod welcome;

pub use account::PasswordChange;
pub(crate) use avatar::pictured;
pub use avatar::{Avatars, Pictured};
pub use team::{Invited, NewInvitation};
pub use welcome::{Guest, Welcome};

/// The verbs of agents.
pub struct Agents<'d> {
    pub(crate) db: &'d Db,
    pub(crate) clock: &'d Clock,
    pub(crate) post: &'d Post,
    pub(crate) files: &'d Files,
    pub(crate) avatars: &'d Avatars,
}

impl Agents<'_> {
    /// Signs an agent in: the token of a new session. Wrong address, wrong password and disabled agent look the same and
    /// take the same work.
    pub async fn sign_in(&self, workspace: WorkspaceId, mail: &str, password: &str) -> Result<Token> {
        let mail = mail.trim().to_lowercase();
        let found = self
            .db
            .read(move |tx| {
                let mail = mail.clone();
                Box::pin(async move { store::credentials(tx, workspace, &mail).await })
            })
            .await?;
        let (id, hash) = found.unzip();
        let is_right = password::verify(password.to_owned(), hash.flatten()).await?;
        match id {
            Some(id) if is_right => self.start_session(workspace, id).await,
            _ => Err(Fault::SignInWrong.into()),
        }
    }

    /// Has nobody a password here yet? Then a welcome link is what the owner needs.
    pub async fn is_first_missing(&self, workspace: WorkspaceId) -> Result<bool> {
        self.db.read(move |tx| Box::pin(async move { Ok(!store::has_password(tx, workspace).await?) })).await
    }

    /// A one-time link's token with which the first agent sets name, address and password. Older ones die.
    pub async fn invite_first(&self, workspace: WorkspaceId) -> Result<Token> {
        self.links().issue(workspace, Purpose::Welcome, "", None, Purpose::WELCOME_SECONDS).await
    }

    /// Makes an agent, or changes the name and password of the one with this address. For the demo, tests and the command line.
    pub async fn put(&self, workspace: WorkspaceId, name: &str, mail: &str, password: Option<&str>) -> Result<AgentId> {
        let mail = checks::mail(mail)?;
        let hash = match password {
            Some(password) => Some(password::hash(password.to_owned()).await?),
            None => None,
        };
        let (name, id, now) = (name.to_owned(), self.clock.id::<AgentId>(), self.clock.now());
        self.db
            .write(move |tx| {
                let (name, mail, hash) = (name.clone(), mail.clone(), hash.clone());
                Box::pin(async move { store::put_agent(tx, workspace, id, &name, &mail, hash.as_deref(), now).await })
            })
            .await
    }

    fn links(&self) -> Links<'_> {
        Links { db: self.db, clock: self.clock }
    }

    async fn start_session(&self, workspace: WorkspaceId, id: AgentId) -> Result<Token> {
        Sessions { db: self.db, clock: self.clock }.start(workspace, Kind::Agent, id.0, sessions::AGENT_SECONDS).await
    }
}
