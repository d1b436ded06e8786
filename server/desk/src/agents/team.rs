//! The team: who is in it, who was asked to join, who is kept out.

use model::fault::{Fault, Invalid};
use model::id::{AgentId, InvitationId, Key, WorkspaceId};
use model::team::{Access, Member, Team};
use model::time::Time;
use serde::Serialize;

use super::Agents;
use super::store::{self, Pending};
use crate::actor::{Action, Actor, Object, demand};
use crate::bus::Hint;
use crate::checks;
use crate::db::Tx;
use crate::error::{NOT_FOUND, Result};
use crate::jobs::{self, Job};
use crate::keys::{self, Fingerprint};
use crate::links::{self, Link, Purpose};
use crate::mail::Post;
use crate::sessions;
use crate::token::{Token, TokenHash};

/// How long to wait before an email goes to the same address again.
const AGAIN_SECONDS: i64 = 60;

/// Somebody is asked to join.
#[derive(Debug, Clone, Serialize)]
pub struct NewInvitation {
    /// The client's key.
    pub key: Key,
    /// At which address.
    pub mail: String,
    /// The email's language.
    pub locale: String,
}

/// An invitation went out, or is to be passed on.
#[derive(Debug)]
pub struct Invited {
    /// Which.
    pub id: InvitationId,
    /// Where no mail leaves, the link to pass on. Given once: the same key again gets none.
    pub link: Option<Token>,
}

impl Agents<'_> {
    /// Does mail leave this installation?
    pub fn is_mail_sent(&self) -> bool {
        match self.post {
            Post::Smtp { .. } => true,
            Post::Catcher { .. } => false,
        }
    }

    /// Everybody in the actor's team, and who was asked to join. Who may: agents.
    pub async fn team(&self, actor: &Actor) -> Result<Team> {
        demand(actor, Action::Administer, &Object::Workspace(actor.workspace()))?;
        let workspace = actor.workspace();
        self.db
            .read(move |tx| {
                Box::pin(async move {
                    let members = store::members(tx, workspace).await?;
                    Ok(Team { members, invitations: store::invitations(tx, workspace).await? })
                })
            })
            .await
    }

    /// One agent of the actor's team, and whether nobody else could sign in. Who may: agents.
    pub async fn member(&self, actor: &Actor, id: AgentId) -> Result<(Member, bool)> {
        demand(actor, Action::Administer, &Object::Agent { workspace: actor.workspace(), agent: id })?;
        let team = self.team(actor).await?;
        let is_last = team.is_last(id);
        let member = team.members.into_iter().find(|member| member.id == id).ok_or(NOT_FOUND)?;
        Ok((member, is_last))
    }

    /// Asks somebody to join, by mail; where no mail leaves, the link comes back to be passed on. Who may: agents.
    /// Same key, same answer.
    pub async fn invite(&self, actor: &Actor, new: NewInvitation) -> Result<Invited> {
        demand(actor, Action::Administer, &Object::Workspace(actor.workspace()))?;
        let Actor::Agent { id: inviter, workspace, .. } = *actor else { return Err(NOT_FOUND) };
        let mail = checks::mail(&new.mail)?;
        let (key, fingerprint) = (new.key, Fingerprint::of("invite", &mail)?);
        let (id, now, actor) = (self.clock.id::<InvitationId>(), self.clock.now(), actor.clone());
        let by_hand = self.link_by_hand()?;
        let hash = by_hand.as_ref().map(Token::hash);
        let first = Pending {
            id,
            mail,
            locale: new.locale,
            round: 1,
            sent_at: now,
            expires_at: now.plus_seconds(Purpose::INVITATION_SECONDS),
            by: String::new(),
        };
        let (id, is_fresh) = self
            .db
            .write(move |tx| {
                let (actor, first) = (actor.clone(), first.clone());
                Box::pin(async move {
                    if let Some(id) = keys::answered(tx, &actor, key, fingerprint).await? {
                        return Ok((id, false));
                    }
                    store::active_name(tx, workspace, inviter).await?.ok_or(NOT_FOUND)?;
                    if store::is_known(tx, workspace, &first.mail).await? {
                        return Err(Invalid::MailTaken.into());
                    }
                    if store::invitation_to(tx, workspace, &first.mail).await?.is_some() {
                        return Err(Invalid::MailInvited.into());
                    }
                    store::insert_invitation(tx, workspace, inviter, &first).await?;
                    send(tx, workspace, &first, hash, now).await?;
                    keys::keep(tx, &actor, key, fingerprint, &first.id, now).await?;
                    Ok((first.id, true))
                })
            })
            .await?;
        Ok(Invited { id, link: by_hand.filter(|_| is_fresh) })
    }

    /// Sends an invitation once more, with a new link; from now on only that one works. Who may: agents. Same key, same answer.
    pub async fn invite_again(&self, actor: &Actor, id: InvitationId, key: Key) -> Result<Invited> {
        demand(actor, Action::Administer, &Object::Workspace(actor.workspace()))?;
        let (workspace, fingerprint) = (actor.workspace(), Fingerprint::of("invite_again", &id)?);
        let (now, actor, by_hand) = (self.clock.now(), actor.clone(), self.link_by_hand()?);
        let hash = by_hand.as_ref().map(Token::hash);
        let is_fresh = self
            .db
            .write(move |tx| {
                let actor = actor.clone();
                Box::pin(async move {
                    if keys::answered::<()>(tx, &actor, key, fingerprint).await?.is_some() {
                        return Ok(false);
                    }
                    let before = store::invitation(tx, workspace, id).await?.ok_or(NOT_FOUND)?;
                    let next = Pending {
                        round: before.round + 1,
                        sent_at: now,
                        expires_at: now.plus_seconds(Purpose::INVITATION_SECONDS),
                        ..before
                    };
                    links::store::spend_all_to(tx, workspace, Purpose::Invitation, &next.mail, now).await?;
                    store::begin_round(tx, workspace, &next).await?;
                    send(tx, workspace, &next, hash, now).await?;
                    keys::keep(tx, &actor, key, fingerprint, &(), now).await?;
                    Ok(true)
                })
            })
            .await?;
        Ok(Invited { id, link: by_hand.filter(|_| is_fresh) })
    }

    /// Takes an invitation back: its links work no more. Who may: agents. Same key, same answer.
    pub async fn withdraw(&self, actor: &Actor, id: InvitationId, key: Key) -> Result<()> {
        demand(actor, Action::Administer, &Object::Workspace(actor.workspace()))?;
        let (workspace, fingerprint) = (actor.workspace(), Fingerprint::of("withdraw", &id)?);
        let (now, actor) = (self.clock.now(), actor.clone());
        self.db
            .write(move |tx| {
                let actor = actor.clone();
                Box::pin(async move {
                    if keys::answered::<()>(tx, &actor, key, fingerprint).await?.is_some() {
                        return Ok(());
                    }
                    let mail = store::delete_invitation(tx, workspace, id).await?.ok_or(NOT_FOUND)?;
                    links::store::spend_all_to(tx, workspace, Purpose::Invitation, &mail, now).await?;
                    keys::keep(tx, &actor, key, fingerprint, &(), now).await
                })
            })
            .await
    }

    /// Lets an agent in again, or keeps them out: then every session and every open live link of theirs is over at once, and so
    /// are links to a new password and whatever invitations they sent. Who may: agents, themselves too; but somebody must be
    /// left who can sign in.
    /// Same key, same answer.
    pub async fn set_access(&self, actor: &Actor, id: AgentId, key: Key, access: Access) -> Result<()> {
        demand(actor, Action::Administer, &Object::Agent { workspace: actor.workspace(), agent: id })?;
        let (workspace, fingerprint) = (actor.workspace(), Fingerprint::of("access", &(id, access))?);
        let (now, actor) = (self.clock.now(), actor.clone());
        self.db
            .write(move |tx| {
                let actor = actor.clone();
                Box::pin(async move {
                    if keys::answered::<()>(tx, &actor, key, fingerprint).await?.is_some() {
                        return Ok(());
                    }
                    match access {
                        Access::Active => {
                            store::set_disabled(tx, workspace, id, false).await?.ok_or(NOT_FOUND)?;
                        }
                        Access::Disabled => keep_out(tx, workspace, id, now).await?,
                    }
                    keys::keep(tx, &actor, key, fingerprint, &(), now).await
                })
            })
            .await
    }

    /// A link that somebody passes on, where no mail leaves.
    fn link_by_hand(&self) -> Result<Option<Token>> {
        if self.is_mail_sent() { Ok(None) } else { Token::fresh().map(Some) }
    }
}

/// The email; or, where none leaves, the link that is passed on by hand.
async fn send(tx: &mut Tx, workspace: WorkspaceId, invitation: &Pending, by_hand: Option<TokenHash>, now: Time) -> Result<()> {
    let mail = invitation.mail.clone();
    if let Some(token) = by_hand {
        let link = Link { workspace, purpose: Purpose::Invitation, mail, ticket: None };
        return links::store::insert_link(tx, token, &link, now, Purpose::INVITATION_SECONDS).await;
    }
    // Nor is taking it back and asking anew a way to fill a mailbox.
    if links::store::count_since(tx, workspace, &mail, now.plus_seconds(-AGAIN_SECONDS)).await? > 0 {
        return Err(Fault::TooMany.into());
    }
    let job = Job::SendInvitation { invitation: invitation.id, round: invitation.round };
    jobs::enqueue(tx, workspace, &job, now, now).await
}

async fn keep_out(tx: &mut Tx, workspace: WorkspaceId, id: AgentId, now: Time) -> Result<()> {
    let able = store::hold_who_may_sign_in(tx, workspace).await?;
    let mail = store::set_disabled(tx, workspace, id, true).await?.ok_or(NOT_FOUND)?;
    if !able.iter().any(|other| *other != id) {
        return Err(Invalid::LastAgent.into());
    }
    sessions::store::end_all_of(tx, workspace, id.0, now).await?;
    links::store::spend_all_to(tx, workspace, Purpose::Password, &mail, now).await?;
    // Nor do they come back as their own guest.
    for invited in store::delete_invitations_by(tx, workspace, id).await? {
        links::store::spend_all_to(tx, workspace, Purpose::Invitation, &invited, now).await?;
    }
    tx.hint(Hint::Sessions { of: id.0 });
    Ok(())
}
