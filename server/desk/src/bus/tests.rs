//! Who hears what, and who is where.

use super::*;

fn ids() -> (WorkspaceId, TicketId) {
    (WorkspaceId(uuid::Uuid::from_u128(1)), TicketId(uuid::Uuid::from_u128(2)))
}

fn mina() -> Person {
    Person::new(Side::Agent, "Mina")
}

#[test]
fn a_slow_watcher_is_told_that_it_missed_something() {
    let (workspace, ticket) = ids();
    let bus = Bus::default();
    let mut watcher = bus.watcher();
    watcher.watch(ticket, mina());
    assert!(!watcher.take_behind());
    for seq in 0..100 {
        bus.publish(vec![Hint::Ticket { workspace, ticket, number: 1, seq }]);
    }
    assert!(watcher.take_behind());
    assert!(!watcher.take_behind());
}

#[test]
fn who_leaves_is_no_longer_here() {
    let (workspace, ticket) = ids();
    let bus = Bus::default();
    let mut watcher = bus.watcher();
    watcher.watch(ticket, mina());
    watcher.watch_inbox(workspace, AgentId(uuid::Uuid::from_u128(3)), "Mina");
    assert_eq!(bus.here(ticket).len(), 1);
    assert_eq!(bus.agents_here(workspace), [(AgentId(uuid::Uuid::from_u128(3)), "Mina".to_owned())]);
    drop(watcher);
    assert!(bus.here(ticket).is_empty());
    assert!(bus.agents_here(workspace).is_empty());
}

#[tokio::test]
async fn two_nodes_know_who_is_on_the_other() {
    let (workspace, ticket) = ids();
    let (one, other) = (Bus::default(), Bus::default());
    let (node, at) = (uuid::Uuid::from_u128(7), AgentId(uuid::Uuid::from_u128(3)));
    one.share();
    other.share();
    let mut watcher = one.watcher();
    watcher.watch(ticket, mina());
    watcher.watch_inbox(workspace, at, "Mina");
    other.heard_from(Packet { node, words: one.words().await });
    assert_eq!(other.here(ticket), [(0, mina())]);
    assert_eq!(other.agents_here(workspace), [(at, "Mina".to_owned())]);
    drop(watcher);
    other.heard_from(Packet { node, words: one.words().await });
    assert!(other.here(ticket).is_empty() && other.agents_here(workspace).is_empty());
}

#[tokio::test]
async fn what_is_said_often_is_carried_once() {
    let (workspace, ticket) = ids();
    let bus = Bus::default();
    bus.share();
    for seq in 1..=50 {
        bus.publish(vec![Hint::Ticket { workspace, ticket, number: 1, seq }]);
    }
    assert_eq!(bus.words().await, [Word::Look { workspace, ticket, number: 1, seq: 50 }]);
}

#[tokio::test]
async fn who_was_on_a_node_that_fell_silent_is_no_longer_here() {
    let (workspace, ticket) = ids();
    let bus = Bus::default();
    bus.share();
    let node = uuid::Uuid::from_u128(7);
    let words = vec![
        Word::Here { ticket, people: vec![mina()] },
        Word::Agents { workspace, agents: vec![(AgentId(node), "Mina".into())], names: Vec::new() },
    ];
    bus.heard_from(Packet { node, words });
    bus.forget_silent(std::time::Duration::from_mins(1));
    assert_eq!(bus.here(ticket).len(), 1);
    bus.forget_silent(std::time::Duration::ZERO);
    assert!(bus.here(ticket).is_empty() && bus.agents_here(workspace).is_empty());
}

#[tokio::test]
async fn a_node_that_comes_new_is_told_who_is_here() {
    let (_, ticket) = ids();
    let bus = Bus::default();
    bus.share();
    let mut watcher = bus.watcher();
    watcher.watch(ticket, mina());
    let _ = bus.words().await;
    bus.heard_from(Packet { node: uuid::Uuid::from_u128(8), words: Vec::new() });
    assert_eq!(bus.words().await, [Word::Here { ticket, people: vec![mina()] }]);
}

#[tokio::test]
async fn look_again_reaches_everybody() {
    let (_, ticket) = ids();
    let bus = Bus::default();
    let mut watcher = bus.watcher();
    watcher.watch(ticket, mina());
    let _ = watcher.heard().await;
    bus.look_again();
    assert_eq!(watcher.heard().await, Some(Signal::Again));
    assert!(watcher.take_behind());
}

async fn hears(watcher: &mut Watcher) -> Option<Signal> {
    tokio::time::timeout(std::time::Duration::from_secs(5), watcher.heard()).await.expect("it is told in time")
}

#[tokio::test]
async fn a_node_that_was_cut_or_fell_silent_lets_the_others_look_again() {
    let (_, ticket) = ids();
    let (one, other) = (Bus::default(), Bus::default());
    one.share();
    other.share();
    let node = uuid::Uuid::from_u128(7);
    let mut watcher = other.watcher();
    watcher.watch(ticket, mina());
    let _ = hears(&mut watcher).await;
    one.let_all_look_again();
    other.heard_from(Packet { node, words: one.words().await });
    assert_eq!(hears(&mut watcher).await, Some(Signal::Again));
    assert!(watcher.take_behind());
    other.forget_silent(std::time::Duration::ZERO);
    assert_eq!(hears(&mut watcher).await, Some(Signal::Again));
    assert!(watcher.take_behind());
}

#[test]
fn a_word_of_a_newer_version_takes_none_of_the_others_with_it() {
    let text = r#"{"node":"00000000-0000-0000-0000-000000000001","words":["Again",{"Moved":{"shelf":[1]}},"Hm",{"Sessions":{"of":"00000000-0000-0000-0000-000000000002"}}]}"#;
    let packet: Packet = serde_json::from_str(text).unwrap();
    assert_eq!(packet.words, [Word::Again, Word::Sessions { of: Uuid::from_u128(2) }]);
}

#[tokio::test]
async fn an_agent_of_an_older_node_is_here_by_name_and_one_of_two_names_is_here_once() {
    let (workspace, _) = ids();
    let bus = Bus::default();
    bus.share();
    let heard = |node: u128, words: &str| {
        let words = words.replace("WORKSPACE", &workspace.to_string());
        bus.heard_from(
            serde_json::from_str(&format!("{{\"node\":\"{}\",\"words\":[{words}]}}", uuid::Uuid::from_u128(node))).unwrap(),
        );
    };
    heard(1, r#"{"Agents":{"workspace":"WORKSPACE","names":["Kim"]}}"#);
    assert_eq!(bus.agents_here(workspace), [(AgentId(uuid::Uuid::nil()), "Kim".to_owned())]);
    let id = uuid::Uuid::from_u128(3);
    heard(2, &format!(r#"{{"Agents":{{"workspace":"WORKSPACE","agents":[["{id}","Mina"]],"names":["Mina"]}}}}"#));
    heard(3, &format!(r#"{{"Agents":{{"workspace":"WORKSPACE","agents":[["{id}","Mina Koch"]],"names":["Mina Koch"]}}}}"#));
    assert_eq!(bus.agents_here(workspace).len(), 2, "{:?}", bus.agents_here(workspace));
}
