//! What can be wrong, as closed codes. The sentences stand in the catalogs of `app`; nothing else is ever shown.

use crate::faults::Faults;

/// A field that cannot be taken as it is. What was typed stays in the form. They stand in the order in which forms ask for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Invalid {
    /// No name.
    NameMissing,
    /// Over `limit::NAME_CHARS_MAX`.
    NameTooLong,
    /// No address.
    MailMissing,
    /// Not an address that we can write to.
    MailWrong,
    /// An agent has this address already.
    MailTaken,
    /// Somebody was invited at this address already.
    MailInvited,
    /// Not the password that one has now.
    PasswordWrong,
    /// Under `limit::PASSWORD_CHARS_MIN`.
    PasswordTooShort,
    /// Over `limit::PASSWORD_BYTES_MAX`.
    PasswordTooLong,
    /// No subject.
    SubjectMissing,
    /// Over `limit::SUBJECT_CHARS_MAX`.
    SubjectTooLong,
    /// No words.
    BodyMissing,
    /// Over `limit::BODY_CHARS_MAX`.
    BodyTooLong,
    /// Not an origin such as `https://shop.example`.
    OriginWrong,
    /// Over `limit::ORIGINS_MAX`.
    TooManyOrigins,
    /// Not `#rrggbb`.
    AccentWrong,
    /// Over `limit::GREETING_CHARS_MAX`.
    GreetingTooLong,
    /// Closing is not after opening.
    HoursWrong,
    /// No such time zone.
    ZoneUnknown,
    /// Not a number of minutes.
    AnswerTimeWrong,
    /// Over `limit::REASON_CHARS_MAX`.
    ReasonTooLong,
    /// Not 1 to 5.
    RatingWrong,
    /// Over `limit::ATTACHMENT_BYTES_MAX`.
    FileTooLarge,
    /// Nothing in it.
    FileEmpty,
    /// Over `limit::ATTACHMENTS_MAX`.
    TooManyFiles,
    /// Not uploaded by this browser, or used already.
    FileUnknown,
    /// No picture was chosen.
    PictureMissing,
    /// Not a picture that can be shown.
    PictureUnknown,
    /// Nobody else could sign in.
    LastAgent,
    /// An agent may not set this status by hand.
    StatusNotByHand,
    /// No such agent to assign.
    AgentUnknown,
    /// No such topic.
    CategoryUnknown,
    /// The customer has nothing to confirm: the ticket is not solved.
    NotSolved,
    /// The request itself is broken; no form of ours sends this.
    Malformed,
}

/// Why something was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Fields are wrong: these.
    Invalid(Faults),
    /// Nobody is signed in here.
    SignedOut,
    /// The pair of email address and password is wrong.
    SignInWrong,
    /// There is no such thing, or it is not yours: one answer for both.
    NotFound,
    /// The request came from another site's page.
    ForeignOrigin,
    /// Too many at once; wait.
    TooMany,
    /// More bytes than are taken here.
    TooLarge,
    /// The same key came with other words.
    KeyReused,
    /// The customer wrote in between; the reply is held until the agent says so.
    Held,
    /// The link was used, is too old, or never was.
    LinkSpent,
    /// The store cannot take it now; nothing was kept, what was typed is still in the form.
    Unavailable,
    /// A fault of ours.
    Unexpected,
}

impl Fault {
    /// The closed code on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Invalid(faults) => match faults.iter().next() {
                Some(first) => first.code(),
                None => "invalid",
            },
            Self::SignedOut => "signed_out",
            Self::SignInWrong => "sign_in_wrong",
            Self::NotFound => "not_found",
            Self::ForeignOrigin => "foreign_origin",
            Self::TooMany => "too_many",
            Self::TooLarge => "too_large",
            Self::KeyReused => "key_reused",
            Self::Held => "held",
            Self::LinkSpent => "link_spent",
            Self::Unavailable => "unavailable",
            Self::Unexpected => "unexpected",
        }
    }
}

/// A code that is not in [`Invalid::ALL`] would be lost from every set of them.
const _: () = assert!(Invalid::ALL.len() == Invalid::Malformed as usize + 1);

impl Invalid {
    /// All of them.
    pub const ALL: [Self; 34] = [
        Self::NameMissing,
        Self::NameTooLong,
        Self::MailMissing,
        Self::MailWrong,
        Self::MailTaken,
        Self::MailInvited,
        Self::PasswordWrong,
        Self::PasswordTooShort,
        Self::PasswordTooLong,
        Self::SubjectMissing,
        Self::SubjectTooLong,
        Self::BodyMissing,
        Self::BodyTooLong,
        Self::OriginWrong,
        Self::TooManyOrigins,
        Self::AccentWrong,
        Self::GreetingTooLong,
        Self::HoursWrong,
        Self::ZoneUnknown,
        Self::AnswerTimeWrong,
        Self::ReasonTooLong,
        Self::RatingWrong,
        Self::FileTooLarge,
        Self::FileEmpty,
        Self::TooManyFiles,
        Self::FileUnknown,
        Self::PictureMissing,
        Self::PictureUnknown,
        Self::LastAgent,
        Self::StatusNotByHand,
        Self::AgentUnknown,
        Self::CategoryUnknown,
        Self::NotSolved,
        Self::Malformed,
    ];

    /// The name of the field that it is about, as forms carry it; empty for what is about none.
    pub const fn field(self) -> &'static str {
        match self {
            Self::BodyMissing | Self::BodyTooLong => "body",
            Self::SubjectMissing | Self::SubjectTooLong => "subject",
            Self::MailMissing | Self::MailWrong | Self::MailTaken | Self::MailInvited => "mail",
            Self::NameMissing | Self::NameTooLong => "name",
            Self::ReasonTooLong => "reason",
            Self::RatingWrong => "rating",
            Self::FileTooLarge
            | Self::FileEmpty
            | Self::TooManyFiles
            | Self::FileUnknown
            | Self::PictureMissing
            | Self::PictureUnknown => "file",
            Self::OriginWrong | Self::TooManyOrigins => "origins",
            Self::AccentWrong => "accent",
            Self::ZoneUnknown => "zone",
            Self::HoursWrong => "hours",
            Self::AnswerTimeWrong => "answer_within_minutes",
            Self::GreetingTooLong => "greeting",
            Self::PasswordTooShort | Self::PasswordTooLong => "password",
            Self::PasswordWrong => "present",
            Self::CategoryUnknown => "category",
            Self::StatusNotByHand | Self::AgentUnknown => "value",
            Self::NotSolved | Self::LastAgent | Self::Malformed => "",
        }
    }

    /// The closed code on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BodyMissing => "body_missing",
            Self::BodyTooLong => "body_too_long",
            Self::SubjectMissing => "subject_missing",
            Self::SubjectTooLong => "subject_too_long",
            Self::MailMissing => "mail_missing",
            Self::MailWrong => "mail_wrong",
            Self::NameMissing => "name_missing",
            Self::NameTooLong => "name_too_long",
            Self::ReasonTooLong => "reason_too_long",
            Self::RatingWrong => "rating_wrong",
            Self::FileTooLarge => "file_too_large",
            Self::FileEmpty => "file_empty",
            Self::TooManyFiles => "too_many_files",
            Self::FileUnknown => "file_unknown",
            Self::PictureMissing => "picture_missing",
            Self::PictureUnknown => "picture_unknown",
            Self::OriginWrong => "origin_wrong",
            Self::TooManyOrigins => "too_many_origins",
            Self::AccentWrong => "accent_wrong",
            Self::ZoneUnknown => "zone_unknown",
            Self::HoursWrong => "hours_wrong",
            Self::AnswerTimeWrong => "answer_time_wrong",
            Self::GreetingTooLong => "greeting_too_long",
            Self::PasswordTooShort => "password_too_short",
            Self::PasswordTooLong => "password_too_long",
            Self::PasswordWrong => "password_wrong",
            Self::MailTaken => "mail_taken",
            Self::MailInvited => "mail_invited",
            Self::LastAgent => "last_agent",
            Self::StatusNotByHand => "status_not_by_hand",
            Self::AgentUnknown => "agent_unknown",
            Self::CategoryUnknown => "category_unknown",
            Self::NotSolved => "not_solved",
            Self::Malformed => "malformed",
        }
    }
}
