//! The only place with a `<textarea>`: one place to escape, label and limit it.

use leptos::prelude::*;

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
    pub(crate) is_invalid: bool,
    /// The id of a hint or fault that describes it.
    pub(crate) described_by: Option<&'static str>,
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
            is_invalid: false,
            described_by: None,
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
            aria-invalid=area.is_invalid.then_some("true") aria-describedby=area.described_by
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
