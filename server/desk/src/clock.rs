//! The one clock. Tests and the demo set it; nothing else in the desk may ask the system what time it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use model::time::Time;
use uuid::{NoContext, Timestamp, Uuid};

/// Where the time comes from.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's.
    System,
    /// Set by hand, in microseconds; shared by its clones.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `time` until it is set.
    pub fn set_at(time: Time) -> Self {
        Self::Set(Arc::new(AtomicI64::new(time.0)))
    }

    /// Now.
    pub fn now(&self) -> Time {
        match self {
            Self::System => {
                #[expect(clippy::disallowed_methods, reason = "this is the one clock")]
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                Time(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
            }
            Self::Set(micros) => Time(micros.load(Ordering::SeqCst)),
        }
    }

    /// Moves a set clock on; the machine's own is left alone.
    pub fn advance(&self, seconds: i64) {
        if let Self::Set(micros) = self {
            micros.fetch_add(seconds.saturating_mul(1_000_000), Ordering::SeqCst);
        }
    }

    /// A fresh id, ordered by time.
    pub fn id<T: From<Uuid>>(&self) -> T {
        let now = self.now().0;
        let seconds = u64::try_from(now / 1_000_000).unwrap_or_default();
        let nanos = u32::try_from(now % 1_000_000).unwrap_or_default() * 1000;
        T::from(Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, nanos)))
    }
}
