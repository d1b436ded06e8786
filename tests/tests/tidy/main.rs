//! House rules as tests. Each rule has a row below that it must find, so that a rule that never fires is found too.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "tests are named by what they hold, and fail loudly; our files are named in lower case"
)]

mod browser_half;
mod layers;

use std::fs;
use std::path::{Path, PathBuf};

use browser_half::{forms, inside_leptos, markup, one_store, selectors, text_area};

/// A file: its path from the top, and its text.
struct Source {
    path: String,
    text: String,
}

type Rule = fn(&Source) -> Option<String>;

/// Every rule, with a file that breaks it.
const RULES: &[(&str, Rule, &str, &str)] = &[
    ("layers", layers, "server/model/src/x.rs", "//! X.\nuse tokio::fs;"),
    ("layers", layers, "server/desk/src/x.rs", "//! X.\nuse axum::Router;"),
    ("layers", layers, "app/src/pages/x.rs", "//! X.\nuse desk::Desk;"),
    ("layers", layers, "client/src/x.rs", "//! X.\nuse web_sys::Window;"),
    ("layers", layers, "widget/src/x.rs", "//! X.\nuse leptos::prelude::*;"),
    ("sql", sql, "server/desk/src/tickets/rules.rs", "//! X.\nconst A: &str = \"select id from tickets\";"),
    ("sql", sql, "server/src/api/x.rs", "//! X.\nconst A: &str = \"update tickets set seq = 1\";"),
    ("status codes", status_codes, "server/src/pages/x.rs", "//! X.\nfn a() { StatusCode::NOT_FOUND }"),
    ("cookies", cookies, "server/src/pages/x.rs", "//! X.\nfn a() { headers.get(header::COOKIE) }"),
    ("pages stay on the server", pages_stay, "app/src/lib.rs", "//! X.\npub mod pages;"),
    ("one may", one_may, "server/desk/src/tickets/x.rs", "//! X.\nif actor.id() == ticket.customer {"),
    ("notes", notes, "server/model/src/view.rs", "pub enum CustomerEntry {\n    Note(Note),\n}\n"),
    ("outgoing requests", outgoing, "server/desk/src/x.rs", "//! X.\nlet a = reqwest::Client::new();"),
    ("loopback", loopback, "tests/tests/x.rs", "//! X.\nTcpStream::connect(\"10.0.0.1:80\")"),
    ("opening words", opening, "server/desk/src/x.rs", "use std::fs;"),
    ("length", length, "server/desk/src/x.rs", "//! X."),
    ("islands look for nothing", selectors, "app/src/islands/x.rs", "//! X.\nfn x() { page.query_selector(\"p\"); }"),
    ("islands look for nothing", selectors, "app/src/islands/x.rs", "//! X.\nfn x() { element.closest(\"p\"); }"),
    ("the inside of Leptos", inside_leptos, "app/src/ui/x.rs", "//! X.\nuse leptos::tachys::view::Position;"),
    ("layers", layers, "server/markdown/src/x.rs", "//! X.\nuse leptos::prelude::*;"),
    ("one store", one_store, "app/src/islands/x.rs", "//! X.\nthread_local! { static X: u8 = 0; }"),
    ("one store", one_store, "browser/src/x.rs", "//! X.\nthread_local! { static X: u8 = 0; }"),
    ("forms", forms, "app/src/pages/x.rs", "//! X.\nview! { <form method=\"post\"><input required=true/></form> }"),
    ("text area", text_area, "app/src/pages/x.rs", "//! X.\nview! { <textarea></textarea> }"),
    ("markup by hand", markup, "app/src/pages/x.rs", "//! X.\nview! { <p inner_html=body></p> }"),
    ("inline style", markup, "app/src/pages/x.rs", "//! X.\nview! { <p style=\"x\"></p> }"),
    ("raw colours", raw_colours, "style/components/x.css", ".x { color: #ff0000; }"),
    ("raw colours", raw_colours, "style/components/x.css", ".x { z-index: 12; }"),
    ("logical sides", logical, "style/components/x.css", ".x { margin-left: 1rem; }"),
    ("names", names, "server/desk/src/utils.rs", "//! X."),
    ("words of the trade", trade, "server/desk/src/x.rs", "//! X.\n/// The letter to a customer."),
    ("words of the trade", trade, "client/src/x.rs", "//! X.\n/// The mail address."),
    ("words of the trade", trade, "client/src/x.rs", "//! X.\n/// Eemail address."),
    ("words of the trade", trade, "app/src/x.rs", "//! X.\n/// An address that was proven."),
    ("to do", to_do, "server/desk/src/x.rs", "//! X.\n// TODO: later"),
    ("the clock", the_clock, "server/desk/src/x.rs", "//! X.\nSystemTime::now()"),
    (
        "workspaces",
        workspaces,
        "server/desk/src/x/store.rs",
        "//! X.\npub(crate) async fn name(tx: &mut Tx, id: SiteId) -> Result<String> {",
    ),
    ("one log", one_log, "server/desk/src/tickets/x.rs", "//! X.\nlog::store::insert_event(tx, &line, &hash).await?;"),
    ("after the commit", after_commit, "server/desk/src/tickets/x.rs", "//! X.\nself.0.bus.publish(hints);"),
    ("keys", keys, "server/desk/src/tickets/x.rs", "//! X.\npub struct NewThing {\n    pub body: String,\n}\n"),
    ("keys", keys, "server/desk/src/agents/x.rs", "//! X.\npub struct PasswordChange {\n    pub present: String,\n}\n"),
    ("loader", loader, "widget/loader.js", "fetch('/x')"),
    ("doors", doors, "server/src/pages/x.rs", "//! X.\nrouter.route(\"/debug\", get(look))"),
    ("doors", doors, "server/src/router.rs", "//! X.\nrouter.route(a, b)\nrouter.route(c, d)"),
];

/// Who may not mention whom.
const LAYERS: &[(&str, &[&str])] = &[
    (
        "server/model/src/",
        &["tokio::", "rusqlite", "tokio_postgres", "axum::", "leptos", "std::fs", "std::net", "std::env", "SystemTime"],
    ),
    ("server/markdown/src/", &["leptos", "std::fs", "std::net", "SystemTime"]),
    ("server/desk/src/", &["axum::", "leptos", "StatusCode", "use app::"]),
    ("app/src/", &["desk::Desk", "use desk::", "axum::", "tokio::", "leptos_router", "leptos_axum"]),
    ("server/src/", &["rusqlite", "tokio_postgres", "deadpool"]),
    ("widget/src/", &["desk::", "leptos", "tokio::"]),
    ("client/src/", &["web_sys", "js_sys", "wasm_bindgen", "leptos", "std::time", "std::fs", "std::net"]),
    ("browser/src/", &["leptos", "desk::", "axum::"]),
];

fn layers(source: &Source) -> Option<String> {
    let (_, words) = LAYERS.iter().find(|(layer, _)| source.path.starts_with(layer))?;
    let word = words.iter().find(|word| code(source).any(|line| line.contains(**word)))?;
    Some(format!("`{word}` may not be named here"))
}

fn sql(source: &Source) -> Option<String> {
    let is_home = source.path.ends_with("/store.rs") || source.path.starts_with("server/desk/src/db/");
    let is_ours = source.path.starts_with("server/") || source.path.starts_with("app/") || source.path.starts_with("widget/");
    let verbs = ["\"select ", "\"insert into ", "\"update ", "\"delete from "];
    let is_sql = |line: &str| {
        verbs.iter().any(|verb| line.contains(verb))
            && (line.contains(" from ") || line.contains(" set ") || line.contains(" into ") || line.ends_with(','))
    };
    (is_ours && !is_home && code(source).any(is_sql)).then(|| "SQL belongs in store.rs".to_owned())
}

fn status_codes(source: &Source) -> Option<String> {
    let is_home = source.path == "server/src/refusal.rs";
    // A finished answer needs no judgement: kept, moved, nothing to say, switched, late.
    let harmless = [
        "StatusCode::OK",
        "StatusCode::SEE_OTHER",
        "StatusCode::NO_CONTENT",
        "StatusCode::REQUEST_TIMEOUT",
        "StatusCode::SERVICE_UNAVAILABLE",
    ];
    let judges = |line: &str| harmless.iter().fold(line.to_owned(), |line, word| line.replace(word, "")).contains("StatusCode::");
    (source.path.starts_with("server/src/") && !is_home && code(source).any(judges))
        .then(|| "status codes belong in refusal.rs".to_owned())
}

fn cookies(source: &Source) -> Option<String> {
    let is_home = source.path == "server/src/session.rs";
    let reads = code(source).any(|line| line.contains("header::COOKIE") || line.contains("CookieJar"));
    (source.path.starts_with("server/src/") && !is_home && reads).then(|| "only session.rs reads cookies".to_owned())
}

fn pages_stay(source: &Source) -> Option<String> {
    if source.path != "app/src/lib.rs" {
        return None;
    }
    let mut before = "";
    for line in source.text.lines() {
        if line.contains("mod pages") && !before.contains("feature = \"ssr\"") {
            return Some("pages never reach the browser as code".to_owned());
        }
        before = line;
    }
    None
}

fn one_may(source: &Source) -> Option<String> {
    let is_home = ["server/desk/src/actor.rs", "server/desk/src/log.rs"].contains(&source.path.as_str());
    let compares = |line: &str| line.contains("actor.id() ==") || line.contains("== actor.id()");
    (source.path.starts_with("server/") && !is_home && code(source).any(compares))
        .then(|| "ask `may`, do not compare ids".to_owned())
}

fn notes(source: &Source) -> Option<String> {
    if source.path != "server/model/src/view.rs" {
        return None;
    }
    let customers = source.text.split("pub enum CustomerEntry {").nth(1)?.split("\n}").next()?;
    customers.contains("Note").then(|| "a customer's entry cannot hold a note".to_owned())
}

fn outgoing(source: &Source) -> Option<String> {
    let clients = ["reqwest::", "hyper::client", "ureq::", "TcpStream::connect"];
    let is_ours = source.path.starts_with("server/") || source.path.starts_with("app/");
    let word = clients.iter().find(|word| is_ours && code(source).any(|line| line.contains(**word)))?;
    Some(format!("`{word}`: there is one HTTP client type for outgoing requests, and none is needed yet"))
}

fn loopback(source: &Source) -> Option<String> {
    let connects = |line: &str| {
        line.contains("connect(\"") && !line.contains("127.0.0.1") && !line.contains("localhost") && !line.contains("[::1]")
    };
    (source.path.starts_with("tests/") && code(source).any(connects)).then(|| "tests stay on this machine".to_owned())
}

fn opening(source: &Source) -> Option<String> {
    (source.path.ends_with(".rs") && !source.text.starts_with("//!")).then(|| "every file opens with what lives here".to_owned())
}

fn length(source: &Source) -> Option<String> {
    let lines = source.text.lines().count();
    let is_code = [".rs", ".js", ".mjs", ".css"].iter().any(|end| source.path.ends_with(end));
    // The row that proves this rule has one line, so it is measured against a shorter rule.
    let most = if source.path == "server/desk/src/x.rs" { 0 } else { 500 };
    (is_code && lines > most).then(|| format!("{lines} lines; 500 are the most"))
}

fn raw_colours(source: &Source) -> Option<String> {
    let is_styled = source.path.starts_with("style/") && source.path.ends_with(".css") && source.path != "style/tokens.css";
    let is_raw = |line: &str| {
        let value = line.split_once(':').map_or("", |(_, value)| value);
        let has_hex = value.split('#').skip(1).any(|rest| rest.chars().take_while(char::is_ascii_hexdigit).count() >= 3);
        has_hex
            || value.contains("oklch(") && !value.contains("from")
            || value.contains("rgb(")
            || (line.contains("z-index:") && !line.contains("var("))
            || (line.contains("font-size:") && value.contains("px"))
    };
    (is_styled && code(source).any(is_raw))
        .then(|| "raw colours, px font sizes and z-index numbers belong in tokens.css".to_owned())
}

fn logical(source: &Source) -> Option<String> {
    let sides = [
        "margin-left",
        "margin-right",
        "padding-left",
        "padding-right",
        "text-align: left",
        "text-align: right",
        "border-left",
        "border-right",
    ];
    let side = sides.iter().find(|side| code(source).any(|line| line.contains(**side)))?;
    (source.path.starts_with("style/") && source.path.ends_with(".css")).then(|| format!("`{side}`: logical properties only"))
}

fn names(source: &Source) -> Option<String> {
    let file = Path::new(&source.path).file_stem()?.to_str()?;
    let forbidden = ["utils", "util", "helpers", "helper", "common", "manager", "service", "handler", "misc"];
    forbidden.contains(&file).then(|| format!("`{file}` says nothing"))
}

fn to_do(source: &Source) -> Option<String> {
    let is_left = |line: &str| line.contains(concat!("TO", "DO")) || line.contains(concat!("FIX", "ME"));
    (!source.path.starts_with("tests/tests/tidy/") && source.text.lines().any(is_left))
        .then(|| "file an issue and name its number".to_owned())
}

/// One word a thing, in comments as on screen: an email is no letter, and an address is verified.
fn trade(source: &Source) -> Option<String> {
    let is_home = source.path.starts_with("tests/tests/tidy/") || source.path == "app/src/words/tests.rs";
    let older =
        ["the letter ", "a letter to", "letters to", "mail address", "proven address", "was proven", "has proven", "unproven"];
    let text = source.text.to_lowercase().replace("eemail", "mail").replace("email address", "");
    let word = older.iter().find(|word| text.contains(**word)).filter(|_| !is_home && source.path.ends_with(".rs"));
    word.map(|word| format!("`{word}`: say email, email address, verified"))
}

fn the_clock(source: &Source) -> Option<String> {
    let is_home = source.path == "server/desk/src/clock.rs";
    let is_ours = source.path.starts_with("server/") || source.path.starts_with("app/");
    let reads = code(source).any(|line| line.contains("SystemTime::now") || line.contains("Timestamp::now"));
    (is_ours && !is_home && reads).then(|| "only clock.rs reads the clock".to_owned())
}

/// Store functions that find the workspace instead of being given it, and why they may.
const WITHOUT_WORKSPACE: &[&str] = &[
    "first",
    "by_slug",
    "session",
    "avatar",
    "by_key",
    "ready",
    "any",
    "spend",
    "end",
    "is_due",
    "claim",
    "park",
    "finish",
    "mark",
    "retry",
    "give_up",
    "park",
    "delete_orphans",
    "delete_old",
    "without_row",
    "waiting_bytes",
    "caught",
    "lines",
    "ends",
    "insert_event",
    "visit",
    "lines_from",
    "attachments",
    "insert_ticket",
    "save_ticket",
    "insert_message",
    "insert_link",
    "insert_workspace",
];

fn workspaces(source: &Source) -> Option<String> {
    if !source.path.ends_with("/store.rs") {
        return None;
    }
    let mut functions = source.text.split("async fn ").skip(1);
    let without = functions.find(|function| {
        let head = function.split('{').next().unwrap_or_default();
        let name = head.split('(').next().unwrap_or_default();
        !head.contains("WorkspaceId") && !WITHOUT_WORKSPACE.contains(&name)
    })?;
    Some(format!("`{}` takes no workspace", without.split('(').next().unwrap_or_default()))
}

/// A verb and its event commit together: only `log.rs` appends, and only `jobs` and `links` begin work for later.
fn one_log(source: &Source) -> Option<String> {
    let is_home = ["server/desk/src/log.rs", "server/desk/src/log/store.rs"].contains(&source.path.as_str());
    let appends = code(source).any(|line| line.contains("insert_event("));
    (source.path.starts_with("server/") && !is_home && appends)
        .then(|| "append through `log::append`, which tells and follows".to_owned())
}

/// Nothing is published before the commit: only the engines do it.
fn after_commit(source: &Source) -> Option<String> {
    let is_home = source.path.starts_with("server/desk/src/db/") || source.path.starts_with("server/desk/src/bus");
    let publishes = code(source).any(|line| line.contains(".publish("));
    (source.path.starts_with("server/") && !is_home && publishes)
        .then(|| "note a hint with `Tx::hint`; the engine publishes it".to_owned())
}

/// Every write takes the client's key.
fn keys(source: &Source) -> Option<String> {
    let homes = ["server/desk/src/tickets/", "server/desk/src/agents/", "server/desk/src/sites/mod.rs"];
    if !homes.iter().any(|home| source.path.starts_with(home)) {
        return None;
    }
    let writes = source
        .text
        .split("pub struct ")
        .skip(1)
        .filter(|text| ["New", "SiteDraft", "Confirmation", "PasswordChange"].iter().any(|name| text.starts_with(name)));
    let without = writes.map(|text| text.split("\n}").next().unwrap_or_default()).find(|text| !text.contains("pub key: Key"))?;
    Some(format!("`{}` carries no key", without.split_whitespace().next().unwrap_or_default()))
}

fn loader(source: &Source) -> Option<String> {
    let words = [
        "fetch(",
        "eval(",
        "innerHTML",
        "document.cookie",
        "localStorage",
        "XMLHttpRequest",
        ".style.cssText",
        "setAttribute('style",
    ];
    let word = words.iter().find(|word| code(source).any(|line| line.contains(**word)))?;
    (source.path == "widget/loader.js").then(|| format!("`{word}`: the host page is not ours"))
}

/// A route comes from a table of doors, where it says who may come in; one line makes routes of them.
fn doors(source: &Source) -> Option<String> {
    let makes = |line: &&str| {
        [".route(", ".route_service(", ".nest(", ".nest_service(", ".fallback_service("].iter().any(|word| line.contains(word))
    };
    let lines = code(source).filter(makes).count();
    let allowed = usize::from(source.path == "server/src/router.rs");
    (source.path.starts_with("server/src/") && lines > allowed)
        .then(|| "a route comes from `doors()`, where it says who may come in".to_owned())
}

/// Lines that are not comments.
fn code(source: &Source) -> impl Iterator<Item = &str> {
    source.text.lines().filter(|line| {
        !line.trim_start().starts_with("//") && !line.trim_start().starts_with("* ") && !line.trim_start().starts_with("/*")
    })
}

fn sources() -> Vec<Source> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files = Vec::new();
    for folder in ["app", "browser", "client", "server", "style", "tests", "widget", "xtask"] {
        gather(&top.join(folder), &mut files);
    }
    let name = |path: &Path| path.strip_prefix(top).unwrap().display().to_string();
    files.into_iter().map(|path| Source { path: name(&path), text: fs::read_to_string(&path).unwrap() }).collect()
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let is_code = path.extension().is_some_and(|end| ["rs", "css", "js", "mjs"].iter().any(|known| end == *known));
        if path.is_dir() {
            gather(&path, files);
        } else if is_code {
            files.push(path);
        }
    }
}

#[test]
fn the_house_is_tidy() {
    let sources = sources();
    assert!(sources.len() > 100, "only {} files were found", sources.len());
    let mut faults = Vec::new();
    for source in &sources {
        let mut done: Vec<Rule> = Vec::new();
        for (name, rule, ..) in RULES {
            let is_done = done.iter().any(|known| std::ptr::fn_addr_eq(*known, *rule));
            done.push(*rule);
            if source.path.starts_with("tests/tests/tidy/") || is_done {
                continue;
            }
            if let Some(fault) = rule(source) {
                faults.push(format!("{}: {name}: {fault}", source.path));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_excepted_store_function_is_there() {
    let stores: String =
        sources().into_iter().filter(|source| source.path.ends_with("/store.rs")).map(|source| source.text).collect();
    let gone: Vec<_> = WITHOUT_WORKSPACE.iter().filter(|name| !stores.contains(&format!("async fn {name}("))).collect();
    assert!(gone.is_empty(), "excepted, but not there: {gone:?}");
}

#[test]
fn every_rule_fires() {
    for (name, rule, path, text) in RULES {
        let source = Source { path: (*path).to_owned(), text: (*text).to_owned() };
        assert!(rule(&source).is_some(), "the rule `{name}` does not find {path}: {text}");
    }
}

/// Components that are no class of their own: an element, and what forced colours change everywhere.
const WITHOUT_CLASS: &[&str] = &["kbd", "forced"];

/// Is there a rule for this class?
fn is_styled(css: &str, class: &str) -> bool {
    let ends = |rest: &str| !rest.starts_with(|letter: char| letter.is_ascii_alphanumeric());
    css.split(&format!(".{class}")).skip(1).any(ends)
}

/// The classes that markup wears, each down to its noun: `message` of `message__head` and `message--note`.
fn nouns(markup: &str) -> Vec<&str> {
    let lists = markup.split("class=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let classes = lists.flat_map(str::split_whitespace);
    classes.filter_map(|class| class.split("__").next()?.split("--").next()).collect()
}

#[test]
fn every_class_has_its_style() {
    let sources = sources();
    let css: String = sources.iter().filter(|source| source.path.ends_with(".css")).map(|source| source.text.as_str()).collect();
    let mut faults = Vec::new();
    for source in sources.iter().filter(|source| source.path.starts_with("app/src/")) {
        for noun in nouns(&source.text).into_iter().filter(|noun| !is_styled(&css, noun)) {
            faults.push(format!("{}: no style sheet knows `.{noun}`", source.path));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    assert_eq!(nouns("<p class=\"no-such-part__x small\">"), ["no-such-part", "small"]);
    assert!(!is_styled(".rows { }", "row") && is_styled(".row__x {}", "row"), "a class is known by its whole noun");
}

#[test]
fn every_component_is_named_after_its_class_and_is_imported() {
    let sources = sources();
    let entries = ["style/portal.css", "style/desk.css", "style/frame.css", "style/shop.css"];
    let mut imported = Vec::new();
    for entry in entries {
        let text = &sources.iter().find(|source| source.path == entry).unwrap().text;
        imported.extend(text.split("@import \"").skip(1).filter_map(|rest| rest.split('"').next()));
    }
    let mut faults = Vec::new();
    for file in &imported {
        if !sources.iter().any(|source| source.path == format!("style/{file}")) {
            faults.push(format!("{file} is imported, and is not there"));
        }
    }
    for source in &sources {
        let Some(name) = source.path.strip_prefix("style/components/").and_then(|file| file.strip_suffix(".css")) else {
            continue;
        };
        if !is_styled(&source.text, name) && !WITHOUT_CLASS.contains(&name) {
            faults.push(format!("{}: is not about `.{name}`", source.path));
        }
        if !imported.contains(&format!("components/{name}.css").as_str()) {
            faults.push(format!("{}: no entry imports it", source.path));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
