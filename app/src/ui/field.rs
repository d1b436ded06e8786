//! Fields of forms: a label, a hint, the control, and what is wrong with it.

use leptos::prelude::*;
use model::fault::{Fault, Invalid};
use model::id::Key;

use crate::shell::{Reader, Shell};
use crate::words;

/// What a field is.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) label: &'static str,
    pub(crate) hint: &'static str,
    pub(crate) value: String,
    pub(crate) chars_max: usize,
    pub(crate) autocomplete: &'static str,
    pub(crate) is_required: bool,
    /// The faults that are this field's.
    pub(crate) faults: &'static [Invalid],
}

impl Field {
    /// A line of text.
    pub(crate) fn text(name: &'static str, label: &'static str, value: &str, chars_max: usize) -> Self {
        Self {
            name,
            kind: "text",
            label,
            hint: "",
            value: value.to_owned(),
            chars_max,
            autocomplete: "off",
            is_required: true,
            faults: &[],
        }
    }

    /// A mail address.
    pub(crate) fn mail(label: &'static str, value: &str) -> Self {
        Self {
            kind: "email",
            autocomplete: "email",
            faults: &[Invalid::MailMissing, Invalid::MailWrong],
            ..Self::text("mail", label, value, model::limit::MAIL_BYTES_MAX)
        }
    }
}

/// The faults of a message.
pub(crate) const BODY: &[Invalid] = &[Invalid::BodyMissing, Invalid::BodyTooLong];
/// The faults of the files with a message.
pub(crate) const FILES: &[Invalid] = &[Invalid::FileTooLarge, Invalid::FileEmpty, Invalid::TooManyFiles, Invalid::FileUnknown];

/// The fault, if it is one of these.
pub(crate) fn fault_of(fault: Option<Fault>, faults: &[Invalid]) -> Option<Fault> {
    fault.filter(|fault| matches!(fault, Fault::Invalid(invalid) if faults.contains(invalid)))
}

/// The fault, if it stands at none of these fields and has to be said by itself.
pub(crate) fn fault_elsewhere(fault: Option<Fault>, fields: &[&[Invalid]]) -> Option<Fault> {
    fault.filter(|_| fields.iter().all(|faults| fault_of(fault, faults).is_none()))
}

/// The codes of faults, by which the island finds the control that they are about.
pub(crate) fn codes(faults: &[Invalid]) -> Option<String> {
    (!faults.is_empty()).then(|| faults.iter().map(|fault| fault.code()).collect::<Vec<_>>().join(" "))
}

/// The id of what describes a control: its fault, else its hint.
pub(crate) fn described_by(id: &str, hint: &str, fault: Option<Fault>) -> Option<String> {
    match fault {
        Some(_) => Some(format!("{id}-fault")),
        None if hint.is_empty() => None,
        None => Some(format!("{id}-more")),
    }
}

/// The field with all that belongs to it.
pub(crate) fn field(shell: &Shell<'_>, field: Field) -> AnyView {
    let reader = shell.reader();
    let fault = fault_of(shell.fault, field.faults);
    let direction = match field.kind {
        "email" | "password" | "url" => "ltr",
        _ => "auto",
    };
    view! {
        <div class="field">
            <label for=field.name>
                {field.label}
                {(!field.is_required).then(|| view! { " "<span class="faint small">{reader.lang.optional()}</span> })}
            </label>
            <input
                class="input" id=field.name name=field.name type=field.kind value=field.value maxlength=field.chars_max.to_string()
                autocomplete=field.autocomplete required=field.is_required dir=direction
                aria-invalid=fault.map(|_| "true") aria-describedby=described_by(field.name, field.hint, fault)
                autofocus=fault.is_some() data-faults=codes(field.faults)
            />
            {more(&reader, field.name, field.hint, fault)}
        </div>
    }
    .into_any()
}

/// The hint of a control, and the place of its fault, which waits hidden until there is one.
pub(crate) fn more(reader: &Reader<'_>, id: &str, hint: &'static str, fault: Option<Fault>) -> AnyView {
    let hint =
        (!hint.is_empty()).then(|| view! { <p class="field__hint" id=format!("{id}-more") hidden=fault.is_some()>{hint}</p> });
    let words = fault.map(|fault| words::fault(reader.lang, fault));
    view! {
        {hint}
        <p class="field__fault" id=format!("{id}-fault") hidden=fault.is_none()>{super::small(reader, "alert")}<span data-text>{words}</span></p>
    }
    .into_any()
}

/// A choice, with its label.
pub(crate) fn select(id: &'static str, name: &'static str, label: &'static str, options: Vec<AnyView>) -> AnyView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select class="input" id=id name=name>{options}</select>
        </div>
    }
    .into_any()
}

/// An option of a choice.
pub(crate) fn option(value: String, words: String, is_chosen: bool) -> AnyView {
    view! { <option value=value selected=is_chosen>{words}</option> }.into_any()
}

/// The key of a write, in its form.
pub(crate) fn key(key: Key) -> AnyView {
    view! { <input type="hidden" name="key" value=key.to_string()/> }.into_any()
}
