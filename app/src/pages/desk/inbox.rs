//! The inbox: one list, one conversation, one side panel.

use leptos::prelude::*;
use model::id::Key;
use model::person::Side;
use model::view::{AgentTicketView, Inbox};

use super::rail::{Place, desk};
use super::{list, talk};
use crate::document;
use crate::islands::{Ages, Keys, Live, LivePage};
use crate::shell::Shell;
use crate::typed::Typed;
use crate::ui;
use crate::words;

/// The inbox, maybe with a ticket open. `listed` is the list as the live link knows it again, `key` the next message's; what was
/// typed and refused comes back.
pub fn inbox(
    shell: &Shell<'_>,
    (inbox, listed): (&Inbox, &str),
    ticket: Option<&AgentTicketView>,
    key: Key,
    typed: &Typed,
) -> String {
    let lang = shell.lang;
    let title = ticket.map_or_else(|| lang.inbox().to_owned(), |ticket| format!("{} {}", ticket.number, ui::heading(ticket)));
    let (class, skip) = if ticket.is_some() { ("desk desk--talk", "#reply") } else { ("desk", "#list") };
    desk(shell, Place::Inbox, &title, class, skip, || {
        let open = match ticket {
            Some(ticket) => talk::talk(shell, inbox.view, ticket, key, typed).into_any(),
            None => talk::choose(shell).into_any(),
        };
        let page = LivePage {
            token: shell.live.unwrap_or_default().to_owned(),
            lang: lang.code().to_owned(),
            zone: shell.zone.iana_name().unwrap_or_default().to_owned(),
            side: Side::Agent,
            ticket: ticket.map(|ticket| ticket.id),
            shown: ticket.map_or(0, |ticket| ticket.seq),
            list: listed.to_owned(),
        };
        view! { {list::list(shell, inbox, ticket)}{open}{keys(shell)}<Ages words=words::time::ages(lang)/><Live page=page/> }
            .into_any()
    })
}

/// The list alone, as it stands now: for the page that just changed a ticket.
pub fn list_fragment(shell: &Shell<'_>, inbox: &Inbox, open: Option<i64>) -> String {
    document::hydratable(|| list::rows_and_views(shell, inbox, open))
}

/// Every key, in a dialog that `?` opens.
fn keys(shell: &Shell<'_>) -> impl IntoView + use<> {
    let lang = shell.lang;
    let rows = [
        ("j k", lang.keys_move()),
        ("r", lang.keys_reply()),
        ("m", lang.keys_note()),
        ("a", lang.keys_assign()),
        ("s", lang.keys_status()),
        ("e", lang.keys_solve()),
        (".", lang.keys_arrived()),
        ("/", lang.keys_find()),
        (shell.send_keys(), lang.keys_send()),
        (shell.solve_keys(), lang.keys_send_solve()),
        ("?", lang.keys_all()),
    ]
    .map(|(keys, words)| {
        let keys: Vec<_> = keys.split(' ').map(|key| view! { <kbd>{key}</kbd>" " }).collect();
        view! { <dt>{keys}</dt><dd>{words}</dd> }
    });
    view! {
        <div class="dialog" id="keys" popover="auto" role="dialog" aria-labelledby="keys-title">
            <div class="dialog__head">
                <h2 id="keys-title">{lang.keys_title()}</h2>
                <button class="button button--quiet button--icon" type="button" popovertarget="keys" popovertargetaction="hide" aria-label=lang.close()>
                    {ui::icon(&shell.reader(), "close")}
                </button>
            </div>
            <Keys dialog="keys".to_owned() switch=lang.keys_switch().to_owned()>
                <dl class="facts">{rows.into_iter().collect::<Vec<_>>()}</dl>
            </Keys>
        </div>
    }
}
