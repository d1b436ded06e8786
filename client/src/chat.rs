//! A conversation as the widget shows it: what is written appears at once, goes out through the outbox, and gives way to the log's
//! own line when that comes.

use model::id::{Key, TicketId};
use model::live::{Ask, Tell};
use model::person::Side;
use model::wire::{Kept, Refused};

use crate::link::Way;
use crate::live::{self, Live};
use crate::moment::Moment;
use crate::outbox::{Aim, Carried, Item, Outbox, Post};

/// What the page says at its start.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// The site's key.
    pub site: String,
    /// Its language.
    pub lang: String,
    /// The time zone that times are told in; empty for the site's.
    pub zone: String,
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
    /// Replies in them that nobody has seen.
    pub unread: u32,
}

/// What the server said to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It has it.
    Kept(Kept),
    /// It does not take it.
    Refused(u16, Refused),
    /// Nobody knows.
    Lost,
}

/// What happens.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// Time goes by; about once a second.
    Tick,
    /// Messages that were stored before.
    Stored(Vec<Item>),
    /// Somebody sends a message.
    Written(Key, String, Vec<Carried>),
    /// Somebody wants a message to be tried again.
    Retried(Key),
    /// The server's answer to a message.
    Answered(Key, Answer),
    /// The connection of this number is up.
    LinkUp(u32),
    /// It ended, or never was.
    LinkDown(u32),
    /// A poll was answered and is over.
    Polled(u32),
    /// The server says something.
    Told(u32, Tell),
    /// The browser has a network, or has none.
    Online(bool),
    /// The panel opens or closes.
    Panel(bool),
    /// The tab is in front, or behind others.
    Front(bool),
    /// Somebody looks at the page again.
    Seen,
    /// The person is typing.
    Typed,
}

/// A message's mark under its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Kept here, not sent yet.
    Waiting,
    /// On its way.
    Sending,
    /// Not taken.
    Refused,
    /// The server has it; the number is that of the ticket which it opened.
    Received(Option<i64>),
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Put a line into the conversation; who wrote it, when it is a message.
    Append(String, Option<Side>),
    /// Change parts of the page.
    Parts(i64, Vec<(String, String)>),
    /// Show who is typing, or that nobody is.
    Typing(Option<String>),
    /// Is an agent at this ticket?
    Here(bool),
    /// Show a message of our own that the log does not have yet.
    Bubble(Item),
    /// Change its mark.
    Mark(Key, Mark),
    /// The log shows it, though its answer is not here yet.
    Cover(Key),
    /// The log shows it: away with ours.
    Settle(Key),
    /// Store a message.
    Store(Item),
    /// Forget a stored message.
    Forget(Key),
    /// Send a message.
    Post(Post),
    /// A session is missing: get one before the next message.
    SignedOut,
    /// The conversation has become this ticket.
    Opened(TicketId),
    /// Build a connection by this way; it gets this number, and older ones end.
    Connect(Way, u32),
    /// Ask over the connection.
    Ask(Ask),
    /// Show or hide that there is no connection.
    Offline(bool),
    /// Show a sentence of the server.
    Fault(String),
    /// So many replies that nobody has seen.
    Unread(u32),
    /// A ticket in the list has one.
    Fresh(TicketId),
}

/// The conversation.
#[derive(Debug)]
pub struct Chat {
    site: String,
    can_write: bool,
    live: Live,
    outbox: Outbox,
    /// Messages that the server has and the log on screen does not show yet.
    settling: Vec<(Key, i64)>,
    covered: Option<Key>,
    is_panel_open: bool,
    is_in_front: bool,
    unread: u32,
    /// What the host page was told of it.
    unread_told: Option<u32>,
}

impl Chat {
    /// A fresh page.
    pub fn new(page: Start) -> Self {
        let live = live::Start {
            token: page.token,
            lang: page.lang,
            zone: page.zone.clone(),
            side: Side::Customer,
            ticket: page.ticket,
            shown: page.shown,
            listed: page.listed,
            list: String::new(),
        };
        Self {
            site: page.site,
            can_write: page.is_chat,
            live: Live::new(live, false),
            outbox: Outbox::default(),
            settling: Vec::new(),
            covered: None,
            is_panel_open: false,
            is_in_front: true,
            unread: page.unread,
            unread_told: None,
        }
    }

    /// The ticket on screen.
    pub fn ticket(&self) -> Option<TicketId> {
        self.live.ticket()
    }

    /// The last line on screen.
    pub fn shown(&self) -> i64 {
        self.live.shown()
    }

    /// The token of the live link.
    pub fn token(&self) -> &str {
        self.live.token()
    }

    /// The time zone that times are told in; empty for the site's.
    pub fn zone(&self) -> &str {
        self.live.zone()
    }

    /// Has the person the ticket before their eyes? In an open panel of a tab behind others they have not.
    pub fn is_attentive(&self) -> bool {
        self.is_panel_open && self.is_in_front
    }

    /// Are all messages known to have arrived?
    pub fn is_all_sent(&self) -> bool {
        self.outbox.is_empty()
    }

    /// Takes what happened and says what to do.
    pub fn step(&mut self, at: Moment, input: Input) -> Vec<Output> {
        let mut out = Vec::new();
        match input {
            Input::Stored(items) => {
                for item in self.outbox.load(items) {
                    self.bubble(item, &mut out);
                }
            }
            Input::Written(key, body, files) => {
                let item = self.outbox.write(key, self.live.ticket(), body, files);
                out.push(Output::Store(item.clone()));
                self.bubble(item, &mut out);
            }
            Input::Retried(key) => self.outbox.retry(key),
            Input::Answered(key, answer) => self.answered(at, key, answer, &mut out),
            Input::Panel(is_open) => {
                self.is_panel_open = is_open;
                self.attend(at, true, &mut out);
            }
            Input::Front(is_in_front) => {
                self.is_in_front = is_in_front;
                // Before the host page has said how the panel stands, nobody there listens.
                self.attend(at, self.unread_told.is_some(), &mut out);
                if is_in_front {
                    self.follow(at, live::Input::Seen, &mut out);
                }
            }
            Input::Seen => self.follow(at, live::Input::Seen, &mut out),
            Input::Online(is_online) => {
                if is_online && !self.live.has_network() {
                    self.outbox.hurry();
                }
                self.follow(at, live::Input::Online(is_online), &mut out);
            }
            Input::Tick => self.follow(at, live::Input::Tick, &mut out),
            Input::LinkUp(number) => self.follow(at, live::Input::LinkUp(number), &mut out),
            Input::LinkDown(number) => self.follow(at, live::Input::LinkDown(number), &mut out),
            Input::Polled(number) => self.follow(at, live::Input::Polled(number), &mut out),
            Input::Told(number, tell) => self.follow(at, live::Input::Told(number, tell), &mut out),
            Input::Typed => self.follow(at, live::Input::Typed, &mut out),
        }
        self.pump(at, &mut out);
        out
    }

    /// Whatever is due goes out.
    fn pump(&mut self, at: Moment, out: &mut Vec<Output>) {
        if self.live.has_network()
            && let Some(post) = self.outbox.next(at.now, &self.site)
        {
            out.push(Output::Mark(post.key, Mark::Sending));
            out.push(Output::Post(post));
        }
        let mut told = Vec::new();
        self.live.pump(at, &mut told);
        self.take(told, out);
    }

    fn follow(&mut self, at: Moment, input: live::Input, out: &mut Vec<Output>) {
        let told = self.live.step(at, input);
        self.take(told, out);
    }

    fn take(&mut self, told: Vec<live::Output>, out: &mut Vec<Output>) {
        for one in told {
            match one {
                live::Output::Connect(way, number) => out.push(Output::Connect(way, number)),
                live::Output::Ask(ask) => out.push(Output::Ask(ask)),
                live::Output::Offline(is_offline) => {
                    out.push(Output::Offline(is_offline));
                    // Nobody can say who is here any more.
                    if is_offline {
                        out.push(Output::Here(false));
                    }
                }
                live::Output::Line(line) => {
                    match line.by {
                        Some(Side::Customer) => self.cover(line.seq, out),
                        Some(Side::Agent) => self.unread = self.unread.saturating_add(u32::from(!self.is_attentive())),
                        Some(Side::System) | None => {}
                    }
                    if !line.html.is_empty() {
                        out.push(Output::Append(line.html, line.by));
                    }
                }
                live::Output::Reached(_) => {
                    self.tell_unread(out);
                    self.settle(out);
                }
                live::Output::Parts(seq, parts) => out.push(Output::Parts(seq, parts)),
                live::Output::Typing(name) => out.push(Output::Typing(name)),
                live::Output::Presence(is_here, _) => out.push(Output::Here(is_here)),
                live::Output::Heard(ticket, Some(Side::Agent)) => {
                    self.unread = self.unread.saturating_add(1);
                    out.push(Output::Fresh(ticket));
                    self.tell_unread(out);
                }
                live::Output::Over => out.push(Output::Here(false)),
                live::Output::Heard(..) | live::Output::Moved(_) => {}
            }
        }
    }

    fn bubble(&mut self, item: Item, out: &mut Vec<Output>) {
        let is_here = match item.aim {
            Aim::Ticket(ticket) => self.live.ticket() == Some(ticket),
            Aim::New(_) => self.live.ticket().is_none(),
        };
        if is_here && self.can_write {
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
        self.outbox.lost(key, at);
        if self.covered != Some(key) {
            out.push(Output::Mark(key, Mark::Waiting));
        }
    }

    fn kept(&mut self, at: Moment, key: Key, aim: Aim, kept: Kept, out: &mut Vec<Output>) {
        out.extend(self.outbox.kept(key, kept.ticket).into_iter().map(Output::Store));
        out.push(Output::Forget(key));
        self.live.set_token(kept.live);
        let opened = matches!(aim, Aim::New(_)).then_some(kept.number);
        if opened.is_some() && self.can_write && self.live.ticket().is_none() {
            self.live.open(at, kept.ticket);
            out.push(Output::Opened(kept.ticket));
        }
        if self.live.ticket() != Some(kept.ticket) {
            return;
        }
        out.push(Output::Mark(key, Mark::Received(opened)));
        self.settling.push((key, kept.seq));
        self.settle(out);
    }

    /// Messages that the log shows now.
    fn settle(&mut self, out: &mut Vec<Output>) {
        let shown = self.live.shown();
        self.settling.retain(|(key, seq)| {
            if *seq <= shown {
                out.push(Output::Settle(*key));
            }
            *seq > shown
        });
    }

    /// A line of our own that no known answer explains: it is the message on its way, whose answer is late.
    fn cover(&mut self, seq: i64, out: &mut Vec<Output>) {
        let is_explained = self.settling.iter().any(|(_, until)| *until >= seq);
        if let Some(key) = self.outbox.sending().filter(|key| !is_explained && self.covered != Some(*key)) {
            self.covered = Some(key);
            out.push(Output::Cover(key));
        }
    }

    fn attend(&mut self, at: Moment, is_heard: bool, out: &mut Vec<Output>) {
        let is_attentive = self.is_attentive();
        // The list only says that there are replies; they are read in their conversations.
        if is_attentive && self.live.ticket().is_some() {
            self.unread = 0;
        }
        if is_heard {
            self.tell_unread(out);
        }
        self.follow(at, live::Input::Attention(is_attentive), out);
    }

    fn tell_unread(&mut self, out: &mut Vec<Output>) {
        if self.unread_told.replace(self.unread) != Some(self.unread) {
            out.push(Output::Unread(self.unread));
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
