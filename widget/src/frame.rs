//! The frame at work: what happens goes into `state`, and what comes out of it is handed to those who can do it.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use model::id::{Key, TicketId};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::Event;

use crate::api::Api;
use crate::files::Files;
use crate::host::Host;
use crate::link::Link;
use crate::page;
use crate::storage::Storage;
use crate::view::View;
use client::chat::{Chat, Input, Output, Start};
use client::outbox::{Carried, Item};

/// Everything that the frame has. It lives as long as the page.
pub(crate) struct Frame {
    pub(crate) api: Api,
    pub(crate) link: Link,
    pub(crate) host: Host,
    pub(crate) view: View,
    pub(crate) files: Files,
    chat: RefCell<Chat>,
    storage: Storage,
    site: String,
    is_draft_dirty: Cell<bool>,
    day: RefCell<browser::Day>,
}

const TICK: Duration = Duration::from_secs(1);

/// Attaches to the page.
pub(crate) fn start() {
    browser::keep_zone();
    let site = page::said("data-site").unwrap_or_default();
    let lang = page::said("data-lang").unwrap_or_else(|| "en".to_owned());
    let view = View::new();
    let (ticket, shown) = view.place_in_log();
    let has_session = page::said("data-session").as_deref() == Some("yes");
    let page = Start {
        site: site.clone(),
        lang: lang.clone(),
        zone: page::said("data-zone").unwrap_or_default(),
        token: page::said("data-live"),
        ticket,
        is_chat: view.is_chat(),
        shown,
        listed: View::listed(),
        unread: page::said("data-unread").and_then(|count| count.parse().ok()).unwrap_or_default(),
    };
    let frame: &'static Frame = Box::leak(Box::new(Frame {
        api: Api::new(site.clone(), lang, has_session),
        link: Link::default(),
        host: Host::default(),
        view,
        files: Files::default(),
        chat: RefCell::new(Chat::new(page)),
        storage: Storage::default(),
        site,
        is_draft_dirty: Cell::new(false),
        day: RefCell::new(browser::Day::today()),
    }));
    // The greeting first: until then the host page only waits.
    let is_framed = Host::greet(frame);
    frame.view.attach(frame);
    frame.listen();
    if !is_framed {
        frame.feed(Input::Panel(true));
    }
    frame.feed(Input::Tick);
    spawn_local(frame.remember());
    page::say_ready();
}

impl Frame {
    /// Takes in what happened and carries out what follows.
    pub(crate) fn feed(&'static self, input: Input) {
        let outputs = self.chat.borrow_mut().step(browser::moment(), input);
        for output in outputs {
            self.carry_out(output);
        }
    }

    /// The same, once whatever runs now has come to its end.
    pub(crate) fn later(&'static self, input: Input) {
        spawn_local(async move { self.feed(input) });
    }

    /// What a poll asks with: the address, if there is a ticket on screen, and the live token.
    pub(crate) fn poll(&self) -> Option<(String, String)> {
        let chat = self.chat.borrow();
        let (ticket, after) = (chat.ticket()?.to_string(), chat.shown().to_string());
        let follow = if chat.is_attentive() { "" } else { "&follow=yes" };
        Some((
            ["/live/poll?ticket=", &ticket, "&after=", &after, follow, "&zone=", chat.zone()].concat(),
            chat.token().to_owned(),
        ))
    }

    /// The ticket on screen.
    pub(crate) fn ticket(&self) -> Option<TicketId> {
        self.chat.borrow().ticket()
    }

    /// Somebody presses "send". Waits for files that are still on their way.
    pub(crate) fn send(&'static self) {
        let body = self.view.words();
        if self.files.is_busy() {
            self.files.want_send(self, true);
            return;
        }
        let files: Vec<Carried> = self.files.take(self);
        if body.trim().is_empty() && files.is_empty() {
            self.view.take_focus();
            return;
        }
        self.view.fault(None);
        self.view.clear();
        self.storage.put(&self.draft_name(), None);
        self.is_draft_dirty.set(false);
        self.feed(Input::Written(browser::fresh_key(), body, files));
        self.view.scroll_to_end();
    }

    /// Somebody writes.
    pub(crate) fn typed(&'static self) {
        // There is more to say: it goes when they send it again.
        self.files.want_send(self, false);
        self.is_draft_dirty.set(true);
        self.feed(Input::Typed);
    }

    fn carry_out(&'static self, output: Output) {
        match output {
            Output::Append(html, by) => self.view.append(&html, by),
            Output::Parts(seq, parts) => {
                self.view.parts(seq, parts);
                self.host.lit(View::is_lit());
            }
            Output::Typing(name) => self.view.typing(name.as_deref()),
            Output::Here(is_here) => {
                View::here(is_here);
                self.host.lit(View::is_lit());
            }
            Output::Bubble(item) => self.view.bubble(&item),
            Output::Mark(key, mark) => self.view.mark(key, mark),
            Output::Cover(key) => View::cover(key),
            Output::Settle(key) => self.view.settle(key),
            Output::Store(item) => self.storage.put(&self.item_name(item.key), Some(browser::json::write(&item))),
            Output::Forget(key) => self.storage.put(&self.item_name(key), None),
            Output::Post(post) => spawn_local(async move {
                let answer = self.api.post(&post.path, &post.words).await;
                self.feed(Input::Answered(post.key, answer));
            }),
            Output::SignedOut => self.api.end(),
            Output::Opened(ticket) => self.opened(ticket),
            Output::Connect(way, number) => self.link.connect(self, way, number),
            Output::Ask(ask) => self.link.ask(&ask),
            Output::Offline(is_offline) => self.view.offline(is_offline),
            Output::Fault(sentence) => self.view.fault(Some(&sentence)),
            Output::Unread(count) => self.host.unread(count),
            Output::Fresh(ticket) => View::fresh(ticket),
        }
    }

    /// A reload shall show the conversation. What is being written goes with it.
    fn opened(&self, ticket: TicketId) {
        self.storage.put(&[&self.site, "/draft/new"].concat(), None);
        self.is_draft_dirty.set(true);
        self.view.opened(ticket);
        let path = ["/frame/", &self.site, "?ticket=", &ticket.to_string()].concat();
        if let Some(history) = page::window().and_then(|window| window.history().ok()) {
            let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&path));
        }
    }

    fn listen(&'static self) {
        let Some(window) = page::window() else {
            return;
        };
        page::listen(&window, "online", |_| self.feed(Input::Online(true)));
        page::listen(&window, "offline", |_| self.feed(Input::Online(false)));
        if let Some(page) = page::document() {
            let front = page.clone();
            page::listen(&page, "visibilitychange", move |_| self.feed(Input::Front(!front.hidden())));
            self.feed(Input::Front(!page.hidden()));
        }
        let tick = Closure::<dyn FnMut(Event)>::new(move |_| {
            self.feed(Input::Tick);
            self.view.show_parts();
            self.keep_draft();
            // "Today" would be yesterday.
            if self.day.borrow_mut().is_over() && self.view.is_idle() {
                browser::reload();
            }
        });
        let every = i32::try_from(TICK.as_millis()).unwrap_or(i32::MAX);
        let _ = window.set_interval_with_callback_and_timeout_and_arguments_0(tick.into_js_value().unchecked_ref(), every);
        if !window.navigator().on_line() {
            self.feed(Input::Online(false));
        }
    }

    /// Brings back what an earlier page left.
    async fn remember(&'static self) {
        if !self.storage.open().await {
            return;
        }
        let texts = self.storage.all(&[&self.site, "/item/"].concat()).await;
        let items: Vec<Item> = texts.iter().filter_map(|text| browser::json::read(text)).collect();
        let draft = self.storage.all(&self.draft_name()).await.pop();
        if let Some(draft) = draft {
            self.view.restore(&draft);
        }
        self.feed(Input::Stored(items));
    }

    fn keep_draft(&self) {
        if self.is_draft_dirty.replace(false) {
            let words = self.view.words();
            self.storage.put(&self.draft_name(), (!words.is_empty()).then_some(words));
        }
    }

    fn item_name(&self, key: Key) -> String {
        [&self.site, "/item/", &key.to_string()].concat()
    }

    fn draft_name(&self) -> String {
        let ticket = self.ticket().map_or_else(|| "new".to_owned(), |ticket| ticket.to_string());
        [&self.site, "/draft/", &ticket].concat()
    }
}
