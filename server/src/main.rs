//! The program: reads the configuration, does what the command says, stops in good order.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use server::config::{Config, Given};
use server::serve::{self, Addresses, Demo, Fatal};
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

/// A page is many small pieces; the system's allocator spends a fifth of the time on them.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Self-hosted customer support: chat widget, help centre and inbox.
#[derive(Parser)]
#[command(name = "porchlight", version, about)]
struct Line {
    /// Configuration file in TOML, with the same keys as the flags.
    #[arg(long, env = "PORCHLIGHT_CONFIG", global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    given: Given,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Start the portal, the desk and the widget.
    Serve {
        /// Fill an empty database with demo data, and serve a demo shop on the next port.
        #[arg(long)]
        demo: bool,
    },
    /// Check the configuration.
    CheckConfig,
    /// Upgrade the database schema.
    Migrate,
    /// Write a complete backup to a single file. Safe while the server is running.
    Backup {
        /// Where to write the backup.
        file: PathBuf,
    },
    /// Restore a backup into an empty database.
    Restore {
        /// The backup to restore.
        file: PathBuf,
    },
    /// Check every ticket's log for tampering.
    Verify,
}

fn main() -> ExitCode {
    let line = Line::parse();
    match run(line) {
        Ok(code) => code,
        Err(error) => {
            say(&format!("porchlight: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(line: Line) -> Result<ExitCode, Fatal> {
    let below = match &line.config {
        Some(path) => Given::from_file(path)?,
        None => Given::default(),
    };
    let config = line.given.over(below).check()?;
    start_log(config.is_log_json);
    // One provider for every TLS connection of the process.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(workers(config.database_url.is_none()))
        .enable_all()
        .build()?;
    let outcome = runtime.block_on(command(line.command, config));
    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    outcome
}

/// As many as there are cores; twice as many with the embedded engine, because a read that has to wait for the disk waits on
/// one of these.
fn workers(is_embedded: bool) -> usize {
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get).max(2);
    if is_embedded { cores * 2 } else { cores }
}

async fn command(command: Command, config: Config) -> Result<ExitCode, Fatal> {
    match command {
        Command::Serve { demo } => {
            serve::serve(config, Demo { is_wanted: demo }, stop_on_signal()?, print_addresses).await?;
        }
        Command::CheckConfig => say("The configuration is valid."),
        Command::Migrate => {
            let desk = serve::open_desk(&config)?;
            let applied = desk.db.migrate(&desk.clock).await?;
            say(&format!("Migrations applied: {applied}. The database is up to date."));
        }
        Command::Backup { file } => {
            let desk = serve::open_desk(&config)?;
            let counts = desk::backup::write(&desk.db, &desk.files, &file).await?;
            say(&format!("Backed up {} rows and {} files to {}.", counts.rows, counts.files, file.display()));
        }
        Command::Restore { file } => {
            let desk = serve::open_desk(&config)?;
            let counts = desk::backup::restore(&desk.db, &desk.files, &desk.clock, &file).await?;
            say(&format!("Restored {} rows and {} files.", counts.rows, counts.files));
        }
        Command::Verify => return verify(&config).await,
    }
    Ok(ExitCode::SUCCESS)
}

async fn verify(config: &Config) -> Result<ExitCode, Fatal> {
    let desk = serve::open_desk(config)?;
    let report = desk::log::verify::verify(&desk.db).await?;
    for fault in &report.faults {
        say(fault);
    }
    say(&format!("Checked: {} tickets, {} log entries. Problems found: {}.", report.tickets, report.lines, report.faults.len()));
    Ok(if report.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn stop_on_signal() -> Result<watch::Receiver<bool>, Fatal> {
    use tokio::signal::unix::{SignalKind, signal};
    let (stop, stopped) = watch::channel(false);
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("shutting down after open requests finish");
        let _ = stop.send(true);
    });
    Ok(stopped)
}

fn print_addresses(addresses: &Addresses) {
    say("");
    say(&format!("  Portal     {}", addresses.portal));
    say(&format!("  Desk       {}", addresses.desk));
    if let Some(shop) = &addresses.shop {
        say(&format!("  Demo shop  {shop}"));
    }
    if let Some(mailbox) = &addresses.mailbox {
        say(&format!("  Mailbox    {mailbox}"));
    }
    say("\n  Press Ctrl-C to stop.\n");
}

fn start_log(is_json: bool) {
    let filter =
        EnvFilter::try_from_env("PORCHLIGHT_LOG_FILTER").unwrap_or_else(|_| EnvFilter::new("warn,server=info,desk=info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if is_json { log.json().init() } else { log.init() }
}

/// What a person reads, on the standard output.
#[expect(clippy::print_stdout, reason = "the program's answers to the person who called it")]
fn say(text: &str) {
    println!("{text}");
}
