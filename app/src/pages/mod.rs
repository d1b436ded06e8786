//! The pages: each a function from a view to a whole document.

mod again;
pub mod desk;
pub mod frame;
mod mailbox;
pub mod portal;
mod shop;

pub use again::Again;
pub use mailbox::{CaughtMail, mailbox};
pub use shop::shop;

#[cfg(test)]
mod gallery;
#[cfg(test)]
mod redrawn;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod samples_desk;
#[cfg(test)]
mod samples_team;
#[cfg(test)]
mod unseen;
