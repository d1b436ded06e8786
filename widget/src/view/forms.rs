//! The forms of the frame: the message, the email address, the closing question.

use model::id::Key;
use model::wire::{Confirm, GiveMail};
use serde::Serialize;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlButtonElement, HtmlElement, HtmlInputElement, SubmitEvent};

use crate::frame::Frame;
use crate::page::{self, within};

use client::chat::{Answer, Input};

const TRIES: i32 = 3;
/// Stands on a form that is on its way: what is pressed meanwhile says nothing.
const BUSY: &str = "aria-busy";

/// A form was submitted.
pub(super) fn submitted(frame: &'static Frame, event: &Event) {
    let Some(form) = page::target(event).filter(|form| !form.has_attribute(BUSY)) else {
        event.prevent_default();
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
    let to = ["/api/widget/v1/tickets/", &ticket.to_string(), "/", path].concat();
    if path == "mail" {
        let mail = value(&form, "[name=mail]");
        let key = key_of(&form, &mail);
        spawn_local(post(frame, form, to, GiveMail { key, mail }));
    } else {
        let said = event.dyn_ref::<SubmitEvent>().and_then(SubmitEvent::submitter);
        let said = said.and_then(|button| button.dyn_into::<HtmlButtonElement>().ok());
        let words = confirm(&form, said.as_ref());
        spawn_local(post(frame, form, to, words));
    }
}

/// The page made a key for this form; the same one on every try with the same words, and another one for others.
fn key_of(form: &Element, words: &str) -> Key {
    const SENT: &str = "data-sent";
    let field: Option<HtmlInputElement> = within(form, "[name=key]");
    if form.get_attribute(SENT).is_some_and(|sent| sent != words)
        && let Some(field) = &field
    {
        field.set_value(&browser::fresh_key().to_string());
    }
    let _ = form.set_attribute(SENT, words);
    field.and_then(|field| field.value().parse().ok()).unwrap_or_else(browser::fresh_key)
}

/// Has somebody begun to fill in a form of this part?
pub(super) fn is_in_use(part: &HtmlElement) -> bool {
    let is_there = |selector: &str| part.query_selector(selector).ok().flatten().is_some();
    let text: Option<HtmlInputElement> = within(part, "input.input");
    is_there("form :focus") || text.is_some_and(|text| !text.value().is_empty())
}

/// What the form says, and the button that was pressed.
fn confirm(form: &Element, button: Option<&HtmlButtonElement>) -> Confirm {
    let said = |name: &str| match button {
        Some(button) if button.name() == name => button.value(),
        _ => value(form, &["input[name=", name, "]"].concat()),
    };
    let (solved, rating, reason) = (said("solved"), said("rating"), said("reason"));
    let key = key_of(form, &[&*solved, &rating, &reason].join(" "));
    Confirm { key, is_solved: solved == "yes", rating: rating.parse().ok(), reason }
}

async fn post(frame: &'static Frame, form: Element, path: String, words: impl Serialize) {
    let busy = |is_busy: bool| {
        let _ = form.toggle_attribute_with_force(BUSY, is_busy);
    };
    busy(true);
    frame.view.fault(None);
    for attempt in 1..=TRIES {
        match frame.api.post(&path, &words).await {
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
    busy(false);
}

fn value(form: &Element, selector: &str) -> String {
    within::<HtmlInputElement>(form, selector).map(|field| field.value()).unwrap_or_default()
}
