//! Letters that could not be delivered yet.

use leptos::prelude::*;
use model::time::Time;

use super::rail::{Place, desk};
use crate::shell::Shell;
use crate::ui::{self, Drawing};
use crate::words::Lang;

/// A letter that waits.
#[derive(Debug, Clone)]
pub struct StuckMail {
    /// To whom.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// How often it was tried.
    pub attempts: i64,
    /// The closed code of the last failure.
    pub last_error: String,
    /// When it is tried again; nothing when it was given up.
    pub next_at: Option<Time>,
}

/// The letters that wait.
pub fn mail(shell: &Shell<'_>, letters: &[StuckMail]) -> String {
    let (lang, reader) = (shell.lang, shell.reader());
    desk(shell, Place::Mail, lang.stuck_mail(), "desk desk--page", "#main", || {
        let list = if letters.is_empty() {
            view! { <div class="card card--list">{ui::empty(Drawing::Letter, lang.mail_empty_title(), lang.mail_empty(), ().into_any())}</div> }.into_any()
        } else {
            let rows: Vec<_> = letters.iter().map(|letter| row(shell, letter)).collect();
            view! {
                <div class="scroll-across" tabindex="0" role="region" aria-label=lang.stuck_mail()>
                    <table class="table">
                        <thead><tr>
                            <th scope="col">{lang.subject()}</th><th scope="col">{lang.mail_to()}</th><th scope="col">{lang.mail_tries()}</th>
                            <th scope="col">{lang.mail_why()}</th><th scope="col">{lang.mail_next()}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any()
        };
        let more = (!letters.is_empty()).then(|| view! { <p class="soft">{lang.mail_more()}</p> });
        view! {
            <main id="main" class="sheet">
                <div class="sheet__inside stack"><div><h1>{lang.stuck_mail()}</h1>{more}</div>{ui::fault(&reader, shell.fault)}{list}</div>
            </main>
        }
        .into_any()
    })
}

/// The sentence of a code.
fn why(lang: Lang, code: &str) -> &'static str {
    match code {
        "mail_unreachable" => lang.mail_why_unreachable(),
        "mail_slow" => lang.mail_why_slow(),
        "mail_later" => lang.mail_why_later(),
        "mail_refused" => lang.mail_why_refused(),
        "mail_unsaid" | "mail_unsaid_twice" => lang.mail_why_unsaid(),
        _ => lang.mail_why_here(),
    }
}

fn row(shell: &Shell<'_>, letter: &StuckMail) -> AnyView {
    let (lang, reader) = (shell.lang, shell.reader());
    let next = match letter.next_at {
        Some(time) => reader.time(time),
        None => view! { <span class="label" data-tone="urgent">{lang.mail_given_up()}</span> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row"><bdi>{letter.subject.clone()}</bdi></th>
            <td data-label=lang.mail_to()><bdi>{letter.to.clone()}</bdi></td>
            <td data-label=lang.mail_tries()>{lang.tries_counted(letter.attempts)}</td>
            <td data-label=lang.mail_why()>{why(lang, &letter.last_error)}</td>
            <td data-label=lang.mail_next()>{next}</td>
        </tr>
    }
    .into_any()
}
