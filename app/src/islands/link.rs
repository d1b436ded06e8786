//! The live link: a WebSocket that comes back by itself, or long polling where sockets do not get through.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use model::id::TicketId;
use model::live::{Ask, Tell};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Event, MessageEvent, RequestInit, Response, WebSocket};

use super::dom::{self, after, backoff, data};
use super::{desk_list, thread};

thread_local! {
    static SOCKET: RefCell<Option<WebSocket>> = const { RefCell::new(None) };
    /// Tries since the last message; the second socket in a row that never opened turns to polling.
    static TRIES: Cell<u32> = const { Cell::new(0) };
    static STATE: Cell<State> = const { Cell::new(State::Still) };
    static WANTS_INBOX: Cell<bool> = const { Cell::new(false) };
    static TYPED_AT: Cell<f64> = const { Cell::new(0.0) };
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing was asked yet.
    Still,
    /// A socket is open or opening, or waits to be.
    Running,
    /// The server said that nothing more comes.
    Over,
}

/// Follows the ticket on the page.
pub(super) fn watch() {
    let page = dom::page();
    dom::on(&page, "focusout", |_: Event| after(Duration::from_millis(50), thread::replace_waiting));
    if dom::first("[data-scroll]").is_some() {
        thread::to_end();
    }
    start();
}

/// Follows the desk's list.
pub(super) fn watch_inbox() {
    WANTS_INBOX.set(true);
    start();
}

/// Both islands may start it; the first socket opens when both had their turn.
fn start() {
    if STATE.replace(State::Running) == State::Still {
        after(Duration::ZERO, connect);
        dom::on(&dom::window(), "online", |_: Event| connect_again());
    }
}

fn token() -> Option<(String, String)> {
    let body = dom::page().body()?;
    let token = data(&body, "live");
    (!token.is_empty()).then(|| (token, data(&body, "lang")))
}

fn connect_again() {
    if STATE.get() == State::Running && SOCKET.with_borrow(Option::is_none) {
        TRIES.set(0);
        connect();
    }
}

fn connect() {
    if STATE.get() != State::Running || SOCKET.with_borrow(Option::is_some) {
        return;
    }
    let Some((token, lang)) = token() else { return };
    let Ok(host) = dom::window().location().host() else { return };
    let is_secure = dom::window().location().protocol().is_ok_and(|protocol| protocol == "https:");
    let url = format!("{}://{host}/live", if is_secure { "wss" } else { "ws" });
    let Ok(socket) = WebSocket::new(&url) else { return };
    dom::on(&socket, "open", move |_: Event| {
        ask(&Ask::Hello { token: token.clone(), lang: lang.clone() });
        if let Some((ticket, after)) = open_ticket() {
            ask(&Ask::Watch { ticket, after });
        }
        if WANTS_INBOX.get() {
            ask(&Ask::Inbox);
        }
    });
    dom::on(&socket, "message", |event: MessageEvent| {
        TRIES.set(0);
        if let Some(text) = event.data().as_string() {
            hear(&text);
        }
    });
    dom::on(&socket, "close", |_: Event| closed());
    SOCKET.set(Some(socket));
}

fn open_ticket() -> Option<(TicketId, i64)> {
    let (ticket, after) = thread::place()?;
    Some((ticket.parse().ok()?, after))
}

fn ask(ask: &Ask) {
    SOCKET.with_borrow(|socket| {
        if let (Some(socket), Ok(text)) = (socket, serde_json::to_string(ask)) {
            _ = socket.send_with_str(&text);
        }
    });
}

fn closed() {
    SOCKET.set(None);
    let tries = TRIES.get() + 1;
    TRIES.set(tries);
    if STATE.get() != State::Running {
        return;
    }
    if tries >= 2 && open_ticket().is_some() {
        spawn_local(poll(backoff(tries)));
    } else {
        after(backoff(tries), connect);
    }
}

/// Asks once by long polling, then tries the socket again.
async fn poll(wait: Duration) {
    if !poll_once().await {
        after(wait, connect);
        return;
    }
    connect();
}

/// Fetches what is missing, without waiting for a socket. Was there an answer?
pub(super) async fn poll_once() -> bool {
    let (Some((token, lang)), Some((ticket, seq))) = (token(), open_ticket()) else { return false };
    let Ok(headers) = web_sys::Headers::new() else { return false };
    _ = headers.set("x-live", &token);
    _ = headers.set("accept-language", &lang);
    let init = RequestInit::new();
    init.set_headers(&headers);
    let url = format!("/live/poll?ticket={ticket}&after={seq}");
    let Ok(response) = JsFuture::from(dom::window().fetch_with_str_and_init(&url, &init)).await else { return false };
    let response: Response = response.unchecked_into();
    let Ok(text) = response.text() else { return false };
    let text = JsFuture::from(text).await.ok().and_then(|text| text.as_string());
    let Some(tells) = text.filter(|_| response.ok()).and_then(|text| serde_json::from_str::<Vec<Tell>>(&text).ok()) else { return false };
    tells.into_iter().for_each(told);
    true
}

/// Is there an open socket, so that news comes by itself?
pub(super) fn is_open() -> bool {
    SOCKET.with_borrow(|socket| socket.as_ref().is_some_and(|socket| socket.ready_state() == WebSocket::OPEN))
}

fn hear(text: &str) {
    if let Ok(tell) = serde_json::from_str(text) {
        told(tell);
    }
}

fn told(tell: Tell) {
    let here = open_ticket().map(|(ticket, _)| ticket);
    match tell {
        Tell::Event { ticket, seq, html, .. } if here == Some(ticket) => thread::append(seq, &html),
        Tell::Parts { ticket, seq, parts } if here == Some(ticket) => thread::replace_parts(seq, parts),
        Tell::Typing { ticket, name } if here == Some(ticket) => thread::typing(&name),
        Tell::Presence { ticket, is_other_side_here, agents } if here == Some(ticket) => thread::presence(is_other_side_here, &agents),
        Tell::Inbox { ticket, .. } => desk_list::arrived(ticket, here),
        Tell::ComeBack { after_ms } => {
            if let Some(socket) = SOCKET.take() {
                _ = socket.close();
            }
            after(Duration::from_millis(after_ms.into()), connect);
        }
        Tell::Refused => {
            STATE.set(State::Over);
            if let Some(socket) = SOCKET.take() {
                _ = socket.close();
            }
        }
        Tell::Event { .. } | Tell::Parts { .. } | Tell::Typing { .. } | Tell::Presence { .. } => {}
    }
}

/// Tells the other side that somebody writes here, every three seconds at most.
pub(super) fn typing() {
    let now = js_sys::Date::now();
    if now - TYPED_AT.get() >= 3_000.0 && is_open() && let Some((ticket, _)) = open_ticket() {
        TYPED_AT.set(now);
        ask(&Ask::Typing { ticket });
    }
}
