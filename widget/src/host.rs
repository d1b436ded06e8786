//! The page around the frame: one greeting that names its origin, then a private port. Nothing secret crosses it.

use std::cell::RefCell;

use js_sys::{Object, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use web_sys::{Event, MessageEvent, MessagePort, Url, Window};

use crate::frame::Frame;
use crate::page;
use client::chat::Input;

/// Under this name the host's origin outlives a change of page inside the frame, where the referrer is ourselves.
const REMEMBERED: &str = "host";

/// The host page.
#[derive(Default)]
pub(crate) struct Host {
    port: RefCell<Option<MessagePort>>,
}

impl Host {
    /// Greets the page around us. `false` when there is none.
    pub(crate) fn greet(frame: &'static Frame) -> bool {
        let Some(window) = page::window() else {
            return false;
        };
        let Some(parent) = window.parent().ok().flatten().filter(|parent| *parent != window) else {
            return false;
        };
        let Some(origin) = origin(&window) else {
            return true;
        };
        let (from, expected) = (parent.clone(), origin.clone());
        page::listen(&window, "message", move |event| {
            if let Some(port) = welcomed(&event, &from, &expected) {
                frame.host.attend(frame, port);
            }
        });
        let _ = parent.post_message(&message("porchlight", "hello"), &origin);
        true
    }

    fn attend(&self, frame: &'static Frame, port: MessagePort) {
        let heard =
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| match text(&event.data(), "type").as_deref() {
                Some("opened") => {
                    frame.feed(Input::Panel(true));
                    frame.view.await_focus(true);
                }
                Some("closed") => {
                    frame.feed(Input::Panel(false));
                    frame.view.await_focus(false);
                }
                _ => {}
            });
        port.set_onmessage(Some(heard.into_js_value().unchecked_ref()));
        *self.port.borrow_mut() = Some(port);
        self.lit(page::said("data-lit").as_deref() == Some("yes"));
    }

    /// Asks to close the panel.
    pub(crate) fn close(&self) {
        self.say(&message("type", "close"));
    }

    /// Tells how many replies nobody has seen.
    pub(crate) fn unread(&self, count: u32) {
        let message = message("type", "unread");
        let _ = Reflect::set(&message, &"count".into(), &count.into());
        self.say(&message);
    }

    /// Tells whether somebody is here.
    pub(crate) fn lit(&self, is_lit: bool) {
        let message = message("type", "lit");
        let _ = Reflect::set(&message, &"is_lit".into(), &is_lit.into());
        self.say(&message);
    }

    fn say(&self, message: &JsValue) {
        if let Some(port) = self.port.borrow().as_ref() {
            let _ = port.post_message(message);
        }
    }
}

/// The port that comes with the page's welcome; nothing from anybody else.
fn welcomed(event: &Event, from: &Window, origin: &str) -> Option<MessagePort> {
    let event: &MessageEvent = event.unchecked_ref();
    let is_parent = event.source().is_some_and(|source| source == *AsRef::<Object>::as_ref(from));
    if !is_parent || event.origin() != origin || text(&event.data(), "porchlight").as_deref() != Some("welcome") {
        return None;
    }
    Some(event.ports().get(0)).filter(|port| !port.is_undefined()).map(JsCast::unchecked_into)
}

/// The origin of the page around us: the browser says it, or the referrer did when the frame was first loaded.
fn origin(window: &Window) -> Option<String> {
    let ancestors = Reflect::get(&window.location(), &"ancestorOrigins".into()).ok();
    let nearest = ancestors.and_then(|list| Reflect::get_u32(list.unchecked_ref::<Object>(), 0).ok()?.as_string());
    if nearest.is_some() {
        return nearest;
    }
    let storage = window.session_storage().ok().flatten();
    let ours = window.location().origin().ok();
    let referrer =
        Url::new(&window.document()?.referrer()).ok().map(|url| url.origin()).filter(|origin| Some(origin) != ours.as_ref());
    match (referrer, storage) {
        (Some(origin), storage) => {
            let _ = storage.map(|storage| storage.set_item(REMEMBERED, &origin));
            Some(origin)
        }
        (None, Some(storage)) => storage.get_item(REMEMBERED).ok().flatten(),
        (None, None) => None,
    }
}

fn message(name: &str, value: &str) -> JsValue {
    let message = Object::new();
    let _ = Reflect::set(&message, &name.into(), &value.into());
    message.into()
}

fn text(data: &JsValue, name: &str) -> Option<String> {
    Reflect::get(data, &name.into()).ok()?.as_string()
}
