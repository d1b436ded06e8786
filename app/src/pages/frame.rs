//! The widget's frame: readable before any WebAssembly arrives; what the widget needs waits in templates.

use leptos::prelude::*;
use model::article::ArticleRow;
use model::fault::Invalid;
use model::outlook::Outlook;
use model::site::Site;
use model::ticket::Channel;
use model::view::{TicketRow, TicketView};

use crate::document::{self, Document, Islands};
use crate::islands::TextArea;
use crate::key::{self, Form};
use crate::pages::portal::{row_last, row_subject, row_unread};
use crate::shell::{Reader, Shell};
use crate::typed::Typed;
use crate::ui::{self, Presence};
use crate::words;

/// What the frame shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FramePlace {
    /// The first page: questions and conversations.
    Home,
    /// A conversation.
    Chat,
    /// A new conversation.
    New,
}

/// What the frame is made from.
#[derive(Debug, Clone)]
pub struct FrameView<'a> {
    /// The visitor's tickets.
    pub tickets: &'a [TicketRow],
    /// The open one.
    pub ticket: Option<&'a TicketView>,
    /// What to expect, of the open ticket's site or else of the frame's.
    pub presence: Presence,
    /// That site.
    pub own: &'a Site,
    /// Does it ask where replies go?
    pub asks_mail: bool,
    /// Has this browser a session?
    pub has_session: bool,
    /// Which view.
    pub view: FramePlace,
    /// Articles that people often read.
    pub articles: &'a [ArticleRow],
}

/// The frame page.
pub fn frame(shell: &Shell<'_>, view: &FrameView<'_>) -> String {
    document::render(&shell.look(), shell.nonce, || {
        // The few icons of the frame are in the page, so that it needs no further request.
        let reader = Reader { icons: "", site_name: &view.own.name, ..shell.reader() };
        let place = match (view.view, view.ticket) {
            (FramePlace::Chat, Some(_)) => "chat",
            (FramePlace::Chat, None) | (FramePlace::New, _) => "new",
            (FramePlace::Home, _) => "home",
        };
        let inside = match (place, view.ticket) {
            ("home", _) => home(shell, &reader, view).into_any(),
            (_, ticket) => chat(shell, &reader, view, ticket.filter(|_| place == "chat")).into_any(),
        };
        let lang = shell.lang;
        let unread = if place == "home" { view.tickets.iter().map(|ticket| ticket.unread).sum() } else { 0_i64 };
        let body = view! {
            <body
                class="frame" data-unread=unread.to_string() data-site=shell.site.key.clone() data-lang=lang.code() data-zone=shell.zone.iana_name().unwrap_or_default().to_owned() data-live=shell.live.map(ToOwned::to_owned)
                data-session=yes(view.has_session) data-place=place data-lit=yes(view.presence.outlooks.now().is_lit()) data-wasm=shell.assets.frame_wasm.clone()
            >
                {ui::sprite(ICONS)}
                <main class="panel" tabindex="-1" aria-label=lang.chat_of(&shell.site.name)>{inside}</main>
                {templates(&reader)}
            </body>
        }
        .into_any();
        Document {
            title: lang.chat_of(&shell.site.name),
            css: shell.assets.frame_css.clone(),
            head: scripts(shell),
            islands: Islands::None,
            body,
        }
    })
}

const ICONS: &[&str] = &[
    "alert", "arrow", "back", "bolt", "book", "chat", "check", "chevron", "clip", "clock", "close", "eye", "face-1", "face-2",
    "face-3", "face-4", "face-5", "file", "hand", "image", "lamp", "mail", "pen", "person", "retry", "send",
];

const fn yes(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "no" }
}

fn scripts(shell: &Shell<'_>) -> AnyView {
    let (js, wasm) = (&shell.assets.frame_js, &shell.assets.frame_wasm);
    if js.is_empty() {
        return ().into_any();
    }
    let code = format!("import start from{js:?};start({{module_or_path:{wasm:?}}})");
    // Said at once, so that a slow line is not taken for a refusal. It holds nothing; who is around the page was decided
    // by its policy. The greeting that opens the port names the origin, and comes with the program.
    let here = "parent!==self&&parent.postMessage({porchlight:'here'},'*')";
    view! {
        <script nonce=shell.nonce.to_owned()>{here}</script>
        <link rel="preload" href=wasm.clone() r#as="fetch" type="application/wasm" crossorigin="anonymous"/>
        <link rel="modulepreload" href=js.clone()/>
        <script type="module" nonce=shell.nonce.to_owned()>{code}</script>
    }
    .into_any()
}

fn head(shell: &Shell<'_>, reader: &Reader<'_>, is_lit: bool, way_back: bool, who: AnyView) -> impl IntoView + use<> {
    let lang = shell.lang;
    let back = way_back.then(|| {
        view! {
            <a class="button button--quiet button--icon" href=format!("/frame/{}?view=home", shell.site.key) data-do="home" aria-label=lang.back()>{ui::flipped(reader, "back")}</a>
        }
    });
    view! {
        <header class="panel__head" data-lamp=if is_lit { "lit" } else { "off" }>
            <div class="panel__top">{back}<div class="panel__who" data-part="head">{who}</div></div>
            <div class="panel__buttons">
                <a class="button button--quiet button--icon" href=format!("/frame/{}?view=home", shell.site.key) role="button" data-do="close" aria-label=lang.close_chat()>{ui::icon(reader, "close")}</a>
            </div>
        </header>
    }
}

/// `head`: who replies, and when.
pub(crate) fn who(reader: &Reader<'_>, ticket: Option<&TicketView>, presence: &Presence) -> AnyView {
    let agent = ticket.and_then(|ticket| ticket.agent.as_ref()).filter(|agent| !agent.name.is_empty());
    let shown = match agent {
        Some(agent) => ui::avatar(reader, agent).into_any(),
        None if presence.agents.is_empty() => {
            view! { <span class="avatar avatar--agent" aria-hidden="true">{ui::icon(reader, "lamp")}</span> }.into_any()
        }
        None => ui::avatars(reader, &presence.agents).into_any(),
    };
    let name = agent.map_or_else(|| reader.site_name.to_owned(), |agent| agent.name.clone());
    view! { {shown}<div><h1><bdi>{name}</bdi></h1>{ui::frame_presence(reader, &presence.outlooks)}</div> }.into_any()
}

fn home(shell: &Shell<'_>, reader: &Reader<'_>, view: &FrameView<'_>) -> AnyView {
    let lang = shell.lang;
    let presence = &view.presence;
    let shown = if presence.agents.is_empty() {
        view! { <img class="mark" src=shell.assets.mark.clone() alt="" width="40" height="40"/> }.into_any()
    } else {
        ui::avatars(reader, &presence.agents).into_any()
    };
    let who =
        view! { {shown}<div><h1><bdi>{shell.site.name.clone()}</bdi></h1>{ui::frame_presence(reader, &presence.outlooks)}</div> }
            .into_any();
    let greeting = greeting(reader, shell.site);
    view! {
        {head(shell, reader, presence.outlooks.now().is_lit(), false, who)}
        <div class="panel__body">
            <p class="panel__greeting" dir="auto">{greeting}</p>
            {asked(reader, view.articles)}
            {conversations(shell, reader, view.tickets)}
        </div>
        <div class="panel__foot">
            <a class="button button--primary button--wide" href=format!("/frame/{}?view=new", shell.site.key) data-do="write">{ui::icon(reader, "pen")}{lang.contact_us()}</a>
        </div>
    }
    .into_any()
}

/// A site's own first words.
fn greeting(reader: &Reader<'_>, site: &Site) -> String {
    if site.greeting.trim().is_empty() { reader.lang.hello_ask().to_owned() } else { site.greeting.clone() }
}

fn asked(reader: &Reader<'_>, articles: &[ArticleRow]) -> AnyView {
    if articles.is_empty() {
        return ().into_any();
    }
    let links: Vec<_> = articles
        .iter()
        .take(4)
        .map(|article| view! { <li><a href=format!("/articles/{}", article.slug) target="_blank" rel="noopener">{ui::icon(reader, "book")}<bdi>{article.title.clone()}</bdi></a></li> })
        .collect();
    view! { <div class="stack stack--small asked"><h2>{reader.lang.people_ask()}</h2><ul class="quick">{links}</ul></div> }
        .into_any()
}

fn conversations(shell: &Shell<'_>, reader: &Reader<'_>, tickets: &[TicketRow]) -> AnyView {
    let lang = shell.lang;
    if tickets.is_empty() {
        return view! { <p class="soft small">{lang.chat_empty()}</p> }.into_any();
    }
    let rows: Vec<_> = tickets
        .iter()
        .map(|ticket| {
            let title = if ticket.unread > 0 { "row__title" } else { "row__title row__title--plain" };
            let end = if ticket.unread > 0 { row_unread(reader, ticket).into_any() } else { reader.time(ticket.moved_at).into_any() };
            view! {
                <li>
                    <a class="row" href=format!("/frame/{}?ticket={}", shell.site.key, ticket.id) data-do="open" data-ticket=ticket.id.to_string()>
                        <span class="row__main"><span class=title><bdi>{row_subject(ticket)}</bdi></span><span class="row__more">{row_last(reader, ticket)}</span></span>
                        <span class="row__end">{end}</span>
                    </a>
                </li>
            }
        })
        .collect();
    view! { <div class="stack stack--small"><h2>{lang.your_conversations()}</h2><ul class="card card--list rows">{rows}</ul></div> }.into_any()
}

fn chat(shell: &Shell<'_>, reader: &Reader<'_>, view: &FrameView<'_>, ticket: Option<&TicketView>) -> impl IntoView + use<> {
    // Whoever began here was greeted, and finds it as it was.
    let is_greeted = ticket.is_none_or(|ticket| ticket.channel == Channel::Widget);
    let thread = ui::frame_thread(reader, is_greeted.then(|| greeting(reader, view.own)), ticket);
    let mail = ticket.map(|ticket| ask_mail(reader, ticket, &view.presence, view.asks_mail));
    let closing = ticket.map(|ticket| ui::closing(reader, ticket, &Typed::default(), None));
    let asked = (ticket.is_none() && view.tickets.is_empty()).then(|| asked(reader, view.articles));
    view! {
        {head(shell, reader, view.presence.outlooks.now().is_lit(), true, who(reader, ticket, &view.presence))}
        <div class="panel__body panel__body--chat" data-scroll>
            {asked}
            {thread}
            <div data-part="mail">{mail}</div>
            <div data-part="closing">{closing}</div>
            <div class="panel__status" data-status role="status"></div>
            <p class="hidden-words" aria-live="polite" data-spoken></p>
        </div>
        <div class="panel__foot">{composer(reader)}</div>
    }
}

/// Until the widget is attached a form of `method=dialog` does nothing, so nothing typed is lost by an early Enter.
fn composer(reader: &Reader<'_>) -> impl IntoView + use<> {
    let lang = reader.lang;
    let words = lang.write_message().to_owned();
    view! {
        <form class="composer composer--chat" data-do="send" method="dialog" novalidate=true>
            <TextArea id="body" name="body" text=String::new() label=Signal::stored(words.clone()) placeholder=words rows=1 chars_max=model::limit::BODY_CHARS_MAX/>
            <div class="composer__files" data-files></div>
            <div class="composer__tools">
                <label class="button button--quiet button--icon add-file" title=lang.add_files_hint()>
                    {ui::icon(reader, "clip")}
                    <span class="hidden-words">{lang.add_file()}</span>
                    <input type="file" name="file" multiple=true/>
                </label>
                <span class="composer__end">
                    <button class="button button--primary button--icon" type="submit" aria-label=lang.send()>{ui::flipped(reader, "send")}</button>
                </span>
            </div>
        </form>
    }
}

/// `mail`: asks where the reply goes, when it is time to ask.
pub(crate) fn ask_mail(reader: &Reader<'_>, ticket: &TicketView, presence: &Presence, asks_mail: bool) -> AnyView {
    let lang = reader.lang;
    if !asks_mail || ticket.mail.is_some() {
        return ().into_any();
    }
    let more = match presence.outlooks.now() {
        // Never "back tomorrow" to whoever is being written to.
        Outlook::Here { .. } => lang.mail_where_soon().to_owned(),
        outlook => lang.mail_where_more(&ui::outlook(reader, &outlook)),
    };
    view! {
        <form class="card stack" data-do="mail" method="dialog" novalidate=true>
            {ui::key(key::of(ticket.id, reader.now, Form::Mail))}
            <div><h2>{lang.mail_where()}</h2><p class="soft small">{more}</p></div>
            <div class="field">
                <label for="mail">{lang.mail_address()}</label>
                <input class="input" id="mail" type="email" name="mail" autocomplete="email" required=true dir="ltr" maxlength=model::limit::MAIL_BYTES_MAX.to_string()/>
            </div>
            <button class="button button--primary" type="submit">{lang.mail_send()}</button>
        </form>
    }
    .into_any()
}

/// What the widget clones: it has no words of its own.
fn templates(reader: &Reader<'_>) -> impl IntoView + use<> {
    let lang = reader.lang;
    let fault = |invalid| words::fault(lang, Invalid::into(invalid));
    view! {
        <template id="t-message">
            <li class="message" data-from="customer">
                <div class="message__head"><strong>{lang.you()}</strong></div>
                <div class="message__body"><p data-body dir="auto"></p><div class="message__files" data-files></div></div>
                <div class="message__state" data-state></div>
            </li>
        </template>
        <template id="t-file">
            <span class="file">
                {ui::icon(reader, "file")}
                <span><b><bdi data-name></bdi></b>" "<small data-size data-kilobytes=lang.kilobytes("{}") data-megabytes=lang.megabytes("{}")></small></span>
                <button class="button button--quiet button--icon" type="button" data-do="drop" aria-label=lang.remove()>{ui::small(reader, "close")}</button>
                <progress class="progress" value="0" max="100" aria-label=lang.upload_progress()></progress>
            </span>
        </template>
        <template id="t-waiting">{ui::small(reader, "clock")}<span>{lang.not_sent_yet()}</span>" "<button class="link" type="button" data-do="retry">{lang.try_now()}</button></template>
        <template id="t-sending"><span>{lang.state_sending()}</span></template>
        <template id="t-failed">{ui::small(reader, "alert")}<span>{lang.not_sent()}</span>" "<button class="link" type="button" data-do="retry">{lang.try_now()}</button></template>
        <template id="t-received">{ui::small(reader, "check")}<span>{lang.received_word()}<span data-number></span></span></template>
        <template id="t-fresh"><span class="badge" data-tone="waiting">{lang.new_reply()}</span></template>
        <template id="t-offline">
            <div class="notice" data-tone="quiet">{ui::icon(reader, "retry")}<p><strong>{lang.offline()}</strong>" "{lang.offline_more()}</p></div>
        </template>
        // What the widget finds out by itself is said by the same sentences as what the server finds out.
        <template id="t-fault" data-file-too-large=fault(Invalid::FileTooLarge) data-too-many-files=fault(Invalid::TooManyFiles)><div class="notice" data-tone="urgent">{ui::icon(reader, "alert")}<p data-text></p></div></template>
    }
}
