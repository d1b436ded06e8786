//! The bus: says "look again" to whoever watches, and knows who is here. It may lose anything; the log is the truth.
//! With several nodes on one PostgreSQL, `db` carries the words of each node's bus to the others.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use model::id::{AgentId, TicketId, WorkspaceId};
use model::person::{Person, Side};
use tokio::sync::Notify;
use uuid::Uuid;

mod peers;
mod queue;

use peers::Peers;
pub(crate) use peers::{Packet, Word};
use queue::Queue;

/// What a transaction wants said after its commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// A ticket's log grew.
    Ticket {
        /// Where.
        workspace: WorkspaceId,
        /// Which.
        ticket: TicketId,
        /// Its number.
        number: i64,
        /// Up to where.
        seq: i64,
    },
    /// There is work for the job worker.
    Jobs,
    /// Sessions of somebody have ended.
    Sessions {
        /// Whose: an agent's, a customer's or a visitor's id.
        of: Uuid,
    },
}

/// What a watcher hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// Look at this ticket's log again.
    Look {
        /// Which.
        ticket: TicketId,
        /// Its number.
        number: i64,
        /// Up to where it goes, as far as was heard.
        seq: i64,
    },
    /// Somebody writes.
    Typing {
        /// Where.
        ticket: TicketId,
        /// Who.
        by: Person,
        /// The watcher from which it came, so that it need not hear itself.
        from: u64,
    },
    /// Who is here has changed.
    Presence {
        /// Where.
        ticket: TicketId,
    },
    /// Something may have been missed: look at everything again.
    Again,
    /// Sessions of the watcher's own person have ended: this one may be among them.
    Sessions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Topic {
    Ticket(TicketId),
    Inbox(WorkspaceId),
    Person(Uuid),
}

/// Shared by its clones.
#[derive(Clone, Default)]
pub struct Bus(Arc<Inner>);

#[derive(Default)]
struct Inner {
    state: Mutex<State>,
    last_watcher: AtomicU64,
    jobs: Notify,
    /// Wakes whoever carries words to the other nodes.
    words: Notify,
}

#[derive(Default)]
struct State {
    topics: HashMap<Topic, Vec<Subscription>>,
    here: HashMap<TicketId, Vec<(u64, Person)>>,
    agents: HashMap<(WorkspaceId, AgentId), (usize, String)>,
    /// The other nodes, when there can be any.
    peers: Option<Peers>,
}

struct Subscription {
    watcher: u64,
    queue: Queue,
}

/// One watcher: a socket, or a long poll. Dropping it leaves every topic.
pub struct Watcher {
    bus: Bus,
    id: u64,
    queue: Queue,
    topics: Vec<Topic>,
    agent: Option<(WorkspaceId, AgentId)>,
}

impl Bus {
    /// Says what a committed transaction noted.
    pub fn publish(&self, hints: Vec<Hint>) {
        for hint in hints {
            match hint {
                Hint::Ticket { workspace, ticket, number, seq } => {
                    let mut state = self.lock();
                    state.look(workspace, ticket, number, seq);
                    self.say(&mut state, |peers| peers.look(workspace, ticket, number, seq));
                }
                Hint::Jobs => self.0.jobs.notify_one(),
                Hint::Sessions { of } => {
                    let mut state = self.lock();
                    state.tell(Topic::Person(of), &Signal::Sessions);
                    self.say(&mut state, |peers| peers.sessions(of));
                }
            }
        }
    }

    /// Waits until there may be a job.
    pub async fn jobs(&self) {
        self.0.jobs.notified().await;
    }

    /// A new watcher of nothing yet.
    pub fn watcher(&self) -> Watcher {
        let id = self.0.last_watcher.fetch_add(1, Ordering::Relaxed) + 1;
        Watcher { bus: self.clone(), id, queue: Queue::default(), topics: Vec::new(), agent: None }
    }

    /// Who looks at a ticket now, with the numbers of their watchers; 0 for those on other nodes.
    pub fn here(&self, ticket: TicketId) -> Vec<(u64, Person)> {
        let state = self.lock();
        let mut here = state.here.get(&ticket).cloned().unwrap_or_default();
        here.extend(state.peers.iter().flat_map(|peers| peers.here(ticket)).map(|person| (0, person)));
        here
    }

    /// The agents of a workspace who have a desk open, on any node, by name.
    pub fn agents_here(&self, workspace: WorkspaceId) -> Vec<(AgentId, String)> {
        let state = self.lock();
        let mut agents = state.agents_of(workspace);
        agents.extend(state.peers.iter().flat_map(|peers| peers.agents(workspace)));
        // Two nodes may know one by two names: the first counts.
        let mut met = HashSet::new();
        agents.retain(|(id, name)| met.insert(if id.0.is_nil() { (*id, Some(name.clone())) } else { (*id, None) }));
        agents.sort_by(|(_, one), (_, other)| one.cmp(other));
        agents
    }

    /// Is any agent of a workspace here: with a desk open, or at one of these tickets?
    pub fn is_team_here(&self, workspace: WorkspaceId, tickets: impl IntoIterator<Item = TicketId>) -> bool {
        let has_agent = |ticket| is_other_side_here(&self.here(ticket), Side::Customer);
        self.has_agents(workspace) || tickets.into_iter().any(has_agent)
    }

    fn has_agents(&self, workspace: WorkspaceId) -> bool {
        let state = self.lock();
        state.agents.keys().any(|(at, _)| *at == workspace)
            || state.peers.iter().any(|peers| peers.agents(workspace).next().is_some())
    }

    /// From now on there may be other nodes: what is said here is kept for [`Bus::words`].
    pub(crate) fn share(&self) {
        self.lock().peers.get_or_insert_default();
    }

    /// Waits until there is something to say to the other nodes, and takes it: the newest of each kind only.
    pub(crate) async fn words(&self) -> Vec<Word> {
        loop {
            let waits = self.0.words.notified();
            let words = {
                let mut guard = self.lock();
                let state = &mut *guard;
                state.peers.as_mut().map(|peers| peers.take(&state.here, &state.agents)).unwrap_or_default()
            };
            if !words.is_empty() {
                return words;
            }
            waits.await;
        }
    }

    /// Takes what another node said.
    pub(crate) fn heard_from(&self, packet: Packet) {
        let mut guard = self.lock();
        let state = &mut *guard;
        let Some(peers) = state.peers.as_mut() else { return };
        if peers.meet(packet.node) {
            peers.introduce(state.here.keys().copied(), state.agents.keys().map(|(workspace, _)| *workspace));
            self.0.words.notify_one();
        }
        for word in packet.words {
            match word {
                Word::Again => state.look_again(),
                Word::Sessions { of } => state.tell(Topic::Person(of), &Signal::Sessions),
                Word::Look { workspace, ticket, number, seq } => state.look(workspace, ticket, number, seq),
                Word::Typing { ticket, by } => state.tell(Topic::Ticket(ticket), &Signal::Typing { ticket, by, from: 0 }),
                Word::Here { ticket, people } => {
                    if let Some(peers) = state.peers.as_mut() {
                        peers.hear_here(packet.node, ticket, people);
                    }
                    state.tell(Topic::Ticket(ticket), &Signal::Presence { ticket });
                }
                Word::Agents { workspace, mut agents, names } => {
                    if agents.is_empty() {
                        agents.extend(names.into_iter().map(|name| (AgentId(Uuid::nil()), name)));
                    }
                    if let Some(peers) = state.peers.as_mut() {
                        peers.hear_agents(packet.node, workspace, agents);
                    }
                }
            }
        }
    }

    /// Forgets who was on nodes that have been silent for so long. Their last words may not have been heard: everybody looks
    /// again.
    pub(crate) fn forget_silent(&self, silence: std::time::Duration) {
        let mut guard = self.lock();
        let Some(gone) = guard.peers.as_mut().and_then(|peers| peers.forget_silent(silence)) else { return };
        for ticket in gone {
            guard.tell(Topic::Ticket(ticket), &Signal::Presence { ticket });
        }
        guard.look_again();
    }

    /// Tells every watcher of this node that it may have missed something.
    pub(crate) fn look_again(&self) {
        self.lock().look_again();
    }

    /// Tells every watcher of the other nodes too: words of this one may have been lost on a line that was cut.
    pub(crate) fn let_all_look_again(&self) {
        let mut state = self.lock();
        state.look_again();
        self.say(&mut state, Peers::again);
    }

    fn leave(&self, state: &mut State, topic: Topic, watcher: u64) {
        state.leave(topic, watcher);
        let Topic::Ticket(ticket) = topic else { return };
        let Some(here) = state.here.get_mut(&ticket) else { return };
        let before = here.len();
        here.retain(|(known, _)| *known != watcher);
        let has_left = here.len() < before;
        if here.is_empty() {
            state.here.remove(&ticket);
        }
        if has_left {
            state.tell(topic, &Signal::Presence { ticket });
            self.say(state, |peers| peers.moved(ticket));
        }
    }

    fn say(&self, state: &mut State, say: impl FnOnce(&mut Peers)) {
        if let Some(peers) = state.peers.as_mut() {
            say(peers);
            self.0.words.notify_one();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn look_again(&self) {
        for subscription in self.topics.values().flatten() {
            subscription.queue.put_again();
        }
    }

    fn look(&self, workspace: WorkspaceId, ticket: TicketId, number: i64, seq: i64) {
        let signal = Signal::Look { ticket, number, seq };
        self.tell(Topic::Ticket(ticket), &signal);
        self.tell(Topic::Inbox(workspace), &signal);
    }

    /// The agents of a workspace who have a desk open on this node.
    fn agents_of(&self, workspace: WorkspaceId) -> Vec<(AgentId, String)> {
        let here = self.agents.iter().filter(|((at, _), _)| *at == workspace);
        here.map(|((_, id), (_, name))| (*id, name.clone())).collect()
    }

    fn tell(&self, topic: Topic, signal: &Signal) {
        for subscription in self.topics.get(&topic).into_iter().flatten() {
            subscription.queue.put(signal.clone());
        }
    }

    fn leave(&mut self, topic: Topic, watcher: u64) {
        if let Some(subscriptions) = self.topics.get_mut(&topic) {
            subscriptions.retain(|subscription| subscription.watcher != watcher);
            if subscriptions.is_empty() {
                self.topics.remove(&topic);
            }
        }
    }
}

impl Watcher {
    /// This watcher's own number.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Hears of a ticket from now on, unseen.
    pub fn hear(&mut self, ticket: TicketId) {
        self.join(Topic::Ticket(ticket));
    }

    /// Hears no more of a ticket, and is no longer seen there.
    pub fn leave(&mut self, ticket: TicketId) {
        let topic = Topic::Ticket(ticket);
        self.topics.retain(|known| *known != topic);
        let mut state = self.bus.lock();
        self.bus.leave(&mut state, topic, self.id);
    }

    /// Hears of a ticket from now on, and is seen there as `person`.
    pub fn watch(&mut self, ticket: TicketId, person: Person) {
        self.join(Topic::Ticket(ticket));
        let mut state = self.bus.lock();
        let here = state.here.entry(ticket).or_default();
        if here.iter().all(|(watcher, _)| *watcher != self.id) {
            here.push((self.id, person));
        }
        state.tell(Topic::Ticket(ticket), &Signal::Presence { ticket });
        self.bus.say(&mut state, |peers| peers.moved(ticket));
    }

    /// Hears of every ticket of a workspace, as an agent at the desk.
    pub fn watch_inbox(&mut self, workspace: WorkspaceId, agent: AgentId, name: &str) {
        self.join(Topic::Inbox(workspace));
        if self.agent.is_none() {
            self.agent = Some((workspace, agent));
            let mut state = self.bus.lock();
            state.agents.entry((workspace, agent)).or_insert_with(|| (0, name.to_owned())).0 += 1;
            self.bus.say(&mut state, |peers| peers.agents_moved(workspace));
        }
    }

    /// Hears from now on when sessions of this person end.
    pub fn belong_to(&mut self, person: Option<Uuid>) {
        if let Some(person) = person {
            self.join(Topic::Person(person));
        }
    }

    /// Tells the others that `by` is writing.
    pub fn typing(&self, ticket: TicketId, by: Person) {
        let mut state = self.bus.lock();
        state.tell(Topic::Ticket(ticket), &Signal::Typing { ticket, by: by.clone(), from: self.id });
        self.bus.say(&mut state, |peers| peers.typing(ticket, by));
    }

    /// The next signal. Never ends while the watcher lives.
    pub async fn heard(&mut self) -> Option<Signal> {
        Some(self.queue.next().await)
    }

    /// Was something lost since the last time this was asked? Then look at everything again.
    pub fn take_behind(&self) -> bool {
        self.queue.take_behind()
    }

    fn join(&mut self, topic: Topic) {
        if self.topics.contains(&topic) {
            return;
        }
        self.topics.push(topic);
        let subscription = Subscription { watcher: self.id, queue: self.queue.clone() };
        self.bus.lock().topics.entry(topic).or_default().push(subscription);
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        let bus = self.bus.clone();
        let mut state = bus.lock();
        for topic in self.topics.drain(..) {
            bus.leave(&mut state, topic, self.id);
        }
        if let Some(agent) = self.agent.take()
            && let Some((count, _)) = state.agents.get_mut(&agent)
        {
            *count -= 1;
            if *count == 0 {
                state.agents.remove(&agent);
                bus.say(&mut state, |peers| peers.agents_moved(agent.0));
            }
        }
    }
}

/// Is anybody of the other side among those who are here?
pub fn is_other_side_here(here: &[(u64, Person)], mine: Side) -> bool {
    here.iter().any(|(_, person)| person.side != mine)
}

#[cfg(test)]
mod tests;
