//! Plain text as paragraphs: what a message or an article says. Nothing in it becomes markup but addresses of pages.

use leptos::prelude::*;

/// A message: a blank line parts paragraphs, other line breaks are kept.
pub(crate) fn body(text: &str) -> AnyView {
    paragraphs(text).into_iter().map(|lines| view! { <p dir="auto">{broken(&lines)}</p> }).collect::<Vec<_>>().into_any()
}

/// An article: as a message, and lines that begin with `- ` or a figure and a dot are items of a list, a line that
/// begins with `# ` is a heading.
pub(crate) fn article(text: &str) -> AnyView {
    paragraphs(text).into_iter().map(|lines| block(&lines)).collect::<Vec<_>>().into_any()
}

fn block(lines: &[&str]) -> AnyView {
    let items = |strip: fn(&str) -> Option<&str>| -> Option<Vec<AnyView>> {
        lines.iter().map(|line| strip(line).map(|item| view! { <li><span>{linked(item)}</span></li> }.into_any())).collect()
    };
    if let [only] = lines
        && let Some(heading) = only.strip_prefix("# ")
    {
        return view! { <h2 dir="auto">{heading.to_owned()}</h2> }.into_any();
    }
    if let Some(items) = items(|line| line.strip_prefix("- ")) {
        return view! { <ul>{items}</ul> }.into_any();
    }
    if let Some(items) = items(numbered) {
        return view! { <ol>{items}</ol> }.into_any();
    }
    view! { <p dir="auto">{broken(lines)}</p> }.into_any()
}

/// The rest of a line such as `2. Wipe the ring`.
fn numbered(line: &str) -> Option<&str> {
    let (figure, rest) = line.split_once(". ")?;
    (figure.len() <= 2 && !figure.is_empty() && figure.bytes().all(|digit| digit.is_ascii_digit())).then_some(rest)
}

fn paragraphs(text: &str) -> Vec<Vec<&str>> {
    let mut all: Vec<Vec<&str>> = vec![Vec::new()];
    for line in text.lines() {
        if line.trim().is_empty() {
            all.push(Vec::new());
        } else if let Some(last) = all.last_mut() {
            last.push(line.trim_end());
        }
    }
    all.retain(|lines| !lines.is_empty());
    all
}

fn broken(lines: &[&str]) -> Vec<AnyView> {
    let mut pieces = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            pieces.push(view! { <br/> }.into_any());
        }
        pieces.extend(linked(line));
    }
    pieces
}

/// A line whose web addresses are links.
fn linked(line: &str) -> Vec<AnyView> {
    cut(line)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.to_owned().into_any(),
            Piece::Address(url) => {
                view! { <a href=url.to_owned() target="_blank" rel="noopener noreferrer nofollow" dir="ltr">{url.to_owned()}</a> }
                    .into_any()
            }
        })
        .collect()
}

#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Text(&'a str),
    Address(&'a str),
}

/// Cuts a line into words and web addresses. A dot, comma or bracket at the end belongs to the sentence.
fn cut(line: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some(start) = next_address(rest) {
        let (before, from) = rest.split_at(start);
        let ends = from.find(|letter: char| letter.is_whitespace() || letter.is_control() || "<>\"`".contains(letter));
        let (found, _) = from.split_at(ends.unwrap_or(from.len()));
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

/// Where `http://` or `https://` begins with something behind it.
fn next_address(text: &str) -> Option<usize> {
    text.match_indices("http").map(|(at, _)| at).find(|at| {
        let rest = text.get(*at..).unwrap_or_default();
        let host = rest.strip_prefix("https://").or_else(|| rest.strip_prefix("http://"));
        host.is_some_and(|host| host.chars().next().is_some_and(char::is_alphanumeric))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::html;

    #[test]
    fn paragraphs_and_breaks() {
        let check = |text: &str, expected: &str| assert_eq!(html(body(text)), expected, "{text:?}");
        check("one", "<p dir=\"auto\">one</p>");
        check("one\ntwo\n\n\nthree\n", "<p dir=\"auto\">one<br>two</p><p dir=\"auto\">three</p>");
        check("", "");
        check("<b>&", "<p dir=\"auto\">&lt;b&gt;&amp;</p>");
    }

    #[test]
    fn addresses_are_cut_out() {
        use Piece::{Address, Text};
        let check = |line: &str, expected: &[Piece<'_>]| assert_eq!(cut(line), expected, "{line:?}");
        check("see https://a.example/x?y=1, then", &[Text("see "), Address("https://a.example/x?y=1"), Text(", then")]);
        check("(http://a.example)", &[Text("("), Address("http://a.example"), Text(")")]);
        check("javascript:alert(1) https://", &[Text("javascript:alert(1) https://")]);
        check("https://a.example\"onclick=", &[Address("https://a.example"), Text("\"onclick=")]);
        check("httpshttps://b.example", &[Text("https"), Address("https://b.example")]);
    }

    #[test]
    fn articles_have_lists_and_headings() {
        let check = |text: &str, expected: &str| assert_eq!(html(article(text)), expected, "{text:?}");
        check("# Try\n\n- a\n- b", "<h2 dir=\"auto\">Try</h2><ul><li><span>a</span></li><li><span>b</span></li></ul>");
        check("1. a\n2. b", "<ol><li><span>a</span></li><li><span>b</span></li></ol>");
        check("- a\nb", "<p dir=\"auto\">- a<br>b</p>");
    }
}
