//! What is wrong with a form, each fault at its field. The server's page says it; where the form was sent by an island, the
//! answer's faults come in by the same places.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Icon, insert};

/// A fault of one field, as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldFault {
    /// The field's name.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

/// The faults of a form that an island sends. Fields within it find them in the context.
#[derive(Debug, Clone, Copy)]
pub struct FieldFaults(RwSignal<Vec<FieldFault>>);

impl FieldFaults {
    /// A form with these faults.
    pub(super) fn new(faults: Vec<FieldFault>) -> Self {
        Self(RwSignal::new(faults))
    }

    pub(super) fn set(self, faults: Vec<FieldFault>) {
        self.0.set(faults);
    }

    /// One more.
    pub(super) fn add(self, fault: FieldFault) {
        self.0.update(|faults| faults.push(fault));
    }

    /// Somebody mends the field.
    pub(super) fn clear(self, field: &str) {
        if self.0.read_untracked().iter().any(|fault| fault.field == field) {
            self.0.update(|faults| faults.retain(|fault| fault.field != field));
        }
    }

    pub(super) fn of(self, field: &str) -> Option<String> {
        self.0.read().iter().find(|fault| fault.field == field).map(|fault| fault.message.clone())
    }
}

/// What stands under a field: its hint, or what is wrong with it.
#[island]
pub fn Hint(
    /// The field's name.
    field: String,
    /// The field's id.
    id: String,
    hint: String,
    /// What the server found wrong.
    fault: String,
    /// Where the icons are.
    icons: String,
) -> impl IntoView {
    let faults = use_context::<FieldFaults>();
    let first = Some(fault).filter(|fault| !fault.is_empty());
    let fault = Memo::new(move |_| faults.map_or_else(|| first.clone(), |faults| faults.of(&field)));
    let control = id.clone();
    Effect::new(move |before: Option<()>| {
        let is_wrong = fault.read().is_some();
        if before.is_some() {
            insert::mark_field(&control, is_wrong);
        }
    });
    view! { <FaultLine id=id hint=hint icons=icons fault=fault/> }
}

/// The same, for a form's own parts.
#[component]
pub(super) fn FaultLine(id: String, hint: String, icons: String, #[prop(into)] fault: Signal<Option<String>>) -> impl IntoView {
    let has_no_hint = hint.is_empty();
    view! {
        <p class="field__hint" id=format!("{id}-more") hidden=move || has_no_hint || fault.read().is_some()>{hint}</p>
        <p class="field__fault" id=format!("{id}-fault") hidden=move || fault.read().is_none()>
            <Icon sprite=icons name="alert" class="icon icon--small"/>
            <span>{move || fault.get()}</span>
        </p>
    }
}
