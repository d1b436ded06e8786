//! SQL of the event log. There is no update and no delete here.

use model::id::TicketId;

use super::Line;
use crate::db::Tx;
use crate::error::Result;
use crate::params;

/// Appends a line.
pub(crate) async fn insert_event(tx: &mut Tx, line: &Line, hash: &[u8; 32]) -> Result<()> {
    tx.run(
        "insert into events (ticket_id, seq, workspace_id, kind, side, actor_id, actor_name, at, data, hash)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            line.ticket,
            line.seq,
            line.workspace,
            &line.kind,
            &line.side,
            line.actor,
            &line.name,
            line.at,
            &line.data,
            *hash
        ],
    )
    .await?;
    Ok(())
}

/// A ticket's whole log with its hashes, in order, and beside each line the words of its message.
pub(crate) async fn lines(tx: &mut Tx, ticket: TicketId) -> Result<Vec<(Line, Vec<u8>, Option<String>)>> {
    let rows = tx
        .rows(
            "select e.workspace_id, e.ticket_id, e.seq, e.kind, e.side, e.actor_id, e.actor_name, e.at, e.data, e.hash, m.body
               from events e
          left join messages m on m.ticket_id = e.ticket_id and m.seq = e.seq
              where e.ticket_id = $1
           order by e.seq",
            params![ticket],
        )
        .await?;
    rows.into_iter()
        .map(|mut row| {
            let line = Line {
                workspace: row.take()?,
                ticket: row.take()?,
                seq: row.take()?,
                kind: row.take()?,
                side: row.take()?,
                actor: row.take()?,
                name: row.take()?,
                at: row.take()?,
                data: row.take()?,
            };
            Ok((line, row.take()?, row.take()?))
        })
        .collect()
}

/// The ends of the logs of up to `limit` tickets after `after`, by id: what the tickets say their last line is.
pub(crate) async fn ends(tx: &mut Tx, after: Option<TicketId>, limit: i64) -> Result<Vec<(TicketId, i64, i64, Vec<u8>)>> {
    let after = after.unwrap_or(TicketId(uuid::Uuid::nil()));
    let rows =
        tx.rows("select id, number, seq, chain from tickets where id > $1 order by id limit $2", params![after, limit]).await?;
    rows.into_iter().map(|mut row| Ok((row.take()?, row.take()?, row.take()?, row.take()?))).collect()
}
