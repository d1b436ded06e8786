//! A text that was drawn with marks in it, to be filled in many times.

use std::borrow::Cow;

use uuid::Uuid;

/// Stands where a value will be filled in. It is drawn as the id, or as the number where only a number can stand. Both are
/// secret, so no visitor's text can contain one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark(pub(crate) Uuid);

impl Mark {
    /// The mark as a text.
    pub(crate) fn text(self) -> String {
        self.0.to_string()
    }

    /// The mark as a number of nineteen digits.
    pub(crate) fn number(self) -> i64 {
        let (high, _) = self.0.as_u64_pair();
        i64::try_from(high >> 2).unwrap_or_default() | 1 << 62
    }
}

/// The text around the marks, and which mark stands after each piece but the last.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Template {
    pieces: Vec<String>,
    marks: Vec<usize>,
}

impl Template {
    /// Parts a text at its marks.
    pub(crate) fn new<const N: usize>(text: &str, marks: &[Mark; N]) -> Self {
        let marks = marks.map(|mark| [mark.text(), mark.number().to_string()]);
        let (mut pieces, mut found, mut rest) = (Vec::new(), Vec::new(), text);
        while let Some((mark, (piece, after))) = first(rest, &marks) {
            pieces.push(piece.to_owned());
            found.push(mark);
            rest = after;
        }
        pieces.push(rest.to_owned());
        Self { pieces, marks: found }
    }

    /// The text with each mark's value in its place.
    pub(crate) fn fill<const N: usize>(&self, values: [Value<'_>; N]) -> String {
        let filled = self.marks.iter().filter_map(|mark| values.get(*mark)).map(|value| value.0.len()).sum::<usize>();
        let mut text = String::with_capacity(self.length() + filled);
        for (index, piece) in self.pieces.iter().enumerate() {
            text.push_str(piece);
            if let Some(value) = self.marks.get(index).and_then(|mark| values.get(*mark)) {
                text.push_str(&value.0);
            }
        }
        text
    }

    /// Bytes of the text.
    pub(crate) fn length(&self) -> usize {
        self.pieces.iter().map(String::len).sum()
    }
}

/// Which mark comes first, and the text before and after it.
fn first<'t>(text: &'t str, marks: &[[String; 2]]) -> Option<(usize, (&'t str, &'t str))> {
    let forms = marks.iter().enumerate().flat_map(|(place, forms)| forms.iter().map(move |form| (place, form)));
    let found = forms.filter_map(|(place, form)| Some((place, text.split_once(form.as_str())?)));
    found.min_by_key(|(_, (before, _))| before.len())
}

/// What may be filled in.
pub(crate) struct Value<'v>(Cow<'v, str>);

impl<'v> Value<'v> {
    /// Letters, digits and `-_/+`, as in a token, a nonce or the name of a time zone, for any place. Anything else is left out.
    pub(crate) fn word(text: &'v str) -> Self {
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_/+".contains(letter);
        Self(if text.chars().all(is_plain) { text.into() } else { text.chars().filter(|letter| is_plain(*letter)).collect() })
    }

    /// Any text, for a place in an element or in an attribute, but not in an island's props.
    pub(crate) fn text(text: &'v str) -> Self {
        if !text.contains(['&', '<', '>', '"']) {
            return Self(text.into());
        }
        Self(text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").into())
    }

    /// Markup that was drawn, for a place among elements.
    pub(crate) fn drawn(markup: impl Into<Cow<'v, str>>) -> Self {
        Self(markup.into())
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self(number.to_string().into())
    }
}

impl From<Uuid> for Value<'_> {
    fn from(id: Uuid) -> Self {
        Self(id.to_string().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mark_gets_its_value_wherever_it_stands() {
        let marks = [u128::MAX / 7, 2].map(Uuid::from_u128).map(Mark);
        let check = |text: &str, expected: &str| {
            let values = [Value::from(7), Value::from(Uuid::nil())];
            assert_eq!(Template::new(text, &marks).fill(values), expected);
        };
        let ([one, two], number) = (marks.map(Mark::text), marks.map(Mark::number));
        let nil = Uuid::nil();
        check("", "");
        check("no marks", "no marks");
        check(&format!("a{one}b{two}c{one}"), &format!("a7b{nil}c7"));
        check(&format!("{two}{one}{two}"), &format!("{nil}7{nil}"));
        check(&format!("é{two}ü"), &format!("é{nil}ü"));
        check(&format!("{{\"at\":{},\"by\":{}}}", number[0], number[1]), &format!("{{\"at\":7,\"by\":{nil}}}"));
    }
    #[test]
    fn what_is_filled_in_cannot_leave_its_place() {
        assert_eq!(Value::word("abc-09AZ").0, "abc-09AZ");
        assert_eq!(Value::word("America/New_York").0, "America/New_York");
        assert_eq!(Value::word("a\"b<c>'d\\&e é").0, "abcde");
        assert_eq!(Value::text("a & b").0, "a &amp; b");
        assert_eq!(Value::text("\"><script>&lt;").0, "&quot;&gt;&lt;script&gt;&amp;lt;");
    }
}
