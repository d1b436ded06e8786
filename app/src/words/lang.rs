//! The languages that people read here.

use model::person::{Person, Side};

/// A language of the catalogs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    En,
    /// Arabic, right to left.
    Ar,
}

impl Lang {
    /// Somebody's name, or what stands for it.
    pub(crate) fn name_of(self, person: &Person) -> String {
        match person.side {
            Side::System => self.system().to_owned(),
            _ if person.name.trim().is_empty() => self.visitor().to_owned(),
            _ => person.name.clone(),
        }
    }

    /// Every language, in the order of the language link.
    pub const ALL: &'static [Self] = &[Self::En, Self::Ar];

    /// The language of a code such as `ar` or `en-GB`; nothing for one that we do not speak.
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.trim().split(['-', '_']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "en" => Some(Self::En),
            "ar" => Some(Self::Ar),
            _ => None,
        }
    }

    /// The code for `<html lang>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ar => "ar",
        }
    }

    /// The direction for `<html dir>`.
    pub const fn dir(self) -> &'static str {
        match self {
            Self::En => "ltr",
            Self::Ar => "rtl",
        }
    }

    /// The language's own name.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Ar => "العربية",
        }
    }

    /// The language that the language link offers.
    pub const fn other(self) -> Self {
        match self {
            Self::En => Self::Ar,
            Self::Ar => Self::En,
        }
    }

    /// A name or an address inside a sentence: words of the other direction are isolated, so that they cannot pull
    /// the punctuation and figures beside them along.
    pub fn isolate(self, text: &str) -> String {
        let is_foreign = match self {
            Self::En => text.chars().any(is_right_to_left),
            Self::Ar => text.chars().any(|letter| letter.is_ascii_alphanumeric()) || !text.chars().any(is_right_to_left),
        };
        if is_foreign && !text.is_empty() { format!("\u{2068}{text}\u{2069}") } else { text.to_owned() }
    }
}

/// Hebrew, Arabic, Syriac, Thaana and the presentation forms.
fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_finds_its_language() {
        let check = |code: &str, expected| assert_eq!(Lang::from_code(code), expected, "{code:?}");
        check("en", Some(Lang::En));
        check("ar-EG", Some(Lang::Ar));
        check("EN_us", Some(Lang::En));
        check("pt", None);
        check("", None);
        for lang in Lang::ALL {
            check(lang.code(), Some(*lang));
        }
    }

    #[test]
    fn foreign_words_are_isolated() {
        let check = |lang: Lang, text: &str, expected: &str| assert_eq!(lang.isolate(text), expected);
        check(Lang::En, "Mina", "Mina");
        check(Lang::En, "ليلى", "\u{2068}ليلى\u{2069}");
        check(Lang::Ar, "Mina", "\u{2068}Mina\u{2069}");
        check(Lang::Ar, "ليلى", "ليلى");
        check(Lang::Ar, "", "");
    }
}
