//! A ticket's page in the portal or at the desk: the log on screen, its parts, the list beside it, and a form.

use std::collections::{BTreeMap, VecDeque};

use model::id::{Key, TicketId};
use model::live::{Ask, Tell};
use model::person::Side;
use uuid::Uuid;

use super::network::Wires;
use super::{Dice, faults};
use crate::Moment;
use crate::chat::tests::{event, key, ticket};
use crate::link::Way;
use crate::live::{Input, Live, Output, Start};
use crate::shown::Parts;
use crate::write::{Answer, Write};

/// How long the server lets a poll wait for news, in milliseconds.
const POLL_WAITS: f64 = 25_000.0;

/// What the server knows of a connection.
#[derive(Default)]
struct Told {
    /// Since when it stands.
    since: f64,
    /// Up to which move of other tickets it was told; nothing until it asked for them.
    moves: Option<u64>,
}

/// What a browser keeps of a form when its page goes.
#[derive(Clone, Default)]
struct Draft {
    words: String,
    sent: Option<(Key, String)>,
}

/// A form's request on its way to the server, or the answer on its way back, of the page that is this old.
struct Request {
    page: u32,
    key: Key,
    words: String,
}

/// A server with one log and a list of other tickets, a network that loses what it likes, and an agent who writes, looks away,
/// opens a choice and reloads the page.
struct World {
    dice: Dice,
    now: f64,
    page: u32,
    live: Live,
    parts: Parts,
    write: Write<String>,
    /// What stands in the field.
    field: String,
    draft: Draft,
    log: Vec<String>,
    kept: BTreeMap<Key, i64>,
    screen: Vec<String>,
    /// The place of the log that the part on screen tells of.
    part: i64,
    is_part_in_use: bool,
    /// How often other tickets moved, and up to which move the page knows that its list is old.
    moves: u64,
    moves_known: u64,
    links: Wires<Input, Told>,
    requests: VecDeque<Request>,
    answers: Vec<(u32, Answer)>,
    written: u128,
    keys: u128,
    is_in_front: bool,
    fault: Option<&'static str>,
}

fn start(shown: i64, moves: u64) -> Start {
    Start {
        token: Some("live".to_owned()),
        lang: "en".to_owned(),
        zone: String::new(),
        side: Side::Agent,
        ticket: Some(ticket()),
        shown,
        listed: Vec::new(),
        list: moves.to_string(),
    }
}

fn part_of(reach: i64) -> Tell {
    Tell::Parts { ticket: ticket(), seq: reach, parts: vec![("head".to_owned(), reach.to_string())] }
}

/// Another ticket, named by the move that it made.
fn moved(number: u64) -> Tell {
    Tell::Inbox { ticket: TicketId(Uuid::from_u128(u128::from(number))), number: 0 }
}

impl World {
    fn new(seed: u64) -> Self {
        Self {
            dice: Dice::new(seed),
            now: 0.0,
            page: 0,
            live: Live::new(start(0, 0), true),
            parts: Parts::default(),
            write: Write::new(key(1)),
            field: String::new(),
            draft: Draft::default(),
            log: Vec::new(),
            kept: BTreeMap::new(),
            screen: Vec::new(),
            part: 0,
            is_part_in_use: false,
            moves: 0,
            moves_known: 0,
            links: Wires::none(),
            requests: VecDeque::new(),
            answers: Vec::new(),
            written: 0,
            keys: 1,
            is_in_front: true,
            fault: None,
        }
    }

    fn moment(&mut self) -> Moment {
        #[expect(clippy::cast_precision_loss, reason = "a small number")]
        let random = self.dice.roll(1000) as f64 / 1000.0;
        Moment { now: self.now, random }
    }

    fn reach(&self) -> i64 {
        i64::try_from(self.log.len()).unwrap()
    }

    fn feed(&mut self, input: Input) {
        let at = self.moment();
        for output in self.live.step(at, input) {
            match output {
                Output::Line(line) => self.screen.push(line.html),
                Output::Parts(seq, parts) => {
                    self.parts.came(seq, parts);
                    self.show_part();
                }
                Output::Connect(way, number) => self.connect(way, number),
                Output::Ask(ask) => self.ask(&ask),
                Output::Moved(Some(TicketId(move_))) => {
                    let number = u64::try_from(move_.as_u128()).unwrap();
                    self.moves_known = self.moves_known.max(number);
                }
                Output::Moved(None) => self.moves_known = self.moves,
                Output::Over => self.fault = Some("a page that is ours was told that it is over"),
                _ => {}
            }
        }
    }

    fn show_part(&mut self) {
        if let Some(shown) = self.parts.take("head", self.is_part_in_use) {
            let shown = shown.parse().unwrap();
            if shown < self.part {
                self.fault = Some("an older part replaced a newer one");
            }
            self.part = shown;
        }
    }

    fn connect(&mut self, way: Way, number: u32) {
        let up = (way == Way::Socket).then_some(Input::LinkUp(number));
        self.links.open(number, up, self.live.shown(), Told { since: self.now, moves: None });
    }

    fn ask(&mut self, ask: &Ask) {
        let moves = self.moves;
        if matches!(ask, Ask::Watch { .. }) && !self.is_in_front {
            self.fault = Some("what nobody saw counts as read");
        }
        let Some(wire) = self.links.newest() else { return };
        match ask {
            Ask::Watch { after, .. } | Ask::Follow { after, .. } => {
                (wire.is_watching, wire.sent_to) = (true, *after);
                // The server says where it stands, even where nothing is new.
                let part = part_of(i64::try_from(self.log.len()).unwrap());
                if wire.sent_to == i64::try_from(self.log.len()).unwrap() {
                    wire.under_way.push_back(Input::Told(wire.number, part));
                }
            }
            Ask::Inbox => wire.more.moves = Some(moves),
            Ask::Listed { list } if *list != moves.to_string() => wire.under_way.push_back(Input::Told(wire.number, Tell::Moved)),
            Ask::Ping => wire.under_way.push_back(Input::Told(wire.number, Tell::Pong)),
            _ => {}
        }
    }

    /// The server puts what is new on every link that watches.
    fn tell(&mut self) {
        let (reach, moves, now) = (self.reach(), self.moves, self.now);
        for wire in self.links.0.iter_mut().filter(|wire| !wire.is_dead) {
            if wire.is_watching && wire.sent_to < reach {
                for seq in wire.sent_to + 1..=reach {
                    let line = &self.log[usize::try_from(seq - 1).unwrap()];
                    wire.under_way.push_back(Input::Told(wire.number, event(seq, line)));
                }
                wire.under_way.push_back(Input::Told(wire.number, part_of(reach)));
                wire.sent_to = reach;
            }
            let is_over = wire.is_poll && wire.is_watching && (!wire.under_way.is_empty() || now - wire.more.since > POLL_WAITS);
            if is_over {
                wire.under_way.push_back(Input::Polled(wire.number));
                wire.is_watching = false;
            }
            if let Some(told) = wire.more.moves.as_mut().filter(|told| **told < moves) {
                *told = moves;
                wire.under_way.push_back(Input::Told(wire.number, moved(moves)));
            }
        }
    }

    fn carry(&mut self) {
        let Some(wire) = self.links.any(&mut self.dice) else { return };
        // A poll is one answer: it comes whole or not at all.
        let many = if wire.is_poll { wire.under_way.len() } else { 1.min(wire.under_way.len()) };
        let inputs: Vec<Input> = wire.under_way.drain(..many).collect();
        for input in inputs {
            if self.dice.roll(4) == 0 && !matches!(input, Input::Polled(_)) {
                self.feed(input.clone());
            }
            self.feed(input);
        }
    }

    fn cut(&mut self) {
        if let Some(number) = self.links.cut() {
            self.feed(Input::LinkDown(number));
        }
    }

    /// Somebody types a message, or goes on with the one that stands there, unless one is on its way.
    fn write(&mut self) {
        if self.write.is_pending() {
            return;
        }
        if self.field.is_empty() || self.dice.roll(4) == 0 {
            self.written += 1;
            self.field = format!("agent message {}", self.written);
        }
        self.draft.words.clone_from(&self.field);
    }

    fn fresh(&mut self) -> Key {
        self.keys += 1;
        key(self.keys)
    }

    /// "Send" is pressed, maybe once more than was needed.
    fn submit(&mut self) {
        if self.field.is_empty() {
            return;
        }
        let fresh = self.fresh();
        if let Some((key, words)) = self.write.submit(self.field.clone(), || fresh) {
            self.draft.sent = Some((key, words.clone()));
            self.requests.push_back(Request { page: self.page, key, words });
        } else {
            self.write.hurry();
        }
    }

    fn again(&mut self) {
        let at = self.moment();
        if let Some((key, words)) = self.write.due(at) {
            self.requests.push_back(Request { page: self.page, key, words });
        }
    }

    fn serve(&mut self, request: Request) {
        let Request { page, key, words } = request;
        if !self.kept.contains_key(&key) {
            self.log.push(words);
            self.kept.insert(key, self.reach());
        }
        self.answers.push((page, Answer::Kept));
    }

    fn answered(&mut self, page: u32, answer: Answer) {
        // Whoever asked is gone with their page.
        if page != self.page {
            return;
        }
        let (at, fresh) = (self.moment(), self.fresh());
        if self.write.answered(at, answer, || fresh) {
            self.field.clear();
            self.draft = Draft::default();
        }
    }

    /// The page comes anew with the whole log and the list as it stands; what was written comes from the draft.
    fn reload(&mut self) {
        self.page += 1;
        self.links = Wires::none();
        self.live = Live::new(start(self.reach(), self.moves), self.is_in_front);
        (self.parts, self.part, self.is_part_in_use) = (Parts::default(), self.reach(), false);
        self.screen = self.log.clone();
        self.moves_known = self.moves;
        let fresh = self.fresh();
        self.write = Write::new(fresh);
        self.field.clone_from(&self.draft.words);
        if let Some((key, words)) = self.draft.sent.clone() {
            self.write.restore(key, words);
        }
    }

    fn restart(&mut self) {
        while let Some(request) = self.requests.pop_front() {
            let page = request.page;
            if self.dice.roll(2) == 0 {
                self.serve(request);
                self.answers.pop();
            }
            self.answers.push((page, Answer::Unknown));
        }
        for (_, answer) in &mut self.answers {
            *answer = Answer::Unknown;
        }
        self.links.leave_newest();
        self.cut();
    }

    fn happen(&mut self, is_calm: bool) {
        self.now += f64::from(u32::try_from(self.dice.roll(900)).unwrap());
        match self.dice.roll(if is_calm { 8 } else { 18 }) {
            0 => {
                self.feed(Input::Tick);
                self.again();
            }
            1 | 2 => self.tell(),
            3 | 4 => self.carry(),
            5 | 6 => {
                if let Some(request) = self.requests.pop_front() {
                    self.serve(request);
                }
            }
            7 => {
                if let Some((page, answer)) = self.answers.pop() {
                    self.answered(page, answer);
                }
            }
            8 => self.write(),
            9 => self.submit(),
            10 => self.log.push("customer answer".to_owned()),
            11 => self.log.push(String::new()),
            12 => self.moves += 1,
            13 => self.cut(),
            14 => {
                let lost =
                    self.requests.pop_front().map(|request| request.page).or_else(|| self.answers.pop().map(|(page, _)| page));
                if let Some(page) = lost {
                    self.answered(page, Answer::Unknown);
                }
            }
            15 => {
                self.is_part_in_use = self.dice.roll(2) == 0;
                self.show_part();
            }
            16 => {
                let online = self.dice.roll(2) == 0;
                self.feed(Input::Online(online));
            }
            _ => self.rarely(),
        }
    }

    fn rarely(&mut self) {
        match self.dice.roll(12) {
            0 | 1 => self.reload(),
            2 | 3 => self.restart(),
            4..=6 => {
                self.is_in_front = self.dice.roll(2) == 0;
                self.feed(Input::Attention(self.is_in_front));
            }
            7 => self.links.die(),
            // The machine sleeps: nothing is carried, and no timer runs.
            8 => {
                self.links.die();
                self.now += 3_600_000.0;
            }
            9 => self.feed(Input::Seen),
            _ => {}
        }
    }
}

/// Seeds that found a fault once. They are tried first, for ever.
const FOUND: &[u64] = &[];

/// What is wrong at the end of a seed's story.
fn fault(seed: u64) -> Option<&'static str> {
    let mut world = World::new(seed);
    for _ in 0..400 {
        world.happen(false);
    }
    world.is_part_in_use = false;
    world.feed(Input::Online(true));
    for round in 0..6000 {
        world.happen(true);
        // What was typed and not sent is sent now, as often as it takes.
        if round % 100 == 0 {
            world.submit();
        }
    }
    world.show_part();
    if world.fault.is_some() {
        return world.fault;
    }
    if world.screen != world.log {
        return Some("the screen is not the log");
    }
    if world.part != world.reach() {
        return Some("the part on screen is not the newest");
    }
    if world.moves_known != world.moves {
        return Some("the list is old and nobody says so");
    }
    if world.write.is_pending() || !world.field.is_empty() {
        return Some("something was not sent");
    }
    let mut sent: Vec<&String> = world.log.iter().filter(|line| line.starts_with("agent")).collect();
    sent.sort();
    (sent.windows(2).any(|pair| pair[0] == pair[1])).then_some("a message was sent twice")
}

#[test]
fn whatever_the_network_does_the_page_shows_what_is_and_a_form_sends_once() {
    let faults = faults(FOUND, fault);
    assert!(faults.is_empty(), "keep these seeds in FOUND: {faults:?}");
}
