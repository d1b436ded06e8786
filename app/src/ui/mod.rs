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
mod thread;

pub(crate) use body::{article, body};
pub(crate) use closing::closing;
pub(crate) use composer::{LIMITS, composer, kept, place, words_of};
pub(crate) use empty::{Drawing, empty};
pub(crate) use field::{Field, described_by, fault_at, faults, faults_of, field, key, live_field, more, option, select};
pub(crate) use file::{file, picture, size as file_size};
pub(crate) use icon::{Icons, flipped, icon, small, sprite};
pub(crate) use label::{label, plain_label, status_label, tone};
pub(crate) use notice::fault;
pub use person::Presence;
pub(crate) use person::{Lamp, avatar, avatar_large, avatar_small, avatars, frame_presence, sentence as outlook, still_presence};
pub(crate) use portal::{Frame, Place, crumbs, framed, portal, top, write_button};
pub(crate) use sentence::sentence;
pub(crate) use standing::standing;
pub(crate) use thread::{
    agent_entry, agent_thread, customer_entry, customer_lines, customer_thread, frame_thread, heading, title,
};
