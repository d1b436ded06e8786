//! What every browser half must do right, as pure state machines: inputs go in, things to do come out. `app` uses `live` and
//! `write`, the widget uses `chat`. Nothing here knows a browser, a clock or a network, so seeds can test all of it.

pub mod chat;
pub mod link;
pub mod live;
pub mod moment;
pub mod outbox;
pub mod shown;
pub mod write;

#[cfg(test)]
mod seeds;

pub use moment::{Moment, backoff};
