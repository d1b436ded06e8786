//! SQL of upkeep.

use model::time::Time;

use super::Old;
use crate::db::Tx;
use crate::error::Result;
use crate::params;

/// Removes at most so many rows that are older, and says how many. A visitor's session stays: the visitor's id comes from its
/// token, so that a token whose end was forgotten would open everything again.
pub(super) async fn delete_old(tx: &mut Tx, old: Old, before: Time, most: i64) -> Result<u64> {
    let sql = match old {
        Old::Sessions => {
            "delete from sessions where token_hash in
                (select token_hash from sessions where kind in ('agent', 'customer') and expires_at < $1 limit $2)"
        }
        Old::Links => "delete from links where token_hash in (select token_hash from links where expires_at < $1 limit $2)",
        Old::Keys => {
            "delete from keys where (workspace_id, actor, key) in
                (select workspace_id, actor, key from keys where at < $1 limit $2)"
        }
        Old::Jobs => "delete from jobs where id in (select id from jobs where state = 'done' and finished_at < $1 limit $2)",
        Old::CaughtMails => "delete from caught_mails where id in (select id from caught_mails where at < $1 limit $2)",
    };
    tx.run(sql, params![before, most]).await
}
