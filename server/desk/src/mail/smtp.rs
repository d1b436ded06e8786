//! One email to an SMTP server, step by step, so that it is known on which side of the hand-over a fault lies: before the
//! last dot nothing was sent; after it nobody knows, until the server has answered.

use std::fmt;
use std::future::Future;
use std::time::Duration;

use lettre::Message;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};

use super::{Protection, Smtp};
use crate::error::{Error, Result};

/// Why an email was not delivered.
#[derive(Debug)]
pub enum Undelivered {
    /// No server answered, or it went away before the email was handed over.
    Unreachable(String),
    /// It did not answer in time, before the email was handed over.
    Slow,
    /// It refuses for now (4xx).
    Later(String),
    /// It refuses for good (5xx).
    Refused(String),
    /// The email was handed over, and then the line was lost: nobody knows whether it was taken.
    Unsaid,
}

impl fmt::Display for Undelivered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(why) => write!(f, "the mail server cannot be reached: {why}"),
            Self::Slow => f.write_str("the mail server didn't respond"),
            Self::Later(why) => write!(f, "the mail server deferred the email: {why}"),
            Self::Refused(why) => write!(f, "the mail server rejected the email: {why}"),
            Self::Unsaid => f.write_str("the mail server didn't confirm the email; it may have been delivered"),
        }
    }
}

impl std::error::Error for Undelivered {}

impl From<Undelivered> for Error {
    fn from(why: Undelivered) -> Self {
        Self::Unavailable(Box::new(why))
    }
}

/// The server, ready to be called.
pub struct Server {
    smtp: Smtp,
    tls: TlsParameters,
    name: ClientId,
}

impl Server {
    pub(super) fn new(smtp: Smtp) -> Result<Self> {
        let tls = TlsParameters::new(smtp.host.clone()).map_err(Error::unexpected)?;
        Ok(Self { smtp, tls, name: ClientId::default() })
    }

    /// Delivers one email. `hands_over` runs when the server is ready to take it and nothing of it was sent yet.
    pub(super) async fn deliver(&self, message: &Message, hands_over: impl Future<Output = Result<()>> + Send) -> Result<()> {
        let mut line = self.within(1, self.connect()).await?;
        self.within(1, address(&mut line, message)).await?;
        hands_over.await?;
        let content = message.formatted();
        let answered = tokio::time::timeout(self.smtp.timeout * 2, line.message(&content)).await;
        match answered {
            Ok(Ok(_)) => {
                // Politeness: the email is theirs, whatever comes of it.
                let _ = tokio::time::timeout(Duration::from_secs(1), line.quit()).await;
                Ok(())
            }
            Ok(Err(error)) if error.status().is_some() => Err(why(&error).into()),
            Ok(Err(_)) | Err(_) => Err(Undelivered::Unsaid.into()),
        }
    }

    async fn connect(&self) -> std::result::Result<AsyncSmtpConnection, SmtpError> {
        let Smtp { host, port, protection, credentials, timeout } = &self.smtp;
        let wrapped = (*protection == Protection::Tls).then(|| self.tls.clone());
        let server = (host.as_str(), *port);
        let mut line = AsyncSmtpConnection::connect_tokio1(server, Some(*timeout), &self.name, wrapped, None).await?;
        if *protection == Protection::StartTls {
            line.starttls(self.tls.clone(), &self.name).await?;
        }
        if let Some((user, password)) = credentials {
            line.auth(DEFAULT_MECHANISMS, &Credentials::new(user.clone(), password.clone())).await?;
        }
        Ok(line)
    }

    /// A step before the hand-over.
    async fn within<T>(&self, steps: u32, step: impl Future<Output = std::result::Result<T, SmtpError>>) -> Result<T> {
        match tokio::time::timeout(self.smtp.timeout * steps, step).await {
            Ok(done) => done.map_err(|error| why(&error).into()),
            Err(_) => Err(Undelivered::Slow.into()),
        }
    }
}

/// From whom, to whom, and may it come now?
async fn address(line: &mut AsyncSmtpConnection, message: &Message) -> std::result::Result<(), SmtpError> {
    let envelope = message.envelope();
    let is_international = envelope.to().iter().chain(envelope.from()).any(|address| !AsRef::<str>::as_ref(address).is_ascii());
    let is_understood = line.server_info().supports_feature(Extension::SmtpUtfEight);
    let parameters = if is_international && is_understood { vec![MailParameter::SmtpUtfEight] } else { Vec::new() };
    line.command(Mail::new(envelope.from().cloned(), parameters)).await?;
    for to in envelope.to() {
        line.command(Rcpt::new(to.clone(), Vec::new())).await?;
    }
    line.command(Data).await?;
    Ok(())
}

fn why(error: &SmtpError) -> Undelivered {
    if error.is_permanent() {
        Undelivered::Refused(error.to_string())
    } else if error.is_transient() {
        Undelivered::Later(error.to_string())
    } else if error.is_timeout() {
        Undelivered::Slow
    } else {
        Undelivered::Unreachable(error.to_string())
    }
}
