//! `cargo xtask test`: every check in order of cost, counted into one closing line. What a check does lives with its tool.

use std::collections::HashSet;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::postgres::Cluster;
use crate::progress::{Progress, spoken};
use crate::tally::{self, Tally};
use crate::workspace::Workspace;
use crate::{browser, bundle, child, deny, server, wasm};

/// One part of the whole check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ValueEnum)]
pub(crate) enum Step {
    /// Formatting.
    Fmt,
    /// Licences, banned crates and sources of the dependencies.
    Deny,
    /// Lints, for this machine and for the browser.
    Clippy,
    /// Documentation without warnings.
    Doc,
    /// The browser bundle.
    Bundle,
    /// All Rust tests, on both databases.
    Rust,
    /// The suite in a real browser.
    Browser,
}

/// Runs the chosen steps; a failing one does not keep the others from running.
pub(crate) fn check(workspace: &Workspace, only: &[Step], skip: &[Step]) -> ExitCode {
    let chosen = chosen(only, skip);
    let mut round = Round::new(workspace);
    let mut total = Tally::default();
    let mut results = Vec::new();
    for (number, step) in chosen.iter().enumerate() {
        println!("\n== {}/{} {}", number + 1, chosen.len(), name(*step));
        let began = Instant::now();
        let tally = round.run(*step).unwrap_or_else(|error| {
            println!("{}: {error:#}", name(*step));
            Tally::FAIL
        });
        total.add(tally);
        results.push((*step, tally, began.elapsed()));
    }
    // The database server is stopped before the closing line, which must be the last.
    drop(round);
    report(&results);
    println!("{total}");
    if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The crash test with many more kills.
pub(crate) fn soak(workspace: &Workspace, kills: u64) -> Result<ExitCode> {
    server::build_for_tests(workspace)?;
    let cluster = Cluster::start()?;
    let mut cargo = Command::new("cargo");
    cargo.args(["test", "--package", "tests", "--test", "faults", "crash::", "--", "--nocapture"]);
    cargo.env("PORCHLIGHT_TEST_POSTGRES", cluster.address()).env("PORCHLIGHT_KILLS", kills.to_string());
    child::run(cargo.current_dir(&workspace.root))?;
    Ok(ExitCode::SUCCESS)
}

/// The steps in their usual order.
fn chosen(only: &[Step], skip: &[Step]) -> Vec<Step> {
    let (only, skip): (HashSet<_>, HashSet<_>) = (only.iter().collect(), skip.iter().collect());
    Step::value_variants()
        .iter()
        .filter(|step| (only.is_empty() || only.contains(step)) && !skip.contains(step))
        .copied()
        .collect()
}

fn report(results: &[(Step, Tally, Duration)]) {
    println!("\n== all steps");
    for (step, tally, time) in results {
        println!("{:<8} {:>12}   {tally}", name(*step), spoken(*time));
    }
}

fn name(step: Step) -> String {
    step.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
}

/// What later steps take over from earlier ones.
struct Round<'a> {
    workspace: &'a Workspace,
    has_bundle: bool,
    postgres: Option<Cluster>,
}

impl<'a> Round<'a> {
    fn new(workspace: &'a Workspace) -> Self {
        Self { workspace, has_bundle: false, postgres: None }
    }

    fn run(&mut self, step: Step) -> Result<Tally> {
        match step {
            Step::Fmt => self.cargo(&["fmt", "--all", "--check"])?,
            Step::Deny => deny::check(self.workspace)?,
            Step::Clippy => self.clippy()?,
            Step::Doc => self.doc()?,
            Step::Bundle => self.bundle()?,
            Step::Rust => return self.rust(),
            Step::Browser => return self.browser(),
        }
        Ok(Tally::PASS)
    }

    fn clippy(&self) -> Result<()> {
        let native = self.cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]);
        // The desk's islands are all of them; the portal's are those that must also do without the rest.
        let app = ["clippy", "--package", "app", "--no-default-features", "--features", "desk"];
        let portal = ["clippy", "--package", "app", "--no-default-features", "--features", "hydrate"];
        let strict = ["--", "-D", "warnings"];
        if wasm::is_prebuilt()? {
            let browser = ["--target", wasm::TARGET];
            let widget = ["clippy", "--package", "widget"];
            native
                .and(self.cargo(&[&app[..], &browser, &strict].concat()))
                .and(self.cargo(&[&portal[..], &browser, &strict].concat()))
                .and(self.cargo(&[&widget[..], &browser, &strict].concat()))
        } else {
            println!("no standard library for WebAssembly to check with: `app` is checked as if the browser were this machine");
            native.and(self.cargo(&[&app[..], &strict].concat())).and(self.cargo(&[&portal[..], &strict].concat()))
        }
    }

    fn doc(&self) -> Result<()> {
        let mut cargo = Command::new("cargo");
        cargo.args(["doc", "--quiet", "--no-deps", "--workspace"]).env("RUSTDOCFLAGS", "-D warnings");
        child::run(cargo.current_dir(&self.workspace.root))
    }

    fn bundle(&mut self) -> Result<()> {
        bundle::build(self.workspace, &mut Progress::new(bundle::STEPS))?;
        self.has_bundle = true;
        Ok(())
    }

    fn rust(&mut self) -> Result<Tally> {
        let mut tally = Tally::default();
        // Some tests start, kill and starve the real program.
        server::build_for_tests(self.workspace)?;
        let mut cargo = Command::new("cargo");
        cargo.args(["test", "--workspace", "--no-fail-fast"]).current_dir(&self.workspace.root);
        match self.postgres() {
            Ok(address) => _ = cargo.env("PORCHLIGHT_TEST_POSTGRES", address),
            Err(error) => {
                println!("no PostgreSQL for the tests: {error:#}");
                tally.add(Tally::FAIL);
            }
        }
        let has_succeeded = child::each_line(&mut cargo, |line| {
            println!("{line}");
            tally.add(tally::of_cargo_line(line).unwrap_or_default());
        })?;
        Ok(tally.closed(has_succeeded))
    }

    fn browser(&mut self) -> Result<Tally> {
        if !self.has_bundle {
            self.bundle().context("the browser suite needs the bundle")?;
        }
        let server: PathBuf = server::build_for_tests(self.workspace)?;
        let postgres = self.postgres().ok();
        browser::test(self.workspace, &server, postgres.as_deref())
    }

    fn postgres(&mut self) -> Result<String> {
        let cluster = match self.postgres.take() {
            Some(running) => running,
            None => Cluster::start()?,
        };
        let address = cluster.address();
        self.postgres = Some(cluster);
        Ok(address)
    }

    fn cargo(&self, words: &[&str]) -> Result<()> {
        child::run(Command::new("cargo").args(words).current_dir(&self.workspace.root))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_keep_their_order_whatever_the_choice() {
        assert_eq!(chosen(&[Step::Rust, Step::Fmt], &[]), [Step::Fmt, Step::Rust]);
        assert_eq!(chosen(&[], &[Step::Browser]).len(), 6);
        assert_eq!(chosen(&[Step::Fmt], &[Step::Fmt]), []);
    }
}
