//! What goes into a statement and comes out of a row, the same for both engines.

use model::id::{
    AgentId, ArticleId, AttachmentId, AvatarId, CategoryId, CustomerId, InvitationId, JobId, Key, MessageId, SessionId, SiteId,
    TicketId, VisitorId, WorkspaceId,
};
use model::time::Time;
use uuid::Uuid;

use crate::error::{Error, Result};

/// One value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// Nothing.
    Null,
    /// Yes or no (an integer in SQLite).
    Bool(bool),
    /// A number, or a moment in microseconds.
    Int(i64),
    /// Words.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// An id (16 bytes in SQLite).
    Id(Uuid),
}

/// `params![a, b]`: a statement's values, in order.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::db::Value::from($value)),*] };
}

/// `values![a, b]`: a question's values, in order.
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::db::Value::from($value)),*] };
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}
impl From<Time> for Value {
    fn from(value: Time) -> Self {
        Self::Int(value.0)
    }
}
impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}
impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}
impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}
impl From<[u8; 32]> for Value {
    fn from(value: [u8; 32]) -> Self {
        Self::Bytes(value.to_vec())
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A value out of a row.
pub trait FromValue: Sized {
    /// Takes the value, or says what it was instead.
    fn from_value(value: Value) -> Result<Self>;
}

fn mismatch<T>(wanted: &str, value: &Value) -> Result<T> {
    Err(Error::unexpected(format!("a row holds {value:?} where {wanted} was expected")))
}

impl FromValue for i64 {
    fn from_value(value: Value) -> Result<Self> {
        match value {
            Value::Int(number) => Ok(number),
            other => mismatch("a number", &other),
        }
    }
}
impl FromValue for bool {
    fn from_value(value: Value) -> Result<Self> {
        match value {
            Value::Bool(is) => Ok(is),
            Value::Int(number) => Ok(number != 0),
            other => mismatch("yes or no", &other),
        }
    }
}
impl FromValue for Time {
    fn from_value(value: Value) -> Result<Self> {
        i64::from_value(value).map(Time)
    }
}
impl FromValue for String {
    fn from_value(value: Value) -> Result<Self> {
        match value {
            Value::Text(text) => Ok(text),
            other => mismatch("words", &other),
        }
    }
}
impl FromValue for Vec<u8> {
    fn from_value(value: Value) -> Result<Self> {
        match value {
            Value::Bytes(bytes) => Ok(bytes),
            other => mismatch("bytes", &other),
        }
    }
}
impl FromValue for Uuid {
    fn from_value(value: Value) -> Result<Self> {
        match value {
            Value::Id(id) => Ok(id),
            Value::Bytes(bytes) => Self::from_slice(&bytes).map_err(Error::unexpected),
            other => mismatch("an id", &other),
        }
    }
}
impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value) -> Result<Self> {
        match value {
            Value::Null => Ok(None),
            value => T::from_value(value).map(Some),
        }
    }
}

macro_rules! ids {
    ($($id:ty),+) => {$(
        impl From<$id> for Value {
            fn from(id: $id) -> Self {
                Self::Id(id.0)
            }
        }
        impl FromValue for $id {
            fn from_value(value: Value) -> Result<Self> {
                Uuid::from_value(value).map(Self::from)
            }
        }
    )+};
}
ids!(
    WorkspaceId,
    SiteId,
    VisitorId,
    CustomerId,
    AgentId,
    InvitationId,
    TicketId,
    MessageId,
    AttachmentId,
    AvatarId,
    CategoryId,
    ArticleId,
    JobId,
    SessionId,
    Key
);

impl From<Uuid> for Value {
    fn from(id: Uuid) -> Self {
        Self::Id(id)
    }
}

/// A row, read from the left.
#[derive(Debug, Clone)]
pub struct Row(std::vec::IntoIter<Value>);

impl Row {
    pub(crate) fn new(values: Vec<Value>) -> Self {
        Self(values.into_iter())
    }

    /// The next column, as what it is expected to be.
    pub fn take<T: FromValue>(&mut self) -> Result<T> {
        let value = self.0.next().ok_or_else(|| Error::unexpected("a row has fewer columns than were read"))?;
        T::from_value(value)
    }

    /// The next column, a word of an enumeration.
    pub fn take_word<T>(&mut self, from_word: fn(&str) -> Option<T>) -> Result<T> {
        let word: String = self.take()?;
        from_word(&word).ok_or_else(|| Error::unexpected(format!("a row holds the unknown word {word:?}")))
    }

    /// Every column that was not read yet.
    pub fn rest(self) -> Vec<Value> {
        self.0.collect()
    }
}
