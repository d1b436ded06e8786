//! What screens show. Customers and agents have types of their own: a note has no place in the customer's.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::id::{AgentId, SiteId, TicketId};
use crate::mail::Undelivered;
use crate::message::{Note, Reply};
use crate::person::Person;
use crate::ticket::{Channel, Label, Priority, Status, Turn};
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

/// Measured history, in office time: half of the first replies came within `half_seconds`, nine in ten within `most_seconds`.
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
    /// Whose turn it is.
    pub turn: Turn,
    /// The site that it came in by.
    pub site: SiteId,
    /// The conversation, or what came after a line of it.
    pub entries: Vec<CustomerEntry>,
    /// The first words of the first message, plain and short, for a ticket without a subject; else empty.
    pub first_words: String,
    /// Since when the customer's words have been waiting for a reply.
    pub waiting_since: Option<Time>,
    /// Did the other side say something that is not known to have been on the customer's screen?
    pub has_unseen: bool,
    /// The topic's name.
    pub category: Option<String>,
    /// Who helps.
    pub agent: Option<Person>,
    /// Where replies go, if told.
    pub mail: Option<String>,
    /// Is that address verified?
    pub is_mail_verified: bool,
    /// The customer's rating, if given.
    pub rating: Option<u8>,
    /// Their word beside it, maybe empty.
    pub rating_reason: String,
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
    /// How the last public message begins, in plain words.
    pub last_words: String,
    /// Who said them.
    pub last_author: Person,
    /// Public messages of the other side that the customer has not seen.
    pub unread: i64,
    /// Was it sent by another browser, and became the customer's when they proved its address elsewhere?
    pub is_from_elsewhere: bool,
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
    /// The customer's email address, if one was given.
    pub mail: Option<String>,
    /// How the last public message begins, in plain words.
    pub last_words: String,
    /// The way it came in.
    pub channel: Channel,
    /// Who takes care of it.
    pub assignee: Option<Person>,
    /// When something last happened.
    pub moved_at: Time,
    /// Since when it waits for us, if it does.
    pub waiting_since: Option<Time>,
    /// Where it is in the list; see [`Rank`].
    pub rank: Rank,
}

/// Where a ticket is in the agents' list: what waits for us comes first, longest waiting at the top, and then what does
/// not, last moved first. One number, so that a page of the list begins anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rank(pub i64);

impl Rank {
    /// Before all others.
    pub const FIRST: Self = Self(i64::MIN);
    /// Behind every moment that somebody may wait since.
    const PARKED: i64 = 4_000_000_000_000_000_000;

    /// Waiting since this moment.
    pub const fn waiting(since: Time) -> Self {
        Self(since.0)
    }

    /// Not waiting for us; it last moved at this moment.
    pub const fn parked(moved_at: Time) -> Self {
        Self(Self::PARKED - moved_at.0)
    }

    /// Since when it waits for us, if it does.
    pub const fn waiting_since(self) -> Option<Time> {
        if self.0 < Self::PARKED / 2 { Some(Time(self.0)) } else { None }
    }

    /// The rank after something happened: whoever waits keeps it until it is our turn no more.
    pub fn after(self, status: Status, moved_at: Time, now: Time) -> Self {
        match status {
            Status::New | Status::Open => Self::waiting(self.waiting_since().unwrap_or(now)),
            Status::Pending | Status::OnHold | Status::Solved | Status::Closed => Self::parked(moved_at),
        }
    }
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

/// The agents' list: one page of rows, in the order of [`Rank`], and how many each view holds.
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
    /// Beside an empty list: what the installation still lacks.
    pub setup: Vec<SetupStep>,
}

/// The last row of a page: the next one holds what comes after it. Many tickets may have one rank, so the rank alone
/// would lose some of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Edge {
    /// Its rank.
    pub rank: Rank,
    /// Which it is.
    pub id: TicketId,
}

impl fmt::Display for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.rank.0, self.id)
    }
}

impl Edge {
    /// As it stands in an address.
    pub fn from_text(text: &str) -> Option<Self> {
        let (rank, id) = text.split_once('-')?;
        Some(Self { rank: Rank(rank.parse().ok()?), id: id.parse().ok()? })
    }
}

/// Something that a new installation still lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetupStep {
    /// No web page may carry the chat yet.
    Website {
        /// Where pages are listed.
        site: SiteId,
    },
    /// No mail server is configured: mail is caught, and reaches nobody.
    Mail,
    /// The only agent has no colleague.
    Colleague,
}

/// An agent, in a choice.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AgentRow {
    /// The id.
    pub id: AgentId,
    /// The name.
    pub name: String,
    /// Are they kept out? Then the ticket is theirs still, and no other can become so.
    pub is_disabled: bool,
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
    /// The first words of the first message, plain and short, for a ticket without a subject; else empty.
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
    /// Where replies go.
    pub mail: Option<String>,
    /// Is that address verified? If not, say so: "claimed".
    pub is_mail_verified: bool,
    /// What of its email did not arrive.
    pub undelivered: Option<Undelivered>,
    /// How many tickets this customer has.
    pub customer_tickets: i64,
    /// The site's name.
    pub site: String,
    /// The way it came in.
    pub channel: Channel,
    /// The customer's rating, and the word with it.
    pub rating: Option<(u8, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_waits_longest_is_first_and_the_rest_comes_after() {
        let at = |seconds: i64| Time(1_795_428_000_000_000).plus_seconds(seconds);
        let mut ranks = [Rank::parked(at(9)), Rank::waiting(at(8)), Rank::parked(at(1)), Rank::waiting(at(2))];
        ranks.sort_unstable();
        assert_eq!(ranks, [Rank::waiting(at(2)), Rank::waiting(at(8)), Rank::parked(at(9)), Rank::parked(at(1))]);
        assert!(Rank::FIRST < ranks[0]);
    }

    #[test]
    fn a_rank_is_kept_until_it_is_our_turn_no_more() {
        let at = |seconds: i64| Time(1_795_428_000_000_000).plus_seconds(seconds);
        let opened = Rank::waiting(at(0));
        let seen = opened.after(Status::Open, at(0), at(5));
        assert_eq!(seen.waiting_since(), Some(at(0)));
        let replied = seen.after(Status::Pending, at(6), at(6));
        assert_eq!((replied.waiting_since(), replied), (None, Rank::parked(at(6))));
        assert_eq!(replied.after(Status::Open, at(9), at(9)).waiting_since(), Some(at(9)));
    }
}
