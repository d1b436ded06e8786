//! The desk's composer: a reply or an internal note, held when the customer wrote in between.

use leptos::prelude::*;
use model::id::Key;
use serde::{Deserialize, Serialize};

use super::keys::{Command, on_command};
use crate::islands::Icon;
use crate::islands::composer::{ComposerWords, KeptFile, Limits};
use crate::islands::faults::FieldFault;
use crate::islands::reply::{Place, Reply};
use crate::islands::reply_box::{Status, message};
use crate::islands::words::words;

/// What the desk's composer has besides.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskForm {
    /// The line of the log that the reply is written against.
    pub seq: i64,
    /// Is it an internal note?
    pub is_note: bool,
    /// Was it held, because the customer wrote in between?
    pub is_held: bool,
    /// Its words.
    pub words: DeskWords,
}

words! {
    /// The words of the desk's composer.
    DeskWords {
        /// "Message type".
        kind,
        /// "Reply".
        reply,
        /// "Internal note".
        note,
        /// The field's label and placeholder for a note.
        note_label,
        /// "Add note".
        add_note,
        /// "Send and solve".
        send_and_solve,
        /// What was held, and why.
        held,
        /// What to do about it.
        held_more,
        /// "Send anyway".
        send_anyway,
        /// "Read it first".
        read_first,
        /// "Ctrl+Enter", as this machine's keyboard has it.
        send_keys,
        /// "Ctrl+Shift+Enter".
        solve_keys,
    }
}

/// The form at a ticket of the desk.
#[island]
pub fn DeskReplyBox(
    desk: DeskForm,
    /// Where it is posted to.
    action: String,
    /// Whose draft it is, and of which ticket.
    place: Place,
    key: Key,
    /// What was typed before.
    text: String,
    kept: Vec<KeptFile>,
    faults: Vec<FieldFault>,
    limits: Limits,
    words: ComposerWords,
    /// Where the icons are.
    icons: String,
) -> impl IntoView {
    let reply = Reply::new(place, key, faults, limits, &words, kept.len());
    reply.is_note.set(desk.is_note);
    reply.is_held.set(desk.is_held);
    reply.seq.set(desk.seq);
    reply.begin();
    on_command(Command::Reply, move || reply.write_as(false));
    on_command(Command::Note, move || reply.write_as(true));
    let is_note = desk.is_note;
    let DeskForm { seq, words: desk, .. } = desk;
    let by_kind = move |reply_words: String, note_words: String| {
        move || if reply.is_note.get() { note_words.clone() } else { reply_words.clone() }
    };
    let label = by_kind(words.label.clone(), desk.note_label.clone());
    let placeholder = by_kind(words.placeholder.clone(), desk.note_label.clone());
    let send = by_kind(words.send.clone(), desk.add_note.clone());
    let held = view! {
        <div class="notice" data-tone="waiting" role="status" hidden=move || !reply.is_held.get()>
            <Icon sprite=icons.clone() name="hand"/>
            <p><strong>{desk.held}</strong>" "{desk.held_more}</p>
            <p class="notice__do">
                <button class="button button--small" type="submit" name="anyway" value="1" node_ref=reply.anyway_button>{desk.send_anyway}" "<kbd>{desk.send_keys}</kbd></button>
                <a class="button button--small button--quiet" href="#latest">{desk.read_first}</a>
            </p>
        </div>
    };
    let kinds = view! {
        <fieldset class="kinds">
            <legend class="hidden-words">{desk.kind}</legend>
            <label>
                <input type="radio" name="kind" value="reply" checked=!is_note disabled=move || reply.is_pending.get() node_ref=reply.public_radio on:change=move |_| reply.turn(false)/>
                <span>{desk.reply}" "<kbd>"r"</kbd></span>
            </label>
            <label>
                <input type="radio" name="kind" value="note" checked=is_note disabled=move || reply.is_pending.get() node_ref=reply.note_radio on:change=move |_| reply.turn(true)/>
                <span><Icon sprite=icons.clone() name="lock" class="icon icon--small"/>{desk.note}" "<kbd>"m"</kbd></span>
            </label>
        </fieldset>
    };
    let solve = view! {
        <button class="button button--small" type="submit" name="then" value="solved" node_ref=reply.solve_button title=desk.solve_keys hidden=move || reply.is_note.get()>
            {desk.send_and_solve}
        </button>
    };
    view! {
        <form
            class="stack stack--small" method="post" action=action enctype="multipart/form-data" novalidate=true node_ref=reply.form
            on:submit=move |event| reply.submitted(&event) on:keydown=move |event| reply.pressed(&event) on:input=move |event| reply.changed(&event)
        >
            <input type="hidden" name="key" value=key.to_string()/>
            <input type="hidden" name="seq" value=seq.to_string() prop:value=move || reply.seq.get().to_string()/>
            {held}
            {message(reply, kinds, solve, (label, placeholder), send, text, kept, limits, words.clone(), icons.clone())}
            <Status says=reply.says words=words icons=icons/>
        </form>
    }
}
