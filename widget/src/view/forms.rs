//! The forms of the frame: the message, the mail address, the closing question.

use model::id::Key;
use model::wire::Confirm;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement};

use crate::browser::{self, within};
use crate::frame::Frame;
use crate::json;
use crate::outbox;
use crate::state::{Answer, Input};

const TRIES: i32 = 3;

/// A form was submitted.
pub(super) fn submitted(frame: &'static Frame, event: &Event) {
    let Some(form) = browser::target(event) else {
        return;
    };
    let path = match form.get_attribute("data-do").as_deref() {
        Some("send") => {
            event.prevent_default();
            frame.send();
            return;
        }
        Some("mail") => "mail",
        Some("confirm") => "confirmation",
        _ => return,
    };
    event.prevent_default();
    let Some(ticket) = frame.ticket() else { return };
    // The page made a key for this form; the same one on every try.
    let key = json::read_id(&value(&form, "[name=key]")).map_or_else(|| frame.fresh_key(), Key);
    let body = if path == "mail" { mail(&form, key) } else { confirm(&form, key) };
    let path = ["/api/widget/v1/tickets/", &json::id(ticket), "/", path].concat();
    spawn_local(post(frame, form, path, body));
}

/// Has somebody begun to fill in a form of this part?
pub(super) fn is_touched(part: &HtmlElement) -> bool {
    let is_there = |selector: &str| part.query_selector(selector).ok().flatten().is_some();
    let text: Option<HtmlInputElement> = within(part, "input.input");
    is_there(":focus, input:checked") || text.is_some_and(|text| !text.value().is_empty())
}

fn mail(form: &Element, key: Key) -> String {
    outbox::mail(key, &value(form, "[name=mail]"))
}

fn confirm(form: &Element, key: Key) -> String {
    let is_solved = value(form, "[name=solved]:checked") == "yes";
    let rating = value(form, "[name=rating]:checked").parse().ok().filter(|_| is_solved);
    outbox::confirm(&Confirm { key, is_solved, rating, reason: value(form, "[name=reason]") })
}

async fn post(frame: &'static Frame, form: Element, path: String, body: String) {
    let button: Option<HtmlElement> = within(&form, "button[type=submit]");
    let disable = |is_disabled: bool| {
        if let Some(button) = &button {
            let _ = button.toggle_attribute_with_force("disabled", is_disabled);
        }
    };
    disable(true);
    frame.view.fault(None);
    for attempt in 1..=TRIES {
        match frame.api.post(&path, &body).await {
            Answer::Kept(_) => {
                // What follows from it comes over the link; the form has done its work.
                if let Some(part) = form.closest("[data-part]").ok().flatten() {
                    part.set_text_content(None);
                }
                frame.view.offline(false);
                frame.view.take_focus();
                frame.feed(Input::Seen);
                return;
            }
            Answer::Refused(status, refused) if status != 401 && status < 500 => {
                frame.view.fault(Some(&refused.message));
                break;
            }
            Answer::Refused(401, _) => frame.api.end(),
            Answer::Refused(..) | Answer::Lost => {}
        }
        if attempt == TRIES {
            frame.view.offline(true);
        } else {
            browser::sleep(1000 * attempt).await;
        }
    }
    disable(false);
}

fn value(form: &Element, selector: &str) -> String {
    within::<HtmlInputElement>(form, selector).map(|field| field.value()).unwrap_or_default()
}
