//! A throw-away PostgreSQL cluster for tests, on a Unix socket in a temporary folder. Gone when dropped.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::{child, machine};

const CONFIGURATION: &str = "-c listen_addresses= -c max_connections=300 -c shared_buffers=128MB";

/// Does a commit reach the disk?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durability {
    /// As anywhere; what is measured is what an owner gets.
    Real,
    /// Nobody needs the data after a crash.
    None,
}

impl Durability {
    const fn settings(self) -> &'static str {
        match self {
            Self::Real => "",
            Self::None => "-c fsync=off -c synchronous_commit=off -c full_page_writes=off",
        }
    }
}

/// A running cluster.
#[derive(Debug)]
pub(crate) struct Cluster {
    folder: TempDir,
    programs: PathBuf,
}

impl Cluster {
    /// Starts a cluster for tests, installing PostgreSQL when there is none.
    pub(crate) fn start() -> Result<Self> {
        Self::start_with(Durability::None)
    }

    /// As `start`, with commits as durable as is asked for.
    pub(crate) fn start_with(durability: Durability) -> Result<Self> {
        let initdb = machine::found_or_installed(initdb, &["postgresql"], "a PostgreSQL server")?;
        // Debian links programs into the search path; their neighbours lie where the link leads.
        let programs = initdb.canonicalize()?.parent().context("initdb lies in a folder")?.to_path_buf();
        let folder = tempfile::Builder::new().prefix("porchlight-postgres-").tempdir()?;
        if machine::is_root() {
            child::run(Command::new("chown").arg("postgres").arg(folder.path()))?;
        }
        let cluster = Self { folder, programs };
        cluster.create()?;
        cluster.launch(durability)?;
        Ok(cluster)
    }

    /// The connection string for tests.
    pub(crate) fn address(&self) -> String {
        format!("host={} user=postgres dbname=postgres", self.path().display())
    }

    fn create(&self) -> Result<()> {
        let mut initdb = self.command("initdb");
        initdb
            .args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "-D"])
            .arg(self.data());
        child::answer(&mut initdb).map(drop).context("initdb failed")
    }

    fn launch(&self, durability: Durability) -> Result<()> {
        let mut control = self.command("pg_ctl");
        control
            .args(["start", "--silent", "--wait", "-D"])
            .arg(self.data())
            .arg("-l")
            .arg(self.path().join("log"))
            .args(["-o", &format!("-k {} {CONFIGURATION} {}", self.path().display(), durability.settings())]);
        child::run(&mut control).context("PostgreSQL does not start")
    }

    /// A program of PostgreSQL, which refuses to run as root.
    fn command(&self, program: &str) -> Command {
        let program = self.programs.join(program);
        let mut command = if machine::is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(self.path());
        command
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn data(&self) -> PathBuf {
        self.path().join("data")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut control = self.command("pg_ctl");
        control.args(["stop", "--silent", "--mode=immediate", "-D"]).arg(self.data());
        if child::answer(&mut control).is_none() {
            eprintln!("PostgreSQL in {} could not be stopped", self.path().display());
        }
    }
}

/// The newest `initdb` of this machine.
fn initdb() -> Option<PathBuf> {
    if let Some(found) = machine::program(&["initdb"]) {
        return Some(found);
    }
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path().join("bin/initdb")))
        .filter(|initdb| initdb.is_file())
        .collect();
    versions.sort();
    versions.pop()
}
