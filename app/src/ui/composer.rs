//! What the composers of portal and desk are told: words, limits, the files of an earlier try, and what was wrong with it.

use leptos::prelude::*;
use model::id::Key;
use model::limit;
use model::message::Attachment;
use model::view::TicketView;

use super::field::faults_of;
use crate::document::hydratable;
use crate::islands::{ComposerWords, FieldFault, KeptFile, Limits, Place, ReplyBox};
use crate::shell::{Reader, Shell};
use crate::template::Value;
use crate::typed::Typed;
use crate::words::{self, Lang};

/// What an empty composer is drawn from, besides whose it is and for which ticket.
#[derive(Hash)]
struct Empty<'a> {
    lang: Lang,
    icons: &'a str,
    agent: Option<&'a str>,
    has_owner: bool,
}

/// The customer's composer in the portal. An empty one is the same for all tickets of an agent but for ids, so it is drawn once;
/// one with something typed in it is never kept.
pub(crate) fn composer(shell: &Shell<'_>, ticket: &TicketView, key: Key, typed: &Typed) -> String {
    let agent = ticket.agent.as_ref().map(|agent| agent.name.as_str()).filter(|name| !name.is_empty());
    let is_empty = typed.text("body").is_empty() && typed.kept.is_empty() && shell.fault.is_none();
    let (reader, id) = (shell.reader(), ticket.id.to_string());
    if !is_empty {
        let place = Place { owner: shell.owner.to_owned(), of: id };
        let tried =
            Tried { text: typed.text("body"), kept: kept(&reader, &typed.kept), faults: faults_of(shell.lang, shell.fault) };
        return draw((reader.lang, reader.icons), agent, (&ticket.number.to_string(), place, key), tried);
    }
    let from = Empty { lang: reader.lang, icons: reader.icons, agent, has_owner: !shell.owner.is_empty() };
    let values = [ticket.number.into(), ticket.id.0.into(), key.0.into(), Value::word(shell.owner)];
    reader.drawn.filled(&from, values, |from, [number, id, key, owner]| {
        let owner = if from.has_owner { owner.text() } else { String::new() };
        let place = Place { owner, of: id.text() };
        draw((from.lang, from.icons), from.agent, (&number.text(), place, Key(key.0)), Tried::default())
    })
}

/// What came back of an earlier try.
#[derive(Default)]
struct Tried<'a> {
    text: &'a str,
    kept: Vec<KeptFile>,
    faults: Vec<FieldFault>,
}

fn draw((lang, icons): (Lang, &str), agent: Option<&str>, (number, place, key): (&str, Place, Key), tried: Tried<'_>) -> String {
    let (label, placeholder) = match agent {
        Some(name) => (lang.your_reply_to(name), lang.write_to(name)),
        None => (lang.your_reply().to_owned(), lang.add_message().to_owned()),
    };
    let beside = agent.map(|name| lang.goes_to(name)).unwrap_or_default();
    let words = ComposerWords { label, placeholder, beside, ..words_of(lang) };
    hydratable(|| {
        view! {
            <ReplyBox
                action=format!("/tickets/{number}/replies") place=place key=key text=tried.text.to_owned()
                kept=tried.kept faults=tried.faults limits=LIMITS words=words icons=icons.to_owned()
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
pub(crate) fn words_of(lang: Lang) -> ComposerWords {
    use model::fault::Invalid;
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
