//! What was written here and is not known to have arrived: kept in order, sent one at a time, repeated with the same key.
//! Where it is stored and how it travels is known elsewhere.

use model::id::{AttachmentId, Key, TicketId};
use model::wire::{OpenTicket, SendReply};
use serde::{Deserialize, Serialize};

use crate::moment::{Moment, backoff};

/// Where a message goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// Into a ticket that exists.
    Ticket(TicketId),
    /// Into the ticket that the message with this key opens; maybe that is the message itself.
    New(Key),
}

/// A file that has been uploaded and goes with a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// What the server calls it.
    pub id: AttachmentId,
    /// What people call it.
    pub name: String,
}

/// A message as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The key of its write. Keys of one browser grow, so they are the order too.
    pub key: Key,
    /// Where it goes.
    pub aim: Aim,
    /// The words.
    pub body: String,
    /// The files.
    pub files: Vec<Carried>,
}

/// A request for the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// The message that it carries.
    pub key: Key,
    /// Where to.
    pub path: String,
    /// What to send.
    pub words: Words,
}

/// What a message's request says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Words {
    /// It opens a ticket.
    Open(OpenTicket),
    /// It goes into one.
    Reply(SendReply),
}

/// How a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Waiting,
    Sending,
    Refused,
}

#[derive(Debug)]
struct Line {
    item: Item,
    standing: Standing,
}

/// The messages on their way, oldest first.
#[derive(Debug, Default)]
pub struct Outbox {
    lines: Vec<Line>,
    failures: u32,
    rests_until: f64,
}

impl Outbox {
    /// Takes a message for the ticket, or for one that is still to be opened. What is returned is to be stored.
    pub fn write(&mut self, key: Key, ticket: Option<TicketId>, body: String, files: Vec<Carried>) -> Item {
        let opener = self.lines.iter().find_map(|line| match line.item.aim {
            Aim::New(opener) if opener == line.item.key && line.standing != Standing::Refused => Some(opener),
            Aim::New(_) | Aim::Ticket(_) => None,
        });
        let aim = ticket.map_or_else(|| Aim::New(opener.unwrap_or(key)), Aim::Ticket);
        let item = Item { key, aim, body, files };
        self.lines.push(Line { item: item.clone(), standing: Standing::Waiting });
        item
    }

    /// Takes what was stored before; returns those that are new here.
    pub fn load(&mut self, items: Vec<Item>) -> Vec<Item> {
        let fresh: Vec<Item> = items.into_iter().filter(|item| self.find(item.key).is_none()).collect();
        for item in fresh.iter().cloned() {
            let place = self.lines.partition_point(|line| line.item.key < item.key);
            let standing = Standing::Waiting;
            self.lines.insert(place, Line { item, standing });
        }
        fresh
    }

    /// The next message to send, if it is time and none is on its way.
    pub fn next(&mut self, now: f64, site: &str) -> Option<Post> {
        if now < self.rests_until || self.lines.iter().any(|line| line.standing == Standing::Sending) {
            return None;
        }
        let keys: Vec<Key> = self.lines.iter().map(|line| line.item.key).collect();
        let is_ready = |line: &&mut Line| {
            let waits_for_other = matches!(line.item.aim, Aim::New(opener) if opener != line.item.key && keys.contains(&opener));
            line.standing == Standing::Waiting && !waits_for_other
        };
        let line = self.lines.iter_mut().find(is_ready)?;
        line.standing = Standing::Sending;
        Some(post(&line.item, site))
    }

    /// The server has it: it leaves, and those that waited for its ticket learn which one that is. They are to be
    /// stored again before the first is forgotten.
    pub fn kept(&mut self, key: Key, ticket: TicketId) -> Vec<Item> {
        self.failures = 0;
        self.rests_until = 0.0;
        self.lines.retain(|line| line.item.key != key);
        let mut changed = Vec::new();
        for line in self.lines.iter_mut().filter(|line| line.item.aim == Aim::New(key)) {
            line.item.aim = Aim::Ticket(ticket);
            changed.push(line.item.clone());
        }
        changed
    }

    /// No answer, or one that says "later": it waits and goes again.
    pub fn lost(&mut self, key: Key, at: Moment) {
        self.rests_until = at.now + backoff(self.failures, at.random);
        self.failures = self.failures.saturating_add(1);
        self.stand(key, Standing::Waiting);
    }

    /// The server will never take it like this. It stays, words and all, until somebody says so.
    pub fn refused(&mut self, key: Key) {
        self.stand(key, Standing::Refused);
    }

    /// Somebody wants it tried now.
    pub fn retry(&mut self, key: Key) {
        if self.find(key).is_some_and(|line| line.standing != Standing::Sending) {
            self.stand(key, Standing::Waiting);
        }
        self.hurry();
    }

    /// The way may be free again.
    pub fn hurry(&mut self) {
        self.failures = 0;
        self.rests_until = 0.0;
    }

    /// A message that has not left yet.
    pub fn item(&self, key: Key) -> Option<&Item> {
        self.find(key).map(|line| &line.item)
    }

    /// The oldest message that is on its way right now.
    pub fn sending(&self) -> Option<Key> {
        self.lines.iter().find(|line| line.standing == Standing::Sending).map(|line| line.item.key)
    }

    /// Is there nothing left?
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    fn find(&self, key: Key) -> Option<&Line> {
        self.lines.iter().find(|line| line.item.key == key)
    }

    fn stand(&mut self, key: Key, standing: Standing) {
        if let Some(line) = self.lines.iter_mut().find(|line| line.item.key == key) {
            line.standing = standing;
        }
    }
}

fn post(item: &Item, site: &str) -> Post {
    let attachments = item.files.iter().map(|file| file.id).collect();
    let (key, body) = (item.key, item.body.clone());
    let (path, words) = match item.aim {
        Aim::Ticket(ticket) => (
            ["/api/widget/v1/tickets/", &ticket.to_string(), "/replies"].concat(),
            Words::Reply(SendReply { key, body, attachments }),
        ),
        Aim::New(_) => {
            ("/api/widget/v1/tickets".to_owned(), Words::Open(OpenTicket { key, site: site.to_owned(), body, attachments }))
        }
    };
    Post { key, path, words }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u128) -> Key {
        Key(uuid::Uuid::from_u128(number))
    }

    fn ticket() -> TicketId {
        TicketId(uuid::Uuid::from_u128(900))
    }

    fn write(outbox: &mut Outbox, number: u128, ticket: Option<TicketId>) -> Item {
        outbox.write(key(number), ticket, number.to_string(), Vec::new())
    }

    #[test]
    fn the_first_message_opens_and_later_ones_wait_for_its_ticket() {
        let mut outbox = Outbox::default();
        assert_eq!(write(&mut outbox, 1, None).aim, Aim::New(key(1)));
        assert_eq!(write(&mut outbox, 2, None).aim, Aim::New(key(1)));
        let post = outbox.next(0.0, "shop").unwrap();
        assert_eq!((post.key, post.path.as_str()), (key(1), "/api/widget/v1/tickets"));
        assert_eq!(outbox.next(0.0, "shop"), None, "one at a time");

        let changed = outbox.kept(key(1), ticket());
        assert_eq!(changed.iter().map(|item| item.aim).collect::<Vec<_>>(), [Aim::Ticket(ticket())]);
        let post = outbox.next(0.0, "shop").unwrap();
        assert_eq!((post.key, post.path), (key(2), format!("/api/widget/v1/tickets/{}/replies", ticket())));
    }

    #[test]
    fn a_lost_answer_is_asked_for_again_with_the_same_key() {
        let mut outbox = Outbox::default();
        write(&mut outbox, 1, Some(ticket()));
        let first = outbox.next(0.0, "shop").unwrap();
        outbox.lost(key(1), Moment { now: 0.0, random: 1.0 });
        assert_eq!(outbox.next(499.0, "shop"), None);
        assert_eq!(outbox.next(500.0, "shop"), Some(first));
    }

    #[test]
    fn a_refused_message_stays_and_lets_others_pass() {
        let mut outbox = Outbox::default();
        write(&mut outbox, 1, Some(ticket()));
        write(&mut outbox, 2, Some(ticket()));
        outbox.next(0.0, "shop");
        outbox.refused(key(1));
        assert_eq!(outbox.next(0.0, "shop").unwrap().key, key(2));
        outbox.kept(key(2), ticket());
        assert_eq!(outbox.item(key(1)).unwrap().body, "1");
        outbox.retry(key(1));
        assert_eq!(outbox.next(0.0, "shop").unwrap().key, key(1));
    }

    #[test]
    fn a_new_message_does_not_wait_for_a_refused_opener() {
        let mut outbox = Outbox::default();
        write(&mut outbox, 1, None);
        outbox.next(0.0, "shop");
        outbox.refused(key(1));
        assert_eq!(write(&mut outbox, 2, None).aim, Aim::New(key(2)));
        assert_eq!(outbox.next(0.0, "shop").unwrap().key, key(2));
    }

    #[test]
    fn what_was_stored_comes_back_in_order_and_once() {
        let mut outbox = Outbox::default();
        let two = write(&mut outbox, 2, Some(ticket()));
        let one = Item { key: key(1), ..two.clone() };
        assert_eq!(outbox.load(vec![two, one.clone()]), [one]);
        assert_eq!(outbox.next(0.0, "shop").unwrap().key, key(1));
    }

    #[test]
    fn an_orphan_opens_a_ticket_itself() {
        let mut outbox = Outbox::default();
        let orphan = Item { key: key(2), aim: Aim::New(key(1)), body: "hello".to_owned(), files: Vec::new() };
        outbox.load(vec![orphan]);
        assert_eq!(outbox.next(0.0, "shop").unwrap().path, "/api/widget/v1/tickets");
    }
}
