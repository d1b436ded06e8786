//! What the composers of portal and desk are told: words, limits, the files of an earlier try, and what was wrong with it.

use leptos::prelude::*;
use model::id::Key;
use model::limit;
use model::message::Attachment;
use model::view::TicketView;
use uuid::Uuid;

use super::field::faults_of;
use crate::document::{Drawn, hydratable};
use crate::islands::{ComposerWords, KeptFile, Limits, Place, ReplyBox};
use crate::shell::{Reader, Shell};
use crate::typed::Typed;
use crate::words;

/// The customer's composer in the portal. An empty one differs between an agent's tickets only by number, id and key, so it is
/// drawn once; one with something typed in it is never kept.
pub(crate) fn composer(shell: &Shell<'_>, ticket: &TicketView, key: Key, typed: &Typed) -> impl IntoView + use<> {
    let (lang, reader) = (shell.lang, shell.reader());
    let agent = ticket.agent.as_ref().map(|agent| agent.name.as_str()).filter(|name| !name.is_empty());
    let is_empty = typed.text("body").is_empty() && typed.kept.is_empty() && shell.fault.is_none();
    Drawn::new(if is_empty {
        let from = ("composer", lang, reader.icons, shell.owner, agent);
        let values = [ticket.number.into(), ticket.id.0.into(), key.0.into()];
        let draw = |[number, id, key]: [Uuid; 3]| draw(shell, agent, &number.to_string(), id.to_string(), Key(key), typed);
        reader.drawn.filled(&from, values, draw)
    } else {
        draw(shell, agent, &ticket.number.to_string(), ticket.id.to_string(), key, typed)
    })
}

fn draw(shell: &Shell<'_>, agent: Option<&str>, number: &str, id: String, key: Key, typed: &Typed) -> String {
    let (lang, reader) = (shell.lang, shell.reader());
    let (label, placeholder) = match agent {
        Some(name) => (lang.your_reply_to(name), lang.write_to(name)),
        None => (lang.your_reply().to_owned(), lang.add_message().to_owned()),
    };
    let beside = agent.map(|name| lang.goes_to(name)).unwrap_or_default();
    let words = ComposerWords { label, placeholder, beside, ..words_of(&reader) };
    hydratable(|| {
        view! {
            <ReplyBox
                action=format!("/tickets/{number}/replies") place=place(shell, id) key=key text=typed.text("body").to_owned()
                kept=kept(&reader, &typed.kept) faults=faults_of(lang, shell.fault) limits=LIMITS words=words icons=reader.icons.to_owned()
            >
                {None::<AnyView>}
            </ReplyBox>
        }
    })
}

/// Whose draft, and for what.
pub(crate) fn place(shell: &Shell<'_>, of: String) -> Place {
    Place { owner: shell.owner.to_owned(), of }
}

#[expect(clippy::cast_possible_truncation, reason = "ten megabytes")]
const MAX_FILE: u32 = limit::ATTACHMENT_BYTES_MAX as u32;

/// How much may go with a message.
pub(crate) const LIMITS: Limits = Limits { chars: limit::BODY_CHARS_MAX, file_bytes: MAX_FILE, files: limit::ATTACHMENTS_MAX };

/// The files of an earlier try.
pub(crate) fn kept(reader: &Reader<'_>, files: &[Attachment]) -> Vec<KeptFile> {
    let kept = |file: &Attachment| KeptFile {
        id: file.id.to_string(),
        name: file.name.clone(),
        size: super::file_size(reader.lang, file.bytes),
        is_image: file.is_image,
    };
    files.iter().map(kept).collect()
}

/// The words that all composers share.
pub(crate) fn words_of(reader: &Reader<'_>) -> ComposerWords {
    use model::fault::Invalid;
    let lang = reader.lang;
    let sentence = |invalid| words::fault(lang, Invalid::into(invalid));
    ComposerWords {
        send: lang.send().to_owned(),
        add_file: lang.add_file().to_owned(),
        add_file_hint: lang.add_files_hint().to_owned(),
        remove: lang.remove().to_owned(),
        kept_files: lang.files_kept().to_owned(),
        kilobytes: lang.kilobytes("{}"),
        megabytes: lang.megabytes("{}"),
        file_too_large: sentence(Invalid::FileTooLarge),
        too_many_files: sentence(Invalid::TooManyFiles),
        sending: lang.state_sending().to_owned(),
        waiting: lang.state_kept().to_owned(),
        ..ComposerWords::default()
    }
}
