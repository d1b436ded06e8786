//! Upkeep: what nobody needs any more is removed, a little at a time, so that no writer waits for it.

use crate::Desk;
use crate::error::Result;

mod store;

/// Rows of one kind that are removed in one transaction.
const BATCH: i64 = 500;
/// Such transactions for one kind in one round; the next round goes on.
const BATCHES_MAX: usize = 20;

/// A day.
const DAY_SECONDS: i64 = 24 * 3600;
/// How long a session is remembered after it would have ended by itself.
const SESSIONS_SECONDS: i64 = 2 * DAY_SECONDS;
/// How long a link is remembered after it stopped working: whoever presses it gets a new one.
const LINKS_SECONDS: i64 = 30 * DAY_SECONDS;
/// How long a write's key is remembered: a browser that was away so long may still repeat its question.
const KEYS_SECONDS: i64 = 30 * DAY_SECONDS;
/// How long a job that was done is remembered.
const JOBS_SECONDS: i64 = 7 * DAY_SECONDS;
/// How long a caught email is shown.
const CAUGHT_SECONDS: i64 = 30 * DAY_SECONDS;

/// What can grow old.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Old {
    Sessions,
    Links,
    Keys,
    Jobs,
    CaughtMails,
}

impl Old {
    const ALL: [Self; 5] = [Self::Sessions, Self::Links, Self::Keys, Self::Jobs, Self::CaughtMails];

    const fn seconds(self) -> i64 {
        match self {
            Self::Sessions => SESSIONS_SECONDS,
            Self::Links => LINKS_SECONDS,
            Self::Keys => KEYS_SECONDS,
            Self::Jobs => JOBS_SECONDS,
            Self::CaughtMails => CAUGHT_SECONDS,
        }
    }
}

impl Desk {
    /// Removes files that no message named, and rows that grew old, and says how many. Who may: the system.
    pub async fn tidy_up(&self) -> Result<u64> {
        let mut removed = self.attachments().sweep().await? as u64;
        for old in Old::ALL {
            removed += self.remove(old).await?;
        }
        Ok(removed)
    }

    async fn remove(&self, old: Old) -> Result<u64> {
        let before = self.clock.now().plus_seconds(-old.seconds());
        let mut removed = 0;
        for _ in 0..BATCHES_MAX {
            let batch = self.db.write(move |tx| Box::pin(async move { store::delete_old(tx, old, before, BATCH).await })).await?;
            removed += batch;
            if batch < BATCH.unsigned_abs() {
                break;
            }
        }
        Ok(removed)
    }
}
