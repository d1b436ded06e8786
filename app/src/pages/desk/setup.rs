//! What a new installation still lacks, beside a list that is empty. Each step goes away when it is done.

use leptos::prelude::*;
use model::view::SetupStep;

use crate::shell::{Reader, Shell};
use crate::ui;

/// The steps that are left; nothing when there are none.
pub(crate) fn setup(shell: &Shell<'_>, steps: &[SetupStep]) -> AnyView {
    if steps.is_empty() {
        return ().into_any();
    }
    let reader = shell.reader();
    let steps: Vec<_> = steps.iter().map(|one| step(&reader, *one)).collect();
    view! {
        <section class="setup" aria-labelledby="setup">
            <h2 id="setup">{shell.lang.setup_title()}</h2>
            <ul class="card card--list rows">{steps}</ul>
        </section>
    }
    .into_any()
}

fn step(reader: &Reader<'_>, step: SetupStep) -> AnyView {
    let lang = reader.lang;
    let (icon, title, more, href) = match step {
        SetupStep::Website { site } => {
            ("globe", lang.setup_website(), lang.setup_website_more().to_owned(), Some(format!("/desk/sites/{site}")))
        }
        // No page can do this: it is the server's configuration.
        SetupStep::Mail => ("mail", lang.setup_mail(), lang.setup_mail_more("smtp_host"), None),
        SetupStep::Colleague => {
            ("people", lang.setup_colleague(), lang.setup_colleague_more().to_owned(), Some("/desk/team".to_owned()))
        }
    };
    let inside = view! {
        {ui::icon(reader, icon)}
        <span class="row__main"><span class="row__title">{title}</span><span class="row__more">{more}</span></span>
    };
    match href {
        Some(href) => view! {
            <li><a class="row" href=href>{inside}<span class="row__end">{ui::flipped(reader, "chevron")}</span></a></li>
        }
        .into_any(),
        None => view! { <li><div class="row">{inside}</div></li> }.into_any(),
    }
}
