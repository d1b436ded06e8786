//! One error for the whole desk: a refusal that people may read about, or a cause that only we may.

use std::error::Error as Cause;
use std::fmt;

use model::fault::{Fault, Invalid};

/// What the desk's verbs answer with.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something was not done. Nothing of a failed write was kept.
#[derive(Debug)]
pub enum Error {
    /// Expected: a closed code with a sentence in the catalogs.
    Refused(Fault),
    /// A unique row stands already. Another transaction was first: the whole work is run again and finds it.
    Taken(Box<dyn Cause + Send + Sync>),
    /// The engine asks to run the transaction again (serialization, deadlock).
    Again(Box<dyn Cause + Send + Sync>),
    /// The store cannot take it now: disk full, connection lost. Nothing was kept; asking again is right.
    Unavailable(Box<dyn Cause + Send + Sync>),
    /// A fault of ours. The cause is for the log, never for a client.
    Unexpected(Box<dyn Cause + Send + Sync>),
}

impl Error {
    /// A fault of ours, in words for the log.
    pub fn unexpected(cause: impl Into<Box<dyn Cause + Send + Sync>>) -> Self {
        Self::Unexpected(cause.into())
    }

    /// The closed code that a client may see.
    pub fn fault(&self) -> Fault {
        match self {
            Self::Refused(fault) => *fault,
            Self::Again(_) | Self::Unavailable(_) => Fault::Unavailable,
            Self::Taken(_) | Self::Unexpected(_) => Fault::Unexpected,
        }
    }

    /// The same for somebody else who waited for it: the same fault, and the cause in words.
    #[must_use]
    pub fn again(&self) -> Self {
        let cause = || self.to_string().into();
        match self {
            Self::Refused(fault) => Self::Refused(*fault),
            Self::Taken(_) => Self::Taken(cause()),
            Self::Again(_) => Self::Again(cause()),
            Self::Unavailable(_) => Self::Unavailable(cause()),
            Self::Unexpected(_) => Self::Unexpected(cause()),
        }
    }

    /// The cause, where there is one to log.
    pub fn cause(&self) -> Option<&(dyn Cause + Send + Sync + 'static)> {
        match self {
            Self::Refused(_) => None,
            Self::Taken(cause) | Self::Again(cause) | Self::Unavailable(cause) | Self::Unexpected(cause) => Some(cause.as_ref()),
        }
    }
}

/// There is no such thing, or it is not yours: one answer for both.
pub(crate) const NOT_FOUND: Error = Error::Refused(Fault::NotFound);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.cause() {
            Some(cause) => write!(f, "{}: {cause}", self.fault().code()),
            None => f.write_str(self.fault().code()),
        }
    }
}

impl Cause for Error {}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Refused(fault)
    }
}

impl From<Invalid> for Error {
    fn from(invalid: Invalid) -> Self {
        Self::Refused(invalid.into())
    }
}

impl From<serde_json::Error> for Error {
    fn from(cause: serde_json::Error) -> Self {
        Self::Unexpected(Box::new(cause))
    }
}
