//! Both catalogs, sentence by sentence.

use super::{Lang, desk, email, fault, frame, happening, islands, portal, team};

/// Every sentence: its name, in English, in Arabic.
fn everything() -> Vec<(&'static str, &'static str, &'static str)> {
    let tables = [
        desk::plain(),
        fault::plain(),
        frame::plain(),
        happening::plain(),
        islands::plain(),
        email::plain(),
        portal::plain(),
        team::plain(),
    ];
    tables.concat()
}

#[test]
fn every_sentence_is_there_in_both_languages() {
    for (name, english, arabic) in everything() {
        assert!(!english.is_empty() && !arabic.is_empty(), "{name}");
        let is_arabic = arabic.chars().any(|letter| ('\u{600}'..='\u{6ff}').contains(&letter));
        // A name, and what is made of somebody else's words alone.
        assert!(is_arabic || matches!(name, "system" | "email_about_subject" | "said"), "{name} is not translated: {arabic}");
        for slot in ["{who}", "{what}", "{when}", "{half}", "{most}"] {
            assert_eq!(english.contains(slot), arabic.contains(slot), "{name} {slot}");
        }
        assert_eq!(english.ends_with(['.', '?', ':']), arabic.ends_with(['.', '؟', ':', '?']), "{name}: {english} | {arabic}");
    }
}

#[test]
fn every_fault_has_a_whole_sentence_of_its_own() {
    use model::fault::{Fault, Invalid};
    let codes = [Fault::Held, Fault::TooMany, Fault::Unexpected, Fault::Unavailable, Fault::from(Invalid::MailWrong)];
    for lang in Lang::ALL {
        let sentences = codes.map(|code| super::fault(*lang, code));
        assert!(sentences.iter().all(|sentence| sentence.ends_with('.')), "{sentences:?}");
        assert!(sentences.iter().enumerate().all(|(at, one)| !sentences[..at].contains(one)), "{sentences:?}");
    }
    assert_ne!(super::fault(Lang::En, Fault::TooMany), super::fault(Lang::Ar, Fault::TooMany));
}

/// Plain support English: no word of the post office's, and nothing that sounds like a riddle.
#[test]
fn sentences_speak_the_language_of_the_trade() {
    const QUAINT: &[&str] = &[
        "mail address",
        "letter",
        "Nobody's",
        "somebody",
        "Somebody",
        "stand here",
        "stands here",
        "Keep it",
        "by itself",
        "Nothing was changed",
        "words are still here",
        "lands here",
        "carry",
        "receipt",
        "popular",
        "going too fast",
    ];
    for (name, english, _) in everything() {
        let own = english.to_lowercase();
        let own = own.strip_prefix("email address").unwrap_or(&own).replace(" email address", "");
        assert_eq!(QUAINT.iter().find(|words| own.contains(&words.to_lowercase())), None, "{name}: {english}");
    }
}

/// Each figure of a sentence is the limit that it tells of: whoever changes the one is led to the other.
#[test]
fn what_sentences_say_in_figures_is_what_holds() {
    use model::limit as max;
    let grouped =
        |figure: usize| if figure < 1000 { figure.to_string() } else { format!("{},{:03}", figure / 1000, figure % 1000) };
    for lang in Lang::ALL.iter().copied() {
        let says = |sentence: &str, figure: &str| {
            let is_there = sentence.match_indices(figure).any(|(at, _)| {
                let is_digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
                !is_digit(sentence[..at].chars().next_back()) && !is_digit(sentence[at + figure.len()..].chars().next())
            });
            assert!(is_there, "{sentence:?} does not say {figure:?}");
        };
        says(lang.body_too_long(), &grouped(max::BODY_CHARS_MAX));
        says(lang.subject_too_long(), &grouped(max::SUBJECT_CHARS_MAX));
        says(lang.name_too_long(), &grouped(max::NAME_CHARS_MAX));
        says(lang.reason_too_long(), &grouped(max::REASON_CHARS_MAX));
        says(lang.greeting_too_long(), &grouped(max::GREETING_CHARS_MAX));
        says(lang.password_too_short(), &grouped(max::PASSWORD_CHARS_MIN));
        says(lang.password_hint(), &grouped(max::PASSWORD_CHARS_MIN));
        for sentence in [lang.file_too_large(), lang.add_files_hint()] {
            says(sentence, &(max::ATTACHMENT_BYTES_MAX / 1024 / 1024).to_string());
        }
        assert_eq!(max::ATTACHMENTS_MAX, 5, "the next two sentences say it in a word");
        for sentence in [lang.add_files_hint(), lang.too_many_files()] {
            assert!(sentence.contains(if lang == Lang::En { "five files" } else { "خمسة ملفات" }), "{sentence}");
        }
        says(lang.picture_unknown(), &(max::PICTURE_PIXELS_MAX / 1_000_000).to_string());
        let (days, minutes) = (max::INVITATION_LINK_SECONDS / (24 * 3600), max::PASSWORD_LINK_SECONDS / 60);
        says(lang.invite_more(), &lang.days(days));
        says(lang.invite_link_once(), &lang.days(days));
        says(&lang.forgotten_sent("ada@example.com"), &lang.minutes(minutes));
    }
}
