//! `cargo xtask serve`: builds, then becomes the server. The addresses are printed by the server itself.

use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use clap::Args;

use crate::server::Profile;
use crate::workspace::Workspace;

/// How the server is started.
#[derive(Args, Debug)]
pub(crate) struct Options {
    /// The portal and desk listen here, the demo shop and the mailbox on the next two ports.
    #[arg(long, default_value_t = 8700)]
    port: u16,
    /// Starts without the demo workspace.
    #[arg(long)]
    empty: bool,
    /// Where the server keeps its data.
    #[arg(long, default_value = "./data")]
    data: PathBuf,
}

/// Builds everything and replaces this process by the server, so that Ctrl-C and every other signal reach it directly.
pub(crate) fn serve(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let program = crate::build(workspace, Profile::Serve)?;
    let failure = Command::new(&program).args(words(options)).exec();
    Err(failure).with_context(|| format!("cannot start {}", program.display()))
}

fn words(options: &Options) -> Vec<String> {
    let mut words = vec![
        "serve".to_owned(),
        "--data".to_owned(),
        options.data.display().to_string(),
        "--listen".to_owned(),
        format!("127.0.0.1:{}", options.port),
    ];
    if !options.empty {
        words.push("--demo".to_owned());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_server_gets_no_demo() {
        let check = |empty, expected: &str| {
            let options = Options { port: 8700, empty, data: "./data".into() };
            assert_eq!(words(&options).join(" "), expected);
        };
        check(false, "serve --data ./data --listen 127.0.0.1:8700 --demo");
        check(true, "serve --data ./data --listen 127.0.0.1:8700");
    }
}
