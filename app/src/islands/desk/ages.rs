//! How long ago things were, kept true while the page stays open.

use std::time::Duration;

use leptos::prelude::*;

use crate::islands::insert;

/// How often they are looked at.
const EVERY: Duration = Duration::from_secs(20);

/// Keeps the short times of a list true. The words come from the server: "now", each number of minutes, each number of hours.
#[island]
pub fn Ages(words: Vec<String>) -> impl IntoView {
    Effect::new(move |_| {
        let words = words.clone();
        if let Ok(every) = set_interval(move || insert::tell_ages(&words), EVERY) {
            on_cleanup(move || every.clear());
        }
    });
}
