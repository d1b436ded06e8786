//! A site's look while it is typed: words and colour, as the widget will show them.

use leptos::ev;
use leptos::html::{Input, Span};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// A field's text shown elsewhere: the preview follows the field with the id `of`.
#[island]
pub fn SiteText(
    /// The id of the field.
    of: String,
    text: String,
    /// What stands there while the field is empty.
    otherwise: String,
) -> impl IntoView {
    let shown = RwSignal::new(text);
    let listener = window_event_listener(ev::input, move |event| {
        let field: Option<web_sys::HtmlInputElement> = event.target().and_then(|target| target.dyn_into().ok());
        if let Some(field) = field.filter(|field| field.id() == of) {
            shown.set(field.value());
        }
    });
    on_cleanup(move || listener.remove());
    let words = move || if shown.read().trim().is_empty() { otherwise.clone() } else { shown.get() };
    view! { <span dir="auto">{words}</span> }
}

/// The field of the site's colour; the whole page shows it as it is chosen.
#[island]
pub fn SiteAccent(value: String, is_wrong: bool, described_by: String) -> impl IntoView {
    let (field, place) = (NodeRef::<Input>::new(), NodeRef::<Span>::new());
    let show = move || {
        let root = document().document_element().and_then(|root| root.dyn_into::<HtmlElement>().ok());
        if let (Some(field), Some(root)) = (field.get(), root) {
            _ = root.style().set_property("--site-accent", &field.value());
        }
    };
    Effect::new(move |_| show());
    view! {
        <span class="part" node_ref=place>
            <input
                class="input" id="accent" name="accent" type="color" value=value node_ref=field on:input=move |_| show()
                aria-invalid=is_wrong.then_some("true") aria-describedby=described_by
            />
        </span>
    }
}
