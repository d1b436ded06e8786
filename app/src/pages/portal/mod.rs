//! The customer portal.

mod faq;
mod new_ticket;
pub(crate) mod parts;
mod refused;
mod sign_in;
mod ticket;
mod tickets;

pub use faq::{article, category, home};
pub use new_ticket::new_ticket;
pub use refused::refused;
pub use sign_in::{LinkState, link, link_sent, sign_in};
pub use ticket::ticket;
pub use tickets::tickets;

pub(crate) use sign_in::destination;
pub(crate) use tickets::{last as row_last, subject as row_subject, unread as row_unread};
