//! Words for the desk's letters, from the catalogs.

use app::mail::{self, About};
use app::words::Lang;
use desk::mail::{Facts, Letter, Letters, Matter};

/// The catalogs' letters.
pub struct Catalogs;

impl Letters for Catalogs {
    fn word(&self, matter: &Matter, facts: &Facts) -> Letter {
        let lang = Lang::from_code(&facts.locale).unwrap_or(Lang::En);
        let about = About {
            site: &facts.site,
            number: facts.number.unwrap_or_default(),
            subject: facts.subject.as_deref().unwrap_or(&facts.site),
            link: &facts.link,
        };
        let letter = match matter {
            Matter::Received | Matter::Link => mail::ticket_received(lang, about, ""),
            Matter::Answer { agent, body } => mail::answer(lang, about, agent, body),
            Matter::Solved { agent, body } => mail::solved(lang, about, agent, body),
            Matter::SignIn => mail::sign_in(lang, &facts.site, &facts.link),
        };
        Letter { subject: letter.subject, text: letter.text, html: letter.html }
    }
}
