//! Lists of tickets. The SQL stands in `list/store.rs`.

use std::fmt;

use model::view::{Edge, Inbox, InboxView};

use super::Tickets;
use crate::actor::Actor;
use crate::error::Result;
use crate::log;

mod store;

pub(super) use store::{count_of_customer, first_replies, inbox_counts, inbox_rows, rows_of_customer, rows_of_visitor};

/// Digits of a hash that tell one list from another: nobody gains anything by making two alike.
const PRINT: usize = 16;

/// A page of the agents' list as somebody has it on screen: which page it is, and what stood there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    view: InboxView,
    after: Option<Edge>,
    print: String,
}

impl Listed {
    /// Of a page that was read, after the row that ended the page before.
    pub fn of(inbox: &Inbox, after: Option<Edge>) -> Result<Self> {
        let rows = serde_json::to_vec(&(&inbox.rows, inbox.mine, inbox.unassigned))?;
        let print = log::sha256(&rows).get(..PRINT).unwrap_or_default().to_owned();
        Ok(Self { view: inbox.view, after, print })
    }

    /// As a page brings it back; nothing when it is not one.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let (view, after, print) = (words.next()?, words.next()?, words.next()?);
        let after = if after == "-" { None } else { Some(Edge::from_text(after)?) };
        Some(Self { view: InboxView::from_word(view)?, after, print: print.to_owned() })
    }
}

impl fmt::Display for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let after = self.after.map_or_else(|| "-".to_owned(), |edge| edge.to_string());
        write!(f, "{} {after} {}", self.view.word(), self.print)
    }
}

impl Tickets<'_> {
    /// Would the list be another one if it were drawn now? Who may: agents of the workspace.
    pub async fn has_moved(&self, actor: &Actor, listed: &Listed) -> Result<bool> {
        let now = self.inbox(actor, listed.view, listed.after).await?;
        Ok(Listed::of(&now, listed.after)? != *listed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_brings_back_what_it_was_given() {
        let edge = Edge::from_text("7-00000000-0000-0000-0000-000000000001");
        for after in [None, edge] {
            let inbox = Inbox { view: InboxView::Open, rows: Vec::new(), mine: 1, unassigned: 2, next: None, setup: Vec::new() };
            let listed = Listed::of(&inbox, after).unwrap();
            assert_eq!(Listed::from_text(&listed.to_string()), Some(listed.clone()));
            assert_ne!(Listed::of(&Inbox { mine: 2, ..inbox }, after).unwrap(), listed);
        }
        for text in ["", "open", "open -", "none - a", "open x a"] {
            assert_eq!(Listed::from_text(text), None, "{text}");
        }
    }
}
