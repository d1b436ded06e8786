//! What may be taken of a field that many forms have: a line, a name, an address, a language.

use model::fault::Invalid;
use model::limit;

/// A line of words: trimmed, one line, without control characters, at most so long.
pub(crate) fn line(text: &str, chars_max: usize, too_long: Invalid) -> Result<String, Invalid> {
    let line: String =
        text.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|letter| !letter.is_control()).collect();
    if line.chars().count() > chars_max { Err(too_long) } else { Ok(line) }
}

/// The name of a person or a site.
pub(crate) fn name(name: &str) -> Result<String, Invalid> {
    let name = line(name, limit::NAME_CHARS_MAX, Invalid::NameTooLong)?;
    if name.is_empty() { Err(Invalid::NameMissing) } else { Ok(name) }
}

/// The code of a language that Porchlight speaks. Forms offer no other.
pub(crate) fn locale(locale: &str) -> Result<&'static str, Invalid> {
    ["en", "ar"].into_iter().find(|known| *known == locale).ok_or(Invalid::Malformed)
}

/// An email address, in lower case, as it is compared and written to.
pub(crate) fn mail(mail: &str) -> Result<String, Invalid> {
    let mail = mail.trim();
    if mail.is_empty() {
        return Err(Invalid::MailMissing);
    }
    if !model::text::is_mail(mail) {
        return Err(Invalid::MailWrong);
    }
    Ok(mail.to_lowercase())
}
