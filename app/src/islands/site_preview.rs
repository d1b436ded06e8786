//! A site's look while it is typed: words as text, the colour as a custom property.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlInputElement};

use super::dom::{self, data, first};

/// Follows the form.
pub(super) fn start() {
    let Some(form) = first("form[data-do='site']") else {
        return;
    };
    dom::on(&form, "input", |event: Event| {
        if let Some(field) = dom::target(&event, "input") {
            let field: HtmlInputElement = field.unchecked_into();
            show(&field.name(), &field.value());
        }
    });
}

fn show(name: &str, value: &str) {
    if name == "accent" {
        let is_colour =
            value.len() == 7 && value.starts_with('#') && value.bytes().skip(1).all(|digit| digit.is_ascii_hexdigit());
        if is_colour && let Some(root) = dom::page().document_element() {
            _ = root.unchecked_into::<HtmlElement>().style().set_property("--site-accent", value);
        }
        return;
    }
    if let Some(place) = first(&format!("[data-show='{name}']")) {
        let instead = data(&place, "else");
        place.set_text_content(Some(if value.trim().is_empty() { &instead } else { value }));
    }
}
