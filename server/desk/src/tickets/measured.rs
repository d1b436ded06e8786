//! What was measured of first replies, kept for a minute: every page shows it, and it moves slowly.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use model::id::SiteId;
use model::time::Time;
use model::view::Expectation;

/// How long a measurement is shown.
const LASTS_SECONDS: i64 = 60;

type Kept = HashMap<SiteId, (Time, Measurement)>;

/// What was measured: nothing where there is too little history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Measurement(pub(crate) Option<Expectation>);

/// Shared by its clones.
#[derive(Clone, Default)]
pub struct Measured(Arc<Mutex<Kept>>);

impl Measured {
    /// The measurement of a site, if there is one that is young enough.
    pub(crate) fn at(&self, site: SiteId, now: Time) -> Option<Measurement> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, measurement) = kept.get(&site)?;
        (0..LASTS_SECONDS).contains(&now.seconds_since(*at)).then_some(*measurement)
    }

    pub(crate) fn keep(&self, site: SiteId, now: Time, expectation: Option<Expectation>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(site, (now, Measurement(expectation)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measurement_lasts_a_minute() {
        let (measured, site) = (Measured::default(), SiteId(uuid::Uuid::nil()));
        let at = |seconds: i64| measured.at(site, Time(seconds * 1_000_000));
        assert_eq!(at(100), None);
        measured.keep(site, Time(100_000_000), None);
        assert_eq!((at(100), at(159), at(160), at(99)), (Some(Measurement(None)), Some(Measurement(None)), None, None));
    }
}
