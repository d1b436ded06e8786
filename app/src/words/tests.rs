//! Both catalogs, sentence by sentence.

use super::{Lang, desk, fault, frame, happening, islands, letter, portal, team};

/// Every sentence: its name, in English, in Arabic.
fn everything() -> Vec<(&'static str, &'static str, &'static str)> {
    let tables = [
        desk::plain(),
        fault::plain(),
        frame::plain(),
        happening::plain(),
        islands::plain(),
        letter::plain(),
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
        assert!(is_arabic || matches!(name, "system" | "letter_about_subject" | "said"), "{name} is not translated: {arabic}");
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
        let own = english.to_lowercase().replace("email address", "");
        assert_eq!(QUAINT.iter().find(|words| own.contains(&words.to_lowercase())), None, "{name}: {english}");
    }
}
