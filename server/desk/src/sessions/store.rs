//! SQL of sessions.

use model::id::WorkspaceId;
use model::time::Time;
use uuid::Uuid;

use super::Kind;
use crate::db::Tx;
use crate::error::Result;
use crate::params;
use crate::token::TokenHash;

/// A session's row.
pub(super) struct Session {
    pub(super) workspace: WorkspaceId,
    pub(super) kind: String,
    pub(super) subject: Uuid,
    pub(super) expires_at: Time,
    pub(super) ended_at: Option<Time>,
}

/// The session of a token. The one look-up that finds its workspace instead of being given it.
pub(super) async fn session(tx: &mut Tx, token: TokenHash) -> Result<Option<Session>> {
    let row = tx
        .first(
            "select workspace_id, kind, subject_id, expires_at, ended_at from sessions where token_hash = $1",
            params![token.0],
        )
        .await?;
    row.map(|mut row| {
        Ok(Session {
            workspace: row.take()?,
            kind: row.take()?,
            subject: row.take()?,
            expires_at: row.take()?,
            ended_at: row.take()?,
        })
    })
    .transpose()
}

/// Stores a session.
pub(crate) async fn insert_session(
    tx: &mut Tx,
    workspace: WorkspaceId,
    token: TokenHash,
    kind: Kind,
    subject: Uuid,
    now: Time,
    seconds: i64,
) -> Result<()> {
    tx.run(
        "insert into sessions (token_hash, workspace_id, kind, subject_id, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)",
        params![token.0, workspace, kind.word(), subject, now, now.plus_seconds(seconds)],
    )
    .await?;
    Ok(())
}

/// Ends a session and says whose it was, unless it was over before.
pub(super) async fn end(tx: &mut Tx, token: TokenHash, now: Time) -> Result<Option<Uuid>> {
    let row = tx
        .first(
            "update sessions set ended_at = $2 where token_hash = $1 and ended_at is null returning subject_id",
            params![token.0, now],
        )
        .await?;
    row.map(|mut row| row.take()).transpose()
}

/// Ends every session of somebody.
pub(crate) async fn end_all_of(tx: &mut Tx, workspace: WorkspaceId, subject: Uuid, now: Time) -> Result<()> {
    tx.run(
        "update sessions set ended_at = $3 where workspace_id = $1 and subject_id = $2 and ended_at is null",
        params![workspace, subject, now],
    )
    .await?;
    Ok(())
}
