//! The islands: what runs in the browser. Each is a component with its own elements and signals; what they share of the live
//! link stands in one store (`live`). They hold no sentences: words come as props. What only agents use stands in `desk`, which
//! is not in the program that customers load.

#![allow(unreachable_pub, reason = "Leptos's macros make more items than a module exports")]

#[cfg(any(feature = "desk", feature = "ssr"))]
mod desk;

mod composer;
mod draft;
mod faults;
mod file_picker;
mod icon;
mod insert;
mod live;
mod part;
mod presence;
mod reply;
mod reply_box;
mod socket;
mod text_area;
mod thread;
mod words;

#[cfg(any(feature = "desk", feature = "ssr"))]
pub use self::desk::*;
pub use composer::{ComposerWords, KeptFile, Limits};
pub use faults::{FieldFault, Hint};
pub use icon::Icon;
pub use live::{Live, LivePage};
pub use part::Part;
pub use presence::Presence;
pub use reply::Place;
pub use reply_box::ReplyBox;
pub use text_area::TextArea;
pub use thread::{Thread, ThreadWords};

#[cfg(all(test, feature = "ssr"))]
mod tests;

/// Makes ready what islands need. Leptos's loader calls it before the first island.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
    insert::mark_as_running();
    insert::keep_day();
    browser::keep_zone();
}
