//! What goes over the live link (WebSocket `/live`, or `/live/poll`), both ways.

use serde::{Deserialize, Serialize};

use crate::id::TicketId;
use crate::person::Side;

/// From the browser. The first one on a socket must be `Hello`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Ask {
    /// Who we are: the token that the page carries beside the cookie.
    Hello {
        /// The page's live token.
        token: String,
        /// Language of the fragments, `en` or `ar`.
        lang: String,
        /// The time zone that the page tells times in, by its IANA name; empty for the site's.
        #[serde(default)]
        zone: String,
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
    /// Agents: has the list that is on screen moved since it was drawn? Answered with `Tell::Moved` if it has.
    Listed {
        /// Which page of the list it is and what stood there, as the page was given it.
        list: String,
    },
    /// I am writing in this ticket.
    Typing {
        /// The ticket.
        ticket: TicketId,
    },
    /// Are you still there? Always answered with `Tell::Pong`.
    Ping,
}

/// To the browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tell {
    /// One event of the log, as a list item for the thread (`html` is empty when it shows nothing there).
    Event {
        /// The ticket.
        ticket: TicketId,
        /// Its place in the log. Anything at or below what was shown is a double: drop it.
        seq: i64,
        /// Who wrote it, when it is a message.
        #[serde(default)]
        by: Option<Side>,
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
        /// Name and markup (the inside of the part) of each.
        parts: Vec<(String, String)>,
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
    /// Agents: tickets in the list may have moved, nobody knows which.
    Moved,
    /// The server goes; ask again after this long, from your last `seq`.
    ComeBack {
        /// Milliseconds, with jitter.
        after_ms: u32,
    },
    /// The answer to `Ask::Ping`.
    Pong,
    /// This ticket is not yours, or not any more. Nothing more comes of it; the link stands.
    Lost {
        /// The ticket.
        ticket: TicketId,
    },
    /// This link is not yours. Nothing more comes.
    Refused,
}
