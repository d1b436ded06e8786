//! What is never lost, and never twice: the real program is killed, its disk fails, its database goes away, its neighbours
//! are cut off, while people write. Each test holds their ledgers against the store afterwards.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "tests are named by what they hold, and fail loudly"
)]

mod backup;
mod crash;
mod disk;
mod nodes;
mod postgres;

/// These tests load the whole machine: one at a time.
static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
