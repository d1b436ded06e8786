//! What the frame knows and decides, without a browser: inputs go in, things to do come out. The log on screen grows by
//! whole batches: the lines that came, closed by the parts that say up to where they reach.

use model::id::{Key, TicketId};
use model::live::Ask;
use model::wire::Kept;

use crate::json::has;
use crate::outbox::{self, Aim, Item, Outbox};

mod input;

pub use input::{Answer, Input, Mark, Moment, News, Output, Way};

#[derive(Debug, Clone, Copy, PartialEq)]
enum Link {
    /// None, and none is wanted.
    Off,
    /// Wanted from this moment on.
    Due(f64),
    /// Being built or standing; when it must have said something.
    On { speaks_by: Option<f64> },
}

/// What the page says at its start.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// The site's key.
    pub site: String,
    /// Its language.
    pub lang: String,
    /// The live token, if there is a session.
    pub token: Option<String>,
    /// The ticket on screen.
    pub ticket: Option<TicketId>,
    /// Can one write here?
    pub is_chat: bool,
    /// The last line on screen.
    pub shown: i64,
    /// Where no ticket is on screen: those in the list.
    pub listed: Vec<TicketId>,
    /// Answers in them that nobody has seen.
    pub unread: u32,
}

/// The frame.
#[derive(Debug)]
pub struct State {
    page: Start,
    outbox: Outbox,
    link: Link,
    number: u32,
    /// The number of the link that was the last to stand.
    up: Option<u32>,
    failures: u32,
    polls: u32,
    /// Sorted.
    batch: Vec<(i64, String)>,
    batch_since: f64,
    settling: Vec<(Key, i64, Option<i64>)>,
    covered: Option<Key>,
    typing_until: Option<f64>,
    typed_at: f64,
    heard_at: f64,
    is_online: bool,
    is_offline_shown: bool,
    is_panel_open: bool,
    unread: u32,
    /// What the host page was told of it.
    unread_told: Option<u32>,
    /// The tickets of the list, and how much of each is known.
    listed: Vec<(TicketId, i64)>,
}

/// Tickets of the list that are followed; the server takes no more of one link.
const LISTED_MAX: usize = 8;
const TYPING_LASTS: f64 = 6000.0;
const TYPING_EVERY: f64 = 3000.0;
const SPEAKS_WITHIN: f64 = 15_000.0;
const POLL_LASTS: f64 = 40_000.0;
const BATCH_WAITS: f64 = 2000.0;
const IS_OLD: f64 = 30_000.0;
/// Failed links in a row, after which it polls.
const SOCKET_TRIES: u32 = 2;
/// Polls, after which it tries a socket again.
const POLLS: u32 = 20;

impl State {
    /// The state of a fresh page.
    pub fn new(page: Start) -> Self {
        // Of what the list knows nothing newer is told at first: only what comes.
        let listed: Vec<_> = page.listed.iter().take(LISTED_MAX).map(|ticket| (*ticket, i64::MAX)).collect();
        let has_something = page.ticket.is_some() || !listed.is_empty();
        let link = if has_something && page.token.is_some() { Link::Due(0.0) } else { Link::Off };
        Self {
            unread: page.unread,
            unread_told: None,
            listed,
            page,
            link,
            outbox: Outbox::default(),
            number: 0,
            up: None,
            failures: 0,
            polls: 0,
            batch: Vec::new(),
            batch_since: 0.0,
            settling: Vec::new(),
            covered: None,
            typing_until: None,
            typed_at: f64::MIN,
            heard_at: 0.0,
            is_online: true,
            is_offline_shown: false,
            is_panel_open: false,
        }
    }

    /// The ticket on screen.
    pub fn ticket(&self) -> Option<TicketId> {
        self.page.ticket
    }

    /// The last line on screen.
    pub fn shown(&self) -> i64 {
        self.page.shown
    }

    /// The token of the live link.
    pub fn token(&self) -> &str {
        self.page.token.as_deref().unwrap_or_default()
    }

    /// Has the person the ticket before their eyes?
    pub fn is_panel_open(&self) -> bool {
        self.is_panel_open
    }

    /// Are all messages known to have arrived?
    pub fn is_all_sent(&self) -> bool {
        self.outbox.is_empty()
    }

    /// Takes what happened and says what to do.
    pub fn step(&mut self, at: Moment, input: Input) -> Vec<Output> {
        let mut out = Vec::new();
        match input {
            Input::Tick => self.tick(at, &mut out),
            Input::Stored(items) => {
                for item in self.outbox.load(items) {
                    self.bubble(item, &mut out);
                }
            }
            Input::Written(key, body, files) => {
                let item = self.outbox.write(key, self.page.ticket, body, files);
                out.push(Output::Store(item.clone()));
                self.bubble(item, &mut out);
            }
            Input::Retried(key) => self.outbox.retry(key),
            Input::Answered(key, answer) => self.answered(at, key, answer, &mut out),
            Input::LinkUp(number) if number == self.number => self.link_up(at, &mut out),
            Input::LinkDown(number) if number == self.number => self.link_down(at),
            Input::Polled(number) if number == self.number => self.polled(at),
            Input::Told(number, tell) if number == self.number => self.told(at, tell, &mut out),
            Input::LinkUp(_) | Input::LinkDown(_) | Input::Polled(_) | Input::Told(..) => {}
            Input::Online(is_online) => self.online(at, is_online),
            Input::Panel(is_open) => self.panel(at, is_open, &mut out),
            Input::Seen => self.look_again(at, &mut out),
            Input::Typed => self.typed(at, &mut out),
        }
        self.pump(at, &mut out);
        out
    }

    /// Whatever is due goes out.
    fn pump(&mut self, at: Moment, out: &mut Vec<Output>) {
        if self.is_online
            && let Some(post) = self.outbox.next(at.now, &self.page.site)
        {
            out.push(Output::Mark(post.key, Mark::Sending));
            out.push(Output::Post(post));
        }
        if let Link::Due(when) = self.link
            && when <= at.now
            && self.is_online
        {
            self.number = self.number.wrapping_add(1);
            // A poll is about one ticket on screen.
            let is_socket = self.failures < SOCKET_TRIES || self.page.ticket.is_none();
            let way = if is_socket { Way::Socket } else { Way::Poll };
            let lasts = if way == Way::Socket { SPEAKS_WITHIN } else { POLL_LASTS };
            self.link = Link::On { speaks_by: Some(at.now + lasts) };
            out.push(Output::Connect(way, self.number));
        }
        let is_offline = !self.is_online || self.failures > SOCKET_TRIES;
        if is_offline != self.is_offline_shown {
            self.is_offline_shown = is_offline;
            out.push(Output::Offline(is_offline));
        }
    }

    fn tick(&mut self, at: Moment, out: &mut Vec<Output>) {
        if self.typing_until.is_some_and(|until| until <= at.now) {
            self.typing_until = None;
            out.push(Output::Typing(None));
        }
        if !self.batch.is_empty() && at.now - self.batch_since > BATCH_WAITS {
            self.commit(0, out);
        }
        if let Link::On { speaks_by: Some(by) } = self.link
            && by <= at.now
        {
            self.link_down(at);
        }
    }

    fn bubble(&mut self, item: Item, out: &mut Vec<Output>) {
        let is_here = match item.aim {
            Aim::Ticket(ticket) => self.page.ticket == Some(ticket),
            Aim::New(_) => self.page.ticket.is_none(),
        };
        if is_here && self.page.is_chat {
            let key = item.key;
            out.push(Output::Bubble(item));
            out.push(Output::Mark(key, Mark::Waiting));
        }
    }

    fn answered(&mut self, at: Moment, key: Key, answer: Answer, out: &mut Vec<Output>) {
        let Some(aim) = self.outbox.item(key).map(|item| item.aim) else {
            return;
        };
        match answer {
            Answer::Kept(kept) => self.kept(at, key, aim, kept, out),
            Answer::Lost => self.lost(at, key, out),
            Answer::Refused(status, refused) => match status {
                401 => {
                    out.push(Output::SignedOut);
                    self.lost(at, key, out);
                }
                408 | 425 | 429 => self.lost(at, key, out),
                400..=499 => {
                    self.outbox.refused(key);
                    out.push(Output::Mark(key, Mark::Refused));
                    out.push(Output::Fault(refused.message));
                }
                _ => self.lost(at, key, out),
            },
        }
    }

    fn lost(&mut self, at: Moment, key: Key, out: &mut Vec<Output>) {
        self.outbox.lost(key, at.now, at.random);
        if self.covered != Some(key) {
            out.push(Output::Mark(key, Mark::Waiting));
        }
    }

    fn kept(&mut self, at: Moment, key: Key, aim: Aim, kept: Kept, out: &mut Vec<Output>) {
        out.extend(self.outbox.kept(key, kept.ticket).into_iter().map(Output::Store));
        out.push(Output::Forget(key));
        self.page.token = Some(kept.live);
        let opened = matches!(aim, Aim::New(_)).then_some(kept.number);
        if opened.is_some() && self.page.is_chat && self.page.ticket.is_none() {
            self.page.ticket = Some(kept.ticket);
            self.link = Link::Due(at.now);
            out.push(Output::Opened(kept.ticket));
        }
        if self.page.ticket != Some(kept.ticket) {
            return;
        }
        out.push(Output::Mark(key, Mark::Received(opened)));
        self.settling.push((key, kept.seq, opened));
        self.settle(out);
    }

    /// Messages that the log shows now.
    fn settle(&mut self, out: &mut Vec<Output>) {
        let shown = self.page.shown;
        self.settling.retain(|(key, seq, number)| {
            if *seq <= shown {
                out.push(Output::Settle(*key, *number));
            }
            *seq > shown
        });
    }

    fn link_up(&mut self, at: Moment, out: &mut Vec<Output>) {
        self.polls = 0;
        self.up = Some(self.number);
        out.push(Output::Ask(Ask::Hello { token: self.token().to_owned(), lang: self.page.lang.clone() }));
        self.ask(at, out);
    }

    /// Asks for what comes. What nobody has before their eyes does not count as read.
    fn ask(&mut self, at: Moment, out: &mut Vec<Output>) {
        self.link = Link::On { speaks_by: Some(at.now + SPEAKS_WITHIN) };
        let after = self.page.shown;
        match self.page.ticket {
            Some(ticket) if self.is_panel_open => out.push(Output::Ask(Ask::Watch { ticket, after })),
            Some(ticket) => out.push(Output::Ask(Ask::Follow { ticket, after })),
            None => {
                let follow = |(ticket, after): &(TicketId, i64)| Output::Ask(Ask::Follow { ticket: *ticket, after: *after });
                out.extend(self.listed.iter().map(follow));
            }
        }
    }

    fn link_down(&mut self, at: Moment) {
        // Whatever the link did not close is asked for again by the next one.
        self.batch.clear();
        self.number = self.number.wrapping_add(1);
        if matches!(self.link, Link::On { .. }) {
            self.link = Link::Due(at.now + outbox::rest(self.failures, at.random));
            self.failures = self.failures.saturating_add(1);
        }
    }

    fn polled(&mut self, at: Moment) {
        self.polls += 1;
        // A socket that fails now leads straight back to polling.
        self.failures = if self.polls.is_multiple_of(POLLS) { SOCKET_TRIES - 1 } else { SOCKET_TRIES };
        self.link = Link::Due(at.now + 300.0);
    }

    fn told(&mut self, at: Moment, news: News, out: &mut Vec<Output>) {
        if news == News::Refused {
            self.link = Link::Off;
            return;
        }
        if let News::ComeBack { after_ms } = news {
            self.link_down(at);
            self.failures = 0;
            self.link = Link::Due(at.now + f64::from(after_ms));
            return;
        }
        self.heard_at = at.now;
        self.failures = self.failures.min(if self.polls > 0 { SOCKET_TRIES } else { 0 });
        if let Link::On { speaks_by } = &mut self.link {
            *speaks_by = None;
        }
        match news {
            News::Event { ticket, seq, html } if self.page.ticket == Some(ticket) && seq > self.page.shown => {
                self.batch_since = at.now;
                let place = self.batch.partition_point(|(before, _)| *before < seq);
                if self.batch.get(place).is_none_or(|(there, _)| *there != seq) {
                    self.batch.insert(place, (seq, html));
                }
            }
            News::Parts { ticket, seq, parts } if self.page.ticket == Some(ticket) && seq >= self.page.shown => {
                self.commit(seq, out);
                out.push(Output::Parts(parts));
            }
            News::Event { ticket, seq, html } => self.heard_of(ticket, seq, &html, out),
            News::Parts { ticket, seq, .. } => {
                if let Some((_, known)) = self.listed.iter_mut().find(|(listed, known)| *listed == ticket && *known == i64::MAX) {
                    *known = seq;
                }
            }
            News::Typing { ticket, name } if self.page.ticket == Some(ticket) => {
                self.typing_until = Some(at.now + TYPING_LASTS);
                out.push(Output::Typing(Some(name)));
            }
            News::Presence { ticket, is_here } if self.page.ticket == Some(ticket) => {
                out.push(Output::Here(is_here));
            }
            _ => {}
        }
    }

    /// A line of a ticket in the list.
    fn heard_of(&mut self, ticket: TicketId, seq: i64, html: &str, out: &mut Vec<Output>) {
        let Some((_, known)) = self.listed.iter_mut().find(|(listed, known)| *listed == ticket && *known < seq) else {
            return;
        };
        *known = seq;
        if has(html, "data-from=\"agent\"") {
            self.unread += 1;
            out.push(Output::Fresh(ticket));
            self.tell_unread(out);
        }
    }

    fn tell_unread(&mut self, out: &mut Vec<Output>) {
        if self.unread_told.replace(self.unread) != Some(self.unread) {
            out.push(Output::Unread(self.unread));
        }
    }

    /// Shows the lines that came, in order; the log on screen then reaches to `seq` at least.
    fn commit(&mut self, seq: i64, out: &mut Vec<Output>) {
        for (seq, html) in std::mem::take(&mut self.batch) {
            self.page.shown = self.page.shown.max(seq);
            if has(&html, "data-from=\"customer\"") {
                self.cover(seq, out);
            } else if has(&html, "data-from=\"agent\"") {
                self.unread += u32::from(!self.is_panel_open);
                if self.typing_until.take().is_some() {
                    out.push(Output::Typing(None));
                }
            }
            if !html.is_empty() {
                out.push(Output::Append(html));
            }
        }
        self.page.shown = self.page.shown.max(seq);
        self.tell_unread(out);
        self.settle(out);
    }

    /// A line of our own that no known answer explains: it is the message on its way, whose answer is late.
    fn cover(&mut self, seq: i64, out: &mut Vec<Output>) {
        let is_explained = self.settling.iter().any(|(_, until, _)| *until >= seq);
        if let Some(key) = self.outbox.sending().filter(|key| !is_explained && self.covered != Some(*key)) {
            self.covered = Some(key);
            out.push(Output::Cover(key));
        }
    }

    fn online(&mut self, at: Moment, is_online: bool) {
        if is_online && !self.is_online {
            self.outbox.hurry();
            self.failures = 0;
            self.link_down(at);
            if let Link::Due(_) = self.link {
                self.link = Link::Due(at.now);
            }
        }
        self.is_online = is_online;
    }

    fn panel(&mut self, at: Moment, is_open: bool, out: &mut Vec<Output>) {
        self.is_panel_open = is_open;
        // The list only says that there are answers; they are read in their conversations.
        if is_open && self.page.ticket.is_some() {
            self.unread = 0;
        }
        self.tell_unread(out);
        match self.link {
            // Even if it has not spoken yet: what it was asked for before would count as read, or never.
            Link::On { .. } if self.up == Some(self.number) && self.page.ticket.is_some() => self.ask(at, out),
            _ if is_open => self.look_again(at, out),
            _ => {}
        }
    }

    /// After a while of silence nobody knows whether the link still stands: ask, and see whether an answer comes.
    fn look_again(&mut self, at: Moment, out: &mut Vec<Output>) {
        match self.link {
            Link::On { speaks_by: None } if at.now - self.heard_at > IS_OLD => self.ask(at, out),
            Link::Due(_) => self.link = Link::Due(at.now),
            _ => {}
        }
    }

    fn typed(&mut self, at: Moment, out: &mut Vec<Output>) {
        let is_spoken = matches!(self.link, Link::On { speaks_by: None });
        if let Some(ticket) = self.page.ticket
            && is_spoken
            && at.now - self.typed_at >= TYPING_EVERY
        {
            self.typed_at = at.now;
            out.push(Output::Ask(Ask::Typing { ticket }));
        }
    }
}

#[cfg(test)]
mod tests;
