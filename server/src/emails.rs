//! Words for the desk's emails, from the catalogs.

use app::mail::{self, About, Said};
use app::words::Lang;
use desk::mail::{Email, Emails, Facts, Matter};

/// The catalogs' emails.
pub struct Catalogs;

impl Emails for Catalogs {
    fn word(&self, matter: &Matter, facts: &Facts) -> Email {
        let lang = Lang::from_code(&facts.locale).unwrap_or(Lang::En);
        let about = About {
            site: &facts.site,
            number: facts.number.unwrap_or_default(),
            subject: facts.subject.as_deref(),
            link: &facts.link,
            link_seconds: facts.link_seconds,
        };
        let email = match matter {
            Matter::Received { body } => mail::ticket_received(lang, about, body),
            Matter::Link => mail::ticket_link(lang, about),
            Matter::Reply(said) => mail::reply(lang, about, words_of(said)),
            Matter::Solved(said) => mail::solved(lang, about, words_of(said)),
            Matter::SignIn => mail::sign_in(lang, &facts.site, &facts.link, facts.link_seconds),
            Matter::Invitation { by } => mail::invitation(lang, &facts.site, by, &facts.link, facts.link_seconds),
            Matter::Password => mail::new_password(lang, &facts.site, &facts.link, facts.link_seconds),
        };
        Email { subject: email.subject, text: email.text, html: email.html }
    }
}

fn words_of(said: &desk::mail::Said) -> Said<'_> {
    Said { agent: &said.agent, body: &said.body, files: &said.files }
}
