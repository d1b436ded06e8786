//! The event log's kinds. Everything that happens to a ticket is one of these, written with the change itself.

use serde::{Deserialize, Serialize};

use crate::id::{AgentId, MessageId};
use crate::mail::MailFault;
use crate::ticket::{Channel, Priority, Status};

/// What happened. Stored as JSON with a `kind`; a kind is only ever added, never changed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A ticket began with its first message.
    TicketOpened {
        /// The way it came.
        channel: Channel,
        /// The first message.
        message: MessageId,
        /// SHA-256 of its body, so that a later change of the words is found.
        body_sha256: String,
    },
    /// Somebody said something in public.
    ReplySent {
        /// The message.
        message: MessageId,
        /// SHA-256 of its body.
        body_sha256: String,
    },
    /// An agent wrote for agents only.
    NoteWritten {
        /// The message.
        message: MessageId,
        /// SHA-256 of its body.
        body_sha256: String,
    },
    /// The ticket moved.
    StatusChanged {
        /// From where.
        from: Status,
        /// To where.
        to: Status,
    },
    /// It became more or less urgent.
    PriorityChanged {
        /// From which.
        from: Priority,
        /// To which.
        to: Priority,
    },
    /// Somebody takes care of it, or nobody.
    Assigned {
        /// Who; nobody when absent.
        agent: Option<AgentId>,
        /// Their name at that time.
        name: Option<String>,
    },
    /// An agent opened it for the first time since the customer's last message.
    TicketSeen,
    /// The customer said where replies go.
    MailGiven {
        /// The address.
        mail: String,
    },
    /// The customer proved that the address is theirs.
    MailVerified {
        /// The address.
        mail: String,
    },
    /// The customer said: yes, this solved it.
    SolutionConfirmed {
        /// 1 (very bad) to 5 (very good), if given.
        rating: Option<u8>,
        /// A word of reason, maybe empty.
        reason: String,
    },
    /// The customer said how it was, after they had confirmed it.
    SolutionRated {
        /// 1 (very bad) to 5 (very good).
        rating: Option<u8>,
        /// A word of reason, maybe empty.
        reason: String,
    },
    /// The customer said: no, not yet.
    SolutionDenied {
        /// A word of reason, maybe empty.
        reason: String,
    },
    /// An email was given up.
    MailFailed {
        /// Why.
        why: MailFault,
    },
    /// An agent had the email that did not arrive sent once more.
    MailRetried,
}

impl Event {
    /// The stored kind, as in the JSON.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::TicketOpened { .. } => "ticket_opened",
            Self::ReplySent { .. } => "reply_sent",
            Self::NoteWritten { .. } => "note_written",
            Self::StatusChanged { .. } => "status_changed",
            Self::PriorityChanged { .. } => "priority_changed",
            Self::Assigned { .. } => "assigned",
            Self::TicketSeen => "ticket_seen",
            Self::MailGiven { .. } => "mail_given",
            Self::MailVerified { .. } => "mail_verified",
            Self::SolutionConfirmed { .. } => "solution_confirmed",
            Self::SolutionRated { .. } => "solution_rated",
            Self::SolutionDenied { .. } => "solution_denied",
            Self::MailFailed { .. } => "mail_failed",
            Self::MailRetried => "mail_retried",
        }
    }

    /// Does the ticket move up the lists? Looking, notes and the desk's own sorting move nothing under anybody's pointer.
    pub const fn is_movement(&self) -> bool {
        match self {
            Self::TicketOpened { .. }
            | Self::ReplySent { .. }
            | Self::StatusChanged { .. }
            | Self::SolutionConfirmed { .. }
            | Self::SolutionDenied { .. } => true,
            Self::NoteWritten { .. }
            | Self::PriorityChanged { .. }
            | Self::Assigned { .. }
            | Self::TicketSeen
            | Self::MailGiven { .. }
            | Self::MailVerified { .. }
            | Self::SolutionRated { .. }
            | Self::MailFailed { .. }
            | Self::MailRetried => false,
        }
    }

    /// May the customer read this line of the log? Notes, the desk's own sorting and its email are the agents' business.
    pub const fn is_for_customer(&self) -> bool {
        match self {
            Self::TicketOpened { .. }
            | Self::ReplySent { .. }
            | Self::StatusChanged { .. }
            | Self::Assigned { .. }
            | Self::TicketSeen
            | Self::MailGiven { .. }
            | Self::MailVerified { .. }
            | Self::SolutionConfirmed { .. }
            | Self::SolutionRated { .. }
            | Self::SolutionDenied { .. } => true,
            Self::NoteWritten { .. } | Self::PriorityChanged { .. } | Self::MailFailed { .. } | Self::MailRetried => false,
        }
    }
}
