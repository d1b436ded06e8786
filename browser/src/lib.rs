//! What both browser halves need of the browser, in the few shapes they need: requests, JSON, time, fresh keys. It knows no page.

mod day;
pub mod fetch;
pub mod json;
mod time;
mod zone;

pub use day::{Day, reload};
pub use time::{fresh_key, moment, sleep};
pub use zone::keep_zone;
