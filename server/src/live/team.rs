//! Whether the team is here, as customers are told. Whoever leaves a page to open another is not gone: only who is not seen
//! twice in a row is.

/// Whether the team is here.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Team {
    is_here: bool,
    is_missed: bool,
}

impl Team {
    /// As it was seen at the beginning.
    pub(super) fn seen(is_here: bool) -> Self {
        Self { is_here, is_missed: false }
    }

    /// Is it here?
    pub(super) fn is_here(self) -> bool {
        self.is_here
    }

    /// Somebody may have come. Says whether that is news.
    pub(super) fn meets(&mut self, is_seen: bool) -> bool {
        let is_news = is_seen && !self.is_here;
        if is_seen {
            *self = Self::seen(true);
        }
        is_news
    }

    /// A tick went by. Says whether there is news.
    pub(super) fn looks(&mut self, is_seen: bool) -> bool {
        let is_gone = self.is_here && !is_seen && self.is_missed;
        self.is_missed = !is_seen;
        if is_gone {
            self.is_here = false;
        }
        is_gone || self.meets(is_seen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_is_not_seen_twice_is_gone() {
        let mut team = Team::seen(false);
        let mut tick = |is_seen| (team.looks(is_seen), team.is_here());
        let ticks = [false, true, true, false, true, false, false, false, true].map(&mut tick);
        let expected = [
            (false, false),
            (true, true),
            (false, true),
            (false, true),
            (false, true),
            (false, true),
            (true, false),
            (false, false),
            (true, true),
        ];
        assert_eq!(ticks, expected);
    }

    #[test]
    fn who_comes_between_two_ticks_is_here_at_once() {
        let mut team = Team::seen(false);
        assert_eq!((team.meets(false), team.meets(true), team.meets(true), team.meets(false)), (false, true, false, false));
        assert!(team.is_here());
    }
}
