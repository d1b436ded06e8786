//! Chance that can be had again: splitmix64, from a seed that a failing test prints.

/// The dice.
#[derive(Debug, Clone)]
pub struct Dice(pub u64);

impl Dice {
    /// A seed that no run had before.
    pub fn fresh() -> Self {
        Self(uuid::Uuid::new_v4().as_u64_pair().0)
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }
}
