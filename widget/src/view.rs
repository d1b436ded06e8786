//! The page: thin. Words and markup come from the server's page, its templates and its live link.

use std::cell::{Cell, RefCell};

use js_sys::{Function, Object, Reflect};
use model::id::{Key, TicketId};
use model::person::Side;
use wasm_bindgen::JsCast;
use web_sys::{
    DragEvent, Element, Event, HtmlElement, HtmlInputElement, HtmlTemplateElement, HtmlTextAreaElement, KeyboardEvent,
};

use crate::files;
use crate::frame::Frame;
use crate::page::{self, find, within};
use client::chat::{Input, Mark};
use client::outbox::Item;
use client::shown::Parts;

mod focus;
mod forms;
mod spoken;
mod trusted;

/// How near to the end a reader is who wants to stay there, in pixels.
const NEAR_END: i32 = 64;

/// What some browsers call a key that belongs to a character still being composed.
const COMPOSING: u32 = 229;

/// The page's places.
pub(crate) struct View {
    thread: Option<HtmlElement>,
    list: Option<Element>,
    scroll: Option<HtmlElement>,
    area: Option<HtmlTextAreaElement>,
    is_at_end: Cell<bool>,
    /// Has the panel been opened, and the focus not come yet?
    is_focus_awaited: Cell<bool>,
    policy: Option<Object>,
    parts: RefCell<Parts>,
    /// What each part shows, so that the same again changes nothing.
    shown: RefCell<Vec<(String, String)>>,
}

impl View {
    /// Looks for the places in the page.
    pub(crate) fn new() -> Self {
        let thread: Option<HtmlElement> = find(".thread");
        let list = thread.as_ref().and_then(|thread| within(thread, "ol"));
        Self {
            list,
            thread,
            scroll: find("[data-scroll]"),
            area: find("form[data-do=send] textarea"),
            is_at_end: Cell::new(true),
            is_focus_awaited: Cell::new(false),
            policy: trusted::policy(),
            parts: RefCell::default(),
            shown: RefCell::default(),
        }
    }

    /// Can one write here?
    pub(crate) fn is_chat(&self) -> bool {
        self.area.is_some()
    }

    /// The ticket of the thread and its last line.
    pub(crate) fn place_in_log(&self) -> (Option<TicketId>, i64) {
        let said = |name: &str| self.thread.as_ref().and_then(|thread| thread.get_attribute(name));
        (
            said("data-ticket").and_then(|id| id.parse().ok()),
            said("data-seq").and_then(|seq| seq.parse().ok()).unwrap_or_default(),
        )
    }

    /// The tickets of the list.
    pub(crate) fn listed() -> Vec<TicketId> {
        let mut listed = Vec::new();
        page::each("a[data-ticket]", |row| {
            listed.extend(row.get_attribute("data-ticket").and_then(|id| id.parse::<TicketId>().ok()));
        });
        listed
    }

    /// A ticket of the list has a reply that nobody has seen.
    pub(crate) fn fresh(ticket: TicketId) {
        if let Some(end) = find::<Element>(&["[data-ticket=\"", &ticket.to_string(), "\"] .row__end"].concat()) {
            page::fill(&end, "#t-fresh");
        }
    }

    /// Listens to the person.
    pub(crate) fn attach(&'static self, frame: &'static Frame) {
        let (Some(page), Some(window)) = (page::document(), page::window()) else {
            return;
        };
        page::listen(&page, "click", move |event| Self::clicked(frame, &event));
        page::listen(&page, "submit", move |event| {
            forms::submitted(frame, &event);
        });
        page::listen(&page, "keydown", move |event| self.pressed(frame, &event));
        page::listen(&page, "change", move |event| Self::chosen(frame, &event));
        page::listen(&page, "paste", move |event| {
            self.brought(frame, &event, event.unchecked_ref::<web_sys::ClipboardEvent>().clipboard_data());
        });
        page::listen(&page, "dragover", |event| event.prevent_default());
        page::listen(&page, "drop", move |event| {
            self.brought(frame, &event, event.unchecked_ref::<DragEvent>().data_transfer());
        });
        page::listen(&window, "resize", |_| self.stay());
        page::listen(&window, "focus", |_| self.focus_came());
        if let Some(scroll) = &self.scroll {
            page::listen(scroll, "scroll", |_| self.is_at_end.set(self.is_near_end()));
        }
        if let Some(area) = &self.area {
            page::listen(area, "input", move |_| frame.typed());
        }
        self.scroll_to_end();
    }

    /// The words in the composer.
    pub(crate) fn words(&self) -> String {
        self.area.as_ref().map(|area| area.value().trim_end().to_owned()).unwrap_or_default()
    }

    /// Empties the composer.
    pub(crate) fn clear(&self) {
        if let Some(area) = &self.area {
            area.set_value("");
        }
    }

    /// Puts a draft back, unless something is written already.
    pub(crate) fn restore(&self, draft: &str) {
        if let Some(area) = self.area.as_ref().filter(|area| area.value().is_empty()) {
            area.set_value(draft);
        }
    }

    /// Does nobody write, and is nothing begun?
    pub(crate) fn is_idle(&self) -> bool {
        let has_focus = page::document().is_some_and(|page| page.has_focus().unwrap_or_default());
        let is_begun = self.area.as_ref().is_some_and(|area| !area.value().is_empty());
        !has_focus && !is_begun && find::<Element>("form [data-files] > *").is_none()
    }

    /// To the newest line.
    pub(crate) fn scroll_to_end(&self) {
        self.is_at_end.set(true);
        self.stay();
    }

    /// Puts a line of the log before the messages that are not in it yet.
    pub(crate) fn append(&self, html: &str, by: Option<Side>) {
        let Some((list, content)) = self.list.as_ref().zip(self.markup(html)) else { return };
        if by == Some(Side::Agent) {
            spoken::say(&content);
        }
        let first: Option<Element> = within(list, "li[data-key]");
        let _ = list.insert_before(&content, first.as_deref());
        self.stay();
    }

    /// Takes parts that came, and shows those that nobody is using.
    pub(crate) fn parts(&self, seq: i64, parts: Vec<(String, String)>) {
        self.parts.borrow_mut().came(seq, parts);
        self.show_parts();
    }

    /// Shows the parts that waited, where nobody is any more.
    pub(crate) fn show_parts(&self) {
        let names: Vec<String> = self.parts.borrow().names().map(ToOwned::to_owned).collect();
        for name in names {
            let Some(part) = find::<HtmlElement>(&["[data-part=\"", &name, "\"]"].concat()) else {
                continue;
            };
            let html = self.parts.borrow_mut().take(&name, forms::is_in_use(&part));
            if let Some(html) =
                html.filter(|html| !self.shown.borrow().iter().any(|(part, shown)| *part == name && shown == html))
            {
                self.show_part(&part, &name, &html);
                let mut shown = self.shown.borrow_mut();
                shown.retain(|(part, _)| *part != name);
                shown.push((name, html));
            }
        }
        self.stay();
    }

    fn show_part(&self, part: &HtmlElement, name: &str, html: &str) {
        // The question comes into sight once, wherever somebody is reading.
        if name == "closing" && !html.is_empty() && part.child_element_count() == 0 {
            self.is_at_end.set(true);
        }
        let had_focus =
            page::document().and_then(|page| page.active_element()).is_some_and(|active| part.contains(Some(&active)));
        part.set_text_content(None);
        if let Some(content) = self.markup(html) {
            let _ = part.append_child(&content);
        }
        if name == "head" {
            Self::light();
        }
        if had_focus {
            self.take_focus();
        }
    }

    /// Shows who writes.
    pub(crate) fn typing(&self, name: Option<&str>) {
        let Some(place) = find::<HtmlElement>("[data-typing]") else {
            return;
        };
        if let (Some(name), Some(word)) = (name, within::<HtmlElement>(&place, "[data-name]")) {
            let nobody = word.get_attribute("data-nobody");
            word.set_text_content(Some(name).filter(|name| !name.is_empty()).or(nobody.as_deref()));
        }
        place.set_hidden(name.is_none());
        self.stay();
    }

    /// Shows whether somebody is here.
    pub(crate) fn here(is_here: bool) {
        page::each("[data-presence]", |place| {
            let _ = place.set_attribute("data-here", if is_here { "yes" } else { "no" });
        });
        Self::light();
    }

    /// Is the lamp lit? While somebody is here, and while it is open.
    pub(crate) fn is_lit() -> bool {
        let says = |name: &str| find::<Element>("[data-presence]").and_then(|place| place.get_attribute(name));
        ["data-here", "data-open"].into_iter().any(|name| says(name).as_deref() == Some("yes"))
    }

    fn light() {
        page::each(".panel__head", |head| {
            let _ = head.set_attribute("data-lamp", if Self::is_lit() { "lit" } else { "off" });
        });
    }

    /// Shows a message that is not in the log yet.
    pub(crate) fn bubble(&self, item: &Item) {
        let Some((list, line)) = self.list.as_ref().zip(page::element_of("#t-message")) else {
            return;
        };
        let _ = line.set_attribute("data-key", &item.key.to_string());
        if let Some(body) = within::<HtmlElement>(&line, "[data-body]") {
            for (index, text) in item.body.lines().enumerate() {
                if index > 0 {
                    let _ = page::document().and_then(|page| page.create_element("br").ok()).map(|br| body.append_child(&br));
                }
                let _ = body.append_with_str_1(text);
            }
            body.set_hidden(item.body.is_empty());
        }
        let files: Option<HtmlElement> = within(&line, "[data-files]");
        for file in &item.files {
            let Some((files, chip)) = files.as_ref().zip(page::element_of("#t-file")) else {
                continue;
            };
            for needless in ["button", "progress"] {
                if let Some(element) = within::<Element>(&chip, needless) {
                    element.remove();
                }
            }
            if let Some(name) = within::<HtmlElement>(&chip, "[data-name]") {
                name.set_text_content(Some(&file.name));
            }
            let _ = files.append_child(&chip);
        }
        let _ = list.append_child(&line);
        self.stay();
    }

    /// Changes the mark under a message.
    pub(crate) fn mark(&self, key: Key, mark: Mark) {
        let Some(state) = bubble_of(key).and_then(|line| {
            line.set_hidden(false);
            within::<HtmlElement>(&line, "[data-state]")
        }) else {
            return;
        };
        let (template, is_waiting) = match mark {
            Mark::Waiting => ("#t-waiting", true),
            Mark::Sending => ("#t-sending", false),
            Mark::Refused => ("#t-failed", true),
            Mark::Received(Some(number)) => {
                received(&state, number);
                return;
            }
            Mark::Received(None) => {
                state.set_text_content(None);
                return;
            }
        };
        page::fill(&state, template);
        let _ =
            if is_waiting { state.set_attribute("data-delivery", "waiting") } else { state.remove_attribute("data-delivery") };
        self.stay();
    }

    /// The log shows it already.
    pub(crate) fn cover(key: Key) {
        if let Some(line) = bubble_of(key) {
            line.set_hidden(true);
        }
    }

    /// The log shows it: the bubble goes.
    pub(crate) fn settle(&self, key: Key) {
        if let Some(line) = bubble_of(key) {
            line.remove();
        }
        self.stay();
    }

    /// The thread is that of a ticket now.
    pub(crate) fn opened(&self, ticket: TicketId) {
        if let Some(thread) = &self.thread {
            let _ = thread.set_attribute("data-ticket", &ticket.to_string());
        }
    }

    /// Shows or hides that there is no connection.
    pub(crate) fn offline(&self, is_offline: bool) {
        self.notice("offline", is_offline);
    }

    /// Shows a sentence of the server, or takes it away.
    pub(crate) fn fault(&self, sentence: Option<&str>) {
        self.notice("fault", false);
        if let Some(sentence) = sentence {
            self.notice("fault", true);
            if let Some(text) = find::<HtmlElement>("[data-status] [data-text]") {
                text.set_text_content(Some(sentence));
            }
            self.scroll_to_end();
        }
    }

    /// Shows a sentence that waits in an attribute of the fault's template.
    pub(crate) fn fault_named(&self, name: &str) {
        let sentence = find::<Element>("#t-fault").and_then(|template| template.get_attribute(name));
        self.fault(sentence.as_deref());
    }

    /// A file beside the message that is being written.
    pub(crate) fn add_chip(chip: &HtmlElement) {
        if let Some(files) = find::<Element>("form[data-do=send] [data-files]") {
            let _ = files.append_child(chip);
        }
    }

    /// Shows or hides what stands in the template of this name.
    pub(crate) fn notice(&self, name: &str, is_wanted: bool) {
        let Some(status) = find::<HtmlElement>("[data-status]") else {
            return;
        };
        if let Some(old) = within::<Element>(&status, &["[data-notice=", name, "]"].concat()) {
            old.remove();
        }
        if let Some(notice) = is_wanted.then(|| page::element_of(&["#t-", name].concat())).flatten() {
            let _ = notice.set_attribute("data-notice", name);
            let _ = status.append_child(&notice);
        }
        self.stay();
    }

    /// Keeps a reader at the end who was there, and nobody else.
    fn stay(&self) {
        if let Some(scroll) = self.scroll.as_ref().filter(|_| self.is_at_end.get()) {
            scroll.set_scroll_top(scroll.scroll_height());
        }
    }

    fn is_near_end(&self) -> bool {
        self.scroll.as_ref().is_none_or(|scroll| scroll.scroll_height() - scroll.scroll_top() - scroll.client_height() < NEAR_END)
    }

    fn clicked(frame: &'static Frame, event: &Event) {
        let target = page::target(event);
        if let Some(link) = target.as_ref().and_then(|target| target.closest("a[href^='/files/']").ok().flatten()) {
            // A download leaves the frame, and the frame's cookie stays behind: it is fetched here.
            event.prevent_default();
            files::save(frame, link);
            return;
        }
        let Some(element) = target.and_then(|target| target.closest("[data-do]").ok().flatten()) else {
            return;
        };
        match element.get_attribute("data-do").as_deref() {
            Some("close") => {
                event.prevent_default();
                frame.host.close();
            }
            Some("home" | "write" | "open") => {
                // Not one step more in the host page's history.
                if let Some((address, window)) = element.get_attribute("href").zip(page::window()) {
                    event.prevent_default();
                    let _ = window.location().replace(&address);
                }
            }
            Some("retry") => {
                let line = element.closest("li[data-key]").ok().flatten();
                if let Some(key) = line.and_then(|line| line.get_attribute("data-key")).and_then(|key| key.parse().ok()) {
                    frame.view.fault(None);
                    frame.feed(Input::Retried(key));
                }
            }
            Some("drop") => frame.files.drop_with(frame, &element),
            _ => {}
        }
    }

    fn pressed(&self, frame: &'static Frame, event: &Event) {
        let Some(key) = event.dyn_ref::<KeyboardEvent>().filter(|key| !key.is_composing() && key.key_code() != COMPOSING) else {
            return;
        };
        match key.key().as_str() {
            // A picture that is shown by itself is closed first, by the browser.
            "Escape" if find::<Element>(":popover-open").is_none() => frame.host.close(),
            "Tab" => focus::stay_inside(key),
            "Enter"
                if !key.shift_key()
                    && !is_touch()
                    && self.area.as_ref().is_some_and(|area| page::target(event).as_ref() == Some(area.as_ref())) =>
            {
                event.prevent_default();
                frame.send();
            }
            _ => {}
        }
    }

    fn chosen(frame: &'static Frame, event: &Event) {
        let input: Option<HtmlInputElement> = page::target(event).map(JsCast::unchecked_into);
        if let Some(input) = input.filter(|input| input.type_() == "file") {
            if let Some(files) = input.files() {
                frame.files.add(frame, &files);
            }
            // The same file may be chosen again.
            input.set_value("");
        }
    }

    /// Where there is text too, the text is what was meant: cells of a spreadsheet bring a picture of themselves along.
    fn brought(&self, frame: &'static Frame, event: &Event, data: Option<web_sys::DataTransfer>) {
        let is_text = |data: &web_sys::DataTransfer| data.get_data("text/plain").is_ok_and(|text| !text.is_empty());
        let files = data.filter(|data| !is_text(data)).and_then(|data| data.files());
        if let Some(files) = files.filter(|files| files.length() > 0 && self.is_chat()) {
            event.prevent_default();
            frame.files.add(frame, &files);
        }
    }

    /// What the server wrote, as elements.
    fn markup(&self, html: &str) -> Option<web_sys::DocumentFragment> {
        let template: HtmlTemplateElement = page::document()?.create_element("template").ok()?.unchecked_into();
        let trusted = self.policy.as_ref().and_then(|policy| {
            let make: Function = Reflect::get(policy, &"createHTML".into()).ok()?.unchecked_into();
            make.call1(policy, &html.into()).ok()
        });
        Reflect::set(&template, &"innerHTML".into(), &trusted.unwrap_or_else(|| html.into())).ok()?;
        let content = template.content();
        // The icons are in this page already; what comes over the link names the sprite that other pages share.
        let uses = content.query_selector_all("use").ok()?;
        for index in 0..uses.length() {
            let icon: Element = uses.get(index)?.unchecked_into();
            if let Some((_, name)) = icon.get_attribute("href")?.split_once('#') {
                let _ = icon.set_attribute("href", &["#", name].concat());
            }
        }
        Some(content)
    }
}

fn bubble_of(key: Key) -> Option<HtmlElement> {
    find(&["li[data-key=\"", &key.to_string(), "\"]"].concat())
}

fn received(state: &Element, number: i64) {
    page::fill(state, "#t-received");
    let _ = state.remove_attribute("data-delivery");
    if let Some(place) = within::<HtmlElement>(state, "[data-number]") {
        place.set_text_content(Some(&number.to_string()));
    }
}

/// On touch "Enter" is a new line; there is a button to send.
fn is_touch() -> bool {
    page::window().and_then(|window| window.match_media("(pointer: coarse)").ok().flatten()).is_some_and(|query| query.matches())
}
