//! Looking for a ticket among those in the list.

use leptos::html::{Div, Input};
use leptos::prelude::*;

use super::keys::{Command, on_command};
use crate::islands::live::live;
use crate::islands::words::words;
use crate::islands::{Icon, insert};

words! {
    /// Words for [`ListSearch`].
    ListSearchWords {
        /// "Search tickets".
        label,
        /// "No ticket in this list matches."
        nothing,
        /// "Clear search".
        clear,
    }
}

/// The field above the list, and the list as children: only the rows that hold the words stay.
#[island]
pub fn ListSearch(
    words: ListSearchWords,
    /// Where the icons are.
    icons: String,
    children: Children,
) -> impl IntoView {
    let (field, list) = (NodeRef::<Input>::new(), NodeRef::<Div>::new());
    let is_empty = RwSignal::new(false);
    let search = move || {
        let (Some(field), Some(list)) = (field.get_untracked(), list.get_untracked()) else { return };
        let wanted = String::from(web_sys::js_sys::JsString::from(field.value().trim()).to_lower_case());
        let mut found = 0_usize;
        let rows = insert::rows(&list);
        for row in &rows {
            let text = web_sys::js_sys::JsString::from(row.text_content().unwrap_or_default()).to_lower_case();
            let is_found = text.includes(&wanted, 0);
            found += usize::from(is_found);
            row.set_hidden(!is_found);
        }
        is_empty.set(found == 0 && !rows.is_empty());
    };
    // The rows that came anew are searched too.
    Effect::new(move |before: Option<u32>| {
        let renewed = live().renewed.get();
        if before.is_some_and(|before| before != renewed) {
            search();
        }
        renewed
    });
    let clear = move || {
        if let Some(field) = field.get_untracked() {
            field.set_value("");
            search();
        }
    };
    let press = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            clear();
            if let Some(field) = field.get_untracked() {
                _ = field.blur();
            }
        }
    };
    on_command(Command::Search, move || {
        if let Some(field) = field.get_untracked() {
            _ = field.focus();
        }
    });
    view! {
        <div class="search needs-script">
            <Icon sprite=icons name="search"/>
            <input
                class="input" type="search" aria-label=words.label.clone() placeholder=words.label autocomplete="off"
                node_ref=field on:input=move |_| search() on:keydown=press
            />
            <kbd aria-hidden="true">"/"</kbd>
        </div>
        <div class="part" node_ref=list>{children()}</div>
        <div class="empty empty--small" role="status" hidden=move || !is_empty.get()>
            <p>{words.nothing}</p>
            <button class="button button--small" type="button" on:click=move |_| clear()>{words.clear}</button>
        </div>
    }
}
