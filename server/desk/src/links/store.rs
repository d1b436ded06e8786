//! SQL of links.

use model::id::WorkspaceId;
use model::time::Time;

use super::{Link, Purpose};
use crate::db::{Row, Tx};
use crate::error::Result;
use crate::params;
use crate::token::TokenHash;

fn read(mut row: Row) -> Result<Link> {
    Ok(Link { workspace: row.take()?, purpose: row.take_word(Purpose::from_word)?, mail: row.take()?, ticket: row.take()? })
}

/// A link that would work now.
pub(crate) async fn ready(tx: &mut Tx, token: TokenHash, now: Time) -> Result<Option<Link>> {
    let row = tx
        .first(
            "select workspace_id, purpose, mail, ticket_id from links where token_hash = $1 and used_at is null and expires_at > $2",
            params![token.0, now],
        )
        .await?;
    row.map(read).transpose()
}

/// A link, used or old or not.
pub(crate) async fn any(tx: &mut Tx, token: TokenHash) -> Result<Option<Link>> {
    let row =
        tx.first("select workspace_id, purpose, mail, ticket_id from links where token_hash = $1", params![token.0]).await?;
    row.map(read).transpose()
}

/// Uses up a link that works; of many at once one gets it.
pub(crate) async fn spend(tx: &mut Tx, token: TokenHash, now: Time) -> Result<Option<Link>> {
    let row = tx
        .first(
            "update links set used_at = $2
              where token_hash = $1 and used_at is null and expires_at > $2
          returning workspace_id, purpose, mail, ticket_id",
            params![token.0, now],
        )
        .await?;
    row.map(read).transpose()
}

/// Uses up every link of a purpose.
pub(super) async fn spend_all(tx: &mut Tx, workspace: WorkspaceId, purpose: Purpose, now: Time) -> Result<()> {
    tx.run(
        "update links set used_at = $3 where workspace_id = $1 and purpose = $2 and used_at is null",
        params![workspace, purpose.word(), now],
    )
    .await?;
    Ok(())
}

/// Uses up every link of a purpose that went to an address.
pub(crate) async fn spend_all_to(tx: &mut Tx, workspace: WorkspaceId, purpose: Purpose, mail: &str, now: Time) -> Result<()> {
    tx.run(
        "update links set used_at = $4 where workspace_id = $1 and mail = $3 and purpose = $2 and used_at is null",
        params![workspace, purpose.word(), mail, now],
    )
    .await?;
    Ok(())
}

/// Stores a link.
pub(crate) async fn insert_link(tx: &mut Tx, token: TokenHash, link: &Link, now: Time, seconds: i64) -> Result<()> {
    tx.run(
        "insert into links (token_hash, workspace_id, purpose, mail, ticket_id, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)",
        params![token.0, link.workspace, link.purpose.word(), &link.mail, link.ticket, now, now.plus_seconds(seconds)],
    )
    .await?;
    Ok(())
}

/// Links made for a mailbox since then, whatever tag its address carried.
pub(crate) async fn count_since(tx: &mut Tx, workspace: WorkspaceId, mail: &str, since: Time) -> Result<i64> {
    let (plain, like) = super::tagged(mail);
    let row = tx
        .first(
            "select count(*) as made from links
              where workspace_id = $1 and created_at > $2 and (mail = $3 or mail like $4 escape '!')",
            params![workspace, since, plain, like],
        )
        .await?;
    row.map_or(Ok(0), |mut row| row.take())
}
