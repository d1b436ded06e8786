//! The live link: a WebSocket that first sends what is missing and then what comes, and long polling as its fallback.
//! What it says is read from the log each time; a signal on the bus only means "look again".

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::time::Duration;

use app::words::Lang;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{ConnectInfo, State};
use axum::http::HeaderMap;
use axum::response::Response;
use desk::Actor;
use desk::bus::{self, Signal, Watcher};
use desk::sessions::Found;
use desk::tickets::Which;
use model::fault::Fault;
use model::id::TicketId;
use model::live::{Ask, Tell};
use model::time::Time;
use tokio::time::Instant;

use crate::app::App;
use crate::connection_limits::{Holder, Permit};
use crate::refusal::Refusal;
use crate::session::{self, Session};
use crate::{guard, timeouts};

mod list;
mod news;
mod poll;
mod team;

pub use poll::poll;

use news::Locale;
use team::Team;

/// Largest frame that a browser may send: everything it asks is short.
const FRAME_BYTES_MAX: usize = 4096;
/// Tickets that one socket may watch.
const WATCHES_MAX: usize = 8;
/// Live links that one session may hold: tabs, and polls beside them.
const LINKS_OF_A_SESSION_MAX: usize = 16;
/// Ticks between pings.
const TICKS_A_PING: u32 = 5;
/// Frames that are taken at once, of whatever kind: asks, pings, and what is none of them.
const FRAMES_MAX: u32 = 50;
/// As many are taken again at each tick.
const FRAMES_A_TICK: u32 = 25;
/// Frames before the first ask.
const FRAMES_BEFORE_HELLO: usize = 8;
/// How long it counts that a session was looked up.
const CHECK_LASTS: Duration = Duration::from_millis(500);
/// How long a close is waited for, so that its reason arrives.
const FAREWELL: Duration = Duration::from_secs(1);
/// Close codes of ours.
const SIGNED_OUT: u16 = 4401;
const TOO_MANY: u16 = 4429;

/// The permits of one live link. They are given back with it.
struct Place {
    _all: Permit,
    network: Option<Permit>,
    session: Option<Permit>,
}

impl Place {
    /// Before anything is known but the address. An agent is let in although the network is full: a company's desks are
    /// often behind one address, and with them its visitors.
    async fn take(app: &App, peer: SocketAddr, headers: &HeaderMap) -> Result<Self, Refusal> {
        let all = app.connection_limits.take(Holder::Everybody, app.config.live_in_all).ok_or(Fault::TooMany)?;
        let network = app.connection_limits.take(Holder::Network(app.limits.network(peer, headers)), app.config.live_per_address);
        if network.is_none() {
            let desk = session::of(app, headers, session::Door::Desk).await?;
            if !matches!(desk.actor, Actor::Agent { .. }) {
                return Err(Fault::TooMany.into());
            }
        }
        Ok(Self { _all: all, network, session: None })
    }

    /// Now that it is known whose it is: agents are counted by their session alone, everybody else by both.
    fn belongs_to(&mut self, app: &App, session: &Session) -> Result<(), Fault> {
        let token = session.token.ok_or(Fault::SignedOut)?;
        self.session = app.connection_limits.take(Holder::Session(token), LINKS_OF_A_SESSION_MAX);
        if matches!(session.actor, Actor::Agent { .. }) {
            self.network = None;
        } else if self.network.is_none() {
            return Err(Fault::TooMany);
        }
        if self.session.is_some() { Ok(()) } else { Err(Fault::TooMany) }
    }
}

/// `GET /live`
pub async fn socket(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Refusal> {
    if !guard::is_own_page(&app.config.base_url, &headers) {
        return Err(Fault::ForeignOrigin.into());
    }
    let place = Place::take(&app, peer, &headers).await?;
    // Small buffers: a socket costs a few kilobytes, not 134 (tungstenite's default is 128 KiB for reading).
    let upgrade = upgrade.read_buffer_size(1024).write_buffer_size(1024).max_write_buffer_size(256 * 1024);
    let upgrade = upgrade.max_message_size(FRAME_BYTES_MAX).max_frame_size(FRAME_BYTES_MAX);
    Ok(upgrade.on_upgrade(move |socket| serve(app, headers, socket, place)))
}

async fn serve(app: App, headers: HeaderMap, mut socket: WebSocket, mut place: Place) {
    let hello = Box::pin(tokio::time::timeout(app.timeouts.hello_within, next_ask(&mut socket))).await;
    let Ok(Some(Ask::Hello { token, lang, zone })) = hello else {
        close(socket, SIGNED_OUT, "hello first").await;
        return;
    };
    // In a box, as everything that is needed for a moment: what stays is what each of ten thousand links costs.
    let Ok(session) = Box::pin(session::of_live(&app, &headers, &token)).await else {
        close(socket, SIGNED_OUT, "signed out").await;
        return;
    };
    drop(headers);
    if place.belongs_to(&app, &session).is_err() {
        close(socket, TOO_MANY, "too many").await;
        return;
    }
    metrics::gauge!("porchlight_live_sockets").increment(1);
    app.sockets.fetch_add(1, Ordering::SeqCst);
    let counted = app.clone();
    let mut watcher = app.desk.bus.watcher();
    watcher.belong_to(session.actor.id());
    let locale = Locale { lang: Lang::from_code(&lang).unwrap_or(Lang::En), zone: model::hours::named(&zone) };
    let heard_at = Instant::now();
    let link = Link {
        app,
        session,
        locale,
        watcher,
        socket,
        watches: HashMap::new(),
        team: Team::default(),
        list: None,
        budget: FRAMES_MAX,
        heard_at,
        checked_at: None,
    };
    link.run().await;
    drop(place);
    counted.sockets.fetch_sub(1, Ordering::SeqCst);
    metrics::gauge!("porchlight_live_sockets").decrement(1);
}

async fn next_ask(socket: &mut WebSocket) -> Option<Ask> {
    for _ in 0..FRAMES_BEFORE_HELLO {
        match socket.recv().await? {
            Ok(Message::Text(text)) => return serde_json::from_str(&text).ok(),
            Ok(Message::Ping(_) | Message::Pong(_)) => {}
            Ok(Message::Binary(_) | Message::Close(_)) | Err(_) => return None,
        }
    }
    None
}

async fn close(mut socket: WebSocket, code: u16, reason: &'static str) {
    let frame = CloseFrame { code, reason: reason.into() };
    // What is still coming is read and dropped: closing over unread bytes would take the reason away from the browser.
    let _ = tokio::time::timeout(FAREWELL, async {
        if socket.send(Message::Close(Some(frame))).await.is_ok() {
            while let Some(Ok(_)) = socket.recv().await {}
        }
    })
    .await;
}

/// What is known of one watched ticket.
#[derive(Debug, Clone, Copy, Default)]
struct Watch {
    after: i64,
    /// When something may look different although nothing happened.
    look_at: Option<Time>,
    is_on_screen: bool,
    has_unseen: bool,
}

struct Link {
    app: App,
    session: Session,
    locale: Locale,
    watcher: Watcher,
    socket: WebSocket,
    watches: HashMap<TicketId, Watch>,
    /// Customers: is the team here, as they were told?
    team: Team,
    /// Agents: the list on screen, as the page was given it.
    list: Option<String>,
    budget: u32,
    heard_at: Instant,
    checked_at: Option<Instant>,
}

/// Why a link ends.
enum End {
    Gone,
    Refused,
    TooMany,
    ComeBack,
}

impl Link {
    async fn run(mut self) {
        // The session may have ended after it was looked up and before its end could be heard of.
        let begun = Box::pin(self.check()).await;
        let end = match begun {
            Ok(()) => self.follow().await,
            Err(end) => end,
        };
        match end {
            End::Gone => {}
            End::Refused => {
                let _ = Box::pin(self.tell(&Tell::Refused)).await;
                Box::pin(close(self.socket, SIGNED_OUT, "signed out")).await;
            }
            End::TooMany => Box::pin(close(self.socket, TOO_MANY, "too many")).await,
            End::ComeBack => {
                let _ = Box::pin(self.tell(&Tell::ComeBack { after_ms: timeouts::come_back_after_ms() })).await;
                Box::pin(close(self.socket, 1012, "come back")).await;
            }
        }
    }

    /// Hears and tells until something ends it.
    async fn follow(&mut self) -> End {
        let mut stopping = self.app.stop.clone();
        let mut tick = tokio::time::interval(self.app.timeouts.tick);
        let mut ticks = 0;
        loop {
            let step = tokio::select! {
                // In boxes, so that a link which waits does not hold the room of one that works.
                message = self.socket.recv() => Box::pin(self.heard_from_browser(message)).await,
                signal = self.watcher.heard() => Box::pin(self.heard_from_bus(signal)).await,
                _ = tick.tick() => {
                    ticks += 1;
                    Box::pin(self.tick(ticks)).await
                }
                _ = stopping.changed() => Err(End::ComeBack),
            };
            if let Err(end) = step {
                return end;
            }
        }
    }

    async fn heard_from_browser(&mut self, message: Option<Result<Message, axum::Error>>) -> Result<(), End> {
        self.heard_at = Instant::now();
        self.budget = self.budget.checked_sub(1).ok_or(End::TooMany)?;
        let text = match message {
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => return Ok(()),
            Some(Ok(Message::Binary(_) | Message::Close(_)) | Err(_)) | None => return Err(End::Gone),
        };
        self.recheck().await?;
        let ask = match serde_json::from_str(&text) {
            Ok(ask) => ask,
            // A newer page asks for what this node does not know: that is all that it does not get.
            Err(error) if error.is_data() => return Ok(()),
            Err(_) => return Err(End::Refused),
        };
        match ask {
            Ask::Hello { .. } => Err(End::Refused),
            Ask::Watch { ticket, after } => self.watch(ticket, after, true).await,
            Ask::Follow { ticket, after } => self.watch(ticket, after, false).await,
            Ask::Inbox => self.follow_list(None).await,
            Ask::Listed { list } => self.follow_list(Some(list)).await,
            Ask::Typing { ticket } if self.watches.contains_key(&ticket) => {
                self.watcher.typing(ticket, self.session.actor.person());
                Ok(())
            }
            Ask::Typing { .. } => Ok(()),
            Ask::Ping => self.tell(&Tell::Pong).await,
        }
    }

    async fn watch(&mut self, ticket: TicketId, after: i64, is_on_screen: bool) -> Result<(), End> {
        if self.watches.len() >= WATCHES_MAX && !self.watches.contains_key(&ticket) {
            return Err(End::TooMany);
        }
        // Every change is heard of before it is asked where the ticket stands, and whether they may; only then do others
        // hear that they are here.
        self.watcher.hear(ticket);
        let stand = match self.app.desk.tickets().stand(&self.session.actor, ticket).await.map_err(Refusal::from) {
            Ok(stand) => stand,
            Err(refusal) => return self.lose(ticket, &refusal).await,
        };
        self.watcher.watch(ticket, self.session.actor.person());
        self.watches.insert(ticket, Watch { after, look_at: None, is_on_screen, has_unseen: !stand.is_seen });
        let sees_team = self.sees_team();
        self.team.meets(sees_team);
        // For who missed nothing nothing is drawn: after a restart everybody comes back together. Where hours change, the
        // page may be from another time of day.
        if stand.seq != after || stand.may_ask_mail || news::has_hours(&self.app, &self.session.actor, stand.site).await {
            self.look(ticket, true).await?;
        }
        self.see(ticket).await;
        self.tell_presence(ticket).await
    }

    /// Customers: is anybody of the team here just now? Agents are told of each other otherwise.
    fn sees_team(&self) -> bool {
        let actor = &self.session.actor;
        !matches!(actor, Actor::Agent { .. }) && self.app.desk.bus.is_team_here(actor.workspace(), self.watches.keys().copied())
    }

    /// The team came or went: everything that says so is drawn anew.
    async fn tell_team(&mut self) -> Result<(), End> {
        for ticket in self.watches.keys().copied().collect::<Vec<_>>() {
            self.look(ticket, true).await?;
            self.tell_presence(ticket).await?;
        }
        Ok(())
    }

    /// What is on screen now was seen. A failure here loses nothing but a tick mark.
    async fn see(&mut self, ticket: TicketId) {
        let Some(watch) = self.watches.get_mut(&ticket).filter(|watch| watch.is_on_screen && watch.has_unseen) else { return };
        match self.app.desk.tickets().see(&self.session.actor, Which::Id(ticket)).await {
            Ok(()) => watch.has_unseen = false,
            Err(error) => tracing::debug!(error = %error, "could not note that a ticket was seen"),
        }
    }

    async fn heard_from_bus(&mut self, signal: Option<Signal>) -> Result<(), End> {
        let ends = matches!(signal, Some(Signal::Sessions | Signal::Again) | None);
        if ends {
            self.check().await?;
        } else {
            self.recheck().await?;
        }
        let agent = matches!(self.session.actor, Actor::Agent { .. });
        if self.watcher.take_behind() {
            for ticket in self.watches.keys().copied().collect::<Vec<_>>() {
                self.look(ticket, true).await?;
            }
            self.tell_moved().await?;
        }
        match signal.ok_or(End::Gone)? {
            Signal::Look { ticket, number, .. } => {
                if self.watches.contains_key(&ticket) {
                    self.look(ticket, true).await?;
                    self.see(ticket).await;
                }
                if !agent {
                    return Ok(());
                }
                self.check().await?;
                self.tell(&Tell::Inbox { ticket, number }).await
            }
            Signal::Typing { ticket, by, from } if from != self.watcher.id() && self.watches.contains_key(&ticket) => {
                let name = if by.side == self.session.actor.side() && !agent { return Ok(()) } else { by.name };
                self.tell(&Tell::Typing { ticket, name }).await
            }
            Signal::Presence { ticket } if self.watches.contains_key(&ticket) => {
                let sees_team = self.sees_team();
                if self.team.meets(sees_team) { self.tell_team().await } else { self.tell_presence(ticket).await }
            }
            Signal::Typing { .. } | Signal::Presence { .. } | Signal::Sessions | Signal::Again => Ok(()),
        }
    }

    /// Rights may have gone while the socket stood open: each delivery asks anew, unless it was asked just now. The end of a
    /// session is heard of besides, and then it is asked at once.
    async fn recheck(&mut self) -> Result<(), End> {
        if self.checked_at.is_some_and(|at| at.elapsed() < CHECK_LASTS) {
            return Ok(());
        }
        self.check().await
    }

    async fn check(&mut self) -> Result<(), End> {
        let Some(token) = self.session.token else { return Err(End::Refused) };
        match self.app.desk.sessions().actor(token).await {
            Ok(Found::Actor(actor)) => {
                self.session.actor = actor;
                self.checked_at = Some(Instant::now());
                Ok(())
            }
            // A visitor who has written nothing yet: there is nothing to end, and nothing to read either.
            Ok(Found::Unknown) if matches!(self.session.actor, Actor::Visitor { fresh: Some(_), .. }) => Ok(()),
            Ok(Found::Unknown | Found::Ended) => Err(End::Refused),
            Err(_) => Err(End::ComeBack),
        }
    }

    /// Sends what the log has after what was sent.
    async fn look(&mut self, ticket: TicketId, is_with_parts: bool) -> Result<(), End> {
        let Some(watch) = self.watches.get(&ticket).copied() else { return Ok(()) };
        match news::after(&self.app, &self.session, &self.locale, ticket, watch.after, self.team.is_here()).await {
            Ok(news) => {
                // What was read may be younger than the last look at whether it may be read.
                self.check().await?;
                for tell in &news.events {
                    self.tell(tell).await?;
                }
                if is_with_parts {
                    self.tell(&news.parts).await?;
                }
                let (look_at, has_unseen) = (news.look_at, news.has_unseen);
                self.watches.insert(ticket, Watch { after: news.seq, look_at, has_unseen, ..watch });
                Ok(())
            }
            Err(refusal) => self.lose(ticket, &refusal).await,
        }
    }

    /// A ticket that may not be read, or not any more: nobody there hears that they are here. Anything else that keeps it from
    /// being read may be over soon.
    async fn lose(&mut self, ticket: TicketId, refusal: &Refusal) -> Result<(), End> {
        if refusal.fault() != Fault::NotFound {
            return Err(End::ComeBack);
        }
        self.watcher.leave(ticket);
        self.watches.remove(&ticket);
        self.tell(&Tell::Lost { ticket }).await
    }

    async fn tick(&mut self, ticks: u32) -> Result<(), End> {
        if self.heard_at.elapsed() > self.app.timeouts.silence_max {
            return Err(End::Gone);
        }
        self.budget = (self.budget + FRAMES_A_TICK).min(FRAMES_MAX);
        let now = self.app.desk.clock.now();
        let due: Vec<TicketId> =
            self.watches.iter().filter(|(_, watch)| watch.look_at.is_some_and(|at| at <= now)).map(|(id, _)| *id).collect();
        for ticket in due {
            self.look(ticket, true).await?;
            if let Some(watch) = self.watches.get_mut(&ticket) {
                watch.look_at = watch.look_at.filter(|at| *at > now);
            }
        }
        let sees_team = self.sees_team();
        if self.team.looks(sees_team) {
            self.tell_team().await?;
        }
        if ticks.is_multiple_of(TICKS_A_PING) {
            self.recheck().await?;
            self.send(Message::Ping(axum::body::Bytes::new())).await?;
        }
        Ok(())
    }

    async fn tell_presence(&mut self, ticket: TicketId) -> Result<(), End> {
        let here = self.app.desk.bus.here(ticket);
        let actor = &self.session.actor;
        let side = actor.side();
        let mut is_other_side_here = self.team.is_here();
        let mut agents: Vec<String> = Vec::new();
        if matches!(actor, Actor::Agent { .. }) {
            let me = actor.person().name;
            let others =
                here.iter().filter(|(watcher, person)| *watcher != self.watcher.id() && person.side == side && person.name != me);
            agents = others.map(|(_, person)| person.name.clone()).collect();
            agents.sort();
            agents.dedup();
            is_other_side_here = bus::is_other_side_here(&here, side);
        }
        self.tell(&Tell::Presence { ticket, is_other_side_here, agents }).await
    }

    async fn tell(&mut self, tell: &Tell) -> Result<(), End> {
        let text = serde_json::to_string(tell).map_err(|_| End::Gone)?;
        self.send(Message::Text(text.into())).await
    }

    async fn send(&mut self, message: Message) -> Result<(), End> {
        match tokio::time::timeout(self.app.timeouts.write_within, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(End::Gone),
        }
    }
}
