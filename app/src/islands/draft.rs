//! What is being written, kept on this device until it has arrived: the words together with what they are meant for, so that an
//! internal note can never come back as a reply. Each draft belongs to one person; signing out makes the browser forget them all (`see_other_signed_out`).

use leptos::prelude::*;
use model::id::Key;
use serde::{Deserialize, Serialize};
use web_sys::Storage;

use super::reply::Place;

/// Words that have not arrived yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Draft {
    pub(super) text: String,
    /// Is it an internal note?
    pub(super) is_note: bool,
    /// What may have been sent already, and the key that it was sent under. It counts until the server has answered, whatever
    /// is written meanwhile: the same again is the same message.
    pub(super) sent: Option<(Key, String)>,
}

const PREFIX: &str = "porchlight:draft:";

/// Reads a draft. That of somebody who is not signed in ends with the tab.
pub(super) fn read(place: &Place) -> Option<Draft> {
    browser::json::read(&storage(place)?.get_item(&name(place)).ok()??)
}

/// Keeps a draft; one without words is forgotten.
pub(super) fn keep(place: &Place, draft: &Draft) {
    let Some(storage) = storage(place) else { return };
    let name = name(place);
    _ = if draft.text.is_empty() { storage.remove_item(&name) } else { storage.set_item(&name, &browser::json::write(draft)) };
}

fn name(place: &Place) -> String {
    [PREFIX, &place.owner, ":", &place.of].concat()
}

fn storage(place: &Place) -> Option<Storage> {
    if place.owner.is_empty() { window().session_storage().ok()? } else { window().local_storage().ok()? }
}
