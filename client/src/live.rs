//! A page that follows tickets: what to ask of the live link, and what to show of what it says. The portal, the desk and the
//! widget all follow by this one machine.

use model::id::TicketId;
use model::live::{Ask, Tell};
use model::person::Side;

use crate::link::{Link, Pulse, Way};
use crate::moment::Moment;
use crate::shown::{Line, Shown};

/// What the page says at its start.
#[derive(Debug, Clone)]
pub struct Start {
    /// The token for the live link, if there is a session.
    pub token: Option<String>,
    /// The language of what is shown.
    pub lang: String,
    /// The time zone that times are told in; empty for the site's.
    pub zone: String,
    /// Which side the reader is on.
    pub side: Side,
    /// The ticket on screen.
    pub ticket: Option<TicketId>,
    /// The last line on screen.
    pub shown: i64,
    /// Where no ticket is on screen: those in the list.
    pub listed: Vec<TicketId>,
    /// Agents: the list of tickets that is on screen, as the server knows it again; empty where there is none.
    pub list: String,
}

/// What happens. The number says of which connection; what an older one says is ignored.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// Time goes by; about once a second.
    Tick,
    /// The connection is up.
    LinkUp(u32),
    /// The connection ended, or never was.
    LinkDown(u32),
    /// A poll was answered and is over.
    Polled(u32),
    /// The server says something.
    Told(u32, Tell),
    /// The browser has a network, or has none.
    Online(bool),
    /// The person has the ticket before their eyes, or not any more.
    Attention(bool),
    /// Somebody looks at the page again, or it just woke up.
    Seen,
    /// The person is typing.
    Typed,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Build a connection by this way; it gets this number, and older ones end.
    Connect(Way, u32),
    /// Ask over the connection.
    Ask(Ask),
    /// Show or hide that there is no connection.
    Offline(bool),
    /// A line of the ticket on screen, in order.
    Line(Line),
    /// The log on screen reaches to here.
    Reached(i64),
    /// Parts of the page that are true for this place of the log.
    Parts(i64, Vec<(String, String)>),
    /// Somebody is typing; maybe without a name. `None`: nobody is.
    Typing(Option<String>),
    /// Is somebody of the other side at this ticket, and which other agents are?
    Presence(bool, Vec<String>),
    /// A ticket in the list moved. `None`: any may have, while there was no connection.
    Moved(Option<TicketId>),
    /// There is a new message in a ticket of the list.
    Heard(TicketId, Option<Side>),
    /// The server takes no questions of ours any more: signed out, or not ours.
    Over,
}

/// The page.
#[derive(Debug)]
pub struct Live {
    page: Start,
    link: Link,
    shown: Shown,
    /// The tickets of the list, and how much of each is known.
    listed: Vec<(TicketId, i64)>,
    has_been_up: bool,
    typing_until: Option<f64>,
    typed_at: f64,
    is_attentive: bool,
    is_offline_shown: bool,
}

/// Tickets of the list that are followed; the server takes no more of one connection.
const LISTED_MAX: usize = 8;
/// A place behind every log, and the largest number that JavaScript can tell from its neighbours.
pub(crate) const NOTHING_NEWER: i64 = (1 << 53) - 1;
/// How long it counts that somebody is typing.
const TYPING_LASTS: f64 = 6000.0;
/// How often typing is told.
const TYPING_EVERY: f64 = 3000.0;

impl Live {
    /// A fresh page. `is_attentive`: has the person the ticket before their eyes?
    pub fn new(page: Start, is_attentive: bool) -> Self {
        // Of what the list knows nothing newer is told at first: only what comes.
        let listed: Vec<_> = page.listed.iter().take(LISTED_MAX).map(|ticket| (*ticket, NOTHING_NEWER)).collect();
        let has_something = page.ticket.is_some() || !listed.is_empty() || !page.list.is_empty();
        Self {
            link: Link::new(has_something && page.token.is_some()),
            shown: Shown::new(page.shown),
            listed,
            has_been_up: false,
            typing_until: None,
            typed_at: f64::MIN,
            is_attentive,
            is_offline_shown: false,
            page,
        }
    }

    /// The time zone that times are told in; empty for the site's.
    pub fn zone(&self) -> &str {
        &self.page.zone
    }

    /// The ticket on screen.
    pub fn ticket(&self) -> Option<TicketId> {
        self.page.ticket
    }

    /// The last line on screen.
    pub fn shown(&self) -> i64 {
        self.shown.seq()
    }

    /// The token of the live link.
    pub fn token(&self) -> &str {
        self.page.token.as_deref().unwrap_or_default()
    }

    /// A newer token.
    pub fn set_token(&mut self, token: String) {
        self.page.token = Some(token);
    }

    /// Has the person the ticket before their eyes?
    pub fn is_attentive(&self) -> bool {
        self.is_attentive
    }

    /// Does the connection carry what is said, as far as anybody knows?
    pub fn is_connected(&self) -> bool {
        self.link.has_spoken()
    }

    /// The number of the connection that counts.
    pub fn number(&self) -> u32 {
        self.link.number()
    }

    /// Has the browser a network?
    pub fn has_network(&self) -> bool {
        self.link.has_network()
    }

    /// From now on this ticket is on screen.
    pub fn open(&mut self, at: Moment, ticket: TicketId) {
        self.page.ticket = Some(ticket);
        self.link.want(at);
    }

    /// Takes what happened and says what to do.
    pub fn step(&mut self, at: Moment, input: Input) -> Vec<Output> {
        let mut out = Vec::new();
        match input {
            Input::Tick => self.tick(at, &mut out),
            Input::LinkUp(number) if self.link.is_current(number) => self.up(at, &mut out),
            Input::LinkDown(number) if self.link.is_current(number) => self.down(at),
            Input::Polled(number) if self.link.is_current(number) => self.link.polled(at),
            Input::Told(number, tell) if self.link.is_current(number) => self.told(at, tell, &mut out),
            Input::LinkUp(_) | Input::LinkDown(_) | Input::Polled(_) | Input::Told(..) => {}
            Input::Online(is_online) => {
                if self.link.online(at, is_online) {
                    self.shown.forget_batch();
                }
            }
            Input::Attention(is_attentive) => self.attention(at, is_attentive, &mut out),
            Input::Seen => self.look_again(at, &mut out),
            Input::Typed => self.typed(at, &mut out),
        }
        self.pump(at, &mut out);
        out
    }

    /// Whatever is due goes out.
    pub fn pump(&mut self, at: Moment, out: &mut Vec<Output>) {
        // A poll is about one ticket on screen.
        let can_poll = self.page.ticket.is_some();
        if let Some((way, number)) = self.link.connect(at, can_poll) {
            out.push(Output::Connect(way, number));
        }
        if self.link.is_offline() != self.is_offline_shown {
            self.is_offline_shown = !self.is_offline_shown;
            out.push(Output::Offline(self.is_offline_shown));
        }
    }

    fn tick(&mut self, at: Moment, out: &mut Vec<Output>) {
        if self.typing_until.is_some_and(|until| until <= at.now) {
            self.typing_until = None;
            out.push(Output::Typing(None));
        }
        if self.shown.is_overdue(at) {
            self.show(0, out);
        }
        match self.link.tick(at) {
            Pulse::Fine => {}
            Pulse::Ask => out.push(Output::Ask(Ask::Ping)),
            Pulse::Dead => self.shown.forget_batch(),
        }
    }

    fn up(&mut self, at: Moment, out: &mut Vec<Output>) {
        self.link.is_up(at);
        let (token, lang, zone) = (self.token().to_owned(), self.page.lang.clone(), self.page.zone.clone());
        out.push(Output::Ask(Ask::Hello { token, lang, zone }));
        if !self.page.list.is_empty() {
            out.push(Output::Ask(Ask::Inbox));
            // What moved before the first connection only the server knows; afterwards anything may have.
            if std::mem::replace(&mut self.has_been_up, true) {
                out.push(Output::Moved(None));
            } else {
                out.push(Output::Ask(Ask::Listed { list: self.page.list.clone() }));
            }
        }
        self.ask(at, out);
    }

    /// Asks for what comes. What nobody has before their eyes does not count as read.
    fn ask(&mut self, at: Moment, out: &mut Vec<Output>) {
        self.link.asked(at);
        let after = self.shown.seq();
        match self.page.ticket {
            Some(ticket) if self.is_attentive => out.push(Output::Ask(Ask::Watch { ticket, after })),
            Some(ticket) => out.push(Output::Ask(Ask::Follow { ticket, after })),
            None if self.listed.is_empty() => out.push(Output::Ask(Ask::Ping)),
            None => {
                let follow = |(ticket, after): &(TicketId, i64)| Output::Ask(Ask::Follow { ticket: *ticket, after: *after });
                out.extend(self.listed.iter().map(follow));
            }
        }
    }

    fn down(&mut self, at: Moment) {
        self.shown.forget_batch();
        self.link.is_down(at);
    }

    fn told(&mut self, at: Moment, tell: Tell, out: &mut Vec<Output>) {
        match tell {
            Tell::Refused => {
                self.link.end();
                out.push(Output::Over);
                return;
            }
            Tell::Lost { ticket } if self.page.ticket == Some(ticket) => {
                self.link.end();
                out.push(Output::Over);
                return;
            }
            Tell::ComeBack { after_ms } => {
                self.shown.forget_batch();
                self.link.come_back(at, after_ms);
                return;
            }
            _ => self.link.heard(at),
        }
        match tell {
            Tell::Event { ticket, seq, by, html, .. } if self.page.ticket == Some(ticket) => {
                self.shown.take(at, Line { seq, by, html });
            }
            Tell::Parts { ticket, seq, parts } if self.page.ticket == Some(ticket) => {
                if seq >= self.shown.seq() {
                    self.show(seq, out);
                    out.push(Output::Parts(seq, parts));
                }
            }
            Tell::Event { ticket, seq, by, .. } => self.heard_of(ticket, seq, by, out),
            Tell::Parts { ticket, seq, .. } => {
                if let Some((_, known)) =
                    self.listed.iter_mut().find(|(listed, known)| *listed == ticket && *known == NOTHING_NEWER)
                {
                    *known = seq;
                }
            }
            Tell::Typing { ticket, name } if self.page.ticket == Some(ticket) => {
                self.typing_until = Some(at.now + TYPING_LASTS);
                out.push(Output::Typing(Some(name)));
            }
            // A list hears of the other side by any of its tickets: whoever is here is here for all.
            Tell::Presence { ticket, is_other_side_here, agents } if self.page.ticket.is_none_or(|shown| shown == ticket) => {
                out.push(Output::Presence(is_other_side_here, agents));
            }
            Tell::Inbox { ticket, .. } => out.push(Output::Moved(Some(ticket))),
            Tell::Moved => out.push(Output::Moved(None)),
            Tell::Lost { ticket } => self.listed.retain(|(listed, _)| *listed != ticket),
            Tell::Typing { .. } | Tell::Presence { .. } | Tell::Pong | Tell::ComeBack { .. } | Tell::Refused => {}
        }
    }

    /// A line of a ticket in the list.
    fn heard_of(&mut self, ticket: TicketId, seq: i64, by: Option<Side>, out: &mut Vec<Output>) {
        if let Some((_, known)) = self.listed.iter_mut().find(|(listed, known)| *listed == ticket && *known < seq) {
            *known = seq;
            out.push(Output::Heard(ticket, by));
        }
    }

    /// Shows the lines that came, in order; the log on screen then reaches to `seq` at least.
    fn show(&mut self, seq: i64, out: &mut Vec<Output>) {
        for line in self.shown.close(seq) {
            let is_from_others = line.by.is_some_and(|side| side != self.page.side);
            if is_from_others && self.typing_until.take().is_some() {
                out.push(Output::Typing(None));
            }
            out.push(Output::Line(line));
        }
        out.push(Output::Reached(self.shown.seq()));
    }

    fn attention(&mut self, at: Moment, is_attentive: bool, out: &mut Vec<Output>) {
        let has_changed = std::mem::replace(&mut self.is_attentive, is_attentive) != is_attentive;
        // Even if it has not spoken yet: what it was asked for before would count as read, or never.
        if self.link.can_ask() && self.page.ticket.is_some() {
            if has_changed {
                self.ask(at, out);
            }
        } else if is_attentive {
            self.look_again(at, out);
        }
    }

    /// After some silence nobody knows whether the connection still stands: ask, and see whether an answer comes.
    fn look_again(&mut self, at: Moment, out: &mut Vec<Output>) {
        if self.link.look_again(at) {
            out.push(Output::Ask(Ask::Ping));
        }
    }

    fn typed(&mut self, at: Moment, out: &mut Vec<Output>) {
        if let Some(ticket) = self.page.ticket
            && self.link.can_ask()
            && at.now - self.typed_at >= TYPING_EVERY
        {
            self.typed_at = at.now;
            out.push(Output::Ask(Ask::Typing { ticket }));
        }
    }
}

#[cfg(test)]
mod tests;
