//! The workers: they take jobs from the queue, run them, and give up visibly what cannot be done.

use std::time::Duration;

use model::event::Event;
use model::mail::MailFault;
use model::time::Time;
use tokio::sync::watch;

use crate::actor::{Action, Actor, Object, demand};
use crate::error::{Error, Result};
use crate::jobs::{self, Claimed, Job, Stuck};
use crate::mail::Undelivered;
use crate::tickets::{self, Which};
use crate::{Desk, send_mail};

/// How long a worker may take before another may try.
const LEASE_SECONDS: i64 = 180;
/// Tries before a job is given up.
const TRIES: i64 = 12;
/// Workers of one process: a mail server that hangs holds up one of them.
const WORKERS: usize = 4;
/// The email was handed over, and nobody knows whether it was taken. Written before the hand-over: it stays when the
/// process dies there.
const UNSAID: &str = "mail_unsaid";
/// The same for the second time. A third would be a second double: it is given up, visibly.
const UNSAID_TWICE: &str = "mail_unsaid_twice";
/// A newer version asked for it, and this one does not know what it is.
const UNKNOWN: &str = "unknown_kind";
/// How long a job of an unknown kind waits before it is offered again: a node that knows it may be there by then.
const PARKED_SECONDS: i64 = 60;
/// The first pause after a failure; each next is twice as long.
const PAUSE_SECONDS: i64 = 15;
/// The longest pause.
const PAUSE_SECONDS_MAX: i64 = 3600;

impl Desk {
    /// Runs every job that is due, one after another, and says how many. The worker's heart; tests call it by hand.
    pub async fn run_due_jobs(&self) -> Result<usize> {
        let mut done = 0;
        while let Some(claimed) = self.claim_job().await? {
            self.run_job(claimed).await?;
            done += 1;
        }
        Ok(done)
    }

    /// Works until told to stop; the jobs at hand are finished first.
    pub async fn work(&self, stop: watch::Receiver<bool>) {
        futures_util::future::join_all((0..WORKERS).map(|_| self.work_alone(stop.clone()))).await;
    }

    async fn work_alone(&self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            if let Err(error) = self.run_due_jobs().await {
                tracing::error!(error = %error, "the job worker failed; continuing");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            tokio::select! {
                () = self.bus.jobs() => {}
                () = tokio::time::sleep(Duration::from_secs(1)) => {}
                _ = stop.changed() => {}
            }
        }
    }

    /// Jobs of a workspace that failed, newest first. Who may: agents.
    pub async fn stuck_jobs(&self, actor: &Actor) -> Result<Vec<Stuck>> {
        demand(actor, Action::Administer, &Object::Workspace(actor.workspace()))?;
        let (workspace, now) = (actor.workspace(), self.clock.now());
        self.db.read(move |tx| Box::pin(async move { jobs::store::stuck(tx, workspace, now).await })).await
    }

    /// Notes that a job's email is about to be handed over. Refused, the email is not sent.
    pub(crate) async fn hand_over(&self, claimed: &Claimed) -> Result<()> {
        let (id, mark) = (claimed.id, claimed.mark());
        self.db.write(move |tx| Box::pin(async move { jobs::store::mark(tx, id, mark).await })).await
    }

    async fn claim_job(&self) -> Result<Option<Claimed>> {
        let now = self.clock.now();
        // A look first: on the embedded engine an idle worker then never takes the writer's time.
        let is_due = self.db.read(move |tx| Box::pin(async move { jobs::store::is_due(tx, now).await })).await?;
        if !is_due {
            return Ok(None);
        }
        let until = now.plus_seconds(LEASE_SECONDS);
        self.db.write(move |tx| Box::pin(async move { jobs::store::claim(tx, now, until).await })).await
    }

    async fn run_job(&self, claimed: Claimed) -> Result<()> {
        let (id, now) = (claimed.id, self.clock.now());
        let Some(job) = &claimed.job else {
            tracing::warn!(job.name = claimed.name, job.id = %id, "a job of an unknown kind waits for a newer version");
            let again = now.plus_seconds(PARKED_SECONDS);
            return self.db.write(move |tx| Box::pin(async move { jobs::store::park(tx, id, UNKNOWN, again).await })).await;
        };
        let is_over = claimed.is_unsaid(UNSAID_TWICE);
        let outcome = if is_over { Err(Undelivered::Unsaid.into()) } else { send_mail::run(self, &claimed, job).await };
        let now = self.clock.now();
        let Err(error) = outcome else {
            return self.db.write(move |tx| Box::pin(async move { jobs::store::finish(tx, id, now).await })).await;
        };
        let why = undelivered(&error);
        let is_over = claimed.attempts >= TRIES
            || claimed.is_unsaid(UNSAID_TWICE)
            || matches!(why, Some(Undelivered::Refused(_)))
            || (claimed.is_unsaid(UNSAID) && matches!(why, Some(Undelivered::Unsaid)));
        let code = claimed.reason(&error);
        let again = now.plus_seconds(pause(claimed.attempts));
        tracing::warn!(error = %error, job.name = claimed.name, job.id = %id, attempts = claimed.attempts, is_over, "a job failed");
        if is_over {
            return self.give_up(&claimed, code, now).await;
        }
        self.db
            .write(move |tx| {
                let code = code.clone();
                Box::pin(async move { jobs::store::retry(tx, id, &code, again).await })
            })
            .await
    }

    /// Tries no more, and says so in the log of the ticket that it was about.
    async fn give_up(&self, claimed: &Claimed, code: String, now: Time) -> Result<()> {
        let (id, workspace) = (claimed.id, claimed.workspace);
        let ticket = claimed.job.as_ref().and_then(Job::ticket);
        let why = MailFault::from_code(code.split(' ').next().unwrap_or_default());
        self.db
            .write(move |tx| {
                let code = code.clone();
                Box::pin(async move {
                    // The ticket first, as everybody locks them.
                    if let Some(ticket) = ticket {
                        let system = Actor::System { workspace };
                        let mut change = tickets::lock(tx, &system, Which::Id(ticket), Action::Sort, now).await?;
                        change.record(&Event::MailFailed { why }).await?;
                        tickets::store::save_ticket(change.tx, &change.ticket).await?;
                    }
                    jobs::store::give_up(tx, id, &code, now).await
                })
            })
            .await
    }
}

fn pause(attempts: i64) -> i64 {
    let doublings = u32::try_from(attempts.clamp(1, 20) - 1).unwrap_or_default();
    PAUSE_SECONDS.saturating_mul(1 << doublings).min(PAUSE_SECONDS_MAX)
}

fn undelivered(error: &Error) -> Option<&Undelivered> {
    match error {
        Error::Unavailable(cause) => cause.downcast_ref(),
        Error::Refused(_) | Error::Taken(_) | Error::Again(_) | Error::Unexpected(_) => None,
    }
}

impl Claimed {
    fn is_unsaid(&self, mark: &str) -> bool {
        self.last_error.as_deref().is_some_and(|codes| codes.split(' ').any(|code| code == mark))
    }

    /// What to note before the hand-over.
    fn mark(&self) -> &'static str {
        if self.is_unsaid(UNSAID) { UNSAID_TWICE } else { UNSAID }
    }

    /// The closed codes of a failure, which agents may read: why it failed, and then whether it may have been taken before.
    fn reason(&self, error: &Error) -> String {
        let code = match undelivered(error) {
            Some(Undelivered::Unsaid) => return self.mark().to_owned(),
            Some(Undelivered::Unreachable(_)) => "mail_unreachable",
            Some(Undelivered::Slow) => "mail_slow",
            Some(Undelivered::Later(_)) => "mail_later",
            Some(Undelivered::Refused(_)) => "mail_refused",
            None if matches!(error, Error::Unavailable(_)) => "unavailable",
            None => "unexpected",
        };
        let marks = [UNSAID, UNSAID_TWICE].into_iter().find(|mark| self.is_unsaid(mark));
        marks.map_or_else(|| code.to_owned(), |mark| format!("{code} {mark}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_an_hour() {
        let pauses: Vec<_> = (1..=12).map(pause).collect();
        assert_eq!(pauses, [15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600]);
    }
}
