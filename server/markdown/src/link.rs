//! Web addresses in what people typed: where they are, and which may be followed.

/// Letters that mean something in our Markdown, so that a backslash before them is not shown.
pub(super) const ESCAPABLE: [char; 9] = ['*', '`', '[', ']', '#', '>', '+', '-', '.'];

/// Longest address that is made a link.
const BYTES_MAX: usize = 2000;

/// A piece of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    Address(&'a str),
}

/// Cuts a line into words and web addresses. A dot, comma or bracket at the end belongs to the sentence.
pub(super) fn cut(line: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some(start) = next_address(rest) {
        let (before, from) = rest.split_at(start);
        let ends = from.find(|letter: char| letter.is_whitespace() || letter.is_control() || "<>\"`".contains(letter));
        let (found, _) = from.split_at(ends.unwrap_or(from.len()));
        // The address of a link that is shown as it was typed begins there.
        let found = found.split("](").next().unwrap_or_default();
        let url = found.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '،', '؟', '؛']);
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        pieces.push(Piece::Address(url));
        rest = from.split_at(url.len()).1;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// Shortest and longest figure, such as a phone number, that is kept on one line.
const FIGURE: std::ops::RangeInclusive<usize> = 7..=20;

/// Cuts a text into words and figures of several groups, such as `+351 22 123 4567`. `true` stands for a figure.
pub(super) fn figures(text: &str) -> Vec<(bool, &str)> {
    let is_part = |letter: char| letter.is_ascii_digit() || " -()/.\u{a0}".contains(letter);
    let mut pieces = Vec::new();
    let (mut rest, mut from) = (text, 0);
    while let Some(start) = rest.get(from..).and_then(|tail| tail.find(|letter: char| letter == '+' || letter.is_ascii_digit())) {
        let start = start + from;
        let tail = rest.get(start..).unwrap_or_default();
        let signs = tail.chars().take_while(|letter| *letter == '+').count().min(1);
        let length = tail.get(signs..).unwrap_or_default().find(|letter| !is_part(letter)).map_or(tail.len(), |end| end + signs);
        let figure = tail.get(..length).unwrap_or_default().trim_end_matches(|letter: char| !letter.is_ascii_digit());
        let digits = figure.chars().filter(char::is_ascii_digit).count();
        if digits >= *FIGURE.start() && FIGURE.contains(&figure.chars().count()) && figure.contains([' ', '-', '(', '/']) {
            let (before, found) = rest.split_at(start);
            let (found, after) = found.split_at(figure.len());
            pieces.extend((!before.is_empty()).then_some((false, before)));
            pieces.push((true, found));
            (rest, from) = (after, 0);
        } else {
            from = start + length.max(1);
        }
    }
    pieces.extend((!rest.is_empty()).then_some((false, rest)));
    pieces
}

/// Where `http://` or `https://` begins with something behind it.
fn next_address(text: &str) -> Option<usize> {
    text.match_indices("http").map(|(at, _)| at).find(|at| {
        let rest = text.get(*at..).unwrap_or_default();
        let host = rest.strip_prefix("https://").or_else(|| rest.strip_prefix("http://"));
        host.is_some_and(|host| host.chars().next().is_some_and(char::is_alphanumeric))
    })
}

/// Is this an address that a click may lead to: a web page or a mailbox, and nothing that runs?
pub(super) fn may_be_followed(address: &str) -> bool {
    let scheme = ["https://", "http://", "mailto:"]
        .into_iter()
        .find(|scheme| address.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme)));
    let rest = scheme.and_then(|scheme| address.get(scheme.len()..)).unwrap_or_default();
    address.len() <= BYTES_MAX
        && rest.chars().next().is_some_and(char::is_alphanumeric)
        && !address.chars().any(|letter| letter.is_whitespace() || letter.is_control() || "<>\"`\\".contains(letter))
}

/// What a link's label says of where it leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// Nothing, or the truth.
    Honest,
    /// It may be read as another place, as `invoice.pdf` may: the true one, to be shown beside it.
    Unclear(String),
    /// It names another place.
    False,
}

/// Compares a label, as it was typed, with the address. Whatever in it looks like a place must be the place.
pub(super) fn label(label: &str, address: &str) -> Label {
    let is_shown = |letter: &char| !letter.is_control() && !"*_`\\\u{ad}".contains(*letter) && !is_invisible(*letter);
    let shown = label.chars().filter(is_shown).collect::<String>().to_lowercase();
    let place = place(&address.to_lowercase());
    let mut found = Label::Honest;
    let is_between = |letter: char| letter.is_whitespace() || "<>()[]{}|\"',;!".contains(letter);
    for word in shown.split(is_between).map(|word| word.trim_matches(['.', ':', '?'])) {
        let is_address = word.contains("://") || word.contains('@') || word.starts_with("www.");
        let (_, ending) = word.split(['/', '?', '#', ':']).next().unwrap_or_default().rsplit_once('.').unwrap_or_default();
        let is_like_one = ending.chars().count() >= 2 && ending.chars().all(char::is_alphabetic);
        if !(is_address || is_like_one) || self::place(word) == place {
            continue;
        }
        if is_address {
            return Label::False;
        }
        found = Label::Unclear(place.clone());
    }
    found
}

/// The host of a web address, or the whole of a mailbox.
fn place(address: &str) -> String {
    if let Some(mailbox) = address.strip_prefix("mailto:") {
        return mailbox.split('?').next().unwrap_or_default().to_owned();
    }
    let Some((_, rest)) = address.split_once("://") else {
        let host = address.split(['/', '?', '#', ':']).next().unwrap_or_default();
        return host.strip_prefix("www.").unwrap_or(host).to_owned();
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // What stands before an `@` is a name.
    let host = host.rsplit('@').next().unwrap_or_default().split(':').next().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

/// Letters that nobody sees, or that turn others around.
const fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_cut_out() {
        use Piece::{Address, Text};
        let check = |line: &str, expected: &[Piece<'_>]| assert_eq!(cut(line), expected, "{line:?}");
        check("see https://a.example/x?y=1, then", &[Text("see "), Address("https://a.example/x?y=1"), Text(", then")]);
        check("(http://a.example)", &[Text("("), Address("http://a.example"), Text(")")]);
        check("javascript:alert(1) https://", &[Text("javascript:alert(1) https://")]);
        check("https://a.example\"onmouseover=", &[Address("https://a.example"), Text("\"onmouseover=")]);
        check(
            "[https://a.example](https://b.example)",
            &[Text("["), Address("https://a.example"), Text("]("), Address("https://b.example"), Text(")")],
        );
        check("httpshttps://b.example", &[Text("https"), Address("https://b.example")]);
    }

    #[test]
    fn figures_of_groups_are_kept_whole() {
        let check = |text: &str, expected: &[(bool, &str)]| assert_eq!(figures(text), expected, "{text:?}");
        check("call +351 22 123 4567 now", &[(false, "call "), (true, "+351 22 123 4567"), (false, " now")]);
        check("(022) 123-4567.", &[(false, "("), (true, "022) 123-4567"), (false, ".")]);
        check("12345678901234567890123456789012", &[(false, "12345678901234567890123456789012")]);
        check("1 2 3 4", &[(false, "1 2 3 4")]);
        check("no 12 and 13", &[(false, "no 12 and 13")]);
        check("12 34 56 78 90 12 34 56 78 90 12", &[(false, "12 34 56 78 90 12 34 56 78 90 12")]);
        check("+", &[(false, "+")]);
        check("é7é", &[(false, "é7é")]);
    }

    #[test]
    fn only_pages_and_mailboxes_may_be_followed() {
        let check = |address: &str, expected| assert_eq!(may_be_followed(address), expected, "{address:?}");
        check("https://a.example/x", true);
        check("HTTP://a.example", true);
        check("mailto:ada@example.com", true);
        check("javascript:alert(1)", false);
        check("data:text/html,x", false);
        check("//a.example", false);
        check("/tickets", false);
        check("https://", false);
        check("https://a.example/\u{1}", false);
        check(&format!("https://a.example/{}", "x".repeat(3000)), false);
    }

    #[test]
    fn a_label_does_not_name_another_place() {
        let check = |typed: &str, address: &str, expected| assert_eq!(label(typed, address), expected, "{typed} {address}");
        check("[the manual, e.g. part 1.5", "https://tarn.example/m", Label::Honest);
        check("[https://tarn.example/m", "https://tarn.example/m", Label::Honest);
        check("[Tarn.example", "https://www.tarn.example/m", Label::Honest);
        check("[ada@example.com", "mailto:ada@example.com?subject=x", Label::Honest);
        for named in [
            "[https://bank.example",
            "[www.bank.example",
            "[ada@example.com",
            "[https://bank.example/login?x=evil.example",
            "[https:*/*/bank.example",
            "[https:/\u{200b}/bank.example",
            "[\\](https://bank.example",
            "[https://evil.example@bank.example",
        ] {
            check(named, "https://evil.example/www.bank.example", Label::False);
        }
        check("[ada@example.com", "mailto:eve@evil.example", Label::False);
        for unclear in ["[bank.example/login", "[facebook.com", "[invoice.pdf"] {
            check(unclear, "https://book.com", Label::Unclear("book.com".to_owned()));
        }
        check("[bank.example", "https://bank.example@evil.example", Label::Unclear("evil.example".to_owned()));
    }
}
