//! A PostgreSQL that drops its connections and crashes under load.

use std::time::Duration;

use tests::{Cluster, Dice, Installation, Load, Program};

use crate::ALONE;

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_crashes_loses_nothing_and_needs_no_restart_of_ours() {
    let _alone = ALONE.lock().await;
    let cluster = Cluster::start();
    let installation = Installation::at(tempfile::tempdir().unwrap(), Some(cluster.url())).await;
    let mut program = Program::on(&installation);
    program.start();
    let load = Load::start(program.address, &program.base, &installation.site, 6);
    let mut dice = Dice::fresh();
    let mut ended = 0;
    for round in 0..16 {
        tokio::time::sleep(Duration::from_millis(100 + dice.roll(250))).await;
        let before = load.acked();
        if round % 4 == 3 {
            cluster.crash_and_restart();
        } else {
            ended += cluster.end_connections("porchlight").await;
        }
        // The work goes on by itself.
        for tried in 0.. {
            assert!(tried < 500, "nothing is taken any more after round {round}");
            if load.acked() > before + 5 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    let ledger = load.finish().await;
    assert!(program.runs());
    assert!(program.stop().success());
    let faults = ledger.faults(&installation.desk(), installation.workspace).await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    println!("{} acknowledged, {} lost and asked again, {ended} connections ended", ledger.acked.len(), ledger.lost);
    assert!(ended > 10 && ledger.lost > 10, "the faults met no work: {ended} {}", ledger.lost);
}
