//! SQL of jobs.

use model::id::{JobId, WorkspaceId};
use model::time::Time;

use super::{Claimed, Job, Stuck};
use crate::db::Tx;
use crate::db::dialect::CLAIM_JOB;
use crate::error::Result;
use crate::params;

/// Stuck jobs shown at most.
const STUCK_MAX: i64 = 100;

/// Stores a job.
pub(super) async fn insert_job(
    tx: &mut Tx,
    workspace: WorkspaceId,
    id: JobId,
    name: &str,
    data: &str,
    run_at: Time,
    now: Time,
) -> Result<()> {
    tx.run(
        "insert into jobs (id, workspace_id, name, data, state, run_at, attempts, created_at) values ($1, $2, $3, $4, 'ready', $5, 0, $6)",
        params![id, workspace, name, data, run_at, now],
    )
    .await?;
    Ok(())
}

/// Was one whose data begins so put in the queue since then?
pub(super) async fn is_recent(tx: &mut Tx, workspace: WorkspaceId, name: &str, head: &str, since: Time) -> Result<bool> {
    let row = tx
        .first(
            "select id from jobs
              where workspace_id = $1 and name = $2 and created_at > $3 and substr(data, 1, length($4)) = $4 limit 1",
            params![workspace, name, since, head],
        )
        .await?;
    Ok(row.is_some())
}

/// Is any job due?
pub(super) async fn is_due(tx: &mut Tx, now: Time) -> Result<bool> {
    let row = tx
        .first(
            "select id from jobs where state = 'ready' and run_at <= $1 and (leased_until is null or leased_until <= $1) limit 1",
            params![now],
        )
        .await?;
    Ok(row.is_some())
}

/// Takes the next job that is due; another worker leaves it alone until the lease is over.
pub(super) async fn claim(tx: &mut Tx, now: Time, until: Time) -> Result<Option<Claimed>> {
    let row = tx.first(tx.spell(&CLAIM_JOB), params![now, until]).await?;
    row.map(|mut row| {
        let (id, workspace) = (row.take()?, row.take()?);
        let _name: String = row.take()?;
        let job: Job = serde_json::from_str(&row.take::<String>()?)?;
        Ok(Claimed { id, workspace, job, attempts: row.take()?, last_error: row.take()? })
    })
    .transpose()
}

/// The job is done.
pub(super) async fn finish(tx: &mut Tx, id: JobId, now: Time) -> Result<()> {
    tx.run(
        "update jobs set state = 'done', leased_until = null, last_error = null, finished_at = $2 where id = $1",
        params![id, now],
    )
    .await?;
    Ok(())
}

/// The job is about to do what cannot be taken back.
pub(super) async fn mark(tx: &mut Tx, id: JobId, code: &str) -> Result<()> {
    tx.run("update jobs set last_error = $2 where id = $1", params![id, code]).await?;
    Ok(())
}

/// The job failed and is tried again.
pub(super) async fn retry(tx: &mut Tx, id: JobId, code: &str, run_at: Time) -> Result<()> {
    tx.run("update jobs set leased_until = null, last_error = $2, run_at = $3 where id = $1", params![id, code, run_at]).await?;
    Ok(())
}

/// The job failed too often.
pub(super) async fn give_up(tx: &mut Tx, id: JobId, code: &str, now: Time) -> Result<()> {
    tx.run(
        "update jobs set state = 'dead', leased_until = null, last_error = $2, finished_at = $3 where id = $1",
        params![id, code, now],
    )
    .await?;
    Ok(())
}

/// Jobs that failed and wait, or were given up.
pub(super) async fn stuck(tx: &mut Tx, workspace: WorkspaceId, now: Time) -> Result<Vec<Stuck>> {
    let rows = tx
        .rows(
            "select j.name, j.last_error, j.attempts, j.state, j.run_at, j.data
               from jobs j
              where j.workspace_id = $1 and j.last_error is not null and (j.leased_until is null or j.leased_until <= $3)
           order by j.created_at desc limit $2",
            params![workspace, STUCK_MAX, now],
        )
        .await?;
    let mut stuck = Vec::with_capacity(rows.len());
    for mut row in rows {
        let (name, codes, attempts): (_, String, _) = (row.take()?, row.take()?, row.take()?);
        let last_error = codes.split(' ').next().unwrap_or_default().to_owned();
        let is_ready = row.take::<String>()? == "ready";
        let run_at: Time = row.take()?;
        let job: Job = serde_json::from_str(&row.take::<String>()?)?;
        let (to, subject) = about(tx, workspace, &job).await?;
        stuck.push(Stuck { name, last_error, attempts, next_at: is_ready.then_some(run_at), to, subject });
    }
    Ok(stuck)
}

/// To whom a job's mail goes, and which ticket it is about.
async fn about(tx: &mut Tx, workspace: WorkspaceId, job: &Job) -> Result<(String, String)> {
    let ticket = match job {
        Job::SendReceipt { ticket }
        | Job::SendAnswer { ticket, .. }
        | Job::SendSolved { ticket, .. }
        | Job::SendLink { ticket } => *ticket,
        Job::SendSignIn { mail, .. } => return Ok((mail.clone(), String::new())),
    };
    let row = tx
        .first(
            "select number, subject, coalesce(mail, '') as mail from tickets where workspace_id = $1 and id = $2",
            params![workspace, ticket],
        )
        .await?;
    let Some(mut row) = row else { return Ok((String::new(), String::new())) };
    let (number, subject): (i64, String) = (row.take()?, row.take()?);
    Ok((row.take()?, format!("{number} {subject}").trim_end().to_owned()))
}
