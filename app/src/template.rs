//! A text that was drawn with marks in it, to be filled in many times.

use uuid::Uuid;

/// The text around the marks, and which mark stands after each piece but the last.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Template {
    pieces: Vec<String>,
    marks: Vec<usize>,
}

impl Template {
    /// Parts a text at its marks.
    pub(crate) fn new<const N: usize>(text: &str, marks: [Uuid; N]) -> Self {
        let marks = marks.map(|mark| mark.to_string());
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
    pub(crate) fn fill<const N: usize>(&self, values: [Value; N]) -> String {
        let values = values.map(|value| value.0);
        let mut text = String::with_capacity(self.length() + 48 * self.marks.len());
        for (index, piece) in self.pieces.iter().enumerate() {
            text.push_str(piece);
            if let Some(value) = self.marks.get(index).and_then(|mark| values.get(*mark)) {
                text.push_str(value);
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
fn first<'t>(text: &'t str, marks: &[String]) -> Option<(usize, (&'t str, &'t str))> {
    let found = marks.iter().enumerate().filter_map(|(number, mark)| Some((number, text.split_once(mark.as_str())?)));
    found.min_by_key(|(_, (before, _))| before.len())
}

/// What may be filled in: digits, letters and hyphens, which are written the same in text, in attributes and in JSON.
pub(crate) struct Value(String);

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self(number.to_string())
    }
}

impl From<Uuid> for Value {
    fn from(id: Uuid) -> Self {
        Self(id.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mark_gets_its_value_wherever_it_stands() {
        let marks = [1, 2].map(Uuid::from_u128);
        let check = |text: &str, expected: &str| {
            let values = [Value::from(7), Value::from(Uuid::nil())];
            assert_eq!(Template::new(text, marks).fill(values), expected);
        };
        let [one, two] = marks;
        let nil = Uuid::nil();
        check("", "");
        check("no marks", "no marks");
        check(&format!("a{one}b{two}c{one}"), &format!("a7b{nil}c7"));
        check(&format!("{two}{one}{two}"), &format!("{nil}7{nil}"));
        check(&format!("é{two}ü"), &format!("é{nil}ü"));
    }
}
