//! Two nodes on one PostgreSQL: what happens on one is seen on the other, and a cut bus costs time only.

use std::time::{Duration, Instant};

use model::live::{Ask, Tell};
use model::wire::Kept;
use serde_json::json;
use tests::{Client, Cluster, Dice, Installation, Live, Load, PASSWORD, Program, key};

use crate::ALONE;

/// The longest that a watcher may wait for what happened while the bus was cut.
const CATCHES_UP_WITHIN: Duration = Duration::from_secs(5);

struct Nodes {
    cluster: Cluster,
    one: Program,
    other: Program,
    site: String,
    _installation: Installation,
}

impl Nodes {
    async fn start() -> Self {
        let cluster = Cluster::start();
        let installation = Installation::at(tempfile::tempdir().unwrap(), Some(cluster.url())).await;
        let mut one = Program::on(&installation);
        let mut other = Program::beside(&installation, &one.base);
        one.start();
        other.start();
        Self { cluster, one, other, site: installation.site.clone(), _installation: installation }
    }

    /// A visitor who wrote on one node and watches on the other.
    async fn visitor(&self) -> (Client, Kept, Live) {
        let mut client = self.one.client();
        client.post_json("/api/widget/v1/session", &json!({ "site": self.site })).await.unwrap();
        let new = json!({ "key": key(), "site": self.site, "body": "Hello" });
        let kept: Kept = client.post_json("/api/widget/v1/tickets", &new).await.unwrap().json();
        let mut live = client.at(self.other.address).live(&kept.live).await.unwrap();
        live.ask(&Ask::Watch { ticket: kept.ticket, after: 0 }).await.unwrap();
        hears(&mut live, 1, Duration::from_secs(2)).await;
        (client, kept, live)
    }
}

/// Hears so many messages, in order and once, and says how long it took.
async fn hears(live: &mut Live, count: usize, within: Duration) -> Duration {
    let began = Instant::now();
    let (mut heard, mut last) = (0, 0);
    while heard < count {
        let rest = within.checked_sub(began.elapsed()).unwrap_or_default();
        let told = live.told_within(rest).await;
        let Some(told) = told else { panic!("heard {heard} of {count} within {within:?}") };
        if let Tell::Event { seq, kind, .. } = told.unwrap() {
            assert!(seq > last, "line {seq} after {last}");
            last = seq;
            heard += usize::from(kind == "reply_sent");
        }
    }
    began.elapsed()
}

async fn replies(client: &mut Client, kept: &Kept, count: usize) {
    for number in 0..count {
        let path = format!("/api/widget/v1/tickets/{}/replies", kept.ticket);
        let body = json!({ "key": key(), "body": format!("reply {number}") });
        assert_eq!(client.post_json(&path, &body).await.unwrap().status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_on_one_node_reaches_a_watcher_on_the_other() {
    let _alone = ALONE.lock().await;
    let nodes = Nodes::start().await;
    let (mut client, kept, mut live) = nodes.visitor().await;
    // The first words after the start may come by looking again; these come over the bus.
    replies(&mut client, &kept, 1).await;
    hears(&mut live, 1, CATCHES_UP_WITHIN).await;
    let mut took = Vec::new();
    for _ in 0..20 {
        replies(&mut client, &kept, 1).await;
        took.push(hears(&mut live, 1, Duration::from_secs(1)).await);
    }
    took.sort();
    println!("from node to node: median {:?}, longest {:?}", took[10], took[19]);
    // Far below the pause of looking again, so it was the bus.
    assert!(took[10] < Duration::from_millis(500), "{took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_bus_costs_time_and_never_data() {
    let _alone = ALONE.lock().await;
    let nodes = Nodes::start().await;
    let (mut client, kept, mut live) = nodes.visitor().await;
    for _ in 0..4 {
        // The nodes listen again by themselves; until then nobody says anything.
        let ended = nodes.cluster.end_connections("porchlight bus").await;
        assert!(ended > 0, "there is a bus to be cut");
        replies(&mut client, &kept, 12).await;
        let took = hears(&mut live, 12, CATCHES_UP_WITHIN).await;
        println!("caught up after {took:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_is_killed_under_load_loses_nothing_and_its_people_go_on_at_the_other() {
    const KILLS: u64 = 20;
    let _alone = ALONE.lock().await;
    let Nodes { cluster: _cluster, one, other, site, _installation: installation } = Nodes::start().await;
    let load = Load::on_nodes(vec![one.address, other.address], &one.base, &site, 6);
    let (mut dice, mut nodes) = (Dice::fresh(), [one, other]);
    println!("{KILLS} kills, seed {}", dice.0);
    for kill in 0..KILLS {
        let (enough, began) = (load.acked() + 10 + dice.roll(20), Instant::now());
        while load.acked() < enough {
            assert!(began.elapsed() < Duration::from_secs(20), "nobody goes on at the node that is left");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        // The one that was killed before stays away while people write, and comes back before the other goes.
        let dead = usize::from(kill % 2 == 1);
        nodes[1 - dead].start_again();
        nodes[dead].kill();
    }
    let ledger = load.finish().await;
    drop(nodes);
    let faults = ledger.faults(&installation.desk(), installation.workspace).await;
    println!("{} acknowledged, {} answers lost, {} lines heard", ledger.acked.len(), ledger.lost, ledger.heard);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(ledger.lost > KILLS / 2 && ledger.heard > KILLS, "the kills met work");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_types_and_who_is_here_is_known_on_both_nodes() {
    let _alone = ALONE.lock().await;
    let nodes = Nodes::start().await;
    let (_, kept, mut live) = nodes.visitor().await;
    let mut mina = nodes.one.client();
    let fields = [("mail", "mina@tarn.example"), ("password", PASSWORD)];
    assert_eq!(mina.post("/desk/sign-in", &fields).await.unwrap().status, 303);
    let page = mina.get(&format!("/desk/tickets/{}", kept.number)).await.unwrap().text();
    let token = page.split("&quot;token&quot;:&quot;").nth(1).and_then(|rest| rest.split("&quot;").next()).unwrap();
    let mut desk = mina.live(token).await.unwrap();
    desk.ask(&Ask::Watch { ticket: kept.ticket, after: 99 }).await.unwrap();
    is_told(&mut live, |told| matches!(told, Tell::Presence { is_other_side_here: true, .. })).await;
    is_told(&mut desk, |told| matches!(told, Tell::Presence { is_other_side_here: true, .. })).await;
    desk.ask(&Ask::Typing { ticket: kept.ticket }).await.unwrap();
    is_told(&mut live, |told| matches!(told, Tell::Typing { name, .. } if name == "Mina Koch")).await;
    drop(desk);
    is_told(&mut live, |told| matches!(told, Tell::Presence { is_other_side_here: false, .. })).await;
}

async fn is_told(live: &mut Live, is_it: impl Fn(&Tell) -> bool) {
    // Whoever left counts as gone after two ticks of five seconds: changing the page is no leaving.
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        let rest = until.checked_duration_since(Instant::now()).expect("it is told in time");
        if is_it(&live.told_within(rest).await.expect("it is told in time").unwrap()) {
            return;
        }
    }
}
