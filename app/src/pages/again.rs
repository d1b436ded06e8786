//! Words that could not be sent because the session was gone: they stand in a form that sends them again.

use leptos::prelude::*;

use crate::islands::TextArea;
use crate::shell::Shell;

/// A form to send again.
#[derive(Debug, Clone, Default)]
pub struct Again {
    /// Where it goes.
    pub action: String,
    /// What goes with the words unseen: the key, what kind of message it is.
    pub fields: Vec<(&'static str, String)>,
    /// The name of the field of words.
    pub name: &'static str,
    /// The words.
    pub words: String,
    /// Is it a form that can carry files?
    pub is_multipart: bool,
}

/// The form, below the sign-in.
pub(crate) fn again(shell: &Shell<'_>, again: &Again) -> impl IntoView + use<> {
    let lang = shell.lang;
    let hidden: Vec<_> =
        again.fields.iter().map(|(name, value)| view! { <input type="hidden" name=*name value=value.clone()/> }).collect();
    view! {
        <hr/>
        <h2>{lang.words_kept_title()}</h2>
        <form class="stack" method="post" novalidate=true action=again.action.clone() enctype=again.is_multipart.then_some("multipart/form-data")>
            {hidden}
            <div class="field">
                <label for="kept-words">{lang.words_kept()}</label>
                <TextArea
                    id="kept-words" name=again.name text=again.words.clone() label=Signal::stored(String::new()) placeholder=String::new()
                    rows=6 chars_max=model::limit::BODY_CHARS_MAX is_required=true
                />
            </div>
            <button class="button" type="submit">{lang.words_send_again()}</button>
        </form>
    }
}
