//! The only place with a `<textarea>`: one place to escape, label and limit it.

use leptos::prelude::*;
use model::fault::{Fault, Invalid};

use super::field::{BODY, codes, described_by};

/// What a text area is.
pub(crate) struct TextArea {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    /// Said to those who cannot see it; nothing where a visible label points to `id`.
    pub(crate) label: Option<String>,
    pub(crate) placeholder: String,
    pub(crate) rows: u8,
    pub(crate) chars_max: usize,
    pub(crate) text: String,
    pub(crate) is_required: bool,
    /// Is there a hint at it? `ui::more` says it.
    pub(crate) hint: &'static str,
    /// What is wrong with it.
    pub(crate) fault: Option<Fault>,
    /// The faults that are this field's.
    pub(crate) faults: &'static [Invalid],
}

impl TextArea {
    /// For a message.
    pub(crate) fn message(id: &'static str, label: String, placeholder: String, text: &str) -> Self {
        Self {
            id,
            name: "body",
            label: Some(label),
            placeholder,
            rows: 4,
            chars_max: model::limit::BODY_CHARS_MAX,
            text: text.to_owned(),
            is_required: true,
            hint: "",
            fault: None,
            faults: BODY,
        }
    }
}

/// The text area.
pub(crate) fn text_area(area: TextArea) -> AnyView {
    // A leading line break is dropped by every parser, so one is put before the text's own.
    let text = if area.text.starts_with('\n') { format!("\n{}", area.text) } else { area.text };
    view! {
        <textarea
            class="input" id=area.id name=area.name rows=area.rows.to_string() maxlength=area.chars_max.to_string()
            placeholder=area.placeholder aria-label=area.label required=area.is_required dir="auto"
            aria-invalid=area.fault.map(|_| "true") aria-describedby=described_by(area.id, area.hint, area.fault)
            autofocus=area.fault.is_some() data-faults=codes(area.faults)
        >{text}</textarea>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::html;

    #[test]
    fn what_was_typed_cannot_leave_the_field() {
        let area = TextArea::message("reply", "Reply".into(), String::new(), "</textarea><script>alert(1)</script>");
        let text = html(text_area(area));
        assert!(text.contains("&lt;/textarea&gt;&lt;script&gt;"), "{text}");
        assert_eq!(text.matches("</textarea>").count(), 1);
    }
}
