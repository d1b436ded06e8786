//! The figures of `BENCHMARKS.md`: the real program in release, loaded from beside it. Prints one row a figure; `cargo xtask
//! bench` gathers them. Everything is measured in rounds, a program and its peer in turn, so that a noisy machine is noisy
//! for both.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a bench fails loudly, prints, and counts in floats"
)]

mod lists;
mod opens;
mod pages;
mod raw;
mod row;
mod sockets;
mod start;

#[tokio::main]
async fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [word, file] = words.as_slice()
        && word == "serve-bytes"
    {
        return pages::serve_bytes(file).await;
    }
    let is_wanted = |part: &str| words.is_empty() || words.iter().any(|word| word == part);
    if is_wanted("start") {
        start::measure().await;
    }
    if is_wanted("opens") {
        opens::measure().await;
    }
    if is_wanted("pages") {
        pages::measure().await;
    }
    if is_wanted("sockets") {
        sockets::measure().await;
    }
    if is_wanted("lists") {
        lists::measure().await;
    }
}
