//! The parts that pages are made of. Each is a plain function from what it shows to a view.

mod body;
mod closing;
mod composer;
mod empty;
mod field;
mod file;
mod icon;
mod label;
mod notice;
mod person;
mod portal;
mod sentence;
mod standing;
mod text_area;
mod thread;

pub(crate) use body::{article, body};
pub(crate) use closing::closing;
pub(crate) use composer::{Typed, add_file, composer, file_fault, files, says};
pub(crate) use empty::{Drawing, empty};
pub(crate) use field::{BODY, FILES, Field, described_by, fault_elsewhere, fault_of, field, key, more, option, select};
pub(crate) use file::{file, size as file_size};
pub(crate) use icon::{flipped, icon, small, sprite};
pub(crate) use label::{label, plain_label, status_label, tone};
pub(crate) use notice::fault;
pub(crate) use person::{avatar, avatar_small, avatars, presence, where_is};
pub(crate) use portal::{Place, crumbs, portal, write_button};
pub(crate) use sentence::sentence;
pub(crate) use standing::standing;
pub(crate) use text_area::{TextArea, text_area};
pub(crate) use thread::{agent_entry, agent_thread, customer_entry, customer_thread, heading, title};
