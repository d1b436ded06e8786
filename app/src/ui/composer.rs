//! Where a person writes. A real form first; the `ReplyBox` island only makes it keep and repeat.

use leptos::prelude::*;
use model::fault::{Fault, Invalid};
use model::id::Key;
use model::limit;
use model::message::Attachment;
use model::view::TicketView;

use super::field::{BODY, FILES, codes, described_by, fault_of, more};
use super::{TextArea, flipped, icon, text_area};
use crate::islands::ReplyBox;
use crate::shell::Reader;
use crate::words;

/// What stands in a composer.
pub(crate) struct Typed<'a> {
    pub(crate) key: Key,
    pub(crate) text: &'a str,
    /// Files that an earlier try kept.
    pub(crate) kept: &'a [Attachment],
    /// What was wrong with that try.
    pub(crate) fault: Option<Fault>,
}

/// The customer's composer in the portal.
pub(crate) fn composer(reader: &Reader<'_>, ticket: &TicketView, typed: &Typed<'_>) -> AnyView {
    let lang = reader.lang;
    let agent = ticket.agent.as_ref().map(|agent| agent.name.clone()).filter(|name| !name.is_empty());
    let (label, placeholder) = match &agent {
        Some(name) => (lang.your_reply_to(name), lang.write_to(name)),
        None => (lang.your_reply().to_owned(), lang.add_something().to_owned()),
    };
    let at_once = agent.map(|name| lang.gets_it_at_once(&name));
    let fault = fault_of(typed.fault, BODY);
    let area = TextArea { fault, ..TextArea::message("reply", label, placeholder, typed.text) };
    let inside = view! {
        <form class="composer" data-do="reply" data-draft=ticket.id.to_string() method="post" action=format!("/tickets/{}/replies", ticket.number) enctype="multipart/form-data">
            {super::key(typed.key)}
            {text_area(area)}
            {more(reader, "reply", "", fault)}
            {files(reader, typed.kept)}
            <div class="composer__tools">
                {add_file(reader, typed.fault)}
                <span class="composer__end">
                    <span class="wide-only-phone">{at_once}</span>
                    <button class="button button--primary" type="submit">{flipped(reader, "send")}{lang.send()}</button>
                </span>
            </div>
            {file_fault(reader, typed.fault)}
        </form>
        {says(reader)}
    }
    .into_any();
    view! { <ReplyBox>{inside}</ReplyBox> }.into_any()
}

/// "Add a file": the label is the button, the field under it is a plain one. What the island finds wrong by itself it
/// says in the same sentences as the server.
pub(crate) fn add_file(reader: &Reader<'_>, fault: Option<Fault>) -> AnyView {
    let lang = reader.lang;
    let fault = fault_of(fault, FILES);
    let sentence = |invalid| words::fault(lang, Fault::Invalid(invalid));
    view! {
        <label class="button button--quiet add-file" title=lang.add_files_hint()>
            {icon(reader, "clip")}
            <span>{lang.add_file()}</span>
            <input
                type="file" id="file" name="file" multiple=true aria-invalid=fault.map(|_| "true") aria-describedby=described_by("file", "", fault)
                autofocus=fault.is_some() data-faults=codes(FILES) data-bytes-max=limit::ATTACHMENT_BYTES_MAX.to_string() data-files-max=limit::ATTACHMENTS_MAX.to_string()
                data-file-too-large=sentence(Invalid::FileTooLarge) data-too-many-files=sentence(Invalid::TooManyFiles)
            />
        </label>
    }
    .into_any()
}

/// What is wrong with the files.
pub(crate) fn file_fault(reader: &Reader<'_>, fault: Option<Fault>) -> AnyView {
    more(reader, "file", "", fault_of(fault, FILES))
}

/// The files beside what is being written: those that are here already, each with a tick to leave it out, and those
/// that the island shows.
pub(crate) fn files(reader: &Reader<'_>, kept: &[Attachment]) -> AnyView {
    let chips: Vec<_> = kept
        .iter()
        .map(|file| {
            let icon = super::icon(reader, if file.is_image { "image" } else { "file" });
            view! {
                <label class="file">
                    <input type="checkbox" name="kept" value=file.id.to_string() checked=true/>
                    <span>{icon}<b><bdi>{file.name.clone()}</bdi></b>" "<small>{super::file_size(reader.lang, file.bytes)}</small></span>
                </label>
            }
        })
        .collect();
    let kept = (!chips.is_empty()).then(|| {
        view! { <fieldset class="kept" data-kept><legend>{reader.lang.files_kept()}</legend><div class="composer__files">{chips}</div></fieldset> }
    });
    view! { {kept}<div class="composer__files" data-files></div> }.into_any()
}

/// What the island says under the composer; each sentence waits hidden in the page.
pub(crate) fn says(reader: &Reader<'_>) -> AnyView {
    let lang = reader.lang;
    view! {
        <p class="composer__says" role="status">
            <span data-say="sending" hidden=true>{lang.state_sending()}</span>
            <span data-say="kept" hidden=true>{icon(reader, "clock")}{lang.state_kept()}</span>
            <span data-say="fault" hidden=true>{icon(reader, "alert")}<span data-text></span></span>
        </p>
        <template data-chip>
            <span class="file">
                {icon(reader, "file")}
                <span><b><bdi data-name></bdi></b>" "<small data-size data-kilobytes=lang.kilobytes("{}") data-megabytes=lang.megabytes("{}")></small></span>
                <button class="button button--quiet button--icon" type="button" aria-label=lang.take_away()>{super::small(reader, "close")}</button>
            </span>
        </template>
    }
    .into_any()
}
