//! The desk.

mod account;
mod inbox;
mod list;
mod mail;
pub(crate) mod parts;
mod password;
mod rail;
mod setup;
mod sign_in;
mod site;
mod sites;
mod talk;
mod team;

pub use account::account;
pub use inbox::{inbox, list_fragment};
pub use mail::{StuckMail, mail};
pub use password::{LinkOver, forgotten, forgotten_sent, link_over, new_password};
pub use sign_in::{PAGES, page_of, sign_in, welcome};
pub use site::{Tag, site};
pub use sites::sites;
pub use team::{Link, TeamForm, disable, team};
