//! What is on screen of a ticket's log. It grows by whole batches: lines that came, closed by the parts that say up to where
//! they reach. Of the parts the newest wins, and one that somebody is using waits.

use model::person::Side;

use crate::moment::Moment;

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its place.
    pub seq: i64,
    /// Who wrote it, when it is a message.
    pub by: Option<Side>,
    /// What to show; maybe nothing.
    pub html: String,
}

/// The log on screen.
#[derive(Debug)]
pub struct Shown {
    seq: i64,
    /// Sorted, no place twice.
    batch: Vec<Line>,
    since: f64,
}

/// How long an unfinished batch waits for its end, in milliseconds.
const BATCH_WAITS: f64 = 2000.0;

impl Shown {
    /// What the page came with.
    pub fn new(seq: i64) -> Self {
        Self { seq, batch: Vec::new(), since: 0.0 }
    }

    /// The last line on screen.
    pub fn seq(&self) -> i64 {
        self.seq
    }

    /// Takes a line that came; doubles and what is shown already are dropped.
    pub fn take(&mut self, at: Moment, line: Line) {
        if line.seq <= self.seq {
            return;
        }
        self.since = at.now;
        let place = self.batch.partition_point(|before| before.seq < line.seq);
        if self.batch.get(place).is_none_or(|there| there.seq != line.seq) {
            self.batch.insert(place, line);
        }
    }

    /// The lines to show now, in order: the log on screen reaches to `seq` at least.
    pub fn close(&mut self, seq: i64) -> Vec<Line> {
        let lines = std::mem::take(&mut self.batch);
        let last = lines.last().map_or(0, |line| line.seq);
        self.seq = self.seq.max(last).max(seq);
        lines
    }

    /// Did the end of a batch not come?
    pub fn is_overdue(&self, at: Moment) -> bool {
        !self.batch.is_empty() && at.now - self.since > BATCH_WAITS
    }

    /// The connection ended: what it did not close is asked for again.
    pub fn forget_batch(&mut self) {
        self.batch.clear();
    }
}

/// Parts of the page that wait to be shown, by name.
#[derive(Debug, Default)]
pub struct Parts {
    seq: i64,
    waiting: Vec<(String, String)>,
}

impl Parts {
    /// Parts that are true for this place of the log. Older ones than those known are dropped.
    pub fn came(&mut self, seq: i64, parts: Vec<(String, String)>) {
        if seq >= self.seq {
            self.seq = seq;
            self.waiting.retain(|(name, _)| !parts.iter().any(|(newer, _)| newer == name));
            self.waiting.extend(parts);
        }
    }

    /// What to show in a part now; nothing while somebody is using it.
    pub fn take(&mut self, name: &str, is_in_use: bool) -> Option<String> {
        let place = self.waiting.iter().position(|(waiting, _)| waiting == name).filter(|_| !is_in_use)?;
        Some(self.waiting.swap_remove(place).1)
    }

    /// The names of those that wait.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.waiting.iter().map(|(name, _)| name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(now: f64) -> Moment {
        Moment { now, random: 0.5 }
    }

    fn line(seq: i64) -> Line {
        Line { seq, by: None, html: seq.to_string() }
    }

    #[test]
    fn lines_come_out_in_order_and_once() {
        let mut shown = Shown::new(1);
        for seq in [3, 1, 2, 3] {
            shown.take(at(0.0), line(seq));
        }
        assert_eq!(shown.close(4), [line(2), line(3)]);
        assert_eq!(shown.seq(), 4);
        shown.take(at(0.0), line(4));
        assert_eq!(shown.close(0), []);
    }

    #[test]
    fn a_batch_without_an_end_is_overdue() {
        let mut shown = Shown::new(0);
        assert!(!shown.is_overdue(at(9000.0)));
        shown.take(at(0.0), line(1));
        assert!(!shown.is_overdue(at(2000.0)) && shown.is_overdue(at(2001.0)));
        shown.forget_batch();
        assert_eq!(shown.close(0), []);
    }

    #[test]
    fn the_newest_part_wins_and_waits_while_it_is_in_use() {
        let mut parts = Parts::default();
        let one = |text: &str| vec![("label".to_owned(), text.to_owned())];
        parts.came(2, one("two"));
        parts.came(1, one("one"));
        assert_eq!(parts.take("label", true), None);
        parts.came(3, one("three"));
        assert_eq!(parts.take("label", false).as_deref(), Some("three"));
        assert_eq!(parts.take("label", false), None);
    }
}
