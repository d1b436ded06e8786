//! What could not be sent because the session was gone: a form that sends it again.

use leptos::prelude::*;

use crate::islands::TextArea;
use crate::shell::Shell;

/// A form to send again.
#[derive(Debug, Clone, Default)]
pub struct Again {
    /// Where it goes.
    pub action: String,
    /// What goes along unseen: the key, what kind of message it is, everything of a form that is more than one message.
    pub fields: Vec<(String, String)>,
    /// The message, with the name of its field; nothing for a form without one.
    pub words: Option<(&'static str, String)>,
    /// Is it a form that can carry files?
    pub is_multipart: bool,
}

/// The form, below the sign-in.
pub(crate) fn again(shell: &Shell<'_>, again: &Again) -> impl IntoView + use<> {
    let lang = shell.lang;
    let hidden: Vec<_> =
        again.fields.iter().map(|(name, value)| view! { <input type="hidden" name=name.clone() value=value.clone()/> }).collect();
    let (title, send) = match again.words {
        Some(_) => (lang.words_kept_title(), lang.words_send_again()),
        None => (lang.form_kept_title(), lang.form_send_again()),
    };
    let kept = match &again.words {
        Some((name, words)) => view! {
            <div class="field">
                <label for="kept-words">{lang.words_kept()}</label>
                <TextArea
                    id="kept-words" name=name text=words.clone() label=Signal::stored(String::new()) placeholder=String::new()
                    rows=6 chars_max=model::limit::BODY_CHARS_MAX is_required=true
                />
            </div>
        }
        .into_any(),
        None => view! { <p>{lang.form_kept()}</p> }.into_any(),
    };
    view! {
        <hr/>
        <h2>{title}</h2>
        <form class="stack" method="post" novalidate=true action=again.action.clone() enctype=again.is_multipart.then_some("multipart/form-data")>
            {hidden}
            {kept}
            <button class="button" type="submit">{send}</button>
        </form>
    }
}
