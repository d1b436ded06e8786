//! Words on their way through: trimming, cutting, cleaning names.

/// Cuts a text to at most `chars` characters, with an ellipsis where something was cut.
pub fn shorten(text: &str, chars: usize) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= chars {
        return flat;
    }
    let kept: String = flat.chars().take(chars.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Is this an email address that we can write to? One `@`, a local part and a domain with a dot, no white space,
/// no control or bracket characters. Deliberately narrower than RFC 5321: no quoted local parts, no comments.
pub fn is_mail(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let is_plain = |part: &str| {
        !part.is_empty() && part.chars().all(|letter| letter.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(letter))
    };
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
    };
    text.len() <= crate::limit::MAIL_BYTES_MAX
        && local.len() <= 64
        && is_plain(local)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && domain.contains('.')
        && domain.split('.').all(is_label)
}

/// A name that is safe to show and to offer for saving: the last part of any path, no control, invisible or
/// direction characters, no leading dots, at most as long as the limit (the ending is kept).
pub fn file_name(text: &str) -> String {
    let last = text.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .filter(|letter| !letter.is_control() && !is_invisible(*letter))
        .map(|letter| if "<>:\"|?*%".contains(letter) { '_' } else { letter })
        .collect();
    let clean = clean.trim_matches(|letter: char| letter == '.' || letter.is_whitespace());
    if clean.is_empty() {
        return "file".to_owned();
    }
    let count = clean.chars().count();
    let max = crate::limit::FILE_NAME_CHARS_MAX;
    if count <= max {
        return clean.to_owned();
    }
    let ending: String =
        clean.rsplit_once('.').map(|(_, end)| format!(".{end}")).filter(|end| end.chars().count() <= 12).unwrap_or_default();
    let stem: String = clean.chars().take(max - ending.chars().count()).collect();
    stem + &ending
}

/// Zero-width, direction and other characters that make a name look like another.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_addresses() {
        let check = |text: &str, expected| assert_eq!(is_mail(text), expected, "{text:?}");
        check("ada@example.com", true);
        check("ada+shop@mail.example.co.uk", true);
        check("ünal@exämple.de", true);
        check("ada@localhost", false);
        check("ada", false);
        check("", false);
        check("a@b@example.com", false);
        check("ada@example.com\r\nBcc: eve@evil.test", false);
        check("<ada@example.com>", false);
        check("\"ada\"@example.com", false);
        check("ada(x)@example.com", false);
        check(".ada@example.com", false);
        check("ada@-example.com", false);
        check("ada@example..com", false);
        check(&format!("{}@example.com", "a".repeat(65)), false);
    }

    #[test]
    fn file_names() {
        let check = |text: &str, expected: &str| assert_eq!(file_name(text), expected, "{text:?}");
        check("base.jpg", "base.jpg");
        check("../../etc/passwd", "passwd");
        check("C:\\temp\\a.png", "a.png");
        check("\u{200b}.htaccess", "htaccess");
        check("photo\u{202e}gpj.exe", "photogpj.exe");
        check("a\0b\r\n.txt", "ab.txt");
        check("...", "file");
        check("", "file");
        check("صورة.png", "صورة.png");
        assert_eq!(file_name(&format!("{}.jpeg", "x".repeat(300))).chars().count(), crate::limit::FILE_NAME_CHARS_MAX);
        assert!(file_name(&format!("{}.jpeg", "x".repeat(300))).ends_with("x.jpeg"));
    }

    #[test]
    fn shortening() {
        let check = |text: &str, chars, expected: &str| assert_eq!(shorten(text, chars), expected, "{text:?}");
        check("short", 10, "short");
        check("a  b\n c", 10, "a b c");
        check("one two three", 8, "one two…");
    }
}
