//! Mail out: who words it, how it leaves. Without an SMTP server it is caught, for the mailbox viewer.

use std::future::Future;
use std::time::Duration;

use lettre::Message;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use model::id::WorkspaceId;
use model::time::Time;

use crate::clock::Clock;
use crate::db::Db;
use crate::error::{Error, Result};

mod smtp;
mod store;

pub use smtp::Undelivered;

/// How long an SMTP server is usually waited for, at each step of the conversation.
pub const TIMEOUT: Duration = Duration::from_secs(30);

/// An email, worded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    /// The subject line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

/// What an agent said, for an email.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// Who.
    pub agent: String,
    /// The words, maybe empty.
    pub body: String,
    /// The names of the files that came with it.
    pub files: Vec<String>,
}

/// What an email is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matter {
    /// We have your request; this link opens it. With the reader's own words, only when the address is verified.
    Received {
        /// The words, maybe empty.
        body: String,
    },
    /// An agent replied.
    Reply(Said),
    /// We think it is solved: is it? With the last words, if they came with it.
    Solved(Said),
    /// The link to the ticket that was asked for again.
    Link,
    /// The link to sign in.
    SignIn,
    /// Join the team.
    Invitation {
        /// Who asks.
        by: String,
    },
    /// The link to a new password.
    Password,
}

/// What every email knows. Nothing here was written by a stranger, except to an address that its owner has verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Language.
    pub locale: String,
    /// The brand.
    pub site: String,
    /// The ticket's number, if it is about one.
    pub number: Option<i64>,
    /// The ticket's subject or first words, only when the reader has verified the address.
    pub subject: Option<String>,
    /// The link.
    pub link: String,
    /// How long the link works.
    pub link_seconds: i64,
}

/// Who words the emails. The catalogs are not the desk's business.
pub trait Emails: Send + Sync {
    /// Words an email.
    fn word(&self, matter: &Matter, facts: &Facts) -> Email;
}

/// How mail leaves.
pub enum Post {
    /// To an SMTP server.
    Smtp {
        /// Where it is.
        server: Box<smtp::Server>,
        /// The sender.
        from: Box<Mailbox>,
    },
    /// Into the catcher.
    Catcher {
        /// The sender that would have been.
        from: String,
    },
}

/// How the connection to the SMTP server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// TLS from the first byte.
    Tls,
    /// STARTTLS, required.
    StartTls,
    /// None: for a server on this machine.
    Off,
}

/// Where the SMTP server is.
#[derive(Clone)]
pub struct Smtp {
    /// Its host name; the certificate must carry it.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Protection.
    pub protection: Protection,
    /// User and password, if it asks.
    pub credentials: Option<(String, String)>,
    /// How long each step of the conversation may take; usually [`TIMEOUT`].
    pub timeout: Duration,
}

/// An envelope ready to go.
struct Envelope<'e> {
    workspace: WorkspaceId,
    to: &'e str,
    /// The name beside our address, where the configured sender has none.
    from_name: &'e str,
    message_id: &'e str,
    email: &'e Email,
}

/// To whom an email goes, and in whose name.
pub(crate) struct Address<'a> {
    pub(crate) workspace: WorkspaceId,
    pub(crate) to: &'a str,
    pub(crate) from_name: &'a str,
}

/// A caught email, for the viewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caught {
    /// Its id.
    pub id: uuid::Uuid,
    /// To whom.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
    /// The HTML.
    pub html: String,
    /// When.
    pub at: Time,
}

/// Can mail be sent in this name? An address, or a name with an address in angle brackets.
pub fn is_sender(text: &str) -> bool {
    text.parse::<Mailbox>().is_ok()
}

impl Post {
    /// Mail to an SMTP server. TLS is checked against the public roots.
    pub fn smtp(smtp: Smtp, from: &str) -> Result<Self> {
        let from = from.parse::<Mailbox>().map_err(Error::unexpected)?;
        Ok(Self::Smtp { server: Box::new(smtp::Server::new(smtp)?), from: Box::new(from) })
    }

    /// Is mail only caught, because no server is configured?
    pub fn is_catching(&self) -> bool {
        matches!(self, Self::Catcher { .. })
    }
}

/// The way out, and where what is caught is kept.
pub(crate) struct Sender<'d> {
    pub(crate) db: &'d Db,
    pub(crate) clock: &'d Clock,
    pub(crate) post: &'d Post,
}

impl Sender<'_> {
    /// Sends one email, or says why not. The Message-ID is fixed by the caller, so that an email sent twice is known as one.
    /// `hands_over` is asked to note, durably, that from now on nobody knows whether the email was taken; what it refuses is
    /// not sent.
    pub(crate) async fn send(
        &self,
        address: Address<'_>,
        message_id: &str,
        email: &Email,
        hands_over: impl Future<Output = Result<()>> + Send,
    ) -> Result<()> {
        let Address { workspace, to, from_name } = address;
        let envelope = Envelope { workspace, to, from_name, message_id, email };
        match self.post {
            Post::Smtp { server, from } => server.deliver(&compose(from, &envelope)?, hands_over).await,
            Post::Catcher { from } => self.catch(from, &envelope).await,
        }
    }

    async fn catch(&self, from: &str, envelope: &Envelope<'_>) -> Result<()> {
        let (id, now) = (self.clock.id::<uuid::Uuid>(), self.clock.now());
        let (workspace, from, email) = (envelope.workspace, from.to_owned(), envelope.email.clone());
        let (to, message_id) = (envelope.to.to_owned(), envelope.message_id.to_owned());
        self.db
            .write(move |tx| {
                let (from, email, to, message_id) = (from.clone(), email.clone(), to.clone(), message_id.clone());
                Box::pin(async move {
                    let caught = Caught { id, to, subject: email.subject, text: email.text, html: email.html, at: now };
                    store::insert_caught(tx, workspace, &from, &message_id, &caught).await
                })
            })
            .await
    }

    /// The last emails that were caught, newest first.
    pub(crate) async fn caught(&self, limit: i64) -> Result<Vec<Caught>> {
        self.db.read(move |tx| Box::pin(async move { store::caught(tx, limit).await })).await
    }
}

fn compose(from: &Mailbox, envelope: &Envelope<'_>) -> Result<Message> {
    let to = envelope.to.parse::<Mailbox>().map_err(Error::unexpected)?;
    let name = from.name.clone().or_else(|| Some(envelope.from_name.to_owned()).filter(|name| !name.is_empty()));
    let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
    let message = Message::builder()
        .from(Mailbox::new(name, from.email.clone()))
        .to(to)
        .subject(&envelope.email.subject)
        .message_id(Some(format!("<{}>", envelope.message_id)))
        .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
        .multipart(MultiPart::alternative_plain_html(envelope.email.text.clone(), envelope.email.html.clone()));
    message.map_err(Error::unexpected)
}
