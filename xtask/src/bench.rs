//! `cargo xtask bench`: the figures of BENCHMARKS.md, measured on the release program and written down with the machine.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::postgres::{Cluster, Durability};
use crate::progress::Progress;
use crate::server::Profile;
use crate::workspace::Workspace;
use crate::{browser, bundle, child, server};

const FILE: &str = "BENCHMARKS.md";
const HEAD: &str = "| What | Median | Lowest – highest | Limit | | Conditions |\n| --- | --- | --- | --- | --- | --- |\n";

/// Measures the chosen parts, or all of them and writes the file.
pub(crate) fn bench(workspace: &Workspace, parts: &[String]) -> Result<ExitCode> {
    let mut progress = Progress::new(bundle::STEPS + server::STEPS);
    bundle::build(workspace, &mut progress)?;
    let program = server::build(workspace, Profile::Release, &mut progress)?;
    let mut cargo = Command::new("cargo");
    child::run(cargo.args(["build", "--release", "--workspace", "--bin", "bench"]).current_dir(&workspace.root))
        .context("the bench does not compile")?;

    let cluster = Cluster::start_with(Durability::Real)?;
    let mut rows = Vec::new();
    let is_all = parts.is_empty();
    if is_all || parts.iter().any(|part| part == "bytes") {
        rows.extend(bytes(&workspace.bundle)?);
    }
    let is_native = |part: &&String| !["widget", "bytes"].contains(&part.as_str());
    if is_all || parts.iter().any(|part| is_native(&part)) {
        let native: Vec<&String> = parts.iter().filter(is_native).collect();
        let mut bench = Command::new(program.with_file_name("bench"));
        bench.args(native).env("PORCHLIGHT_TEST_POSTGRES", cluster.address()).current_dir(&workspace.root);
        gather(&mut bench, &mut rows)?;
    }
    if is_all || parts.iter().any(|part| part == "widget") {
        gather(&mut browser::speed(workspace, &program)?, &mut rows)?;
    }
    let table = rows.join("\n");
    println!("\n{HEAD}{table}");
    let file = workspace.root.join(FILE);
    if is_all {
        fs::write(&file, page(&table))?;
    } else {
        fs::write(&file, renewed(&fs::read_to_string(&file)?, &rows)?)?;
    }
    println!("\nwritten to {FILE}");
    let has_missed = rows.iter().any(|row| row.contains("**missed**"));
    Ok(if has_missed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What a browser fetches besides pages, packed as it travels, against what was asked for.
const BYTES: &[(&str, &str, &str, u32, &str)] = &[
    ("the portal's app.wasm, Brotli", "portal", "app_bg.wasm.br", 74, "Leptos, gloo-net, serde-wasm-bindgen and std inside"),
    ("the desk's app.wasm, Brotli", "desk", "app_bg.wasm.br", 74, "the same, and what only agents use"),
    (
        "the frame's WebAssembly, Brotli",
        "frame.wasm",
        "",
        60,
        "gloo-net, serde-wasm-bindgen and std inside; 60 kB was for the whole frame",
    ),
];

fn bytes(bundle: &Path) -> Result<Vec<String>> {
    let manifest: BTreeMap<String, String> = serde_json::from_slice(&fs::read(bundle.join("manifest.json"))?)?;
    let row = |(what, name, inside, most, note): &(&str, &str, &str, u32, &str)| {
        let place = manifest.get(*name).with_context(|| format!("the bundle has no {name}"))?;
        let file = if inside.is_empty() { bundle.join(format!("{place}.br")) } else { bundle.join(place).join(inside) };
        let length = fs::metadata(&file).with_context(|| file.display().to_string())?.len();
        let kilobytes = f64::from(u32::try_from(length)?) / 1000.0;
        let verdict = if kilobytes <= f64::from(*most) { "holds" } else { "**missed**" };
        Ok(format!("| {what} | {kilobytes:.1} kB | – | ≤ {most} | {verdict} | {note} |"))
    };
    BYTES.iter().map(row).collect()
}

/// Runs a program that prints rows, and keeps them.
fn gather(command: &mut Command, rows: &mut Vec<String>) -> Result<()> {
    let has_succeeded = child::each_line(command, |line| {
        println!("{line}");
        if line.starts_with("| ") {
            rows.push(line.to_owned());
        }
    })?;
    if !has_succeeded {
        bail!("a measurement failed");
    }
    distinct(rows)
}

/// What a row is about.
fn about(row: &str) -> &str {
    row.split('|').nth(1).unwrap_or_default().trim()
}

/// A figure is found by what it is about, so no two are about the same.
fn distinct(rows: &[String]) -> Result<()> {
    let mut seen = HashSet::new();
    match rows.iter().map(|row| about(row)).find(|what| !seen.insert(*what)) {
        Some(twice) => bail!("two figures are called {twice:?}"),
        None => Ok(()),
    }
}

/// The page with these rows in the places of those that were there before.
fn renewed(page: &str, rows: &[String]) -> Result<String> {
    if let Some(new) = rows.iter().find(|row| page.lines().all(|line| about(line) != about(row))) {
        bail!("{FILE} has no row {:?} yet: `cargo xtask bench` without parts writes them all", about(new));
    }
    let lines = page.lines().map(|line| rows.iter().find(|row| about(row) == about(line)).map_or(line, String::as_str));
    Ok(lines.flat_map(|line| [line, "\n"]).collect())
}

fn page(table: &str) -> String {
    let mut page = String::from(
        "# Benchmarks\n\nThe last run of `cargo xtask bench`, which measures all of this anew and writes this file. The load runs on the same \
         machine as the program; a program and its peer are measured in turn, so read the ratios before the absolute figures.\n\n",
    );
    for (what, value) in machine() {
        _ = writeln!(page, "- {what}: {value}");
    }
    _ = write!(page, "\n{HEAD}{table}\n");
    page
}

/// What was measured on.
fn machine() -> Vec<(&'static str, String)> {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kilobytes = memory.split_whitespace().nth(1).and_then(|number| number.parse::<u64>().ok()).unwrap_or_default();
    let said = |program: &str, word: &str| child::answer(Command::new(program).arg(word)).unwrap_or_default();
    vec![
        ("Processor", model.trim_start_matches(['\t', ':', ' ']).to_owned()),
        ("Cores", cpu.lines().filter(|line| line.starts_with("processor")).count().to_string()),
        ("Memory", format!("{} GiB", (kilobytes + 524_288) / 1_048_576)),
        ("System", said("uname", "-sr")),
        ("Compiler", said("rustc", "--version")),
        ("Day", said("date", "+%Y-%m-%d")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_holds_the_table_and_the_machine() {
        let page = page("| a | 1 | 1 – 1 | – | – | |");
        assert!(page.contains("| What |") && page.contains("| a | 1 |") && page.contains("Cores: "));
    }

    #[test]
    fn a_part_renews_its_own_rows() {
        let page = page("| a | 1 |\n| b | 2 |");
        let renewed = |row: &str| renewed(&page, &[row.to_owned()]);
        assert!(renewed("| c | 3 |").is_err(), "a row that is not there has no place");
        let renewed = renewed("| b | 3 |").unwrap();
        assert!(renewed.contains("| a | 1 |\n| b | 3 |\n") && !renewed.contains("| b | 2 |"));
        assert!(renewed.starts_with("# Benchmarks"));
    }

    #[test]
    fn no_two_figures_are_called_the_same() {
        let rows = |names: [&str; 2]| names.map(|name| format!("| {name} | 1 |"));
        assert!(distinct(&rows(["a", "b"])).is_ok());
        assert!(distinct(&rows(["a", "a "])).is_err());
    }

    #[test]
    fn only_rows_are_kept() {
        let mut rows = Vec::new();
        gather(Command::new("printf").arg("seeding\\n| a | 1 |\\n"), &mut rows).unwrap();
        assert_eq!(rows, ["| a | 1 |"]);
        assert!(gather(&mut Command::new("false"), &mut rows).is_err());
        assert!(gather(Command::new("printf").arg("| a | 2 |\\n"), &mut rows).is_err(), "the same figure twice");
    }
}
