//! The sites whose looks pages wear, kept for a second: every page asks for one, and they hardly ever change.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use model::id::{SiteId, WorkspaceId};
use model::site::Site;
use model::time::Time;

/// How long a look is worn without asking again, for a change that another node made.
const LASTS_MICROSECONDS: i64 = 1_000_000;

/// Shared by its clones.
#[derive(Clone, Default)]
pub struct Looks(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    sites: HashMap<Place, (Time, Arc<Site>)>,
    /// Changes that were made here so far.
    changes: Changes,
}

/// A workspace and one of its sites; without one its first.
type Place = (WorkspaceId, Option<SiteId>);

/// A number of changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Changes(u64);

impl Looks {
    /// The look of a place if it is young enough; else how many changes there were before it is read anew.
    pub(super) fn at(&self, place: Place, now: Time) -> Result<Arc<Site>, Changes> {
        let kept = self.lock();
        match kept.sites.get(&place) {
            Some((at, site)) if (0..LASTS_MICROSECONDS).contains(&now.0.saturating_sub(at.0)) => Ok(Arc::clone(site)),
            _ => Err(kept.changes),
        }
    }

    /// Keeps what was read, unless something was changed meanwhile.
    pub(super) fn keep(&self, place: Place, now: Time, site: &Arc<Site>, read_after: Changes) {
        let mut kept = self.lock();
        if kept.changes == read_after {
            kept.sites.insert(place, (now, Arc::clone(site)));
        }
    }

    /// A site of the workspace was changed.
    pub(super) fn forget(&self, workspace: WorkspaceId) {
        let mut kept = self.lock();
        kept.changes.0 += 1;
        kept.sites.retain(|(kept, _), _| *kept != workspace);
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use model::site::OfficeHours;

    use super::*;

    #[test]
    fn a_look_lasts_a_second_and_not_beyond_a_change() {
        let (looks, workspace) = (Looks::default(), WorkspaceId(uuid::Uuid::nil()));
        let here = (workspace, None);
        let site = Arc::new(Site {
            id: uuid::Uuid::nil().into(),
            key: String::new(),
            name: "Tarn".into(),
            accent: String::new(),
            greeting: String::new(),
            locale: "en".into(),
            hours: OfficeHours::always("UTC"),
            origins: Vec::new(),
            answer_within_seconds: 60,
        });
        let is_kept = |at: i64| looks.at(here, Time(at)).is_ok();
        let before = looks.at(here, Time(100)).unwrap_err();
        looks.keep(here, Time(100), &site, before);
        assert_eq!((is_kept(100), is_kept(1_000_099), is_kept(1_000_100), is_kept(99)), (true, true, false, false));
        looks.forget(workspace);
        assert!(!is_kept(100));
        // Read before the change, and brought after it.
        looks.keep(here, Time(100), &site, before);
        assert!(!is_kept(100));
    }
}
