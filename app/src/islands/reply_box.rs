//! Sending what is written: kept on this device until it has arrived, repeated with the same key, never sent twice.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Event, FormData, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement, KeyboardEvent, RequestInit, Response,
    SubmitEvent,
};

use super::dom::{self, after, backoff, data, storage, within};
use super::files::Files;
use super::wire::{self, name};
use super::{fault, link, thread};

/// The form where a person writes.
struct ReplyForm {
    form: HtmlFormElement,
    area: HtmlTextAreaElement,
    files: Files,
    /// What is on its way or waits to be sent again.
    sending: RefCell<Option<FormData>>,
    is_in_flight: Cell<bool>,
    tries: Cell<u32>,
}

/// What came of sending.
enum Outcome {
    /// `model::wire::Kept`.
    Kept(JsValue),
    /// `model::wire::Refused`.
    Refused(JsValue),
    /// No answer: it may have arrived or not.
    Unknown,
}

/// Takes over the form.
pub(super) fn start() {
    let Some(form) = dom::first("form[data-draft]").map(JsCast::unchecked_into::<HtmlFormElement>) else {
        return;
    };
    let Some(area) = within(&form, "textarea[name='body']").map(JsCast::unchecked_into::<HtmlTextAreaElement>) else {
        return;
    };
    let files = Files::of(&form);
    let reply = Rc::new(ReplyForm {
        form,
        area,
        files,
        sending: RefCell::default(),
        is_in_flight: Cell::default(),
        tries: Cell::default(),
    });
    reply.restore();
    fault::watch(&reply.form);
    let (on_input, on_submit, on_key, on_line) = (reply.clone(), reply.clone(), reply.clone(), reply.clone());
    dom::on(&reply.area, "input", move |_: Event| on_input.typed());
    dom::on(&reply.form, "submit", move |event: SubmitEvent| {
        event.prevent_default();
        on_submit.submitted(event.submitter());
    });
    dom::on(&reply.form, "keydown", move |event: KeyboardEvent| {
        on_key.key(&event);
    });
    dom::on(&dom::window(), "online", move |_: Event| on_line.again());
}

impl ReplyForm {
    fn draft(&self, what: &str) -> String {
        format!("porchlight:{what}:{}", data(&self.form, "draft"))
    }

    /// What was written before the page was left. If it may have been sent already, its key comes back with it.
    fn restore(&self) {
        let Some(storage) = storage() else { return };
        let text = storage.get_item(&self.draft("text")).ok().flatten().unwrap_or_default();
        if !self.area.value().is_empty() || text.is_empty() {
            return;
        }
        self.area.set_value(&text);
        if let (Ok(Some(key)), Some(field)) = (storage.get_item(&self.draft("key")), self.field("key")) {
            field.set_value(&key);
        }
    }

    fn keep(&self, key: Option<&str>) {
        let Some(storage) = storage() else { return };
        let text = self.area.value();
        _ = if text.is_empty() { storage.remove_item(&self.draft("text")) } else { storage.set_item(&self.draft("text"), &text) };
        _ = match key {
            Some(key) if !text.is_empty() => storage.set_item(&self.draft("key"), key),
            _ => storage.remove_item(&self.draft("key")),
        };
    }

    fn field(&self, name: &str) -> Option<HtmlInputElement> {
        within(&self.form, &format!("input[name='{name}']")).map(JsCast::unchecked_into)
    }

    fn typed(&self) {
        say(None);
        if self.sending.borrow().is_none() {
            // Other words than those that may have been sent need another key.
            if storage().is_some_and(|storage| matches!(storage.get_item(&self.draft("key")), Ok(Some(_)))) {
                self.take_key();
            }
            self.keep(None);
        }
        let is_note = within(&self.form, "input[value='note']:checked").is_some();
        if !is_note && !self.area.value().trim().is_empty() {
            link::typing();
        }
    }

    /// A fresh key for the next write.
    fn take_key(&self) {
        let crypto = js_sys::Reflect::get(&dom::window(), &"crypto".into()).unwrap_or_default();
        let make = js_sys::Reflect::get(&crypto, &"randomUUID".into()).unwrap_or_default();
        let key = make.dyn_ref::<js_sys::Function>().and_then(|make| make.call0(&crypto).ok()).and_then(|key| key.as_string());
        if let (Some(key), Some(field)) = (key, self.field("key")) {
            field.set_value(&key);
        }
    }

    /// Control and Enter sends; when the reply is held, it sends anyway. Shift and Enter at the desk also solves.
    fn key(&self, event: &KeyboardEvent) {
        if event.key() != "Enter" || event.is_composing() || dom::target(event, "textarea[name='body']").is_none() {
            return;
        }
        let button = if event.ctrl_key() || event.meta_key() {
            within(&self.form, "[data-held]:not([hidden]) button[name='anyway']")
                .or_else(|| within(&self.form, "button.button--primary[type='submit']"))
        } else if event.shift_key() {
            within(&self.form, "button[name='then']").filter(|button| button.offset_parent().is_some())
        } else {
            None
        };
        if let Some(button) = button {
            event.prevent_default();
            button.click();
        }
    }

    fn submitted(self: &Rc<Self>, submitter: Option<HtmlElement>) {
        let is_waiting = self.sending.borrow().is_some();
        if is_waiting {
            self.again();
            return;
        }
        let Ok(data) = FormData::new_with_form(&self.form) else {
            return;
        };
        self.files.put_into(&data);
        fault::clear_all(&self.form);
        if let Some((name, value)) =
            submitter.and_then(|button| Some((button.get_attribute("name")?, button.get_attribute("value")?)))
        {
            _ = data.append_with_str(&name, &value);
        }
        self.keep(data.get("key").as_string().as_deref());
        self.sending.replace(Some(data));
        self.tries.set(0);
        self.area.set_read_only(true);
        self.send();
    }

    /// Tries once more, now.
    fn again(self: &Rc<Self>) {
        if self.sending.borrow().is_some() && !self.is_in_flight.get() {
            self.send();
        }
    }

    fn send(self: &Rc<Self>) {
        let Some(data) = self.sending.borrow().clone() else {
            return;
        };
        self.is_in_flight.set(true);
        say(Some("sending"));
        let reply = self.clone();
        spawn_local(async move {
            let outcome = post(&reply.form.action(), &data).await;
            reply.came(outcome);
        });
    }

    fn came(self: &Rc<Self>, outcome: Outcome) {
        self.is_in_flight.set(false);
        match outcome {
            Outcome::Unknown => {
                say(Some("kept"));
                let tries = self.tries.get() + 1;
                self.tries.set(tries);
                let reply = self.clone();
                after(backoff(tries), move || reply.again());
                return;
            }
            Outcome::Kept(kept) => self.arrived(&kept),
            Outcome::Refused(refused) => self.refused(&refused),
        }
        self.sending.replace(None);
        self.area.set_read_only(false);
    }

    fn arrived(&self, kept: &JsValue) {
        self.area.set_value("");
        self.files.clear();
        if let Some(kept) = within(&self.form, "[data-kept]") {
            kept.remove();
        }
        self.keep(None);
        say(None);
        if data(&self.form, "do") == "open" {
            _ = dom::window().location().assign(&format!("/tickets/{}", wire::whole(kept, name::NUMBER)));
            return;
        }
        self.take_key();
        dom::show("[data-held]", false);
        if let Some(field) = self.field("seq") {
            field.set_value(&wire::whole(kept, name::SEQ).to_string());
        }
        _ = self.area.focus();
        if link::is_open() {
            thread::to_end();
        } else {
            spawn_local(async {
                link::poll_once().await;
                thread::to_end();
            });
        }
    }

    fn refused(&self, refused: &JsValue) {
        let (code, sentence) = (wire::text(refused, name::ERROR), wire::text(refused, name::MESSAGE));
        if code == "held" {
            say(None);
            dom::show("[data-held]", true);
            _ = self.area.focus();
            return;
        }
        self.take_key();
        self.keep(None);
        self.area.set_read_only(false);
        if fault::show(&self.form, &code, &sentence) {
            say(None);
            return;
        }
        if let Some(words) =
            within(&self.form, "[data-say='fault'] [data-text]").or_else(|| dom::first("[data-say='fault'] [data-text]"))
        {
            words.set_text_content(Some(&sentence));
        }
        say(Some("fault"));
        _ = self.area.focus();
    }
}

/// Shows one of the sentences that wait in the page, or none.
fn say(which: Option<&str>) {
    for sentence in dom::all("[data-say]") {
        sentence.set_hidden(which != Some(data(&sentence, "say").as_str()));
    }
}

async fn post(action: &str, data: &FormData) -> Outcome {
    let Ok(headers) = web_sys::Headers::new() else {
        return Outcome::Unknown;
    };
    _ = headers.set("accept", "application/json");
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(data);
    let Ok(response) = JsFuture::from(dom::window().fetch_with_str_and_init(action, &init)).await else {
        return Outcome::Unknown;
    };
    let response: Response = response.unchecked_into();
    let Ok(text) = response.text() else {
        return Outcome::Unknown;
    };
    let Some(text) = JsFuture::from(text).await.ok().and_then(|text| text.as_string()) else {
        return Outcome::Unknown;
    };
    match wire::parse(&text) {
        Some(kept) if response.ok() => Outcome::Kept(kept),
        Some(refused) if response.status() < 500 => Outcome::Refused(refused),
        _ => Outcome::Unknown,
    }
}
