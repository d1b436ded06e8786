//! A site: its name, pages, colour, words and hours, with a preview, and the line to paste.

use leptos::prelude::*;
use model::fault::{Fault, Invalid};
use model::id::{Key, SiteId};
use model::limit;

use super::rail::{Place, desk};
use crate::islands::SitePreview;
use crate::shell::Shell;
use crate::ui::{self, Field, TextArea};
use crate::words::{self, Lang};

/// What stands in the form; everything as it was typed.
#[derive(Debug, Clone)]
pub struct SiteForm {
    /// The key of this write.
    pub key: Key,
    /// The brand's name.
    pub name: String,
    /// Allowed origins, one a line.
    pub origins: String,
    /// `#rrggbb`.
    pub accent: String,
    /// The widget's first words.
    pub greeting: String,
    /// `en` or `ar`.
    pub locale: String,
    /// IANA name of the zone.
    pub zone: String,
    /// Monday to Sunday: opening and closing, `09:00` and `17:00`, or both empty.
    pub days: [(String, String); 7],
    /// Minutes without an answer after which a mail address is asked for.
    pub answer_within_minutes: String,
}

/// The form of a site, new or known; `tag` is the script line of a known one.
pub fn site(shell: &Shell<'_>, id: Option<SiteId>, form: &SiteForm, tag: Option<&str>) -> String {
    let lang = shell.lang;
    let title = if id.is_some() && !form.name.is_empty() { form.name.clone() } else { lang.site_new_title().to_owned() };
    let action = id.map_or_else(|| "/desk/sites".to_owned(), |id| format!("/desk/sites/{id}"));
    desk(shell, Place::Sites, &title.clone(), "desk desk--page", "#main", || {
        let inside = view! {
            <div class="columns columns--site">
                <form class="stack stack--large form" method="post" action=action data-do="site">{fields(shell, form)}</form>
                <aside class="side stack stack--large" aria-label=lang.site_preview()>
                    {pasted(shell, tag)}
                    {preview(shell, form)}
                </aside>
            </div>
        }
        .into_any();
        view! {
            <main id="main" class="sheet">
                <div class="sheet__inside">
                    {ui::crumbs(shell, vec![("/desk/sites".to_owned(), lang.sites().to_owned())], title.clone())}
                    <div class="stack"><h1 dir="auto">{title}</h1>{general_fault(shell)}<SitePreview>{inside}</SitePreview></div>
                </div>
            </main>
        }
        .into_any()
    })
}

const AT_FIELDS: &[Invalid] = &[
    Invalid::NameMissing,
    Invalid::NameTooLong,
    Invalid::OriginWrong,
    Invalid::TooManyOrigins,
    Invalid::AccentWrong,
    Invalid::GreetingTooLong,
    Invalid::ZoneUnknown,
    Invalid::HoursWrong,
];

fn general_fault(shell: &Shell<'_>) -> AnyView {
    let fault = shell.fault.filter(|fault| !matches!(fault, Fault::Invalid(invalid) if AT_FIELDS.contains(invalid)));
    ui::fault(&shell.reader(), fault)
}

fn fields(shell: &Shell<'_>, form: &SiteForm) -> AnyView {
    let lang = shell.lang;
    let name = Field {
        hint: lang.site_name_hint(),
        faults: &[Invalid::NameMissing, Invalid::NameTooLong],
        ..Field::text("name", lang.site_name(), &form.name, limit::NAME_CHARS_MAX)
    };
    let accent = Field {
        kind: "color",
        hint: lang.site_accent_hint(),
        faults: &[Invalid::AccentWrong],
        ..Field::text("accent", lang.site_accent(), &form.accent, 7)
    };
    let greeting = Field {
        hint: lang.site_greeting_hint(),
        is_required: false,
        faults: &[Invalid::GreetingTooLong],
        ..Field::text("greeting", lang.site_greeting(), &form.greeting, limit::GREETING_CHARS_MAX)
    };
    let zone = Field {
        hint: lang.site_zone_hint(),
        faults: &[Invalid::ZoneUnknown],
        ..Field::text("zone", lang.site_zone(), &form.zone, 60)
    };
    let answer = Field {
        kind: "number",
        hint: lang.site_answer_hint(),
        ..Field::text("answer_within_minutes", lang.site_answer(), &form.answer_within_minutes, 5)
    };
    let locales = Lang::ALL
        .iter()
        .map(|locale| ui::option(locale.code().to_owned(), locale.own_name().to_owned(), locale.code() == form.locale))
        .collect();
    view! {
        {ui::key(form.key)}
        <div class="stack">
            {ui::field(shell, name)}
            {origins(shell, form)}
        </div>
        <div class="stack">
            <div class="pair">{ui::field(shell, accent)}{ui::select("locale", "locale", lang.site_locale(), locales)}</div>
            {ui::field(shell, greeting)}
        </div>
        <div class="stack">
            {hours(shell, form)}
            <div class="pair">{ui::field(shell, zone)}{ui::field(shell, answer)}</div>
        </div>
        <div class="line"><button class="button button--primary" type="submit">{lang.site_save()}</button></div>
    }
    .into_any()
}

const ORIGINS: &[Invalid] = &[Invalid::OriginWrong, Invalid::TooManyOrigins];

fn origins(shell: &Shell<'_>, form: &SiteForm) -> AnyView {
    let (lang, reader) = (shell.lang, shell.reader());
    let fault = ui::fault_of(shell.fault, ORIGINS);
    let area = TextArea {
        id: "origins",
        name: "origins",
        label: None,
        placeholder: "https://shop.example".to_owned(),
        rows: 3,
        chars_max: 20 * 300,
        text: form.origins.clone(),
        is_required: false,
        hint: lang.site_origins_hint(),
        fault,
        faults: ORIGINS,
    };
    view! {
        <div class="field">
            <label for="origins">{lang.site_origins()}</label>
            {ui::text_area(area)}
            {ui::more(&reader, "origins", lang.site_origins_hint(), fault)}
        </div>
    }
    .into_any()
}

fn hours(shell: &Shell<'_>, form: &SiteForm) -> AnyView {
    let (lang, reader) = (shell.lang, shell.reader());
    let fault = ui::fault_of(shell.fault, &[Invalid::HoursWrong]);
    let days: Vec<_> = form.days.iter().enumerate().map(|(index, (opens, closes))| day(lang, index, opens, closes)).collect();
    view! {
        <fieldset class="field" aria-describedby=ui::described_by("hours", lang.site_hours_hint(), fault)>
            <legend class="field__label">{lang.site_hours()}</legend>
            <div class="hours">{days}</div>
            {ui::more(&reader, "hours", lang.site_hours_hint(), fault)}
        </fieldset>
    }
    .into_any()
}

/// A plain text field and not `type=time`, because a day may close at 24:00.
fn day(lang: Lang, index: usize, opens: &str, closes: &str) -> AnyView {
    let name = words::time::weekday_name(lang, index);
    let clock = |name: String, label: String, value: &str| {
        view! {
            <input class="input" name=name aria-label=label value=value.to_owned() inputmode="numeric" maxlength="5" placeholder="--:--" autocomplete="off" dir="ltr" pattern="([01]?[0-9]|2[0-4]):[0-5][0-9]"/>
        }
    };
    view! {
        <span>{name}</span>
        {clock(format!("open_{index}"), lang.site_opens(name), opens)}
        <span aria-hidden="true">"–"</span>
        {clock(format!("close_{index}"), lang.site_closes(name), closes)}
    }
    .into_any()
}

fn pasted(shell: &Shell<'_>, tag: Option<&str>) -> AnyView {
    let lang = shell.lang;
    let inside = match tag {
        Some(tag) => view! { <p class="soft">{lang.site_tag_more()}</p><pre class="code" dir="ltr" tabindex="0"><code>{tag.to_owned()}</code></pre> }.into_any(),
        None => view! { <p class="soft">{lang.site_tag_after()}</p> }.into_any(),
    };
    view! { <section><h2>{lang.site_tag()}</h2>{inside}</section> }.into_any()
}

/// The widget as it will look; the island writes the typed words and colour into it.
fn preview(shell: &Shell<'_>, form: &SiteForm) -> AnyView {
    let (lang, reader) = (shell.lang, shell.reader());
    let name = if form.name.is_empty() { lang.site_name().to_owned() } else { form.name.clone() };
    let greeting = if form.greeting.is_empty() { lang.hello_ask().to_owned() } else { form.greeting.clone() };
    view! {
        <section>
            <h2>{lang.site_preview()}</h2>
            <div class="preview" data-preview inert=true>
                <div class="panel">
                    <header class="panel__head" data-lamp="lit">
                        <div class="panel__who">
                            <img class="mark" src=shell.assets.mark.clone() alt="" width="40" height="40"/>
                            <div><h3><bdi data-show="name">{name}</bdi></h3><span class="lit">{lang.here_now()}</span></div>
                        </div>
                    </header>
                    <div class="panel__body panel__body--chat">
                        <div class="thread" data-audience="customer">
                            <ol>
                                <li class="message" data-from="agent"><div class="message__body"><p data-show="greeting" data-else=lang.hello_ask() dir="auto">{greeting}</p></div></li>
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
    .into_any()
}
