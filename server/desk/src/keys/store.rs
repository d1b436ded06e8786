//! SQL of the keys.

use model::id::{Key, WorkspaceId};
use model::time::Time;

use crate::db::Tx;
use crate::error::Result;
use crate::params;

/// What was kept for a key: the fingerprint and the answer.
pub(super) async fn answer(tx: &mut Tx, workspace: WorkspaceId, actor: &str, key: Key) -> Result<Option<(Vec<u8>, String)>> {
    let row = tx
        .first(
            "select fingerprint, answer from keys where workspace_id = $1 and actor = $2 and key = $3",
            params![workspace, actor, key],
        )
        .await?;
    row.map(|mut row| Ok((row.take()?, row.take()?))).transpose()
}

/// Keeps an answer.
pub(super) async fn insert_answer(
    tx: &mut Tx,
    workspace: WorkspaceId,
    actor: &str,
    key: Key,
    fingerprint: [u8; 32],
    answer: &str,
    now: Time,
) -> Result<()> {
    tx.run(
        "insert into keys (workspace_id, actor, key, fingerprint, answer, at) values ($1, $2, $3, $4, $5, $6)",
        params![workspace, actor, key, fingerprint, answer, now],
    )
    .await?;
    Ok(())
}
