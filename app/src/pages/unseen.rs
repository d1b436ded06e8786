//! What a customer never reads.

use model::view::{AgentEntry, CustomerEntry};

use super::gallery::pages;
use super::samples::Samples;
use crate::fragments;
use crate::words::Lang;

#[test]
fn notes_stand_at_the_desk_and_nowhere_else() {
    for (name, page) in pages(&Samples::new(Lang::En)) {
        let has_note = page.contains("batch 24-09") || page.contains("data-kind=\"note\"");
        assert_eq!(has_note, matches!(name, "desk" | "desk-held" | "desk-note"), "{name}");
    }
}

#[test]
fn the_desks_own_sorting_shows_nothing_to_customers() {
    let samples = Samples::new(Lang::En);
    let site = samples.site();
    let shell = samples.shell(&site, "/");
    let reader = shell.reader();
    for (index, event) in samples.events().into_iter().enumerate() {
        let kind = event.kind();
        let happening = Samples::happening(i64::try_from(index).unwrap(), event.clone(), samples.mina());
        let customers = fragments::customer_entry(&reader, &CustomerEntry::Happening(happening.clone()));
        let agents = fragments::agent_entry(&reader, &AgentEntry::Happening(happening));
        assert!(event.is_for_customer() || customers.is_empty(), "{kind}");
        let is_message = matches!(kind, "ticket_opened" | "reply_sent" | "note_written");
        assert_eq!(agents.is_empty(), is_message, "{kind}: {agents}");
        let is_kept = matches!(kind, "solution_confirmed" | "solution_rated" | "solution_denied" | "mail_failed");
        assert_eq!(agents.contains("event--kept"), is_kept, "{kind}: {agents}");
        assert!(!customers.contains("event--kept"), "{kind}: {customers}");
        for html in [customers, agents].iter().filter(|html| !html.is_empty()) {
            assert!(html.starts_with("<li id=\"m-") && html.ends_with("</li>"), "{html}");
            assert!(html.contains(&format!("data-seq=\"{index}\"")), "{html}");
            assert!(!html.contains(['{', '}']), "{kind}: an empty slot in {html}");
        }
    }
}

#[test]
fn messages_say_their_place_in_the_log() {
    let samples = Samples::new(Lang::En);
    let site = samples.site();
    let shell = samples.shell(&site, "/");
    let ticket = samples.ticket(model::ticket::Status::Pending);
    let html = fragments::customer_entry(&shell.reader(), &ticket.entries[0]);
    assert!(html.starts_with("<li id=\"m-1\" data-seq=\"1\" data-from=\"customer\" class=\"message\">"), "{html}");
    assert!(html.contains("<strong><bdi>You</bdi></strong>"), "{html}");
    assert!(
        html.contains(
            "<time datetime=\"2026-11-16T09:14:00Z\" title=\"Monday 16 November 2026, 09:14 (UTC)\">Yesterday 09:14</time>"
        ),
        "{html}"
    );
}
