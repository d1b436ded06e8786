//! One figure as a row of the table, and the arithmetic of medians.

use std::time::Duration;

/// A figure's limit, and which side of it is good.
pub(crate) enum Limit {
    /// At least.
    Least(f64),
    /// At most.
    Most(f64),
    /// For orientation.
    None,
}

/// Prints a row: what, the median, the spread, what it is held against, and whether it holds.
pub(crate) fn print(what: &str, unit: &str, values: &[f64], limit: &Limit, note: &str) {
    let (low, middle, high) = (at(values, 0.0), at(values, 0.5), at(values, 1.0));
    let (bound, verdict) = match limit {
        Limit::Least(least) => (format!("≥ {}", short(*least)), if middle >= *least { "holds" } else { "**missed**" }),
        Limit::Most(most) => (format!("≤ {}", short(*most)), if middle <= *most { "holds" } else { "**missed**" }),
        Limit::None => ("–".to_owned(), "–"),
    };
    println!("| {what} | {} {unit} | {} – {} | {bound} | {verdict} | {note} |", short(middle), short(low), short(high));
}

/// The value at a part of the sorted values.
pub(crate) fn at(values: &[f64], part: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = ((sorted.len() as f64 - 1.0) * part).round().max(0.0);
    sorted.get(place as usize).copied().unwrap_or(f64::NAN)
}

/// Milliseconds.
pub(crate) fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn short(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}
