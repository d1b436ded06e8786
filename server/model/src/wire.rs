//! The widget's JSON: what its WebAssembly sends and what it gets back.

use serde::{Deserialize, Serialize};

use crate::id::{AttachmentId, Key, TicketId};

/// `POST /api/widget/v1/session`: get the cookie under which the first message will be sent. The answer is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BeginSession {
    /// The site's public key.
    pub site: String,
}

/// `POST /api/widget/v1/tickets`: open a ticket by its first message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenTicket {
    /// The client's key for this write.
    pub key: Key,
    /// The site's public key.
    pub site: String,
    /// The message.
    pub body: String,
    /// Files uploaded before.
    #[serde(default)]
    pub attachments: Vec<AttachmentId>,
}

/// `POST /api/widget/v1/tickets/{id}/replies`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SendReply {
    /// The client's key for this write.
    pub key: Key,
    /// The message.
    pub body: String,
    /// Files uploaded before.
    #[serde(default)]
    pub attachments: Vec<AttachmentId>,
}

/// `POST /api/widget/v1/tickets/{id}/mail`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GiveMail {
    /// The client's key for this write.
    pub key: Key,
    /// The address.
    pub mail: String,
}

/// `POST /api/widget/v1/tickets/{id}/confirmation`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirm {
    /// The client's key for this write.
    pub key: Key,
    /// Did it solve it?
    pub is_solved: bool,
    /// 1 to 5, if given.
    #[serde(default)]
    pub rating: Option<u8>,
    /// A word of reason.
    #[serde(default)]
    pub reason: String,
}

/// The answer to each of the writes above: it is kept, this is where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The ticket.
    pub ticket: TicketId,
    /// Its public number.
    pub number: i64,
    /// The log's last `seq` after this write.
    pub seq: i64,
    /// The page's token for the live link.
    pub live: String,
}

/// The answer to `POST /api/widget/v1/files` (raw body, names in `x-file-name`, percent-encoded).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uploaded {
    /// Name it in `attachments` of the message.
    pub id: AttachmentId,
    /// The cleaned name.
    pub name: String,
    /// Size in bytes.
    pub bytes: i64,
}

/// Every refusal: a closed code for the program, a sentence for the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// E.g. `body_missing`, `too_many`, `signed_out`, `unavailable`.
    pub error: String,
    /// What happened, what was kept, what to do.
    pub message: String,
    /// What is wrong with which field; empty when it is about none.
    #[serde(default)]
    pub faults: Vec<FieldFault>,
}

/// What is wrong with one field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldFault {
    /// The field's name.
    pub field: String,
    /// The sentence for the person.
    pub message: String,
}
