//! What screen readers hear of the conversation: the messages of the other side, and nothing else.

use web_sys::{DocumentFragment, Element};

use crate::page::find;

/// Reads a message out: what is added to the place is spoken, and nobody sees it.
pub(super) fn say(line: &DocumentFragment) {
    let Some(place) = find::<Element>("[data-spoken]") else { return };
    for (part, end) in [(".message__head strong", ": "), (".message__body", "\n")] {
        if let Ok(Some(part)) = line.query_selector(part) {
            let _ = place.append_with_str_2(&part.text_content().unwrap_or_default(), end);
        }
    }
}
