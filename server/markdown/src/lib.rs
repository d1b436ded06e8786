//! A safe subset of Markdown: paragraphs, `**bold**`, `*emphasis*`, code, lists, quotes and links. Whatever is not in the
//! subset is shown as it was typed: no character of a message is lost because it also means something to a parser.

mod link;
mod page;

use page::Page;
use pulldown_cmark::{Options, Parser};

/// Longer texts are shown as they were typed. Messages are far below it.
const BYTES_MAX: usize = 200_000;
/// How many characters of a text are read for its beginning.
const BEGINNING_READ: usize = 2000;
/// Stands between `]` and `:`, so that no line is taken for a link definition, which would not be shown at all.
const WEDGE: char = '\u{e000}';

/// What begins or ends something in this subset. A text without them reads the same when it is drawn.
const MARKS: [char; 7] = ['*', '`', '[', '\\', '#', '>', '~'];

/// Whether headings are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A message: a line with `#` is a bold line.
    Message,
    /// An article: headings below the page's own.
    Article,
}

/// The text as escaped markup.
pub fn draw(text: &str, kind: Kind) -> String {
    shown(text, kind, Form::Markup)
}

/// The beginning of a message on one line, for a list or a title: the words that [`draw`] shows, without markup and not
/// escaped, cut to at most `chars` characters. Lists keep their bullets and numbers.
pub fn beginning(text: &str, chars: usize) -> String {
    let text = text.char_indices().nth(BEGINNING_READ).and_then(|(end, _)| text.get(..end)).unwrap_or(text);
    if text.contains(MARKS) {
        model::text::shorten(&shown(text, Kind::Message, Form::Words), chars)
    } else {
        model::text::shorten(text, chars)
    }
}

fn shown(text: &str, kind: Kind, form: Form) -> String {
    let source = text.trim_end().replace(WEDGE, "").replace("]:", &format!("]{WEDGE}:"));
    if source.len() > BYTES_MAX {
        return plain(&source, form);
    }
    let mut page = Page::new(&source, kind, form);
    for (event, range) in Parser::new_ext(&source, Options::empty()).into_offset_iter() {
        if page.take(event, range).is_err() {
            return plain(&source, form);
        }
    }
    page.out
}

/// Every line as it is.
fn plain(source: &str, form: Form) -> String {
    let mut page = Page::new(source, Kind::Message, form);
    page.mark("<p dir=\"auto\">");
    page.words(source);
    page.mark("</p>");
    page.out
}

/// What a text becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Escaped, with elements around it.
    Markup,
    /// Words alone; a blank stands where a block or a line ends.
    Words,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_reads_as_the_message_is_shown() {
        let check = |text: &str, expected: &str| assert_eq!(beginning(text, 60), expected, "{text:?}");
        check("Turn it a **quarter** to the *left*, then `reset`.", "Turn it a quarter to the left, then reset.");
        check("# Kettle\n\nIt **stops**\nat 80.", "Kettle It stops at 80.");
        check("See [the manual](https://tarn.example/m) & <b>", "See the manual & <b>");
        check("[facebook.com](https://book.com) pays", "facebook.com (book.com) pays");
        check("[https://bank.example](https://evil.example)", "[https://bank.example](https://evil.example)");
        check("> Is it *here*?\n\nYes <https://tarn.example/x>", "Is it here? Yes <https://tarn.example/x>");
        check("Try:\n1. unplug **it**\n2. wait\n\n- or\n- not", "Try: 1. unplug it 2. wait - or - not");
        check("```\nlet a = b * c;\n```\nfails", "let a = b * c; fails");
        check("2*3*4 = 24 and __init__ \\*so\\*", "2*3*4 = 24 and __init__ *so*");
        check("call +351 22 123 4567 **now**", "call +351 22 123 4567 now");
        check("", "");
        assert_eq!(beginning("**one** two three", 8), "one two…");
    }

    #[test]
    fn a_beginning_without_marks_is_what_drawing_it_says() {
        for text in
            ["plain", "one\n\n\ntwo  three", "1. a\n2. b\n- c", "a_b_c &amp; 3 < 4", "https://a.example/x, y", "---", "a\n==="]
        {
            assert!(!text.contains(MARKS), "{text:?}");
            let drawn = model::text::shorten(&shown(text, Kind::Message, Form::Words), 60);
            assert_eq!(beginning(text, 60), drawn, "{text:?}");
        }
    }
}
