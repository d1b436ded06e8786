//! The inbox: one list, one conversation, one side panel.

use leptos::prelude::*;
use model::id::Key;
use model::message::Attachment;
use model::view::{AgentTicketView, Inbox};

use super::rail::{Place, desk};
use super::{list, talk};
use crate::islands::{DeskList, LiveThread};
use crate::shell::Shell;
use crate::ui;

/// What stands in the agent's form.
#[derive(Debug, Clone)]
pub struct AgentReplyForm {
    /// The key of this write.
    pub key: Key,
    /// What was typed before.
    pub body: String,
    /// Files that an earlier try kept.
    pub kept: Vec<Attachment>,
    /// Is it a note?
    pub is_note: bool,
    /// Was it held, because the customer wrote in between?
    pub is_held: bool,
}

/// The inbox, maybe with a ticket open.
pub fn inbox(shell: &Shell<'_>, inbox: &Inbox, ticket: Option<&AgentTicketView>, form: &AgentReplyForm) -> String {
    let lang = shell.lang;
    let title = ticket.map_or_else(|| lang.inbox().to_owned(), |ticket| format!("{} {}", ticket.number, ui::heading(ticket)));
    let (class, skip) = if ticket.is_some() { ("desk desk--talk", "#reply") } else { ("desk", "#list") };
    desk(shell, Place::Inbox, &title, class, skip, || {
        let list = list::list(shell, inbox, ticket);
        let open = match ticket {
            Some(ticket) => {
                let inside = talk::talk(shell, inbox.view, ticket, form);
                view! { <LiveThread>{inside}</LiveThread> }.into_any()
            }
            None => talk::choose(shell),
        };
        let inside = view! { {list}{open} }.into_any();
        view! { <DeskList>{inside}</DeskList>{keys(shell)} }.into_any()
    })
}

/// Every key, in a dialog that `?` opens.
fn keys(shell: &Shell<'_>) -> AnyView {
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
        ("⌃ ⏎", lang.keys_send()),
        ("⇧ ⏎", lang.keys_send_solve()),
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
            <dl class="facts">{rows.into_iter().collect::<Vec<_>>()}</dl>
        </div>
    }
    .into_any()
}
