//! The desk.

mod inbox;
mod list;
mod mail;
pub(crate) mod parts;
mod rail;
mod sign_in;
mod site;
mod sites;
mod talk;

pub use inbox::{AgentReplyForm, inbox};
pub use mail::{StuckMail, mail};
pub use sign_in::{AgentSignInForm, WelcomeForm, sign_in, welcome};
pub use site::{SiteForm, site};
pub use sites::sites;
