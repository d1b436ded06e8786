//! Signing in at the desk, and the first agent's first page.

use leptos::prelude::*;
use model::fault::Invalid;
use model::limit;

use crate::document::{self, Document};
use crate::shell::Shell;
use crate::ui::{self, Field};

/// What stands in the form. A password is never put back.
#[derive(Debug, Clone, Default)]
pub struct AgentSignInForm {
    /// The mail address.
    pub mail: String,
}

/// What stands in the first agent's form.
#[derive(Debug, Clone, Default)]
pub struct WelcomeForm {
    /// The name that customers see.
    pub name: String,
    /// The mail address.
    pub mail: String,
}

/// Mail address and password.
pub fn sign_in(shell: &Shell<'_>, form: &AgentSignInForm) -> String {
    let lang = shell.lang;
    page(shell, lang.agent_sign_in(), "", || {
        let mail = Field { autocomplete: "username", ..Field::mail(lang.mail_address(), &form.mail) };
        view! {
            {ui::fault(&shell.reader(), shell.fault.filter(|_| ui::fault_of(shell.fault, mail.faults).is_none()))}
            <form class="stack" method="post" action="/desk/sign-in">
                {ui::field(shell, mail)}
                {ui::field(shell, password(lang.password(), "", "current-password"))}
                <button class="button button--primary" type="submit">{lang.sign_in()}</button>
            </form>
        }
        .into_any()
    })
}

/// The first agent says who they are.
pub fn welcome(shell: &Shell<'_>, token: &str, form: &WelcomeForm) -> String {
    let lang = shell.lang;
    page(shell, lang.welcome_title(), lang.welcome_more(), || {
        let name = Field {
            autocomplete: "name",
            faults: &[Invalid::NameMissing, Invalid::NameTooLong],
            ..Field::text("name", lang.your_name(), &form.name, limit::NAME_CHARS_MAX)
        };
        let mail = Field { autocomplete: "username", ..Field::mail(lang.mail_address(), &form.mail) };
        let password = password(lang.password_new(), lang.password_hint(), "new-password");
        let at_fields = [name.faults, mail.faults, password.faults].concat();
        let fault = shell.fault.filter(|_| ui::fault_of(shell.fault, &at_fields).is_none());
        view! {
            {ui::fault(&shell.reader(), fault)}
            <form class="stack" method="post" action=format!("/desk/welcome/{token}")>
                {ui::field(shell, name)}
                {ui::field(shell, mail)}
                {ui::field(shell, password)}
                <button class="button button--primary" type="submit">{lang.welcome_start()}</button>
            </form>
        }
        .into_any()
    })
}

fn password(label: &'static str, hint: &'static str, autocomplete: &'static str) -> Field {
    Field {
        kind: "password",
        hint,
        autocomplete,
        faults: &[Invalid::PasswordTooShort, Invalid::PasswordTooLong],
        ..Field::text("password", label, "", limit::PASSWORD_BYTES_MAX)
    }
}

fn page(shell: &Shell<'_>, title: &'static str, more: &'static str, build: impl FnOnce() -> AnyView) -> String {
    document::render(shell, || {
        let other = shell.lang.other();
        let more = (!more.is_empty()).then(|| view! { <p class="soft">{more}</p> });
        let body = view! {
            <body data-lang=shell.lang.code()>
                <a class="skip" href="#main">{shell.lang.skip()}</a>
                <main id="main" class="page alone alone--whole">
                    <section class="card stack">
                        <img class="mark mark--large" src=shell.assets.mark.clone() alt="" width="48" height="48"/>
                        <h1>{title}</h1>
                        {more}
                        {build()}
                    </section>
                    <p class="faint small"><a href=format!("{}?lang={}", shell.path, other.code()) hreflang=other.code() lang=other.code()>{other.own_name()}</a></p>
                </main>
            </body>
        }
        .into_any();
        Document { title: format!("{title} · Porchlight"), css: shell.assets.desk_css.clone(), head: ().into_any(), body }
    })
}
