//! The live link: a WebSocket that comes back by itself, or long polling where sockets do not get through.

use std::cell::{Cell, RefCell};

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Event, MessageEvent, RequestInit, Response, WebSocket};

use super::dom::{self, after, backoff, data};
use super::wire::{self, name};
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
    dom::on(&page, "focusout", |_: Event| {
        after(50, thread::replace_waiting);
    });
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
        after(0, connect);
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
    let Ok(host) = dom::window().location().host() else {
        return;
    };
    let is_secure = dom::window().location().protocol().is_ok_and(|protocol| protocol == "https:");
    let url = format!("{}://{host}/live", if is_secure { "wss" } else { "ws" });
    let Ok(socket) = WebSocket::new(&url) else {
        return;
    };
    dom::on(&socket, "open", move |_: Event| {
        ask("hello", &[(name::TOKEN, token.as_str().into()), (name::LANG, lang.as_str().into())]);
        if let Some((ticket, after)) = thread::place() {
            ask("watch", &[(name::TICKET, ticket.into()), (name::AFTER, after.into())]);
        }
        if WANTS_INBOX.get() {
            ask("inbox", &[]);
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

fn ask(kind: &str, fields: &[(&str, JsValue)]) {
    SOCKET.with_borrow(|socket| {
        if let Some(socket) = socket {
            _ = socket.send_with_str(&wire::write(&[&[(name::TYPE, kind.into())], fields].concat()));
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
    if tries >= 2 && thread::place().is_some() {
        spawn_local(poll(backoff(tries)));
    } else {
        after(backoff(tries), connect);
    }
}

/// Asks once by long polling, then tries the socket again.
async fn poll(wait: u32) {
    if !poll_once().await {
        after(wait, connect);
        return;
    }
    connect();
}

/// Fetches what is missing, without waiting for a socket. Was there an answer?
pub(super) async fn poll_once() -> bool {
    let (Some((token, lang)), Some((ticket, seq))) = (token(), thread::place()) else {
        return false;
    };
    let Ok(headers) = web_sys::Headers::new() else {
        return false;
    };
    _ = headers.set("x-live", &token);
    _ = headers.set("accept-language", &lang);
    let init = RequestInit::new();
    init.set_headers(&headers);
    let url = format!("/live/poll?ticket={ticket}&after={seq}");
    let Ok(response) = JsFuture::from(dom::window().fetch_with_str_and_init(&url, &init)).await else {
        return false;
    };
    let response: Response = response.unchecked_into();
    let Ok(text) = response.text() else {
        return false;
    };
    let text = JsFuture::from(text).await.ok().and_then(|text| text.as_string());
    let Some(tells) = text.filter(|_| response.ok()).and_then(|text| wire::parse(&text)) else {
        return false;
    };
    let Ok(tells) = tells.dyn_into::<js_sys::Array>() else {
        return false;
    };
    tells.iter().for_each(|tell| told(&tell));
    true
}

/// Is there an open socket, so that news comes by itself?
pub(super) fn is_open() -> bool {
    SOCKET.with_borrow(|socket| socket.as_ref().is_some_and(|socket| socket.ready_state() == WebSocket::OPEN))
}

fn hear(text: &str) {
    if let Some(tell) = wire::parse(text) {
        told(&tell);
    }
}

fn told(tell: &JsValue) {
    let here = thread::place().map(|(ticket, _)| ticket);
    let ticket = wire::text(tell, name::TICKET);
    let is_here = here.as_ref() == Some(&ticket);
    match wire::text(tell, name::TYPE).as_str() {
        "event" if is_here => {
            thread::append(wire::whole(tell, name::SEQ), &wire::text(tell, name::HTML));
        }
        "parts" if is_here => {
            thread::replace_parts(wire::whole(tell, name::SEQ), wire::pairs(tell, name::PARTS));
        }
        "typing" if is_here => thread::typing(&wire::text(tell, name::NAME)),
        "presence" if is_here => thread::presence(wire::is(tell, name::IS_OTHER_SIDE_HERE), &wire::list(tell, name::AGENTS)),
        "inbox" if !is_here => desk_list::arrived(ticket),
        "come_back" => {
            end_socket();
            after(u32::try_from(wire::whole(tell, name::AFTER_MS)).unwrap_or_default(), connect);
        }
        "refused" => {
            STATE.set(State::Over);
            end_socket();
        }
        _ => {}
    }
}

/// Closes without the try that follows a loss.
fn end_socket() {
    if let Some(socket) = SOCKET.take() {
        _ = socket.close();
    }
}

/// Tells the other side that somebody writes here, every three seconds at most.
pub(super) fn typing() {
    let now = js_sys::Date::now();
    if now - TYPED_AT.get() >= 3_000.0
        && is_open()
        && let Some((ticket, _)) = thread::place()
    {
        TYPED_AT.set(now);
        ask("typing", &[(name::TICKET, ticket.into())]);
    }
}
