//! The day on which a page was drawn: "Today" stands on it, and a page may stay open past midnight.

use client::Moment;
use js_sys::Date;

use crate::moment;

/// Pages of one country see midnight at once: each waits for a moment of its own within so many milliseconds.
const SPREAD: f64 = 300_000.0;

/// A page's day.
#[derive(Debug)]
pub struct Day {
    date: u32,
    /// When the page is to be drawn anew.
    over_at: Option<f64>,
}

impl Day {
    /// The day that it is now, by the reader's clock.
    pub fn today() -> Self {
        Self { date: Date::new_0().get_date(), over_at: None }
    }

    /// Has another day begun, and this page's own moment come?
    pub fn is_over(&mut self) -> bool {
        if Date::new_0().get_date() == self.date {
            return false;
        }
        let Moment { now, random } = moment();
        now >= *self.over_at.get_or_insert(now + random * SPREAD)
    }
}

/// Has the page drawn anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        _ = window.location().reload();
    }
}
