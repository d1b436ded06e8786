//! A PostgreSQL of a test's own, to be restarted and killed. Durable, unlike the throw-away cluster of the other tests.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A running server on a Unix socket.
pub struct Cluster {
    folder: TempDir,
    programs: PathBuf,
    is_root: bool,
}

impl Cluster {
    /// Makes and starts one. `cargo xtask test` has installed the server before.
    pub fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("porchlight-faults-").tempdir().unwrap();
        let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.starts_with(b"0\n"));
        if is_root {
            assert!(Command::new("chown").arg("postgres").arg(folder.path()).status().unwrap().success());
        }
        let cluster = Self { folder, programs: programs(), is_root };
        let data = cluster.data();
        cluster.run("initdb", &["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "-D", &data]);
        cluster.control("start", &[]);
        cluster
    }

    /// How it is reached.
    pub fn url(&self) -> String {
        format!("host={} user=postgres dbname=postgres", self.folder.path().display())
    }

    /// Ends every connection at once and starts anew, as after a crash.
    pub fn crash_and_restart(&self) {
        self.control("restart", &["-m", "immediate"]);
    }

    /// Ends every connection of an application.
    pub async fn end_connections(&self, application: &str) -> u64 {
        let (client, connection) = tokio_postgres::connect(&self.url(), tokio_postgres::NoTls).await.unwrap();
        let connection = tokio::spawn(connection);
        let ends = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1";
        let ended = client.execute(ends, &[&application]).await.unwrap();
        drop(client);
        connection.await.unwrap().unwrap();
        ended
    }

    fn control(&self, verb: &str, more: &[&str]) {
        let (data, log) = (self.data(), self.folder.path().join("log").display().to_string());
        let options = format!("-k {} -c listen_addresses= -c max_connections=100", self.folder.path().display());
        let words = [&[verb, "--silent", "--wait", "-D", &data, "-l", &log, "-o", &options], more].concat();
        self.run("pg_ctl", &words);
    }

    fn run(&self, program: &str, words: &[&str]) -> Output {
        let program = self.programs.join(program);
        let mut command = if self.is_root {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(&program);
            command
        } else {
            Command::new(&program)
        };
        // Not our pipes: the server would hold them open.
        let output = command.args(words).current_dir(self.folder.path()).stdout(std::process::Stdio::null()).output().unwrap();
        assert!(output.status.success(), "{}: {}", program.display(), String::from_utf8_lossy(&output.stderr));
        output
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.data();
        let stop = ["stop", "--silent", "-m", "immediate", "-D", &data];
        let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.run("pg_ctl", &stop)));
    }
}

/// The newest server's programs on this machine.
fn programs() -> PathBuf {
    let installed =
        std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    let in_path = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect::<Vec<_>>();
    let mut found: Vec<PathBuf> = installed.chain(in_path).filter(|folder| folder.join("initdb").is_file()).collect();
    found.sort_by_key(|folder| folder.starts_with(Path::new("/usr/lib/postgresql")));
    found.pop().expect("a PostgreSQL server, which `cargo xtask test` installs")
}
