//! Both catalogs, sentence by sentence.

use super::{Lang, desk, fault, frame, happening, letter, portal};

#[test]
fn every_sentence_stands_in_both_languages() {
    let tables = [desk::plain(), fault::plain(), frame::plain(), happening::plain(), letter::plain(), portal::plain()];
    for (name, english, arabic) in tables.concat() {
        assert!(!english.is_empty() && !arabic.is_empty(), "{name}");
        let is_arabic = arabic.chars().any(|letter| ('\u{600}'..='\u{6ff}').contains(&letter));
        assert!(is_arabic || name == "system", "{name} is not translated: {arabic}");
        for slot in ["{who}", "{what}", "{when}", "{half}", "{most}"] {
            assert_eq!(english.contains(slot), arabic.contains(slot), "{name} {slot}");
        }
        assert_eq!(english.ends_with(['.', '?', ':']), arabic.ends_with(['.', '؟', ':', '?']), "{name}: {english} | {arabic}");
    }
}

#[test]
fn faults_say_what_happened_and_what_to_do() {
    use model::fault::{Fault, Invalid};
    for lang in Lang::ALL {
        for code in [Fault::Held, Fault::TooMany, Fault::Unexpected, Fault::Invalid(Invalid::MailWrong)] {
            let sentence = super::fault(*lang, code);
            assert!(sentence.split(['.', ':', ';', '؛']).count() >= 2, "{sentence}");
        }
    }
    assert_ne!(super::fault(Lang::En, Fault::TooMany), super::fault(Lang::Ar, Fault::TooMany));
}
