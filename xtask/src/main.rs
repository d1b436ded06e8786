//! `cargo xtask`: builds, bundles, checks and serves Porchlight. This file holds the command line and nothing that does work.
#![expect(clippy::print_stdout, reason = "a command line tool talks on standard output")]

mod bench;
mod binding;
mod browser;
mod bundle;
mod check;
mod child;
mod compression;
mod deny;
mod kept;
mod machine;
mod npm;
mod postgres;
mod progress;
mod serve;
mod server;
mod style;
mod tally;
mod wasm;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::check::Step;
use crate::progress::Progress;
use crate::server::Profile;
use crate::workspace::Workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Builds, checks and serves Porchlight.", disable_version_flag = true)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds the browser bundle and the server program, installing what is missing.
    Build {
        /// Builds the server without optimisation; it reads the bundle from disk.
        #[arg(long)]
        debug_server: bool,
    },
    /// Builds everything, then starts the server with a demo workspace.
    Serve(serve::Options),
    /// Measures the release program and writes BENCHMARKS.md. Takes a while.
    Bench {
        /// Measures only these parts and renews their rows: start, opens, pages, sockets, lists, widget.
        parts: Vec<String>,
    },
    /// Kills the program a thousand times while people write; `cargo xtask test` does it two hundred times.
    Soak {
        /// How often on each engine.
        #[arg(long, default_value_t = 1000)]
        kills: u64,
    },
    /// Runs every check and test; ends with `N passed, N failed`.
    Test {
        /// Runs only these steps.
        #[arg(long, value_enum, value_delimiter = ',')]
        only: Vec<Step>,
        /// Leaves these steps out.
        #[arg(long, value_enum, value_delimiter = ',')]
        skip: Vec<Step>,
    },
}

fn main() -> ExitCode {
    match run(Line::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\ncargo xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    let workspace = Workspace::here()?;
    child::stop_on_signals()?;
    match command {
        Command::Build { debug_server } => {
            let profile = if debug_server { Profile::Debug } else { Profile::Release };
            build(&workspace, profile)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Bench { parts } => bench::bench(&workspace, &parts),
        Command::Soak { kills } => check::soak(&workspace, kills),
        Command::Serve(options) => serve::serve(&workspace, &options),
        Command::Test { only, skip } => Ok(check::check(&workspace, &only, &skip)),
    }
}

/// The whole product: the browser bundle, then the server that carries it.
fn build(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    let mut progress = Progress::new(bundle::STEPS + server::STEPS);
    bundle::build(workspace, &mut progress)?;
    server::build(workspace, profile, &mut progress)
}
