//! What both browser halves need of the browser, in the few shapes they need: requests, JSON, time, fresh keys. It knows no page.

pub mod fetch;
pub mod json;
mod time;
mod zone;

pub use time::{fresh_key, moment, sleep};
pub use zone::keep_zone;
