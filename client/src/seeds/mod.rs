//! Whole stories by chance: a server, a network that does what it likes, a person. A seed tells the same story again.

use uuid::Uuid;

mod chat;
mod network;
mod page;

/// Small and good enough: splitmix64.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }
}

/// Seeds of every run.
const KNOWN: u64 = 3000;
/// Seeds that no run tried before.
const FRESH: u64 = 200;

/// Tells the stories of all seeds, those that found a fault once first; and names those that end badly.
fn faults(found: &[u64], story: fn(u64) -> Option<&'static str>) -> Vec<(u64, &'static str)> {
    let first = Uuid::now_v7().as_u64_pair().1;
    let fresh = (0..FRESH).map(|more| first.wrapping_add(more));
    found.iter().copied().chain(0..KNOWN).chain(fresh).filter_map(|seed| Some((seed, story(seed)?))).collect()
}
