//! How many tests passed and failed, read from what test programs print.

use std::fmt;

/// A count of passed and failed tests; prints as the closing line of `cargo xtask test`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

impl Tally {
    pub(crate) const PASS: Self = Self { passed: 1, failed: 0 };
    pub(crate) const FAIL: Self = Self { passed: 0, failed: 1 };

    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// A program that failed without a failed test still counts as a failure; so does one that ran nothing.
    pub(crate) fn closed(mut self, has_succeeded: bool) -> Self {
        if self.failed == 0 && (!has_succeeded || self.passed == 0) {
            self.failed = 1;
        }
        self
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Out of cargo's `test result: ok. 12 passed; 1 failed; 0 ignored; …`.
pub(crate) fn of_cargo_line(line: &str) -> Option<Tally> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let mut counts = counts.split("; ");
    Some(Tally {
        passed: counts.next()?.strip_suffix(" passed")?.parse().ok()?,
        failed: counts.next()?.strip_suffix(" failed")?.parse().ok()?,
    })
}

/// Out of the plain closing line `12 passed, 1 failed`.
pub(crate) fn of_plain_line(line: &str) -> Option<Tally> {
    let (passed, failed) = line.trim().split_once(", ")?;
    Some(Tally { passed: passed.strip_suffix(" passed")?.parse().ok()?, failed: failed.strip_suffix(" failed")?.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_lines_are_counted() {
        let check = |line, expected: Option<(usize, usize)>| {
            let expected = expected.map(|(passed, failed)| Tally { passed, failed });
            assert_eq!(of_cargo_line(line), expected);
        };
        check("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out", Some((12, 0)));
        check("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured", Some((3, 2)));
        check("test tickets::a_test ... ok", None);
    }

    #[test]
    fn the_closing_line_can_be_read_back() {
        let tally = Tally { passed: 12, failed: 3 };
        assert_eq!(of_plain_line(&tally.to_string()), Some(tally));
        assert_eq!(of_plain_line("ok - 12 passed"), None);
    }

    #[test]
    fn a_failure_without_a_failed_test_counts() {
        let twelve = Tally { passed: 12, failed: 0 };
        assert_eq!(twelve.closed(true), twelve);
        assert_eq!(twelve.closed(false).failed, 1);
        assert_eq!(Tally::default().closed(true), Tally::FAIL);
        assert_eq!(Tally { passed: 0, failed: 2 }.closed(false).failed, 2);
    }
}
