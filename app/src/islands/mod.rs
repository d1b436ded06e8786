//! The islands: what runs in the browser. Each works on the page that the server made, by its data attributes, and
//! the page is whole without them. They hold no words: every sentence they show waits hidden in the page.

use leptos::prelude::*;

#[cfg(feature = "hydrate")]
mod desk_list;
#[cfg(feature = "hydrate")]
mod dom;
#[cfg(feature = "hydrate")]
mod fault;
#[cfg(feature = "hydrate")]
mod files;
#[cfg(feature = "hydrate")]
mod link;
#[cfg(feature = "hydrate")]
mod reply_box;
#[cfg(feature = "hydrate")]
mod site_preview;
#[cfg(feature = "hydrate")]
mod thread;
mod wire;

/// Makes ready what islands need. The page's script calls it before the first island.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
    dom::mark_as_running();
}

/// Keeps what is written, sends it, and repeats it with the same key until it has arrived.
#[island]
pub fn ReplyBox(children: Children) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    reply_box::start();
    children()
}

/// Follows a ticket: new entries, changed parts, who writes and who is here.
#[island]
pub fn LiveThread(children: Children) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    link::watch();
    children()
}

/// The desk's list and keys.
#[island]
pub fn DeskList(children: Children) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    desk_list::start();
    children()
}

/// Shows a site's look while it is typed.
#[island]
pub fn SitePreview(children: Children) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    site_preview::start();
    children()
}
