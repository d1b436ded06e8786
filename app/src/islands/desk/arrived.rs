//! What came into the desk's list since it was loaded: counted, and shown only when somebody asks, so that nothing moves under
//! the pointer. What this page itself changed shows at once.

use leptos::ev;
use leptos::html::{A, Div};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::js_sys::{Array, Intl, Object};

use super::keys::{Command, on_command};
use crate::islands::live::live;
use crate::islands::{Icon, insert};

/// The list, and the button above it that counts what arrived.
#[island]
pub fn Arrived(
    /// Where the whole list is.
    href: String,
    /// Where the list alone is, as it stands now.
    fragment: String,
    lang: String,
    /// "Show {} new tickets" by plural form of the language, `other` among them.
    forms: Vec<(String, String)>,
    /// "Refresh the list".
    unknown: String,
    /// Where the icons are.
    icons: String,
    children: Children,
) -> impl IntoView {
    let store = live();
    let (moved, is_unknown) = (store.moved, store.may_have_moved);
    let (list, link) = (NodeRef::<Div>::new(), NodeRef::<A>::new());
    let is_quiet = {
        let (moved, is_unknown) = (moved.clone(), is_unknown.clone());
        move || moved.read().is_empty() && !is_unknown.get()
    };
    let sentence = move || {
        let count = moved.read().len();
        if count == 0 { unknown.clone() } else { counted(&forms, &lang, count) }
    };
    Effect::new(move |before: Option<u32>| {
        let acts = live().own_acts.get();
        if before.is_some_and(|before| before != acts) {
            spawn_local(renew(fragment.clone(), list, acts));
        }
        acts
    });
    on_command(Command::ShowArrived, move || {
        if let Some(link) = link.get_untracked() {
            link.click();
        }
    });
    keep_place(list, &href);
    for (command, step) in [(Command::Next, 1), (Command::Previous, -1)] {
        on_command(command, move || {
            if let Some(list) = list.get_untracked() {
                open_next(&list, step);
            }
        });
    }
    view! {
        <p class="arrived arrived--float" hidden=is_quiet>
            <a class="button button--small" href=href node_ref=link>
                <Icon sprite=icons name="retry" class="icon icon--small"/><span>{sentence}</span>" "<kbd>"."</kbd>
            </a>
        </p>
        <div class="part" node_ref=list on:keydown=pressed>{children()}</div>
    }
}

/// Puts the list in place as it stands now, with all that others changed, where the reader had scrolled to.
async fn renew(fragment: String, list: NodeRef<Div>, acts: u32) {
    let store = live();
    let html = browser::fetch::fragment(&fragment).await;
    // Of two that were asked for the later one counts.
    let is_latest = store.own_acts.get_untracked() == acts;
    let (Some(html), Some(list)) = (html.filter(|_| is_latest), list.get_untracked()) else { return };
    let top = insert::scrolled(&list).map(|rows| rows.scroll_top());
    insert::replace(&list, &html);
    if let (Some(rows), Some(top)) = (insert::scrolled(&list), top) {
        rows.set_scroll_top(top);
    }
    store.moved.set(Vec::new());
    store.may_have_moved.set(false);
    store.renewed.update(|count| *count = count.wrapping_add(1));
}

/// A row was opened by a key: the next page puts the focus on it.
const BY_KEY: &str = "porchlight:by-key";

/// The list stays where it was scrolled to when its page comes anew, and the focus on the row that a key opened.
fn keep_place(list: NodeRef<Div>, href: &str) {
    let name = ["porchlight:list:", href].concat();
    let kept = name.clone();
    Effect::new(move |_| {
        let (Some(list), Some(storage)) = (list.get(), session()) else { return };
        if let Some(top) = storage.get_item(&kept).ok().flatten().and_then(|top| top.parse().ok())
            && let Some(rows) = insert::scrolled(&list)
        {
            rows.set_scroll_top(top);
        }
        if storage.get_item(BY_KEY).ok().flatten().is_some() {
            _ = storage.remove_item(BY_KEY);
            if let Some(row) = insert::links(&list).into_iter().find(|row| row.has_attribute("aria-current")) {
                _ = row.focus();
            }
        }
    });
    let listener = window_event_listener(ev::pagehide, move |_| {
        if let (Some(rows), Some(storage)) = (list.get_untracked().and_then(|list| insert::scrolled(&list)), session()) {
            _ = storage.set_item(&name, &rows.scroll_top().to_string());
        }
    });
    on_cleanup(move || listener.remove());
}

/// Enter opens the row that has the focus.
fn pressed(event: ev::KeyboardEvent) {
    if event.key() == "Enter" && !event.ctrl_key() && !event.meta_key() {
        note_key();
    }
}

fn note_key() {
    if let Some(storage) = session() {
        _ = storage.set_item(BY_KEY, "yes");
    }
}

/// Opens the row after the one that is open, or before it.
fn open_next(list: &web_sys::Element, step: isize) {
    let rows = insert::links(list);
    let next = match rows.iter().position(|row| row.has_attribute("aria-current")) {
        Some(here) => here.checked_add_signed(step),
        None => Some(0),
    };
    if let Some(row) = next.and_then(|next| rows.get(next)) {
        note_key();
        row.click();
    }
}

fn session() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}

/// The sentence in the plural form that the language has for a count, as the browser knows it.
fn counted(forms: &[(String, String)], lang: &str, count: usize) -> String {
    let rules = Intl::PluralRules::new(&Array::of1(&lang.into()), &Object::new());
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    let form = rules.select(count.into()).as_string().unwrap_or_default();
    let find = |name: &str| forms.iter().find(|(form, _)| form == name).map(|(_, words)| words.clone());
    find(&form).or_else(|| find("other")).unwrap_or_default().replace("{}", &count.to_string())
}
