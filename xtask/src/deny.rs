//! Licences, banned crates and sources of the dependencies, by `cargo-deny`. What is allowed stands in `deny.toml`.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::workspace::Workspace;
use crate::{child, machine};

const VERSION: &str = "0.20.2";

/// Checks what needs no database of advisories.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let mut deny = Command::new(program(workspace)?);
    deny.args(["--workspace", "--all-features", "check", "--hide-inclusion-graph"]);
    deny.args(["licenses", "bans", "sources"]);
    child::run(deny.current_dir(&workspace.root))
}

/// An installed `cargo-deny`, else one built into the target folder: once, in two minutes.
fn program(workspace: &Workspace) -> Result<PathBuf> {
    let tools = workspace.target.join("tools");
    let own = tools.join("bin/cargo-deny");
    if own.is_file() {
        return Ok(own);
    }
    if let Some(installed) = machine::program(&["cargo-deny"]) {
        return Ok(installed);
    }
    println!("      building cargo-deny {VERSION}, once");
    let mut cargo = Command::new("cargo");
    cargo
        .args(["install", "--quiet", "--locked", "--debug", "--no-default-features"])
        .args(["--version", VERSION, "--root"])
        .arg(&tools)
        .arg("cargo-deny")
        .env("CARGO_TARGET_DIR", tools.join("build"));
    child::run(&mut cargo).context("install by hand: cargo install cargo-deny")?;
    // A failure leaves only unused files behind.
    let _ = std::fs::remove_dir_all(tools.join("build"));
    Ok(own)
}
