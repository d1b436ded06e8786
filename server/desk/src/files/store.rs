//! SQL of attachments.

use model::fault::Invalid;
use model::id::{AttachmentId, MessageId, TicketId, WorkspaceId};
use model::message::{Attachment, Picture};
use model::time::Time;

use super::Kept;
use crate::db::Row;
use crate::db::Tx;
use crate::error::Result;
use crate::params;

/// Stores a file that waits for its message.
pub(super) async fn insert_attachment(
    tx: &mut Tx,
    workspace: WorkspaceId,
    owner: &str,
    attachment: &Attachment,
    sha256: &str,
    now: Time,
) -> Result<()> {
    tx.run(
        "insert into attachments (id, workspace_id, owner, name, bytes, sha256, is_image, created_at, picture_width, picture_height)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            attachment.id,
            workspace,
            owner,
            &attachment.name,
            attachment.bytes,
            sha256,
            attachment.is_image,
            now,
            attachment.picture.map(|picture| picture.width),
            attachment.picture.map(|picture| picture.height)
        ],
    )
    .await?;
    Ok(())
}

/// Binds files to a message. Each must wait still and be the same owner's; otherwise the message is refused.
pub(crate) async fn attach(
    tx: &mut Tx,
    workspace: WorkspaceId,
    owner: &str,
    files: &[AttachmentId],
    ticket: TicketId,
    message: MessageId,
) -> Result<()> {
    for file in files {
        let touched = tx
            .run(
                "update attachments set ticket_id = $4, message_id = $5
                  where workspace_id = $1 and owner = $2 and id = $3 and message_id is null",
                params![workspace, owner, *file, ticket, message],
            )
            .await?;
        if touched != 1 {
            return Err(Invalid::FileUnknown.into());
        }
    }
    Ok(())
}

/// A file's row.
pub(crate) async fn attachment(tx: &mut Tx, workspace: WorkspaceId, id: AttachmentId) -> Result<Option<Kept>> {
    let row = tx
        .first(
            "select a.id, a.name, a.bytes, a.is_image, a.picture_width, a.picture_height, a.owner, a.ticket_id, coalesce(m.kind, 'reply') as kind, a.sha256
               from attachments a
          left join messages m on m.id = a.message_id
              where a.workspace_id = $1 and a.id = $2",
            params![workspace, id],
        )
        .await?;
    row.map(|mut row| {
        let attachment = shown(&mut row)?;
        let (owner, ticket) = (row.take()?, row.take()?);
        let is_note = row.take::<String>()? == "note";
        Ok(Kept { attachment, owner, ticket, is_note, sha256: row.take()? })
    })
    .transpose()
}

/// A file as it is shown, from `id, name, bytes, is_image, picture_width, picture_height`.
pub(crate) fn shown(row: &mut Row) -> Result<Attachment> {
    let (id, name, bytes, is_image) = (row.take()?, row.take()?, row.take()?, row.take()?);
    let (width, height): (Option<i64>, Option<i64>) = (row.take()?, row.take()?);
    let picture = width.zip(height).map(|(width, height)| Picture { width, height });
    Ok(Attachment { id, name, bytes, is_image, picture })
}

/// Bytes of all files that wait for a message.
pub(super) async fn waiting_bytes(tx: &mut Tx) -> Result<i64> {
    let row = tx
        .first("select cast(coalesce(sum(bytes), 0) as bigint) as waiting from attachments where message_id is null", params![])
        .await?;
    row.map_or(Ok(0), |mut row| row.take())
}

/// Forgets a file that waits for a message of its owner; says whether there was one.
pub(super) async fn delete_waiting(tx: &mut Tx, workspace: WorkspaceId, owner: &str, id: AttachmentId) -> Result<bool> {
    let gone = tx
        .run(
            "delete from attachments where workspace_id = $1 and owner = $2 and id = $3 and message_id is null",
            params![workspace, owner, id],
        )
        .await?;
    Ok(gone > 0)
}

/// Forgets files that waited too long, and names them.
pub(super) async fn delete_orphans(tx: &mut Tx, before: Time) -> Result<Vec<AttachmentId>> {
    let rows =
        tx.rows("delete from attachments where message_id is null and created_at < $1 returning id", params![before]).await?;
    rows.into_iter().map(|mut row| row.take()).collect()
}

/// Those of the files that no row knows.
pub(super) async fn without_row(tx: &mut Tx, files: &[AttachmentId]) -> Result<Vec<AttachmentId>> {
    let mut unknown = Vec::new();
    for id in files {
        if tx.first("select id from attachments where id = $1", params![*id]).await?.is_none() {
            unknown.push(*id);
        }
    }
    Ok(unknown)
}
