//! The connections between a page and the server, as the network has them: any may be cut, and any may die without a word.

use std::collections::VecDeque;

use super::Dice;

/// A connection, what is under way on it to the page, and what a story's server knows of it besides.
pub(super) struct Wire<I, X> {
    pub(super) number: u32,
    pub(super) is_poll: bool,
    pub(super) is_watching: bool,
    pub(super) sent_to: i64,
    /// The network dropped it without a word to either end.
    pub(super) is_dead: bool,
    pub(super) under_way: VecDeque<I>,
    pub(super) more: X,
}

/// Every connection of a page, the newest last.
pub(super) struct Wires<I, X>(pub(super) Vec<Wire<I, X>>);

impl<I, X: Default> Wires<I, X> {
    pub(super) fn none() -> Self {
        Self(Vec::new())
    }

    /// A new one. A poll asks with its request; a socket comes up first.
    pub(super) fn open(&mut self, number: u32, up: Option<I>, sent_to: i64, more: X) {
        let is_poll = up.is_none();
        let under_way = up.into_iter().collect();
        self.0.push(Wire { number, is_poll, is_watching: is_poll, sent_to, is_dead: false, under_way, more });
    }

    /// The newest, unless it died.
    pub(super) fn newest(&mut self) -> Option<&mut Wire<I, X>> {
        self.0.last_mut().filter(|wire| !wire.is_dead)
    }

    /// Any of them, unless it died. Of the old ones the last few are enough to disturb.
    pub(super) fn any(&mut self, dice: &mut Dice) -> Option<&mut Wire<I, X>> {
        self.0.drain(..self.0.len().saturating_sub(4));
        let count = u64::try_from(self.0.len()).unwrap().max(1);
        let which = usize::try_from(dice.roll(count)).unwrap();
        self.0.get_mut(which).filter(|wire| !wire.is_dead)
    }

    /// Cuts the newest, and says which that was.
    pub(super) fn cut(&mut self) -> Option<u32> {
        let wire = self.0.last_mut()?;
        wire.under_way.clear();
        (wire.is_watching, wire.more) = (false, X::default());
        Some(wire.number)
    }

    /// The newest is gone, and nobody says so.
    pub(super) fn die(&mut self) {
        if let Some(wire) = self.0.last_mut() {
            wire.is_dead = true;
        }
    }

    /// The server ends: all but the newest are gone with it.
    pub(super) fn leave_newest(&mut self) {
        self.0.drain(..self.0.len().saturating_sub(1));
    }
}
