//! SQL of agents.

use model::id::{AgentId, WorkspaceId};
use model::time::Time;
use model::view::AgentRow;

use crate::db::Tx;
use crate::error::Result;
use crate::params;

/// Who signs in with this address, and the hash of their password. Disabled agents are nobody.
pub(super) async fn credentials(tx: &mut Tx, workspace: WorkspaceId, mail: &str) -> Result<Option<(AgentId, Option<String>)>> {
    let row = tx
        .first(
            "select id, password_hash from agents where workspace_id = $1 and mail = $2 and is_disabled = false",
            params![workspace, mail],
        )
        .await?;
    row.map(|mut row| Ok((row.take()?, row.take()?))).transpose()
}

/// Has anybody here a password?
pub(super) async fn has_password(tx: &mut Tx, workspace: WorkspaceId) -> Result<bool> {
    let row = tx
        .first("select id from agents where workspace_id = $1 and password_hash is not null limit 1", params![workspace])
        .await?;
    Ok(row.is_some())
}

/// Makes an agent, or changes the one with this address; without a password the old one stays.
pub(super) async fn put_agent(
    tx: &mut Tx,
    workspace: WorkspaceId,
    id: AgentId,
    name: &str,
    mail: &str,
    password_hash: Option<&str>,
    now: Time,
) -> Result<AgentId> {
    let row = tx
        .first(
            "insert into agents (id, workspace_id, name, mail, password_hash, is_disabled, created_at)
                  values ($1, $2, $3, $4, $5, false, $6)
             on conflict (workspace_id, mail)
           do update set name = excluded.name, password_hash = coalesce(excluded.password_hash, agents.password_hash)
               returning id",
            params![id, workspace, name, mail, password_hash, now],
        )
        .await?;
    row.map_or(Ok(id), |mut row| row.take())
}

/// Disables an agent.
pub(super) async fn disable(tx: &mut Tx, workspace: WorkspaceId, id: AgentId) -> Result<()> {
    tx.run("update agents set is_disabled = true where workspace_id = $1 and id = $2", params![workspace, id]).await?;
    Ok(())
}

/// The name of an agent who is not disabled.
pub(crate) async fn active_name(tx: &mut Tx, workspace: WorkspaceId, id: AgentId) -> Result<Option<String>> {
    let row = tx
        .first("select name from agents where workspace_id = $1 and id = $2 and is_disabled = false", params![workspace, id])
        .await?;
    row.map(|mut row| row.take()).transpose()
}

/// Everybody who could take a ticket.
pub(crate) async fn active_agents(tx: &mut Tx, workspace: WorkspaceId) -> Result<Vec<AgentRow>> {
    let rows = tx
        .rows("select id, name from agents where workspace_id = $1 and is_disabled = false order by name, id", params![workspace])
        .await?;
    rows.into_iter().map(|mut row| Ok(AgentRow { id: row.take()?, name: row.take()? })).collect()
}
