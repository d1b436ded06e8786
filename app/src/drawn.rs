//! What was drawn lately. A view is a pure function of what it is drawn from, so whoever asks for the same again gets the same
//! text without drawing. Nothing here has to be told of a change: what is drawn from something else is something else.

use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;

/// Bytes kept.
const BYTES_MAX: u64 = 24 * 1024 * 1024;
/// How many it is sized for.
const SIZED_FOR: usize = 4096;

/// Entries of conversations. Shared by all requests.
#[derive(Debug)]
pub struct Drawn {
    pieces: Cache<u128, Arc<str>, Bytes>,
    seeds: [RandomState; 2],
}

#[derive(Debug, Clone)]
struct Bytes;

impl Weighter<u128, Arc<str>> for Bytes {
    fn weight(&self, _: &u128, text: &Arc<str>) -> u64 {
        text.len() as u64 + 64
    }
}

impl Default for Drawn {
    fn default() -> Self {
        Self { pieces: Cache::with_weighter(SIZED_FOR, BYTES_MAX, Bytes), seeds: [RandomState::new(), RandomState::new()] }
    }
}

impl Drawn {
    /// A piece that is drawn from `from` and from nothing else.
    pub(crate) fn piece(&self, from: &impl Hash, draw: impl FnOnce() -> String) -> Arc<str> {
        let key = self.key(from);
        if let Some(text) = self.pieces.get(&key) {
            return text;
        }
        let text: Arc<str> = draw().into();
        self.pieces.insert(key, Arc::clone(&text));
        text
    }

    /// Two hashes with secret seeds: nobody can write a message that is taken for another.
    fn key(&self, from: &impl Hash) -> u128 {
        let [high, low] = self.seeds.each_ref().map(|seed| u128::from(seed.hash_one(from)));
        high << 64 | low
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_from_the_same_is_drawn_once() {
        let (drawn, mut times) = (Drawn::default(), 0);
        let mut draw = |from: (&str, i64)| {
            let text = drawn.piece(&from, || {
                times += 1;
                format!("{from:?}")
            });
            text.to_string()
        };
        let one = draw(("a", 1));
        assert_eq!(draw(("a", 1)), one);
        assert_ne!(draw(("a", 2)), one);
        assert_ne!(draw(("b", 1)), one);
        assert_eq!(times, 3);
    }
}
