//! SQL of sessions.

use model::id::WorkspaceId;
use model::time::Time;
use uuid::Uuid;

use super::Kind;
use crate::db::{Db, Lookup, Row, Tx};
use crate::error::Result;
use crate::token::TokenHash;
use crate::{lookup, params, values};

/// A session's row, and what its holder is called.
pub(crate) struct Session {
    pub(crate) workspace: WorkspaceId,
    pub(crate) kind: String,
    pub(crate) subject: Uuid,
    pub(crate) expires_at: Time,
    pub(crate) ended_at: Option<Time>,
    /// A customer's name, maybe empty.
    pub(crate) customer: Option<String>,
    /// A customer's verified address.
    pub(crate) mail: Option<String>,
    /// The name of an agent who is not disabled.
    pub(crate) agent: Option<String>,
}

/// What is asked of a token: the columns that `read` reads, then `$more`, and the joins that they need, then `$joins`.
macro_rules! of_session {
    ($place:literal, $asked:literal, $token:literal, $more:expr, $joins:expr) => {
        concat!(
            "select ",
            $place,
            " as place, s.workspace_id, s.kind, s.subject_id, s.expires_at, s.ended_at, c.name as customer,
                    (select h.value from handles h
                      where h.workspace_id = s.workspace_id and h.customer_id = c.id and h.kind = 'mail'
                   order by h.verified_at limit 1) as mail,
                    g.name as agent",
            $more,
            " from ",
            $asked,
            "sessions s
          left join customers c on c.id = s.subject_id and c.workspace_id = s.workspace_id and s.kind = 'customer'
          left join agents g on g.id = s.subject_id and g.workspace_id = s.workspace_id and s.kind = 'agent' and g.is_disabled = false",
            $joins,
            " where s.token_hash = ",
            $token
        )
    };
}
pub(crate) use of_session;

macro_rules! session {
    ($place:literal, $asked:literal, $token:literal) => {
        of_session!($place, $asked, $token, "", "")
    };
}

pub(crate) static SESSION: Lookup = lookup!(token: bytea => session);

/// The session of a token. The one look-up that finds its workspace instead of being given it.
pub(super) async fn session(db: &Db, token: TokenHash) -> Result<Option<Session>> {
    db.look_up(&SESSION, values![token.0]).await?.map(|mut row| read(&mut row)).transpose()
}

/// The columns of `of_session!`.
pub(crate) fn read(row: &mut Row) -> Result<Session> {
    Ok(Session {
        workspace: row.take()?,
        kind: row.take()?,
        subject: row.take()?,
        expires_at: row.take()?,
        ended_at: row.take()?,
        customer: row.take()?,
        mail: row.take()?,
        agent: row.take()?,
    })
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

/// Ends every session of somebody but one.
pub(crate) async fn end_others_of(tx: &mut Tx, workspace: WorkspaceId, subject: Uuid, kept: TokenHash, now: Time) -> Result<()> {
    tx.run(
        "update sessions set ended_at = $4
          where workspace_id = $1 and subject_id = $2 and token_hash <> $3 and ended_at is null",
        params![workspace, subject, kept.0, now],
    )
    .await?;
    Ok(())
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
