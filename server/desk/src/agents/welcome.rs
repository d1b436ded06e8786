//! Coming in for the first time: the first agent by the link on the terminal, a colleague by an invitation.

use model::fault::Fault;
use model::faults::Faults;
use model::id::{AgentId, WorkspaceId};

use super::{Agents, password, store};
use crate::checks;
use crate::error::Result;
use crate::links::{self, Purpose};
use crate::sessions::{self, Kind};
use crate::token::Token;

/// What somebody says of themself who comes in for the first time.
#[derive(Debug, Clone)]
pub struct Welcome {
    /// Full name.
    pub name: String,
    /// The address to sign in with. Only the first agent says it: a colleague's stands on the invitation.
    pub mail: String,
    /// The password.
    pub password: String,
}

/// Whom a welcome link lets in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guest {
    /// Whoever runs the program.
    First,
    /// Somebody who was asked to join.
    Invited {
        /// At this address.
        mail: String,
        /// By whom.
        by: String,
    },
}

impl Agents<'_> {
    /// Whom this link would let in now. Reads only, so that a mail scanner's look costs nothing.
    pub async fn guest(&self, workspace: WorkspaceId, token: &Token) -> Result<Option<Guest>> {
        let (hash, now) = (token.hash(), self.clock.now());
        self.db
            .read(move |tx| {
                Box::pin(async move {
                    let link = links::store::ready(tx, hash, now).await?.filter(|link| link.workspace == workspace);
                    let Some(link) = link else { return Ok(None) };
                    Ok(match link.purpose {
                        Purpose::Welcome if !store::has_password(tx, workspace).await? => Some(Guest::First),
                        Purpose::Invitation => {
                            let invitation = store::invitation_to(tx, workspace, &link.mail).await?;
                            invitation.map(|invitation| Guest::Invited { mail: invitation.mail, by: invitation.by })
                        }
                        Purpose::Welcome | Purpose::Ticket | Purpose::SignIn | Purpose::Password => None,
                    })
                })
            })
            .await
    }

    /// Uses a welcome link and signs in. The first agent's makes an agent, or takes over the demo's of the same address, and
    /// works until any agent has a password; a colleague's makes an agent with the invitation's address. Each works once.
    pub async fn welcome(&self, workspace: WorkspaceId, token: &Token, welcome: Welcome) -> Result<Token> {
        let guest = self.guest(workspace, token).await?.ok_or(Fault::LinkSpent)?;
        let mut faults = Faults::default();
        let name = faults.sort(checks::name(&welcome.name));
        let mail = match guest {
            Guest::First => faults.sort(checks::mail(&welcome.mail)),
            Guest::Invited { mail, .. } => mail,
        };
        faults.sort(password::check(&welcome.password));
        faults.done()?;
        let hash = password::hash(welcome.password).await?;
        let (link, id, session, now) = (token.hash(), self.clock.id::<AgentId>(), Token::fresh()?, self.clock.now());
        let session_hash = session.hash();
        self.db
            .write(move |tx| {
                let (name, mail, hash) = (name.clone(), mail.clone(), hash.clone());
                Box::pin(async move {
                    let link = links::store::spend(tx, link, now).await?.filter(|link| link.workspace == workspace);
                    let id = match link.map(|link| link.purpose) {
                        Some(Purpose::Welcome) if !store::has_password(tx, workspace).await? => {
                            store::put_agent(tx, workspace, id, &name, &mail, Some(&hash), now).await?
                        }
                        Some(Purpose::Invitation) => {
                            let invitation = store::invitation_to(tx, workspace, &mail).await?.ok_or(Fault::LinkSpent)?;
                            if !store::insert_agent(tx, workspace, id, &name, &mail, &hash, now).await? {
                                return Err(Fault::LinkSpent.into());
                            }
                            store::delete_invitation(tx, workspace, invitation.id).await?;
                            // An email that was handed over twice carried two links.
                            links::store::spend_all_to(tx, workspace, Purpose::Invitation, &mail, now).await?;
                            id
                        }
                        Some(Purpose::Welcome | Purpose::Ticket | Purpose::SignIn | Purpose::Password) | None => {
                            return Err(Fault::LinkSpent.into());
                        }
                    };
                    sessions::store::insert_session(tx, workspace, session_hash, Kind::Agent, id.0, now, sessions::AGENT_SECONDS)
                        .await
                })
            })
            .await?;
        Ok(session)
    }
}
