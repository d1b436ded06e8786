//! The page for anything that cannot be shown, in the portal and at the desk.

use leptos::prelude::*;
use model::fault::Fault;

use crate::document::Islands;
use crate::pages::desk::page_of;
use crate::shell::Shell;
use crate::ui::{self, Place};
use crate::words;

/// Says what happened, what was kept, and where to go on.
pub fn refused(shell: &Shell<'_>, fault: Fault) -> String {
    let (lang, reader) = (shell.lang, shell.reader());
    let is_desk = shell.path.starts_with("/desk");
    let title = match fault {
        Fault::NotFound => lang.not_found_title(),
        Fault::SignedOut => lang.signed_out_title(),
        _ => lang.broken_title(),
    };
    let (href, words) = match (fault, is_desk) {
        (Fault::SignedOut, true) => {
            let back = page_of(shell.path).map(|page| format!("?to={page}")).unwrap_or_default();
            (format!("/desk/sign-in{back}"), lang.agent_sign_in())
        }
        (Fault::SignedOut | Fault::LinkSpent, false) => ("/sign-in".to_owned(), lang.sign_in()),
        (_, true) => ("/desk".to_owned(), lang.to_desk()),
        (_, false) => ("/".to_owned(), lang.to_help()),
    };
    let sentence = words::fault_alone(lang, fault);
    ui::portal(shell, Place::Elsewhere, title, Islands::None, || {
        view! {
            <main id="main" class="page alone">
                <section class="card stack" data-code=fault.code()>
                    <span class="alone__icon">{ui::icon(&reader, "alert")}</span>
                    <h1>{title}</h1>
                    <p class="soft">{sentence}</p>
                    <a class="button button--primary" href=href>{words}</a>
                </section>
            </main>
        }
        .into_any()
    })
}
