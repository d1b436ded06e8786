//! Office hours: is somebody there now, until when, and when again. Correct across daylight saving, because the
//! minutes are read on the zone's own clock.

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
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
        for ahead in 0..=7 {
            let Ok(date) = here.date().checked_add(ahead.days()) else { break };
            let Some((opens, closes)) = self.day(date.weekday()) else { continue };
            let moment = |minute: u16| {
                let midnight = date.to_zoned(zone.clone()).ok()?;
                let clock = if minute >= 1440 {
                    midnight.tomorrow().ok()?
                } else {
                    midnight.with().hour(i8::try_from(minute / 60).ok()?).minute(i8::try_from(minute % 60).ok()?).build().ok()?
                };
                Some(Time(clock.timestamp().as_microsecond()))
            };
            match (moment(opens), moment(closes)) {
                (Some(opens), _) if now < opens => return Presence::ClosedUntil(Some(opens)),
                (Some(_), Some(closes)) if now < closes => return Presence::OpenUntil(Some(closes)),
                _ => {}
            }
        }
        Presence::ClosedUntil(None)
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
    fn always_is_always_and_never_is_never() {
        let now = time("2026-11-23T03:00:00Z");
        assert_eq!(OfficeHours::always("UTC").presence(now), Presence::OpenUntil(None));
        let never = OfficeHours { zone: "UTC".into(), days: [None; 7] };
        assert_eq!(never.presence(now), Presence::ClosedUntil(None));
    }
}
