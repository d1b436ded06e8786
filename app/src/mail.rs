//! Letters: a subject, plain text, and the same as small HTML.

use leptos::prelude::*;

use crate::document::html;
use crate::ui;
use crate::words::Lang;

/// A letter, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The subject, one line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same as HTML, without anything that is fetched.
    pub html: String,
}

/// Which ticket a letter is about.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The site's name.
    pub site: &'a str,
    /// The ticket's number.
    pub number: i64,
    /// Its subject, or its first words (the caller never leaves it empty).
    pub subject: &'a str,
    /// The link that opens it.
    pub link: &'a str,
}

/// What a letter says, in order.
struct Draft<'a> {
    lang: Lang,
    site: &'a str,
    subject: String,
    first: String,
    quoted: &'a str,
    more: String,
    link: &'a str,
    link_words: &'static str,
}

/// "We have it": to the customer whose ticket was opened.
pub fn ticket_received(lang: Lang, about: About<'_>, body: &str) -> Letter {
    let number = about.number.to_string();
    write(Draft {
        lang,
        site: about.site,
        subject: lang.letter_received_subject(&number, about.subject),
        first: if body.is_empty() {
            lang.letter_received().to_owned()
        } else {
            format!("{}\n\n{}", lang.letter_received(), lang.letter_received_words())
        },
        quoted: body,
        more: lang.letter_number(&number),
        link: about.link,
        link_words: lang.letter_open(),
    })
}

/// An agent's answer. An empty name reads as "We".
pub fn answer(lang: Lang, about: About<'_>, agent: &str, body: &str) -> Letter {
    write(Draft {
        lang,
        site: about.site,
        subject: lang.letter_answer_subject(&about.number.to_string(), about.subject),
        first: lang.letter_answer_from(name(lang, agent)),
        quoted: body,
        more: lang.letter_answer_more().to_owned(),
        link: about.link,
        link_words: lang.letter_open(),
    })
}

/// "Did this solve it?", with the agent's last words when they came with the question.
pub fn solved(lang: Lang, about: About<'_>, agent: &str, body: &str) -> Letter {
    write(Draft {
        lang,
        site: about.site,
        subject: lang.letter_solved_subject(&about.number.to_string(), about.subject),
        first: lang.letter_solved(name(lang, agent)),
        quoted: body,
        more: String::new(),
        link: about.link,
        link_words: lang.letter_open(),
    })
}

/// The link that opens a customer's tickets.
pub fn sign_in(lang: Lang, site: &str, link: &str) -> Letter {
    write(Draft {
        lang,
        site,
        subject: lang.letter_sign_in_subject(site),
        first: lang.letter_sign_in().to_owned(),
        quoted: "",
        more: lang.letter_sign_in_not_you().to_owned(),
        link,
        link_words: lang.letter_open_all(),
    })
}

fn name(lang: Lang, agent: &str) -> &str {
    if agent.trim().is_empty() { lang.us() } else { agent }
}

fn write(draft: Draft<'_>) -> Letter {
    let end = draft.lang.letter_end(draft.site);
    let quoted = quote(draft.quoted);
    let link = format!("{}:\n{}", draft.link_words, draft.link);
    let said: Vec<&str> =
        [&draft.first, &quoted, &draft.more, &link].into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let text = format!("{}\n\n-- \n{end}\n", said.join("\n\n"));
    // One line, whatever the subject of the ticket holds.
    let subject = model::text::shorten(&draft.subject, 150);
    Letter { html: markup(&draft, &subject, end), subject, text }
}

/// As mail quotes: each line behind a bracket.
fn quote(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("> {line}")).collect();
    lines.join("\n")
}

fn markup(draft: &Draft<'_>, subject: &str, end: String) -> String {
    let quoted =
        (!draft.quoted.trim().is_empty()).then(|| view! { <blockquote dir="auto">{ui::body(draft.quoted)}</blockquote> });
    let first = ui::body(&draft.first);
    let more = ui::body(&draft.more);
    let page = html(view! {
        <html lang=draft.lang.code() dir=draft.lang.dir()>
            <head><meta charset="utf-8"/><title>{subject.to_owned()}</title></head>
            <body>
                {first}
                {quoted}
                <p><a href=draft.link.to_owned()>{draft.link_words}</a></p>
                {more}
                <hr/>
                <p><small>{end}</small></p>
            </body>
        </html>
    });
    format!("<!DOCTYPE html>{page}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABOUT: About<'static> =
        About { site: "Tarn", number: 48213, subject: "Kettle <b>\r\nBcc: eve@evil.test", link: "https://help.example/link/abc" };

    #[test]
    fn letters_stay_on_one_line_in_the_subject_and_escape_their_words() {
        for lang in Lang::ALL {
            let letters = [
                ticket_received(*lang, ABOUT, "one\n<script>alert(1)</script>"),
                answer(*lang, ABOUT, "Mina <i>", "one\n\ntwo <script>alert(1)</script>"),
                solved(*lang, ABOUT, "", ""),
                sign_in(*lang, "Tarn", ABOUT.link),
            ];
            for letter in letters {
                assert!(!letter.subject.contains(['\r', '\n']), "{letter:?}");
                assert!(letter.text.contains(ABOUT.link), "{letter:?}");
                assert!(letter.html.contains(ABOUT.link), "{letter:?}");
                assert!(
                    !letter.html.contains("<script>") && !letter.html.contains("<b>") && !letter.html.contains("<i>"),
                    "{letter:?}"
                );
            }
        }
    }

    #[test]
    fn an_answer_reads_like_one() {
        let letter = answer(Lang::En, About { subject: "Kettle", ..ABOUT }, "Mina Koch", "It leaves today.");
        assert_eq!(letter.subject, "[48213] Kettle");
        assert_eq!(
            letter.text,
            "Mina Koch answered:\n\n> It leaves today.\n\nAnswer on the page of your ticket; there you also see where it \
             stands.\n\nOpen your ticket:\nhttps://help.example/link/abc\n\n-- \nTarn, answered with Porchlight\n"
        );
    }
}
