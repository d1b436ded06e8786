//! The server program: how it is built and where it then lies.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::child;
use crate::progress::{Progress, size};
use crate::workspace::Workspace;

/// How many steps [`build`] announces.
pub(crate) const STEPS: usize = 1;

/// How much work the compiler puts into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Quick to build; reads the bundle from disk.
    Debug,
    /// As self-contained as the release, and sooner there.
    Serve,
    /// One self-contained program.
    Release,
}

/// Builds the server and says where it is.
pub(crate) fn build(workspace: &Workspace, profile: Profile, progress: &mut Progress) -> Result<PathBuf> {
    progress.step("The server");
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--bin", "porchlight"]);
    match profile {
        // With the features that tests and bench have chosen too, so that nothing is compiled twice.
        Profile::Debug => cargo.arg("--workspace"),
        Profile::Release => cargo.args(["--workspace", "--release"]),
        Profile::Serve => cargo.args(["--package", "porchlight", "--profile", "serve"]),
    };
    child::run(cargo.current_dir(&workspace.root)).context("the server does not compile")?;
    let program = program(workspace, profile);
    let bytes = fs::metadata(&program).with_context(|| format!("cargo left no {}", program.display()))?.len();
    progress.end(&format!("{}, {}", program.display(), size(usize::try_from(bytes)?)));
    Ok(program)
}

/// Builds the debug server.
pub(crate) fn build_for_tests(workspace: &Workspace) -> Result<PathBuf> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--workspace", "--bin", "porchlight"]);
    child::run(cargo.current_dir(&workspace.root)).context("the server does not compile")?;
    Ok(program(workspace, Profile::Debug))
}

fn program(workspace: &Workspace, profile: Profile) -> PathBuf {
    let folder = match profile {
        Profile::Debug => "debug",
        Profile::Serve => "serve",
        Profile::Release => "release",
    };
    workspace.target.join(folder).join("porchlight")
}
