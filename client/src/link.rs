//! The connection to the server: when to build it, by which way, and when to give it up. What travels over it is not known here.

use crate::moment::{Moment, backoff};

/// The way to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// A WebSocket.
    Socket,
    /// One long poll.
    Poll,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    /// None, and none is wanted.
    Off,
    /// Wanted from this moment on.
    Due(f64),
    /// Being built or up; when it must have said something.
    On { speaks_by: Option<f64> },
}

/// What a tick found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pulse {
    /// Nothing to do.
    Fine,
    /// Quiet for long: ask something that is always answered.
    Ask,
    /// It said nothing in time and is given up.
    Dead,
}

/// One connection at a time. Each has a number; whatever an older one says is ignored.
#[derive(Debug)]
pub struct Link {
    state: State,
    number: u32,
    /// The number of the connection that was the last to be up.
    up: Option<u32>,
    failures: u32,
    polls: u32,
    heard_at: f64,
    ticked_at: f64,
    is_online: bool,
}

/// How long a connection may take to say its first word, and to answer when it is asked.
const SPEAKS_WITHIN: f64 = 15_000.0;
/// How long a poll may take.
const POLL_LASTS: f64 = 40_000.0;
/// After this much silence it is asked whether it is still there.
const IS_OLD: f64 = 30_000.0;
/// A tick that comes this late means that the machine slept.
const SLEPT: f64 = 20_000.0;
/// Failed sockets in a row, after which it polls.
const SOCKET_TRIES: u32 = 2;
/// Polls, after which it tries a socket again. It does so after the first one too: where the server was away for a moment, it is
/// back by then, and only a socket tells of everything.
const POLLS: u32 = 20;
/// The pause between two polls.
const POLL_PAUSE: f64 = 300.0;

impl Link {
    /// A link that is wanted at once, or not yet.
    pub fn new(is_wanted: bool) -> Self {
        Self {
            state: if is_wanted { State::Due(0.0) } else { State::Off },
            number: 0,
            up: None,
            failures: 0,
            polls: 0,
            heard_at: 0.0,
            ticked_at: 0.0,
            is_online: true,
        }
    }

    /// From now on a connection is wanted.
    pub fn want(&mut self, at: Moment) {
        self.state = State::Due(at.now);
    }

    /// Is this the number of the connection that counts?
    pub fn is_current(&self, number: u32) -> bool {
        self.number == number
    }

    /// The number of the connection that counts.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The connection to build now, if one is due. Without `can_poll` only sockets are built.
    pub fn connect(&mut self, at: Moment, can_poll: bool) -> Option<(Way, u32)> {
        let State::Due(when) = self.state else { return None };
        if when > at.now || !self.is_online {
            return None;
        }
        self.number = self.number.wrapping_add(1);
        let way = if self.failures < SOCKET_TRIES || !can_poll { Way::Socket } else { Way::Poll };
        let lasts = if way == Way::Socket { SPEAKS_WITHIN } else { POLL_LASTS };
        self.state = State::On { speaks_by: Some(at.now + lasts) };
        Some((way, self.number))
    }

    /// The connection is up.
    pub fn is_up(&mut self, at: Moment) {
        self.polls = 0;
        self.up = Some(self.number);
        self.asked(at);
    }

    /// Can something be asked over it?
    pub fn can_ask(&self) -> bool {
        matches!(self.state, State::On { .. }) && self.up == Some(self.number)
    }

    /// Has it said something since it was last asked?
    pub fn has_spoken(&self) -> bool {
        matches!(self.state, State::On { speaks_by: None })
    }

    /// Something was asked that is always answered.
    pub fn asked(&mut self, at: Moment) {
        self.state = State::On { speaks_by: Some(at.now + SPEAKS_WITHIN) };
    }

    /// The server said something.
    pub fn heard(&mut self, at: Moment) {
        self.heard_at = at.now;
        self.failures = self.failures.min(if self.polls > 0 { SOCKET_TRIES } else { 0 });
        // A poll keeps its time: there is nothing to ask it, and its last word may be lost.
        if let State::On { speaks_by } = &mut self.state
            && self.up == Some(self.number)
        {
            *speaks_by = None;
        }
    }

    /// It ended, or never was.
    pub fn is_down(&mut self, at: Moment) {
        self.number = self.number.wrapping_add(1);
        if matches!(self.state, State::On { .. }) {
            self.state = State::Due(at.now + backoff(self.failures, at.random));
            self.failures = self.failures.saturating_add(1);
        }
    }

    /// A poll was answered and is over.
    pub fn polled(&mut self, at: Moment) {
        self.polls += 1;
        // A socket that fails now leads straight back to polling.
        self.failures = if self.polls == 1 || self.polls.is_multiple_of(POLLS) { SOCKET_TRIES - 1 } else { SOCKET_TRIES };
        self.state = State::Due(at.now + POLL_PAUSE);
    }

    /// The server goes, and says when to come back: spread, so that not all come at once.
    pub fn come_back(&mut self, at: Moment, after_ms: u32) {
        self.is_down(at);
        self.failures = 0;
        self.state = State::Due(at.now + f64::from(after_ms));
    }

    /// Nothing more comes, ever.
    pub fn end(&mut self) {
        self.state = State::Off;
    }

    /// Time goes by.
    pub fn tick(&mut self, at: Moment) -> Pulse {
        let has_slept = at.now - self.ticked_at > SLEPT && self.ticked_at > 0.0;
        self.ticked_at = at.now;
        match self.state {
            // While the machine slept nobody could answer: it is asked once more before it is given up.
            State::On { speaks_by: Some(by) } if by <= at.now && !(has_slept && self.can_ask()) => {
                self.is_down(at);
                Pulse::Dead
            }
            State::On { .. } if has_slept && self.can_ask() => {
                self.asked(at);
                Pulse::Ask
            }
            State::On { speaks_by: None } if at.now - self.heard_at > IS_OLD && self.can_ask() => {
                self.asked(at);
                Pulse::Ask
            }
            State::Due(_) if has_slept => {
                self.state = State::Due(at.now);
                Pulse::Fine
            }
            _ => Pulse::Fine,
        }
    }

    /// Somebody looks at the page again: nobody knows whether the connection still stands. `true` when it is to be asked.
    pub fn look_again(&mut self, at: Moment) -> bool {
        match self.state {
            State::On { speaks_by: None } if self.can_ask() && at.now - self.heard_at > IS_OLD / 6.0 => {
                self.asked(at);
                true
            }
            State::Due(_) => {
                self.state = State::Due(at.now);
                false
            }
            _ => false,
        }
    }

    /// The browser has a network, or has none. `true` when it came back: whatever stood before is given up.
    pub fn online(&mut self, at: Moment, is_online: bool) -> bool {
        let is_back = is_online && !self.is_online;
        if is_back {
            self.failures = 0;
            self.is_down(at);
            if let State::Due(_) = self.state {
                self.state = State::Due(at.now);
            }
        }
        self.is_online = is_online;
        is_back
    }

    /// Has the browser a network?
    pub fn has_network(&self) -> bool {
        self.is_online
    }

    /// Should the person be told that there is no connection?
    pub fn is_offline(&self) -> bool {
        !self.is_online || self.failures > SOCKET_TRIES
    }
}
