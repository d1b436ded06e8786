//! The other nodes: what this one has to tell them, and who is there. Words about the same thing are told once, the newest.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use model::id::{AgentId, TicketId, WorkspaceId};
use model::person::Person;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// People told of at one ticket; more are there, but nobody reads more names.
const PEOPLE_MAX: usize = 16;

/// What one node tells the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Word {
    /// This node was cut off, and what it said before may be lost: look at everything again.
    Again,
    /// A ticket's log grew.
    Look { workspace: WorkspaceId, ticket: TicketId, number: i64, seq: i64 },
    /// Sessions of a person have ended.
    Sessions { of: Uuid },
    /// Somebody writes.
    Typing { ticket: TicketId, by: Person },
    /// Everybody of this node who looks at a ticket.
    Here { ticket: TicketId, people: Vec<Person> },
    /// Every agent of this node who has a desk open.
    Agents {
        workspace: WorkspaceId,
        #[serde(default)]
        agents: Vec<(AgentId, String)>,
        /// Their names again, for nodes of the version before, which know no more; and all that those tell.
        #[serde(default)]
        names: Vec<String>,
    },
}

/// Words of one node. Without words it says that the node lives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Packet {
    pub(crate) node: Uuid,
    #[serde(deserialize_with = "understood")]
    pub(crate) words: Vec<Word>,
}

/// The words that this version understands: one of a newer version takes none of the others with it.
fn understood<'de, D: serde::Deserializer<'de>>(words: D) -> Result<Vec<Word>, D::Error> {
    let words = Vec::<serde_json::Value>::deserialize(words)?;
    Ok(words.into_iter().filter_map(|word| serde_json::from_value(word).ok()).collect())
}

#[derive(Default)]
pub(super) struct Peers {
    is_again: bool,
    looks: HashMap<TicketId, (WorkspaceId, i64, i64)>,
    sessions: HashSet<Uuid>,
    typing: HashMap<TicketId, Person>,
    here_moved: HashSet<TicketId>,
    agents_moved: HashSet<WorkspaceId>,
    nodes: HashMap<Uuid, Node>,
}

struct Node {
    heard_at: Instant,
    here: HashMap<TicketId, Vec<Person>>,
    agents: HashMap<WorkspaceId, Vec<(AgentId, String)>>,
}

impl Peers {
    pub(super) fn again(&mut self) {
        self.is_again = true;
    }

    pub(super) fn look(&mut self, workspace: WorkspaceId, ticket: TicketId, number: i64, seq: i64) {
        self.looks.insert(ticket, (workspace, number, seq));
    }

    pub(super) fn sessions(&mut self, of: Uuid) {
        self.sessions.insert(of);
    }

    pub(super) fn typing(&mut self, ticket: TicketId, by: Person) {
        self.typing.insert(ticket, by);
    }

    pub(super) fn moved(&mut self, ticket: TicketId) {
        self.here_moved.insert(ticket);
    }

    pub(super) fn agents_moved(&mut self, workspace: WorkspaceId) {
        self.agents_moved.insert(workspace);
    }

    /// Everything is to be told again: a node came that knows nothing.
    pub(super) fn introduce(&mut self, here: impl Iterator<Item = TicketId>, agents: impl Iterator<Item = WorkspaceId>) {
        self.here_moved.extend(here);
        self.agents_moved.extend(agents);
    }

    /// Takes what there is to tell.
    pub(super) fn take(
        &mut self,
        here: &HashMap<TicketId, Vec<(u64, Person)>>,
        agents: &HashMap<(WorkspaceId, AgentId), (usize, String)>,
    ) -> Vec<Word> {
        let looks = self.looks.drain();
        let mut words: Vec<Word> =
            looks.map(|(ticket, (workspace, number, seq))| Word::Look { workspace, ticket, number, seq }).collect();
        words.extend(std::mem::take(&mut self.is_again).then_some(Word::Again));
        words.extend(self.sessions.drain().map(|of| Word::Sessions { of }));
        words.extend(self.typing.drain().map(|(ticket, by)| Word::Typing { ticket, by }));
        words.extend(self.here_moved.drain().map(|ticket| {
            let people = here.get(&ticket).into_iter().flatten().take(PEOPLE_MAX);
            Word::Here { ticket, people: people.map(|(_, person)| person.clone()).collect() }
        }));
        words.extend(self.agents_moved.drain().map(|workspace| {
            let here = agents.iter().filter(|((at, _), _)| *at == workspace).take(PEOPLE_MAX);
            let agents: Vec<_> = here.map(|((_, id), (_, name))| (*id, name.clone())).collect();
            Word::Agents { workspace, names: agents.iter().map(|(_, name)| name.clone()).collect(), agents }
        }));
        words
    }

    /// A node was heard. Is it a new one?
    pub(super) fn meet(&mut self, node: Uuid) -> bool {
        let is_new = !self.nodes.contains_key(&node);
        let nobody = || Node { heard_at: Instant::now(), here: HashMap::new(), agents: HashMap::new() };
        self.nodes.entry(node).or_insert_with(nobody).heard_at = Instant::now();
        is_new
    }

    pub(super) fn hear_here(&mut self, node: Uuid, ticket: TicketId, people: Vec<Person>) {
        let Some(node) = self.nodes.get_mut(&node) else { return };
        if people.is_empty() {
            node.here.remove(&ticket);
        } else {
            node.here.insert(ticket, people);
        }
    }

    pub(super) fn hear_agents(&mut self, node: Uuid, workspace: WorkspaceId, agents: Vec<(AgentId, String)>) {
        if let Some(node) = self.nodes.get_mut(&node) {
            node.agents.insert(workspace, agents);
        }
    }

    /// Forgets silent nodes and says at which tickets somebody was; nothing when no node was silent.
    pub(super) fn forget_silent(&mut self, silence: Duration) -> Option<Vec<TicketId>> {
        let (mut tickets, before) = (Vec::new(), self.nodes.len());
        self.nodes.retain(|_, node| {
            let is_silent = node.heard_at.elapsed() >= silence;
            if is_silent {
                tickets.extend(node.here.keys().copied());
            }
            !is_silent
        });
        (self.nodes.len() < before).then_some(tickets)
    }

    pub(super) fn here(&self, ticket: TicketId) -> impl Iterator<Item = Person> {
        self.nodes.values().flat_map(move |node| node.here.get(&ticket).into_iter().flatten().cloned())
    }

    pub(super) fn agents(&self, workspace: WorkspaceId) -> impl Iterator<Item = (AgentId, String)> {
        self.nodes.values().flat_map(move |node| node.agents.get(&workspace).into_iter().flatten().cloned())
    }
}
