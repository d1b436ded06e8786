//! What goes into the frame's state and what comes out of it.

use model::id::{Key, TicketId};
use model::live::Ask;
use model::wire::{Kept, Refused};

use crate::outbox::{Carried, Item, Post};

/// When something happens, and one random number from 0 to 1.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// Milliseconds.
    pub now: f64,
    /// Spreads the rests.
    pub random: f64,
}

/// What the server said to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It has it.
    Kept(Kept),
    /// It does not take it.
    Refused(u16, Refused),
    /// Nobody knows.
    Lost,
}

/// What the server says over the link: of `model::live::Tell` what concerns the frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// A line of the log.
    Event {
        /// The ticket.
        ticket: TicketId,
        /// Its place.
        seq: i64,
        /// What to show; maybe nothing.
        html: String,
    },
    /// Parts of the page. They close a batch: the log was told up to here.
    Parts {
        /// The ticket.
        ticket: TicketId,
        /// Up to where.
        seq: i64,
        /// Names and markup.
        parts: Vec<(String, String)>,
    },
    /// Somebody writes.
    Typing {
        /// The ticket.
        ticket: TicketId,
        /// Who; maybe empty.
        name: String,
    },
    /// Who is here.
    Presence {
        /// The ticket.
        ticket: TicketId,
        /// Is an agent at this ticket?
        is_here: bool,
    },
    /// The server goes.
    ComeBack {
        /// Milliseconds until it is back.
        after_ms: u32,
    },
    /// Nothing more comes.
    Refused,
}

/// What happens. The number says of which link; news of an older one is no news.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// Time goes by; about once a second.
    Tick,
    /// Messages that were stored before.
    Stored(Vec<Item>),
    /// Somebody sends a message.
    Written(Key, String, Vec<Carried>),
    /// Somebody wants a message to be tried again.
    Retried(Key),
    /// The server's answer to a message.
    Answered(Key, Answer),
    /// The link stands.
    LinkUp(u32),
    /// The link ended, or never stood.
    LinkDown(u32),
    /// A poll was answered and is over.
    Polled(u32),
    /// The server says something.
    Told(u32, News),
    /// The browser has a network, or has none.
    Online(bool),
    /// The panel opens or closes.
    Panel(bool),
    /// Somebody looks at the page again.
    Seen,
    /// Somebody writes.
    Typed,
}

/// The way to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// A WebSocket.
    Socket,
    /// One long poll.
    Poll,
}

/// A message's mark under its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Kept here, not sent yet.
    Waiting,
    /// On its way.
    Sending,
    /// Not taken.
    Refused,
    /// The server has it; the number is that of the ticket which it opened.
    Received(Option<i64>),
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Put a line into the thread.
    Append(String),
    /// Change parts of the page.
    Parts(Vec<(String, String)>),
    /// Show who writes, or that nobody does.
    Typing(Option<String>),
    /// Is somebody here?
    Here(bool),
    /// Show a message of our own that the log does not have yet.
    Bubble(Item),
    /// Change its mark.
    Mark(Key, Mark),
    /// The log shows it, though its answer is not here yet.
    Cover(Key),
    /// The log shows it: away with ours. The number is that of the ticket which it opened.
    Settle(Key, Option<i64>),
    /// Store a message.
    Store(Item),
    /// Forget a stored message.
    Forget(Key),
    /// Send a message.
    Post(Post),
    /// A session is missing: get one before the next message.
    SignedOut,
    /// The conversation has become this ticket.
    Opened(TicketId),
    /// Build a link by this way; it gets this number, and the older ones end.
    Connect(Way, u32),
    /// Ask over the link.
    Ask(Ask),
    /// Show or hide that there is no connection.
    Offline(bool),
    /// Show a sentence of the server.
    Fault(String),
    /// So many answers that nobody has seen.
    Unread(u32),
    /// A ticket in the list has one.
    Fresh(TicketId),
}
