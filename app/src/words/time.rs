//! Moments and spans in words, on the reader's clock.

use jiff::Zoned;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use model::hours::at;
use model::outlook::Outlook;
use model::time::Time;

use super::Lang;

/// "09:14".
pub fn clock(moment: &Zoned) -> String {
    format!("{:02}:{:02}", moment.hour(), moment.minute())
}

/// "2026-11-16T09:14:05Z", for `<time datetime>`.
pub fn iso(time: Time) -> String {
    let moment = at(time, &TimeZone::UTC);
    let (date, second) = (moment.date(), moment.second());
    format!("{:04}-{:02}-{:02}T{}:{second:02}Z", date.year(), date.month(), date.day(), clock(&moment))
}

/// "Today 10:05", "Yesterday 18:32", "Mon 09:14", "12 Nov", "12 Nov 2025": shorter the longer ago.
pub fn short(lang: Lang, time: Time, now: Time, zone: &TimeZone) -> String {
    let (moment, here) = (at(time, zone), at(now, zone));
    match days_between(&moment, &here) {
        0 => format!("{} {}", lang.today(), clock(&moment)),
        1 => format!("{} {}", lang.yesterday(), clock(&moment)),
        2..=6 => format!("{} {}", weekday_short(lang, moment.weekday()), clock(&moment)),
        _ => date_short(lang, &moment, &here),
    }
}

/// For a narrow chat, where days are parted by a line: "09:14" today, else as `short`.
pub fn chat(lang: Lang, time: Time, now: Time, zone: &TimeZone) -> String {
    let (moment, here) = (at(time, zone), at(now, zone));
    if days_between(&moment, &here) == 0 { clock(&moment) } else { short(lang, time, now, zone) }
}

/// For a dense list: "now", "6 min", "2 h", "Mon", "12 Nov".
pub fn ago(lang: Lang, time: Time, now: Time, zone: &TimeZone) -> String {
    let seconds = now.seconds_since(time).max(0);
    let (moment, here) = (at(time, zone), at(now, zone));
    match (seconds, days_between(&moment, &here)) {
        (0..60, _) => lang.just_now().to_owned(),
        (60..3600, _) => lang.minutes_short(seconds / 60),
        (_, 0) => lang.hours_short(seconds / 3600),
        (_, 1..=6) => weekday_short(lang, moment.weekday()).to_owned(),
        _ => date_short(lang, &moment, &here),
    }
}

/// What [`ago`] says within a week: "now", each number of minutes, each number of hours, and the days from Sunday on.
pub fn ages(lang: Lang) -> Vec<String> {
    let minutes = (1..60).map(|minutes| lang.minutes_short(minutes));
    let hours = (1..24).map(|hours| lang.hours_short(hours));
    let days = Weekday::Sunday.cycle_forward().take(7).map(|day| weekday_short(lang, day).to_owned());
    std::iter::once(lang.just_now().to_owned()).chain(minutes).chain(hours).chain(days).collect()
}

/// "Monday 16 November 2026, 09:14 (Lisbon)", for the title: a time of another zone than the reader's is told apart by its name.
pub fn exact(lang: Lang, time: Time, zone: &TimeZone) -> String {
    let moment = at(time, zone);
    let comma = if lang == Lang::Ar { "،" } else { "," };
    format!(
        "{} {} {} {}{comma} {} ({})",
        weekday_long(lang, moment.weekday()),
        moment.day(),
        month_long(lang, moment.month()),
        moment.year(),
        clock(&moment),
        lang.isolate(&place(zone))
    )
}

/// "Lisbon", of "Europe/Lisbon".
fn place(zone: &TimeZone) -> String {
    zone.iana_name().unwrap_or("UTC").rsplit('/').next().unwrap_or_default().replace('_', " ")
}

/// "16 November 2026".
pub fn date(lang: Lang, time: Time, zone: &TimeZone) -> String {
    let moment = at(time, zone);
    format!("{} {} {}", moment.day(), month_long(lang, moment.month()), moment.year())
}

/// "8 minutes", "2 hours 10 minutes", "3 days".
pub fn span(lang: Lang, seconds: i64) -> String {
    let minutes = (seconds.max(0) + 59) / 60;
    match minutes {
        0..60 => lang.minutes(minutes),
        60..1440 => match (minutes / 60, minutes % 60) {
            (hours, 0) => lang.hours(hours),
            (hours, rest) => lang.hours_and_minutes(&lang.hours(hours), &lang.minutes(rest)),
        },
        _ => lang.days((minutes + 1439) / 1440),
    }
}

/// A span that is only roughly so, rounded up: "5 minutes", "20 minutes", "1 hour 30 minutes", "3 hours".
pub fn about(lang: Lang, seconds: i64) -> String {
    let minutes = (seconds.max(0) + 59) / 60;
    let step = match minutes {
        0..60 => 5,
        60..360 => 30,
        _ => 60,
    };
    span(lang, (minutes.max(1) + step - 1) / step * step * 60)
}

/// "until 17:00", "until tomorrow 17:00": when an opening or closing comes.
pub fn soon(lang: Lang, time: Time, now: Time, zone: &TimeZone) -> String {
    let (moment, here) = (at(time, zone), at(now, zone));
    match days_between(&here, &moment) {
        0 => lang.clock_alone(&clock(&moment)),
        1 => lang.tomorrow_at(&clock(&moment)),
        2..=6 => lang.day_at(weekday_long(lang, moment.weekday()), &clock(&moment)),
        _ => lang.day_at(&date_short(lang, &moment, &here), &clock(&moment)),
    }
}

/// "at 09:00", "tomorrow at 09:00", "Monday at 09:00": when somebody is back.
pub fn again(lang: Lang, time: Time, now: Time, zone: &TimeZone) -> String {
    let (moment, here) = (at(time, zone), at(now, zone));
    if days_between(&here, &moment) == 0 { lang.today_at(&clock(&moment)) } else { soon(lang, time, now, zone) }
}

/// What to expect, as a whole: "Usually replies in 10 minutes", "Online until 17:00", "Back tomorrow at 09:00".
pub fn outlook(lang: Lang, outlook: &Outlook, now: Time, zone: &TimeZone) -> String {
    let soon = |time: Time| soon(lang, time, now, zone);
    match *outlook {
        Outlook::Here { within: Some(within), .. } | Outlook::Open { within: Some(within), .. } => {
            lang.replies_in(&about(lang, within.half_seconds))
        }
        Outlook::Here { until: Some(closes), .. } => lang.here_until(&soon(closes)),
        Outlook::Here { until: None, .. } => lang.here_now().to_owned(),
        Outlook::Open { until: Some(closes), .. } => lang.replies_until(&soon(closes)),
        Outlook::Open { until: None, .. } => lang.replies_any_time().to_owned(),
        Outlook::Away { back: Some(opens) } => lang.back_at(&again(lang, opens, now, zone)),
        Outlook::Away { back: None } => lang.back_later().to_owned(),
    }
}

/// Whole calendar days from `earlier` to `later`; a moment ahead counts as today.
fn days_between(earlier: &Zoned, later: &Zoned) -> i32 {
    later.date().since(earlier.date()).map_or(0, |span| span.get_days()).max(0)
}

fn date_short(lang: Lang, moment: &Zoned, here: &Zoned) -> String {
    let month = month_short(lang, moment.month());
    if moment.year() == here.year() {
        format!("{} {month}", moment.day())
    } else {
        format!("{} {month} {}", moment.day(), moment.year())
    }
}

const fn weekday_long(lang: Lang, day: Weekday) -> &'static str {
    match (lang, day) {
        (Lang::En, Weekday::Monday) => "Monday",
        (Lang::En, Weekday::Tuesday) => "Tuesday",
        (Lang::En, Weekday::Wednesday) => "Wednesday",
        (Lang::En, Weekday::Thursday) => "Thursday",
        (Lang::En, Weekday::Friday) => "Friday",
        (Lang::En, Weekday::Saturday) => "Saturday",
        (Lang::En, Weekday::Sunday) => "Sunday",
        (Lang::Ar, Weekday::Monday) => "الاثنين",
        (Lang::Ar, Weekday::Tuesday) => "الثلاثاء",
        (Lang::Ar, Weekday::Wednesday) => "الأربعاء",
        (Lang::Ar, Weekday::Thursday) => "الخميس",
        (Lang::Ar, Weekday::Friday) => "الجمعة",
        (Lang::Ar, Weekday::Saturday) => "السبت",
        (Lang::Ar, Weekday::Sunday) => "الأحد",
    }
}

/// The full name of a day counted from Monday, as office hours count.
pub fn weekday_name(lang: Lang, from_monday: usize) -> &'static str {
    let day = match from_monday {
        0 => Weekday::Monday,
        1 => Weekday::Tuesday,
        2 => Weekday::Wednesday,
        3 => Weekday::Thursday,
        4 => Weekday::Friday,
        5 => Weekday::Saturday,
        _ => Weekday::Sunday,
    };
    weekday_long(lang, day)
}

fn weekday_short(lang: Lang, day: Weekday) -> &'static str {
    let whole = weekday_long(lang, day);
    if lang == Lang::En { whole.get(..3).unwrap_or(whole) } else { whole }
}

const fn month_long(lang: Lang, month: i8) -> &'static str {
    match (month, lang) {
        (1, Lang::En) => "January",
        (1, Lang::Ar) => "يناير",
        (2, Lang::En) => "February",
        (2, Lang::Ar) => "فبراير",
        (3, Lang::En) => "March",
        (3, Lang::Ar) => "مارس",
        (4, Lang::En) => "April",
        (4, Lang::Ar) => "أبريل",
        (5, Lang::En) => "May",
        (5, Lang::Ar) => "مايو",
        (6, Lang::En) => "June",
        (6, Lang::Ar) => "يونيو",
        (7, Lang::En) => "July",
        (7, Lang::Ar) => "يوليو",
        (8, Lang::En) => "August",
        (8, Lang::Ar) => "أغسطس",
        (9, Lang::En) => "September",
        (9, Lang::Ar) => "سبتمبر",
        (10, Lang::En) => "October",
        (10, Lang::Ar) => "أكتوبر",
        (11, Lang::En) => "November",
        (11, Lang::Ar) => "نوفمبر",
        (_, Lang::En) => "December",
        (_, Lang::Ar) => "ديسمبر",
    }
}

fn month_short(lang: Lang, month: i8) -> &'static str {
    let whole = month_long(lang, month);
    if lang == Lang::En { whole.get(..3).unwrap_or(whole) } else { whole }
}

#[cfg(test)]
mod tests {
    use model::hours::zone;
    use model::outlook::Within;

    use super::*;

    fn time(text: &str) -> Time {
        Time(text.parse::<jiff::Timestamp>().unwrap().as_microsecond())
    }

    #[test]
    fn moments_get_shorter_the_longer_ago() {
        let now = time("2026-11-17T12:14:00Z");
        let check = |lang, moment: &str, expected: &str| {
            assert_eq!(short(lang, time(moment), now, &zone("UTC")), expected);
        };
        check(Lang::En, "2026-11-17T10:05:00Z", "Today 10:05");
        check(Lang::En, "2026-11-16T18:32:00Z", "Yesterday 18:32");
        check(Lang::En, "2026-11-14T09:14:00Z", "Sat 09:14");
        check(Lang::En, "2026-11-02T09:14:00Z", "2 Nov");
        check(Lang::En, "2025-11-12T09:14:00Z", "12 Nov 2025");
        check(Lang::Ar, "2026-11-17T10:05:00Z", "اليوم 10:05");
        check(Lang::Ar, "2026-11-14T09:14:00Z", "السبت 09:14");
        check(Lang::Ar, "2026-11-02T09:14:00Z", "2 نوفمبر");
    }

    #[test]
    fn moments_are_on_the_readers_clock() {
        let (moment, now) = (time("2026-11-16T23:30:00Z"), time("2026-11-17T12:00:00Z"));
        let check = |name: &str, expected: &str| {
            assert_eq!(short(Lang::En, moment, now, &zone(name)), expected, "{name}");
        };
        check("UTC", "Yesterday 23:30");
        check("Asia/Dubai", "Today 03:30");
        assert_eq!(exact(Lang::En, moment, &zone("Asia/Dubai")), "Tuesday 17 November 2026, 03:30 (Dubai)");
        assert_eq!(exact(Lang::Ar, moment, &zone("UTC")), "الاثنين 16 نوفمبر 2026، 23:30 (\u{2068}UTC\u{2069})");
        assert_eq!(iso(moment), "2026-11-16T23:30:00Z");
    }

    #[test]
    fn what_a_page_counts_on_by_itself_is_what_the_server_says() {
        let now = time("2026-11-17T23:30:00Z");
        for lang in [Lang::En, Lang::Ar] {
            let words = ages(lang);
            for minutes in [0, 1, 5, 59, 60, 119, 120, 1380] {
                let place = if minutes < 60 { minutes } else { 59 + minutes / 60 };
                let said = ago(lang, now.plus_seconds(-60 * minutes), now, &zone("UTC"));
                assert_eq!(words[usize::try_from(place).unwrap()], said, "{minutes}");
            }
            for days in 1..=6 {
                let then = now.plus_seconds(-86_400 * days);
                let place = 83 + i64::from(at(then, &zone("UTC")).weekday().to_sunday_zero_offset());
                assert_eq!(words[usize::try_from(place).unwrap()], ago(lang, then, now, &zone("UTC")), "{days}");
            }
        }
    }

    #[test]
    fn lists_count_back() {
        let now = time("2026-11-17T12:14:00Z");
        let check = |moment: &str, expected: &str| {
            assert_eq!(ago(Lang::En, time(moment), now, &zone("UTC")), expected);
        };
        check("2026-11-17T12:14:00Z", "now");
        check("2026-11-17T12:15:00Z", "now");
        check("2026-11-17T12:08:00Z", "6 min");
        check("2026-11-17T10:00:00Z", "2 h");
        check("2026-11-16T10:00:00Z", "Mon");
        check("2026-11-02T10:00:00Z", "2 Nov");
    }

    #[test]
    fn spans() {
        let check = |lang, seconds, expected: &str| assert_eq!(span(lang, seconds), expected, "{seconds}");
        check(Lang::En, 45, "1 minute");
        check(Lang::En, 480, "8 minutes");
        check(Lang::En, 7800, "2 hours 10 minutes");
        check(Lang::En, 18_000, "5 hours");
        check(Lang::En, 200_000, "3 days");
        check(Lang::Ar, 7800, "ساعتين و10 دقائق");
        check(Lang::Ar, 18_000, "5 ساعات");
    }

    #[test]
    fn rough_spans_are_rounded_up() {
        let check = |seconds, expected: &str| assert_eq!(about(Lang::En, seconds), expected, "{seconds}");
        check(0, "5 minutes");
        check(18 * 60, "20 minutes");
        check(20 * 60, "20 minutes");
        check(57 * 60, "1 hour");
        check(7800, "2 hours 30 minutes");
        check(6 * 3600 + 1, "7 hours");
        check(90_000, "2 days");
    }

    #[test]
    fn an_outlook_says_how_soon_until_when_or_when_again() {
        let now = time("2026-11-17T12:14:00Z");
        let at = |moment: &str| Some(time(moment));
        let until = at("2026-11-17T17:00:00Z");
        let within = Some(Within { half_seconds: 480, most_seconds: None });
        let check = |what: Outlook, english: &str, arabic: &str| {
            let says = |lang| outlook(lang, &what, now, &zone("UTC"));
            assert_eq!((says(Lang::En).as_str(), says(Lang::Ar).as_str()), (english, arabic));
        };
        check(Outlook::Here { until, within: None }, "Online until 17:00", "متصلون حتى الساعة 17:00");
        check(Outlook::Here { until: None, within: None }, "Online now", "متصلون الآن");
        check(Outlook::Here { until, within }, "Usually replies in 10 minutes", "الرد عادة خلال 10 دقائق");
        check(Outlook::Open { until, within }, "Usually replies in 10 minutes", "الرد عادة خلال 10 دقائق");
        check(Outlook::Open { until, within: None }, "Open until 17:00", "مفتوح حتى الساعة 17:00");
        check(Outlook::Open { until: None, within: None }, "Open 24/7", "مفتوح على مدار الساعة");
        check(Outlook::Away { back: at("2026-11-18T09:00:00Z") }, "Back tomorrow at 09:00", "نعود غدًا الساعة 09:00");
        check(Outlook::Away { back: at("2026-11-20T09:00:00Z") }, "Back Friday at 09:00", "نعود الجمعة الساعة 09:00");
        check(Outlook::Away { back: at("2026-11-17T13:00:00Z") }, "Back at 13:00", "نعود الساعة 13:00");
        check(Outlook::Away { back: None }, "We'll reply as soon as we're back", "سنرد فور عودتنا");
    }
}
