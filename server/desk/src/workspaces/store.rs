//! SQL of workspaces.

use model::id::WorkspaceId;
use model::time::Time;

use crate::db::Tx;
use crate::error::{NOT_FOUND, Result};
use crate::params;

/// The oldest workspace.
pub(super) async fn first(tx: &mut Tx) -> Result<Option<WorkspaceId>> {
    let row = tx.first("select id from workspaces order by created_at, id limit 1", params![]).await?;
    row.map(|mut row| row.take()).transpose()
}

/// The workspace of a short name.
pub(super) async fn by_slug(tx: &mut Tx, slug: &str) -> Result<Option<WorkspaceId>> {
    let row = tx.first("select id from workspaces where slug = $1", params![slug]).await?;
    row.map(|mut row| row.take()).transpose()
}

/// Stores a workspace. Numbers begin at 1001: a ticket 1 looks like a company's first day.
pub(super) async fn insert_workspace(tx: &mut Tx, id: WorkspaceId, slug: &str, name: &str, now: Time) -> Result<()> {
    tx.run("insert into workspaces (id, slug, name, created_at) values ($1, $2, $3, $4)", params![id, slug, name, now]).await?;
    tx.run("insert into numbers (workspace_id, last) values ($1, 1000)", params![id]).await?;
    Ok(())
}

/// A workspace's name. Whoever asks holds the row until the end of the transaction: nobody else settles it meanwhile.
pub(super) async fn lock_name(tx: &mut Tx, id: WorkspaceId) -> Result<String> {
    let row = tx.first("update workspaces set name = name where id = $1 returning name", params![id]).await?;
    row.ok_or(NOT_FOUND)?.take()
}
