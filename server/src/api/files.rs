//! `GET /files/{id}`: an attachment, always as a download, never as a page of ours; `GET /files/{id}/{size}`: a picture as it is
//! shown; `GET /avatars/{avatar}`: an agent's own.

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use desk::files::pictures::{Shown, Size, kind_of};
use futures_util::stream;
use model::fault::Fault;
use model::id::{AttachmentId, AvatarId};
use model::message::Attachment;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use tokio::io::AsyncReadExt;

use crate::app::App;
use crate::guard::OwnPolicy;
use crate::refusal::Refusal;
use crate::session;

/// Bytes that are in memory for one reader.
const PIECE: usize = 64 * 1024;

/// Whichever session of this browser may read the file gets it.
pub async fn get(State(app): State<App>, headers: HeaderMap, Path(id): Path<String>) -> Result<Response, Refusal> {
    let id: AttachmentId = id.parse().map_err(|_| Refusal::from(Fault::NotFound))?;
    let mut refusal = Refusal::from(Fault::SignedOut);
    for session in session::all(&app, &headers).await? {
        match app.desk.tickets().file(&session.actor, id).await {
            Ok((attachment, file)) => return Ok(download(&attachment, file)),
            Err(error) => refusal = error.into(),
        }
    }
    Err(refusal)
}

/// The same for a picture.
pub async fn picture(
    State(app): State<App>,
    headers: HeaderMap,
    Path((id, size)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let id: AttachmentId = id.parse().map_err(|_| Refusal::from(Fault::NotFound))?;
    let size = Size::from_word(&size).ok_or(Fault::NotFound)?;
    let mut refusal = Refusal::from(Fault::SignedOut);
    for session in session::all(&app, &headers).await? {
        match app.desk.tickets().picture(&session.actor, id, size).await {
            Ok(shown) => return Ok(picture_of(shown)),
            Err(error) => refusal = error.into(),
        }
    }
    Err(refusal)
}

/// `GET /avatars/{avatar}`: an agent's picture. One id is one picture for ever, so a browser keeps it for
/// a week.
pub async fn avatar(State(app): State<App>, Path(id): Path<String>) -> Result<Response, Refusal> {
    let id: AvatarId = id.parse().map_err(|_| Refusal::from(Fault::NotFound))?;
    let bytes = app.desk.agents().avatar(id).await?;
    let kind = HeaderValue::from_static(kind_of(&bytes));
    let mut response = guarded(Body::from(bytes).into_response());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=604800, immutable"));
    Ok(response)
}

fn picture_of(shown: Shown) -> Response {
    let mut response = in_pieces(shown.file);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(shown.bytes));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(shown.kind));
    guarded(response)
}

/// Whatever was sent is never a page of ours, nor anything on another site's page.
fn guarded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers
        .insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'; frame-ancestors 'none'"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response.extensions_mut().insert(OwnPolicy);
    response
}

/// Sent piece by piece, as fast as it is taken.
fn in_pieces(file: std::fs::File) -> Response {
    let pieces = stream::unfold(tokio::fs::File::from_std(file), |mut file| async move {
        let mut piece = vec![0; PIECE];
        match file.read(&mut piece).await {
            Ok(0) => None,
            Ok(read) => {
                piece.truncate(read);
                Some((Ok(Bytes::from(piece)), file))
            }
            Err(error) => Some((Err(error), file)),
        }
    });
    Body::from_stream(pieces).into_response()
}

fn download(attachment: &Attachment, file: std::fs::File) -> Response {
    let mut response = in_pieces(file);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(attachment.bytes));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    let disposition = format!("attachment; filename*=UTF-8''{}", percent_encoded(&attachment.name));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_str(&disposition).unwrap_or_else(|_| HeaderValue::from_static("attachment")),
    );
    guarded(response)
}

/// What RFC 5987 lets stand in a name as it is: letters, digits and these.
const NAME: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

fn percent_encoded(name: &str) -> String {
    utf8_percent_encode(name, NAME).to_string()
}

/// Reads a name that was percent-encoded; what is no UTF-8 becomes a plain name.
pub fn percent_decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| "file".to_owned(), Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive_the_header_both_ways() {
        for name in ["base.jpg", "صورة 1.png", "a\"b;c.txt", "100%.txt", "%zz"] {
            assert_eq!(percent_decoded(&percent_encoded(name)), name);
        }
        assert!(percent_encoded("a\r\nb\"").is_ascii());
        assert!(!percent_encoded("a\r\nb\"").contains(['\r', '\n', '"']));
    }
}
