//! The screen equals the log, whatever the line does.

use std::collections::{BTreeMap, VecDeque};

use model::id::AttachmentId;
use model::wire::Refused;
use uuid::Uuid;

use super::*;
use crate::outbox::{Carried, Post};

fn ticket() -> TicketId {
    TicketId(Uuid::from_u128(900))
}

fn key(number: u128) -> Key {
    Key(Uuid::from_u128(number))
}

fn at(now: f64) -> Moment {
    Moment { now, random: 0.5 }
}

fn page(ticket: Option<TicketId>, shown: i64) -> Start {
    Start {
        site: "shop".to_owned(),
        lang: "en".to_owned(),
        token: ticket.map(|_| "live".to_owned()),
        ticket,
        is_chat: true,
        shown,
        ..Start::default()
    }
}

fn event(seq: i64, html: &str) -> News {
    News::Event { ticket: ticket(), seq, html: html.to_owned() }
}

fn parts(seq: i64) -> News {
    News::Parts { ticket: ticket(), seq, parts: Vec::new() }
}

fn kept(seq: i64) -> Answer {
    Answer::Kept(Kept { ticket: ticket(), number: 7, seq, live: "live".to_owned() })
}

fn refused(status: u16) -> Answer {
    Answer::Refused(status, Refused { error: "too_many".to_owned(), message: "Wait a little.".to_owned() })
}

/// A state whose socket number 1 stands and has spoken.
fn connected(shown: i64) -> State {
    let mut state = State::new(page(Some(ticket()), shown));
    assert_eq!(state.step(at(0.0), Input::Tick), [Output::Connect(Way::Socket, 1)]);
    state.step(at(0.0), Input::LinkUp(1));
    state.step(at(0.0), Input::Told(1, parts(shown)));
    state
}

#[test]
fn a_link_says_hello_and_resumes_after_what_is_shown() {
    let mut state = State::new(page(Some(ticket()), 4));
    state.step(at(0.0), Input::Panel(true));
    state.step(at(0.0), Input::Tick);
    let hello = Ask::Hello { token: "live".to_owned(), lang: "en".to_owned() };
    let watch = Ask::Watch { ticket: ticket(), after: 4 };
    assert_eq!(state.step(at(0.0), Input::LinkUp(1)), [Output::Ask(hello), Output::Ask(watch)]);
}

#[test]
fn a_batch_is_shown_in_order_and_doubles_are_dropped() {
    let mut state = connected(1);
    assert_eq!(state.step(at(1.0), Input::Told(1, event(3, "c"))), []);
    assert_eq!(state.step(at(1.0), Input::Told(1, event(2, "b"))), []);
    assert_eq!(state.step(at(1.0), Input::Told(1, event(2, "b"))), []);
    let out = state.step(at(1.0), Input::Told(1, parts(4)));
    assert_eq!(out, [Output::Append("b".to_owned()), Output::Append("c".to_owned()), Output::Parts(Vec::new())]);
    assert_eq!(state.shown(), 4);
    state.step(at(2.0), Input::Told(1, event(3, "c")));
    assert_eq!(state.step(at(2.0), Input::Told(1, parts(3))), [], "older than what is shown");
}

#[test]
fn half_a_batch_is_asked_for_again() {
    let mut state = connected(1);
    state.step(at(1.0), Input::Told(1, event(3, "c")));
    state.step(at(1.0), Input::LinkDown(1));
    assert_eq!(state.shown(), 1);
    assert_eq!(state.step(at(1.0), Input::Told(1, event(2, "late"))), [], "an old link says nothing");
}

#[test]
fn two_failures_lead_to_polling_and_polls_back_to_a_socket() {
    let mut state = State::new(page(Some(ticket()), 1));
    let mut now = 0.0;
    let mut ways = Vec::new();
    for _ in 0..24 {
        let out = state.step(at(now), Input::Tick);
        if let Some(Output::Connect(way, number)) = out.iter().find(|one| matches!(one, Output::Connect(..))) {
            ways.push(*way);
            state.step(at(now), if *way == Way::Socket { Input::LinkDown(*number) } else { Input::Polled(*number) });
        }
        now += 31_000.0;
    }
    let expected = [vec![Way::Socket; 2], vec![Way::Poll; 20], vec![Way::Socket, Way::Poll]].concat();
    assert_eq!(ways, expected);
}

#[test]
fn a_server_that_goes_says_when_to_come_back() {
    let mut state = connected(1);
    state.step(at(0.0), Input::Told(1, News::ComeBack { after_ms: 700 }));
    assert_eq!(state.step(at(699.0), Input::Tick), []);
    assert!(matches!(state.step(at(700.0), Input::Tick).as_slice(), [Output::Connect(Way::Socket, _)]));
}

#[test]
fn a_silent_link_is_given_up() {
    let mut state = State::new(page(Some(ticket()), 1));
    state.step(at(0.0), Input::Tick);
    state.step(at(0.0), Input::LinkUp(1));
    state.step(at(15_000.0), Input::Tick);
    assert!(matches!(state.step(at(16_000.0), Input::Tick).as_slice(), [Output::Connect(Way::Socket, _)]));
}

#[test]
fn typing_ends_after_six_seconds_or_with_the_answer() {
    let mut state = connected(1);
    let typing = News::Typing { ticket: ticket(), name: "Mina".to_owned() };
    assert_eq!(state.step(at(0.0), Input::Told(1, typing.clone())), [Output::Typing(Some("Mina".to_owned()))]);
    assert_eq!(state.step(at(5999.0), Input::Tick), []);
    assert_eq!(state.step(at(6000.0), Input::Tick), [Output::Typing(None)]);
    state.step(at(7000.0), Input::Told(1, typing));
    state.step(at(7000.0), Input::Told(1, event(2, "data-from=\"agent\"")));
    assert!(state.step(at(7000.0), Input::Told(1, parts(2))).contains(&Output::Typing(None)));
}

#[test]
fn writing_is_said_every_three_seconds() {
    let mut state = connected(1);
    let ask = [Output::Ask(Ask::Typing { ticket: ticket() })];
    assert_eq!(state.step(at(0.0), Input::Typed), ask);
    assert_eq!(state.step(at(2999.0), Input::Typed), []);
    assert_eq!(state.step(at(3000.0), Input::Typed), ask);
}

#[test]
fn answers_count_as_unread_while_the_panel_is_closed() {
    let mut state = connected(1);
    state.step(at(0.0), Input::Told(1, event(2, "data-from=\"agent\"")));
    assert!(state.step(at(0.0), Input::Told(1, parts(2))).contains(&Output::Unread(1)));
    assert_eq!(state.step(at(0.0), Input::Panel(true))[0], Output::Unread(0));
    state.step(at(0.0), Input::Told(1, event(3, "data-from=\"agent\"")));
    assert!(!state.step(at(0.0), Input::Told(1, parts(3))).contains(&Output::Unread(1)));
}

#[test]
fn what_nobody_has_before_their_eyes_is_followed_and_not_watched() {
    let mut state = State::new(page(Some(ticket()), 4));
    state.step(at(0.0), Input::Tick);
    let (watch, follow) = (Ask::Watch { ticket: ticket(), after: 4 }, Ask::Follow { ticket: ticket(), after: 4 });
    assert_eq!(state.step(at(0.0), Input::LinkUp(1)).last(), Some(&Output::Ask(follow.clone())));
    state.step(at(0.0), Input::Told(1, parts(4)));
    assert!(state.step(at(0.0), Input::Panel(true)).contains(&Output::Ask(watch)));
    state.step(at(0.0), Input::Told(1, parts(4)));
    assert!(state.step(at(0.0), Input::Panel(false)).contains(&Output::Ask(follow)));
}

#[test]
fn the_list_learns_of_answers_and_keeps_them_unread_while_it_is_open() {
    let other = TicketId(Uuid::from_u128(901));
    let page =
        Start { listed: vec![ticket(), other], unread: 1, is_chat: false, token: Some("live".to_owned()), ..page(None, 0) };
    let mut state = State::new(page);
    assert_eq!(state.step(at(0.0), Input::Panel(true))[..1], [Output::Unread(1)]);
    let follow = |ticket, after| Output::Ask(Ask::Follow { ticket, after });
    let asked = state.step(at(0.0), Input::LinkUp(1));
    assert_eq!(asked[1..], [follow(ticket(), i64::MAX), follow(other, i64::MAX)]);
    state.step(at(0.0), Input::Told(1, parts(4)));
    let answer = event(5, "data-from=\"agent\"");
    assert_eq!(state.step(at(0.0), Input::Told(1, answer.clone())), [Output::Fresh(ticket()), Output::Unread(2)]);
    assert_eq!(state.step(at(0.0), Input::Told(1, answer)), [], "once");
    assert_eq!(state.step(at(0.0), Input::Told(1, event(6, "data-from=\"customer\""))), []);
    assert_eq!(state.step(at(0.0), Input::Panel(false)), []);
    state.step(at(0.0), Input::LinkDown(1));
    state.step(at(60_000.0), Input::Tick);
    let number = state.number;
    assert_eq!(state.step(at(60_000.0), Input::LinkUp(number))[1], follow(ticket(), 6), "nothing is lost in between");
}

#[test]
fn the_first_message_opens_the_ticket_and_the_link() {
    let mut state = State::new(page(None, 0));
    let out = state.step(at(0.0), Input::Written(key(1), "hello".to_owned(), Vec::new()));
    assert!(matches!(
        out.as_slice(),
        [Output::Store(_), Output::Bubble(_), Output::Mark(_, Mark::Waiting), Output::Mark(_, Mark::Sending), Output::Post(_)]
    ));
    let out = state.step(at(1.0), Input::Answered(key(1), kept(1)));
    let expected = [
        Output::Forget(key(1)),
        Output::Opened(ticket()),
        Output::Mark(key(1), Mark::Received(Some(7))),
        Output::Connect(Way::Socket, 1),
    ];
    assert_eq!(out, expected);
    state.step(at(1.0), Input::LinkUp(1));
    state.step(at(1.0), Input::Told(1, event(1, "data-from=\"customer\"")));
    let out = state.step(at(1.0), Input::Told(1, parts(1)));
    assert!(out.contains(&Output::Settle(key(1), Some(7))) && !out.contains(&Output::Cover(key(1))), "{out:?}");
}

#[test]
fn a_line_that_comes_before_its_answer_covers_the_bubble() {
    let mut state = connected(1);
    state.step(at(0.0), Input::Written(key(1), "hello".to_owned(), Vec::new()));
    state.step(at(0.0), Input::Told(1, event(2, "data-from=\"customer\"")));
    assert!(state.step(at(0.0), Input::Told(1, parts(2))).contains(&Output::Cover(key(1))));
    assert!(state.step(at(0.0), Input::Answered(key(1), kept(2))).contains(&Output::Settle(key(1), None)));
}

#[test]
fn only_what_is_final_counts_as_refused() {
    let check = |status, is_final: bool| {
        let mut state = connected(1);
        state.step(at(0.0), Input::Written(key(1), "hello".to_owned(), Vec::new()));
        let out = state.step(at(0.0), Input::Answered(key(1), refused(status)));
        assert_eq!(out.contains(&Output::Fault("Wait a little.".to_owned())), is_final, "{status}");
        assert_eq!(out.contains(&Output::SignedOut), status == 401);
        let again = state.step(at(60_000.0), Input::Tick);
        assert_eq!(again.iter().any(|one| matches!(one, Output::Post(_))), !is_final, "{status}");
    };
    check(401, false);
    check(422, true);
    check(409, true);
    check(429, false);
    check(503, false);
}

#[test]
fn without_a_network_nothing_is_tried() {
    let mut state = connected(1);
    assert_eq!(state.step(at(0.0), Input::Online(false)), [Output::Offline(true)]);
    let out = state.step(at(1.0), Input::Written(key(1), "hello".to_owned(), Vec::new()));
    assert!(!out.iter().any(|one| matches!(one, Output::Post(_))));
    let out = state.step(at(2.0), Input::Online(true));
    assert!(out.iter().any(|one| matches!(one, Output::Post(_))) && out.contains(&Output::Offline(false)), "{out:?}");
}

/// Small and good enough: splitmix64.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }
}

/// A server with one log; lines without words are hidden from the customer. And a network that cuts links at any place,
/// delays, repeats, mixes what different links carry, loses requests and answers; and a person who reloads the page.
struct World {
    dice: Dice,
    now: f64,
    state: State,
    /// Line `n` of the log is item `n - 1`.
    log: Vec<String>,
    opened: bool,
    seen_keys: BTreeMap<Key, i64>,
    screen: Vec<String>,
    stored: BTreeMap<Key, Item>,
    links: Vec<Wire>,
    posts: VecDeque<Post>,
    answers: Vec<(Key, Answer)>,
    written: u128,
}

struct Wire {
    number: u32,
    is_poll: bool,
    sent_to: i64,
    is_watching: bool,
    under_way: VecDeque<Input>,
}

impl World {
    fn new(seed: u64) -> Self {
        Self {
            dice: Dice(seed),
            now: 0.0,
            state: State::new(page(None, 0)),
            log: Vec::new(),
            opened: false,
            seen_keys: BTreeMap::new(),
            screen: Vec::new(),
            stored: BTreeMap::new(),
            links: Vec::new(),
            posts: VecDeque::new(),
            answers: Vec::new(),
            written: 0,
        }
    }

    fn feed(&mut self, input: Input) {
        #[expect(clippy::cast_precision_loss, reason = "a small number")]
        let random = self.dice.roll(1000) as f64 / 1000.0;
        for output in self.state.step(Moment { now: self.now, random }, input) {
            match output {
                Output::Append(html) => self.screen.push(html),
                Output::Store(item) => {
                    self.stored.insert(item.key, item);
                }
                Output::Forget(key) => {
                    self.stored.remove(&key);
                }
                Output::Post(post) => self.posts.push_back(post),
                Output::Connect(way, number) => {
                    let is_poll = way == Way::Poll;
                    let mut wire =
                        Wire { number, is_poll, sent_to: self.state.shown(), is_watching: is_poll, under_way: VecDeque::new() };
                    if !is_poll {
                        wire.under_way.push_back(Input::LinkUp(number));
                    }
                    self.links.push(wire);
                }
                Output::Ask(Ask::Watch { after, .. }) => {
                    if let Some(wire) = self.links.last_mut() {
                        (wire.is_watching, wire.sent_to) = (true, after);
                    }
                }
                _ => {}
            }
        }
    }

    fn serve(&mut self, post: Post) {
        let words: serde_json::Value = serde_json::from_str(&post.body).unwrap();
        self.opened |= post.path == "/api/widget/v1/tickets";
        assert!(self.opened, "a reply before its ticket");
        if !self.seen_keys.contains_key(&post.key) {
            self.log.push(format!("data-from=\"customer\" {}", words["body"]));
            self.seen_keys.insert(post.key, i64::try_from(self.log.len()).unwrap());
        }
        let seq = i64::try_from(self.log.len()).unwrap();
        self.answers.push((post.key, kept(seq)));
    }

    /// The server puts what is new on every link that watches.
    fn tell(&mut self) {
        let reach = i64::try_from(self.log.len()).unwrap();
        for wire in self.links.iter_mut().filter(|wire| wire.is_watching && wire.sent_to < reach) {
            for seq in wire.sent_to + 1..=reach {
                let line = &self.log[usize::try_from(seq - 1).unwrap()];
                if !line.is_empty() {
                    wire.under_way.push_back(Input::Told(wire.number, event(seq, line)));
                }
            }
            wire.under_way.push_back(Input::Told(wire.number, parts(reach)));
            wire.sent_to = reach;
            if wire.is_poll {
                wire.under_way.push_back(Input::Polled(wire.number));
                wire.is_watching = false;
            }
        }
    }

    fn carry(&mut self) {
        // Of the old links the last few are enough to disturb.
        self.links.drain(..self.links.len().saturating_sub(4));
        let count = u64::try_from(self.links.len()).unwrap().max(1);
        let which = usize::try_from(self.dice.roll(count)).unwrap();
        let Some(wire) = self.links.get_mut(which) else {
            return;
        };
        let Some(input) = wire.under_way.pop_front() else {
            return;
        };
        if self.dice.roll(4) == 0 {
            self.feed(input.clone());
        }
        self.feed(input);
    }

    fn cut(&mut self) {
        if let Some(wire) = self.links.last_mut() {
            wire.under_way.clear();
            wire.is_watching = false;
            let number = wire.number;
            self.feed(Input::LinkDown(number));
        }
    }

    fn write(&mut self) {
        self.written += 1;
        let file = Carried { id: AttachmentId(Uuid::from_u128(self.written)), name: "a.png".to_owned() };
        self.feed(Input::Written(key(self.written), format!("message {}", self.written), vec![file]));
    }

    /// The page comes anew with the whole log; what was not sent comes from the store.
    fn reload(&mut self) {
        self.links.clear();
        self.answers.clear();
        let ticket = self.opened.then(ticket);
        self.state = State::new(page(ticket, i64::try_from(self.log.len()).unwrap()));
        self.screen = self.log.iter().filter(|line| !line.is_empty()).cloned().collect();
        let items = self.stored.values().cloned().collect();
        self.feed(Input::Stored(items));
    }

    fn happen(&mut self, is_calm: bool) {
        self.now += f64::from(u32::try_from(self.dice.roll(900)).unwrap());
        match self.dice.roll(if is_calm { 8 } else { 16 }) {
            0 => self.feed(Input::Tick),
            1 | 2 => self.tell(),
            3 | 4 => self.carry(),
            5 | 6 => {
                if let Some(post) = self.posts.pop_front() {
                    self.serve(post);
                }
            }
            7 => {
                if let Some((key, answer)) = self.answers.pop() {
                    self.feed(Input::Answered(key, answer));
                }
            }
            8 | 9 => self.write(),
            10 if self.opened => self.log.push("data-from=\"agent\" answer".to_owned()),
            11 if self.opened => self.log.push(String::new()),
            12 => self.cut(),
            13 => {
                // A request or its answer is lost; the browser notices.
                let lost = self.posts.pop_front().map(|post| post.key).or_else(|| self.answers.pop().map(|(key, _)| key));
                if let Some(key) = lost {
                    self.feed(Input::Answered(key, Answer::Lost));
                }
            }
            14 => {
                let online = self.dice.roll(2) == 0;
                self.feed(Input::Online(online));
            }
            15 if self.dice.roll(8) == 0 => self.reload(),
            _ => {}
        }
    }
}

#[test]
fn whatever_the_network_does_the_screen_equals_the_log() {
    for seed in 0..400 {
        let mut world = World::new(seed);
        for _ in 0..400 {
            world.happen(false);
        }
        world.feed(Input::Online(true));
        for _ in 0..6000 {
            world.happen(true);
        }
        let log: Vec<String> = world.log.iter().filter(|line| !line.is_empty()).cloned().collect();
        assert_eq!(world.screen, log, "seed {seed}");
        assert!(world.state.is_all_sent() && world.stored.is_empty(), "seed {seed}");
        let sent: Vec<String> = log.into_iter().filter(|line| line.contains("customer")).collect();
        let written: Vec<String> =
            (1..=world.written).map(|number| format!("data-from=\"customer\" \"message {number}\"")).collect();
        assert_eq!(sent, written, "each message once and in order, seed {seed}");
    }
}
