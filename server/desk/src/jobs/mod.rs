//! Work for later, stored with the change that asks for it: leased, retried with growing pauses, given up visibly.
//! A job may run twice; each asks the store what is still true before it does anything.

use model::id::{InvitationId, JobId, TicketId, WorkspaceId};
use model::mail::MailFault;
use model::time::Time;
use serde::{Deserialize, Serialize};

use crate::bus::Hint;
use crate::db::Tx;
use crate::error::Result;

pub(crate) mod store;

/// What is to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
pub enum Job {
    /// Tell the customer that we have it, with the link that opens it.
    SendReceipt {
        /// The ticket.
        ticket: TicketId,
    },
    /// Mail an agent's reply.
    SendAnswer {
        /// The ticket.
        ticket: TicketId,
        /// The line of the log.
        seq: i64,
    },
    /// Ask whether it is solved.
    SendSolved {
        /// The ticket.
        ticket: TicketId,
        /// The line of the log.
        seq: i64,
    },
    /// Mail a ticket's link again.
    SendLink {
        /// The ticket.
        ticket: TicketId,
    },
    /// Mail a link to sign in.
    SendSignIn {
        /// To whom.
        mail: String,
        /// Language; empty for the site's.
        locale: String,
        /// The number of the ticket that one wanted to see.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<i64>,
    },
    /// Mail a colleague the link that lets them in.
    SendInvitation {
        /// Which.
        invitation: InvitationId,
        /// The time of asking that this is for; a later one has an email of its own.
        round: i64,
    },
    /// Mail an agent a link to a new password.
    SendPassword {
        /// To whom.
        mail: String,
        /// Language.
        locale: String,
    },
}

impl Job {
    /// The stored name.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::SendReceipt { .. } => "send_receipt",
            Self::SendAnswer { .. } => "send_answer",
            Self::SendSolved { .. } => "send_solved",
            Self::SendLink { .. } => "send_link",
            Self::SendSignIn { .. } => "send_sign_in",
            Self::SendInvitation { .. } => "send_invitation",
            Self::SendPassword { .. } => "send_password",
        }
    }

    /// The ticket that it is about.
    pub(crate) const fn ticket(&self) -> Option<TicketId> {
        match self {
            Self::SendReceipt { ticket }
            | Self::SendAnswer { ticket, .. }
            | Self::SendSolved { ticket, .. }
            | Self::SendLink { ticket } => Some(*ticket),
            Self::SendSignIn { .. } | Self::SendInvitation { .. } | Self::SendPassword { .. } => None,
        }
    }
}

/// A job that was claimed.
#[derive(Debug, Clone)]
pub(crate) struct Claimed {
    pub(crate) id: JobId,
    pub(crate) workspace: WorkspaceId,
    /// The stored name.
    pub(crate) name: String,
    /// What is to do; nothing when a newer version asked for it.
    pub(crate) job: Option<Job>,
    pub(crate) attempts: i64,
    /// What the last try ended with, if it said so.
    pub(crate) last_error: Option<String>,
}

/// A job that failed and waits, or was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stuck {
    /// Its name.
    pub name: String,
    /// Why the last try failed.
    pub why: MailFault,
    /// Tries so far.
    pub attempts: i64,
    /// When it is tried again; nothing when it was given up.
    pub next_at: Option<Time>,
    /// To whom, as far as is known.
    pub to: String,
    /// The ticket's number, if it is about one.
    pub number: Option<i64>,
    /// The ticket's subject.
    pub subject: String,
}

/// Puts a job in the queue, in the caller's transaction.
pub(crate) async fn enqueue(tx: &mut Tx, workspace: WorkspaceId, job: &Job, run_at: Time, now: Time) -> Result<()> {
    let id = crate::clock::Clock::set_at(now).id::<JobId>();
    store::insert_job(tx, workspace, id, job, run_at, now).await?;
    tx.hint(Hint::Jobs);
    Ok(())
}

/// Puts a job in the queue unless the same was put there within the last minute. An email in another language, or with
/// another destination, is the same.
pub(crate) async fn enqueue_once_a_minute(tx: &mut Tx, workspace: WorkspaceId, job: &Job, now: Time) -> Result<()> {
    let mut plain = job.clone();
    match &mut plain {
        Job::SendSignIn { locale, to, .. } => {
            locale.clear();
            *to = None;
        }
        Job::SendPassword { locale, .. } => locale.clear(),
        _ => {}
    }
    let data = serde_json::to_string(&plain)?;
    let head = data.trim_end_matches(['"', '}']);
    if store::is_recent(tx, workspace, job.name(), head, now.plus_seconds(-60)).await? {
        return Ok(());
    }
    enqueue(tx, workspace, job, now, now).await
}
