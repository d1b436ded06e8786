//! Where a person writes. A real form first; the `ReplyBox` island only makes it keep and repeat.

use leptos::prelude::*;
use model::id::Key;
use model::view::TicketView;

use super::{TextArea, flipped, icon, text_area};
use crate::islands::ReplyBox;
use crate::shell::Reader;

/// The customer's composer in the portal.
pub(crate) fn composer(reader: &Reader<'_>, ticket: &TicketView, key: Key, text: &str) -> AnyView {
    let lang = reader.lang;
    let agent = ticket.agent.as_ref().map(|agent| agent.name.clone()).filter(|name| !name.is_empty());
    let (label, placeholder) = match &agent {
        Some(name) => (lang.your_reply_to(name), lang.write_to(name)),
        None => (lang.your_reply().to_owned(), lang.add_something().to_owned()),
    };
    let at_once = agent.map(|name| lang.gets_it_at_once(&name));
    let inside = view! {
        <form class="composer" data-do="reply" data-draft=ticket.id.to_string() method="post" action=format!("/tickets/{}/replies", ticket.number) enctype="multipart/form-data">
            {super::key(key)}
            {text_area(TextArea::message("reply", label, placeholder, text))}
            <div class="composer__files" data-files></div>
            <div class="composer__tools">
                {add_file(reader)}
                <span class="composer__end">
                    <span class="wide-only-phone">{at_once}</span>
                    <button class="button button--primary" type="submit">{flipped(reader, "send")}{lang.send()}</button>
                </span>
            </div>
        </form>
        {says(reader)}
    }
    .into_any();
    view! { <ReplyBox>{inside}</ReplyBox> }.into_any()
}

/// "Add a file": the label is the button, the field under it is a plain one.
pub(crate) fn add_file(reader: &Reader<'_>) -> AnyView {
    let lang = reader.lang;
    view! {
        <label class="button button--quiet add-file" title=lang.add_files_hint()>
            {icon(reader, "clip")}
            <span>{lang.add_file()}</span>
            <input type="file" name="file" multiple=true/>
        </label>
    }
    .into_any()
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
