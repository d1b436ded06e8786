//! What a person sees while waiting: numbered steps and how long each took. No control characters, so logs stay readable.

use std::time::{Duration, Instant};

/// Counts the steps of one command.
#[derive(Debug)]
pub(crate) struct Progress {
    total: usize,
    done: usize,
    step_began: Instant,
}

impl Progress {
    pub(crate) fn new(total: usize) -> Self {
        Self { total, done: 0, step_began: Instant::now() }
    }

    /// Announces the next step.
    pub(crate) fn step(&mut self, what: &str) {
        self.done += 1;
        self.step_began = Instant::now();
        println!("[{}/{}] {what} …", self.done, self.total);
    }

    /// Says how the announced step ended.
    pub(crate) fn end(&self, result: &str) {
        println!("      {result} ({})", spoken(self.step_began.elapsed()));
    }
}

/// `850 ms`, `12.3 s` or `4 min 05 s`.
pub(crate) fn spoken(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0 => format!("{} ms", time.as_millis()),
        1..60 => format!("{:.1} s", time.as_secs_f32()),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

/// `850 B`, `26.2 kB` or `14.0 MB`.
#[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
pub(crate) fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_spoken_in_the_unit_that_fits() {
        let check = |ms, said: &str| assert_eq!(spoken(Duration::from_millis(ms)), said);
        check(850, "850 ms");
        check(12_300, "12.3 s");
        check(245_000, "4 min 05 s");
    }

    #[test]
    fn sizes_have_three_digits() {
        let check = |bytes, said: &str| assert_eq!(size(bytes), said);
        check(850, "850 B");
        check(26_240, "26.2 kB");
        check(14_000_000, "14.0 MB");
    }
}
