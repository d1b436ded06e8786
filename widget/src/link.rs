//! The live link: one WebSocket or one long poll at a time. When to build it is decided in `state`.

use std::cell::{Cell, RefCell};

use js_sys::Function;
use model::live::Ask;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, MessageEvent, WebSocket};

use crate::frame::Frame;
use crate::page;
use client::chat::Input;
use client::link::Way;

/// The link. Its three listeners serve every socket; what an older socket says is dropped.
#[derive(Default)]
pub(crate) struct Link {
    socket: RefCell<Option<WebSocket>>,
    number: Cell<u32>,
    calls: RefCell<Option<(Function, Function, Function)>>,
}

impl Link {
    /// Builds a link, and lets go of the one before.
    pub(crate) fn connect(&self, frame: &'static Frame, way: Way, number: u32) {
        self.number.set(number);
        if let Some(old) = self.socket.take() {
            let _ = old.close();
        }
        match way {
            Way::Socket => {
                let socket = address().and_then(|url| WebSocket::new(&url).ok());
                match socket {
                    Some(socket) => self.hear(frame, socket),
                    None => frame.later(Input::LinkDown(number)),
                }
            }
            Way::Poll => spawn_local(poll(frame, number)),
        }
    }

    /// Says something, if the link is one that can be spoken to.
    pub(crate) fn ask(&self, ask: &Ask) {
        if let Some(socket) = self.socket.borrow().as_ref() {
            let _ = socket.send_with_str(&browser::json::write(ask));
        }
    }

    fn hear(&self, frame: &'static Frame, socket: WebSocket) {
        let mut calls = self.calls.borrow_mut();
        let (opened, told, ended) = calls.get_or_insert_with(|| {
            (
                call(frame, |number, _| Some(Input::LinkUp(number))),
                call(frame, |number, event| {
                    let text = event.unchecked_ref::<MessageEvent>().data().as_string()?;
                    Some(Input::Told(number, browser::json::read(&text)?))
                }),
                call(frame, |number, _| Some(Input::LinkDown(number))),
            )
        });
        socket.set_onopen(Some(opened));
        socket.set_onmessage(Some(told));
        socket.set_onclose(Some(ended));
        *self.socket.borrow_mut() = Some(socket);
    }

    fn is_mine(&self, event: &Event) -> bool {
        let socket = self.socket.borrow();
        matches!((event.target(), socket.as_ref()), (Some(target), Some(socket)) if target == *AsRef::<web_sys::EventTarget>::as_ref(socket))
    }
}

fn call(frame: &'static Frame, read: impl Fn(u32, &Event) -> Option<Input> + 'static) -> Function {
    let closure = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        if frame.link.is_mine(&event)
            && let Some(input) = read(frame.link.number.get(), &event)
        {
            frame.feed(input);
        }
    });
    closure.into_js_value().unchecked_into()
}

async fn poll(frame: &'static Frame, number: u32) {
    let Some((path, token)) = frame.poll() else { return };
    let began = browser::moment().now;
    let Some(told) = frame.api.poll(&path, &token).await else {
        frame.feed(Input::LinkDown(number));
        return;
    };
    for tell in told {
        frame.feed(Input::Told(number, tell));
    }
    // A server that answers at once each time is not asked without a pause.
    if browser::moment().now - began < 1000.0 {
        browser::sleep(1000).await;
    }
    frame.feed(Input::Polled(number));
}

fn address() -> Option<String> {
    let origin = page::window()?.location().origin().ok()?;
    // `https` becomes `wss`, `http` becomes `ws`.
    Some(["ws", origin.strip_prefix("http")?, "/live"].concat())
}
