//! Where a customer writes: a form first, which the island keeps, sends and repeats.

use leptos::prelude::*;
use model::id::Key;
use web_sys::DragEvent;

use super::composer::{ComposerWords, KeptFile, Limits};
use super::faults::{FaultLine, FieldFault};
use super::file_picker::{self, FileButton, FileChips};
use super::reply::{BODY, Place, Reply, Says};
use super::{Icon, TextArea};

/// A form with a message. Fields that stand above the message come as children.
#[island]
pub fn ReplyBox(
    /// Where it is posted to.
    action: String,
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
    children: Children,
) -> impl IntoView {
    let reply = Reply::new(place, key, faults, limits, &words, kept.len());
    reply.begin();
    let (label, send) = ((words.label.clone(), words.placeholder.clone()), words.send.clone());
    view! {
        <form
            class="stack stack--small form" method="post" action=action enctype="multipart/form-data" novalidate=true node_ref=reply.form
            on:submit=move |event| reply.submitted(&event) on:keydown=move |event| reply.pressed(&event) on:input=move |event| reply.changed(&event)
        >
            <input type="hidden" name="key" value=key.to_string()/>
            {children()}
            {message(reply, (), (), label, send, text, kept, limits, words.clone(), icons.clone())}
            <Status says=reply.says words=words icons=icons/>
        </form>
    }
}

/// The field, its files and its buttons. `above` stands over the field, `beside` next to the button.
#[allow(
    clippy::too_many_arguments,
    clippy::large_types_passed_by_value,
    reason = "each is another part of one piece of markup; `Reply` is handles"
)]
pub(super) fn message(
    reply: Reply,
    above: impl IntoView,
    beside: impl IntoView,
    (label, placeholder): (impl IntoLabel, impl IntoLabel),
    send: impl IntoLabel,
    text: String,
    kept: Vec<KeptFile>,
    limits: Limits,
    words: ComposerWords,
    icons: String,
) -> impl IntoView {
    let (faults, files) = (reply.faults, reply.files);
    let drop = move |event: DragEvent| {
        if files.take(event.data_transfer()) {
            event.prevent_default();
        }
    };
    let paste = move |event: web_sys::ClipboardEvent| {
        if files.take(event.clipboard_data()) {
            event.prevent_default();
        }
    };
    view! {
        <div
            class="composer" class:composer--note=move || reply.is_note.get()
            on:paste=paste on:drop=drop on:dragover=|event: DragEvent| event.prevent_default()
        >
            {above}
            <TextArea
                id="reply" name=BODY text=text label=label.signal() placeholder=placeholder.signal() chars_max=limits.chars
                is_wrong=Signal::derive(move || faults.of(BODY).is_some()) node=reply.area
            />
            <FaultLine id="reply".to_owned() hint=words.hint.clone() icons=icons.clone() fault=Signal::derive(move || faults.of(BODY))/>
            <FileChips files=files kept=kept words=words.clone() icons=icons.clone()/>
            <div class="composer__tools">
                <FileButton files=files words=words.clone() icons=icons.clone()/>
                <span class="composer__end">
                    <span class="wide-only-phone">{words.beside.clone()}</span>
                    {beside}
                    <button class="button button--primary" type="submit" node_ref=reply.send_button>
                        <Icon sprite=icons.clone() name="send" class="icon icon--flip"/><span>{send.signal()}</span>
                    </button>
                </span>
            </div>
            <FaultLine id="file".to_owned() hint=String::new() icons=icons.clone() fault=Signal::derive(move || faults.of(file_picker::FIELD))/>
        </div>
    }
}

/// Words that stay, or that change with what is written.
pub(super) trait IntoLabel {
    /// As a signal.
    fn signal(self) -> Signal<String>;
}

impl IntoLabel for String {
    fn signal(self) -> Signal<String> {
        Signal::stored(self)
    }
}

impl<F: Fn() -> String + Send + Sync + 'static> IntoLabel for F {
    fn signal(self) -> Signal<String> {
        Signal::derive(self)
    }
}

/// How the message stands.
#[component]
pub(super) fn Status(says: RwSignal<Says>, words: ComposerWords, icons: String) -> impl IntoView {
    let said = move || match says.get() {
        Says::Nothing => String::new(),
        Says::Sending => words.sending.clone(),
        Says::Waiting => words.waiting.clone(),
        Says::Fault(sentence) => sentence,
    };
    view! {
        <p class="composer__says" role="status">
            <span hidden=move || says.get() == Says::Nothing><Icon sprite=icons name="clock"/><span>{said}</span></span>
        </p>
    }
}
