//! Messages: public replies, internal notes, and the files that come with them.
//! A note is a type of its own, so that it cannot be put where a customer reads.

use serde::{Deserialize, Serialize};

use crate::id::{AttachmentId, MessageId};
use crate::person::Person;
use crate::ticket::Channel;
use crate::time::Time;

/// A file as it is shown: name, size, where to get it. The bytes are always served as a download.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Attachment {
    /// Its id; `/files/{id}` serves it to whoever may read the ticket.
    pub id: AttachmentId,
    /// The cleaned name.
    pub name: String,
    /// Size in bytes.
    pub bytes: i64,
    /// Does its content look like a picture? Only for the icon; never trusted.
    pub is_image: bool,
    /// What is shown of it, when it is a picture that could be drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
}

/// A picture as it is shown beside its message, in pixels; the page gives it half of that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Picture {
    /// Width.
    pub width: i64,
    /// Height.
    pub height: i64,
}

/// Something said in public.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reply {
    /// Its id.
    pub id: MessageId,
    /// The ticket's `seq` of the event that recorded it.
    pub seq: i64,
    /// Who said it.
    pub author: Person,
    /// Plain text.
    pub body: String,
    /// When.
    pub at: Time,
    /// Which way it came.
    pub channel: Channel,
    /// The files.
    pub attachments: Vec<Attachment>,
    /// Has the other side seen it?
    pub is_read: bool,
    /// The ticket's number, on the message that opened it in the widget: nothing else there says it.
    pub opens: Option<i64>,
}

/// Something said among agents only.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Note {
    /// Its id.
    pub id: MessageId,
    /// The ticket's `seq` of the event that recorded it.
    pub seq: i64,
    /// Who said it.
    pub author: Person,
    /// Plain text.
    pub body: String,
    /// When.
    pub at: Time,
    /// The files.
    pub attachments: Vec<Attachment>,
}
