//! Each island as the server renders it, with its props: what the browser half must be able to hydrate.

use leptos::prelude::*;
use model::id::Key;
use model::person::Side;
use uuid::Uuid;

use super::*;
use crate::document::hydratable;

const KEY: Key = Key(Uuid::from_u128(1));

fn text(words: &str) -> String {
    words.to_owned()
}

fn shows(name: &str, build: impl FnOnce() -> AnyView) {
    // The name of an island ends in a hash of its place in the source.
    let html = hydratable(build);
    assert!(live::is_as_new(), "{name} wrote to the store, which on the server is everybody's");
    let html = html.split("data-component=\"").enumerate().map(|(at, rest)| match (at, rest.split_once('_')) {
        (0, _) | (_, None) => rest.to_owned(),
        (_, Some((island, rest))) => format!("data-component=\"{island}\"{}", rest.split_once('"').map_or("", |(_, rest)| rest)),
    });
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, html.collect::<String>().replace("><", ">\n<"));
    });
}

fn words() -> ComposerWords {
    ComposerWords {
        label: text("Your reply"),
        placeholder: text("Add a message"),
        send: text("Send"),
        ..ComposerWords::default()
    }
}

const LIMITS: Limits = Limits { chars: 100, file_bytes: 10, files: 2 };

fn place() -> Place {
    Place { owner: text("me"), of: text("7") }
}

#[test]
fn the_portals_islands() {
    shows("presence", || {
        view! { <Presence is_here=true here=text("Online now") away=text("Back tomorrow") is_open=false/> }.into_any()
    });
    shows("part", || view! { <Part name=text("label")><b>"Open"</b></Part> }.into_any());
    shows("thread", || {
        let words = ThreadWords { somebody: text("Someone"), is_typing: text("is typing…") };
        view! { <Thread side=Side::Customer pane=String::new() words=words><ol></ol></Thread> }.into_any()
    });
    shows("live", || {
        let page = LivePage {
            token: text("t"),
            lang: text("en"),
            zone: text("UTC"),
            side: Side::Customer,
            ticket: None,
            shown: 3,
            list: String::new(),
        };
        view! { <Live page=page/> }.into_any()
    });
    shows("hint", || {
        view! { <Hint field=text("mail") id=text("mail") hint=text("Where we reply") fault=text("Enter an email address") icons=String::new()/> }
            .into_any()
    });
    shows("reply_box", || {
        let faults = vec![FieldFault { field: text("body"), message: text("Write a message first") }];
        let kept = vec![KeptFile { id: text("1"), name: text("a.png"), size: text("1 kB"), is_image: true }];
        view! {
            <ReplyBox
                action=text("/tickets/7/replies") place=place() key=KEY text=text("\nhello </textarea>") kept=kept faults=faults limits=LIMITS
                words=words() icons=String::new()
            >
                {None::<AnyView>}
            </ReplyBox>
        }
        .into_any()
    });
}

#[test]
fn the_desks_islands() {
    shows("choice", || {
        let words =
            ChoiceWords { label: text("Status"), save: text("Save"), pending: text("Press Enter"), waiting: text("Waiting") };
        let options = vec![(text("open"), text("Open")), (text("solved"), text("Solved"))];
        view! { <Choice action=text("/s") name=text("status") options=options chosen=text("open") key=KEY words=words/> }
            .into_any()
    });
    shows("desk_reply_box", || {
        let desk = DeskForm {
            seq: 9,
            is_note: true,
            is_held: false,
            words: DeskWords { note: text("Note"), note_label: text("Internal note"), ..DeskWords::default() },
        };
        view! {
            <DeskReplyBox
                desk=desk action=text("/desk/tickets/7/replies") place=place() key=KEY text=String::new() kept=Vec::new() faults=Vec::new()
                limits=LIMITS words=words() icons=String::new()
            />
        }
        .into_any()
    });
    shows("arrived", || {
        let forms = vec![(text("one"), text("Show {} new ticket")), (text("other"), text("Show {} new tickets"))];
        view! {
            <Arrived href=text("/desk") fragment=text("/desk/list") lang=text("en") forms=forms unknown=text("Refresh") icons=String::new()>
                <ol></ol>
            </Arrived>
        }
        .into_any()
    });
    shows("list_search", || {
        let words = ListSearchWords { label: text("Search tickets"), nothing: text("No match"), clear: text("Clear") };
        view! { <ListSearch words=words icons=String::new()><ol></ol></ListSearch> }.into_any()
    });
    shows("keys", || view! { <Keys dialog=text("keys") switch=text("Use single-key shortcuts")><dl></dl></Keys> }.into_any());
    shows("watching", || {
        view! { <Watching words=WatchingWords { others: text("Also viewing: {}"), customer: text("Customer is online") }/> }
            .into_any()
    });
    shows("copy", || view! { <CopyButton text=text("<script>") copy=text("Copy") copied=text("Copied")/> }.into_any());
    shows("site_text", || view! { <SiteText of=text("name") text=text("Tarn") otherwise=text("Name")/> }.into_any());
    shows("site_accent", || {
        view! { <SiteAccent value=text("#1f6f78") is_wrong=false described_by=text("accent-more")/> }.into_any()
    });
    shows("ages", || view! { <Ages words=vec![text("now"), text("1 min")]/> }.into_any());
}

/// An island that is made tomorrow gets its snapshot tomorrow.
#[test]
fn every_island_has_a_snapshot() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/islands");
    let read = |place: &str, end: &str| -> String {
        let entries = std::fs::read_dir(folder.join(place)).unwrap().map(|entry| entry.unwrap().path());
        let files = entries.filter(|path| path.extension().is_some_and(|own| own == end));
        files.map(|path| std::fs::read_to_string(path).unwrap()).collect()
    };
    let (code, shown) = (read("", "rs") + &read("desk", "rs"), read("snapshots", "snap"));
    let made: Vec<&str> = code.split("\n#[island]\npub fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next()).collect();
    assert!(made.len() >= 16, "{made:?}");
    let missing: Vec<_> = made.iter().filter(|name| !shown.contains(&format!("data-component=\"{name}\""))).collect();
    assert!(missing.is_empty(), "no snapshot of {missing:?}");
}
