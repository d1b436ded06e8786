//! What happened, what was kept, what to do.

use leptos::prelude::*;
use model::fault::Fault;

use crate::shell::Reader;
use crate::words;

/// The fault of the form that came before, if there was one.
pub(crate) fn fault(reader: &Reader<'_>, fault: Option<Fault>) -> AnyView {
    let Some(fault) = fault else {
        return ().into_any();
    };
    view! {
        <div class="notice" data-tone="urgent" role="alert" data-code=fault.code()>
            {super::icon(reader, "alert")}
            <p>{words::fault(reader.lang, fault)}</p>
        </div>
    }
    .into_any()
}
