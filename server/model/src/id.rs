//! Ids: one type a table, so that two tables' ids cannot be swapped. Making a fresh one needs a clock, so it happens in `desk`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident,)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )+};
}

id! {
    /// A company; every row belongs to one.
    WorkspaceId,
    /// A brand or web site of a workspace.
    SiteId,
    /// An anonymous browser.
    VisitorId,
    /// A known person.
    CustomerId,
    /// An agent: somebody who replies to customers.
    AgentId,
    /// Somebody who was invited to join the team.
    InvitationId,
    /// A ticket.
    TicketId,
    /// A reply or a note.
    MessageId,
    /// A file that came with a message, or that waits for one.
    AttachmentId,
    /// A picture that an agent shows of themself.
    AvatarId,
    /// A topic shared by tickets and articles.
    CategoryId,
    /// An answer in the FAQ.
    ArticleId,
    /// A piece of work for later.
    JobId,
    /// A signed-in browser.
    SessionId,
    /// Made by the client (`UUIDv7`) for one write; the same key again gives the first answer again.
    Key,
}
