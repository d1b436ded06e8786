//! A page that is written from what the parser found.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::link::{self, Label, Piece};
use super::{Form, Kind, WEDGE};

/// How deep lists and quotes may be nested; deeper ones are shown as they were typed.
const DEPTH_MAX: usize = 8;
/// Most links in one text; addresses after them stay plain words.
const LINKS_MAX: usize = 50;
/// Most empty lines in a row that are shown.
const BLANK_LINES_MAX: usize = 8;

/// Nested deeper than is drawn.
pub(super) struct TooDeep;

/// What is open, and how it ends.
enum Open {
    /// Markup that closes with this.
    Element(&'static str),
    /// A delimiter that is shown as it was typed.
    Literal(String),
    /// A heading that is underlined; the line below it is shown too.
    Underlined(usize),
    /// A block of code; its last line break is not shown.
    Code,
    /// Lines indented by four blanks: they are shown with their indentation.
    Indented,
    /// A link, and what stands behind it.
    Link(Behind),
}

/// What stands behind a link.
enum Behind {
    Nothing,
    /// The bracket that it was typed in.
    Bracket,
    /// Where it leads, when its label may be read as another place.
    Place(String),
}

pub(super) struct Page<'a> {
    source: &'a str,
    kind: Kind,
    form: Form,
    pub(super) out: String,
    open: Vec<Open>,
    /// How many lists, items and quotes are open.
    depth: usize,
    links: usize,
    is_in_link: bool,
    /// Words that were not written yet: an address may be cut into several events.
    run: Range<usize>,
    /// A line has just begun, so the blanks before its first word count.
    is_at_line_start: bool,
    /// What is inside an element that is shown as it was typed is skipped: how many ends are still to come.
    skipped: usize,
    /// The text of a code block.
    code: Option<String>,
}

impl<'a> Page<'a> {
    pub(super) const fn new(source: &'a str, kind: Kind, form: Form) -> Self {
        Self {
            source,
            kind,
            form,
            out: String::new(),
            open: Vec::new(),
            depth: 0,
            links: 0,
            is_in_link: false,
            run: 0..0,
            is_at_line_start: false,
            skipped: 0,
            code: None,
        }
    }

    /// Writes markup of our own, or nothing of it.
    pub(super) fn mark(&mut self, markup: &str) {
        if self.form == Form::Markup {
            self.out.push_str(markup);
        }
    }

    /// Begins a block or a line.
    pub(super) fn begin(&mut self, markup: &str) {
        self.out.push_str(if self.form == Form::Markup { markup } else { " " });
    }

    /// Writes what is shown as it stands.
    fn show(&mut self, text: &str) {
        match self.form {
            Form::Markup => escape(text, &mut self.out),
            Form::Words => self.out.extend(text.chars().filter(|letter| *letter != WEDGE)),
        }
    }

    fn typed(&self, range: Range<usize>) -> &'a str {
        self.source.get(range).unwrap_or_default()
    }

    pub(super) fn take(&mut self, event: Event<'_>, range: Range<usize>) -> Result<(), TooDeep> {
        if self.skipped > 0 {
            match event {
                Event::Start(_) => self.skipped += 1,
                Event::End(_) => self.skipped -= 1,
                _ => {}
            }
            return Ok(());
        }
        match event {
            Event::Start(tag) => return self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) if self.code.is_some() => self.code.get_or_insert_default().push_str(&text),
            Event::Text(_) => self.text(range),
            Event::Code(code) => {
                self.begin_inline(range.start);
                self.mark("<code dir=\"auto\">");
                self.show(&code);
                self.mark("</code>");
            }
            Event::SoftBreak | Event::HardBreak => {
                self.flush();
                if self.typed(range).starts_with('\\') {
                    self.out.push('\\');
                }
                self.begin("<br>");
                self.is_at_line_start = true;
            }
            Event::Html(_) | Event::InlineHtml(_) => {
                self.begin_inline(range.start);
                self.words(self.typed(range));
            }
            Event::Rule => {
                self.blank_lines(range.start);
                self.begin("<p dir=\"auto\">");
                self.words(self.typed(range).trim());
                self.mark("</p>");
            }
            // Not asked for, so the parser does not make them.
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
        Ok(())
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) -> Result<(), TooDeep> {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.block(range.start, "<p dir=\"auto\">", Open::Element("</p>")),
            Tag::Heading { level, .. } => {
                let is_underlined = !self.typed(range.clone()).trim_start().starts_with('#');
                match (is_underlined, self.kind) {
                    (true, _) => self.block(range.start, "<p dir=\"auto\">", Open::Underlined(range.end)),
                    (_, Kind::Message) => self.block(range.start, "<p dir=\"auto\"><strong>", Open::Element("</strong></p>")),
                    (_, Kind::Article) if level as u8 <= 2 => {
                        self.block(range.start, "<h2 dir=\"auto\">", Open::Element("</h2>"));
                    }
                    (_, Kind::Article) => self.block(range.start, "<h3 dir=\"auto\">", Open::Element("</h3>")),
                }
            }
            Tag::BlockQuote(_) => self.container(range.start, "<blockquote dir=\"auto\">", "</blockquote>")?,
            Tag::List(None) => self.container(range.start, "<ul dir=\"auto\">", "</ul>")?,
            Tag::List(Some(1)) => self.container(range.start, "<ol dir=\"auto\">", "</ol>")?,
            Tag::List(Some(first)) => self.container(range.start, &format!("<ol dir=\"auto\" start=\"{first}\">"), "</ol>")?,
            Tag::Item => {
                self.container(range.start, "<li dir=\"auto\"><div>", "</div></li>")?;
                if self.form == Form::Words {
                    let marker = self.typed(range).split_whitespace().next().unwrap_or_default();
                    self.out.push_str(marker);
                    self.out.push(' ');
                }
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => {
                self.flush();
                self.blank_lines(range.start);
                self.code = Some(String::new());
                self.open.push(Open::Indented);
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => {
                self.block(range.start, "<pre dir=\"ltr\"><code>", Open::Code);
                self.code = Some(String::new());
            }
            Tag::Emphasis => self.stress(&range, 1, "<em>", "</em>"),
            Tag::Strong => self.stress(&range, 2, "<strong>", "</strong>"),
            Tag::Link { link_type, dest_url, .. } => self.link(link_type, &dest_url, range),
            _ => self.skip(range),
        }
        Ok(())
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        self.flush();
        match self.open.pop() {
            Some(Open::Element(closing)) => self.mark(closing),
            Some(Open::Literal(delimiter)) => self.words(&delimiter),
            Some(Open::Underlined(end)) => {
                let line = self.typed(0..end).trim_end().rsplit('\n').next().unwrap_or_default();
                self.begin("<br>");
                self.words(line.trim_start());
                self.mark("</p>");
            }
            Some(Open::Code) => {
                let code = self.code.take().unwrap_or_default();
                self.show(code.strip_suffix('\n').unwrap_or(&code));
                self.mark("</code></pre>");
            }
            Some(Open::Indented) => self.indented(range),
            Some(Open::Link(behind)) => {
                self.mark("</a>");
                self.behind(behind);
                self.is_in_link = false;
            }
            None => {}
        }
        if matches!(tag, TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item) {
            self.depth -= 1;
        }
        self.is_at_line_start = false;
    }

    /// A block with words in it. On the page's own level the blanks before its first word are kept.
    fn block(&mut self, at: usize, opening: &str, open: Open) {
        self.flush();
        self.blank_lines(at);
        self.begin(opening);
        self.open.push(open);
        self.is_at_line_start = true;
    }

    fn container(&mut self, at: usize, opening: &str, closing: &'static str) -> Result<(), TooDeep> {
        self.flush();
        self.blank_lines(at);
        self.depth += 1;
        if self.depth > DEPTH_MAX * 2 {
            return Err(TooDeep);
        }
        self.begin(opening);
        self.open.push(Open::Element(closing));
        Ok(())
    }

    /// Lines that begin with four blanks are no code in an email: they are shown where they were typed.
    fn indented(&mut self, range: Range<usize>) {
        let code = self.code.take().unwrap_or_default();
        let begin = self.typed(0..range.start).rfind('\n').map_or(0, |at| at + 1);
        let lines = if self.depth == 0 { self.typed(begin..range.end) } else { &code };
        self.begin("<p dir=\"auto\">");
        self.words(lines.trim_end_matches('\n'));
        self.mark("</p>");
    }

    /// Emphasis by stars that stand around whole words. A product (`2*3*4`) and a name (`__init__`) are what they look like.
    fn stress(&mut self, range: &Range<usize>, length: usize, opening: &str, closing: &'static str) {
        let is_letter = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric());
        let is_within_a_word = is_letter(self.typed(0..range.start).chars().next_back())
            || is_letter(self.typed(range.end..self.source.len()).chars().next());
        let delimiter = self.typed(range.start..range.start + length);
        self.begin_inline(range.start);
        if delimiter.starts_with('_') || is_within_a_word {
            self.words(delimiter);
            self.open.push(Open::Literal(delimiter.to_owned()));
        } else {
            self.mark(opening);
            self.open.push(Open::Element(closing));
        }
    }

    fn link(&mut self, kind: LinkType, address: &str, range: Range<usize>) {
        let is_bracketed = matches!(kind, LinkType::Autolink | LinkType::Email);
        let address = address.replace(WEDGE, "");
        let address = if kind == LinkType::Email { format!("mailto:{address}") } else { address };
        let typed = self.typed(range.clone());
        let label = if is_bracketed { "" } else { typed.rsplit_once("](").map_or(typed, |(label, _)| label) };
        let label = link::label(label, &address);
        if self.links >= LINKS_MAX || !link::may_be_followed(&address) || label == Label::False {
            return self.skip(range);
        }
        let behind = match label {
            Label::Unclear(place) => Behind::Place(place),
            _ if is_bracketed => Behind::Bracket,
            _ => Behind::Nothing,
        };
        self.begin_inline(range.start);
        self.show(if is_bracketed { "<" } else { "" });
        self.anchor(&address, if is_bracketed { "ltr" } else { "auto" });
        self.is_in_link = true;
        self.open.push(Open::Link(behind));
    }

    fn anchor(&mut self, address: &str, direction: &str) {
        self.links += 1;
        if self.form == Form::Markup {
            self.out.push_str("<a href=\"");
            escape(address, &mut self.out);
            self.out.push_str("\" target=\"_blank\" rel=\"nofollow noopener noreferrer\" dir=\"");
            self.out.push_str(direction);
            self.out.push_str("\">");
        }
    }

    fn behind(&mut self, behind: Behind) {
        match behind {
            Behind::Nothing => {}
            Behind::Bracket => self.show(">"),
            Behind::Place(place) => {
                self.show(" ");
                self.mark("<small>");
                self.show("(");
                self.mark("<bdi>");
                self.show(&place);
                self.mark("</bdi>");
                self.show(")");
                self.mark("</small>");
            }
        }
    }

    /// Shows an element as it was typed, and nothing of what the parser made of it.
    fn skip(&mut self, range: Range<usize>) {
        self.begin_inline(range.start);
        self.words(self.typed(range));
        self.skipped = 1;
    }

    /// Words follow each other in the source, or the parser took something from between them.
    fn text(&mut self, range: Range<usize>) {
        let between = self.typed(self.run.end..range.start);
        if self.run.is_empty() || !(between.is_empty() || between == "\\") {
            self.begin_inline(range.start);
            // A backslash before a letter that has no meaning in this subset was meant as one, as in `\\server`.
            let before = self.typed(0..range.start);
            let is_shown = before.ends_with('\\') && !self.typed(range.clone()).starts_with(link::ESCAPABLE);
            self.run = if is_shown { range.start - 1 } else { range.start }..range.end;
        } else if between == "\\" && self.typed(range.clone()).starts_with(link::ESCAPABLE) {
            self.flush();
            self.run = range;
        } else {
            self.run.end = range.end;
        }
    }

    /// Writes what is waiting, then the blanks that a new line begins with.
    fn begin_inline(&mut self, at: usize) {
        self.flush();
        if std::mem::take(&mut self.is_at_line_start) && self.depth == 0 {
            let before = self.typed(0..at);
            let blanks = before.get(before.trim_end_matches([' ', '\t']).len()..).unwrap_or_default();
            let is_indentation = before.len() == blanks.len() || before.trim_end_matches([' ', '\t']).ends_with('\n');
            self.out.push_str(if is_indentation { blanks } else { "" });
        }
    }

    fn flush(&mut self) {
        let run = std::mem::replace(&mut self.run, 0..0);
        if !run.is_empty() {
            self.words(self.typed(run));
        }
    }

    /// Empty lines beyond the one that parts two blocks were typed on purpose.
    fn blank_lines(&mut self, at: usize) {
        if self.depth > 0 {
            return;
        }
        let begin = self.typed(0..at).rfind('\n').map_or(0, |at| at + 1);
        let above = self.typed(0..begin).trim_end_matches('\n').len();
        let blank = self.typed(0..begin).lines().rev().take_while(|line| line.trim().is_empty()).count();
        let shown = if above == 0 { blank } else { blank.saturating_sub(1) }.min(BLANK_LINES_MAX);
        if shown > 0 {
            self.begin("<p aria-hidden=\"true\">");
            self.mark(&"<br>".repeat(shown));
            self.mark("</p>");
        }
    }

    /// Words without an address; a phone number is not broken between two lines.
    fn figures(&mut self, text: &str) {
        for (is_figure, piece) in link::figures(text) {
            self.mark(if is_figure { "<span class=\"figure-kept\">" } else { "" });
            self.show(piece);
            self.mark(if is_figure { "</span>" } else { "" });
        }
    }

    /// Words as they were typed; web addresses among them are links.
    pub(super) fn words(&mut self, text: &str) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.begin("<br>");
            }
            if self.is_in_link {
                self.show(line);
                continue;
            }
            for piece in link::cut(line) {
                match piece {
                    Piece::Address(address) if self.links < LINKS_MAX => {
                        self.anchor(address, "ltr");
                        self.show(address);
                        self.mark("</a>");
                    }
                    Piece::Address(text) => self.show(text),
                    Piece::Text(text) => self.figures(text),
                }
            }
        }
    }
}

fn escape(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            WEDGE => {}
            letter => out.push(letter),
        }
    }
}
