//! A message on its way from a form: kept on this device until it has arrived, repeated with the same key, never sent twice. What
//! was written as an internal note is never sent as a reply.

use client::write::{self, Write};
use leptos::ev;
use leptos::html::{Button, Form, Input, Textarea};
use leptos::prelude::*;
use model::id::Key;
use model::wire::Kept;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{FormData, HtmlButtonElement, KeyboardEvent, SubmitEvent};

use super::composer::{ComposerWords, Limits};
use super::draft::{self, Draft};
use super::faults::{FieldFault, FieldFaults};
use super::file_picker::Files;
use super::insert;
use super::live::{feed, live};

/// Where a message is written, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Whose draft it is; empty for somebody who is not signed in.
    pub owner: String,
    /// What it is for: a ticket's id, or `new`.
    pub of: String,
}

/// What [`Place::of`] says of a ticket that does not exist yet; its page is shown afterwards.
pub(super) const NEW_TICKET: &str = "new";
/// The name of the message's field.
pub(super) const BODY: &str = "body";
/// The name of the button that sends what was held.
const ANYWAY: &str = "anyway";

/// What the form says below itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Says {
    Nothing,
    Sending,
    Waiting,
    Fault(String),
}

/// The form at work. Everything in it is a handle, so that each listener may have one.
#[derive(Clone, Copy)]
pub(super) struct Reply {
    pub(super) form: NodeRef<Form>,
    pub(super) area: NodeRef<Textarea>,
    pub(super) send_button: NodeRef<Button>,
    pub(super) anyway_button: NodeRef<Button>,
    pub(super) solve_button: NodeRef<Button>,
    pub(super) note_radio: NodeRef<Input>,
    pub(super) public_radio: NodeRef<Input>,
    pub(super) files: Files,
    pub(super) faults: FieldFaults,
    pub(super) says: RwSignal<Says>,
    write: StoredValue<Write<String>>,
    /// What may have arrived, under which key.
    sent: StoredValue<Option<(Key, String)>>,
    /// Is a message on its way? Until it has arrived nothing of it may change.
    pub(super) is_pending: RwSignal<bool>,
    sending: StoredValue<Option<FormData>, LocalStorage>,
    pub(super) is_note: RwSignal<bool>,
    pub(super) is_held: RwSignal<bool>,
    pub(super) seq: RwSignal<i64>,
    /// Held for words that were not on screen yet.
    is_unread: StoredValue<bool>,
    place: StoredValue<Place>,
}

impl Reply {
    /// A form at rest.
    pub(super) fn new(
        place: Place,
        key: Key,
        faults: Vec<FieldFault>,
        limits: Limits,
        words: &ComposerWords,
        kept: usize,
    ) -> Self {
        let faults = FieldFaults::new(faults);
        provide_context(faults);
        let is_pending = RwSignal::new(false);
        Self {
            form: NodeRef::new(),
            area: NodeRef::new(),
            send_button: NodeRef::new(),
            anyway_button: NodeRef::new(),
            solve_button: NodeRef::new(),
            note_radio: NodeRef::new(),
            public_radio: NodeRef::new(),
            files: Files::new(limits, words, kept, faults, is_pending),
            faults,
            says: RwSignal::new(Says::Nothing),
            write: StoredValue::new(Write::new(key)),
            sent: StoredValue::new(None),
            is_pending,
            sending: StoredValue::new_local(None),
            is_note: RwSignal::new(false),
            is_held: RwSignal::new(false),
            seq: RwSignal::new(0),
            is_unread: StoredValue::new(false),
            place: StoredValue::new(place),
        }
    }

    /// Brings back what was written, and listens.
    pub(super) fn begin(self) {
        Effect::new(move |before: Option<()>| {
            if before.is_none() && self.area.get().is_some() {
                self.restore();
            }
        });
        // A reply carries the place in the log that it is written against: it moves on only while nothing is written, and to
        // what it was held for.
        Effect::new(move |_| {
            let seq = live().seq.get();
            if seq > self.seq.get_untracked() && (self.words().trim().is_empty() || self.is_unread.get_value()) {
                self.seq.set(seq);
                self.is_unread.set_value(false);
            }
        });
        Effect::new(move |_| {
            if let Ok(every) = set_interval(move || self.again(), std::time::Duration::from_secs(1)) {
                on_cleanup(move || every.clear());
            }
        });
        let online = window_event_listener(ev::online, move |_| {
            self.write.update_value(Write::hurry);
            self.again();
        });
        on_cleanup(move || online.remove());
    }

    fn words(self) -> String {
        self.area.get_untracked().map(|area| area.value()).unwrap_or_default()
    }

    /// What was written before the page was left. If it may have been sent already, its key comes back with it.
    fn restore(self) {
        let (Some(area), Some(draft)) = (self.area.get_untracked(), self.place.with_value(draft::read)) else { return };
        // Some browsers bring the words back by themselves; the key that they may have been sent under they do not.
        if !area.value().is_empty() && area.value() != draft.text {
            return;
        }
        // First: what turns the form keeps the draft anew where the browser has brought the words back already.
        self.sent.set_value(draft.sent.clone());
        if let Some((key, words)) = draft.sent {
            self.write.update_value(|write| write.restore(key, words));
        }
        self.turn(draft.is_note);
        area.set_value(&draft.text);
    }

    fn keep(self) {
        let draft = Draft { text: self.words(), is_note: self.is_note.get_untracked(), sent: self.sent.get_value() };
        self.place.with_value(|place| draft::keep(place, &draft));
    }

    /// What is written is a note from here on, or a reply. What is on its way stays what it is.
    pub(super) fn turn(self, is_note: bool) {
        if self.is_pending.get_untracked() {
            return;
        }
        self.is_note.set(is_note);
        for (radio, is_chosen) in [(self.note_radio, is_note), (self.public_radio, !is_note)] {
            if let Some(radio) = radio.get_untracked() {
                radio.set_checked(is_chosen);
            }
        }
        if !self.words().is_empty() {
            self.keep();
        }
    }

    #[cfg(any(feature = "desk", feature = "ssr"))]
    pub(super) fn write_as(self, is_note: bool) {
        self.turn(is_note);
        if let Some(area) = self.area.get_untracked() {
            _ = area.focus();
        }
    }

    /// Somebody typed into a field.
    pub(super) fn changed(self, event: &web_sys::Event) {
        let name = &*event_target_name(event);
        self.faults.clear(name);
        if name != BODY || self.write.with_value(Write::is_pending) {
            return;
        }
        self.says.set(Says::Nothing);
        self.keep();
        if self.words().trim().is_empty() {
            // Begun anew: against all that is on screen.
            self.is_held.set(false);
            self.is_unread.set_value(false);
            self.seq.update(|seq| *seq = (*seq).max(live().seq.get_untracked()));
        }
        if !self.is_note.get_untracked() && !self.words().trim().is_empty() {
            feed(client::live::Input::Typed);
        }
    }

    /// Ctrl+Enter sends, and sends anyway what is held; Ctrl+Shift+Enter also solves. Whoever is composing a character is not
    /// done, in whichever order the browser says so.
    pub(super) fn pressed(self, event: &KeyboardEvent) {
        const COMPOSING: u32 = 229;
        let is_send = event.key() == "Enter" && (event.ctrl_key() || event.meta_key());
        if !is_send || event.is_composing() || event.key_code() == COMPOSING {
            return;
        }
        event.prevent_default();
        // Pressed once more than was needed: there is nothing to send, and nothing wrong.
        if self.words().trim().is_empty() && self.files.is_empty() {
            return;
        }
        let button = if self.is_held.get_untracked() {
            self.anyway_button
        } else if event.shift_key() && !self.is_note.get_untracked() && self.solve_button.get_untracked().is_some() {
            self.solve_button
        } else {
            self.send_button
        };
        if let Some(button) = button.get_untracked() {
            button.click();
        }
    }

    /// Tells one message from another, and a reply from a note, by all that the form says.
    fn fingerprint(self, fields: &FormData, button: &str) -> String {
        let kind = if self.is_note.get_untracked() { "note" } else { "reply" };
        let others = ["subject", "name", "mail", "category"].map(|name| fields.get(name).as_string().unwrap_or_default());
        [kind, "\n", button, "\n", &others.join("\n"), "\n", &self.words(), "\n", &self.files.names()].concat()
    }

    pub(super) fn submitted(self, event: &SubmitEvent) {
        event.prevent_default();
        let Some(form) = self.form.get_untracked() else { return };
        let button: Option<HtmlButtonElement> = event.submitter().and_then(|button| button.dyn_into().ok());
        let (name, value) = button.map(|button| (button.name(), button.value())).unwrap_or_default();
        let Ok(fields) = FormData::new_with_form(&form) else { return };
        // What it was held for is on screen: then it is written against that, and held again by whatever comes later.
        let is_plain = name == ANYWAY && !self.is_unread.get_value();
        let name = if is_plain { String::new() } else { name };
        let fingerprint = self.fingerprint(&fields, &name);
        let sent = self.write.try_update_value(|write| write.submit(fingerprint, browser::fresh_key));
        let Some(Some((key, fingerprint))) = sent else {
            self.write.update_value(Write::hurry);
            self.again();
            return;
        };
        _ = fields.set_with_str("key", &key.to_string());
        if !name.is_empty() {
            _ = fields.append_with_str(&name, &value);
        }
        if !self.files.is_empty() || fields.has("file") {
            self.files.put_into(&fields);
        }
        self.faults.set(Vec::new());
        self.sent.set_value(Some((key, fingerprint)));
        self.keep();
        self.sending.set_value(Some(fields));
        self.lock(true);
        self.send();
    }

    fn lock(self, is_locked: bool) {
        self.is_pending.set(is_locked);
        if let Some(area) = self.area.get_untracked() {
            area.set_read_only(is_locked);
        }
    }

    /// Sends once more what is due.
    fn again(self) {
        if let Some(Some(_)) = self.write.try_update_value(|write| write.due(browser::moment())) {
            self.send();
        }
    }

    fn send(self) {
        let (Some(fields), Some(form)) = (self.sending.get_value(), self.form.get_untracked()) else { return };
        self.says.set(Says::Sending);
        let has_files = fields.has(super::file_picker::FIELD);
        spawn_local(async move {
            let answer = browser::fetch::post_form::<Kept>(&form.action(), &fields, has_files).await;
            self.answered(answer);
        });
    }

    fn answered(self, answer: browser::fetch::Answer<Kept>) {
        use browser::fetch::Answer;
        let outcome = match &answer {
            Answer::Kept(_) => write::Answer::Kept,
            Answer::Refused(status, _) if is_final(*status) => write::Answer::Refused,
            Answer::Refused(..) | Answer::Lost => write::Answer::Unknown,
        };
        let is_over = self.write.try_update_value(|write| write.answered(browser::moment(), outcome, browser::fresh_key));
        if is_over != Some(true) {
            self.says.set(Says::Waiting);
            return;
        }
        self.sending.set_value(None);
        self.sent.set_value(None);
        self.lock(false);
        match answer {
            Answer::Kept(kept) => self.arrived(&kept),
            Answer::Refused(_, refused) => self.refused(refused),
            Answer::Lost => {}
        }
    }

    fn arrived(self, kept: &Kept) {
        if let Some(area) = self.area.get_untracked() {
            area.set_value("");
        }
        self.files.clear();
        self.keep();
        self.says.set(Says::Nothing);
        self.is_held.set(false);
        self.turn(false);
        if self.place.with_value(|place| place.of == NEW_TICKET) {
            _ = window().location().assign(&format!("/tickets/{}", kept.number));
            return;
        }
        self.seq.set(kept.seq);
        live().own_messages.update(|count| *count = count.wrapping_add(1));
        live().acted();
        if let Some(area) = self.area.get_untracked() {
            _ = area.focus();
        }
    }

    fn refused(self, refused: model::wire::Refused) {
        self.keep();
        self.says.set(Says::Nothing);
        if refused.error == "held" {
            self.is_held.set(true);
            let shown = live().seq.get_untracked();
            self.is_unread.set_value(shown <= self.seq.get_untracked());
            self.seq.update(|seq| *seq = (*seq).max(shown));
        } else if refused.faults.is_empty() {
            self.says.set(Says::Fault(refused.message));
        } else {
            let field = refused.faults.first().map(|fault| fault.field.clone()).unwrap_or_default();
            let faults = refused.faults.into_iter().map(|fault| FieldFault { field: fault.field, message: fault.message });
            self.faults.set(faults.collect());
            self.go_to(&field);
            return;
        }
        self.go_to(BODY);
    }

    /// To the field that is to be mended.
    fn go_to(self, field: &str) {
        if let Some(field) = self.form.get_untracked().and_then(|form| insert::field(&form, field)) {
            _ = field.focus();
        }
    }
}

fn event_target_name(event: &web_sys::Event) -> String {
    let target = event.target();
    let named = target.and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    named.and_then(|element| element.get_attribute("name")).unwrap_or_default()
}

/// A refusal that trying again would not change.
pub(super) fn is_final(status: u16) -> bool {
    (400..500).contains(&status) && !matches!(status, 408 | 425 | 429)
}
