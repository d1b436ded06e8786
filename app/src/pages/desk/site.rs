//! A site: its name, pages, colour, words and hours, with a preview, and the line to paste.

use leptos::prelude::*;
use model::id::SiteId;
use model::limit;
use model::site::Sighting;

use super::rail::{Place, desk};
use super::sites::said;
use crate::islands::{CopyButton, SiteAccent, SiteText, TextArea};
use crate::shell::Shell;
use crate::typed::Typed;
use crate::ui::{self, Field};
use crate::words::{self, Lang};

/// The script line of a known site, and where it was last loaded.
#[derive(Debug, Clone, Copy)]
pub struct Tag<'a> {
    /// The line to paste.
    pub line: &'a str,
    /// The last page that loaded it.
    pub seen: Option<&'a Sighting>,
}

/// The form of a site, new or known.
pub fn site(shell: &Shell<'_>, id: Option<SiteId>, typed: &Typed, tag: Option<Tag<'_>>) -> String {
    let lang = shell.lang;
    let title = if id.is_some() && !typed.text("name").is_empty() {
        typed.text("name").to_owned()
    } else {
        lang.site_new_title().to_owned()
    };
    let action = id.map_or_else(|| "/desk/sites".to_owned(), |id| format!("/desk/sites/{id}"));
    desk(shell, Place::Sites, &title.clone(), "desk desk--page", "#main", || {
        let inside = view! {
            <div class="columns columns--site">
                <form class="stack stack--large form" method="post" action=action novalidate=true>{fields(shell, typed)}</form>
                <aside class="side stack stack--large" aria-label=lang.site_preview()>
                    {pasted(shell, tag)}
                    {preview(shell, typed)}
                </aside>
            </div>
        }
        .into_any();
        view! {
            <main id="main" class="sheet">
                <div class="sheet__inside">
                    {ui::crumbs(&shell.look(), vec![("/desk/sites".to_owned(), lang.sites().to_owned())], title.clone())}
                    <div class="stack"><h1 dir="auto">{title}</h1>{general_fault(shell)}{inside}</div>
                </div>
            </main>
        }
        .into_any()
    })
}

const FIELDS: &[&str] = &["name", "origins", "accent", "greeting", "hours", "zone", "answer_within_minutes"];

fn general_fault(shell: &Shell<'_>) -> impl IntoView {
    ui::faults(&shell.reader(), shell.fault, FIELDS)
}

fn fields(shell: &Shell<'_>, typed: &Typed) -> impl IntoView + use<> {
    let lang = shell.lang;
    let name = Field { hint: lang.site_name_hint(), ..Field::text("name", lang.site_name(), limit::NAME_CHARS_MAX) };
    let greeting = Field {
        hint: lang.site_greeting_hint(),
        is_required: false,
        ..Field::text("greeting", lang.site_greeting(), limit::GREETING_CHARS_MAX)
    };
    let zone = Field { hint: lang.site_zone_hint(), ..Field::text("zone", lang.site_zone(), 60) };
    let answer =
        Field { kind: "number", hint: lang.site_answer_hint(), ..Field::text("answer_within_minutes", lang.site_answer(), 5) };
    let locales = Lang::ALL
        .iter()
        .map(|locale| ui::option(locale.code().to_owned(), locale.own_name().to_owned(), locale.code() == typed.text("locale")))
        .collect();
    view! {
        {typed.key().ok().map(ui::key)}
        <div class="stack">
            {ui::field(shell, typed, name)}
            {origins(shell, typed)}
        </div>
        <div class="stack">
            <div class="pair">{accent(shell, typed)}{ui::select("locale", "locale", lang.site_locale(), locales)}</div>
            {ui::field(shell, typed, greeting)}
        </div>
        <div class="stack">
            {hours(shell, typed)}
            <div class="pair">{ui::field(shell, typed, zone)}{ui::field(shell, typed, answer)}</div>
        </div>
        <div class="line"><button class="button button--primary" type="submit">{lang.site_save()}</button><p class="saved" id="saved" role="status">{ui::icon(&shell.reader(), "check")}{lang.site_saved()}</p></div>
    }
}

/// The colour; the page wears it as it is chosen.
fn accent(shell: &Shell<'_>, typed: &Typed) -> impl IntoView + use<> {
    let fault = ui::fault_at(shell.fault, &["accent"]);
    view! {
        <div class="field">
            <label for="accent">{shell.lang.site_accent()}</label>
            <SiteAccent value=typed.text("accent").to_owned() is_wrong=fault.is_some() described_by=ui::described_by("accent")/>
            {ui::more(&shell.reader(), "accent", shell.lang.site_accent_hint(), fault)}
        </div>
    }
}

fn origins(shell: &Shell<'_>, typed: &Typed) -> impl IntoView + use<> {
    let (lang, reader) = (shell.lang, shell.reader());
    let fault = ui::fault_at(shell.fault, &["origins"]);
    view! {
        <div class="field">
            <label for="origins">{lang.site_origins()}</label>
            <TextArea
                id="origins" name="origins" text=typed.text("origins").to_owned() label=Signal::stored(String::new()) placeholder="https://shop.example".to_owned()
                rows=3 chars_max={20 * 300} is_wrong=Signal::stored(fault.is_some())
            />
            {ui::more(&reader, "origins", lang.site_origins_hint(), fault)}
        </div>
    }
}

fn hours(shell: &Shell<'_>, typed: &Typed) -> impl IntoView + use<> {
    let (lang, reader) = (shell.lang, shell.reader());
    let fault = ui::fault_at(shell.fault, &["hours"]);
    let days: Vec<_> = (0..7).map(|index| day(lang, index, typed)).collect();
    view! {
        <fieldset class="field" id="hours" tabindex="-1" aria-describedby=ui::described_by("hours")>
            <legend class="field__label">{lang.site_hours()}</legend>
            <div class="hours">{days}</div>
            {ui::more(&reader, "hours", lang.site_hours_hint(), fault)}
        </fieldset>
    }
}

/// A plain text field and not `type=time`, because a day may close at 24:00.
fn day(lang: Lang, index: usize, typed: &Typed) -> impl IntoView + use<> {
    let name = words::time::weekday_name(lang, index);
    let clock = |name: String, label: String| {
        let value = typed.text(&name).to_owned();
        view! {
            <input class="input" name=name aria-label=label value=value inputmode="numeric" maxlength="5" placeholder="--:--" autocomplete="off" dir="ltr" pattern="([01]?[0-9]|2[0-4]):[0-5][0-9]"/>
        }
    };
    view! {
        <span>{name}</span>
        {clock(format!("open_{index}"), lang.site_opens(name))}
        <span aria-hidden="true">"–"</span>
        {clock(format!("close_{index}"), lang.site_closes(name))}
    }
}

fn pasted(shell: &Shell<'_>, tag: Option<Tag<'_>>) -> AnyView {
    let lang = shell.lang;
    let inside = match tag {
        Some(Tag { line, seen }) => view! {
            <p class="soft">{lang.site_tag_more()}</p>
            <pre class="code" dir="ltr" tabindex="0"><code>{line.to_owned()}</code></pre>
            <CopyButton text=line.to_owned() copy=lang.copy().to_owned() copied=lang.copied().to_owned()/>
            <p class="soft small">{said(&shell.reader(), seen)}</p>
        }
        .into_any(),
        None => view! { <p class="soft">{lang.site_tag_after()}</p> }.into_any(),
    };
    view! { <section><h2>{lang.site_tag()}</h2>{inside}</section> }.into_any()
}

fn typed_or(text: &str, otherwise: &str) -> String {
    if text.is_empty() { otherwise.to_owned() } else { text.to_owned() }
}

/// The widget as it will look; the island writes the typed words and colour into it.
fn preview(shell: &Shell<'_>, typed: &Typed) -> impl IntoView + use<> {
    let (lang, reader) = (shell.lang, shell.reader());
    let name = typed_or(typed.text("name"), lang.site_name());
    let greeting = typed_or(typed.text("greeting"), lang.hello_ask());
    view! {
        <section>
            <h2>{lang.site_preview()}</h2>
            <div class="preview" data-preview inert=true>
                <div class="panel">
                    <header class="panel__head" data-lamp="lit">
                        <div class="panel__who">
                            <img class="mark" src=shell.assets.mark.clone() alt="" width="40" height="40"/>
                            <div><h3><bdi><SiteText of="name".to_owned() text=name otherwise=lang.site_name().to_owned()/></bdi></h3><span class="lit">{lang.here_now()}</span></div>
                        </div>
                    </header>
                    <div class="panel__body panel__body--chat">
                        <div class="thread" data-audience="customer">
                            <ol>
                                <li class="message" data-from="agent"><div class="message__body"><p><SiteText of="greeting".to_owned() text=greeting otherwise=lang.hello_ask().to_owned()/></p></div></li>
                                <li class="message" data-from="customer"><div class="message__body"><p>{lang.site_preview_message()}</p></div></li>
                            </ol>
                        </div>
                    </div>
                    <div class="panel__foot"><span class="button button--primary button--wide">{ui::flipped(&reader, "send")}{lang.send()}</span></div>
                </div>
                <span class="launcher" data-lamp="lit">{ui::icon(&reader, "lamp")}</span>
            </div>
        </section>
    }
}
