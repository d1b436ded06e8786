//! The page, as the islands read and change it.

use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Event, EventTarget, HtmlElement, HtmlTemplateElement, Storage, Window};

/// The window. Islands run in a page only, so there always is one.
pub(super) fn window() -> Window {
    js_sys::global().unchecked_into()
}

/// The page.
pub(super) fn page() -> Document {
    js_sys::Reflect::get(&window(), &"document".into()).unwrap_or(JsValue::UNDEFINED).unchecked_into()
}

/// Tells the style sheets that scripts run: buttons that only scripts can spare go away.
pub(super) fn mark_as_running() {
    if let Some(root) = page().document_element() {
        _ = root.set_attribute("data-running", "");
    }
}

/// The first element of a selector.
pub(super) fn first(selector: &str) -> Option<HtmlElement> {
    within(&page().document_element()?, selector)
}

/// The first element of a selector inside another.
pub(super) fn within(parent: &Element, selector: &str) -> Option<HtmlElement> {
    parent.query_selector(selector).ok().flatten().map(JsCast::unchecked_into)
}

/// Every element of a selector.
pub(super) fn all(selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = page().query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length()).filter_map(|index| found.get(index)).map(JsCast::unchecked_into).collect()
}

/// The element of an event's target that matches, or one around it.
pub(super) fn target(event: &Event, selector: &str) -> Option<HtmlElement> {
    let element: Element = event.target()?.dyn_into().ok()?;
    element.closest(selector).ok().flatten().map(JsCast::unchecked_into)
}

/// A data attribute; empty when there is none.
pub(super) fn data(element: &Element, name: &str) -> String {
    element.get_attribute(&format!("data-{name}")).unwrap_or_default()
}

/// Shows or hides.
pub(super) fn show(selector: &str, is_shown: bool) {
    for element in all(selector) {
        element.set_hidden(!is_shown);
    }
}

/// The first child element of a copy of a template.
pub(super) fn clone_template(selector: &str) -> Option<HtmlElement> {
    let template: HtmlTemplateElement = first(selector)?.unchecked_into();
    let copy = template.content().first_element_child()?.clone_node_with_deep(true).ok()?;
    Some(copy.unchecked_into())
}

/// The words in a template.
pub(super) fn template_words(selector: &str) -> String {
    first(selector)
        .map(JsCast::unchecked_into::<HtmlTemplateElement>)
        .and_then(|template| template.content().text_content())
        .unwrap_or_default()
}

/// Listens for as long as the page lives.
pub(super) fn on<E: wasm_bindgen::convert::FromWasmAbi + 'static>(
    target: &EventTarget,
    kind: &str,
    act: impl FnMut(E) + 'static,
) {
    let listener = Closure::<dyn FnMut(E)>::new(act);
    _ = target.add_event_listener_with_callback(kind, listener.as_ref().unchecked_ref());
    listener.forget();
}

/// Acts later.
pub(super) fn after(wait_ms: u32, act: impl FnOnce() + 'static) {
    let act = Closure::once_into_js(act);
    let wait_ms = i32::try_from(wait_ms).unwrap_or(i32::MAX);
    _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(act.unchecked_ref(), wait_ms);
}

/// How many milliseconds to wait before try number `tries`: twice as long each time, up to half a minute, and never
/// all at once.
pub(super) fn backoff(tries: u32) -> u32 {
    let most = (1_000_u32 << tries.min(5)).min(30_000);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 15 000")]
    let jitter = (js_sys::Math::random() * f64::from(most / 2)) as u32;
    most / 2 + jitter
}

/// What the browser keeps for this origin, if it keeps anything.
pub(super) fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}
