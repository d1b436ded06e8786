//! Fields of forms: a label, a hint, the control, and what is wrong with it.

use leptos::prelude::*;
use model::fault::Fault;
use model::id::Key;

use crate::islands::{FieldFault, Hint};
use crate::shell::{Reader, Shell};
use crate::typed::Typed;
use crate::words;

/// What a field is. What stands in it comes from [`Typed`], by its name.
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) label: &'static str,
    pub(crate) hint: &'static str,
    pub(crate) chars_max: usize,
    pub(crate) autocomplete: &'static str,
    pub(crate) is_required: bool,
}

impl Field {
    /// A line of text.
    pub(crate) fn text(name: impl Into<String>, label: &'static str, chars_max: usize) -> Self {
        Self { name: name.into(), kind: "text", label, hint: "", chars_max, autocomplete: "off", is_required: true }
    }

    /// An email address.
    pub(crate) fn mail(label: &'static str) -> Self {
        Self { kind: "email", autocomplete: "email", ..Self::text("mail", label, model::limit::MAIL_BYTES_MAX) }
    }

    /// A password, which is never put back.
    pub(crate) fn password(name: &'static str, label: &'static str) -> Self {
        Self { kind: "password", ..Self::text(name, label, model::limit::PASSWORD_BYTES_MAX) }
    }
}

/// What is wrong with one of these fields.
pub(crate) fn fault_at(fault: Option<Fault>, fields: &[&str]) -> Option<Fault> {
    match fault {
        Some(Fault::Invalid(faults)) => faults.at(fields).map(Fault::from),
        _ => None,
    }
}

/// What is wrong with a form of these fields, above it: what stands at none of them, and where several are wrong, the way to each.
pub(crate) fn faults(reader: &Reader<'_>, fault: Option<Fault>, fields: &[&str]) -> impl IntoView + use<> {
    let wrong: Vec<_> = fields.iter().filter_map(|field| Some((*field, fault_at(fault, &[field])?))).collect();
    let elsewhere = match fault {
        Some(Fault::Invalid(all)) => all.iter().find(|invalid| !fields.contains(&invalid.field())).map(Fault::from),
        other => other,
    };
    let summary = (wrong.len() > 1).then(|| {
        let count = i64::try_from(wrong.len()).unwrap_or(i64::MAX);
        let way = |(field, fault): (&str, Fault)| {
            view! { <li><a href=format!("#{}", anchor(field))>{words::fault(reader.lang, fault)}</a></li> }
        };
        let ways: Vec<_> = wrong.into_iter().map(way).collect();
        view! {
            <div class="notice" data-tone="urgent" role="alert">
                {super::icon(reader, "alert")}
                <div><p>{reader.lang.fields_to_check(count)}</p><ul>{ways}</ul></div>
            </div>
        }
    });
    view! { {super::fault(reader, elsewhere)}{summary} }
}

/// The id of a field's control: that of a message is the composer's.
fn anchor(field: &str) -> &str {
    if field == "body" { "reply" } else { field }
}

/// The faults at their fields, for an island.
pub(crate) fn faults_of(lang: words::Lang, fault: Option<Fault>) -> Vec<FieldFault> {
    let Some(Fault::Invalid(faults)) = fault else { return Vec::new() };
    let with_field = faults.iter().filter(|invalid| !invalid.field().is_empty());
    with_field
        .map(|invalid| FieldFault { field: invalid.field().to_owned(), message: words::fault(lang, invalid.into()) })
        .collect()
}

/// The ids of what describes a control: its fault and its hint, of which one is shown.
pub(crate) fn described_by(id: &str) -> String {
    format!("{id}-fault {id}-more")
}

/// The field with all that belongs to it.
pub(crate) fn field(shell: &Shell<'_>, typed: &Typed, field: Field) -> impl IntoView + use<> {
    let fault = fault_at(shell.fault, &[&field.name]);
    let under = more(&shell.reader(), &field.name, field.hint, fault);
    with(shell, typed, field, fault, under)
}

/// The same in a form that an island sends, whose answer may find fault with it.
pub(crate) fn live_field(shell: &Shell<'_>, typed: &Typed, field: Field) -> impl IntoView + use<> {
    let fault = fault_at(shell.fault, &[&field.name]);
    let (name, words) = (field.name.clone(), fault.map(|fault| words::fault(shell.lang, fault)).unwrap_or_default());
    let icons = shell.assets.icons.clone();
    let under = view! { <Hint field=name.clone() id=name hint=field.hint.to_owned() fault=words icons=icons/> };
    with(shell, typed, field, fault, under)
}

fn with<V: IntoView>(shell: &Shell<'_>, typed: &Typed, field: Field, fault: Option<Fault>, under: V) -> impl IntoView + use<V> {
    let direction = match field.kind {
        "email" | "password" | "url" => "ltr",
        _ => "auto",
    };
    let value = if field.kind == "password" { String::new() } else { typed.text(&field.name).to_owned() };
    let described_by = described_by(&field.name);
    // Of several that are wrong the first is where one begins.
    let is_first = matches!(shell.fault, Some(Fault::Invalid(faults)) if faults.iter().next().is_some_and(|first| first.field() == field.name));
    view! {
        <div class="field">
            <label for=field.name.clone()>
                {field.label}
                {(!field.is_required).then(|| view! { " "<span class="faint small">{shell.lang.optional()}</span> })}
            </label>
            <input
                class="input" id=field.name.clone() name=field.name type=field.kind value=value maxlength=field.chars_max.to_string()
                autocomplete=field.autocomplete required=field.is_required dir=direction
                aria-invalid=fault.map(|_| "true") aria-describedby=described_by autofocus=is_first
            />
            {under}
        </div>
    }
}

/// The hint of a control, or what is wrong with it.
pub(crate) fn more(reader: &Reader<'_>, id: &str, hint: &'static str, fault: Option<Fault>) -> impl IntoView + use<> {
    let hint =
        (!hint.is_empty()).then(|| view! { <p class="field__hint" id=format!("{id}-more") hidden=fault.is_some()>{hint}</p> });
    let fault = fault.map(|fault| {
        let words = words::fault(reader.lang, fault);
        view! { <p class="field__fault" id=format!("{id}-fault")>{super::small(reader, "alert")}<span>{words}</span></p> }
    });
    view! { {hint}{fault} }
}

/// A choice, with its label.
pub(crate) fn select<V: IntoView>(
    id: &'static str,
    name: &'static str,
    label: &'static str,
    options: Vec<V>,
) -> impl IntoView + use<V> {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select class="input" id=id name=name>{options}</select>
        </div>
    }
}

/// An option of a choice.
pub(crate) fn option(value: String, words: String, is_chosen: bool) -> impl IntoView + use<> {
    view! { <option value=value selected=is_chosen>{words}</option> }
}

/// The key of a write, in its form.
pub(crate) fn key(key: Key) -> impl IntoView + use<> {
    view! { <input type="hidden" name="key" value=key.to_string()/> }
}
