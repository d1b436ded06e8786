//! A choice that sends itself: by mouse when something is picked; by keys only on Enter, because arrows merely look around.

use std::time::Duration;

use browser::fetch;
use client::write::{self, Write};
use leptos::ev;
use leptos::html::{Form, Select};
use leptos::prelude::*;
use model::id::Key;
use model::wire::Kept;
use wasm_bindgen_futures::spawn_local;
use web_sys::{FormData, KeyboardEvent, SubmitEvent};

use super::keys::{Command, on_command};
use crate::islands::live::live;
use crate::islands::reply::is_final;
use crate::islands::words::words;

words! {
    /// Words for [`Choice`].
    ChoiceWords {
        /// The label.
        label,
        /// The button.
        save,
        /// "Press Enter to save, Escape to cancel."
        pending,
        /// "Not saved yet. We'll keep trying."
        waiting,
    }
}

/// A select that is a form of its own.
#[island]
pub fn Choice(
    /// Where it is posted to.
    action: String,
    /// Its name on the page: `status`, `priority`, `assignee`.
    name: String,
    /// Values and their words.
    options: Vec<(String, String)>,
    /// The value that is set.
    chosen: String,
    key: Key,
    words: ChoiceWords,
) -> impl IntoView {
    let choice = Choosing {
        form: NodeRef::new(),
        select: NodeRef::new(),
        set: RwSignal::new(chosen.clone()),
        looked_at: RwSignal::new(None),
        is_waiting: RwSignal::new(false),
        fault: RwSignal::new(None),
        write: StoredValue::new(Write::new(key)),
        is_by_key: StoredValue::new(false),
        is_pending: RwSignal::new(false),
    };
    choice.listen(&name);
    let (looked_at, is_waiting, fault) = (choice.looked_at, choice.is_waiting, choice.fault);
    let options = options
        .into_iter()
        .map(|(value, words)| {
            let is_chosen = value == chosen;
            view! { <option value=value selected=is_chosen>{words}</option> }
        })
        .collect_view();
    let (pending, waiting, pending_id) = (words.pending, words.waiting, format!("{name}-pending"));
    let described = pending_id.clone();
    view! {
        <form
            class="setting" method="post" novalidate=true action=action node_ref=choice.form
            aria-busy=move || choice.is_pending.get().then_some("true")
            on:submit=move |event: SubmitEvent| { event.prevent_default(); choice.commit(); }
        >
            <input type="hidden" name="key" value=key.to_string()/>
            <label for=name.clone()>{words.label}</label>
            <select
                class="input" id=name name="value" node_ref=choice.select
                on:keydown=move |event| choice.pressed(&event) on:change=move |_| choice.changed()
                on:pointerdown=move |_| choice.is_by_key.set_value(false)
                aria-describedby=move || looked_at.read().is_some().then(|| described.clone())
            >
                {options}
            </select>
            <button class="button button--small" class:is-wanted=move || looked_at.read().is_some() type="submit">{words.save}</button>
            <p class="setting__says small" id=pending_id role="status" hidden=move || looked_at.read().is_none() && !is_waiting.get()>
                {move || if is_waiting.get() { waiting.clone() } else { pending.clone() }}
            </p>
            <p class="field__fault" role="alert" hidden=move || fault.read().is_none()>{move || fault.get()}</p>
        </form>
    }
}

/// The choice at work. Everything in it is a handle, so that each listener may have one.
#[derive(Clone, Copy)]
struct Choosing {
    form: NodeRef<Form>,
    select: NodeRef<Select>,
    /// The value that the server has.
    set: RwSignal<String>,
    /// What is looked at by keys and not chosen yet.
    looked_at: RwSignal<Option<String>>,
    is_waiting: RwSignal<bool>,
    fault: RwSignal<Option<String>>,
    write: StoredValue<Write<String>>,
    is_by_key: StoredValue<bool>,
    /// Is a choice on its way? The part waits for it, and so does what is chosen meanwhile.
    is_pending: RwSignal<bool>,
}

impl Choosing {
    fn listen(self, name: &str) {
        Effect::new(move |_| {
            if let Ok(every) = set_interval(move || self.repeat(), Duration::from_secs(1)) {
                on_cleanup(move || every.clear());
            }
        });
        let online = window_event_listener(ev::online, move |_| {
            self.write.update_value(Write::hurry);
            self.repeat();
        });
        on_cleanup(move || online.remove());
        match name {
            "assignee" => on_command(Command::Assign, move || self.go()),
            "status" => {
                on_command(Command::Status, move || self.go());
                on_command(Command::Solve, move || self.look_at_solved());
            }
            _ => {}
        }
    }

    fn value(self) -> String {
        self.select.get_untracked().map(|select| select.value()).unwrap_or_default()
    }

    fn show(self, value: &str) {
        if let Some(select) = self.select.get_untracked() {
            select.set_value(value);
        }
    }

    fn go(self) {
        if let Some(select) = self.select.get_untracked() {
            _ = select.focus();
        }
    }

    /// `e` looks at "Solved"; Enter makes it so.
    fn look_at_solved(self) {
        if *self.set.read_untracked() != SOLVED {
            self.show(SOLVED);
            self.looked_at.set(Some(SOLVED.to_owned()));
            self.go();
        }
    }

    fn pressed(self, event: &KeyboardEvent) {
        let is_looking = self.looked_at.read_untracked().is_some();
        match event.key().as_str() {
            "Enter" if is_looking => {
                event.prevent_default();
                self.commit();
            }
            "Escape" if is_looking => {
                event.prevent_default();
                self.looked_at.set(None);
                self.show(&self.set.read_untracked());
            }
            // Enter in the open list picks: what follows is a choice.
            "Enter" | "Tab" => self.is_by_key.set_value(false),
            _ => self.is_by_key.set_value(true),
        }
    }

    fn changed(self) {
        if self.is_by_key.get_value() {
            self.looked_at.set(Some(self.value()).filter(|value| *value != *self.set.read_untracked()));
        } else {
            self.commit();
        }
    }

    fn commit(self) {
        // The button that said "Save" goes, and the focus must not go with it.
        if self.looked_at.try_update(Option::take).flatten().is_some()
            && let Some(select) = self.select.get_untracked()
        {
            _ = select.focus();
        }
        self.fault.set(None);
        let value = self.value();
        if value != *self.set.read_untracked()
            && let Some(Some(sent)) = self.write.try_update_value(|write| write.submit(value, browser::fresh_key))
        {
            self.is_pending.set(true);
            self.send(sent);
        }
    }

    /// Sends once more what is due.
    fn repeat(self) {
        if let Some(Some(again)) = self.write.try_update_value(|write| write.due(browser::moment())) {
            self.send(again);
        }
    }

    fn send(self, (key, value): (Key, String)) {
        let Some(action) = self.form.get_untracked().map(|form| form.action()) else { return };
        let Ok(fields) = FormData::new() else { return };
        _ = fields.append_with_str("key", &key.to_string());
        _ = fields.append_with_str("value", &value);
        spawn_local(async move { self.answered(value, fetch::post_fields(&action, &fields).await) });
    }

    fn answered(self, value: String, answer: fetch::Answer<Kept>) {
        let (outcome, refused) = match answer {
            fetch::Answer::Kept(_) => (write::Answer::Kept, None),
            fetch::Answer::Refused(status, refused) if is_final(status) => (write::Answer::Refused, Some(refused.message)),
            fetch::Answer::Refused(..) | fetch::Answer::Lost => (write::Answer::Unknown, None),
        };
        let is_over = self.write.try_update_value(|write| write.answered(browser::moment(), outcome, browser::fresh_key));
        let Some(is_over) = is_over else { return };
        self.is_waiting.set(!is_over);
        self.is_pending.set(!is_over);
        if is_over {
            // The part may have waited for it.
            live().parts.update(|count| *count = count.wrapping_add(1));
        }
        // What was chosen while this was on its way.
        let next = self.value();
        let is_next = self.looked_at.read_untracked().is_none() && next != value;
        match outcome {
            write::Answer::Kept => {
                self.set.set(value);
                live().acted();
                if is_next {
                    self.commit();
                }
            }
            write::Answer::Refused => {
                self.show(&self.set.read_untracked());
                self.fault.set(refused);
            }
            write::Answer::Unknown => {}
        }
    }
}

const SOLVED: &str = "solved";
