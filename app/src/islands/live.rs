//! The page's live link and what the islands share of it: one store a page. `client::live` decides; this carries out.

use std::cell::{OnceCell, RefCell};
use std::time::Duration;

use client::live::{Input, Output, Start};
use client::shown::{Line, Parts};
use client::{link::Way, live as machine};
use leptos::ev;
use leptos::prelude::*;
use model::id::TicketId;
use model::person::Side;
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::spawn_local;

use super::socket::{self, Outgoing};

/// What a page follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LivePage {
    /// The token for the live link; empty when nobody is signed in.
    pub token: String,
    /// The page's language.
    pub lang: String,
    /// The time zone that its times are told in.
    pub zone: String,
    /// Which side reads it.
    pub side: Side,
    /// The ticket on screen.
    pub ticket: Option<TicketId>,
    /// The last line of its log that is on screen.
    pub shown: i64,
    /// The desk's list that is on screen, as the server knows it again; empty where there is none.
    pub list: String,
}

/// What the live link told, as signals.
#[derive(Clone, Default)]
pub(super) struct Store {
    /// Lines of the ticket on screen that wait to be shown; whoever shows them takes them out.
    pub(in crate::islands) lines: ArcRwSignal<Vec<Line>>,
    /// Counts up when parts came; `part` hands them out.
    pub(in crate::islands) parts: ArcRwSignal<u32>,
    /// Who is typing: a name, maybe an empty one.
    pub(in crate::islands) typing: ArcRwSignal<Option<String>>,
    /// Is the other side here?
    pub(in crate::islands) is_other_side_here: ArcRwSignal<Option<bool>>,
    /// The other agents who look at the ticket.
    pub(in crate::islands) others: ArcRwSignal<Vec<String>>,
    /// Tickets of the list that moved since it was loaded.
    pub(in crate::islands) moved: ArcRwSignal<Vec<TicketId>>,
    /// May others have moved, while there was no link?
    pub(in crate::islands) may_have_moved: ArcRwSignal<bool>,
    /// Counts up when a message of this page was taken.
    pub(in crate::islands) own_messages: ArcRwSignal<u32>,
    /// Counts up when this page itself changed the ticket.
    pub(in crate::islands) own_acts: ArcRwSignal<u32>,
    /// Counts up when the desk's list was put in place anew.
    #[cfg(any(feature = "desk", feature = "ssr"))]
    pub(in crate::islands) renewed: ArcRwSignal<u32>,
    /// The last line of the log that is known here.
    pub(in crate::islands) seq: ArcRwSignal<i64>,
    /// The last command that a key gave.
    #[cfg(any(feature = "desk", feature = "ssr"))]
    pub(in crate::islands) command: ArcRwSignal<Option<super::desk::keys::Command>>,
}

struct Link {
    live: machine::Live,
    parts: Parts,
    outgoing: Option<Outgoing>,
}

thread_local! {
    static STORE: Store = Store::default();
    static LINK: RefCell<Option<Link>> = const { RefCell::new(None) };
    static ROOT: OnceCell<Owner> = const { OnceCell::new() };
}

/// The owner of islands that come after the page: they must outlive the effect that put them in, and know nothing of its island.
pub(super) fn root() -> Owner {
    ROOT.with(|root| root.get_or_init(|| Owner::new_root(Owner::current_shared_context())).clone())
}

/// The page's store. On the server, where pages of many people are made side by side, it stays empty: only effects and
/// listeners write to it, and neither runs there.
pub(super) fn live() -> Store {
    STORE.with(Clone::clone)
}

/// Did nobody write to the store?
#[cfg(test)]
pub(super) fn is_as_new() -> bool {
    let store = live();
    let counts = [&store.parts, &store.own_messages, &store.own_acts, &store.renewed].map(ArcRwSignal::get_untracked);
    let is_told = store.is_other_side_here.get_untracked().is_some() || store.may_have_moved.get_untracked();
    let is_empty = store.lines.read_untracked().is_empty()
        && store.others.read_untracked().is_empty()
        && store.moved.read_untracked().is_empty()
        && store.typing.read_untracked().is_none()
        && store.command.read_untracked().is_none();
    counts == [0; 4] && store.seq.get_untracked() == 0 && !is_told && is_empty
}

/// Follows what is on the page.
#[island]
pub fn Live(page: LivePage) -> impl IntoView {
    Effect::new(move |_| start(page.clone()));
    let listeners = [
        window_event_listener(ev::online, |_| feed(Input::Online(true))),
        window_event_listener(ev::offline, |_| feed(Input::Online(false))),
        window_event_listener(ev::focus, |_| feed(Input::Seen)),
        window_event_listener(ev::pageshow, |_| feed(Input::Seen)),
        window_event_listener(ev::visibilitychange, |_| looked()),
    ];
    on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
}

fn start(page: LivePage) {
    live().seq.set(page.shown);
    let start = Start {
        token: Some(page.token).filter(|token| !token.is_empty()),
        lang: page.lang,
        zone: page.zone,
        side: page.side,
        ticket: page.ticket,
        shown: page.shown,
        listed: Vec::new(),
        list: page.list,
    };
    let link = Link { live: machine::Live::new(start, !document().hidden()), parts: Parts::default(), outgoing: None };
    LINK.set(Some(link));
    feed(Input::Tick);
    _ = set_interval(|| feed(Input::Tick), Duration::from_secs(1));
}

/// A page that nobody looks at marks nothing as read.
fn looked() {
    let is_hidden = document().hidden();
    feed(Input::Attention(!is_hidden));
    if !is_hidden {
        feed(Input::Seen);
    }
}

/// Takes in what happened and carries out what follows.
pub(super) fn feed(input: Input) {
    let outputs =
        LINK.with_borrow_mut(|link| link.as_mut().map(|link| link.live.step(browser::moment(), input)).unwrap_or_default());
    for output in outputs {
        carry_out(output);
    }
}

fn carry_out(output: Output) {
    let store = live();
    match output {
        Output::Connect(way, number) => connect(way, number),
        Output::Ask(ask) => LINK.with_borrow(|link| {
            if let Some(outgoing) = link.as_ref().and_then(|link| link.outgoing.as_ref()) {
                _ = outgoing.unbounded_send(browser::json::write(&ask));
            }
        }),
        Output::Line(line) => store.lines.update(|lines| lines.push(line)),
        Output::Reached(seq) => store.seq.set(seq),
        Output::Parts(seq, parts) => {
            LINK.with_borrow_mut(|link| {
                if let Some(link) = link {
                    link.parts.came(seq, parts);
                }
            });
            store.parts.update(|count| *count = count.wrapping_add(1));
        }
        Output::Typing(name) => store.typing.set(name),
        Output::Presence(is_here, others) => {
            store.is_other_side_here.set(Some(is_here));
            store.others.set(others);
        }
        Output::Moved(ticket) => moved(&store, ticket),
        // Nobody can say who is here any more.
        Output::Offline(true) | Output::Over => {
            store.is_other_side_here.set(Some(false));
            store.others.set(Vec::new());
        }
        Output::Offline(false) | Output::Heard(..) => {}
    }
}

fn connect(way: Way, number: u32) {
    let outgoing = match way {
        Way::Socket => Some(socket::open(number)),
        Way::Poll => {
            spawn_local(async move { poll(number).await });
            None
        }
    };
    LINK.with_borrow_mut(|link| {
        if let Some(link) = link {
            link.outgoing = outgoing;
        }
    });
}

/// One long poll about the ticket on screen.
async fn poll(number: u32) {
    if ask_by_poll(number).await {
        feed(Input::Polled(number));
    } else {
        feed(Input::LinkDown(number));
    }
}

async fn ask_by_poll(number: u32) -> bool {
    let asked = LINK.with_borrow(|link| {
        let live = &link.as_ref()?.live;
        let follow = if live.is_attentive() { "" } else { "&follow=yes" };
        let path = format!("/live/poll?ticket={}&after={}{follow}&zone={}", live.ticket()?, live.shown(), live.zone());
        Some((path, live.token().to_owned()))
    });
    let Some((path, token)) = asked else { return false };
    let Some(told) = browser::fetch::poll::<model::live::Tell>(&path, &token).await else { return false };
    for tell in told {
        feed(Input::Told(number, tell));
    }
    true
}

/// A ticket in the list moved. The one on screen shows it by itself.
fn moved(store: &Store, ticket: Option<TicketId>) {
    let on_screen = LINK.with_borrow(|link| link.as_ref().and_then(|link| link.live.ticket()));
    match ticket {
        None => store.may_have_moved.set(true),
        Some(ticket) if Some(ticket) == on_screen => {}
        Some(ticket) => store.moved.update(|moved| {
            if !moved.contains(&ticket) {
                moved.push(ticket);
            }
        }),
    }
}

impl Store {
    /// What to show in a part now; nothing while somebody is using it.
    pub(super) fn part(name: &str, is_in_use: bool) -> Option<String> {
        LINK.with_borrow_mut(|link| link.as_mut().and_then(|link| link.parts.take(name, is_in_use)))
    }

    /// This page changed the ticket: where no link carries it, it is asked for.
    pub(super) fn acted(&self) {
        self.own_acts.update(|count| *count = count.wrapping_add(1));
        let number =
            LINK.with_borrow(|link| link.as_ref().filter(|link| !link.live.is_connected()).map(|link| link.live.number()));
        if let Some(number) = number {
            spawn_local(async move {
                ask_by_poll(number).await;
            });
        }
    }
}
