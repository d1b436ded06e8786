//! Links in mail: random, stored as a hash, for one purpose, used once, dead after a while. Looking at one uses up nothing.

use model::id::{TicketId, WorkspaceId};

use crate::clock::Clock;
use crate::db::Db;
use crate::error::Result;
use crate::token::{Token, TokenHash};

pub(crate) mod store;

/// How an address of the same mailbox with a tag begins and ends, as `like` takes it: `ada@x.example` is also
/// `ada+anything@x.example`. Only for counting: who is written to is decided by the whole address.
pub(crate) fn tagged(mail: &str) -> (String, String) {
    let (local, domain) = mail.rsplit_once('@').unwrap_or((mail, ""));
    let local = match local.split_once('+') {
        Some((mailbox, _)) if !mailbox.is_empty() => mailbox,
        _ => local,
    };
    let escape = |text: &str| text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    (format!("{local}@{domain}"), format!("{}+%@{}", escape(local), escape(domain)))
}

/// What a link is for. A link of one purpose is nothing to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Opens a ticket and proves the address that it was mailed to.
    Ticket,
    /// Signs a customer in.
    SignIn,
    /// Lets the first agent in.
    Welcome,
    /// Lets a colleague in who was asked to join.
    Invitation,
    /// Lets an agent choose a new password.
    Password,
}

impl Purpose {
    /// A ticket's link waits a week for a reader; using it once is all it can do.
    pub const TICKET_SECONDS: i64 = 7 * 24 * 3600;
    /// A sign-in was asked for just now.
    pub const SIGN_IN_SECONDS: i64 = model::limit::SIGN_IN_LINK_SECONDS;
    /// The first agent reads the terminal.
    pub const WELCOME_SECONDS: i64 = 24 * 3600;
    /// A colleague may be away for some days.
    pub const INVITATION_SECONDS: i64 = model::limit::INVITATION_LINK_SECONDS;
    /// A new password was asked for just now.
    pub const PASSWORD_SECONDS: i64 = model::limit::PASSWORD_LINK_SECONDS;

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Ticket => "ticket",
            Self::SignIn => "sign_in",
            Self::Welcome => "welcome",
            Self::Invitation => "invitation",
            Self::Password => "password",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        let all = [Self::Ticket, Self::SignIn, Self::Welcome, Self::Invitation, Self::Password];
        all.into_iter().find(|purpose| purpose.word() == word)
    }

    /// Is it for customers? An agent's link opens nothing in the portal.
    pub const fn is_customers(self) -> bool {
        match self {
            Self::Ticket | Self::SignIn => true,
            Self::Welcome | Self::Invitation | Self::Password => false,
        }
    }
}

/// A link's row.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) workspace: WorkspaceId,
    pub(crate) purpose: Purpose,
    pub(crate) mail: String,
    pub(crate) ticket: Option<TicketId>,
}

/// The verbs of links.
pub struct Links<'d> {
    pub(crate) db: &'d Db,
    pub(crate) clock: &'d Clock,
}

impl Links<'_> {
    /// Would this customer's link work? Reads only, so that a mail scanner's look costs nothing.
    pub async fn is_ready(&self, token: &Token) -> Result<bool> {
        let (hash, now) = (token.hash(), self.clock.now());
        self.db
            .read(move |tx| {
                Box::pin(async move {
                    let link = store::ready(tx, hash, now).await?;
                    Ok(link.is_some_and(|link| link.purpose.is_customers()))
                })
            })
            .await
    }

    /// Makes a link and gives its token: the only time that it can be read.
    pub(crate) async fn issue(
        &self,
        workspace: WorkspaceId,
        purpose: Purpose,
        mail: &str,
        ticket: Option<TicketId>,
        seconds: i64,
    ) -> Result<Token> {
        let (token, mail, now) = (Token::fresh()?, mail.to_owned(), self.clock.now());
        let hash: TokenHash = token.hash();
        self.db
            .write(move |tx| {
                let mail = mail.clone();
                Box::pin(async move {
                    if purpose == Purpose::Welcome {
                        store::spend_all(tx, workspace, purpose, now).await?;
                    }
                    store::insert_link(tx, hash, &Link { workspace, purpose, mail, ticket }, now, seconds).await
                })
            })
            .await?;
        Ok(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_another_name_of_the_same_mailbox() {
        let check = |mail: &str, plain: &str, like: &str| assert_eq!(tagged(mail), (plain.to_owned(), like.to_owned()), "{mail}");
        check("ada@x.example", "ada@x.example", "ada+%@x.example");
        check("ada+1@x.example", "ada@x.example", "ada+%@x.example");
        check("ada+1+2@x.example", "ada@x.example", "ada+%@x.example");
        check("+ada@x.example", "+ada@x.example", "+ada+%@x.example");
        check("a_%!a@x.example", "a_%!a@x.example", "a!_!%!!a+%@x.example");
    }
}
