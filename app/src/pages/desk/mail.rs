//! Emails that could not be delivered yet.

use leptos::prelude::*;
use model::id::Key;
use model::mail::MailFault;
use model::time::Time;
use uuid::Uuid;

use super::rail::{Place, desk};
use crate::key::{self, Form};
use crate::shell::Shell;
use crate::ui::{self, Drawing};

/// An email that waits.
#[derive(Debug, Clone)]
pub struct StuckMail {
    /// To whom.
    pub to: String,
    /// The number of the ticket that it is about.
    pub number: Option<i64>,
    /// The ticket's subject.
    pub subject: String,
    /// How often it was tried.
    pub attempts: i64,
    /// Why the last try failed.
    pub why: MailFault,
    /// When it is tried again; nothing when it was given up.
    pub next_at: Option<Time>,
}

/// The emails that wait. `key` is what the keys of the rows' buttons are made from.
pub fn mail(shell: &Shell<'_>, emails: &[StuckMail], key: Key) -> String {
    let (lang, reader) = (shell.lang, shell.reader());
    desk(shell, Place::Mail, lang.undelivered_mail(), "desk desk--page", "#main", || {
        let list = if emails.is_empty() {
            view! { <div class="card card--list">{ui::empty(Drawing::Email, lang.mail_empty_title(), lang.mail_empty(), ().into_any())}</div> }.into_any()
        } else {
            let rows: Vec<_> = emails.iter().map(|email| row(shell, email, key)).collect();
            view! {
                <div class="scroll-across" tabindex="0" role="region" aria-label=lang.undelivered_mail()>
                    <table class="table">
                        <thead><tr>
                            <th scope="col">{lang.subject()}</th><th scope="col">{lang.mail_to()}</th><th scope="col">{lang.mail_tries()}</th>
                            <th scope="col">{lang.mail_why()}</th><th scope="col">{lang.mail_next()}</th><td></td>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any()
        };
        let more = (!emails.is_empty()).then(|| view! { <p class="soft">{lang.mail_more()}</p> });
        view! {
            <main id="main" class="sheet">
                <div class="sheet__inside stack"><div><h1>{lang.undelivered_mail()}</h1>{more}</div>{ui::fault(&reader, shell.fault)}{list}</div>
            </main>
        }
        .into_any()
    })
}

fn row(shell: &Shell<'_>, email: &StuckMail, key: Key) -> AnyView {
    let (lang, reader) = (shell.lang, shell.reader());
    let next = match email.next_at {
        Some(time) => reader.time(time).into_any(),
        None => view! { <span class="label" data-tone="urgent">{lang.mail_given_up()}</span> }.into_any(),
    };
    let (about, again) = match email.number {
        Some(number) => {
            let words = format!("{number} {}", email.subject);
            let again = view! {
                <form method="post" novalidate=true action=retry(number)>
                    {ui::key(key::of_row(key, Uuid::from_u64_pair(0, number.unsigned_abs()), Form::Undelivered))}
                    <input type="hidden" name="from" value="list"/>
                    <button class="button button--small">{lang.mail_retry()}</button>
                </form>
            };
            let about = view! { <a href=format!("/desk/tickets/{number}")><bdi>{words.trim_end().to_owned()}</bdi></a> };
            (about.into_any(), again.into_any())
        }
        None => (view! { <bdi>{email.subject.clone()}</bdi> }.into_any(), ().into_any()),
    };
    view! {
        <tr>
            <th scope="row">{about}</th>
            <td data-label=lang.mail_to()><bdi>{email.to.clone()}</bdi></td>
            <td data-label=lang.mail_tries()>{lang.attempts_counted(email.attempts)}</td>
            <td data-label=lang.mail_why()>{lang.mail_why_of(email.why)}</td>
            <td data-label=lang.mail_next()>{next}</td>
            <td>{again}</td>
        </tr>
    }
    .into_any()
}

/// Where what did not arrive of a ticket is sent again.
pub(super) fn retry(number: i64) -> String {
    format!("/desk/tickets/{number}/mail")
}
