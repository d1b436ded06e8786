//! Where a ticket stands, how urgent it is, and what moves it.

use serde::{Deserialize, Serialize};

/// Gives an enum its stored word, and the way back.
macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word that is stored and sent.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value of a stored word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use words;

/// Where a ticket stands, as agents say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nobody has replied to or taken it yet.
    New,
    /// Waits for us.
    Open,
    /// Waits for the customer.
    Pending,
    /// Waits for a third party.
    OnHold,
    /// We think it is done; the customer is asked.
    Solved,
    /// The customer said so.
    Closed,
}
words!(Status { New = "new", Open = "open", Pending = "pending", OnHold = "on_hold", Solved = "solved", Closed = "closed" });

/// What the customer reads for a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// We have it.
    Received,
    /// Somebody works on it.
    InProgress,
    /// The customer's turn.
    WaitingForYou,
    /// A third party's turn.
    OnHold,
    /// Done, as we think.
    Solved,
    /// Done, as the customer said.
    Closed,
}
words!(Label { Received = "received", InProgress = "in_progress", WaitingForYou = "waiting_for_you", OnHold = "on_hold", Solved = "solved", Closed = "closed" });

/// Whose turn it is in a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// Nothing was written yet.
    Unwritten,
    /// The first reply is waited for.
    First,
    /// Another reply is waited for.
    Next,
    /// The customer's, a third party's, or nobody's: no reply is owed.
    NotOurs,
}

/// How soon it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// When there is time.
    Low,
    /// In turn.
    Normal,
    /// Before the others.
    High,
    /// Now.
    Urgent,
}
words!(Priority { Low = "low", Normal = "normal", High = "high", Urgent = "urgent" });

/// The way a ticket or a message came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The chat widget on a site's page.
    Widget,
    /// The customer portal.
    Portal,
    /// Mail.
    Mail,
    /// The desk itself.
    Desk,
}
words!(Channel { Widget = "widget", Portal = "portal", Mail = "mail", Desk = "desk" });

impl Status {
    /// What the customer reads.
    pub const fn label(self) -> Label {
        match self {
            Self::New => Label::Received,
            Self::Open => Label::InProgress,
            Self::Pending => Label::WaitingForYou,
            Self::OnHold => Label::OnHold,
            Self::Solved => Label::Solved,
            Self::Closed => Label::Closed,
        }
    }

    /// What a customer's reply does: it wakes whatever waits or sleeps; a new ticket stays new.
    /// A closed ticket opens again too, because a customer who writes is never sent away.
    pub const fn after_customer_reply(self) -> Self {
        match self {
            Self::New => Self::New,
            Self::Open | Self::Pending | Self::OnHold | Self::Solved | Self::Closed => Self::Open,
        }
    }

    /// What an agent's public reply does: now it is the customer's turn.
    pub const fn after_agent_reply(self) -> Self {
        match self {
            Self::New | Self::Open | Self::Pending | Self::OnHold | Self::Solved | Self::Closed => Self::Pending,
        }
    }

    /// May an agent set this status by hand? New is only where tickets begin, and Closed is the customer's word.
    pub const fn may_be_set_by_agent(self) -> bool {
        match self {
            Self::Open | Self::Pending | Self::OnHold | Self::Solved => true,
            Self::New | Self::Closed => false,
        }
    }

    /// Is the customer asked "did this solve it?"
    pub const fn asks_customer(self) -> bool {
        matches!(self, Self::Solved)
    }
}

#[cfg(test)]
mod tests {
    use super::Status::{Closed, New, OnHold, Open, Pending, Solved};
    use super::*;

    #[test]
    fn a_customers_reply_wakes_every_ticket_that_is_not_new() {
        let check = |before: Status, after| assert_eq!(before.after_customer_reply(), after, "{before:?}");
        check(New, New);
        check(Open, Open);
        check(Pending, Open);
        check(OnHold, Open);
        check(Solved, Open);
        check(Closed, Open);
    }

    #[test]
    fn only_the_customer_closes() {
        let by_hand: Vec<_> = Status::ALL.iter().filter(|status| status.may_be_set_by_agent()).collect();
        assert_eq!(by_hand, [&Open, &Pending, &OnHold, &Solved]);
    }

    #[test]
    fn every_word_finds_its_way_back() {
        for status in Status::ALL {
            assert_eq!(Status::from_word(status.word()), Some(*status));
        }
        assert_eq!(Status::from_word("waiting"), None);
    }
}
