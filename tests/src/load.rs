//! People who write while the machine fails: each keeps a ledger of what the program acknowledged, repeats what it did not,
//! and watches its own ticket. Afterwards the ledger is held against the store.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use desk::Desk;
use desk::tickets::Which;
use model::id::{TicketId, WorkspaceId};
use model::live::{Ask, Tell};
use model::message::Reply as Message;
use model::view::AgentEntry;
use model::wire::Kept;
use serde_json::json;
use tokio::task::JoinSet;

use crate::client::{Client, Live, Lost};
use crate::dice::Dice;
use crate::{PASSWORD, key};

/// The pause after a lost answer.
const PAUSE: Duration = Duration::from_millis(5);
/// How long watchers may need at the end to hear the rest.
const HEARD_WITHIN: Duration = Duration::from_secs(10);

/// An acknowledged message.
#[derive(Debug, Clone)]
pub struct Acked {
    /// Where.
    pub ticket: TicketId,
    /// Its number.
    pub number: i64,
    /// The words, unlike any other's.
    pub body: String,
    /// How many acknowledgements there were before it, over all writers.
    pub at: u64,
}

/// What happened, by the clients' own account.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Acknowledged.
    pub acked: Vec<Acked>,
    /// Everything that was ever tried.
    pub tried: BTreeSet<String>,
    /// Tickets that were opened, each by one key.
    pub opened: u64,
    /// Answers that got lost and were asked for again.
    pub lost: u64,
    /// What a watcher heard that it must not: a gap, a double, a wrong order.
    pub faults: Vec<String>,
    /// Lines of the log that watchers heard.
    pub heard: u64,
}

/// The people.
pub struct Load {
    shared: Arc<Shared>,
    tasks: JoinSet<()>,
}

struct Shared {
    /// Every node.
    addresses: Vec<SocketAddr>,
    base: String,
    site: String,
    ledger: Mutex<Ledger>,
    count: AtomicU64,
    /// No more new messages; what is on its way is brought home.
    ends: AtomicBool,
    /// Watchers may go.
    is_over: AtomicBool,
}

impl Load {
    /// Starts `writers` visitors, each with a watcher on its own ticket, and one agent who answers them.
    pub fn start(address: SocketAddr, base: &str, site: &str, writers: u64) -> Self {
        Self::on_nodes(vec![address], base, site, writers)
    }

    /// The same on several nodes: whoever loses an answer on one asks the next, as a balancer would do it.
    pub fn on_nodes(addresses: Vec<SocketAddr>, base: &str, site: &str, writers: u64) -> Self {
        let shared = Arc::new(Shared {
            addresses,
            base: base.to_owned(),
            site: site.to_owned(),
            ledger: Mutex::default(),
            count: AtomicU64::new(0),
            ends: AtomicBool::new(false),
            is_over: AtomicBool::new(false),
        });
        let mut tasks = JoinSet::new();
        for writer in 0..writers {
            tasks.spawn(write(Arc::clone(&shared), writer));
        }
        tasks.spawn(answer(Arc::clone(&shared)));
        Self { shared, tasks }
    }

    /// Acknowledgements so far.
    pub fn acked(&self) -> u64 {
        self.shared.count.load(Ordering::SeqCst)
    }

    /// The ledger as it stands: what was acknowledged by now is in it.
    pub fn snapshot(&self) -> Vec<Acked> {
        self.shared.acked()
    }

    /// Lets everybody finish what they began, and hands over the ledger.
    pub async fn finish(mut self) -> Ledger {
        self.shared.ends.store(true, Ordering::SeqCst);
        while let Some(ended) = self.tasks.join_next().await {
            ended.unwrap();
        }
        std::mem::take(&mut *self.shared.ledger.lock().unwrap())
    }
}

impl Shared {
    fn client(&self, writer: u64) -> Client {
        let nodes = self.addresses.len();
        Client::new(self.addresses[usize::try_from(writer).unwrap() % nodes], &self.base)
    }

    /// The node after this one.
    fn next(&self, address: SocketAddr) -> SocketAddr {
        let here = self.addresses.iter().position(|known| *known == address).unwrap_or_default();
        self.addresses[(here + 1) % self.addresses.len()]
    }

    fn acked(&self) -> Vec<Acked> {
        self.ledger.lock().unwrap().acked.clone()
    }

    fn ends(&self) -> bool {
        self.ends.load(Ordering::SeqCst)
    }

    fn try_words(&self, body: &str) {
        self.ledger.lock().unwrap().tried.insert(body.to_owned());
    }

    fn keep(&self, ticket: TicketId, number: i64, body: String) {
        let mut ledger = self.ledger.lock().unwrap();
        let at = self.count.fetch_add(1, Ordering::SeqCst);
        ledger.acked.push(Acked { ticket, number, body, at });
    }

    async fn lose(&self, client: &mut Client) {
        self.ledger.lock().unwrap().lost += 1;
        if self.addresses.len() > 1 {
            client.turn_to(self.next(client.address()));
        }
        tokio::time::sleep(PAUSE).await;
    }

    /// Asks with one key until somebody says that it is kept. Nothing when it is refused: what was acknowledged before is gone.
    async fn insist(&self, client: &mut Client, path: &str, body: &serde_json::Value) -> Option<Kept> {
        loop {
            match client.post_json(path, body).await {
                Ok(reply) if reply.status == 200 => return Some(reply.json()),
                Ok(reply) if reply.status < 500 => {
                    self.fault(format!("lost: {path} answers {} {}", reply.status, reply.text()));
                    return None;
                }
                Ok(_) | Err(Lost(_)) => self.lose(client).await,
            }
        }
    }

    fn fault(&self, fault: String) {
        self.ledger.lock().unwrap().faults.push(fault);
    }
}

/// A visitor: opens a ticket, writes in it, and sometimes opens another.
async fn write(shared: Arc<Shared>, writer: u64) {
    let mut client = shared.client(writer);
    loop {
        match client.post_json("/api/widget/v1/session", &json!({ "site": shared.site })).await {
            Ok(reply) if reply.status == 204 => break,
            Ok(reply) if reply.status < 500 => panic!("{} {}", reply.status, reply.text()),
            _ => shared.lose(&mut client).await,
        }
    }
    let (mut dice, mut ticket, mut number) = (Dice(writer), None::<Kept>, 0_u64);
    let mut watcher = None;
    while !shared.ends() {
        number += 1;
        let body = format!("visitor {writer} message {number}.");
        shared.try_words(&body);
        let is_new = ticket.is_none() || dice.roll(12) == 0;
        let kept = match ticket.as_ref().filter(|_| !is_new) {
            None => {
                let new = json!({ "key": key(), "site": shared.site, "body": body });
                shared.insist(&mut client, "/api/widget/v1/tickets", &new).await
            }
            Some(ticket) => {
                let path = format!("/api/widget/v1/tickets/{}/replies", ticket.ticket);
                shared.insist(&mut client, &path, &json!({ "key": key(), "body": body })).await
            }
        };
        let Some(kept) = kept else { break };
        if is_new {
            shared.ledger.lock().unwrap().opened += 1;
        }
        shared.keep(kept.ticket, kept.number, body);
        if ticket.is_none() {
            watcher = Some(tokio::spawn(watch(Arc::clone(&shared), client.at(shared.next(client.address())), kept.clone())));
            ticket = Some(kept);
        }
    }
    shared.is_over.store(true, Ordering::SeqCst);
    if let Some(watcher) = watcher {
        watcher.await.unwrap();
    }
}

/// The agent: answers the tickets that were opened, by plain forms.
async fn answer(shared: Arc<Shared>) {
    let mut client = shared.client(0);
    loop {
        let fields = [("mail", "mina@tarn.example"), ("password", PASSWORD)];
        match client.post("/desk/sign-in", &fields).await {
            Ok(reply) if reply.status == 303 => break,
            _ => {
                client.turn_to(shared.next(client.address()));
                tokio::time::sleep(PAUSE * 20).await;
            }
        }
    }
    let (mut dice, mut count) = (Dice(99), 0_u64);
    while !shared.ends() {
        let known = shared.acked();
        if known.is_empty() {
            tokio::time::sleep(PAUSE).await;
            continue;
        }
        let chosen = &known[usize::try_from(dice.roll(known.len() as u64)).unwrap()];
        count += 1;
        let (key, body) = (key(), format!("agent answer {count}."));
        shared.try_words(&body);
        let fields = [("key", key.as_str()), ("body", &body), ("seq", "0"), ("anyway", "1"), ("kind", "reply")];
        let path = format!("/desk/tickets/{}/replies", chosen.number);
        loop {
            match client.post_parts(&path, &fields).await {
                Ok(reply) if reply.status == 303 => break,
                Ok(reply) if reply.status < 500 => {
                    shared.fault(format!("lost: {path} answers {}", reply.status));
                    return;
                }
                _ => shared.lose(&mut client).await,
            }
        }
        shared.keep(chosen.ticket, chosen.number, body);
        tokio::time::sleep(PAUSE).await;
    }
}

/// Follows one ticket over the live link, coming back from its last line after every loss, until it has heard of
/// everything that was acknowledged.
async fn watch(shared: Arc<Shared>, mut client: Client, ticket: Kept) {
    let mut heard = Heard { ticket, reach: 0, lines: 0, words: 0 };
    let mut gives_up_at = None;
    while !heard.is_over(&shared, &mut gives_up_at) {
        if let Ok(live) = client.live(&heard.ticket.live).await {
            // It ended: from the last line on, on another one.
            let Err(Lost(_)) = heard.follow(&shared, live, &mut gives_up_at).await else { break };
        }
        client.turn_to(shared.next(client.address()));
        tokio::time::sleep(PAUSE * 4).await;
    }
    shared.ledger.lock().unwrap().heard += heard.lines;
}

/// What a watcher has heard of its ticket.
struct Heard {
    ticket: Kept,
    reach: i64,
    lines: u64,
    words: usize,
}

impl Heard {
    /// Everything heard that there is to hear, or waited long enough for it.
    fn is_over(&self, shared: &Shared, gives_up_at: &mut Option<Instant>) -> bool {
        if !shared.is_over.load(Ordering::SeqCst) {
            return false;
        }
        let mut ledger = shared.ledger.lock().unwrap();
        let expected = ledger.acked.iter().filter(|acked| acked.ticket == self.ticket.ticket).count();
        let is_late = Instant::now() > *gives_up_at.get_or_insert_with(|| Instant::now() + HEARD_WITHIN);
        if is_late && self.words < expected {
            ledger.faults.push(format!("ticket {}: heard {} of {expected}", self.ticket.number, self.words));
        }
        is_late || self.words >= expected
    }

    async fn follow(&mut self, shared: &Shared, mut live: Live, gives_up_at: &mut Option<Instant>) -> Result<(), Lost> {
        live.ask(&Ask::Watch { ticket: self.ticket.ticket, after: self.reach }).await?;
        while !self.is_over(shared, gives_up_at) {
            match live.told_within(Duration::from_millis(200)).await.transpose()? {
                Some(Tell::Event { seq, kind, .. }) => {
                    if seq <= self.reach {
                        shared.fault(format!("ticket {}: line {seq} after {}", self.ticket.number, self.reach));
                    }
                    self.reach = self.reach.max(seq);
                    self.lines += 1;
                    self.words += usize::from(kind == "reply_sent");
                }
                Some(Tell::Parts { seq, .. }) => self.reach = self.reach.max(seq),
                Some(Tell::Lost { .. } | Tell::Refused) => {
                    shared.fault(format!("lost: ticket {} is refused to its visitor", self.ticket.number));
                    return Ok(());
                }
                Some(_) | None => {}
            }
        }
        Ok(())
    }
}

impl Ledger {
    /// Holds the ledger against the store: what is wrong, a sentence each. Nothing acknowledged is lost, nothing that was
    /// tried is there twice, every log's chain is whole.
    pub async fn faults(&self, desk: &Desk, workspace: WorkspaceId) -> Vec<String> {
        let mut faults = self.faults.clone();
        let report = desk::log::verify::verify(&desk.db).await.unwrap();
        faults.extend(report.faults);
        if report.tickets < self.opened {
            faults.push(format!("{} tickets stand, {} were acknowledged", report.tickets, self.opened));
        }
        let stored = stored(desk, workspace, self.acked.iter().map(|acked| acked.ticket)).await;
        for acked in &self.acked {
            match stored.get(&acked.body).map_or(&[][..], Vec::as_slice) {
                [one] if *one == acked.ticket => {}
                [] => faults.push(format!("lost: {:?} of ticket {}", acked.body, acked.number)),
                many => faults.push(format!("{:?} stands {} times: {many:?}", acked.body, many.len())),
            }
        }
        for (body, places) in &stored {
            if !self.tried.contains(body) || places.len() > 1 {
                faults.push(format!("{body:?} stands at {places:?}"));
            }
        }
        faults
    }
}

/// Every public message of these tickets, by its words.
pub async fn stored(
    desk: &Desk,
    workspace: WorkspaceId,
    tickets: impl Iterator<Item = TicketId>,
) -> BTreeMap<String, Vec<TicketId>> {
    let system = desk::Actor::System { workspace };
    let mut stored: BTreeMap<String, Vec<TicketId>> = BTreeMap::new();
    for ticket in tickets.collect::<BTreeSet<_>>() {
        let Ok(view) = desk.tickets().for_agent(&system, Which::Id(ticket)).await else { continue };
        for entry in view.entries {
            if let AgentEntry::Reply(Message { body, .. }) = entry {
                stored.entry(body).or_default().push(ticket);
            }
        }
    }
    stored
}
