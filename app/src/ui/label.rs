//! Where a ticket stands, in a word with a dot.

use leptos::prelude::*;
use model::ticket::{Label, Status};

use crate::words::Lang;

/// The tone that a label has, by which every component takes its colours.
pub(crate) const fn tone(label: Label) -> &'static str {
    match label {
        Label::WaitingForYou => "waiting",
        Label::InProgress => "progress",
        Label::Solved => "solved",
        Label::Received | Label::OnHold | Label::Closed => "quiet",
    }
}

/// The customer's label.
pub(crate) fn label(lang: Lang, status: Status) -> impl IntoView + use<> {
    let label = status.label();
    view! { <span class="label" data-tone=tone(label)>{lang.label(label)}</span> }
}

/// The agents' word for it. Lamp colour is kept for what waits for us.
pub(crate) fn status_label(lang: Lang, status: Status) -> impl IntoView + use<> {
    view! { <span class="label" data-tone=desk_tone(status)>{lang.status(status)}</span> }
}

/// The agents' word for it, without an edge, for dense rows.
pub(crate) fn plain_label(lang: Lang, status: Status) -> impl IntoView + use<> {
    view! { <span class="label label--plain" data-tone=desk_tone(status)>{lang.status_short(status)}</span> }
}

const fn desk_tone(status: Status) -> &'static str {
    match status {
        Status::New | Status::Open => "waiting",
        Status::Solved => "solved",
        Status::Pending => "progress",
        Status::OnHold | Status::Closed => "quiet",
    }
}
