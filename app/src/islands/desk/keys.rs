//! The desk's keys. A key acts on the ticket that is open, which is the one that is marked; nothing that mails a customer or
//! cannot be taken back happens by a single key.

use leptos::ev;
use leptos::html::{Button, Input};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use crate::islands::insert;
use crate::islands::live::live;

/// What a key asks for. The island that can do it says so by [`on_command`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::islands) enum Command {
    Reply,
    Note,
    Assign,
    Status,
    Solve,
    ShowArrived,
    Search,
    Next,
    Previous,
}

/// From now on, until the island goes, this carries out the command.
pub(super) fn on_command(command: Command, act: impl Fn() + 'static) {
    // An island that comes later is not asked what was pressed before it was there.
    Effect::new(move |before: Option<()>| {
        let pressed = live().command.get();
        if before.is_some() && pressed == Some(command) {
            act();
        }
    });
}

const SWITCHED_OFF: &str = "porchlight-keys-off";

/// Listens for single keys, and holds the switch that turns them off. Its children are the dialog's rows.
#[island]
pub fn Keys(
    /// The id of the dialog that shows every key.
    dialog: String,
    /// "Use single-key shortcuts".
    switch: String,
    children: Children,
) -> impl IntoView {
    let (opener, toggle) = (NodeRef::<Button>::new(), NodeRef::<Input>::new());
    let is_on = RwSignal::new(true);
    Effect::new(move |_| is_on.set(kept().is_none()));
    let listener = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing() || event.default_prevented() {
            return;
        }
        if is_typing(&event) || !is_on.get_untracked() {
            return;
        }
        let is_taken = match name(&event).as_str() {
            "?" => opener.get_untracked().map(|opener| opener.click()).is_some(),
            key => command(key).map(|command| live().command.set(Some(command))).is_some(),
        };
        if is_taken {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
    let turn = move |_| {
        let on = toggle.get_untracked().is_some_and(|toggle| toggle.checked());
        is_on.set(on);
        if let Ok(Some(storage)) = window().local_storage() {
            _ = if on { storage.remove_item(SWITCHED_OFF) } else { storage.set_item(SWITCHED_OFF, "yes") };
        }
    };
    view! {
        <button class="hidden-words" type="button" tabindex="-1" aria-hidden="true" popovertarget=dialog node_ref=opener></button>
        {children()}
        <label class="line small"><input type="checkbox" prop:checked=move || is_on.get() checked=true node_ref=toggle on:change=turn/>{switch}</label>
    }
}

fn kept() -> Option<String> {
    window().local_storage().ok()??.get_item(SWITCHED_OFF).ok()?
}

fn command(key: &str) -> Option<Command> {
    Some(match key {
        "j" => Command::Next,
        "k" => Command::Previous,
        "r" => Command::Reply,
        "m" => Command::Note,
        "a" => Command::Assign,
        "s" => Command::Status,
        "e" => Command::Solve,
        "." => Command::ShowArrived,
        "/" => Command::Search,
        _ => return None,
    })
}

/// Where the layout has no Latin letters, the place of the key counts.
fn name(event: &KeyboardEvent) -> String {
    let (name, code) = (event.key(), event.code());
    match code.strip_prefix("Key") {
        Some(letter) if !name.is_ascii() => letter.to_ascii_lowercase(),
        _ => name,
    }
}

/// A stray letter in a field, or in a menu or dialog, is no command.
fn is_typing(event: &KeyboardEvent) -> bool {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return false };
    let is_field = match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => element.get_attribute("type").as_deref() != Some("radio"),
        _ => element.unchecked_ref::<HtmlElement>().is_content_editable(),
    };
    is_field || insert::is_in_popover(&element)
}
