//! The JSON by hand is the JSON that the library writes and reads.

use model::live::Tell;
use model::wire::{Confirm, GiveMail, OpenTicket, SendReply};
use serde_json::to_string;

use super::*;

const NASTY: &str = "\"\\/\n\r\t\0\x1f </script> é 😀 \u{2028}";

fn ticket() -> TicketId {
    TicketId(Uuid::from_u128(9))
}

fn key() -> Key {
    Key(Uuid::from_u128(7))
}

#[test]
fn what_the_server_tells_is_understood() {
    let check = |tell: &Tell, expected: Option<News>| {
        let value = Value::read(&to_string(tell).unwrap()).unwrap();
        assert_eq!(news(&value), expected);
    };
    let html = NASTY.to_owned();
    let tell = Tell::Event { ticket: ticket(), seq: i64::MAX, kind: "reply_sent".to_owned(), html: html.clone() };
    check(&tell, Some(News::Event { ticket: ticket(), seq: i64::MAX, html: html.clone() }));
    let parts = vec![(String::new(), String::new()), ("head".to_owned(), html.clone())];
    let tell = Tell::Parts { ticket: ticket(), seq: -1, parts: parts.iter().cloned().collect() };
    check(&tell, Some(News::Parts { ticket: ticket(), seq: -1, parts }));
    let tell = Tell::Typing { ticket: ticket(), name: html.clone() };
    check(&tell, Some(News::Typing { ticket: ticket(), name: html }));
    let tell = Tell::Presence { ticket: ticket(), is_other_side_here: true, agents: Vec::new() };
    check(&tell, Some(News::Presence { ticket: ticket(), is_here: true }));
    check(&Tell::Inbox { ticket: ticket(), number: 5 }, None);
    check(&Tell::ComeBack { after_ms: u32::MAX }, Some(News::ComeBack { after_ms: u32::MAX }));
    check(&Tell::Refused, Some(News::Refused));
    assert_eq!(news(&Value::read("{\"type\":\"from_tomorrow\"}").unwrap()), None);
}

#[test]
fn ids_are_read_as_the_library_reads_them() {
    for text in ["0192f0c4-7a3e-7bcd-8123-0123456789ab", "", "0192f0c4", "0192f0c4-7a3e-7bcd-8123-0123456789ag"] {
        assert_eq!(read_id(text), text.parse().ok(), "{text}");
    }
}

#[test]
fn what_we_ask_is_what_the_server_expects() {
    let asks = [
        Ask::Hello { token: NASTY.to_owned(), lang: "en".to_owned() },
        Ask::Watch { ticket: ticket(), after: 3 },
        Ask::Follow { ticket: ticket(), after: i64::MAX },
        Ask::Inbox,
        Ask::Typing { ticket: ticket() },
    ];
    for expected in asks {
        assert_eq!(serde_json::from_str::<Ask>(&ask(&expected).write()).unwrap(), expected);
    }
}

#[test]
fn answers_are_understood() {
    let read = |text: String| Value::read(&text).unwrap();
    let one = Kept { ticket: ticket(), number: 48_260, seq: 3, live: NASTY.to_owned() };
    assert_eq!(kept(&read(to_string(&one).unwrap())), Some(one));
    let one = Refused { error: "too_many".to_owned(), message: NASTY.to_owned() };
    assert_eq!(refused(&read(to_string(&one).unwrap())), Some(one));
    let one = Uploaded { id: AttachmentId(Uuid::from_u128(3)), name: NASTY.to_owned(), bytes: 12 };
    assert_eq!(uploaded(&read(to_string(&one).unwrap())), Some(one));
}

#[test]
fn writes_are_what_the_server_expects() {
    let files = vec![Carried { id: AttachmentId(Uuid::from_u128(3)), name: "a.png".to_owned() }];
    let attachments = vec![AttachmentId(Uuid::from_u128(3))];
    let mut item = Item { key: key(), aim: Aim::New(key()), body: NASTY.to_owned(), files };
    let new = OpenTicket { key: key(), site: "shop".to_owned(), body: NASTY.to_owned(), attachments: attachments.clone() };
    assert_eq!(serde_json::from_str::<OpenTicket>(&crate::outbox::post(&item, "shop").body).unwrap(), new);
    item.aim = Aim::Ticket(ticket());
    let reply = SendReply { key: key(), body: NASTY.to_owned(), attachments };
    assert_eq!(serde_json::from_str::<SendReply>(&crate::outbox::post(&item, "shop").body).unwrap(), reply);

    let mail = GiveMail { key: key(), mail: "a@b.example".to_owned() };
    assert_eq!(serde_json::from_str::<GiveMail>(&crate::outbox::mail(key(), "a@b.example")).unwrap(), mail);
    let check = |rating| {
        let confirm = Confirm { key: key(), is_solved: true, rating, reason: NASTY.to_owned() };
        assert_eq!(serde_json::from_str::<Confirm>(&crate::outbox::confirm(&confirm)).unwrap(), confirm);
    };
    check(Some(5));
    check(None);
}

#[test]
fn stored_messages_come_back_whole() {
    let files = vec![Carried { id: AttachmentId(Uuid::from_u128(3)), name: NASTY.to_owned() }];
    for aim in [Aim::New(key()), Aim::Ticket(ticket())] {
        let one = Item { key: key(), aim, body: NASTY.to_owned(), files: files.clone() };
        assert_eq!(item(&Value::read(&stored(&one).write()).unwrap()), Some(one));
    }
}

#[test]
fn reading_agrees_with_the_library() {
    let check = |text: &str| {
        let ours = Value::read(text).map(|value| value.write());
        let theirs = serde_json::from_str::<serde_json::Value>(text).ok().map(|value| value.to_string());
        assert_eq!(
            ours.and_then(|ours| serde_json::from_str::<serde_json::Value>(&ours).ok()).map(|value| value.to_string()),
            theirs,
            "{text:?}"
        );
    };
    for text in [
        "null",
        " [ 1 , -2,[] ] ",
        "{\"b\":{\"a\":true}}",
        "\"\\ud83d\\ude00\\u00e9\\/\"",
        "",
        "[1,]",
        "{",
        "{\"a\"}",
        "tru",
        "1 2",
        "\"a",
        "\"\\ud83d\"",
        "[",
        "x",
        "{\"a\":1,}",
    ] {
        check(text);
    }
    assert_eq!(Value::read("1.5e3"), Some(Value::Number(1)));
    assert_eq!(Value::read(&"[".repeat(100_000)), None, "no stack is spent on nonsense");
}
