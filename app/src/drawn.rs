//! What was drawn lately. A view is a pure function of what it is drawn from, so whoever asks for the same again gets the same
//! text without drawing. Nothing here has to be told of a change: what is drawn from something else is something else.

use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;

/// Bytes kept of pieces, and as many of pages.
const BYTES_MAX: u64 = 12 * 1024 * 1024;
/// How many of each it is sized for.
const SIZED_FOR: usize = 4096;

/// Entries of conversations and whole pages. Shared by all requests.
#[derive(Debug)]
pub struct Drawn {
    pieces: Cache<u128, Arc<str>, Bytes>,
    pages: Cache<u128, Arc<Page>, Bytes>,
    seeds: [RandomState; 2],
}

/// A page with holes: what is another text each time it is sent (a nonce, the keys of its forms).
#[derive(Debug)]
struct Page {
    /// What stands before each hole, and which it is.
    before: Vec<(String, usize)>,
    rest: String,
}

#[derive(Debug, Clone)]
struct Bytes;

impl Weighter<u128, Arc<str>> for Bytes {
    fn weight(&self, _: &u128, text: &Arc<str>) -> u64 {
        text.len() as u64 + 64
    }
}

impl Weighter<u128, Arc<Page>> for Bytes {
    fn weight(&self, _: &u128, page: &Arc<Page>) -> u64 {
        page.before.iter().map(|(text, _)| text.len() + 32).sum::<usize>() as u64 + page.rest.len() as u64 + 64
    }
}

impl Default for Drawn {
    fn default() -> Self {
        Self {
            pieces: Cache::with_weighter(SIZED_FOR, BYTES_MAX, Bytes),
            pages: Cache::with_weighter(SIZED_FOR, BYTES_MAX, Bytes),
            seeds: [RandomState::new(), RandomState::new()],
        }
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

    /// A page that is drawn from `from` and `holes`, and from nothing else. Each hole's text is one that stands nowhere else in
    /// the page: a nonce, which is random, or an id made of the moment of drawing. It is replaced by the text of each time.
    pub(crate) fn page(&self, from: &impl Hash, holes: &[&str], draw: impl FnOnce() -> String) -> String {
        // Without randomness there is no nonce, and a hole without a text is everywhere.
        if holes.iter().any(|hole| hole.is_empty()) {
            return draw();
        }
        let key = self.key(from);
        if let Some(page) = self.pages.get(&key) {
            return page.filled(holes);
        }
        let text = draw();
        self.pages.insert(key, Arc::new(Page::of(&text, holes)));
        text
    }

    /// Two hashes with secret seeds: nobody can write a message that is taken for another.
    fn key(&self, from: &impl Hash) -> u128 {
        let [high, low] = self.seeds.each_ref().map(|seed| u128::from(seed.hash_one(from)));
        high << 64 | low
    }
}

impl Page {
    fn of(mut text: &str, holes: &[&str]) -> Self {
        let mut before = Vec::new();
        loop {
            let found = holes.iter().enumerate().filter_map(|(which, hole)| Some((text.find(hole)?, which, *hole)));
            let Some((at, which, hole)) = found.min() else { break };
            let (start, end) = text.split_at(at);
            before.push((start.to_owned(), which));
            text = end.strip_prefix(hole).unwrap_or(end);
        }
        Self { before, rest: text.to_owned() }
    }

    fn filled(&self, holes: &[&str]) -> String {
        let length = self.before.iter().map(|(text, _)| text.len() + 64).sum::<usize>() + self.rest.len();
        let mut page = String::with_capacity(length);
        for (text, which) in &self.before {
            page.push_str(text);
            page.push_str(holes.get(*which).copied().unwrap_or_default());
        }
        page.push_str(&self.rest);
        page
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

    #[test]
    fn a_page_is_sent_again_with_its_own_holes() {
        let drawn = Drawn::default();
        let draw = |holes: [&str; 3]| format!("<{} {}{} {} é>", holes[0], holes[1], holes[2], holes[0]);
        let mut times = 0;
        for number in 0..3 {
            let holes: Vec<String> = ["n0nce", "key", "other"].iter().map(|hole| format!("{hole}-{number}-")).collect();
            let holes = [holes[0].as_str(), &holes[1], &holes[2]];
            let page = drawn.page(&"same", &holes, || {
                times += 1;
                draw(holes)
            });
            assert_eq!(page, draw(holes));
        }
        assert_eq!(times, 1);
        assert_eq!(drawn.page(&"other", &[], || "x".to_owned()), "x");
    }
}
