//! What goes over the live link (WebSocket `/live`, or `/live/poll`), both ways.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::TicketId;

/// From the browser. The first one on a socket must be `Hello`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Ask {
    /// Who we are: the token that the page carries beside the cookie.
    Hello {
        /// The page's live token.
        token: String,
        /// Language of the fragments, `en` or `ar`.
        lang: String,
    },
    /// Send everything of this ticket after `after`, then whatever comes.
    Watch {
        /// The ticket.
        ticket: TicketId,
        /// The last `seq` already shown.
        after: i64,
    },
    /// The same for a ticket that is not on screen: nothing of it counts as read.
    Follow {
        /// The ticket.
        ticket: TicketId,
        /// The last `seq` already known.
        after: i64,
    },
    /// Agents: tell when the list moves.
    Inbox,
    /// I am writing in this ticket.
    Typing {
        /// The ticket.
        ticket: TicketId,
    },
}

/// To the browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Tell {
    /// One event of the log, as a list item for the thread (`html` is empty when it shows nothing there).
    Event {
        /// The ticket.
        ticket: TicketId,
        /// Its place in the log. Anything at or below what was shown is a double: drop it.
        seq: i64,
        /// The event's kind.
        kind: String,
        /// `<li>…</li>` or empty.
        html: String,
    },
    /// The parts of the page that show where the ticket stands, by name; each replaces `[data-part="name"]`.
    Parts {
        /// The ticket.
        ticket: TicketId,
        /// The `seq` they are true for.
        seq: i64,
        /// Name to markup (the inside of the part).
        parts: BTreeMap<String, String>,
    },
    /// Somebody on the other side is writing; forget it after six seconds.
    Typing {
        /// The ticket.
        ticket: TicketId,
        /// Name, maybe empty.
        name: String,
    },
    /// Who is looking at the ticket now, without the reader.
    Presence {
        /// The ticket.
        ticket: TicketId,
        /// Is somebody of the other side here?
        is_other_side_here: bool,
        /// Agents only: the names of the other agents who look at it.
        agents: Vec<String>,
    },
    /// Agents: a ticket in the list moved.
    Inbox {
        /// The ticket.
        ticket: TicketId,
        /// Its number.
        number: i64,
    },
    /// The server goes; ask again after this long, from your last `seq`.
    ComeBack {
        /// Milliseconds, with jitter.
        after_ms: u32,
    },
    /// This link or this ticket is not yours. Nothing more comes.
    Refused,
}
