//! What keeps an email from arriving.

use serde::{Deserialize, Serialize};

use crate::time::Time;

/// Why it did not arrive, as agents may read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailFault {
    /// The mail server could not be reached.
    Unreachable,
    /// It did not answer in time.
    Slow,
    /// It said: later.
    Later,
    /// It said: never.
    Refused,
    /// It took the email, or not: it did not say.
    Unsaid,
    /// A newer version asked for it.
    Newer,
    /// Something of ours.
    Here,
}

impl MailFault {
    /// The reason in a stored code.
    pub fn from_code(code: &str) -> Self {
        match code {
            "mail_unreachable" => Self::Unreachable,
            "mail_slow" => Self::Slow,
            "mail_later" => Self::Later,
            "mail_refused" => Self::Refused,
            "mail_unsaid" | "mail_unsaid_twice" => Self::Unsaid,
            "unknown_kind" => Self::Newer,
            _ => Self::Here,
        }
    }
}

/// What of a ticket's email did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Undelivered {
    /// How many.
    pub count: i64,
    /// Why, of one that was given up if there is one, and otherwise of the newest.
    pub why: MailFault,
    /// When the first is tried again; nothing when one was given up.
    pub next_at: Option<Time>,
}
