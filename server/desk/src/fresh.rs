//! What nearly every page asks for and hardly ever changes, kept for a second: a site's look, the agents' pictures.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use model::time::Time;

/// How long it is shown without asking again, for a change that another node made.
const LASTS_MICROSECONDS: i64 = 1_000_000;

/// What was read lately, by what it was asked for. Shared by its clones.
pub struct Fresh<K, V>(Arc<Mutex<Kept<K, V>>>);

struct Kept<K, V> {
    values: HashMap<K, (Time, Arc<V>)>,
    /// Changes that were made here so far.
    changes: Changes,
}

/// A number of changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Changes(u64);

impl<K, V> Clone for Fresh<K, V> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K, V> Default for Fresh<K, V> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Kept { values: HashMap::new(), changes: Changes::default() })))
    }
}

impl<K: Eq + Hash, V> Fresh<K, V> {
    /// What is kept, if it is young enough; else how many changes there were before it is read anew.
    pub(crate) fn at(&self, key: &K, now: Time) -> Result<Arc<V>, Changes> {
        let kept = self.lock();
        match kept.values.get(key) {
            Some((at, value)) if (0..LASTS_MICROSECONDS).contains(&now.0.saturating_sub(at.0)) => Ok(Arc::clone(value)),
            _ => Err(kept.changes),
        }
    }

    /// Keeps what was read, unless something was changed meanwhile.
    pub(crate) fn keep(&self, key: K, now: Time, value: &Arc<V>, read_after: Changes) {
        let mut kept = self.lock();
        if kept.changes == read_after {
            kept.values.insert(key, (now, Arc::clone(value)));
        }
    }

    /// What `is_changed` says of may be another by now.
    pub(crate) fn forget(&self, is_changed: impl Fn(&K) -> bool) {
        let mut kept = self.lock();
        kept.changes.0 += 1;
        kept.values.retain(|key, _| !is_changed(key));
    }

    fn lock(&self) -> MutexGuard<'_, Kept<K, V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_lasts_a_second_and_not_beyond_a_change() {
        let (fresh, value) = (Fresh::default(), Arc::new("Tarn"));
        let is_kept = |at: i64| fresh.at(&"here", Time(at)).is_ok();
        let before = fresh.at(&"here", Time(100)).unwrap_err();
        fresh.keep("here", Time(100), &value, before);
        assert_eq!((is_kept(100), is_kept(1_000_099), is_kept(1_000_100), is_kept(99)), (true, true, false, false));
        fresh.forget(|key| *key == "there");
        assert!(is_kept(100), "something else was changed");
        fresh.forget(|key| *key == "here");
        assert!(!is_kept(100));
        // Read before the change, and brought after it.
        fresh.keep("here", Time(100), &value, before);
        assert!(!is_kept(100));
    }
}
