//! SQL of jobs.

use model::id::{JobId, TicketId, WorkspaceId};
use model::mail::{MailFault, Undelivered};
use model::time::Time;

use super::{Claimed, Job, Stuck};
use crate::db::Tx;
use crate::db::dialect::CLAIM_JOB;
use crate::error::Result;
use crate::params;

/// Stuck jobs shown at most.
const STUCK_MAX: i64 = 100;

/// Stores a job.
pub(crate) async fn insert_job(tx: &mut Tx, workspace: WorkspaceId, id: JobId, job: &Job, run_at: Time, now: Time) -> Result<()> {
    let data = serde_json::to_string(job)?;
    tx.run(
        "insert into jobs (id, workspace_id, ticket_id, name, data, state, run_at, attempts, created_at)
              values ($1, $2, $3, $4, $5, 'ready', $6, 0, $7)",
        params![id, workspace, job.ticket(), job.name(), data, run_at, now],
    )
    .await?;
    Ok(())
}

/// Was one whose data begins so put in the queue since then?
pub(crate) async fn is_recent(tx: &mut Tx, workspace: WorkspaceId, name: &str, head: &str, since: Time) -> Result<bool> {
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
pub(crate) async fn is_due(tx: &mut Tx, now: Time) -> Result<bool> {
    let row = tx
        .first(
            "select id from jobs where state = 'ready' and run_at <= $1 and (leased_until is null or leased_until <= $1) limit 1",
            params![now],
        )
        .await?;
    Ok(row.is_some())
}

/// Takes the next job that is due; another worker leaves it alone until the lease is over.
pub(crate) async fn claim(tx: &mut Tx, now: Time, until: Time) -> Result<Option<Claimed>> {
    let row = tx.first(tx.spell(&CLAIM_JOB), params![now, until]).await?;
    row.map(|mut row| {
        let (id, workspace) = (row.take()?, row.take()?);
        let name = row.take()?;
        let job = serde_json::from_str(&row.take::<String>()?).ok();
        Ok(Claimed { id, workspace, name, job, attempts: row.take()?, last_error: row.take()? })
    })
    .transpose()
}

/// The job is done.
pub(crate) async fn finish(tx: &mut Tx, id: JobId, now: Time) -> Result<()> {
    tx.run(
        "update jobs set state = 'done', leased_until = null, last_error = null, finished_at = $2 where id = $1",
        params![id, now],
    )
    .await?;
    Ok(())
}

/// The job is about to do what cannot be taken back.
pub(crate) async fn mark(tx: &mut Tx, id: JobId, code: &str) -> Result<()> {
    tx.run("update jobs set last_error = $2 where id = $1", params![id, code]).await?;
    Ok(())
}

/// The job failed and is tried again.
pub(crate) async fn retry(tx: &mut Tx, id: JobId, code: &str, run_at: Time) -> Result<()> {
    tx.run("update jobs set leased_until = null, last_error = $2, run_at = $3 where id = $1", params![id, code, run_at]).await?;
    Ok(())
}

/// The job is of a kind that this program does not know: it waits for one that does, and that was no try.
pub(crate) async fn park(tx: &mut Tx, id: JobId, code: &str, run_at: Time) -> Result<()> {
    tx.run(
        "update jobs set leased_until = null, last_error = $2, run_at = $3, attempts = attempts - 1 where id = $1",
        params![id, code, run_at],
    )
    .await?;
    Ok(())
}

/// The job failed too often.
pub(crate) async fn give_up(tx: &mut Tx, id: JobId, code: &str, now: Time) -> Result<()> {
    tx.run(
        "update jobs set state = 'dead', leased_until = null, last_error = $2, finished_at = $3 where id = $1",
        params![id, code, now],
    )
    .await?;
    Ok(())
}

/// Jobs that failed and wait, or were given up.
pub(crate) async fn stuck(tx: &mut Tx, workspace: WorkspaceId, now: Time) -> Result<Vec<Stuck>> {
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
        let why = reason(&codes);
        let is_ready = row.take::<String>()? == "ready";
        let run_at: Time = row.take()?;
        let about = match serde_json::from_str(&row.take::<String>()?) {
            Ok(job) => about(tx, workspace, &job).await?,
            Err(_) => About::default(),
        };
        let About { to, number, subject } = about;
        stuck.push(Stuck { name, why, attempts, next_at: is_ready.then_some(run_at), to, number, subject });
    }
    Ok(stuck)
}

/// The reason comes first; what else stands there is for the next try.
fn reason(codes: &str) -> MailFault {
    MailFault::from_code(codes.split(' ').next().unwrap_or_default())
}

/// To whom a job's mail goes, and which ticket it is about.
#[derive(Default)]
struct About {
    to: String,
    number: Option<i64>,
    subject: String,
}

async fn about(tx: &mut Tx, workspace: WorkspaceId, job: &Job) -> Result<About> {
    let to = match job {
        Job::SendSignIn { mail, .. } | Job::SendPassword { mail, .. } => mail.clone(),
        Job::SendInvitation { invitation, .. } => {
            let sql = "select mail from invitations where workspace_id = $1 and id = $2";
            tx.first(sql, params![workspace, *invitation]).await?.map_or_else(|| Ok(String::new()), |mut row| row.take())?
        }
        Job::SendReceipt { .. } | Job::SendAnswer { .. } | Job::SendSolved { .. } | Job::SendLink { .. } => String::new(),
    };
    let Some(ticket) = job.ticket() else { return Ok(About { to, ..About::default() }) };
    let row = tx
        .first(
            "select number, subject, coalesce(mail, '') as mail from tickets where workspace_id = $1 and id = $2",
            params![workspace, ticket],
        )
        .await?;
    let Some(mut row) = row else { return Ok(About::default()) };
    Ok(About { number: row.take()?, subject: row.take()?, to: row.take()? })
}

/// What of a ticket's mail did not arrive, and is not on its way just now.
pub(crate) async fn undelivered(tx: &mut Tx, workspace: WorkspaceId, ticket: TicketId, now: Time) -> Result<Option<Undelivered>> {
    let rows = tx
        .rows(
            "select last_error, state, run_at from jobs
              where ticket_id = $1 and workspace_id = $2 and last_error is not null and (leased_until is null or leased_until <= $3)
           order by created_at desc, id desc limit $4",
            params![ticket, workspace, now, STUCK_MAX],
        )
        .await?;
    let count = i64::try_from(rows.len()).unwrap_or(STUCK_MAX);
    let mut found: Option<Undelivered> = None;
    for mut row in rows {
        let why = reason(&row.take::<String>()?);
        let is_ready = row.take::<String>()? == "ready";
        let next_at = is_ready.then_some(row.take()?);
        found = Some(match found {
            None => Undelivered { count, why, next_at },
            Some(Undelivered { next_at: Some(_), .. }) if next_at.is_none() => Undelivered { count, why, next_at },
            Some(known) => Undelivered { next_at: known.next_at.min(next_at), ..known },
        });
    }
    Ok(found)
}

/// A ticket's mail that did not arrive is due now, and its tries begin anew; `false` when there is none. None of them is a first
/// try: whoever asks for it again is no stranger.
pub(crate) async fn try_again(tx: &mut Tx, workspace: WorkspaceId, ticket: TicketId, now: Time) -> Result<bool> {
    let changed = tx
        .run(
            "update jobs set state = 'ready', run_at = $3, leased_until = null, attempts = 1, last_error = null, finished_at = null
              where ticket_id = $1 and workspace_id = $2 and last_error is not null and (leased_until is null or leased_until <= $3)",
            params![ticket, workspace, now],
        )
        .await?;
    Ok(changed > 0)
}
