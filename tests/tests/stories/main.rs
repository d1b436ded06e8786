//! Stories: what people do, through the real router, on both engines.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::format_push_string,
    reason = "stories are named by what happens in them"
)]

mod again;
mod closing;
mod desk;
mod keys;
mod live;
mod mail;
mod mail_faults;
mod portal;
mod widget;
