//! Which compiler makes the browser half and where its standard library comes from. The choice is a pure function from
//! what was found to what to do next; everything after it is the same for every way.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;
use crate::{child, machine};

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";
const RUSTUP_LIMIT: Duration = Duration::from_mins(3);
const DEBIAN_PACKAGES: &[&str] = &["rustc-web", "cargo-web", "rust-web-src"];
const DEBIAN_SOURCE: &str = "/usr/lib/rustlib/src/rust/library/std";
const BY_HAND: &str = "no standard library for WebAssembly can be had here. Do one of these by hand:
  rustup component add rust-src              (smallest files)
  rustup target add wasm32-unknown-unknown
  apt-get install rustc-web cargo-web rust-web-src lld-22   (Debian, without rustup)";

/// What a look at the machine shows.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each asked by name")]
struct Found {
    has_rustup: bool,
    /// The source of the standard library for the usual compiler.
    has_source: bool,
    /// The standard library for WebAssembly, compiled beforehand.
    has_prebuilt: bool,
    has_debian: bool,
    has_apt: bool,
    was_source_asked: bool,
    was_prebuilt_asked: bool,
    was_apt_asked: bool,
}

/// How the standard library is come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// The usual compiler builds it from source: the smallest result.
    Source,
    /// Debian's compiler builds it from source.
    Debian,
    /// The usual compiler with what rustup ships: a larger result.
    Prebuilt,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Use(Way),
    AskRustupForSource,
    AskApt,
    AskRustupForPrebuilt,
    GiveUp,
}

/// The smallest result first, then whatever works.
fn next(found: Found) -> Next {
    if found.has_source {
        Next::Use(Way::Source)
    } else if found.has_rustup && !found.was_source_asked {
        Next::AskRustupForSource
    } else if found.has_debian {
        Next::Use(Way::Debian)
    } else if found.has_apt && !found.was_apt_asked {
        Next::AskApt
    } else if found.has_prebuilt {
        Next::Use(Way::Prebuilt)
    } else if found.has_rustup && !found.was_prebuilt_asked {
        Next::AskRustupForPrebuilt
    } else {
        Next::GiveUp
    }
}

/// A compiler for the browser half.
#[derive(Debug)]
pub(crate) struct Compiler {
    pub(crate) way: Way,
    /// The program that links for Debian's compiler, which brings none.
    linker: Option<PathBuf>,
}

impl Compiler {
    /// Finds a compiler, installing what is missing where that is possible.
    pub(crate) fn find(workspace: &Workspace) -> Result<Self> {
        let mut found = look()?;
        // Who refused once is not asked at every build, as long as there is another way.
        let memory = workspace.target.join("wasm-smaller-refused");
        if found.has_prebuilt && memory.exists() {
            found.was_source_asked = true;
            found.was_apt_asked = true;
        }
        loop {
            match next(found) {
                Next::Use(way) => {
                    if way == Way::Prebuilt {
                        fs::write(&memory, "Remove this file to look for a smaller way again.\n")?;
                    }
                    return Self::new(way);
                }
                Next::AskRustupForSource => {
                    found.was_source_asked = true;
                    rustup(&["component", "add", "rust-src"]);
                }
                Next::AskRustupForPrebuilt => {
                    found.was_prebuilt_asked = true;
                    rustup(&["target", "add", TARGET]);
                }
                Next::AskApt => {
                    found.was_apt_asked = true;
                    or_another_way(machine::install(&debian_packages()?));
                }
                Next::GiveUp => bail!(BY_HAND),
            }
            let seen = look()?;
            found.has_source = seen.has_source;
            found.has_prebuilt = seen.has_prebuilt;
            found.has_debian = seen.has_debian;
        }
    }

    fn new(way: Way) -> Result<Self> {
        let linker = match way {
            Way::Debian => Some(linker()?.context("Debian's compiler needs a linker: apt-get install lld-22")?),
            Way::Source | Way::Prebuilt => None,
        };
        Ok(Self { way, linker })
    }

    /// In words, for the person who waits.
    pub(crate) fn description(&self) -> &'static str {
        match self.way {
            Way::Source => "standard library from source (rust-src)",
            Way::Debian => "Debian's compiler, standard library from source",
            Way::Prebuilt => "standard library as shipped by rustup (larger files)",
        }
    }

    /// `cargo build` of one package for the browser, as small as this compiler can make it.
    pub(crate) fn build(&self, workspace: &Workspace, package: &str) -> Command {
        let mut command = Command::new(self.cargo());
        command
            .args(["build", "--profile", "wasm", "--lib", "--target", TARGET, "--package", package])
            .current_dir(&workspace.root)
            .env("CARGO_TARGET_DIR", target_folder(workspace));
        if self.way == Way::Debian {
            command.env("RUSTC", "/usr/bin/rustc").env_remove("RUSTUP_TOOLCHAIN");
        }
        if let Some(linker) = &self.linker {
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        if self.way != Way::Prebuilt {
            // One standard library for both packages, without the machinery that prints panics.
            command
                .env("RUSTC_BOOTSTRAP", "1")
                .env("RUSTFLAGS", "-Zunstable-options -Cpanic=immediate-abort -Zfmt-debug=none -Zlocation-detail=none")
                .args(["-Zbuild-std=std", "-Zbuild-std-features=optimize_for_size"]);
        }
        command
    }

    fn cargo(&self) -> &'static str {
        if self.way == Way::Debian { "/usr/bin/cargo" } else { "cargo" }
    }
}

/// Where [`Compiler::build`] leaves the package's module.
pub(crate) fn module(workspace: &Workspace, package: &str) -> PathBuf {
    let file = format!("{}.wasm", package.replace('-', "_"));
    target_folder(workspace).join(TARGET).join("wasm").join(file)
}

/// The browser half has a target folder of its own, so that its flags do not disturb the server's.
fn target_folder(workspace: &Workspace) -> PathBuf {
    workspace.target.join("wasm")
}

/// Whether the usual compiler can check code for the browser without building a standard library.
pub(crate) fn is_prebuilt() -> Result<bool> {
    Ok(look()?.has_prebuilt)
}

fn look() -> Result<Found> {
    let sysroot = sysroot()?;
    Ok(Found {
        has_rustup: machine::program(&["rustup"]).is_some(),
        has_source: sysroot.join("lib/rustlib/src/rust/library/std").is_dir(),
        has_prebuilt: sysroot.join("lib/rustlib").join(TARGET).join("lib").is_dir(),
        has_debian: is_debian_ready() && linker()?.is_some(),
        has_apt: machine::has_apt(),
        ..Found::default()
    })
}

fn is_debian_ready() -> bool {
    let needed = (1, 95);
    let version = child::answer(Command::new("/usr/bin/rustc").arg("--version"));
    let is_new = version.as_deref().and_then(version_of).is_some_and(|found| found >= needed);
    is_new && machine::exists("/usr/bin/cargo") && machine::exists(DEBIAN_SOURCE)
}

/// `(1, 95)` out of `rustc 1.95.0 (59807616e 2026-04-14)`.
fn version_of(answer: &str) -> Option<(u32, u32)> {
    let mut numbers = answer.split(' ').nth(1)?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

fn debian_packages() -> Result<Vec<&'static str>> {
    let mut packages = DEBIAN_PACKAGES.to_vec();
    if linker()?.is_none() {
        packages.push("lld-22");
    }
    Ok(packages)
}

/// The `rust-lld` that comes with the usual compiler, else Debian's.
fn linker() -> Result<Option<PathBuf>> {
    let host = child::answer(Command::new("rustc").arg("-vV"))
        .and_then(|text| Some(text.lines().find_map(|line| line.strip_prefix("host: "))?.to_owned()))
        .unwrap_or_default();
    let shipped = sysroot()?.join("lib/rustlib").join(host).join("bin/rust-lld");
    let candidates = [shipped, PathBuf::from("/usr/bin/wasm-ld-22")];
    Ok(candidates.into_iter().find(|path| path.is_file()))
}

fn sysroot() -> Result<PathBuf> {
    child::answer(Command::new("rustc").args(["--print", "sysroot"]))
        .map(|path| Path::new(&path).to_path_buf())
        .context("rustc does not answer")
}

fn rustup(words: &[&str]) {
    println!("      rustup {}", words.join(" "));
    or_another_way(child::run_within(Command::new("rustup").args(words), RUSTUP_LIMIT));
}

/// Every way may fail: [`next`] looks at what is there afterwards.
fn or_another_way(result: Result<()>) {
    if let Err(error) = result {
        println!("      not to be had this way ({error:#})");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Found = Found {
        has_rustup: false,
        has_source: false,
        has_prebuilt: false,
        has_debian: false,
        has_apt: false,
        was_source_asked: false,
        was_prebuilt_asked: false,
        was_apt_asked: false,
    };
    const OFFLINE_RUSTUP: Found = Found { has_rustup: true, was_source_asked: true, was_prebuilt_asked: true, ..NOTHING };

    #[test]
    fn the_smallest_way_that_is_there_wins() {
        let check = |found, expected| assert_eq!(next(found), expected, "{found:?}");
        check(Found { has_source: true, has_debian: true, ..NOTHING }, Next::Use(Way::Source));
        check(Found { has_rustup: true, has_prebuilt: true, ..NOTHING }, Next::AskRustupForSource);
        check(Found { has_debian: true, has_prebuilt: true, ..OFFLINE_RUSTUP }, Next::Use(Way::Debian));
    }

    #[test]
    fn each_failure_leads_to_the_next_way() {
        let check = |found, expected| assert_eq!(next(found), expected, "{found:?}");
        let apt_failed = Found { has_apt: true, was_apt_asked: true, ..OFFLINE_RUSTUP };
        check(Found { has_apt: true, has_prebuilt: true, ..OFFLINE_RUSTUP }, Next::AskApt);
        check(Found { has_prebuilt: true, ..apt_failed }, Next::Use(Way::Prebuilt));
        check(Found { was_prebuilt_asked: false, ..apt_failed }, Next::AskRustupForPrebuilt);
        check(apt_failed, Next::GiveUp);
        check(NOTHING, Next::GiveUp);
    }

    #[test]
    fn compiler_versions_are_read() {
        assert_eq!(version_of("rustc 1.96.0 (5980761 2026-05-20) (built from a source tarball)"), Some((1, 96)));
        assert_eq!(version_of("command not found"), None);
    }
}
