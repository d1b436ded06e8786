//! The words of Porchlight: ids, what crosses the wire, and the pure rules that both sides need.
//! No I/O, no clock, no database, no markup.

pub mod article;
pub mod event;
pub mod fault;
pub mod faults;
#[cfg(feature = "hours")]
pub mod hours;
pub mod id;
pub mod limit;
pub mod live;
pub mod mail;
pub mod message;
#[cfg(feature = "hours")]
pub mod outlook;
pub mod person;
pub mod site;
pub mod team;
pub mod text;
pub mod ticket;
pub mod time;
pub mod view;
pub mod wire;
