//! What is wrong with a form, beside the field that it is about. The server's page holds a hidden place for it at each
//! control; where the fault is of no field the form says it by itself.

use web_sys::{Event, HtmlElement, HtmlFormElement};

use super::dom::{self, within};

/// Takes a fault away as soon as somebody mends its field.
pub(super) fn watch(form: &HtmlFormElement) {
    dom::on(form, "input", |event: Event| {
        if let Some(control) = dom::target(&event, "[aria-invalid]") {
            clear(&control);
        }
    });
}

/// Shows the fault of this code at its field and goes there. `false` when no field has such faults.
pub(super) fn show(form: &HtmlFormElement, code: &str, sentence: &str) -> bool {
    let Some(control) = within(form, &format!("[data-faults~='{code}']")) else {
        return false;
    };
    let id = format!("{}-fault", control.id());
    let Some(place) = within(form, &format!("#{id}")) else {
        return false;
    };
    if let Some(words) = within(&place, "[data-text]") {
        words.set_text_content(Some(sentence));
    }
    place.set_hidden(false);
    hint(&control, true);
    _ = control.set_attribute("aria-invalid", "true");
    _ = control.set_attribute("aria-describedby", &id);
    _ = control.focus();
    true
}

/// The field is in order again, or may be.
pub(super) fn clear(control: &HtmlElement) {
    _ = control.remove_attribute("aria-invalid");
    _ = control.remove_attribute("aria-describedby");
    dom::show(&format!("#{}-fault", control.id()), false);
    hint(control, false);
}

/// Every field is.
pub(super) fn clear_all(form: &HtmlFormElement) {
    while let Some(control) = within(form, "[aria-invalid]") {
        clear(&control);
    }
}

/// The hint steps aside for the fault.
fn hint(control: &HtmlElement, is_hidden: bool) {
    let id = format!("{}-more", control.id());
    if let Some(hint) = dom::first(&format!("#{id}")) {
        hint.set_hidden(is_hidden);
        if !is_hidden {
            _ = control.set_attribute("aria-describedby", &id);
        }
    }
}
