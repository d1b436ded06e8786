//! Office hours: is somebody there now, until when, and when again. Correct across daylight saving, because the
//! minutes are read on the zone's own clock.

use jiff::civil::Weekday;
pub use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};

use crate::site::OfficeHours;
use crate::time::Time;

/// What the hours say about a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Open; closes at this moment. Nothing when it never closes.
    OpenUntil(Option<Time>),
    /// Closed; opens at this moment. Nothing when no day has hours.
    ClosedUntil(Option<Time>),
}

/// The zone of a name; UTC when the name is unknown (the site form refuses such names before).
pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// The zone that a browser names, if there is one. Nothing but a zone's name is looked up.
pub fn named(name: &str) -> Option<TimeZone> {
    let is_name = |letter: u8| letter.is_ascii_alphanumeric() || b"/_+-".contains(&letter);
    let is_plain = (1..=64).contains(&name.len()) && name.bytes().all(is_name) && !name.starts_with('/');
    is_plain.then(|| TimeZone::get(name).ok()).flatten()
}

/// Is there no zone of this name?
pub fn is_unknown(name: &str) -> bool {
    TimeZone::get(name).is_err()
}

/// A moment on a zone's clock.
pub fn at(time: Time, zone: &TimeZone) -> Zoned {
    Timestamp::from_microsecond(time.0).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone.clone())
}

impl OfficeHours {
    /// What the hours say about `now`.
    pub fn presence(&self, now: Time) -> Presence {
        let zone = zone(&self.zone);
        let here = at(now, &zone);
        if self.days.iter().all(|day| *day == Some((0, 1440))) {
            return Presence::OpenUntil(None);
        }
        // Yesterday's hours may end after midnight.
        for ahead in -1..=7 {
            let Ok(date) = here.date().checked_add(ahead.days()) else { break };
            let Some((opens, closes)) = self.day(date.weekday()) else { continue };
            let moment = |date: jiff::civil::Date, minute: u16| {
                let midnight = date.to_zoned(zone.clone()).ok()?;
                let clock = if minute >= 1440 {
                    midnight.tomorrow().ok()?
                } else {
                    midnight.with().hour(i8::try_from(minute / 60).ok()?).minute(i8::try_from(minute % 60).ok()?).build().ok()?
                };
                Some(Time(clock.timestamp().as_microsecond()))
            };
            let closing = if closes <= opens { date.tomorrow() } else { Ok(date) };
            match (moment(date, opens), closing.ok().and_then(|date| moment(date, closes))) {
                (Some(opens), _) if now < opens => return Presence::ClosedUntil(Some(opens)),
                (Some(_), Some(closes)) if now < closes => return Presence::OpenUntil(Some(closes)),
                _ => {}
            }
        }
        Presence::ClosedUntil(None)
    }

    /// Seconds of office time from one moment to another.
    pub fn open_seconds(&self, from: Time, to: Time) -> i64 {
        /// Openings that are looked at; more is long ago whatever it is.
        const OPENINGS_MAX: usize = 100;
        let (mut at, mut open) = (from, 0);
        for _ in 0..OPENINGS_MAX {
            if at >= to {
                break;
            }
            at = match self.presence(at) {
                Presence::OpenUntil(until) => {
                    let until = until.map_or(to, |until| until.min(to));
                    open += until.seconds_since(at);
                    until
                }
                Presence::ClosedUntil(Some(opens)) => opens,
                Presence::ClosedUntil(None) => break,
            };
        }
        open
    }

    fn day(&self, weekday: Weekday) -> Option<(u16, u16)> {
        let index = usize::try_from(weekday.to_monday_zero_offset()).ok()?;
        self.days.get(index).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Time {
        Time(text.parse::<Timestamp>().unwrap().as_microsecond())
    }

    fn weekdays() -> OfficeHours {
        let day = Some((9 * 60, 17 * 60));
        OfficeHours { zone: "Europe/Lisbon".into(), days: [day, day, day, day, day, None, None] }
    }

    #[test]
    fn hours_follow_the_zone_across_daylight_saving() {
        use Presence::{ClosedUntil, OpenUntil};
        let check = |now: &str, expected| assert_eq!(weekdays().presence(time(now)), expected, "{now}");
        check("2026-11-23T12:00:00Z", OpenUntil(Some(time("2026-11-23T17:00:00Z"))));
        check("2026-11-23T17:00:00Z", ClosedUntil(Some(time("2026-11-24T09:00:00Z"))));
        check("2026-11-23T08:59:59Z", ClosedUntil(Some(time("2026-11-23T09:00:00Z"))));
        check("2026-11-21T12:00:00Z", ClosedUntil(Some(time("2026-11-23T09:00:00Z"))));
        // Summer: Lisbon is an hour ahead of UTC. The clocks went forward on 29 March 2026.
        check("2026-03-28T12:00:00Z", ClosedUntil(Some(time("2026-03-30T08:00:00Z"))));
    }

    #[test]
    fn hours_may_end_after_midnight() {
        use Presence::{ClosedUntil, OpenUntil};
        let late = Some((18 * 60, 2 * 60));
        let hours = OfficeHours { zone: "UTC".into(), days: [None, None, None, None, late, late, None] };
        let check = |now: &str, expected| assert_eq!(hours.presence(time(now)), expected, "{now}");
        check("2026-11-27T17:59:00Z", ClosedUntil(Some(time("2026-11-27T18:00:00Z"))));
        check("2026-11-27T23:00:00Z", OpenUntil(Some(time("2026-11-28T02:00:00Z"))));
        check("2026-11-28T01:59:00Z", OpenUntil(Some(time("2026-11-28T02:00:00Z"))));
        check("2026-11-28T02:00:00Z", ClosedUntil(Some(time("2026-11-28T18:00:00Z"))));
        check("2026-11-29T01:00:00Z", OpenUntil(Some(time("2026-11-29T02:00:00Z"))));
        check("2026-11-29T03:00:00Z", ClosedUntil(Some(time("2026-12-04T18:00:00Z"))));
    }

    #[test]
    fn always_is_always_and_never_is_never() {
        let now = time("2026-11-23T03:00:00Z");
        assert_eq!(OfficeHours::always("UTC").presence(now), Presence::OpenUntil(None));
        let never = OfficeHours { zone: "UTC".into(), days: [None; 7] };
        assert_eq!(never.presence(now), Presence::ClosedUntil(None));
    }

    #[test]
    fn office_time_stands_still_while_it_is_closed() {
        let check = |from: &str, to: &str, minutes: i64| {
            assert_eq!(weekdays().open_seconds(time(from), time(to)), minutes * 60, "{from} to {to}");
        };
        check("2026-11-23T10:00:00Z", "2026-11-23T10:05:00Z", 5);
        check("2026-11-23T16:50:00Z", "2026-11-24T09:05:00Z", 15);
        check("2026-11-27T20:00:00Z", "2026-11-30T09:30:00Z", 30);
        check("2026-11-28T10:00:00Z", "2026-11-28T11:00:00Z", 0);
        check("2026-11-23T10:00:00Z", "2026-11-25T10:00:00Z", 2 * 8 * 60);
        let always = OfficeHours::always("UTC");
        assert_eq!(always.open_seconds(time("2026-11-21T00:00:00Z"), time("2026-11-23T00:00:00Z")), 2 * 24 * 3600);
        let never = OfficeHours { days: [None; 7], ..weekdays() };
        assert_eq!(never.open_seconds(time("2026-11-21T00:00:00Z"), time("2026-11-23T00:00:00Z")), 0);
    }
}
