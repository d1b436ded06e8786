//! Which sites' scripts were noted lately, so that a busy page does not write with each visit.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use model::id::SiteId;
use model::time::Time;

/// Seconds between two notes of one site.
const EVERY: i64 = 60;

/// When each site was noted last by this node; there are as many as there are sites.
#[derive(Clone, Default)]
pub struct Sightings(Arc<Mutex<HashMap<SiteId, Time>>>);

impl Sightings {
    /// May it be noted again? Then it counts as noted.
    pub(super) fn is_due(&self, site: SiteId, now: Time) -> bool {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = noted.get(&site).is_none_or(|last| now.seconds_since(*last) >= EVERY);
        if is_due {
            noted.insert(site, now);
        }
        is_due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_noted_once_a_minute() {
        let (sightings, site, now) = (Sightings::default(), SiteId(uuid::Uuid::from_u128(1)), Time(0));
        assert!(sightings.is_due(site, now));
        assert!(!sightings.is_due(site, now.plus_seconds(59)));
        assert!(sightings.is_due(SiteId(uuid::Uuid::from_u128(2)), now.plus_seconds(59)), "another site");
        assert!(sightings.is_due(site, now.plus_seconds(60)));
    }
}
