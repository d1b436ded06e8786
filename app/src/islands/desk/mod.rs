//! The islands of the desk.

mod ages;
mod arrived;
mod choice;
mod copy;
pub(super) mod keys;
mod list_search;
mod reply_box;
mod site_preview;
mod watching;

pub use ages::Ages;
pub use arrived::Arrived;
pub use choice::{Choice, ChoiceWords};
pub use copy::CopyButton;
pub use keys::Keys;
pub use list_search::{ListSearch, ListSearchWords};
pub use reply_box::{DeskForm, DeskReplyBox, DeskWords};
pub use site_preview::{SiteAccent, SiteText};
pub use watching::{Watching, WatchingWords};
