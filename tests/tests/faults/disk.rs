//! A disk that is full, that fails, that can only be read: an error is shown, nothing acknowledged is lost, what was typed is
//! kept, and the work goes on without a restart.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::json;
use tests::{Client, Engine, Installation, Load, Program, Reply, key};

use crate::ALONE;

/// How long a fault lasts under load.
const LASTS: Duration = Duration::from_millis(700);

/// A disk whose faults are switched by files: `faults.c` stands between the program and the system.
struct Disk {
    switches: PathBuf,
    shim: PathBuf,
}

impl Disk {
    fn in_folder(folder: &Path) -> Self {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/disk.c");
        let shim = folder.join("disk.so");
        let compiled = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&shim).arg(source).arg("-ldl").status();
        assert!(compiled.expect("a C compiler, which the build needs too").success());
        let switches = folder.join("switches");
        fs::create_dir(&switches).unwrap();
        Self { switches, shim }
    }

    fn put_before(&self, command: &mut Command) {
        command.env("LD_PRELOAD", &self.shim).env("DISK_FAULTS", &self.switches);
    }

    fn breaks(&self, fault: &str) {
        fs::write(self.switches.join(fault), "").unwrap();
    }

    fn heals(&self, fault: &str) {
        fs::remove_file(self.switches.join(fault)).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_disk_never_becomes_a_false_sent() {
    let _alone = ALONE.lock().await;
    let installation = Installation::on(Engine::Sqlite).await;
    let outside = tempfile::tempdir().unwrap();
    let disk = Disk::in_folder(outside.path());
    let mut program = Program::on(&installation).with(|command| disk.put_before(command));
    program.start();
    let mut person = Person::at(&program, &installation).await;
    let load = Load::start(program.address, &program.base, &installation.site, 4);
    for fault in ["write-enospc", "write-eio", "sync-eio", "write-erofs", "write-eio", "sync-eio"] {
        tokio::time::sleep(LASTS / 2).await;
        disk.breaks(fault);
        tokio::time::sleep(LASTS / 2).await;
        person.is_told(fault).await;
        tokio::time::sleep(LASTS / 2).await;
        disk.heals(fault);
        person.is_served(fault).await;
        assert!(program.runs(), "{fault} ended the program");
    }
    let ledger = load.finish().await;
    assert!(program.stop().success());
    let faults = ledger.faults(&installation.desk(), installation.workspace).await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    println!("{} acknowledged, {} answers lost or refused and asked again", ledger.acked.len(), ledger.lost);
    assert!(ledger.acked.len() > 100 && ledger.lost > 20, "the faults met no work: {} {}", ledger.acked.len(), ledger.lost);
}

/// A small disk of its own, filled to the last byte. Mounting one asks for root; without it the test above stands alone.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_takes_up_again_when_there_is_room() {
    let _alone = ALONE.lock().await;
    let Some(small) = SmallDisk::mount(24) else {
        println!("not root: no small disk can be mounted; the switched faults stand for it");
        return;
    };
    let folder = tempfile::Builder::new().tempdir_in(&small.0).unwrap();
    let installation = Installation::at(folder, None).await;
    let mut program = Program::on(&installation);
    program.start();
    let mut person = Person::at(&program, &installation).await;
    let load = Load::start(program.address, &program.base, &installation.site, 4);
    for round in ["once", "twice"] {
        tokio::time::sleep(LASTS / 2).await;
        let filler = small.fill();
        tokio::time::sleep(LASTS / 2).await;
        person.is_told(round).await;
        fs::remove_file(filler).unwrap();
        person.is_served(round).await;
    }
    let ledger = load.finish().await;
    assert!(program.stop().success());
    let faults = ledger.faults(&installation.desk(), installation.workspace).await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(ledger.lost > 5, "the full disk met no work: {}", ledger.lost);
}

/// A mounted disk of some megabytes, gone when dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(megabytes: u32) -> Option<Self> {
        let at = tempfile::tempdir().unwrap().keep();
        let size = format!("size={megabytes}m");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "porchlight-test"]).arg(&at).status();
        mounted.is_ok_and(|status| status.success()).then_some(Self(at))
    }

    fn fill(&self) -> PathBuf {
        let filler = self.0.join("filler");
        let zeros = vec![0; 1024 * 1024];
        let mut file = fs::File::create(&filler).unwrap();
        while std::io::Write::write(&mut file, &zeros).is_ok() {}
        filler
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
        let _ = fs::remove_dir(&self.0);
    }
}

/// Somebody who writes one message by the portal's form, and looks at what comes back.
struct Person {
    client: Client,
    site: String,
}

impl Person {
    async fn at(program: &Program, installation: &Installation) -> Self {
        let mut client = program.client();
        let session = client.post_json("/api/widget/v1/session", &json!({ "site": installation.site })).await.unwrap();
        assert_eq!(session.status, 204);
        Self { client, site: installation.site.clone() }
    }

    async fn writes(&mut self, key: &str, words: &str) -> Reply {
        let fields = [("key", key), ("subject", "Kettle"), ("body", words), ("mail", "ada@example.com")];
        self.client.post_parts("/tickets", &fields).await.unwrap()
    }

    /// The page says that it was not taken, and holds what was typed; the widget's door says so too; reading goes on.
    async fn is_told(&mut self, fault: &str) {
        let words = format!("typed during {fault}");
        let page = self.writes(&key(), &words).await;
        assert_eq!(page.status, 503, "{fault}: {}", page.text());
        assert!(page.text().contains(&words), "{fault}: what was typed is gone: {}", page.text());
        for secret in ["sqlite", "disk I/O", "No space", "os error", "database"] {
            assert!(!page.text().to_lowercase().contains(&secret.to_lowercase()), "{fault}: the page says {secret:?}");
        }
        let new = json!({ "key": key(), "site": self.site, "body": words });
        let refused = self.client.post_json("/api/widget/v1/tickets", &new).await.unwrap();
        assert_eq!((refused.status, refused.json::<model::wire::Refused>().error.as_str()), (503, "unavailable"), "{fault}");
        assert_eq!(self.client.get("/").await.unwrap().status, 200, "{fault}: reading goes on");
    }

    /// The next message is taken, without a restart, within two seconds.
    async fn is_served(&mut self, fault: &str) {
        let key = key();
        for _ in 0..100 {
            let page = self.writes(&key, &format!("typed after {fault}")).await;
            if page.status == 303 {
                return;
            }
            assert_eq!(page.status, 503, "{fault}: {}", page.text());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{fault}: nothing is taken after the disk is well again");
    }
}
