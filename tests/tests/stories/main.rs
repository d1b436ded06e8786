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
mod avatars;
mod clocks;
mod closing;
mod desk;
mod emails;
mod forms;
mod fresh;
mod keys;
mod language;
mod live;
mod mail;
mod mail_faults;
mod outlook;
mod pictures;
mod portal;
mod signed_out;
mod store_gone;
mod team;
mod verification;
mod versions;
mod widget;
