//! What was drawn lately. A view is a pure function of what it is drawn from, so whoever asks for the same again gets the same
//! text without drawing. Nothing here has to be told of a change: what is drawn from something else is something else.

use std::any::type_name;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;
use uuid::Uuid;

use crate::template::{Mark, Template, Value};

/// Bytes kept.
const BYTES_MAX: u64 = 24 * 1024 * 1024;
/// How many it is sized for.
const SIZED_FOR: usize = 4096;

/// Bytes kept of templates.
const TEMPLATE_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// Entries of conversations, and what many pages share. Shared by all requests.
#[derive(Debug)]
pub struct Drawn {
    pieces: Cache<u128, Arc<str>, Bytes>,
    templates: Cache<u128, Arc<Template>, Bytes>,
    seeds: [RandomState; 2],
}

#[derive(Debug, Clone)]
struct Bytes;

impl Weighter<u128, Arc<str>> for Bytes {
    fn weight(&self, _: &u128, text: &Arc<str>) -> u64 {
        text.len() as u64 + 64
    }
}

impl Weighter<u128, Arc<Template>> for Bytes {
    fn weight(&self, _: &u128, template: &Arc<Template>) -> u64 {
        template.length() as u64 + 64
    }
}

impl Default for Drawn {
    fn default() -> Self {
        Self {
            pieces: Cache::with_weighter(SIZED_FOR, BYTES_MAX, Bytes),
            templates: Cache::with_weighter(SIZED_FOR / 16, TEMPLATE_BYTES_MAX, Bytes),
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

    /// A piece that depends on `from` and `values` only, which is why `draw` is a plain function and can know nothing else. It
    /// is drawn once for each `from`, with marks where the values go; it may print a mark but not decide by it.
    pub(crate) fn filled<F: Hash, const N: usize>(
        &self,
        from: &F,
        values: [Value<'_>; N],
        draw: fn(&F, &[Mark; N]) -> String,
    ) -> String {
        let key = self.key(&(type_name::<F>(), from));
        if let Some(template) = self.templates.get(&key) {
            return template.fill(values);
        }
        let marks = std::array::from_fn(|index| Mark(Uuid::from_u128(self.key(&("mark", index)))));
        let template = Arc::new(Template::new(&draw(from, &marks), &marks));
        self.templates.insert(key, Arc::clone(&template));
        template.fill(values)
    }

    /// Two hashes with secret seeds: nobody can write a message that is taken for another.
    fn key(&self, from: &impl Hash) -> u128 {
        let [high, low] = self.seeds.each_ref().map(|seed| u128::from(seed.hash_one(from)));
        high << 64 | low
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

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
    fn what_differs_by_its_values_is_drawn_once() {
        #[derive(Hash)]
        struct From(&'static str);
        #[derive(Hash)]
        struct Other(&'static str);
        static TIMES: AtomicUsize = AtomicUsize::new(0);
        let drawn = Drawn::default();
        let draw = |from: &'static str, number: i64| {
            drawn.filled(&From(from), [Value::from(number)], |From(from), [mark]| {
                TIMES.fetch_add(1, Ordering::Relaxed);
                format!("{from} <{}> {}", mark.text(), mark.number())
            })
        };
        assert_eq!(draw("a", 1), "a <1> 1");
        assert_eq!(draw("a", 2), "a <2> 2");
        assert_eq!(draw("b", 2), "b <2> 2");
        assert_eq!(TIMES.load(Ordering::Relaxed), 2);
        let other = drawn.filled(&Other("a"), [Value::from(3)], |_, [mark]| mark.text());
        assert_eq!(other, "3", "another drawing from the same words");
    }
}
