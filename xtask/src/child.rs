//! Running other programs: streaming, with a time limit, and stopped together with us. What they are for is not known here.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

static STOPPED: AtomicBool = AtomicBool::new(false);
/// Whom to signal, in the words of `kill`.
static RUNNING: Mutex<Option<String>> = Mutex::new(None);

/// From now on a signal ends the running child instead of us, so that what we started is cleaned up.
pub(crate) fn stop_on_signals() -> Result<()> {
    ctrlc::set_handler(|| {
        STOPPED.store(true, Ordering::SeqCst);
        let child = RUNNING.lock().ok().and_then(|running| running.clone());
        if let Some(child) = child {
            // A failure means that the child has ended already.
            let _ = Command::new("kill").args(["-TERM", "--", &child]).status();
        }
    })
    .context("cannot listen for signals")
}

/// Runs to the end with its output shown; a failure is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = watched(command, |child| Ok(child.wait()?))?;
    succeeded(command, status)
}

/// Like [`run`], but kills the program when it takes longer than `limit`.
pub(crate) fn run_within(command: &mut Command, limit: Duration) -> Result<()> {
    let began = Instant::now();
    let name = name(command);
    let status = watched(command, |child| {
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(status);
            }
            if began.elapsed() > limit {
                child.kill()?;
                child.wait()?;
                bail!("`{name}` did not answer within {} s", limit.as_secs());
            }
            thread::sleep(Duration::from_millis(50));
        }
    })?;
    succeeded(command, status)
}

/// Runs to the end and hands over each line of standard output as it comes. Whether the program succeeded is the answer.
pub(crate) fn each_line(command: &mut Command, mut take: impl FnMut(&str)) -> Result<bool> {
    command.stdout(Stdio::piped());
    let status = watched(command, |child| {
        let output = child.stdout.take().context("its output is piped")?;
        for line in BufReader::new(output).split(b'\n') {
            take(&String::from_utf8_lossy(&line?));
        }
        Ok(child.wait()?)
    })?;
    Ok(status.success())
}

/// What a program prints, if it can be run and succeeds. Its complaints are not shown.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// Keeps colours and progress bars out of the logs of continuous integration.
pub(crate) fn quiet_terminal(command: &mut Command) -> &mut Command {
    if std::env::var_os("CI").is_some() {
        command
            .env("NO_COLOR", "1")
            .env("CARGO_TERM_COLOR", "never")
            .env("CARGO_TERM_PROGRESS_WHEN", "never")
            .env("npm_config_progress", "false")
            .env("npm_config_color", "false");
    }
    command
}

fn watched(command: &mut Command, wait: impl FnOnce(&mut std::process::Child) -> Result<ExitStatus>) -> Result<ExitStatus> {
    stop_if_told()?;
    let name = name(command);
    // A group of its own is stopped whole, with the programs that the program has started. Only `sudo` must stay in ours,
    // or it could not ask for a password.
    let has_group = command.get_program() != "sudo";
    if has_group {
        command.process_group(0);
    }
    let mut child = quiet_terminal(command).stdin(Stdio::null()).spawn().with_context(|| format!("cannot start `{name}`"))?;
    let sign = if has_group { "-" } else { "" };
    remember(Some(format!("{sign}{}", child.id())));
    let status = wait(&mut child);
    remember(None);
    stop_if_told()?;
    status
}

fn stop_if_told() -> Result<()> {
    if STOPPED.load(Ordering::SeqCst) {
        bail!("stopped");
    }
    Ok(())
}

fn remember(child: Option<String>) {
    if let Ok(mut running) = RUNNING.lock() {
        *running = child;
    }
}

fn succeeded(command: &Command, status: ExitStatus) -> Result<()> {
    if status.success() { Ok(()) } else { bail!("`{}` failed: {status}", name(command)) }
}

fn name(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.take(5).map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_hangs_is_ended() {
        let error = run_within(Command::new("sleep").arg("60"), Duration::from_millis(100));
        assert!(error.unwrap_err().to_string().contains("did not answer"));
    }

    #[test]
    fn lines_arrive_and_failure_is_told() {
        let mut lines = Vec::new();
        let mut command = Command::new("sh");
        let ok = each_line(command.args(["-c", "echo one; echo two; exit 3"]), |line| {
            lines.push(line.to_owned());
        });
        assert_eq!((lines, ok.unwrap()), (vec!["one".into(), "two".into()], false));
    }
}
