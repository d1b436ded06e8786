//! Whether somebody is here: the lamp beside a name.

use leptos::prelude::*;

use super::live::live;

/// Whether somebody of the other side is here, both ways written out.
#[island]
pub fn Presence(
    /// What the server knew.
    is_here: bool,
    here: String,
    away: String,
    /// Is the lamp lit with nobody here too, because it is open?
    is_open: bool,
) -> impl IntoView {
    let told = live().is_other_side_here;
    let is_here = move || told.get().unwrap_or(is_here);
    let away_lamp = if is_open { "lit" } else { "lit lit--off" };
    view! {
        <span class="presence small" data-here=move || if is_here() { "yes" } else { "no" }>
            <span class="lit" data-when="here">{here}</span>
            <span class=away_lamp data-when="away">{away}</span>
        </span>
    }
}
