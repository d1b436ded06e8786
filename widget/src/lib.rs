//! The widget's half in the browser: it carries out what `client::chat` decides.

mod api;
mod files;
mod frame;
mod host;
mod link;
mod page;
mod storage;
mod view;

/// Attaches to the frame page. The page is readable before; from here on it lives.
#[wasm_bindgen::prelude::wasm_bindgen(start)]
pub fn start() {
    frame::start();
}
