//! SQL of agents.

use std::collections::HashMap;

use model::id::{AgentId, AvatarId, InvitationId, WorkspaceId};
use model::team::{Access, Invitation, Member};
use model::time::Time;
use model::view::AgentRow;

use crate::db::{Row, Tx};
use crate::error::Result;
use crate::params;

/// Who signs in with this address, and the hash of their password. Disabled agents are nobody.
pub(crate) async fn credentials(tx: &mut Tx, workspace: WorkspaceId, mail: &str) -> Result<Option<(AgentId, Option<String>)>> {
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

/// Stores an agent, unless one has the address already: says whether it did.
pub(super) async fn insert_agent(
    tx: &mut Tx,
    workspace: WorkspaceId,
    id: AgentId,
    name: &str,
    mail: &str,
    password_hash: &str,
    now: Time,
) -> Result<bool> {
    let stored = tx
        .run(
            "insert into agents (id, workspace_id, name, mail, password_hash, is_disabled, created_at)
                  values ($1, $2, $3, $4, $5, false, $6)
             on conflict (workspace_id, mail) do nothing",
            params![id, workspace, name, mail, password_hash, now],
        )
        .await?;
    Ok(stored > 0)
}

/// Every agent: those who may come in first, then by name.
pub(super) async fn members(tx: &mut Tx, workspace: WorkspaceId) -> Result<Vec<Member>> {
    let rows = tx
        .rows(
            "select a.id, a.name, a.mail, v.id as avatar, a.is_disabled, a.password_hash is not null as has_password
               from agents a
          left join avatars v on v.agent_id = a.id
              where a.workspace_id = $1 order by a.is_disabled, a.name, a.id",
            params![workspace],
        )
        .await?;
    let read = |mut row: Row| {
        let (id, name, mail, avatar) = (row.take()?, row.take()?, row.take()?, row.take()?);
        let access = if row.take()? { Access::Disabled } else { Access::Active };
        Ok(Member { id, name, mail, avatar, access, has_password: row.take()? })
    };
    rows.into_iter().map(read).collect()
}

/// Does an agent have this address, disabled or not?
pub(super) async fn is_known(tx: &mut Tx, workspace: WorkspaceId, mail: &str) -> Result<bool> {
    let row = tx.first("select id from agents where workspace_id = $1 and mail = $2", params![workspace, mail]).await?;
    Ok(row.is_some())
}

/// Those who could sign in. Their rows are held until the commit: of two who disable each other at once the second waits, and
/// finds the first gone.
pub(super) async fn hold_who_may_sign_in(tx: &mut Tx, workspace: WorkspaceId) -> Result<Vec<AgentId>> {
    let rows = tx
        .rows(
            "update agents set is_disabled = false
              where workspace_id = $1 and is_disabled = false and password_hash is not null
          returning id",
            params![workspace],
        )
        .await?;
    rows.into_iter().map(|mut row| row.take()).collect()
}

/// Lets an agent in or keeps them out, and gives their address; nothing when there is no such agent.
pub(super) async fn set_disabled(tx: &mut Tx, workspace: WorkspaceId, id: AgentId, is_disabled: bool) -> Result<Option<String>> {
    let row = tx
        .first(
            "update agents set is_disabled = $3 where workspace_id = $1 and id = $2 returning mail",
            params![workspace, id, is_disabled],
        )
        .await?;
    row.map(|mut row| row.take()).transpose()
}

/// Gives an agent another name.
pub(super) async fn rename(tx: &mut Tx, workspace: WorkspaceId, id: AgentId, name: &str) -> Result<()> {
    tx.run("update agents set name = $3 where workspace_id = $1 and id = $2", params![workspace, id, name]).await?;
    Ok(())
}

/// Keeps the language that an agent chose.
pub(super) async fn set_locale(tx: &mut Tx, workspace: WorkspaceId, id: AgentId, locale: &str) -> Result<()> {
    tx.run("update agents set locale = $3 where workspace_id = $1 and id = $2", params![workspace, id, locale]).await?;
    Ok(())
}

/// The language that an agent chose.
pub(crate) async fn locale(tx: &mut Tx, workspace: WorkspaceId, id: AgentId) -> Result<Option<String>> {
    let row = tx.first("select locale from agents where workspace_id = $1 and id = $2", params![workspace, id]).await?;
    row.map_or(Ok(None), |mut row| row.take())
}

/// The hash of an agent's password.
pub(super) async fn password_hash(tx: &mut Tx, workspace: WorkspaceId, id: AgentId) -> Result<Option<String>> {
    let row = tx.first("select password_hash from agents where workspace_id = $1 and id = $2", params![workspace, id]).await?;
    row.map_or(Ok(None), |mut row| row.take())
}

/// Gives an agent another password, and says their address.
pub(super) async fn set_password(tx: &mut Tx, workspace: WorkspaceId, id: AgentId, hash: &str) -> Result<Option<String>> {
    let row = tx
        .first(
            "update agents set password_hash = $3 where workspace_id = $1 and id = $2 returning mail",
            params![workspace, id, hash],
        )
        .await?;
    row.map(|mut row| row.take()).transpose()
}

/// Shows a picture of an agent, instead of the one before.
pub(super) async fn put_avatar(
    tx: &mut Tx,
    workspace: WorkspaceId,
    agent: AgentId,
    id: AvatarId,
    bytes: &[u8],
    now: Time,
) -> Result<()> {
    tx.run(
        "insert into avatars (id, workspace_id, agent_id, bytes, created_at) values ($1, $2, $3, $4, $5)
             on conflict (agent_id)
           do update set id = excluded.id, bytes = excluded.bytes, created_at = excluded.created_at",
        params![id, workspace, agent, bytes.to_vec(), now],
    )
    .await?;
    Ok(())
}

/// Shows no picture of an agent.
pub(super) async fn delete_avatar(tx: &mut Tx, workspace: WorkspaceId, agent: AgentId) -> Result<()> {
    tx.run("delete from avatars where workspace_id = $1 and agent_id = $2", params![workspace, agent]).await?;
    Ok(())
}

/// A picture's bytes, in whichever workspace it is: its id is the one thing that a page says of it.
pub(super) async fn avatar(tx: &mut Tx, id: AvatarId) -> Result<Option<Vec<u8>>> {
    let row = tx.first("select bytes from avatars where id = $1", params![id]).await?;
    row.map(|mut row| row.take()).transpose()
}

/// Who shows a picture, and which.
pub(super) async fn avatars(tx: &mut Tx, workspace: WorkspaceId) -> Result<HashMap<AgentId, AvatarId>> {
    let rows = tx.rows("select agent_id, id from avatars where workspace_id = $1", params![workspace]).await?;
    rows.into_iter().map(|mut row| Ok((row.take()?, row.take()?))).collect()
}

/// An invitation's row.
#[derive(Debug, Clone)]
pub(crate) struct Pending {
    pub(crate) id: InvitationId,
    pub(crate) mail: String,
    pub(crate) locale: String,
    pub(crate) round: i64,
    pub(crate) sent_at: Time,
    pub(crate) expires_at: Time,
    /// The name of whoever asked.
    pub(crate) by: String,
}

fn pending(mut row: Row) -> Result<Pending> {
    Ok(Pending {
        id: row.take()?,
        mail: row.take()?,
        locale: row.take()?,
        round: row.take()?,
        sent_at: row.take()?,
        expires_at: row.take()?,
        by: row.take()?,
    })
}

/// Stores an invitation.
pub(super) async fn insert_invitation(tx: &mut Tx, workspace: WorkspaceId, inviter: AgentId, new: &Pending) -> Result<()> {
    tx.run(
        "insert into invitations (id, workspace_id, mail, locale, inviter_id, round, sent_at, expires_at)
              values ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![new.id, workspace, &new.mail, &new.locale, inviter, new.round, new.sent_at, new.expires_at],
    )
    .await?;
    Ok(())
}

/// An invitation.
pub(crate) async fn invitation(tx: &mut Tx, workspace: WorkspaceId, id: InvitationId) -> Result<Option<Pending>> {
    let row = tx
        .first(
            "select i.id, i.mail, i.locale, i.round, i.sent_at, i.expires_at, a.name
               from invitations i join agents a on a.id = i.inviter_id
              where i.workspace_id = $1 and i.id = $2",
            params![workspace, id],
        )
        .await?;
    row.map(pending).transpose()
}

/// The invitation to an address.
pub(super) async fn invitation_to(tx: &mut Tx, workspace: WorkspaceId, mail: &str) -> Result<Option<Pending>> {
    let row = tx
        .first(
            "select i.id, i.mail, i.locale, i.round, i.sent_at, i.expires_at, a.name
               from invitations i join agents a on a.id = i.inviter_id
              where i.workspace_id = $1 and i.mail = $2",
            params![workspace, mail],
        )
        .await?;
    row.map(pending).transpose()
}

/// Every invitation, the newest first.
pub(super) async fn invitations(tx: &mut Tx, workspace: WorkspaceId) -> Result<Vec<Invitation>> {
    let rows = tx
        .rows(
            "select i.id, i.mail, i.locale, i.round, i.sent_at, i.expires_at, a.name
               from invitations i join agents a on a.id = i.inviter_id
              where i.workspace_id = $1 order by i.id desc",
            params![workspace],
        )
        .await?;
    let shown = |row| {
        let Pending { id, mail, by, sent_at, expires_at, .. } = pending(row)?;
        Ok(Invitation { id, mail, by, sent_at, expires_at })
    };
    rows.into_iter().map(shown).collect()
}

/// Notes that an invitation goes out once more.
pub(super) async fn begin_round(tx: &mut Tx, workspace: WorkspaceId, invitation: &Pending) -> Result<()> {
    tx.run(
        "update invitations set round = $3, sent_at = $4, expires_at = $5 where workspace_id = $1 and id = $2",
        params![workspace, invitation.id, invitation.round, invitation.sent_at, invitation.expires_at],
    )
    .await?;
    Ok(())
}

/// Removes every invitation that an agent sent, and gives their addresses.
pub(super) async fn delete_invitations_by(tx: &mut Tx, workspace: WorkspaceId, inviter: AgentId) -> Result<Vec<String>> {
    let rows = tx
        .rows("delete from invitations where workspace_id = $1 and inviter_id = $2 returning mail", params![workspace, inviter])
        .await?;
    rows.into_iter().map(|mut row| row.take()).collect()
}

/// Removes an invitation, and gives its address; nothing when there is none.
pub(super) async fn delete_invitation(tx: &mut Tx, workspace: WorkspaceId, id: InvitationId) -> Result<Option<String>> {
    let row =
        tx.first("delete from invitations where workspace_id = $1 and id = $2 returning mail", params![workspace, id]).await?;
    row.map(|mut row| row.take()).transpose()
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
    rows.into_iter().map(|mut row| Ok(AgentRow { id: row.take()?, name: row.take()?, is_disabled: false })).collect()
}

/// Somebody who is disabled.
pub(crate) async fn disabled_agent(tx: &mut Tx, workspace: WorkspaceId, id: AgentId) -> Result<Option<AgentRow>> {
    let row = tx
        .first("select id, name from agents where workspace_id = $1 and id = $2 and is_disabled = true", params![workspace, id])
        .await?;
    row.map(|mut row| Ok(AgentRow { id: row.take()?, name: row.take()?, is_disabled: true })).transpose()
}
