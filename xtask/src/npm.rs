//! The pinned npm tools of `package.json`: installed once for each lock file. Node itself is only looked for or installed.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use crate::workspace::Workspace;
use crate::{child, machine};

const STAMP: &str = "node_modules/.porchlight-lock";

/// Runs `npm ci` unless `node_modules` already is what the lock file says.
pub(crate) fn install(workspace: &Workspace) -> Result<&'static str> {
    machine::found_or_installed(|| machine::program(&["node"]), &["nodejs", "npm"], "Node.js")?;
    let npm = machine::found_or_installed(|| machine::program(&["npm"]), &["npm"], "npm")?;

    let lock = workspace.read("package-lock.json")?;
    let stamp = workspace.root.join(STAMP);
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok("already there");
    }
    let mut command = Command::new(npm);
    child::run(command.args(["ci", "--no-audit", "--no-fund"]).current_dir(&workspace.root))
        .context("npm cannot install the pinned tools")?;
    fs::write(&stamp, lock).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok("installed")
}
