//! What screens show. Customers and agents have types of their own: a note has no place in the customer's.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::id::{AgentId, TicketId};
use crate::message::{Note, Reply};
use crate::person::Person;
use crate::ticket::{Channel, Label, Priority, Status};
use crate::time::Time;

/// A line of the log that is not a message.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Happening {
    /// Its place in the log.
    pub seq: i64,
    /// What happened.
    pub event: Event,
    /// Who did it.
    pub by: Person,
    /// When.
    pub at: Time,
}

/// What a customer reads in a thread, in order.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum CustomerEntry {
    /// Something said.
    Reply(Reply),
    /// Something that happened; only events that are for the customer.
    Happening(Happening),
}

/// What an agent reads in a thread, in order.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum AgentEntry {
    /// Something said.
    Reply(Reply),
    /// Something said among agents.
    Note(Note),
    /// Something that happened.
    Happening(Happening),
}

/// A step of the movement line: a fact from the log.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Step {
    /// What.
    pub kind: StepKind,
    /// When; nothing for a step that is still ahead.
    pub at: Option<Time>,
    /// Is this where it stands?
    pub is_now: bool,
}

/// The steps that a customer sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// We have it.
    Received,
    /// An agent has read it.
    Seen,
    /// It stands at this label now, or stood there.
    At(Label),
}

/// Measured history: half of the first answers came within `half_seconds`, nine in ten within `most_seconds`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Expectation {
    /// The median, in seconds.
    pub half_seconds: i64,
    /// The ninth decile, in seconds.
    pub most_seconds: i64,
}

/// A ticket as its customer sees it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TicketView {
    /// Its id.
    pub id: TicketId,
    /// The public number.
    pub number: i64,
    /// What it is about; empty while only a chat (show the first words instead: `title` does).
    pub subject: String,
    /// Where it stands.
    pub status: Status,
    /// Since when it stands there.
    pub since: Time,
    /// The log's last `seq` in this view.
    pub seq: i64,
    /// The movement line.
    pub steps: Vec<Step>,
    /// Measured history, or nothing when there is too little.
    pub expectation: Option<Expectation>,
    /// The conversation, or what came after a line of it.
    pub entries: Vec<CustomerEntry>,
    /// The first words of the first message, for a ticket without a subject.
    pub first_words: String,
    /// Since when the customer's words have been waiting for an answer.
    pub waiting_since: Option<Time>,
    /// Did the other side say something that is not known to have been on the customer's screen?
    pub has_unseen: bool,
    /// The topic's name.
    pub category: Option<String>,
    /// Who helps.
    pub agent: Option<Person>,
    /// Where answers go, if told.
    pub mail: Option<String>,
    /// Is that address proven?
    pub is_mail_verified: bool,
    /// The customer's rating, if given.
    pub rating: Option<u8>,
    /// The way it came in.
    pub channel: Channel,
}

/// A ticket in the customer's list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TicketRow {
    /// Its id.
    pub id: TicketId,
    /// The public number.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// Where it stands.
    pub status: Status,
    /// When something last happened.
    pub moved_at: Time,
    /// First words of the last public message.
    pub last_words: String,
    /// Who said them.
    pub last_author: Person,
    /// Public messages of the other side that the customer has not seen.
    pub unread: i64,
}

/// A ticket in the agents' list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct InboxRow {
    /// Its id.
    pub id: TicketId,
    /// The public number.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// Where it stands.
    pub status: Status,
    /// How soon it matters.
    pub priority: Priority,
    /// Whose it is; an empty name is a visitor who told none.
    pub customer: String,
    /// The way it came in.
    pub channel: Channel,
    /// Who takes care of it.
    pub assignee: Option<String>,
    /// When something last happened.
    pub moved_at: Time,
    /// Does it wait for us?
    pub is_waiting_for_us: bool,
}

/// Which tickets the agents' list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InboxView {
    /// Mine and not done.
    Mine,
    /// Nobody's and not done.
    Unassigned,
    /// All that are not done.
    Open,
    /// Solved and closed.
    Done,
}
crate::ticket::words!(InboxView { Mine = "mine", Unassigned = "unassigned", Open = "open", Done = "done" });

/// The agents' list: one page of rows, newest movement first, and how many each view holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Inbox {
    /// Which view.
    pub view: InboxView,
    /// The rows.
    pub rows: Vec<InboxRow>,
    /// Count of `Mine`.
    pub mine: i64,
    /// Count of `Unassigned`.
    pub unassigned: i64,
    /// Where the next page starts. Nothing on the last page.
    pub next: Option<Edge>,
}

/// The last row of a page: the next one holds what comes after it. Many tickets may move in one moment, so the moment
/// alone would lose some of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Edge {
    /// When the row moved.
    pub moved_at: Time,
    /// Which it is.
    pub id: TicketId,
}

impl fmt::Display for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.moved_at.0, self.id)
    }
}

impl Edge {
    /// As it stands in an address.
    pub fn from_text(text: &str) -> Option<Self> {
        let (moved_at, id) = text.split_once('-')?;
        Some(Self { moved_at: Time(moved_at.parse().ok()?), id: id.parse().ok()? })
    }
}

/// An agent, in a choice.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AgentRow {
    /// The id.
    pub id: AgentId,
    /// The name.
    pub name: String,
}

/// A ticket as agents see it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AgentTicketView {
    /// Its id.
    pub id: TicketId,
    /// The public number.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// Where it stands.
    pub status: Status,
    /// Since when.
    pub since: Time,
    /// How soon it matters.
    pub priority: Priority,
    /// The log's last `seq` in this view; a reply carries it.
    pub seq: i64,
    /// The whole history.
    pub entries: Vec<AgentEntry>,
    /// The first words of the first message, for a ticket without a subject.
    pub first_words: String,
    /// Did the customer say something that is not known to have been on an agent's screen?
    pub has_unseen: bool,
    /// The topic's name.
    pub category: Option<String>,
    /// Who takes care of it.
    pub assignee: Option<AgentId>,
    /// Who could.
    pub agents: Vec<AgentRow>,
    /// Whose it is.
    pub customer: Person,
    /// Where answers go.
    pub mail: Option<String>,
    /// Is that address proven? If not, say so: "claimed".
    pub is_mail_verified: bool,
    /// How many tickets this customer has.
    pub customer_tickets: i64,
    /// The site's name.
    pub site: String,
    /// The way it came in.
    pub channel: Channel,
    /// The customer's rating, and the word with it.
    pub rating: Option<(u8, String)>,
}
