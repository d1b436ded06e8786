//! The picture that an agent shows of themself: beside what they write, wherever it is read.

use std::collections::HashMap;
use std::sync::Arc;

use model::fault::Invalid;
use model::id::{AgentId, AttachmentId, AvatarId, Key, WorkspaceId};
use model::person::{Person, Side};

use super::account::own;
use super::{Agents, store};
use crate::actor::Actor;
use crate::clock::Clock;
use crate::db::Db;
use crate::error::{NOT_FOUND, Result};
use crate::files::Attachments;
use crate::fresh::Fresh;
use crate::keys::{self, Fingerprint};
use crate::log;

/// The agents of a workspace who show a picture.
#[derive(Debug, Default)]
pub struct Pictured(pub(super) HashMap<AgentId, AvatarId>);

impl Pictured {
    /// An agent with their picture, if they show one; somebody else as they are.
    pub fn show(&self, person: Person, author: Option<uuid::Uuid>) -> Person {
        if person.side != Side::Agent || self.0.is_empty() {
            return person;
        }
        let avatar = author.and_then(|id| self.0.get(&AgentId(id)).copied());
        person.with_avatar(avatar)
    }
}

/// The same of every workspace, as it was read lately.
pub type Avatars = Fresh<WorkspaceId, Pictured>;

impl Agents<'_> {
    /// Shows another picture of oneself: the middle of `file`, which the agent has just uploaded. The file itself is used up by
    /// it. Who may: the agent themself. The same picture under the same key is done once, as when a browser sends it again.
    pub async fn set_avatar(&self, actor: &Actor, key: Key, file: AttachmentId) -> Result<()> {
        own(actor)?;
        let files = Attachments { db: self.db, clock: self.clock, files: self.files };
        let drawn = files.avatar(actor, file).await;
        files.drop_waiting(actor, file).await?;
        self.put_avatar(actor, key, Some(drawn?.ok_or(Invalid::PictureUnknown)?)).await
    }

    /// Shows no picture of oneself any more. Who may: the agent themself. Same key, same answer.
    pub async fn remove_avatar(&self, actor: &Actor, key: Key) -> Result<()> {
        self.put_avatar(actor, key, None).await
    }

    async fn put_avatar(&self, actor: &Actor, key: Key, picture: Option<Vec<u8>>) -> Result<()> {
        let (workspace, agent) = own(actor)?;
        let fingerprint = Fingerprint::of("avatar", &picture.as_deref().map(log::sha256))?;
        let (actor, picture) = (actor.clone(), picture.map(Arc::new));
        // Nobody can guess it, because whoever names it is shown it.
        let (id, now) = (AvatarId(crate::token::random_id()?), self.clock.now());
        let written = self
            .db
            .write(move |tx| {
                let (actor, picture) = (actor.clone(), picture.clone());
                Box::pin(async move {
                    if keys::answered::<()>(tx, &actor, key, fingerprint).await?.is_some() {
                        return Ok(());
                    }
                    match picture {
                        Some(bytes) => store::put_avatar(tx, workspace, agent, id, &bytes, now).await?,
                        None => store::delete_avatar(tx, workspace, agent).await?,
                    }
                    keys::keep(tx, &actor, key, fingerprint, &(), now).await
                })
            })
            .await;
        self.avatars.forget(|changed| *changed == workspace);
        written
    }

    /// A picture's bytes. Anybody may ask: it stands on pages that anybody reads, and nobody guesses its id.
    pub async fn avatar(&self, id: AvatarId) -> Result<Vec<u8>> {
        let read = self.db.read(move |tx| Box::pin(async move { store::avatar(tx, id).await }));
        read.await?.ok_or(NOT_FOUND)
    }

    /// Who of a workspace shows a picture, and which. Anybody may ask. A change on another node shows here within a second.
    pub async fn pictured(&self, workspace: WorkspaceId) -> Result<Arc<Pictured>> {
        pictured(self.db, self.clock, self.avatars, workspace).await
    }
}

/// See [`Agents::pictured`].
pub(crate) async fn pictured(db: &Db, clock: &Clock, avatars: &Avatars, workspace: WorkspaceId) -> Result<Arc<Pictured>> {
    let now = clock.now();
    let changes = match avatars.at(&workspace, now) {
        Ok(pictured) => return Ok(pictured),
        Err(changes) => changes,
    };
    let read = db.read(move |tx| Box::pin(async move { store::avatars(tx, workspace).await }));
    let pictured = Arc::new(Pictured(read.await?));
    avatars.keep(workspace, now, &pictured, changes);
    Ok(pictured)
}
