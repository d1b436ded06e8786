//! One form's writes. A key lives exactly as long as the words that it was made for: it comes back with them when nobody knows
//! whether they arrived, and goes when they did, when they were refused, or when somebody changes them.

use model::id::Key;

use crate::moment::{Moment, backoff};

/// What the server said to a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It has it.
    Kept,
    /// It does not take it; trying again would change nothing.
    Refused,
    /// Nobody knows, or it says "later".
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Sending,
    Waiting { until: f64 },
}

/// The writes of one form, one at a time.
#[derive(Debug)]
pub struct Write<W> {
    /// The key of the next words, unless some are on their way.
    key: Key,
    /// Words that came back with their key: they may have arrived.
    uncertain: Option<W>,
    pending: Option<(W, State)>,
    failures: u32,
}

impl<W: Clone + PartialEq> Write<W> {
    /// A form whose next words get this key.
    pub fn new(key: Key) -> Self {
        Self { key, uncertain: None, pending: None, failures: 0 }
    }

    /// The form comes back after a reload with words that may have been sent under this key.
    pub fn restore(&mut self, key: Key, words: W) {
        self.key = key;
        self.uncertain = Some(words);
    }

    /// Somebody submits. What is returned is to be sent; nothing while other words are on their way. `fresh` is asked for a key
    /// when the present one belongs to other words.
    pub fn submit(&mut self, words: W, fresh: impl FnOnce() -> Key) -> Option<(Key, W)> {
        if self.pending.is_some() {
            return None;
        }
        if self.uncertain.take().is_some_and(|other| other != words) {
            self.key = fresh();
        }
        self.failures = 0;
        self.pending = Some((words.clone(), State::Sending));
        Some((self.key, words))
    }

    /// The server's answer. `true` when it is final; otherwise the same words go again when [`Self::due`] says so.
    pub fn answered(&mut self, at: Moment, answer: Answer, fresh: impl FnOnce() -> Key) -> bool {
        let Some((_, state)) = &mut self.pending else { return false };
        if answer == Answer::Unknown {
            *state = State::Waiting { until: at.now + backoff(self.failures + 1, at.random) };
            self.failures = self.failures.saturating_add(1);
            return false;
        }
        self.pending = None;
        self.key = fresh();
        true
    }

    /// What is to be sent again now.
    pub fn due(&mut self, at: Moment) -> Option<(Key, W)> {
        match &mut self.pending {
            Some((words, state @ State::Waiting { .. })) => {
                let is_due = matches!(state, State::Waiting { until } if *until <= at.now);
                is_due.then(|| {
                    *state = State::Sending;
                    (self.key, words.clone())
                })
            }
            _ => None,
        }
    }

    /// The way may be free again: what waits goes at the next look.
    pub fn hurry(&mut self) {
        if let Some((_, State::Waiting { until })) = &mut self.pending {
            *until = f64::MIN;
        }
    }

    /// Are words on their way, or waiting to go again?
    pub fn is_pending(&self) -> bool {
        self.pending.is_some()
    }

    /// The key of the words on their way, or of the next ones.
    pub fn key(&self) -> Key {
        self.key
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn key(number: u128) -> Key {
        Key(Uuid::from_u128(number))
    }

    fn at(now: f64) -> Moment {
        Moment { now, random: 1.0 }
    }

    fn never() -> Key {
        unreachable!("no fresh key is needed")
    }

    #[test]
    fn words_that_nobody_answered_go_again_with_their_key() {
        let mut write = Write::new(key(1));
        assert_eq!(write.submit("a", never), Some((key(1), "a")));
        assert_eq!(write.submit("b", never), None, "one at a time");
        assert!(!write.answered(at(0.0), Answer::Unknown, never));
        assert_eq!(write.due(at(999.0)), None);
        assert_eq!(write.due(at(1000.0)), Some((key(1), "a")));
        assert_eq!(write.due(at(9000.0)), None, "it is on its way");
        assert!(write.answered(at(9000.0), Answer::Kept, || key(2)));
        assert_eq!(write.submit("b", never), Some((key(2), "b")));
    }

    #[test]
    fn each_choice_has_its_own_key() {
        let mut write = Write::new(key(1));
        write.submit("open", never);
        write.answered(at(0.0), Answer::Kept, || key(2));
        assert_eq!(write.submit("solved", never), Some((key(2), "solved")));
    }

    #[test]
    fn refused_words_take_their_key_along() {
        let mut write = Write::new(key(1));
        write.submit("", never);
        assert!(write.answered(at(0.0), Answer::Refused, || key(2)));
        assert_eq!(write.submit("a", never), Some((key(2), "a")));
    }

    #[test]
    fn after_a_reload_the_same_words_keep_their_key_and_others_get_a_fresh_one() {
        let restored = || {
            let mut write = Write::new(key(5));
            write.restore(key(1), "a");
            write
        };
        assert_eq!(restored().submit("a", never), Some((key(1), "a")));
        assert_eq!(restored().submit("a!", || key(6)), Some((key(6), "a!")));
    }

    #[test]
    fn a_network_that_comes_back_is_used_at_once() {
        let mut write = Write::new(key(1));
        write.submit("a", never);
        write.answered(at(0.0), Answer::Unknown, never);
        write.hurry();
        assert_eq!(write.due(at(1.0)), Some((key(1), "a")));
    }
}
