//! The conversation on the page: what the live link tells, in its place.

use std::cell::{Cell, RefCell};

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

use super::dom::{self, all, data, first, within};

thread_local! {
    static TYPING: Cell<u32> = const { Cell::new(0) };
    static PARTS_SEQ: Cell<i32> = const { Cell::new(0) };
    /// Parts that came while somebody was in them.
    static WAITING: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

fn thread() -> Option<HtmlElement> {
    first(".thread[data-ticket]")
}

/// The ticket on the page and the last place of its log that is shown.
pub(super) fn place() -> Option<(String, i32)> {
    let thread = thread()?;
    let ticket = data(&thread, "ticket");
    (!ticket.is_empty()).then(|| (ticket, shown(&thread)))
}

fn shown(thread: &Element) -> i32 {
    data(thread, "seq").parse().unwrap_or_default()
}

/// Puts an entry at the end, unless it is shown already.
pub(super) fn append(seq: i32, html: &str) {
    let Some(thread) = thread() else { return };
    if seq <= shown(&thread) {
        return;
    }
    _ = thread.set_attribute("data-seq", &seq.to_string());
    follow_in_form(seq);
    if html.is_empty() {
        return;
    }
    let is_at_end = is_at_end();
    let Some(list) = within(&thread, "ol") else {
        return;
    };
    // The server rendered and escaped it, as it did the page itself.
    _ = list.insert_adjacent_html("beforeend", html);
    if let Some(entry) = list.last_element_child() {
        announce(&thread, &entry);
    }
    if is_at_end {
        to_end();
    }
}

/// A reply carries the place in the log that it was written against: it moves on only while nothing is written.
fn follow_in_form(seq: i32) {
    let is_empty = first("form[data-do='reply'] textarea")
        .is_some_and(|area| area.unchecked_into::<HtmlTextAreaElement>().value().trim().is_empty());
    if is_empty && let Some(field) = first("form[data-do='reply'] input[name='seq']") {
        field.unchecked_into::<HtmlInputElement>().set_value(&seq.to_string());
    }
}

/// Says what the other side wrote to those who cannot see it.
fn announce(thread: &Element, entry: &Element) {
    let own = data(thread, "audience");
    if !entry.class_list().contains("message") || data(entry, "from") == own {
        return;
    }
    typing_ends();
    let words = |selector: &str| within(entry, selector).and_then(|part| part.text_content()).unwrap_or_default();
    if let Some(place) = first("[data-announce]") {
        place.set_text_content(Some(&format!("{}: {}", words(".message__head strong"), words(".message__body"))));
    }
}

/// Replaces the parts that the page has. A part in which somebody is just doing something waits.
pub(super) fn replace_parts(seq: i32, parts: Vec<(String, String)>) {
    if seq < PARTS_SEQ.replace(seq) {
        return;
    }
    WAITING.with_borrow_mut(|waiting| {
        waiting.retain(|(name, _)| !parts.iter().any(|(newer, _)| newer == name));
        waiting.extend(parts);
    });
    replace_waiting();
}

/// Replaces what waited, where nobody is any more.
pub(super) fn replace_waiting() {
    WAITING.with_borrow_mut(|waiting| waiting.retain(|(name, html)| !replace(name, html)));
}

fn replace(name: &str, html: &str) -> bool {
    let Some(part) = first(&format!("[data-part='{name}']")) else {
        return true;
    };
    if is_busy(&part) {
        return false;
    }
    let is_at_end = is_at_end();
    part.set_inner_html(html);
    if is_at_end {
        to_end();
    }
    true
}

fn is_busy(part: &Element) -> bool {
    let has_focus =
        dom::page().active_element().is_some_and(|active| part.contains(Some(&active)) && active.tag_name() != "BODY");
    has_focus || part.query_selector("input[type='radio']:checked").ok().flatten().is_some()
}

/// Shows that somebody writes, for six seconds.
pub(super) fn typing(name: &str) {
    let round = TYPING.get().wrapping_add(1);
    TYPING.set(round);
    if let Some(place) = first("[data-typing] [data-name]") {
        let nobody = data(&place, "nobody");
        place.set_text_content(Some(if name.is_empty() { &nobody } else { name }));
    }
    let is_at_end = is_at_end();
    dom::show("[data-typing]", true);
    if is_at_end {
        to_end();
    }
    dom::after(6_000, move || {
        if TYPING.get() == round {
            typing_ends();
        }
    });
}

fn typing_ends() {
    dom::show("[data-typing]", false);
}

/// Shows who is here.
pub(super) fn presence(is_other_side_here: bool, agents: &[String]) {
    for place in all("[data-presence]") {
        _ = place.set_attribute("data-here", if is_other_side_here { "yes" } else { "no" });
    }
    dom::show("[data-customer-here]", is_other_side_here);
    if let Some(place) = first("[data-lookers]") {
        place.set_hidden(agents.is_empty());
        place.set_text_content(Some(&dom::template_words("template[data-looks]").replace("{}", &agents.join(", "))));
    }
}

/// Is the reader at the end of what scrolls?
fn is_at_end() -> bool {
    const NEAR: i32 = 80;
    match first("[data-scroll]") {
        Some(pane) => pane.scroll_height() - pane.scroll_top() - pane.client_height() < NEAR,
        None => first(".latest").is_some_and(|end| {
            let bottom = end.get_bounding_client_rect().top();
            bottom > 0.0 && bottom < height() + f64::from(NEAR)
        }),
    }
}

/// Goes to the end of the conversation.
pub(super) fn to_end() {
    if let Some(pane) = first("[data-scroll]") {
        pane.set_scroll_top(pane.scroll_height());
        return;
    }
    // By hand: scrolling *to* an element would also make the next Tab start from there.
    let below = first(".latest").map_or(0.0, |end| end.get_bounding_client_rect().bottom() + ROOM - height());
    if below > 0.0 {
        dom::window().scroll_by_with_x_and_y(0.0, below);
    }
}

/// What stays free below the end of the conversation.
const ROOM: f64 = 48.0;

fn height() -> f64 {
    dom::window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default()
}
