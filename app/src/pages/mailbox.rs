//! The mailbox viewer: emails that were caught because no mail server is set.

use leptos::prelude::*;
use model::time::Time;

use crate::document::{self, Document, Islands};
use crate::shell::Shell;
use crate::ui::{self, Drawing};

/// A caught email.
#[derive(Debug, Clone)]
pub struct CaughtMail {
    /// What tells it from others, for its address on the page.
    pub id: String,
    /// To whom.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// When it was caught.
    pub at: Time,
    /// Its plain text.
    pub text: String,
    /// Its HTML, which is only offered as source.
    pub html: String,
}

/// Every email, newest first as given.
pub fn mailbox(shell: &Shell<'_>, emails: &[CaughtMail]) -> String {
    let (lang, reader) = (shell.lang, shell.reader());
    document::render(&shell.look(), shell.nonce, || {
        let list = if emails.is_empty() {
            view! { <div class="card card--list">{ui::empty(Drawing::Email, lang.mailbox_empty_title(), lang.mailbox_empty(), ().into_any())}</div> }.into_any()
        } else {
            emails.iter().enumerate().map(|(index, email)| email_view(shell, email, index == 0)).collect::<Vec<_>>().into_any()
        };
        let body = view! {
            <body data-lang=lang.code()>
                <header class="topbar-edge"><div class="page topbar"><span class="brand"><img class="mark" src=shell.assets.mark.clone() alt="" width="32" height="32"/>{lang.mailbox()}</span></div></header>
                <main id="main" class="page page--narrow stack mailbox">
                    <div class="page__head"><h1>{lang.mailbox()}</h1><p class="soft">{lang.mailbox_more()}</p></div>
                    {ui::fault(&reader, shell.fault)}
                    {list}
                </main>
            </body>
        }
        .into_any();
        Document {
            title: format!("{} · Porchlight", lang.mailbox()),
            css: shell.assets.shop_css.clone(),
            head: ().into_any(),
            islands: Islands::None,
            body,
        }
    })
}

fn email_view(shell: &Shell<'_>, email: &CaughtMail, is_open: bool) -> impl IntoView + use<> {
    let (lang, reader) = (shell.lang, shell.reader());
    view! {
        <details class="card email" id=format!("email-{}", email.id) open=is_open data-to=email.to.clone()>
            <summary>
                <span class="row__main"><strong><bdi>{email.subject.clone()}</bdi></strong><span class="soft small">{lang.mailbox_to(&email.to)}</span></span>
                {reader.time(email.at)}
            </summary>
            <div class="email__text">{ui::body(&email.text)}</div>
        </details>
    }
}
