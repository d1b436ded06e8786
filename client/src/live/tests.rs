//! The portal's and the desk's pages: asked for again after every kind of cut, quiet links are noticed, parts come in order.

use model::id::TicketId;
use uuid::Uuid;

use super::*;

fn ticket() -> TicketId {
    TicketId(Uuid::from_u128(900))
}

fn at(now: f64) -> Moment {
    Moment { now, random: 0.5 }
}

fn page(ticket: Option<TicketId>, has_inbox: bool) -> Start {
    Start {
        token: Some("live".to_owned()),
        lang: "en".to_owned(),
        zone: String::new(),
        side: Side::Agent,
        ticket,
        shown: 3,
        listed: Vec::new(),
        list: if has_inbox { "mine - 0".to_owned() } else { String::new() },
    }
}

fn up(page: Start) -> Live {
    let mut live = Live::new(page, true);
    assert_eq!(live.step(at(0.0), Input::Tick), [Output::Connect(Way::Socket, 1)]);
    live.step(at(0.0), Input::LinkUp(1));
    live.step(at(0.0), Input::Told(1, Tell::Pong));
    live
}

#[test]
fn a_list_without_a_ticket_asks_what_is_always_answered() {
    let mut live = Live::new(page(None, true), true);
    live.step(at(0.0), Input::Tick);
    let asked = live.step(at(0.0), Input::LinkUp(1));
    let listed = Ask::Listed { list: "mine - 0".to_owned() };
    assert_eq!(asked[1..], [Output::Ask(Ask::Inbox), Output::Ask(listed), Output::Ask(Ask::Ping)]);
}

#[test]
fn a_list_hears_who_is_here_by_its_tickets_and_a_ticket_only_by_its_own() {
    let other = TicketId(Uuid::from_u128(901));
    let tell = || Tell::Presence { ticket: other, is_other_side_here: true, agents: Vec::new() };
    let heard = [Output::Presence(true, Vec::new())];
    let list = Start { listed: vec![ticket(), other], ..page(None, false) };
    assert_eq!(up(list).step(at(1.0), Input::Told(1, tell())), heard);
    assert_eq!(up(page(Some(other), false)).step(at(1.0), Input::Told(1, tell())), heard);
    assert_eq!(up(page(Some(ticket()), false)).step(at(1.0), Input::Told(1, tell())), []);
}

#[test]
fn a_quiet_link_is_asked_and_given_up_when_it_does_not_answer() {
    let mut live = up(page(Some(ticket()), false));
    let (mut pings, mut built) = (0, 0);
    for second in 1..=60 {
        for output in live.step(at(f64::from(second) * 1000.0), Input::Tick) {
            match output {
                Output::Ask(Ask::Ping) => pings += 1,
                Output::Connect(Way::Socket, 3) => built += 1,
                other => assert_eq!(other, Output::Offline(true)),
            }
        }
    }
    assert_eq!((pings, built), (1, 1), "asked once after half a minute, then built anew");
}

#[test]
fn after_sleep_the_first_tick_asks() {
    let mut live = up(page(Some(ticket()), false));
    live.step(at(1000.0), Input::Tick);
    assert_eq!(live.step(at(7_200_000.0), Input::Tick), [Output::Ask(Ask::Ping)]);
    assert_eq!(live.step(at(7_201_000.0), Input::Tick), []);
    live.step(at(7_216_000.0), Input::Tick);
    assert_eq!(live.step(at(7_217_000.0), Input::Tick), [Output::Connect(Way::Socket, 3)]);
}

#[test]
fn looking_at_the_page_again_asks_a_quiet_link() {
    let mut live = up(page(Some(ticket()), false));
    assert_eq!(live.step(at(1000.0), Input::Seen), [], "it spoke just now");
    assert_eq!(live.step(at(9000.0), Input::Seen), [Output::Ask(Ask::Ping)]);
}

#[test]
fn the_list_hears_that_it_may_have_missed_something() {
    let mut live = up(page(None, true));
    live.step(at(0.0), Input::LinkDown(1));
    assert_eq!(live.step(at(1000.0), Input::Tick), [Output::Connect(Way::Socket, 3)]);
    assert!(live.step(at(1000.0), Input::LinkUp(3)).contains(&Output::Moved(None)));
}

#[test]
fn a_late_end_of_an_old_link_does_not_end_the_new_one() {
    let mut live = up(page(Some(ticket()), false));
    live.step(at(0.0), Input::Online(false));
    assert!(live.step(at(1.0), Input::Online(true)).contains(&Output::Connect(Way::Socket, 3)));
    live.step(at(2.0), Input::LinkUp(3));
    live.step(at(2.0), Input::Told(3, Tell::Pong));
    assert_eq!(live.step(at(3.0), Input::LinkDown(1)), []);
    assert!(live.is_connected());
}

#[test]
fn a_page_nobody_looks_at_marks_nothing_as_read() {
    let mut live = up(page(Some(ticket()), false));
    let ask = |ask: fn(TicketId) -> Ask| vec![Output::Ask(ask(ticket()))];
    let hidden = live.step(at(1.0), Input::Attention(false));
    assert_eq!(hidden, ask(|ticket| Ask::Follow { ticket, after: 3 }));
    assert_eq!(live.step(at(2.0), Input::Attention(true)), ask(|ticket| Ask::Watch { ticket, after: 3 }));
}

#[test]
fn a_ticket_of_the_list_that_is_lost_silences_no_other() {
    let other = TicketId(Uuid::from_u128(901));
    let mut live = up(Start { listed: vec![ticket(), other], ..page(None, false) });
    assert_eq!(live.step(at(0.0), Input::Told(1, Tell::Lost { ticket: ticket() })), []);
    let answer = Tell::Event { ticket: other, seq: 9, by: Some(Side::Agent), kind: String::new(), html: String::new() };
    let parts = Tell::Parts { ticket: other, seq: 8, parts: Vec::new() };
    live.step(at(0.0), Input::Told(1, parts));
    assert_eq!(live.step(at(0.0), Input::Told(1, answer)), [Output::Heard(other, Some(Side::Agent))]);
    live.step(at(0.0), Input::LinkDown(1));
    live.step(at(60_000.0), Input::Tick);
    let asked = live.step(at(60_000.0), Input::LinkUp(3));
    assert_eq!(asked[1..], [Output::Ask(Ask::Follow { ticket: other, after: 9 })], "{asked:?}");
}

#[test]
fn the_ticket_on_screen_that_is_lost_ends_it() {
    let mut live = up(page(Some(ticket()), true));
    assert_eq!(live.step(at(0.0), Input::Told(1, Tell::Lost { ticket: ticket() })), [Output::Over]);
    assert_eq!(live.step(at(900_000.0), Input::Tick), []);
}

#[test]
fn a_refusal_ends_it() {
    let mut live = up(page(Some(ticket()), true));
    assert_eq!(live.step(at(0.0), Input::Told(1, Tell::Refused)), [Output::Over]);
    assert_eq!(live.step(at(900_000.0), Input::Tick), []);
}
