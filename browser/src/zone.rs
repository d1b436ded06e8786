//! The reader's time zone, told to the server: the next page tells times by their clock.

use js_sys::{Intl, Reflect};
use wasm_bindgen::JsCast;
use web_sys::HtmlDocument;

/// Keeps the zone's name in a cookie of this host. Partitioned, because the chat stands in other sites' pages.
pub fn keep_zone() {
    let options = Intl::DateTimeFormat::default().resolved_options();
    let zone = Reflect::get(&options, &"timeZone".into()).ok().and_then(|zone| zone.as_string());
    let page = web_sys::window().and_then(|window| window.document()).and_then(|page| page.dyn_into::<HtmlDocument>().ok());
    if let (Some(zone), Some(page)) = (zone, page) {
        let cookie = ["__Host-zone=", &zone, "; Path=/; Secure; SameSite=None; Partitioned; Max-Age=31536000"].concat();
        _ = page.set_cookie(&cookie);
    }
}
