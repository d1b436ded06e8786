//! What a customer may expect: is the team here, and when does a reply come? One rule, for pages, live parts, the widget
//! and the launcher's lamp.

use crate::hours::Presence;
use crate::site::OfficeHours;
use crate::ticket::Turn;
use crate::time::Time;
use crate::view::Expectation;

/// What the rule is asked about, whoever is here.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'f> {
    /// The site's hours.
    pub hours: &'f OfficeHours,
    /// Now.
    pub now: Time,
    /// How soon first replies came lately, in office time.
    pub usual: Option<Expectation>,
    /// Whose turn it is.
    pub turn: Turn,
}

/// What to expect at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outlook {
    /// Somebody of the team is here, whatever the hours say.
    Here {
        /// Until when, as far as the hours say.
        until: Option<Time>,
        /// How soon a reply comes, where that can be said.
        within: Option<Within>,
    },
    /// Nobody is here just now, but it is open.
    Open {
        /// Until when; nothing when it never closes.
        until: Option<Time>,
        /// How soon a reply comes, where that can be said.
        within: Option<Within>,
    },
    /// Nobody is here, and it is closed.
    Away {
        /// When somebody is back; nothing when no day has hours.
        back: Option<Time>,
    },
}

/// How soon a reply comes, without the office closing before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Within {
    /// Half of them, in seconds.
    pub half_seconds: i64,
    /// Nine in ten, in seconds, if that is still before the office closes.
    pub most_seconds: Option<i64>,
}

impl Facts<'_> {
    /// The rule.
    pub fn outlook(&self, is_here: bool) -> Outlook {
        match (self.hours.presence(self.now), is_here) {
            (Presence::OpenUntil(until), true) => Outlook::Here { until, within: self.within(until) },
            (Presence::ClosedUntil(_), true) => Outlook::Here { until: None, within: None },
            (Presence::OpenUntil(until), false) => Outlook::Open { until, within: self.within(until) },
            (Presence::ClosedUntil(back), false) => Outlook::Away { back },
        }
    }

    /// Both, because who is here changes while a page is open.
    pub fn outlooks(&self, is_here: bool) -> Outlooks {
        Outlooks { turn: self.turn, is_here, here: self.outlook(true), away: self.outlook(false) }
    }

    /// When the hours will say something else.
    pub fn changes_at(&self) -> Option<Time> {
        match self.hours.presence(self.now) {
            Presence::OpenUntil(at) | Presence::ClosedUntil(at) => at,
        }
    }

    /// First replies were measured, so only of a first reply is anything said.
    fn within(&self, until: Option<Time>) -> Option<Within> {
        let usual = self.usual.filter(|_| matches!(self.turn, Turn::Unwritten | Turn::First))?;
        let fits = |seconds: i64| until.is_none_or(|until| self.now.plus_seconds(seconds) <= until);
        let most_seconds = Some(usual.most_seconds).filter(|seconds| fits(*seconds));
        fits(usual.half_seconds).then_some(Within { half_seconds: usual.half_seconds, most_seconds })
    }
}

impl Outlook {
    /// Is the lamp lit? While somebody is here, and while it is open.
    pub const fn is_lit(&self) -> bool {
        match self {
            Self::Here { .. } | Self::Open { .. } => true,
            Self::Away { .. } => false,
        }
    }
}

/// What to expect with somebody here and with nobody here, and which of the two it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outlooks {
    /// Whose turn it is.
    pub turn: Turn,
    /// Is somebody of the team here?
    pub is_here: bool,
    /// With somebody.
    pub here: Outlook,
    /// With nobody.
    pub away: Outlook,
}

impl Outlooks {
    /// As it is now.
    pub const fn now(&self) -> Outlook {
        if self.is_here { self.here } else { self.away }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Time {
        Time(text.parse::<jiff::Timestamp>().unwrap().as_microsecond())
    }

    fn weekdays() -> OfficeHours {
        let day = Some((9 * 60, 17 * 60));
        OfficeHours { zone: "UTC".into(), days: [day, day, day, day, day, None, None] }
    }

    const TEN_AND_SIXTY: Option<Expectation> = Some(Expectation { half_seconds: 600, most_seconds: 3600 });

    /// Monday 23 November 2026 is a working day.
    fn outlook(now: &str, turn: Turn, is_here: bool) -> Outlook {
        Facts { hours: &weekdays(), now: time(now), usual: TEN_AND_SIXTY, turn }.outlook(is_here)
    }

    fn promise(most_seconds: Option<i64>) -> Within {
        Within { half_seconds: 600, most_seconds }
    }

    #[test]
    fn a_reply_is_promised_only_as_far_as_the_office_stays_open() {
        let until = Some(time("2026-11-23T17:00:00Z"));
        let check = |now: &str, promised| {
            assert_eq!(outlook(now, Turn::First, true), Outlook::Here { until, within: promised }, "{now}");
            assert_eq!(outlook(now, Turn::First, false), Outlook::Open { until, within: promised }, "{now}");
        };
        check("2026-11-23T10:00:00Z", Some(promise(Some(3600))));
        check("2026-11-23T16:00:00Z", Some(promise(Some(3600))));
        check("2026-11-23T16:00:01Z", Some(promise(None)));
        check("2026-11-23T16:50:00Z", Some(promise(None)));
        check("2026-11-23T16:50:01Z", None);
    }

    #[test]
    fn after_the_first_reply_nothing_measured_is_promised() {
        let promised = |turn| match outlook("2026-11-23T10:00:00Z", turn, true) {
            Outlook::Here { within, .. } => within.is_some(),
            Outlook::Open { .. } | Outlook::Away { .. } => panic!("somebody is here"),
        };
        let turns = [Turn::Unwritten, Turn::First, Turn::Next, Turn::NotOurs];
        assert_eq!(turns.map(promised), [true, true, false, false]);
    }

    #[test]
    fn closed_is_back_when_it_opens_and_somebody_who_is_here_is_here() {
        let friday_night = "2026-11-27T20:00:00Z";
        for turn in [Turn::Unwritten, Turn::First, Turn::Next, Turn::NotOurs] {
            let back = Some(time("2026-11-30T09:00:00Z"));
            assert_eq!(outlook(friday_night, turn, false), Outlook::Away { back });
            assert_eq!(outlook(friday_night, turn, true), Outlook::Here { until: None, within: None });
        }
    }

    #[test]
    fn the_lamp_agrees_with_the_sentence() {
        let always = OfficeHours::always("UTC");
        let at = |hours, now: &str| Facts { hours, now: time(now), usual: None, turn: Turn::Unwritten };
        let (day, night) = ("2026-11-23T10:00:00Z", "2026-11-23T20:00:00Z");
        let weekdays = weekdays();
        let check = |facts: Facts<'_>, is_here, is_lit| assert_eq!(facts.outlook(is_here).is_lit(), is_lit, "{facts:?}");
        check(at(&always, night), false, true);
        check(at(&weekdays, day), false, true);
        check(at(&weekdays, night), false, false);
        check(at(&weekdays, night), true, true);
        let outlooks = at(&weekdays, night).outlooks(true);
        assert_eq!((outlooks.now().is_lit(), Outlooks { is_here: false, ..outlooks }.now().is_lit()), (true, false));
    }

    #[test]
    fn it_changes_when_the_office_opens_and_closes() {
        let at = |now: &str| Facts { hours: &weekdays(), now: time(now), usual: None, turn: Turn::First }.changes_at();
        assert_eq!(at("2026-11-23T10:00:00Z"), Some(time("2026-11-23T17:00:00Z")));
        assert_eq!(at("2026-11-23T17:00:00Z"), Some(time("2026-11-24T09:00:00Z")));
        let always =
            Facts { hours: &OfficeHours::always("UTC"), now: time("2026-11-23T10:00:00Z"), usual: None, turn: Turn::First };
        assert_eq!(always.changes_at(), None);
    }
}
