//! What people see: pages and fragments (rendered on the server only), islands (in the browser too) and words.
//!
//! Pages are plain functions from a view to a document; nothing here reads a clock, a database or a cookie.

#![recursion_limit = "512"]

pub mod islands;

#[cfg(feature = "ssr")]
mod document;
#[cfg(feature = "ssr")]
mod drawn;
#[cfg(feature = "ssr")]
pub mod fragments;
#[cfg(feature = "ssr")]
mod key;
#[cfg(feature = "ssr")]
pub mod mail;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
mod shell;
#[cfg(feature = "ssr")]
mod template;
#[cfg(feature = "ssr")]
mod typed;
#[cfg(feature = "ssr")]
pub mod ui;
#[cfg(feature = "ssr")]
pub mod words;

#[cfg(feature = "ssr")]
pub use drawn::Drawn;
#[cfg(feature = "ssr")]
pub use shell::{Assets, Reader, Shell};
#[cfg(feature = "ssr")]
pub use typed::Typed;
