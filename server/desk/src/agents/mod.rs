//! Agents: who answers. Signing in, the first agent's welcome, and names.

use model::fault::{Fault, Invalid};
use model::id::{AgentId, WorkspaceId};
use model::limit;

use crate::Desk;
use crate::bus::Hint;
use crate::error::Result;
use crate::links::Purpose;
use crate::sessions::{self, Kind};
use crate::tickets::rules;
use crate::token::Token;

mod password;
pub(crate) mod store;

/// The verbs of agents.
pub struct Agents<'d>(pub(crate) &'d Desk);

/// What the first agent says of themself.
#[derive(Debug, Clone)]
pub struct Welcome {
    /// Full name.
    pub name: String,
    /// Mail address to sign in with.
    pub mail: String,
    /// The password.
    pub password: String,
}

impl Agents<'_> {
    /// Signs an agent in: the token of a new session. Wrong address, wrong password and disabled agent look the same and
    /// take the same work.
    pub async fn sign_in(&self, workspace: WorkspaceId, mail: &str, password: &str) -> Result<Token> {
        let mail = mail.trim().to_lowercase();
        let found = self
            .0
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
        self.0.db.read(move |tx| Box::pin(async move { Ok(!store::has_password(tx, workspace).await?) })).await
    }

    /// A one-time link's token with which the first agent sets name, address and password. Older ones die.
    pub async fn invite_first(&self, workspace: WorkspaceId) -> Result<Token> {
        self.0.links().issue(workspace, Purpose::Welcome, "", None, Purpose::WELCOME_SECONDS).await
    }

    /// Uses a welcome link: makes the agent (or takes over the demo's agent of the same address) and signs in.
    /// Works once; after any agent has a password no welcome link works.
    pub async fn welcome(&self, workspace: WorkspaceId, token: &Token, welcome: Welcome) -> Result<Token> {
        let name = rules::check_line(&welcome.name, limit::NAME_CHARS_MAX, Invalid::NameTooLong)?;
        if name.is_empty() {
            return Err(Invalid::NameMissing.into());
        }
        let mail = rules::check_mail(&welcome.mail)?;
        let hash = password::hash(welcome.password).await?;
        let (link, id, session, now) = (token.hash(), self.0.clock.id::<AgentId>(), Token::fresh()?, self.0.clock.now());
        let session_hash = session.hash();
        self.0
            .db
            .write(move |tx| {
                let (name, mail, hash) = (name.clone(), mail.clone(), hash.clone());
                Box::pin(async move {
                    let used = crate::links::store::spend(tx, link, now).await?;
                    let is_ours = used.is_some_and(|link| link.purpose == Purpose::Welcome && link.workspace == workspace);
                    if !is_ours || store::has_password(tx, workspace).await? {
                        return Err(Fault::LinkSpent.into());
                    }
                    let id = store::put_agent(tx, workspace, id, &name, &mail, Some(&hash), now).await?;
                    sessions::store::insert_session(tx, workspace, session_hash, Kind::Agent, id.0, now, sessions::AGENT_SECONDS)
                        .await
                })
            })
            .await?;
        Ok(session)
    }

    /// Makes an agent, or changes the name and password of the one with this address. For the demo, tests and the command line.
    pub async fn put(&self, workspace: WorkspaceId, name: &str, mail: &str, password: Option<&str>) -> Result<AgentId> {
        let mail = rules::check_mail(mail)?;
        let hash = match password {
            Some(password) => Some(password::hash(password.to_owned()).await?),
            None => None,
        };
        let (name, id, now) = (name.to_owned(), self.0.clock.id::<AgentId>(), self.0.clock.now());
        self.0
            .db
            .write(move |tx| {
                let (name, mail, hash) = (name.clone(), mail.clone(), hash.clone());
                Box::pin(async move { store::put_agent(tx, workspace, id, &name, &mail, hash.as_deref(), now).await })
            })
            .await
    }

    /// Disables an agent: every session of theirs is over at once, and so are their open live links.
    pub async fn disable(&self, workspace: WorkspaceId, id: AgentId) -> Result<()> {
        let now = self.0.clock.now();
        self.0
            .db
            .write(move |tx| {
                Box::pin(async move {
                    store::disable(tx, workspace, id).await?;
                    sessions::store::end_all_of(tx, workspace, id.0, now).await?;
                    tx.hint(Hint::Sessions { of: id.0 });
                    Ok(())
                })
            })
            .await
    }

    async fn start_session(&self, workspace: WorkspaceId, id: AgentId) -> Result<Token> {
        self.0.sessions().start(workspace, Kind::Agent, id.0, sessions::AGENT_SECONDS).await
    }
}
