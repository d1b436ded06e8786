//! The screen equals the log, whatever the line does.

use model::wire::Refused;
use uuid::Uuid;

use super::*;

pub(crate) fn ticket() -> TicketId {
    TicketId(Uuid::from_u128(900))
}

pub(crate) fn key(number: u128) -> Key {
    Key(Uuid::from_u128(number))
}

pub(crate) fn at(now: f64) -> Moment {
    Moment { now, random: 0.5 }
}

pub(crate) fn page(ticket: Option<TicketId>, shown: i64) -> Start {
    Start {
        site: "shop".to_owned(),
        lang: "en".to_owned(),
        zone: String::new(),
        token: ticket.map(|_| "live".to_owned()),
        ticket,
        is_chat: true,
        shown,
        ..Start::default()
    }
}

/// A line of the log; one that begins with `customer` or `agent` is a message of that side.
pub(crate) fn event(seq: i64, html: &str) -> Tell {
    let by = match html.split(' ').next() {
        Some("customer") => Some(Side::Customer),
        Some("agent") => Some(Side::Agent),
        _ => None,
    };
    Tell::Event { ticket: ticket(), seq, by, kind: String::new(), html: html.to_owned() }
}

pub(crate) fn parts(seq: i64) -> Tell {
    Tell::Parts { ticket: ticket(), seq, parts: Vec::new() }
}

pub(crate) fn kept(seq: i64) -> Answer {
    Answer::Kept(Kept { ticket: ticket(), number: 7, seq, live: "live".to_owned() })
}

fn refused(status: u16) -> Answer {
    Answer::Refused(status, Refused { error: "too_many".to_owned(), message: "Wait a little.".to_owned(), faults: Vec::new() })
}

/// A chat whose socket number 1 stands and has spoken.
fn connected(shown: i64) -> Chat {
    let mut chat = Chat::new(page(Some(ticket()), shown));
    assert_eq!(chat.step(at(0.0), Input::Tick), [Output::Connect(Way::Socket, 1)]);
    chat.step(at(0.0), Input::LinkUp(1));
    chat.step(at(0.0), Input::Told(1, parts(shown)));
    chat
}

#[test]
fn a_link_says_hello_and_resumes_after_what_is_shown() {
    let mut chat = Chat::new(page(Some(ticket()), 4));
    chat.step(at(0.0), Input::Panel(true));
    chat.step(at(0.0), Input::Tick);
    let hello = Ask::Hello { token: "live".to_owned(), lang: "en".to_owned(), zone: String::new() };
    let watch = Ask::Watch { ticket: ticket(), after: 4 };
    assert_eq!(chat.step(at(0.0), Input::LinkUp(1)), [Output::Ask(hello), Output::Ask(watch)]);
}

#[test]
fn a_batch_is_shown_in_order_and_doubles_are_dropped() {
    let mut chat = connected(1);
    assert_eq!(chat.step(at(1.0), Input::Told(1, event(3, "c"))), []);
    assert_eq!(chat.step(at(1.0), Input::Told(1, event(2, "b"))), []);
    assert_eq!(chat.step(at(1.0), Input::Told(1, event(2, "b"))), []);
    let out = chat.step(at(1.0), Input::Told(1, parts(4)));
    assert_eq!(out, [Output::Append("b".to_owned(), None), Output::Append("c".to_owned(), None), Output::Parts(4, Vec::new())]);
    assert_eq!(chat.shown(), 4);
    chat.step(at(2.0), Input::Told(1, event(3, "c")));
    assert_eq!(chat.step(at(2.0), Input::Told(1, parts(3))), [], "older than what is shown");
}

#[test]
fn half_a_batch_is_asked_for_again() {
    let mut chat = connected(1);
    chat.step(at(1.0), Input::Told(1, event(3, "c")));
    chat.step(at(1.0), Input::LinkDown(1));
    assert_eq!(chat.shown(), 1);
    assert_eq!(chat.step(at(1.0), Input::Told(1, event(2, "late"))), [], "an old link says nothing");
}

#[test]
fn two_failures_lead_to_polling_and_polls_back_to_a_socket() {
    let mut chat = Chat::new(page(Some(ticket()), 1));
    let mut now = 0.0;
    let mut ways = Vec::new();
    for _ in 0..25 {
        let out = chat.step(at(now), Input::Tick);
        if let Some(Output::Connect(way, number)) = out.iter().find(|one| matches!(one, Output::Connect(..))) {
            ways.push(*way);
            chat.step(at(now), if *way == Way::Socket { Input::LinkDown(*number) } else { Input::Polled(*number) });
        }
        now += 31_000.0;
    }
    // The first poll may be the first word of a server that is back; what follows comes from where sockets never work.
    let often = [vec![Way::Socket; 2], vec![Way::Poll, Way::Socket]].concat();
    let expected = [often, vec![Way::Poll; 19], vec![Way::Socket, Way::Poll]].concat();
    assert_eq!(ways, expected);
}

#[test]
fn a_server_that_goes_says_when_to_come_back() {
    let mut chat = connected(1);
    chat.step(at(0.0), Input::Told(1, Tell::ComeBack { after_ms: 700 }));
    assert_eq!(chat.step(at(699.0), Input::Tick), []);
    assert!(matches!(chat.step(at(700.0), Input::Tick).as_slice(), [Output::Connect(Way::Socket, _)]));
}

#[test]
fn a_silent_link_is_given_up() {
    let mut chat = Chat::new(page(Some(ticket()), 1));
    chat.step(at(0.0), Input::Tick);
    chat.step(at(0.0), Input::LinkUp(1));
    chat.step(at(15_000.0), Input::Tick);
    assert!(matches!(chat.step(at(16_000.0), Input::Tick).as_slice(), [Output::Connect(Way::Socket, _)]));
}

#[test]
fn typing_ends_after_six_seconds_or_with_the_reply() {
    let mut chat = connected(1);
    let typing = Tell::Typing { ticket: ticket(), name: "Mina".to_owned() };
    assert_eq!(chat.step(at(0.0), Input::Told(1, typing.clone())), [Output::Typing(Some("Mina".to_owned()))]);
    assert_eq!(chat.step(at(5999.0), Input::Tick), []);
    assert_eq!(chat.step(at(6000.0), Input::Tick), [Output::Typing(None)]);
    chat.step(at(7000.0), Input::Told(1, typing));
    chat.step(at(7000.0), Input::Told(1, event(2, "agent")));
    assert!(chat.step(at(7000.0), Input::Told(1, parts(2))).contains(&Output::Typing(None)));
}

#[test]
fn writing_is_said_every_three_seconds() {
    let mut chat = connected(1);
    let ask = [Output::Ask(Ask::Typing { ticket: ticket() })];
    assert_eq!(chat.step(at(0.0), Input::Typed), ask);
    assert_eq!(chat.step(at(2999.0), Input::Typed), []);
    assert_eq!(chat.step(at(3000.0), Input::Typed), ask);
}

#[test]
fn replies_count_as_unread_while_the_panel_is_closed() {
    let mut chat = connected(1);
    chat.step(at(0.0), Input::Told(1, event(2, "agent")));
    assert!(chat.step(at(0.0), Input::Told(1, parts(2))).contains(&Output::Unread(1)));
    assert_eq!(chat.step(at(0.0), Input::Panel(true))[0], Output::Unread(0));
    chat.step(at(0.0), Input::Told(1, event(3, "agent")));
    assert!(!chat.step(at(0.0), Input::Told(1, parts(3))).contains(&Output::Unread(1)));
}

#[test]
fn an_open_panel_in_a_tab_behind_others_reads_nothing() {
    let mut chat = connected(1);
    chat.step(at(0.0), Input::Panel(true));
    let follow = Ask::Follow { ticket: ticket(), after: 1 };
    assert!(chat.step(at(0.0), Input::Front(false)).contains(&Output::Ask(follow)));
    chat.step(at(0.0), Input::Told(1, event(2, "agent")));
    assert!(chat.step(at(0.0), Input::Told(1, parts(2))).contains(&Output::Unread(1)));
    let back = chat.step(at(0.0), Input::Front(true));
    let watch = Ask::Watch { ticket: ticket(), after: 2 };
    assert!(back.contains(&Output::Unread(0)) && back.contains(&Output::Ask(watch)), "{back:?}");
}

#[test]
fn the_host_page_is_told_of_unread_replies_once_it_has_said_how_the_panel_stands() {
    let mut chat = Chat::new(Start { unread: 2, ..page(Some(ticket()), 4) });
    assert_eq!(chat.step(at(0.0), Input::Front(true)), [Output::Connect(Way::Socket, 1)]);
    assert!(chat.step(at(0.0), Input::Panel(true)).contains(&Output::Unread(0)));
}

#[test]
fn what_nobody_has_before_their_eyes_is_followed_and_not_watched() {
    let mut chat = Chat::new(page(Some(ticket()), 4));
    chat.step(at(0.0), Input::Tick);
    let (watch, follow) = (Ask::Watch { ticket: ticket(), after: 4 }, Ask::Follow { ticket: ticket(), after: 4 });
    assert_eq!(chat.step(at(0.0), Input::LinkUp(1)).last(), Some(&Output::Ask(follow.clone())));
    chat.step(at(0.0), Input::Told(1, parts(4)));
    assert!(chat.step(at(0.0), Input::Panel(true)).contains(&Output::Ask(watch)));
    chat.step(at(0.0), Input::Told(1, parts(4)));
    assert!(chat.step(at(0.0), Input::Panel(false)).contains(&Output::Ask(follow)));
}

#[test]
fn a_panel_that_opens_or_closes_before_the_link_has_spoken_is_told_of() {
    let mut chat = Chat::new(page(Some(ticket()), 4));
    chat.step(at(0.0), Input::Panel(true));
    assert!(!chat.step(at(0.0), Input::Panel(false)).iter().any(|out| matches!(out, Output::Ask(_))), "nobody listens yet");
    let (watch, follow) = (Ask::Watch { ticket: ticket(), after: 4 }, Ask::Follow { ticket: ticket(), after: 4 });
    assert_eq!(chat.step(at(0.0), Input::LinkUp(1)).last(), Some(&Output::Ask(follow.clone())));
    assert!(chat.step(at(0.0), Input::Panel(true)).contains(&Output::Ask(watch)));
    assert!(chat.step(at(0.0), Input::Panel(false)).contains(&Output::Ask(follow)));
    chat.step(at(0.0), Input::LinkDown(1));
    assert!(!chat.step(at(0.0), Input::Panel(true)).iter().any(|out| matches!(out, Output::Ask(_))), "nobody listens any more");
}

#[test]
fn the_list_learns_of_replies_and_keeps_them_unread_while_it_is_open() {
    let other = TicketId(Uuid::from_u128(901));
    let page =
        Start { listed: vec![ticket(), other], unread: 1, is_chat: false, token: Some("live".to_owned()), ..page(None, 0) };
    let mut chat = Chat::new(page);
    assert_eq!(chat.step(at(0.0), Input::Panel(true))[..1], [Output::Unread(1)]);
    let follow = |ticket, after| Output::Ask(Ask::Follow { ticket, after });
    let asked = chat.step(at(0.0), Input::LinkUp(1));
    assert_eq!(asked[1..], [follow(ticket(), crate::live::NOTHING_NEWER), follow(other, crate::live::NOTHING_NEWER)]);
    chat.step(at(0.0), Input::Told(1, parts(4)));
    let answer = event(5, "agent");
    assert_eq!(chat.step(at(0.0), Input::Told(1, answer.clone())), [Output::Fresh(ticket()), Output::Unread(2)]);
    assert_eq!(chat.step(at(0.0), Input::Told(1, answer)), [], "once");
    assert_eq!(chat.step(at(0.0), Input::Told(1, event(6, "customer"))), []);
    assert_eq!(chat.step(at(0.0), Input::Panel(false)), []);
    chat.step(at(0.0), Input::LinkDown(1));
    assert_eq!(chat.step(at(60_000.0), Input::Tick), [Output::Connect(Way::Socket, 3)]);
    assert_eq!(chat.step(at(60_000.0), Input::LinkUp(3))[1], follow(ticket(), 6), "nothing is lost in between");
}

#[test]
fn the_first_message_opens_the_ticket_and_the_link() {
    let mut chat = Chat::new(page(None, 0));
    let out = chat.step(at(0.0), Input::Written(key(1), "hello".to_owned(), Vec::new()));
    assert!(matches!(
        out.as_slice(),
        [Output::Store(_), Output::Bubble(_), Output::Mark(_, Mark::Waiting), Output::Mark(_, Mark::Sending), Output::Post(_)]
    ));
    let out = chat.step(at(1.0), Input::Answered(key(1), kept(1)));
    let expected = [
        Output::Forget(key(1)),
        Output::Opened(ticket()),
        Output::Mark(key(1), Mark::Received(Some(7))),
        Output::Connect(Way::Socket, 1),
    ];
    assert_eq!(out, expected);
    chat.step(at(1.0), Input::LinkUp(1));
    chat.step(at(1.0), Input::Told(1, event(1, "customer")));
    let out = chat.step(at(1.0), Input::Told(1, parts(1)));
    assert!(out.contains(&Output::Settle(key(1))) && !out.contains(&Output::Cover(key(1))), "{out:?}");
}

#[test]
fn a_line_that_comes_before_its_answer_covers_the_bubble() {
    let mut chat = connected(1);
    chat.step(at(0.0), Input::Written(key(1), "hello".to_owned(), Vec::new()));
    chat.step(at(0.0), Input::Told(1, event(2, "customer")));
    assert!(chat.step(at(0.0), Input::Told(1, parts(2))).contains(&Output::Cover(key(1))));
    assert!(chat.step(at(0.0), Input::Answered(key(1), kept(2))).contains(&Output::Settle(key(1))));
}

#[test]
fn only_what_is_final_counts_as_refused() {
    let check = |status, is_final: bool| {
        let mut chat = connected(1);
        chat.step(at(0.0), Input::Written(key(1), "hello".to_owned(), Vec::new()));
        let out = chat.step(at(0.0), Input::Answered(key(1), refused(status)));
        assert_eq!(out.contains(&Output::Fault("Wait a little.".to_owned())), is_final, "{status}");
        assert_eq!(out.contains(&Output::SignedOut), status == 401);
        let again = chat.step(at(60_000.0), Input::Tick);
        assert_eq!(again.iter().any(|one| matches!(one, Output::Post(_))), !is_final, "{status}");
    };
    check(401, false);
    check(422, true);
    check(409, true);
    check(429, false);
    check(503, false);
}

#[test]
fn without_a_network_nothing_is_tried() {
    let mut chat = connected(1);
    assert_eq!(chat.step(at(0.0), Input::Online(false)), [Output::Offline(true), Output::Here(false)]);
    let out = chat.step(at(1.0), Input::Written(key(1), "hello".to_owned(), Vec::new()));
    assert!(!out.iter().any(|one| matches!(one, Output::Post(_))));
    let out = chat.step(at(2.0), Input::Online(true));
    assert!(out.iter().any(|one| matches!(one, Output::Post(_))) && out.contains(&Output::Offline(false)), "{out:?}");
}
