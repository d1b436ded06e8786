//! One's own account: name and password, and the way back for whoever forgot it.

use model::fault::{Fault, Invalid};
use model::faults::Faults;
use model::id::{AgentId, Key, WorkspaceId};

use super::{Agents, password, store};
use crate::actor::{Action, Actor, Object, demand};
use crate::bus::Hint;
use crate::checks;
use crate::error::{NOT_FOUND, Result};
use crate::jobs::{self, Job};
use crate::keys::{self, Fingerprint};
use crate::links::{self, Purpose};
use crate::sessions::{self, Kind};
use crate::token::{Token, TokenHash};

/// Another password instead of the present one.
#[derive(Clone)]
pub struct PasswordChange {
    /// The client's key.
    pub key: Key,
    /// The one that they have now.
    pub present: String,
    /// The one to come.
    pub password: String,
}

impl Agents<'_> {
    /// Changes one's own name, as customers see it from now on. Who may: the agent themself. Same key, same answer.
    pub async fn rename(&self, actor: &Actor, key: Key, name: &str) -> Result<()> {
        let (workspace, id) = own(actor)?;
        let name = checks::name(name)?;
        let (actor, fingerprint, now) = (actor.clone(), Fingerprint::of("rename", &name)?, self.clock.now());
        self.db
            .write(move |tx| {
                let (actor, name) = (actor.clone(), name.clone());
                Box::pin(async move {
                    if keys::answered::<()>(tx, &actor, key, fingerprint).await?.is_some() {
                        return Ok(());
                    }
                    store::rename(tx, workspace, id, &name).await?;
                    keys::keep(tx, &actor, key, fingerprint, &(), now).await
                })
            })
            .await
    }

    /// Changes the language of one's own account: of the desk wherever one signs in from now on, and of the emails to oneself.
    /// Who may: the agent themself. Same key, same answer.
    pub async fn set_locale(&self, actor: &Actor, key: Key, locale: &str) -> Result<()> {
        let (workspace, id) = own(actor)?;
        let locale = checks::locale(locale)?;
        let (actor, fingerprint, now) = (actor.clone(), Fingerprint::of("locale", &locale)?, self.clock.now());
        self.db
            .write(move |tx| {
                let actor = actor.clone();
                Box::pin(async move {
                    if keys::answered::<()>(tx, &actor, key, fingerprint).await?.is_some() {
                        return Ok(());
                    }
                    store::set_locale(tx, workspace, id, locale).await?;
                    keys::keep(tx, &actor, key, fingerprint, &(), now).await
                })
            })
            .await
    }

    /// The language that one chose for one's account, if one did. Who may: the agent themself.
    pub async fn locale(&self, actor: &Actor) -> Result<Option<String>> {
        let (workspace, id) = own(actor)?;
        self.db.read(move |tx| Box::pin(async move { store::locale(tx, workspace, id).await })).await
    }

    /// Changes one's own password. Every other session is over at once, and so is every link to a new password; the one that
    /// asks, under the token `kept`, goes on. Who may: the agent themself, who knows the present one. Same key, same answer.
    pub async fn change_password(&self, actor: &Actor, change: PasswordChange, kept: TokenHash) -> Result<()> {
        let (workspace, id) = own(actor)?;
        // Of the words themselves nothing is kept, not even in a fingerprint: it would be a hash that is quick to guess at.
        let (key, fingerprint) = (change.key, Fingerprint::of("password", &id)?);
        let asked = actor.clone();
        let (hash, is_done) = self
            .db
            .read(move |tx| {
                let actor = asked.clone();
                Box::pin(async move {
                    let is_done = keys::answered::<()>(tx, &actor, key, fingerprint).await?.is_some();
                    Ok((store::password_hash(tx, workspace, id).await?, is_done))
                })
            })
            .await?;
        if is_done {
            let is_same = password::verify(change.password, hash).await?;
            return if is_same { Ok(()) } else { Err(Fault::KeyReused.into()) };
        }
        let mut faults = Faults::default();
        if !password::verify(change.present, hash).await? {
            faults.add(Invalid::PasswordWrong);
        }
        faults.sort(password::check(&change.password));
        faults.done()?;
        let hash = password::hash(change.password).await?;
        let (actor, now) = (actor.clone(), self.clock.now());
        self.db
            .write(move |tx| {
                let (actor, hash) = (actor.clone(), hash.clone());
                Box::pin(async move {
                    if keys::answered::<()>(tx, &actor, key, fingerprint).await?.is_some() {
                        return Ok(());
                    }
                    let mail = store::set_password(tx, workspace, id, &hash).await?.ok_or(NOT_FOUND)?;
                    sessions::store::end_others_of(tx, workspace, id.0, kept, now).await?;
                    links::store::spend_all_to(tx, workspace, Purpose::Password, &mail, now).await?;
                    tx.hint(Hint::Sessions { of: id.0 });
                    keys::keep(tx, &actor, key, fingerprint, &(), now).await
                })
            })
            .await
    }

    /// Mails a link to a new password to an address, if an agent has it who may come in. The answer is the same either way, and
    /// so is the work.
    pub async fn ask_for_password(&self, workspace: WorkspaceId, mail: &str, locale: &str) -> Result<()> {
        let job = Job::SendPassword { mail: checks::mail(mail)?, locale: locale.to_owned() };
        let now = self.clock.now();
        self.db
            .write(move |tx| {
                let job = job.clone();
                Box::pin(async move { jobs::enqueue_once_a_minute(tx, workspace, &job, now).await })
            })
            .await
    }

    /// Would this link lead to a new password? Reads only.
    pub async fn may_choose_password(&self, workspace: WorkspaceId, token: &Token) -> Result<bool> {
        let (hash, now) = (token.hash(), self.clock.now());
        self.db
            .read(move |tx| {
                Box::pin(async move {
                    let link = links::store::ready(tx, hash, now).await?;
                    Ok(link.is_some_and(|link| link.purpose == Purpose::Password && link.workspace == workspace))
                })
            })
            .await
    }

    /// Uses a link to a new password and signs in: the token of a new session. Every session from before is over. Works once,
    /// and not for whoever was disabled since.
    pub async fn choose_password(&self, workspace: WorkspaceId, token: &Token, password: String) -> Result<Token> {
        if !self.may_choose_password(workspace, token).await? {
            return Err(Fault::LinkSpent.into());
        }
        let hash = password::hash(password).await?;
        let (link, session, now) = (token.hash(), Token::fresh()?, self.clock.now());
        let session_hash = session.hash();
        self.db
            .write(move |tx| {
                let hash = hash.clone();
                Box::pin(async move {
                    let link = links::store::spend(tx, link, now).await?;
                    let link = link.filter(|link| link.purpose == Purpose::Password && link.workspace == workspace);
                    let link = link.ok_or(Fault::LinkSpent)?;
                    let (id, _) = store::credentials(tx, workspace, &link.mail).await?.ok_or(Fault::LinkSpent)?;
                    store::set_password(tx, workspace, id, &hash).await?;
                    sessions::store::end_all_of(tx, workspace, id.0, now).await?;
                    links::store::spend_all_to(tx, workspace, Purpose::Password, &link.mail, now).await?;
                    tx.hint(Hint::Sessions { of: id.0 });
                    sessions::store::insert_session(tx, workspace, session_hash, Kind::Agent, id.0, now, sessions::AGENT_SECONDS)
                        .await
                })
            })
            .await?;
        Ok(session)
    }
}

/// The agent who asks, for what is theirs alone.
pub(super) fn own(actor: &Actor) -> Result<(WorkspaceId, AgentId)> {
    let workspace = actor.workspace();
    let agent = if let Actor::Agent { id, .. } = actor { *id } else { AgentId(uuid::Uuid::nil()) };
    demand(actor, Action::Account, &Object::Agent { workspace, agent })?;
    Ok((workspace, agent))
}
