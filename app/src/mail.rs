//! Emails: a subject, plain text, and the same as small HTML.

use leptos::prelude::*;

use crate::document::html;
use crate::ui;
use crate::words::{Lang, time};

/// An email, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    /// The subject, one line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same as HTML, without anything that is fetched.
    pub html: String,
}

/// Which ticket an email is about.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The site's name.
    pub site: &'a str,
    /// The ticket's number.
    pub number: i64,
    /// Its subject or first words; nothing when the address is not verified, because a stranger may have typed them.
    pub subject: Option<&'a str>,
    /// The link that opens it.
    pub link: &'a str,
    /// How long the link works.
    pub link_seconds: i64,
}

/// What an agent said.
#[derive(Debug, Clone, Copy, Default)]
pub struct Said<'a> {
    /// Who; empty when it is not known.
    pub agent: &'a str,
    /// The words, maybe empty.
    pub body: &'a str,
    /// The names of the files that came with it.
    pub files: &'a [String],
}

/// What an email says, in order.
#[derive(Default)]
struct Draft<'a> {
    subject: String,
    /// Our first sentences.
    lead: Vec<String>,
    /// What somebody said, as it was typed.
    said: Said<'a>,
    /// What the reader wrote earlier.
    quoted: &'a str,
    link: &'a str,
    button: &'static str,
    /// Small print.
    notes: Vec<String>,
}

/// Text keeps its blanks and line breaks, and the button is one, in mail programs that read styles at all.
const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:40em}\
div,blockquote,pre{white-space:pre-wrap;overflow-wrap:anywhere}\
.button{display:inline-block;padding:10px 18px;border-radius:6px;background:#1f5d6b;color:#fff;font-weight:600;text-decoration:none}\
.small{font-size:14px;opacity:.8}";

impl<'a> About<'a> {
    /// The subject, or what can be said about it to somebody whose address is not verified.
    fn subject(&self, lang: Lang) -> String {
        self.subject.map_or_else(|| lang.email_request_to(self.site), str::to_owned)
    }

    fn draft(&self, lang: Lang, subject: String, button: &'static str) -> Draft<'a> {
        let notes = vec![lang.email_reply_there().to_owned(), lang.email_link_works(&time::span(lang, self.link_seconds))];
        Draft { subject, link: self.link, button, notes, ..Draft::default() }
    }
}

/// The receipt: to the customer whose ticket was opened, with their own words where the address is verified.
pub fn ticket_received(lang: Lang, about: About<'_>, body: &str) -> Email {
    let number = about.number.to_string();
    let subject = match about.subject {
        Some(subject) => lang.email_received_subject(&number, subject),
        None => lang.email_received_by(&number, about.site),
    };
    let draft = about.draft(lang, subject, lang.email_open());
    write(lang, about.site, Draft { lead: vec![lang.email_received().to_owned()], quoted: body, ..draft })
}

/// The ticket's link, asked for again.
pub fn ticket_link(lang: Lang, about: About<'_>) -> Email {
    let subject = lang.email_about_subject(&about.number.to_string(), &about.subject(lang));
    let draft = about.draft(lang, subject, lang.email_open());
    write(lang, about.site, Draft { lead: vec![lang.email_link().to_owned()], ..draft })
}

/// An agent's reply: their words are the email.
pub fn reply(lang: Lang, about: About<'_>, said: Said<'_>) -> Email {
    let subject = lang.email_about_subject(&about.number.to_string(), &about.subject(lang));
    let draft = about.draft(lang, subject, lang.email_reply_open());
    write(lang, about.site, Draft { said, ..draft })
}

/// "Is everything sorted?", after the agent's last words when they came with the question.
pub fn solved(lang: Lang, about: About<'_>, said: Said<'_>) -> Email {
    let subject = lang.email_solved_subject(&about.number.to_string(), &about.subject(lang));
    let draft = about.draft(lang, subject, lang.email_solved_open());
    let question = if said.agent.trim().is_empty() { lang.email_solved().to_owned() } else { lang.email_solved_by(said.agent) };
    write(lang, about.site, Draft { lead: vec![question], said, ..draft })
}

/// The link that opens a customer's tickets; it works for that many seconds.
pub fn sign_in(lang: Lang, site: &str, link: &str, link_seconds: i64) -> Email {
    let draft = Draft {
        subject: lang.email_sign_in_subject(site),
        lead: vec![lang.email_sign_in(&time::span(lang, link_seconds))],
        link,
        button: lang.email_open_all(),
        notes: vec![lang.email_sign_in_not_you().to_owned()],
        ..Draft::default()
    };
    write(lang, site, draft)
}

/// The link that lets a colleague in. An empty name reads as "We".
pub fn invitation(lang: Lang, site: &str, by: &str, link: &str, link_seconds: i64) -> Email {
    let by = if by.trim().is_empty() { lang.us() } else { by };
    let draft = Draft {
        subject: lang.email_invitation_subject(by, site),
        lead: vec![lang.email_invitation(by, site)],
        link,
        button: lang.email_invitation_open(),
        notes: vec![lang.email_invitation_more(&time::span(lang, link_seconds))],
        ..Draft::default()
    };
    write(lang, site, draft)
}

/// The link to a new password for an agent.
pub fn new_password(lang: Lang, site: &str, link: &str, link_seconds: i64) -> Email {
    let draft = Draft {
        subject: lang.email_password_subject(site),
        lead: vec![lang.email_password(site, &time::span(lang, link_seconds))],
        link,
        button: lang.email_password_open(),
        notes: vec![lang.email_password_not_you().to_owned()],
        ..Draft::default()
    };
    write(lang, site, draft)
}

/// Who wrote, as emails are signed; nothing when nobody did.
fn signature(lang: Lang, site: &str, said: &Said<'_>) -> Option<String> {
    let is_said = !said.body.trim().is_empty() || !said.files.is_empty();
    let name = if said.agent.trim().is_empty() { String::new() } else { format!("{}\n", said.agent.trim()) };
    is_said.then(|| format!("{name}{}", lang.email_team(site)))
}

fn attached(lang: Lang, files: &[String]) -> Option<String> {
    let names: Vec<String> = files.iter().map(|name| lang.isolate(name)).collect();
    (!names.is_empty()).then(|| lang.email_attached(&names.join(lang.comma())))
}

fn write(lang: Lang, site: &str, draft: Draft<'_>) -> Email {
    let end = lang.email_end(site);
    let quoted = (!draft.quoted.trim().is_empty()).then(|| format!("{}\n\n{}", lang.email_you_wrote(), quote(draft.quoted)));
    let said = Some(draft.said.body.trim_end().to_owned()).filter(|body| !body.trim().is_empty());
    let mut parts: Vec<String> =
        [said, attached(lang, draft.said.files), signature(lang, site, &draft.said)].into_iter().flatten().collect();
    parts.extend(draft.lead.iter().cloned());
    parts.extend(quoted);
    parts.push(format!("{}:\n{}", draft.button, draft.link));
    parts.extend(draft.notes.iter().cloned());
    let text = format!("{}\n\n-- \n{end}\n", parts.join("\n\n"));
    // One line, whatever the subject of the ticket holds.
    let subject = model::text::shorten(&draft.subject, 150);
    Email { html: markup(lang, site, &draft, &subject, end), subject, text }
}

/// As mail quotes what the reader wrote: each line behind a bracket.
fn quote(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("> {line}")).collect();
    lines.join("\n")
}

fn markup(lang: Lang, site: &str, draft: &Draft<'_>, subject: &str, end: String) -> String {
    let said = (!draft.said.body.trim().is_empty()).then(|| view! { <div>{ui::body(draft.said.body)}</div> });
    let attached = attached(lang, draft.said.files).map(|line| view! { <p dir="auto">{line}</p> });
    let signature = signature(lang, site, &draft.said).map(|lines| view! { <div>{ui::body(&lines)}</div> });
    let lead: Vec<_> = draft.lead.iter().map(|line| view! { <p>{line.clone()}</p> }).collect();
    let quoted = (!draft.quoted.trim().is_empty()).then(|| {
        view! {
            <p>{lang.email_you_wrote()}</p>
            <blockquote dir="auto">{ui::body(draft.quoted)}</blockquote>
        }
    });
    let notes: Vec<_> = draft.notes.iter().map(|line| view! { <p class="small">{line.clone()}</p> }).collect();
    let page = html(view! {
        <html lang=lang.code() dir=lang.dir()>
            <head><meta charset="utf-8"/><title>{subject.to_owned()}</title><style>{STYLE}</style></head>
            <body>
                {said}
                {attached}
                {signature}
                {lead}
                {quoted}
                <p><a class="button" href=draft.link.to_owned()>{draft.button}</a></p>
                {notes}
                <hr/>
                <p class="small">{end}</p>
            </body>
        </html>
    });
    format!("<!DOCTYPE html>{page}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABOUT: About<'static> = About {
        site: "Tarn",
        number: 48213,
        subject: Some("Kettle <b>\r\nBcc: eve@evil.test"),
        link: "https://help.example/link/abc",
        link_seconds: 7 * 24 * 3600,
    };

    #[test]
    fn emails_stay_on_one_line_in_the_subject_and_escape_their_words() {
        let files = ["<b>.pdf".to_owned()];
        let said = Said { agent: "Mina <i>", body: "one\n\ntwo <script>alert(1)</script>", files: &files };
        for lang in Lang::ALL {
            let emails = [
                ticket_received(*lang, ABOUT, "one\n<script>alert(1)</script>"),
                ticket_link(*lang, ABOUT),
                reply(*lang, ABOUT, said),
                solved(*lang, ABOUT, Said::default()),
                sign_in(*lang, "Tarn", ABOUT.link, 60),
                invitation(*lang, "Tarn\r\n<b>", "Mina <i>", ABOUT.link, 60),
                new_password(*lang, "Tarn <b>", ABOUT.link, 60),
            ];
            for email in emails {
                assert!(!email.subject.contains(['\r', '\n']), "{email:?}");
                assert!(email.text.contains(ABOUT.link), "{email:?}");
                assert!(email.html.contains(ABOUT.link), "{email:?}");
                assert!(
                    !email.html.contains("<script>") && !email.html.contains("<b>") && !email.html.contains("<i>"),
                    "{email:?}"
                );
            }
        }
    }

    #[test]
    fn a_reply_is_the_email() {
        let files = ["label.pdf".to_owned(), "terms.pdf".to_owned()];
        let said = Said { agent: "Mina Koch", body: "It leaves today.\n    1 kettle", files: &files };
        let email = reply(Lang::En, About { subject: Some("Kettle"), ..ABOUT }, said);
        assert_eq!(email.subject, "[#48213] Kettle");
        assert_eq!(
            email.text,
            "It leaves today.\n    1 kettle\n\nAttached: label.pdf, terms.pdf. Open your ticket to download.\n\n\
             Mina Koch\nTarn Support\n\nView your ticket or reply:\nhttps://help.example/link/abc\n\n\
             To reply, open your ticket. We don't receive replies to this email.\n\n\
             This link works once and expires in 7 days. You can always sign in with this email address instead.\n\n\
             -- \nTarn Support. Powered by Porchlight\n"
        );
        assert!(email.html.contains("<div><p dir=\"auto\">It leaves today.<br>    1 kettle</p></div>"));
        assert!(email.html.contains("label.pdf") && !email.html.contains("<blockquote"), "{}", email.html);
    }

    #[test]
    fn files_without_words_are_still_an_email() {
        let files = ["label.pdf".to_owned()];
        let email = reply(Lang::En, About { subject: None, ..ABOUT }, Said { agent: "Mina Koch", body: "", files: &files });
        assert_eq!(email.subject, "[#48213] Your request to Tarn");
        assert!(email.text.starts_with("Attached: label.pdf."), "{}", email.text);
        assert!(email.html.contains("label.pdf"), "{}", email.html);
    }

    #[test]
    fn a_receipt_says_what_was_asked() {
        let about = About { subject: Some("Kettle"), ..ABOUT };
        let email = ticket_received(Lang::En, about, "It stops.\nAt 80 degrees.");
        assert_eq!(email.subject, "We've received your request (#48213): Kettle");
        assert!(email.text.contains("You wrote:\n\n> It stops.\n> At 80 degrees."), "{}", email.text);
        assert!(email.html.contains("<blockquote"), "{}", email.html);
        let unverified = ticket_received(Lang::En, About { subject: None, ..ABOUT }, "");
        assert_eq!(unverified.subject, "We've received your request to Tarn (#48213)");
    }

    #[test]
    fn the_lifetime_of_a_link_is_the_one_it_has() {
        assert!(sign_in(Lang::En, "Tarn", ABOUT.link, 900).text.contains("expires in 15 minutes"));
        assert!(sign_in(Lang::En, "Tarn", ABOUT.link, 1200).text.contains("expires in 20 minutes"));
    }
}
