//! What people typed, on a page: messages and articles, drawn alike.

use leptos::prelude::*;
use markdown::{Kind, draw};

use crate::document::Drawn;

/// A message: a blank line parts paragraphs, other line breaks and blanks are kept.
pub(crate) fn body(text: &str) -> AnyView {
    Drawn::new(draw(text, Kind::Message)).into_any()
}

/// An article: as a message, and with headings.
pub(crate) fn article(text: &str) -> AnyView {
    Drawn::new(draw(text, Kind::Article)).into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::html;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(html(body(text)), expected, "{text:?}");
    }

    #[test]
    fn paragraphs_and_breaks() {
        check("one", "<p dir=\"auto\">one</p>");
        check("one\ntwo\n\nthree\n", "<p dir=\"auto\">one<br>two</p><p dir=\"auto\">three</p>");
        check("", "");
        check("<b>&", "<p dir=\"auto\">&lt;b&gt;&amp;</p>");
    }

    #[test]
    fn blanks_and_lines_are_kept_as_typed() {
        check("if x:\n    y = 1", "<p dir=\"auto\">if x:<br>    y = 1</p>");
        check("  one\n\ttwo", "<p dir=\"auto\">  one<br>\ttwo</p>");
        check("    four\n      six\n\n    four", "<p dir=\"auto\">    four<br>      six<br><br>    four</p>");
        check("a  b   c", "<p dir=\"auto\">a  b   c</p>");
        check("\n\na", "<p aria-hidden=\"true\"><br><br></p><p dir=\"auto\">a</p>");
        check("a\n\n\n\nb\n\n\n", "<p dir=\"auto\">a</p><p aria-hidden=\"true\"><br><br></p><p dir=\"auto\">b</p>");
        check("  x <i>\n  *b*", "<p dir=\"auto\">  x &lt;i&gt;<br>  <em>b</em></p>");
    }

    #[test]
    fn what_is_no_markup_of_ours_stays_as_it_was_typed() {
        let same = |text: &str| {
            let shown = html(body(text))
                .replace("</p><p dir=\"auto\">", "\n")
                .replace("<br>", "\n")
                .replace("&quot;", "\"")
                .replace("&gt;", ">");
            let shown = shown.replace("&lt;", "<").replace("&amp;", "&").replace("<p dir=\"auto\">", "").replace("</p>", "");
            assert_eq!(shown, text);
        };
        for text in [
            "2*3*4 = 24",
            "__init__ and a_b_c _so_",
            "\\\\server\\share and C:\\temp",
            "&amp; &lt;b&gt; &copy;",
            "Regards\n--\nAda",
            "Total\n=====",
            "---",
            "***",
            "<div>\nx\n</div>",
            "<!-- x -->",
            "![x](ftp://a.example/",
            "[1]: not a definition",
            "[x] and [y][z]",
            "![pixel](data:image/png;base64,AAAA)",
            "[x](javascript:alert(1))",
            "a\\\nb",
            "5 > 3",
            "#1053 is mine",
            "a * b * c",
            "[https_//bank](ftp://evil.example)",
        ] {
            same(text);
        }
    }

    #[test]
    fn stress_and_code() {
        check("**bold** and *so*", "<p dir=\"auto\"><strong>bold</strong> and <em>so</em></p>");
        check("`<b>`", "<p dir=\"auto\"><code dir=\"auto\">&lt;b&gt;</code></p>");
        check("```py\nif x:\n    y = '1'\n```", "<pre dir=\"ltr\"><code>if x:\n    y = '1'</code></pre>");
        check("```\nopen", "<pre dir=\"ltr\"><code>open</code></pre>");
        check("\\*no\\*", "<p dir=\"auto\">*no*</p>");
    }

    #[test]
    fn lists_and_quotes() {
        let item = |words: &str| format!("<li dir=\"auto\"><div>{words}</div></li>");
        check("Try:\n- a\n- b", &format!("<p dir=\"auto\">Try:</p><ul dir=\"auto\">{}{}</ul>", item("a"), item("b")));
        check("1. a\n2. b", &format!("<ol dir=\"auto\">{}{}</ol>", item("a"), item("b")));
        check("4. a\n   more", &format!("<ol dir=\"auto\" start=\"4\">{}</ol>", item("a<br>more")));
        check("> a\n> b\n\nc", "<blockquote dir=\"auto\"><p dir=\"auto\">a<br>b</p></blockquote><p dir=\"auto\">c</p>");
        check("- a\n  - b", &format!("<ul dir=\"auto\">{}</ul>", item(&format!("a<ul dir=\"auto\">{}</ul>", item("b")))));
    }

    #[test]
    fn headings_stand_in_articles_only() {
        let heads = |text: &str, expected: &str| assert_eq!(html(article(text)), expected, "{text:?}");
        heads("# Try\n\n- a", "<h2 dir=\"auto\">Try</h2><ul dir=\"auto\"><li dir=\"auto\"><div>a</div></li></ul>");
        heads("### Then", "<h3 dir=\"auto\">Then</h3>");
        check("# Try", "<p dir=\"auto\"><strong>Try</strong></p>");
    }

    const REL: &str = "target=\"_blank\" rel=\"nofollow noopener noreferrer\"";

    #[test]
    fn links() {
        let bare = |url: &str| format!("<a href=\"{url}\" {REL} dir=\"ltr\">{url}</a>");
        check("see https://a.example/x_y_z.", &format!("<p dir=\"auto\">see {}.</p>", bare("https://a.example/x_y_z")));
        check("**https://a.example**", &format!("<p dir=\"auto\"><strong>{}</strong></p>", bare("https://a.example")));
        check("<https://a.example>", &format!("<p dir=\"auto\">&lt;{}&gt;</p>", bare("https://a.example")));
        check(
            "[the *manual*](https://a.example/m)",
            &format!("<p dir=\"auto\"><a href=\"https://a.example/m\" {REL} dir=\"auto\">the <em>manual</em></a></p>"),
        );
        let many = html(body(&"https://a.example ".repeat(80)));
        assert_eq!((many.matches("<a ").count(), many.matches("https://a.example").count()), (50, 130));
        let mixed = html(body(&"[x](https://a.example) ".repeat(80)));
        assert_eq!(mixed.matches("<a ").count(), 50);
        // A false label is shown as it was typed: each address leads to itself.
        let (bank, evil) = (bare("https://bank.example"), bare("https://evil.example"));
        check("[https://bank.example](https://evil.example)", &format!("<p dir=\"auto\">[{bank}]({evil})</p>"));
        check(
            "[invoice.pdf](https://a.example/x)",
            &format!(
                "<p dir=\"auto\"><a href=\"https://a.example/x\" {REL} dir=\"auto\">invoice.pdf</a> <small>(<bdi>a.example</bdi>)</small></p>"
            ),
        );
    }

    #[test]
    fn nothing_becomes_markup_that_was_not_meant() {
        for evil in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](data:text/html,<script>)",
            "[x](https://a.example/\"onmouseover=alert(1))",
            "<javascript:alert(1)>",
            "![x](https://evil.example/p.png)",
            "[x](vbscript:x)",
            "`<img src=x onerror=alert(1)>`",
            "```\n</code></pre><script>alert(1)</script>\n```",
            "[a]: javascript:alert(1)\n\n[a]",
            "[<img src=x onerror=alert(1)>](https://a.example)",
            "<a href=\"javascript:alert(1)\">x</a>",
            "&lt;script&gt;",
            "[x](&#106;avascript:alert(1))",
            "<https://a.example/\"onclick=alert(1)>",
            "https://a.example\"onclick=alert(1)",
        ] {
            for shown in [html(body(evil)), html(article(evil))] {
                let tags = shown.split('<').skip(1).map(|rest| rest.split(['>', ' ']).next().unwrap());
                for tag in tags {
                    let known = ["p", "/p", "a", "/a", "code", "/code", "pre", "/pre", "br", "em", "/em"];
                    assert!(known.contains(&tag), "{evil} became {shown}");
                }
                for address in shown.split("href=\"").skip(1) {
                    assert!(address.starts_with("https://") || address.starts_with("mailto:"), "{evil} became {shown}");
                }
                for inside in shown.split("<a ").skip(1).filter_map(|rest| rest.split('>').next()) {
                    assert_eq!(inside.matches('"').count(), 8, "{evil} became {shown}");
                }
            }
        }
    }

    #[test]
    fn deep_or_unbalanced_text_costs_little_and_is_all_there() {
        let most = model::limit::BODY_CHARS_MAX;
        for unit in
            ["> ", "- ", "[", "*a ", "**", "`", "<", "![", "_a", "](", "a\n> ", "1. ", "- a\n  ", "&", "\\", "```\n", "http://a "]
        {
            let text: String = unit.chars().cycle().take(most).collect();
            let began = std::time::Instant::now();
            let shown = html(body(&text));
            assert!(began.elapsed() < std::time::Duration::from_millis(500), "{unit:?} took {:?}", began.elapsed());
            assert!(shown.len() < 10 * text.len(), "{unit:?} became {} bytes", shown.len());
            let mut depth = 0_i32;
            for tag in shown.split('<').skip(1).filter(|tag| !tag.starts_with("br>")) {
                depth += if tag.starts_with('/') { -1 } else { 1 };
                assert!((0..=40).contains(&depth), "{unit:?}: {depth}");
            }
            assert_eq!(depth, 0, "{unit:?}");
        }
        assert!(html(body(&"> ".repeat(30))).contains("&gt; &gt;"), "deeper than is drawn, so as it was typed");
    }
}
