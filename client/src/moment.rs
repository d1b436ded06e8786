//! The only things that a state machine here learns about the world: what time it is, and one random number.

/// When something happens.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// Milliseconds. Only differences count.
    pub now: f64,
    /// From 0 to 1; spreads retries, so that clients do not all come back at once.
    pub random: f64,
}

/// The shortest and longest wait after a failure, in milliseconds.
const WAIT_MIN: f64 = 500.0;
const WAIT_MAX: f64 = 30_000.0;

/// How long to wait after this many failures in a row, in milliseconds: doubled each time, half of it random.
pub fn backoff(failures: u32, random: f64) -> f64 {
    let whole = (WAIT_MIN * f64::from(1_u32 << failures.min(10))).min(WAIT_MAX);
    whole * (0.5 + random / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_half_a_minute() {
        assert!((backoff(0, 0.0) - 250.0).abs() < 1e-9);
        assert!((backoff(3, 1.0) - 4000.0).abs() < 1e-9);
        assert!((backoff(40, 1.0) - 30_000.0).abs() < 1e-9);
    }
}
