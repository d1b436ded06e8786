//! The desk: keys, the list that waits with what arrived, and choices that send themselves.

use std::cell::RefCell;

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Event, FormData, HtmlFormElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent, RequestInit, Response, UrlSearchParams,
};

use super::dom::{self, all, first, target};
use super::link;

thread_local! {
    static ARRIVED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Takes over the desk.
pub(super) fn start() {
    let page = dom::page();
    dom::on(&page, "keydown", |event: KeyboardEvent| key(&event));
    dom::on(&page, "change", |event: Event| {
        if let Some(form) = target(&event, "form[data-do='set']") {
            spawn_local(set(form.unchecked_into()));
        }
    });
    dom::show("[data-find]", true);
    if let Some(field) = first("[data-find] input") {
        let input: HtmlInputElement = field.clone().unchecked_into();
        dom::on(&field, "input", move |_: Event| find(&input.value()));
    }
    link::watch_inbox();
}

/// Counts tickets that moved; the list itself moves only when asked.
pub(super) fn arrived(ticket: String) {
    let count = ARRIVED.with_borrow_mut(|arrived| {
        if !arrived.contains(&ticket) {
            arrived.push(ticket);
        }
        arrived.len()
    });
    let lang = dom::page().document_element().and_then(|root| root.get_attribute("lang")).unwrap_or_default();
    let form = plural(&lang, count);
    let words = match dom::template_words(&format!("[data-arrived] template[data-form='{form}']")) {
        words if words.is_empty() => dom::template_words("[data-arrived] template[data-form='other']"),
        words => words,
    };
    if let Some(place) = first("[data-arrived] [data-count]") {
        place.set_text_content(Some(&words.replace("{}", &count.to_string())));
    }
    dom::show("[data-arrived]", true);
}

/// The plural form that the language has for a count, as the browser knows it.
fn plural(lang: &str, count: usize) -> String {
    let options = js_sys::Object::new();
    let langs = js_sys::Array::of1(&lang.into());
    let rules = js_sys::Intl::PluralRules::new(&langs, &options);
    rules.select(u32::try_from(count).unwrap_or(u32::MAX).into()).as_string().unwrap_or_default()
}

fn key(event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing() {
        return;
    }
    let is_writing = target(event, "input:not([type='radio']), textarea, select").is_some();
    if is_writing {
        if event.key() == "Escape"
            && let Some(field) = target(event, "input, textarea, select")
        {
            _ = field.blur();
        }
        return;
    }
    // Where the layout has no Latin letters, the place of the key counts.
    let (name, code) = (event.key(), event.code());
    let name = match code.strip_prefix("Key") {
        Some(letter) if !name.is_ascii() => letter.to_lowercase(),
        _ => name,
    };
    let is_taken = match name.as_str() {
        "j" => step(true),
        "k" => step(false),
        "r" => write("reply"),
        "m" => write("note"),
        "a" => choose("select#assignee"),
        "s" => choose("select#status"),
        "e" => solve(),
        "." => click("[data-arrived]:not([hidden]) a"),
        "/" => focus("[data-find] input"),
        "?" => click("[popovertarget='keys']:not([popovertargetaction])"),
        _ => false,
    };
    if is_taken {
        event.prevent_default();
    }
}

fn focus(selector: &str) -> bool {
    first(selector).is_some_and(|element| element.focus().is_ok())
}

fn click(selector: &str) -> bool {
    first(selector).map(|element| element.click()).is_some()
}

/// The next or the previous row of the list.
fn step(is_forward: bool) -> bool {
    let rows: Vec<_> = all(".pane--list .row").into_iter().filter(|row| row.offset_parent().is_some()).collect();
    let active: JsValue = dom::page().active_element().into();
    let here = rows
        .iter()
        .position(|row| JsValue::from(row) == active)
        .or_else(|| rows.iter().position(|row| row.has_attribute("aria-current")));
    let next = match (here, is_forward) {
        (None, _) => 0,
        (Some(here), true) => here + 1,
        (Some(here), false) => here.saturating_sub(1),
    };
    rows.get(next).is_some_and(|row| row.focus().is_ok())
}

fn write(kind: &str) -> bool {
    if let Some(radio) = first(&format!("input[name='kind'][value='{kind}']")) {
        radio.click();
    }
    focus("form[data-do='reply'] textarea")
}

/// A choice of the side panel; where there is no room for the panel it is opened first.
fn choose(selector: &str) -> bool {
    let Some(select) = first(selector) else {
        return false;
    };
    if select.offset_parent().is_none() {
        click("[popovertarget='about']");
    }
    select.focus().is_ok()
}

fn solve() -> bool {
    let Some(select) = first("select#status").map(JsCast::unchecked_into::<HtmlSelectElement>) else {
        return false;
    };
    select.set_value("solved");
    if let Some(form) = select.form() {
        spawn_local(set(form));
    }
    true
}

/// Sends a choice. If that does not go well the form is sent as a form, and the server's page says what was wrong.
async fn set(form: HtmlFormElement) {
    if !has_set(&form).await {
        _ = form.submit();
        return;
    }
    if !link::is_open() {
        link::poll_once().await;
    }
}

async fn has_set(form: &HtmlFormElement) -> bool {
    let Ok(fields) = FormData::new_with_form(form) else {
        return false;
    };
    let Ok(body) = UrlSearchParams::new() else {
        return false;
    };
    for name in ["key", "value"] {
        body.append(name, &fields.get(name).as_string().unwrap_or_default());
    }
    let Ok(headers) = web_sys::Headers::new() else {
        return false;
    };
    _ = headers.set("accept", "application/json");
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(&body);
    let answer = JsFuture::from(dom::window().fetch_with_str_and_init(&form.action(), &init)).await;
    answer.is_ok_and(|response| response.unchecked_into::<Response>().ok())
}

/// Leaves only the rows that hold the words.
fn find(words: &str) {
    let words = words.trim().to_lowercase();
    for row in all(".pane--list .rows > li") {
        let text = row.text_content().unwrap_or_default().to_lowercase();
        row.set_hidden(!text.contains(&words));
    }
}
