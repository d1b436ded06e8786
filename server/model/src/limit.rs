//! How much of everything: checked by the browser for kindness and by the desk for good.

/// Longest message, in characters.
pub const BODY_CHARS_MAX: usize = 20_000;
/// Longest subject, in characters.
pub const SUBJECT_CHARS_MAX: usize = 200;
/// Longest name of a person or a site, in characters.
pub const NAME_CHARS_MAX: usize = 100;
/// Longest email address, in bytes (RFC 5321, 4.5.3.1: a path of 256 with its two brackets).
pub const MAIL_BYTES_MAX: usize = 254;
/// Longest word of reason with a rating or a refusal, in characters.
pub const REASON_CHARS_MAX: usize = 500;
/// Shortest password, in characters (NIST SP 800-63B asks for 8 at least, 15 where it stands alone).
pub const PASSWORD_CHARS_MIN: usize = 12;
/// Longest password, in bytes: hashing must not become a way to keep the server busy.
pub const PASSWORD_BYTES_MAX: usize = 512;
/// Largest attachment, in bytes.
pub const ATTACHMENT_BYTES_MAX: usize = 10 * 1024 * 1024;
/// Most attachments of one message.
pub const ATTACHMENTS_MAX: usize = 5;
/// Longest shown name of a file, in characters.
pub const FILE_NAME_CHARS_MAX: usize = 120;
/// Most allowed origins of a site.
pub const ORIGINS_MAX: usize = 20;
/// Longest greeting, in characters.
pub const GREETING_CHARS_MAX: usize = 200;
/// How long a customer's sign-in link works, in seconds: it was asked for just now.
pub const SIGN_IN_LINK_SECONDS: i64 = 15 * 60;
/// How long a link to a new password works, in seconds.
pub const PASSWORD_LINK_SECONDS: i64 = 30 * 60;
/// How long an invitation's link works, in seconds: whoever is invited may be away for some days.
pub const INVITATION_LINK_SECONDS: i64 = 7 * 24 * 3600;
/// Most pixels of a picture that is shown: a telephone's photograph has 12 million, a good camera's 24.
pub const PICTURE_PIXELS_MAX: u64 = 25_000_000;
