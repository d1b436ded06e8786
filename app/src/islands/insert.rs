//! The only place that turns the server's markup into elements, and that looks into what the server rendered. Islands in what
//! goes are disposed of, islands in what comes are hydrated.

use leptos::prelude::document;
#[cfg(feature = "hydrate")]
use leptos::prelude::set_interval;
use wasm_bindgen::{JsCast, JsValue};
#[cfg(any(feature = "desk", feature = "ssr"))]
use web_sys::js_sys::Date;
use web_sys::js_sys::{Function, Object, Reflect};
use web_sys::{
    Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement, NodeList, ScrollIntoViewOptions, ScrollLogicalPosition,
};

use super::live;

/// Tells the style sheets that scripts run: buttons that only scripts can spare go away.
#[cfg(feature = "hydrate")]
pub(super) fn mark_as_running() {
    if let Some(root) = document().document_element() {
        _ = root.set_attribute("data-running", "");
    }
}

/// A page that was left open past midnight is drawn anew, as soon as nobody uses it: "Today" would be yesterday.
#[cfg(feature = "hydrate")]
pub(super) fn keep_day() {
    let day = std::cell::RefCell::new(browser::Day::today());
    let look = move || {
        let is_in_use = document().body().is_some_and(|body| is_in_use(&body) || first(&body, ".composer__files > *").is_some());
        if day.borrow_mut().is_over() && !is_in_use {
            browser::reload();
        }
    };
    _ = set_interval(look, std::time::Duration::from_secs(20));
}

/// Puts the server's markup in place of everything that `place` holds.
pub(super) fn replace(place: &Element, html: &str) {
    for island in all(place, ISLAND) {
        dispose(&island);
    }
    set_html(place, html);
    for island in all(place, ISLAND) {
        hydrate(&island);
    }
}

/// Puts the server's markup behind the last thing in `list`, and returns its element.
pub(super) fn append(list: &Element, html: &str) -> Option<HtmlElement> {
    let holder = document().create_element("template").ok()?;
    set_html(&holder, html);
    let content = holder.unchecked_into::<web_sys::HtmlTemplateElement>().content();
    let element = content.first_element_child()?;
    list.append_child(&content).ok()?;
    for island in all(&element, ISLAND) {
        hydrate(&island);
    }
    Some(element.unchecked_into())
}

/// The element that the server gave an island as its child.
pub(super) fn slot(wrapper: &Element) -> Option<Element> {
    wrapper.first_element_child()?.first_element_child()
}

/// Is it in a menu or a dialog of the page?
#[cfg(any(feature = "desk", feature = "ssr"))]
pub(super) fn is_in_popover(element: &Element) -> bool {
    element.closest("[popover]").is_ok_and(|popover| popover.is_some())
}

/// Is somebody using this part: with the focus in it, with words begun, or with something of it on its way?
pub(super) fn is_in_use(part: &Element) -> bool {
    let has_focus = document().active_element().is_some_and(|active| active != *part && part.contains(Some(&active)));
    let is_begun = |field: &HtmlInputElement| field.value() != field.default_value();
    has_focus
        || first(part, "[aria-busy=true]").is_some()
        || all(part, "input.input").iter().any(|field| is_begun(field.unchecked_ref()))
}

/// Does this part ask something?
pub(super) fn has_question(part: &Element) -> bool {
    first(part, ".card").is_some()
}

/// Brings a question that just came before the reader's eyes, unless they are in the middle of a sentence.
pub(super) fn show_question(part: &Element) {
    let written = document().active_element().and_then(|active| active.dyn_into::<HtmlTextAreaElement>().ok());
    if written.is_none_or(|area| area.value().is_empty())
        && let Some(question) = first(part, ".card")
    {
        let into_view = ScrollIntoViewOptions::new();
        into_view.set_block(ScrollLogicalPosition::Nearest);
        question.scroll_into_view_with_scroll_into_view_options(&into_view);
    }
}

/// What a message says, for those who cannot see it.
pub(super) fn spoken(entry: &Element) -> String {
    let words = |selector: &str| first(entry, selector).and_then(|part| part.text_content()).unwrap_or_default();
    format!("{}: {}", words(".message__head strong"), words(".message__body"))
}

/// Tells anew how long ago each short time of the page was: now, minutes, hours of the same day, the day of the week. What is
/// older stays as it is.
#[cfg(any(feature = "desk", feature = "ssr"))]
pub(super) fn tell_ages(words: &[String]) {
    let Some(root) = document().document_element() else { return };
    let now = Date::new_0();
    for time in all(&root, "time[data-ago]") {
        let then = Date::new(&time.get_attribute("datetime").unwrap_or_default().into());
        let minutes = (now.get_time() - then.get_time()) / 60_000.0;
        let is_today = then.to_date_string() == now.to_date_string();
        let place = if minutes < 60.0 {
            minutes.max(0.0)
        } else if is_today {
            59.0 + (minutes / 60.0).floor()
        } else if minutes < SIX_DAYS {
            FIRST_DAY + f64::from(then.get_day())
        } else {
            continue;
        };
        time.set_text_content(words.get(whole(place)).map(String::as_str));
    }
}

/// Where the days of the week begin among the words: after "now", the minutes and the hours.
#[cfg(any(feature = "desk", feature = "ssr"))]
const FIRST_DAY: f64 = 83.0;
/// In minutes: until then a day of the week can only be the last one of its name.
#[cfg(any(feature = "desk", feature = "ssr"))]
const SIX_DAYS: f64 = 6.0 * 24.0 * 60.0;

#[cfg(any(feature = "desk", feature = "ssr"))]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few dozen at most")]
fn whole(place: f64) -> usize {
    place as usize
}

/// The rows of a list that the server rendered.
#[cfg(any(feature = "desk", feature = "ssr"))]
pub(super) fn rows(list: &Element) -> Vec<HtmlElement> {
    all(list, "li").into_iter().map(JsCast::unchecked_into).collect()
}

/// The pane of a list that scrolls.
#[cfg(any(feature = "desk", feature = "ssr"))]
pub(super) fn scrolled(list: &Element) -> Option<Element> {
    first(list, ".pane__scroll")
}

/// The links in a list that can be seen.
#[cfg(any(feature = "desk", feature = "ssr"))]
pub(super) fn links(list: &Element) -> Vec<HtmlElement> {
    all(list, "a.row").into_iter().map(JsCast::unchecked_into).filter(|row: &HtmlElement| row.offset_parent().is_some()).collect()
}

/// The field with this name in a form that the server rendered in part.
pub(super) fn field(form: &Element, name: &str) -> Option<HtmlInputElement> {
    first(form, &format!("[name={name}]")).map(JsCast::unchecked_into)
}

/// Says at a field that the server rendered whether something is wrong with it.
pub(super) fn mark_field(id: &str, is_wrong: bool) {
    if let Some(field) = document().get_element_by_id(id) {
        _ = if is_wrong { field.set_attribute("aria-invalid", "true") } else { field.remove_attribute("aria-invalid") };
    }
}

/// Under Trusted Types only a policy may turn text into markup. Ours gets nothing but what the server rendered and escaped.
fn set_html(element: &Element, html: &str) {
    let trusted = policy().and_then(|policy| {
        let make: Function = Reflect::get(&policy, &"createHTML".into()).ok()?.unchecked_into();
        make.call1(&policy, &html.into()).ok()
    });
    _ = Reflect::set(element, &"innerHTML".into(), &trusted.unwrap_or_else(|| html.into()));
}

/// The policy, made once a page: its name may be taken once only.
fn policy() -> Option<Object> {
    const KEPT: &str = "porchlightPolicy";
    let window = leptos::prelude::window();
    let kept = Reflect::get(&window, &KEPT.into()).ok()?;
    if kept.is_object() {
        return Some(kept.unchecked_into());
    }
    let factory = Reflect::get(&window, &"trustedTypes".into()).ok().filter(JsValue::is_object)?;
    let create: Function = Reflect::get(&factory, &"createPolicy".into()).ok()?.unchecked_into();
    let rules = Object::new();
    let same = wasm_bindgen::closure::Closure::<dyn FnMut(JsValue) -> JsValue>::new(|html| html).into_js_value();
    Reflect::set(&rules, &"createHTML".into(), &same).ok()?;
    let policy = create.call2(&factory, &"porchlight".into(), &rules).ok()?;
    _ = Reflect::set(&window, &KEPT.into(), &policy);
    Some(policy.unchecked_into())
}

const ISLAND: &str = "leptos-island";

/// Leptos keeps what an island holds behind this function on its element.
fn dispose(island: &Element) {
    if let Some(dispose) = function(island, "$$dispose") {
        _ = dispose.call0(island);
        _ = Reflect::delete_property(island, &"$$dispose".into());
    }
}

/// Leptos's loader leaves this function for islands that come later.
fn hydrate(island: &Element) {
    if let Some(hydrate) = function(&leptos::prelude::window(), "__hydrateIsland") {
        let name = island.get_attribute("data-component").unwrap_or_default();
        live::root().with(|| {
            _ = hydrate.call2(&JsValue::NULL, island, &name.into());
        });
    }
}

fn function(of: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(of, &name.into()).ok()?.dyn_into().ok()
}

fn first(parent: &Element, selector: &str) -> Option<Element> {
    parent.query_selector(selector).ok().flatten()
}

fn all(parent: &Element, selector: &str) -> Vec<Element> {
    let list: Option<NodeList> = parent.query_selector_all(selector).ok();
    list.map(|list| (0..list.length()).filter_map(|index| list.get(index)).map(JsCast::unchecked_into).collect())
        .unwrap_or_default()
}
