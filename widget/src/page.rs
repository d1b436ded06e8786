//! The frame's page: finding, filling and listening, in the few shapes that the widget needs.

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue, wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, DocumentFragment, Element, Event, EventTarget, HtmlElement, HtmlTemplateElement, Window};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = window)]
    static WINDOW: Option<Window>;
}

/// The window. There always is one in a page; a worker is not where we run.
pub(crate) fn window() -> Option<Window> {
    WINDOW.with(Clone::clone)
}

/// The page.
pub(crate) fn document() -> Option<Document> {
    window()?.document()
}

/// The body.
pub(crate) fn body() -> Option<HtmlElement> {
    document()?.body()
}

/// Is the person in this page, and not in the one around it?
pub(crate) fn has_focus() -> bool {
    document().is_some_and(|page| page.has_focus().unwrap_or_default())
}

/// Says on the page that it lives now.
pub(crate) fn say_ready() {
    if let Some(body) = web_sys::window().and_then(|window| window.document()).and_then(|document| document.body()) {
        let _ = body.set_attribute("data-ready", "yes");
    }
}

/// An attribute of the body, if it says something.
pub(crate) fn said(name: &str) -> Option<String> {
    body()?.get_attribute(name).filter(|text| !text.is_empty())
}

/// The first element of the page for a selector. The selector says of what kind it is; a check would cost more than it
/// finds.
pub(crate) fn find<T: JsCast>(selector: &str) -> Option<T> {
    document()?.query_selector(selector).ok()?.map(JsCast::unchecked_into)
}

/// The first element inside another.
pub(crate) fn within<T: JsCast>(parent: &Element, selector: &str) -> Option<T> {
    parent.query_selector(selector).ok()?.map(JsCast::unchecked_into)
}

/// Every element of the page for a selector.
pub(crate) fn each(selector: &str, mut with: impl FnMut(Element)) {
    let Some(list) = document().and_then(|page| page.query_selector_all(selector).ok()) else {
        return;
    };
    for index in 0..list.length() {
        if let Some(element) = list.get(index).map(JsCast::unchecked_into) {
            with(element);
        }
    }
}

/// A copy of what a template holds.
pub(crate) fn clone_of(template: &str) -> Option<DocumentFragment> {
    let template: HtmlTemplateElement = find(template)?;
    template.content().clone_node_with_deep(true).ok().map(JsCast::unchecked_into)
}

/// The same, as its one element.
pub(crate) fn element_of(template: &str) -> Option<HtmlElement> {
    clone_of(template)?.first_element_child().map(JsCast::unchecked_into)
}

/// Puts what a template holds in place of what an element holds.
pub(crate) fn fill(element: &Element, template: &str) {
    element.set_text_content(None);
    if let Some(content) = clone_of(template) {
        let _ = element.append_child(&content);
    }
}

/// Calls for every such event from now on.
pub(crate) fn listen(target: &EventTarget, name: &str, call: impl FnMut(Event) + 'static) {
    let call = Closure::<dyn FnMut(Event)>::new(call);
    let _ = target.add_event_listener_with_callback(name, call.as_ref().unchecked_ref());
    call.forget();
}

/// The element that an event happened to.
pub(crate) fn target(event: &Event) -> Option<Element> {
    event.target().map(JsCast::unchecked_into)
}

/// Waits for a promise; nothing when it fails.
pub(crate) async fn wait(promise: Result<Promise, JsValue>) -> Option<JsValue> {
    JsFuture::from(promise.ok()?).await.ok()
}
