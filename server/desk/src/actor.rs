//! Who asks, and the one rule of who may do what. Every read and every write passes `may`.

use model::fault::Fault;
use model::id::{AgentId, CustomerId, VisitorId, WorkspaceId};
use model::person::{Audience, Person, Side};
use uuid::Uuid;

use crate::error::{NOT_FOUND, Result};
use crate::token::TokenHash;

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Anybody at the door.
    Nobody {
        /// Whose door.
        workspace: WorkspaceId,
    },
    /// An anonymous browser.
    Visitor {
        /// Where.
        workspace: WorkspaceId,
        /// Derived from its token.
        id: VisitorId,
        /// Present until the first write stores the visitor.
        fresh: Option<TokenHash>,
    },
    /// A person who has verified a handle.
    Customer {
        /// Where.
        workspace: WorkspaceId,
        /// Who.
        id: CustomerId,
        /// Name, maybe empty.
        name: String,
        /// The verified address.
        mail: String,
    },
    /// An agent: somebody who replies to customers.
    Agent {
        /// Where.
        workspace: WorkspaceId,
        /// Who.
        id: AgentId,
        /// Name.
        name: String,
    },
    /// Porchlight itself, in a job.
    System {
        /// Where.
        workspace: WorkspaceId,
    },
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Open a ticket.
    Open,
    /// Read what customers read.
    Read,
    /// Read what only agents read.
    ReadAsAgent,
    /// Say something in public.
    Reply,
    /// Write a note.
    Note,
    /// Set status, priority, assignee; have email sent once more.
    Sort,
    /// Say whether it is solved.
    Confirm,
    /// Say where replies go.
    GiveMail,
    /// Keep a file for a message to come.
    Upload,
    /// Change sites and other settings, and say who else may come in.
    Administer,
    /// Change one's own name and password.
    Account,
}

/// What it is asked of.
#[derive(Debug, Clone, Copy)]
pub enum Object {
    /// The workspace as a whole: its list, its sites, its settings.
    Workspace(WorkspaceId),
    /// A ticket, by whose it is.
    Ticket {
        /// Where.
        workspace: WorkspaceId,
        /// The customer whose it is.
        customer: CustomerId,
        /// The browser that opened it.
        visitor: Option<VisitorId>,
    },
    /// An agent.
    Agent {
        /// Where.
        workspace: WorkspaceId,
        /// Who.
        agent: AgentId,
    },
}

/// The rule. There is no other.
pub fn may(actor: &Actor, action: Action, object: &Object) -> bool {
    if actor.workspace() != object.workspace() {
        return false;
    }
    match (actor, object) {
        (Actor::System { .. }, _) => true,
        (Actor::Agent { .. }, Object::Ticket { .. }) => match action {
            Action::Read | Action::ReadAsAgent | Action::Reply | Action::Note | Action::Sort => true,
            // Closing, and where replies go, is the customer's word alone.
            Action::Confirm | Action::GiveMail | Action::Open | Action::Upload | Action::Administer | Action::Account => false,
        },
        (Actor::Agent { .. }, Object::Workspace(_)) => {
            matches!(action, Action::ReadAsAgent | Action::Upload | Action::Administer)
        }
        (Actor::Agent { id, .. }, Object::Agent { agent, .. }) => match action {
            Action::Administer => true,
            // A colleague's name and password are nobody else's to change.
            Action::Account => id == agent,
            Action::Open
            | Action::Read
            | Action::ReadAsAgent
            | Action::Reply
            | Action::Note
            | Action::Sort
            | Action::Confirm
            | Action::GiveMail
            | Action::Upload => false,
        },
        (Actor::Customer { id, .. }, Object::Ticket { customer, .. }) => id == customer && is_customers(action),
        (Actor::Visitor { id, .. }, Object::Ticket { visitor, .. }) => Some(id) == visitor.as_ref() && is_customers(action),
        (Actor::Customer { .. } | Actor::Visitor { .. }, Object::Workspace(_)) => matches!(action, Action::Open | Action::Upload),
        (Actor::Customer { .. } | Actor::Visitor { .. }, Object::Agent { .. }) | (Actor::Nobody { .. }, _) => false,
    }
}

/// What a customer may do with a ticket of their own.
fn is_customers(action: Action) -> bool {
    matches!(action, Action::Read | Action::Reply | Action::Confirm | Action::GiveMail)
}

/// `may`, as a refusal: signed out when nobody asks, and otherwise the same answer as for a thing that does not exist.
pub fn demand(actor: &Actor, action: Action, object: &Object) -> Result<()> {
    match actor {
        _ if may(actor, action, object) => Ok(()),
        Actor::Nobody { .. } => Err(Fault::SignedOut.into()),
        _ => Err(NOT_FOUND),
    }
}

impl Object {
    fn workspace(&self) -> WorkspaceId {
        match self {
            Self::Workspace(workspace) | Self::Ticket { workspace, .. } | Self::Agent { workspace, .. } => *workspace,
        }
    }
}

impl Actor {
    /// Where they stand.
    pub fn workspace(&self) -> WorkspaceId {
        match self {
            Self::Nobody { workspace }
            | Self::Visitor { workspace, .. }
            | Self::Customer { workspace, .. }
            | Self::Agent { workspace, .. }
            | Self::System { workspace } => *workspace,
        }
    }

    /// Whose eyes a view is made for.
    pub fn audience(&self) -> Audience {
        match self {
            Self::Agent { .. } | Self::System { .. } => Audience::Agent,
            Self::Nobody { .. } | Self::Visitor { .. } | Self::Customer { .. } => Audience::Customer,
        }
    }

    /// Which side of the log they write on.
    pub fn side(&self) -> Side {
        match self {
            Self::Agent { .. } => Side::Agent,
            Self::System { .. } => Side::System,
            Self::Nobody { .. } | Self::Visitor { .. } | Self::Customer { .. } => Side::Customer,
        }
    }

    /// Their id, where they have one.
    pub fn id(&self) -> Option<Uuid> {
        match self {
            Self::Visitor { id, .. } => Some(id.0),
            Self::Customer { id, .. } => Some(id.0),
            Self::Agent { id, .. } => Some(id.0),
            Self::Nobody { .. } | Self::System { .. } => None,
        }
    }

    /// Name on the page.
    pub fn person(&self) -> Person {
        let name = match self {
            Self::Agent { name, .. } | Self::Customer { name, .. } => name.clone(),
            Self::Nobody { .. } | Self::Visitor { .. } | Self::System { .. } => String::new(),
        };
        Person::new(self.side(), name)
    }

    /// Whose keys and uploads these are, as stored.
    pub(crate) fn handle(&self) -> String {
        match self {
            Self::Nobody { .. } => "nobody".to_owned(),
            Self::Visitor { id, .. } => format!("visitor:{id}"),
            Self::Customer { id, .. } => format!("customer:{id}"),
            Self::Agent { id, .. } => format!("agent:{id}"),
            Self::System { .. } => "system".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACTIONS: [Action; 11] = [
        Action::Open,
        Action::Read,
        Action::ReadAsAgent,
        Action::Reply,
        Action::Note,
        Action::Sort,
        Action::Confirm,
        Action::GiveMail,
        Action::Upload,
        Action::Administer,
        Action::Account,
    ];

    fn ids() -> (WorkspaceId, WorkspaceId) {
        (WorkspaceId(Uuid::from_u128(1)), WorkspaceId(Uuid::from_u128(2)))
    }

    fn allowed(actor: &Actor, object: &Object) -> Vec<Action> {
        ACTIONS.into_iter().filter(|action| may(actor, *action, object)).collect()
    }

    #[test]
    fn a_ticket_is_its_customers_and_its_agents_and_nobody_elses() {
        use Action::{Confirm, GiveMail, Note, Read, ReadAsAgent, Reply, Sort};
        let (here, there) = ids();
        let (ada, eve) = (CustomerId(Uuid::from_u128(3)), CustomerId(Uuid::from_u128(4)));
        let (browser, other) = (VisitorId(Uuid::from_u128(5)), VisitorId(Uuid::from_u128(6)));
        let ticket = Object::Ticket { workspace: here, customer: ada, visitor: Some(browser) };
        let customer = |workspace, id| Actor::Customer { workspace, id, name: String::new(), mail: String::new() };
        let visitor = |workspace, id| Actor::Visitor { workspace, id, fresh: None };
        let agent = |workspace| Actor::Agent { workspace, id: AgentId(Uuid::from_u128(7)), name: String::new() };
        let check = |actor: Actor, expected: &[Action]| assert_eq!(allowed(&actor, &ticket), expected, "{actor:?}");

        check(customer(here, ada), &[Read, Reply, Confirm, GiveMail]);
        check(customer(here, eve), &[]);
        check(customer(there, ada), &[]);
        check(visitor(here, browser), &[Read, Reply, Confirm, GiveMail]);
        check(visitor(here, other), &[]);
        check(visitor(there, browser), &[]);
        check(agent(here), &[Read, ReadAsAgent, Reply, Note, Sort]);
        check(agent(there), &[]);
        check(Actor::Nobody { workspace: here }, &[]);
    }

    #[test]
    fn an_agent_is_let_in_by_colleagues_and_changed_by_nobody_else() {
        let (here, there) = ids();
        let (mina, jonas) = (AgentId(Uuid::from_u128(7)), AgentId(Uuid::from_u128(8)));
        let object = Object::Agent { workspace: here, agent: mina };
        let agent = |workspace, id| Actor::Agent { workspace, id, name: String::new() };
        let check = |actor: Actor, expected: &[Action]| assert_eq!(allowed(&actor, &object), expected, "{actor:?}");

        check(agent(here, mina), &[Action::Administer, Action::Account]);
        check(agent(here, jonas), &[Action::Administer]);
        check(agent(there, mina), &[]);
        let customer = CustomerId(Uuid::from_u128(7));
        check(Actor::Customer { workspace: here, id: customer, name: String::new(), mail: String::new() }, &[]);
        check(Actor::Visitor { workspace: here, id: VisitorId(Uuid::from_u128(7)), fresh: None }, &[]);
        check(Actor::Nobody { workspace: here }, &[]);
    }
}
