//! Configuration: defaults < file < environment < flags. Secrets may come from files. The program refuses to start on a
//! value that it cannot use, and names the key.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Deserialize;

/// Shortest token for the figures.
const METRICS_TOKEN_BYTES_MIN: usize = 16;

/// A secret: it can be used, not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The secret itself.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(hidden)")
    }
}

/// What was given, as text: the same keys in the file, the environment (`PORCHLIGHT_…`) and as flags.
#[derive(Default, Clone, Args, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Given {
    /// Address to listen on.
    #[arg(long, global = true, env = "PORCHLIGHT_LISTEN", value_name = "HOST:PORT")]
    pub listen: Option<String>,
    /// Public address of the portal: https://… (http only for localhost).
    #[arg(long, global = true, env = "PORCHLIGHT_BASE_URL", value_name = "URL")]
    pub base_url: Option<String>,
    /// Folder for the embedded database and attachments.
    #[arg(long, global = true, env = "PORCHLIGHT_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Use PostgreSQL instead of the embedded database: `postgres://user:password@host/name?sslmode=require`
    #[arg(long, global = true, env = "PORCHLIGHT_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// Read `database_url` from a file.
    #[arg(long, global = true, env = "PORCHLIGHT_DATABASE_URL_FILE", value_name = "FILE")]
    pub database_url_file: Option<PathBuf>,
    /// SMTP server for outgoing email. Without one, email is captured and shown in the mailbox viewer.
    #[arg(long, global = true, env = "PORCHLIGHT_SMTP_HOST", value_name = "HOST")]
    pub smtp_host: Option<String>,
    /// SMTP port.
    #[arg(long, global = true, env = "PORCHLIGHT_SMTP_PORT", value_name = "PORT")]
    pub smtp_port: Option<String>,
    /// SMTP encryption: tls, starttls or off (off only for localhost).
    #[arg(long, global = true, env = "PORCHLIGHT_SMTP_PROTECTION", value_name = "KIND")]
    pub smtp_protection: Option<String>,
    /// SMTP user.
    #[arg(long, global = true, env = "PORCHLIGHT_SMTP_USER", value_name = "NAME")]
    pub smtp_user: Option<String>,
    /// SMTP password; prefer `smtp_password_file`.
    #[arg(long, global = true, env = "PORCHLIGHT_SMTP_PASSWORD", value_name = "PASSWORD", hide_env_values = true)]
    pub smtp_password: Option<String>,
    /// Read `smtp_password` from a file.
    #[arg(long, global = true, env = "PORCHLIGHT_SMTP_PASSWORD_FILE", value_name = "FILE")]
    pub smtp_password_file: Option<PathBuf>,
    /// Sender of outgoing email.
    #[arg(long, global = true, env = "PORCHLIGHT_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<String>,
    /// Trusted proxies whose X-Forwarded-For header is used, separated by commas. None by default.
    #[arg(long, global = true, env = "PORCHLIGHT_TRUSTED_PROXIES", value_name = "IPS")]
    pub trusted_proxies: Option<String>,
    /// Writes per minute allowed for one IP address, agents excepted.
    #[arg(long, global = true, env = "PORCHLIGHT_WRITES_PER_MINUTE", value_name = "N")]
    pub writes_per_minute: Option<String>,
    /// Live connections allowed for one IP address, agents excepted.
    #[arg(long, global = true, env = "PORCHLIGHT_LIVE_PER_ADDRESS", value_name = "N")]
    pub live_per_address: Option<String>,
    /// Live connections allowed in total.
    #[arg(long, global = true, env = "PORCHLIGHT_LIVE_IN_ALL", value_name = "N")]
    pub live_in_all: Option<String>,
    /// Token for /metrics, sent as `Authorization: Bearer …`. Without one, only localhost can read it.
    #[arg(long, global = true, env = "PORCHLIGHT_METRICS_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    pub metrics_token: Option<String>,
    /// Read `metrics_token` from a file.
    #[arg(long, global = true, env = "PORCHLIGHT_METRICS_TOKEN_FILE", value_name = "FILE")]
    pub metrics_token_file: Option<PathBuf>,
    /// Log format: `text` or `json`.
    #[arg(long, global = true, env = "PORCHLIGHT_LOG", value_name = "KIND")]
    pub log: Option<String>,
}

/// The configuration that the program runs with.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address to listen on.
    pub listen: SocketAddr,
    /// Scheme, host and port of the portal, without a slash at the end.
    pub base_url: String,
    /// Folder of the embedded database and the attachments.
    pub data: PathBuf,
    /// PostgreSQL, if not the embedded database.
    pub database_url: Option<Secret>,
    /// The SMTP server, if there is one.
    pub smtp: Option<Smtp>,
    /// Sender of outgoing mail.
    pub mail_from: String,
    /// Proxies that are believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Anonymous writes a minute and address.
    pub writes_per_minute: u32,
    /// Live links of one address that are not agents'.
    pub live_per_address: usize,
    /// Live links of all.
    pub live_in_all: usize,
    /// Opens the figures from elsewhere.
    pub metrics_token: Option<Secret>,
    /// Log lines as JSON?
    pub is_log_json: bool,
    /// What to do wrong on purpose, so that a test can see that it notices. Only debug builds do it.
    pub fault: Option<String>,
}

/// The SMTP server.
#[derive(Debug, Clone)]
pub struct Smtp {
    /// Host.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Protection.
    pub protection: desk::mail::Protection,
    /// User and password.
    pub credentials: Option<(String, Secret)>,
}

/// A value that cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Which key.
    pub key: &'static str,
    /// What is expected.
    pub expected: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.key, self.expected)
    }
}

impl std::error::Error for Wrong {}

fn wrong(key: &'static str, expected: impl Into<String>) -> Wrong {
    Wrong { key, expected: expected.into() }
}

impl Given {
    /// What a file gives. The file holds the same keys, in TOML.
    pub fn from_file(path: &Path) -> Result<Self, Wrong> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| wrong("config", format!("a readable file ({}: {error})", path.display())))?;
        toml::from_str(&text)
            .map_err(|error| wrong("config", format!("TOML with known keys ({}: {})", path.display(), error.message())))
    }

    /// These values, and below them the others'.
    #[must_use]
    pub fn over(self, below: Self) -> Self {
        Self {
            listen: self.listen.or(below.listen),
            base_url: self.base_url.or(below.base_url),
            data: self.data.or(below.data),
            database_url: self.database_url.or(below.database_url),
            database_url_file: self.database_url_file.or(below.database_url_file),
            smtp_host: self.smtp_host.or(below.smtp_host),
            smtp_port: self.smtp_port.or(below.smtp_port),
            smtp_protection: self.smtp_protection.or(below.smtp_protection),
            smtp_user: self.smtp_user.or(below.smtp_user),
            smtp_password: self.smtp_password.or(below.smtp_password),
            smtp_password_file: self.smtp_password_file.or(below.smtp_password_file),
            mail_from: self.mail_from.or(below.mail_from),
            trusted_proxies: self.trusted_proxies.or(below.trusted_proxies),
            writes_per_minute: self.writes_per_minute.or(below.writes_per_minute),
            live_per_address: self.live_per_address.or(below.live_per_address),
            live_in_all: self.live_in_all.or(below.live_in_all),
            metrics_token: self.metrics_token.or(below.metrics_token),
            metrics_token_file: self.metrics_token_file.or(below.metrics_token_file),
            log: self.log.or(below.log),
        }
    }

    /// Checks every value.
    pub fn check(self) -> Result<Config, Wrong> {
        let listen = self.listen.as_deref().unwrap_or("127.0.0.1:8700");
        let listen: SocketAddr = listen
            .parse()
            .map_err(|_| wrong("listen", format!("an address and a port such as 127.0.0.1:8700, not {listen:?}")))?;
        let base_url = match &self.base_url {
            Some(url) => check_base_url(url)?,
            None => format!("http://localhost:{}", listen.port()),
        };
        let database_url = secret("database_url", self.database_url.clone(), self.database_url_file.as_deref())?;
        if database_url.as_ref().is_some_and(|url| !is_postgres(url.reveal())) {
            return Err(wrong("database_url", "postgres://user:password@host/name, or nothing for the embedded database"));
        }
        let smtp = self.check_smtp()?;
        let host = base_url.split("://").nth(1).and_then(|rest| rest.split(':').next()).unwrap_or("localhost");
        let mail_from = match &self.mail_from {
            None => format!("no-reply@{host}"),
            Some(from) if desk::mail::is_sender(from) => from.clone(),
            Some(_) => return Err(wrong("mail_from", "an address such as no-reply@your.host")),
        };
        Ok(Config {
            listen,
            data: self.data.clone().unwrap_or_else(|| PathBuf::from("data")),
            database_url,
            smtp,
            mail_from,
            trusted_proxies: check_proxies(self.trusted_proxies.as_deref().unwrap_or_default())?,
            writes_per_minute: number("writes_per_minute", self.writes_per_minute.as_deref(), 120)?,
            live_per_address: number("live_per_address", self.live_per_address.as_deref(), 512)?,
            live_in_all: number("live_in_all", self.live_in_all.as_deref(), 20_000)?,
            metrics_token: self.check_metrics_token()?,
            is_log_json: match self.log.as_deref() {
                None | Some("text") => false,
                Some("json") => true,
                Some(_) => return Err(wrong("log", "text or json")),
            },
            base_url,
            fault: fault(),
        })
    }

    fn check_metrics_token(&self) -> Result<Option<Secret>, Wrong> {
        let token = secret("metrics_token", self.metrics_token.clone(), self.metrics_token_file.as_deref())?;
        match token {
            Some(token) if token.reveal().len() < METRICS_TOKEN_BYTES_MIN => {
                Err(wrong("metrics_token", format!("at least {METRICS_TOKEN_BYTES_MIN} characters")))
            }
            token => Ok(token),
        }
    }

    fn check_smtp(&self) -> Result<Option<Smtp>, Wrong> {
        let Some(host) = self.smtp_host.clone() else { return Ok(None) };
        let is_local = ["localhost", "127.0.0.1", "::1"].contains(&host.as_str());
        let protection = match self.smtp_protection.as_deref() {
            Some("tls") => desk::mail::Protection::Tls,
            None | Some("starttls") => desk::mail::Protection::StartTls,
            Some("off") if is_local => desk::mail::Protection::Off,
            Some("off") => return Err(wrong("smtp_protection", "tls or starttls: off is only for a server on this machine")),
            Some(_) => return Err(wrong("smtp_protection", "tls, starttls or off")),
        };
        let usual = if protection == desk::mail::Protection::Tls { 465 } else { 587 };
        let port = match self.smtp_port.as_deref() {
            None => usual,
            Some(port) => port.parse().map_err(|_| wrong("smtp_port", "a port, 1 to 65535"))?,
        };
        let password = secret("smtp_password", self.smtp_password.clone(), self.smtp_password_file.as_deref())?;
        let credentials = match (self.smtp_user.clone(), password) {
            (Some(user), Some(password)) => Some((user, password)),
            (None, None) => None,
            (Some(_), None) => return Err(wrong("smtp_password", "required when smtp_user is set")),
            (None, Some(_)) => return Err(wrong("smtp_user", "required when smtp_password is set")),
        };
        Ok(Some(Smtp { host, port, protection, credentials }))
    }
}

/// Not a setting: the released program does not know it.
fn fault() -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "a switch for tests, not a setting")]
    let asked = || std::env::var("PORCHLIGHT_TEST_FAULT").ok();
    if cfg!(debug_assertions) { asked() } else { None }
}

fn number<N: std::str::FromStr + PartialOrd + Default>(key: &'static str, given: Option<&str>, usual: N) -> Result<N, Wrong> {
    let Some(text) = given else { return Ok(usual) };
    text.parse().ok().filter(|number| *number > N::default()).ok_or_else(|| wrong(key, "a number above 0"))
}

fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://") || url.contains("host=")
}

fn secret(key: &'static str, plain: Option<String>, file: Option<&Path>) -> Result<Option<Secret>, Wrong> {
    match (plain, file) {
        (Some(_), Some(_)) => Err(wrong(key, "either the value or a file that holds it, not both")),
        (Some(text), None) => Ok(Some(Secret(text))),
        (None, Some(path)) => {
            let text = std::fs::read_to_string(path)
                .map_err(|error| wrong(key, format!("a readable file ({}: {error})", path.display())))?;
            Ok(Some(Secret(text.trim_end().to_owned())))
        }
        (None, None) => Ok(None),
    }
}

fn check_base_url(url: &str) -> Result<String, Wrong> {
    let expected = || wrong("base_url", "https://your.host (plain http only for localhost and 127.0.0.1), without a path");
    let url = url.trim_end_matches('/');
    let origin = desk::sites::Origin::parse(url).map_err(|_| expected())?.to_string();
    if origin == url.to_lowercase() { Ok(origin) } else { Err(expected()) }
}

fn check_proxies(text: &str) -> Result<Vec<IpAddr>, Wrong> {
    let addresses = text.split(',').map(str::trim).filter(|address| !address.is_empty());
    addresses
        .map(|address| address.parse().map_err(|_| wrong("trusted_proxies", format!("IP addresses, not {address:?}"))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(given: Given) -> &'static str {
        given.check().unwrap_err().key
    }

    #[test]
    fn a_wrong_value_is_refused_by_its_name() {
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(refused(Given { listen: text("8700"), ..Given::default() }), "listen");
        assert_eq!(refused(Given { base_url: text("http://help.example"), ..Given::default() }), "base_url");
        assert_eq!(refused(Given { base_url: text("https://help.example/portal"), ..Given::default() }), "base_url");
        assert_eq!(refused(Given { database_url: text("mysql://x"), ..Given::default() }), "database_url");
        assert_eq!(refused(Given { database_url_file: Some("/nowhere".into()), ..Given::default() }), "database_url");
        let smtp = Given { smtp_host: text("mail.example"), ..Given::default() };
        assert_eq!(refused(Given { smtp_protection: text("off"), ..smtp.clone() }), "smtp_protection");
        assert_eq!(refused(Given { smtp_port: text("x"), ..smtp.clone() }), "smtp_port");
        assert_eq!(refused(Given { smtp_user: text("me"), ..smtp }), "smtp_password");
        assert_eq!(refused(Given { trusted_proxies: text("10.0.0.1,proxy"), ..Given::default() }), "trusted_proxies");
        assert_eq!(refused(Given { log: text("xml"), ..Given::default() }), "log");
        assert_eq!(refused(Given { mail_from: text("nonsense"), ..Given::default() }), "mail_from");
        assert_eq!(refused(Given { live_per_address: text("0"), ..Given::default() }), "live_per_address");
        assert_eq!(refused(Given { live_in_all: text("many"), ..Given::default() }), "live_in_all");
        assert_eq!(refused(Given { metrics_token: text("short"), ..Given::default() }), "metrics_token");
    }

    #[test]
    fn what_is_nearer_wins_and_secrets_are_not_printed() {
        let file = Given { listen: Some("127.0.0.1:1".into()), mail_from: Some("file@x.example".into()), ..Given::default() };
        let flags = Given {
            listen: Some("127.0.0.1:2".into()),
            database_url: Some("postgres://u:hunter2@h/n".into()),
            ..Given::default()
        };
        let config = flags.over(file).check().unwrap();
        assert_eq!((config.listen.port(), config.mail_from.as_str()), (2, "file@x.example"));
        assert_eq!(config.base_url, "http://localhost:2");
        assert!(!format!("{config:?}").contains("hunter2"));
    }

    #[test]
    fn an_unknown_key_in_the_file_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "listne = \"x\"\n").unwrap();
        assert_eq!(Given::from_file(file.path()).err().map(|wrong| wrong.key), Some("config"));
    }
}
