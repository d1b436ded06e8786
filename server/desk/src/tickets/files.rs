//! The files of tickets, for whoever may read the ticket.

use std::fs::File;

use model::id::AttachmentId;
use model::message::Attachment;

use super::{Tickets, Which, read};
use crate::actor::{Action, Actor};
use crate::error::{NOT_FOUND, Result};
use crate::files::pictures::{Shown, Size};
use crate::files::{self, Kept};

impl Tickets<'_> {
    /// A file and its bytes, open for reading. Who may: whoever may read the ticket it belongs to (a note's only agents); before
    /// it belongs to one, whoever uploaded it. A file that is not what was uploaded is not served.
    pub async fn file(&self, actor: &Actor, id: AttachmentId) -> Result<(Attachment, File)> {
        let kept = self.readable(actor, id).await?;
        let file = self.files.open_unaltered(id, kept.sha256).await?;
        Ok((kept.attachment, file))
    }

    /// A picture as it is shown, drawn from its pixels alone. Who may: whoever may have the file.
    pub async fn picture(&self, actor: &Actor, id: AttachmentId, size: Size) -> Result<Shown> {
        let kept = self.readable(actor, id).await?;
        kept.attachment.picture.ok_or(NOT_FOUND)?;
        self.files.drawn(id, size, actor.side()).await
    }

    async fn readable(&self, actor: &Actor, id: AttachmentId) -> Result<Kept> {
        let asking = actor.clone();
        self.db
            .read(move |tx| {
                let actor = asking.clone();
                Box::pin(async move {
                    let kept = files::store::attachment(tx, actor.workspace(), id).await?.ok_or(NOT_FOUND)?;
                    let Some(ticket) = kept.ticket else {
                        return if kept.is_waiting_for(&actor) { Ok(kept) } else { Err(NOT_FOUND) };
                    };
                    let action = if kept.is_note { Action::ReadAsAgent } else { Action::Read };
                    read::load(tx, &actor, Which::Id(ticket), action).await?;
                    Ok(kept)
                })
            })
            .await
    }

    /// Refuses whoever may not write in a ticket, before any file for it is read.
    pub async fn demand_place(&self, actor: &Actor, ticket: Which) -> Result<()> {
        let actor = actor.clone();
        self.db
            .read(move |tx| {
                let actor = actor.clone();
                Box::pin(async move { read::load(tx, &actor, ticket, Action::Reply).await.map(|_| ()) })
            })
            .await
    }
}
