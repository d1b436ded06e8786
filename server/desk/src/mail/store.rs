//! SQL of caught mail.

use model::id::WorkspaceId;

use super::Caught;
use crate::db::Tx;
use crate::error::Result;
use crate::params;

/// Stores a caught email.
pub(super) async fn insert_caught(
    tx: &mut Tx,
    workspace: WorkspaceId,
    from: &str,
    message_id: &str,
    caught: &Caught,
) -> Result<()> {
    tx.run(
        "insert into caught_mails (id, workspace_id, sender, recipient, subject, message_id, text, html, at)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![caught.id, workspace, from, &caught.to, &caught.subject, message_id, &caught.text, &caught.html, caught.at],
    )
    .await?;
    Ok(())
}

/// The last emails.
pub(super) async fn caught(tx: &mut Tx, limit: i64) -> Result<Vec<Caught>> {
    let rows = tx
        .rows(
            "select id, recipient, subject, text, html, at from caught_mails order by at desc, id desc limit $1",
            params![limit],
        )
        .await?;
    rows.into_iter()
        .map(|mut row| {
            Ok(Caught {
                id: row.take()?,
                to: row.take()?,
                subject: row.take()?,
                text: row.take()?,
                html: row.take()?,
                at: row.take()?,
            })
        })
        .collect()
}
