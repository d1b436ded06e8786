//! Stories: what people do, through the real router, on both engines.

#![allow(missing_docs, reason = "stories are named by what happens in them")]

mod closing;
mod desk;
mod keys;
mod mail;
mod portal;
mod widget;
