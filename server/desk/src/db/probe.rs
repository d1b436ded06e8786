//! Does the store still keep what it is given? Reading proves nothing: an embedded file that was removed is read on from memory.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use super::Db;
use crate::error::{Error, Result};
use crate::params;

/// How long an answer stands: whoever asks more often makes no more writes.
const STANDS: Duration = Duration::from_secs(2);
/// How long a write may take.
const WITHIN: Duration = Duration::from_secs(3);

/// When a write was last tried, and whether it was durable.
#[derive(Debug, Default)]
pub(super) struct Probe(Mutex<Option<(Instant, bool)>>);

impl Db {
    /// Was a write durable within the last two seconds? Tries one if nobody has; of many who ask at once one does, and it goes on
    /// when its caller goes away: whoever asks and leaves at once makes no more writes.
    pub async fn is_durable(self: &Arc<Self>) -> bool {
        let db = Arc::clone(self);
        tokio::spawn(async move { db.probe_once().await }).await.unwrap_or(false)
    }

    async fn probe_once(&self) -> bool {
        let mut last = self.probe.0.lock().await;
        if let Some((at, is_durable)) = *last
            && at.elapsed() < STANDS
        {
            return is_durable;
        }
        let written = timeout(WITHIN, self.write_probe()).await;
        let outcome = written.unwrap_or_else(|_| Err(Error::Unavailable("a write takes too long".into())));
        if let Err(error) = &outcome {
            tracing::error!(error = %error, "not ready: the store does not take a write");
        }
        *last = Some((Instant::now(), outcome.is_ok()));
        outcome.is_ok()
    }

    async fn write_probe(&self) -> Result<()> {
        let sql = "insert into probes (id, count) values (1, 1) on conflict (id) do update set count = probes.count + 1";
        self.write(move |tx| Box::pin(async move { tx.run(sql, params![]).await.map(|_| ()) })).await
    }
}
