//! A ticket as it is stored.

use model::id::{AgentId, CategoryId, CustomerId, SiteId, TicketId, VisitorId, WorkspaceId};
use model::ticket::{Channel, Priority, Status};
use model::time::Time;
use model::view::Rank;

/// A ticket's row.
#[derive(Debug, Clone)]
pub(crate) struct Ticket {
    pub(crate) id: TicketId,
    pub(crate) workspace: WorkspaceId,
    pub(crate) number: i64,
    pub(crate) site: SiteId,
    pub(crate) subject: String,
    pub(crate) status: Status,
    pub(crate) priority: Priority,
    pub(crate) channel: Channel,
    pub(crate) locale: String,
    pub(crate) category: Option<CategoryId>,
    pub(crate) customer: CustomerId,
    pub(crate) visitor: Option<VisitorId>,
    pub(crate) agent: Option<AgentId>,
    pub(crate) mail: Option<String>,
    pub(crate) mail_verified_at: Option<Time>,
    pub(crate) seq: i64,
    pub(crate) chain: Vec<u8>,
    pub(crate) opened_at: Time,
    pub(crate) moved_at: Time,
    pub(crate) status_at: Time,
    pub(crate) rank: Rank,
    pub(crate) answered_at: Option<Time>,
    pub(crate) customer_wrote_seq: i64,
    pub(crate) agent_wrote_seq: i64,
    pub(crate) agent_seen_seq: i64,
    pub(crate) customer_seen_seq: i64,
    pub(crate) rating: Option<i64>,
    pub(crate) rating_reason: String,
}

impl Ticket {
    /// Did an agent say something that is not known to have been on the customer's screen?
    pub(crate) fn has_unseen_by_customer(&self) -> bool {
        self.customer_seen_seq < self.agent_wrote_seq
    }

    /// Did the customer say something that is not known to have been on an agent's screen?
    pub(crate) fn has_unseen_by_agents(&self) -> bool {
        self.agent_seen_seq < self.customer_wrote_seq
    }
}

/// A ticket's row, and the names that stand beside it.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) ticket: Ticket,
    /// Who helps.
    pub(crate) agent: Option<String>,
    /// What it is about.
    pub(crate) category: Option<String>,
}
