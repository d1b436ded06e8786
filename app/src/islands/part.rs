//! A part of the page that the server renders, and renders again when something changed.

use leptos::html::Div;
use leptos::prelude::*;

use super::insert;
use super::live::{Store, live};

/// The part that asks whether it is solved.
const CLOSING: &str = "closing";

/// Shows what the server rendered, and what it sends anew. A part that somebody is using waits until they leave it.
#[island]
pub fn Part(
    /// Its name on the live link.
    name: String,
    children: Children,
) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    let show = move || {
        if let Some(place) = place.get_untracked()
            && let Some(html) = Store::part(&name, insert::is_in_use(&place))
        {
            let has_asked = insert::has_question(&place);
            insert::replace(&place, &html);
            if name == CLOSING && !has_asked {
                insert::show_question(&place);
            }
        }
    };
    let (came, left) = (show.clone(), show);
    Effect::new(move |_| {
        live().parts.track();
        came();
    });
    // The focus is nowhere while it moves on.
    let leave = move |_| {
        let left = left.clone();
        _ = set_timeout(left, std::time::Duration::from_millis(50));
    };
    view! { <div class="part" node_ref=place on:focusout=leave>{children()}</div> }
}
