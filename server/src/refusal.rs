//! Refusals: the only file that knows status codes, and the only one that logs failures. A refusal is dressed at the
//! very end, in the reader's language: as JSON where that was asked for, as a page otherwise.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use desk::Error;
use model::fault::{Fault, Invalid};
use model::wire::{FieldFault, Refused};

use crate::app::App;
use crate::pages;

/// Why a request was not done.
#[derive(Debug)]
pub struct Refusal(Error);

/// Rides on an undressed response.
#[derive(Debug, Clone, Copy)]
struct Undressed(Fault);

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self(Error::Refused(fault))
    }
}

impl From<Invalid> for Refusal {
    fn from(invalid: Invalid) -> Self {
        Self(Error::from(invalid))
    }
}

impl Refusal {
    /// The closed code.
    pub fn fault(&self) -> Fault {
        self.0.fault()
    }

    /// Can the person mend it in the form? Then the form comes back with what was typed.
    pub fn is_for_form(&self) -> bool {
        matches!(
            self.fault(),
            Fault::Invalid(_)
                | Fault::Held
                | Fault::KeyReused
                | Fault::SignInWrong
                | Fault::Unavailable
                | Fault::TooMany
                | Fault::TooLarge
        )
    }
}

/// The status of a fault.
pub fn status(fault: Fault) -> StatusCode {
    match fault {
        Fault::SignedOut | Fault::SignInWrong => StatusCode::UNAUTHORIZED,
        Fault::ForeignOrigin => StatusCode::FORBIDDEN,
        Fault::NotFound => StatusCode::NOT_FOUND,
        Fault::KeyReused | Fault::Held => StatusCode::CONFLICT,
        Fault::LinkSpent => StatusCode::GONE,
        Fault::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Fault::Invalid(faults) if faults.has(Invalid::Malformed) => StatusCode::BAD_REQUEST,
        Fault::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Fault::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Fault::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Fault::Unexpected => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// What a status that a library chose means here.
pub fn of_status(status: StatusCode) -> Fault {
    if status == StatusCode::PAYLOAD_TOO_LARGE { Fault::TooLarge } else { Invalid::Malformed.into() }
}

/// The answer to a request for another host than the configured one.
pub fn misdirected(base_url: &str) -> Response {
    (StatusCode::MISDIRECTED_REQUEST, format!("This help desk isn't available at this address. Use {base_url}\n")).into_response()
}

/// A page that came with a fault: the form again, with what was typed.
pub fn with_status(fault: Fault, page: Response) -> Response {
    let mut page = page;
    *page.status_mut() = status(fault);
    page
}

/// The request, or the answer to it, took too long.
pub fn late() -> Response {
    StatusCode::REQUEST_TIMEOUT.into_response()
}

/// Not ready to serve: for load balancers.
pub fn not_ready() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, "the database is not responding\n").into_response()
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let fault = self.fault();
        match self.0.cause() {
            Some(cause) if fault == Fault::Unavailable => tracing::warn!(error = cause, "the database cannot accept this now"),
            Some(cause) => tracing::error!(error = cause, "request failed"),
            None => {}
        }
        let mut response = status(fault).into_response();
        response.extensions_mut().insert(Undressed(fault));
        response
    }
}

/// Dresses refusals, and whatever axum refused by itself (a body too large, a form that is none).
pub async fn dress(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let reader = pages::Reader::of(request.headers(), request.uri());
    request.extensions_mut().insert(reader.clone());
    let response = next.run(request).await;
    if response.extensions().get::<pages::Rendered>().is_some() {
        return response;
    }
    let fault = match (response.extensions().get::<Undressed>(), response.status()) {
        (Some(Undressed(fault)), _) => *fault,
        (None, StatusCode::PAYLOAD_TOO_LARGE) => Fault::TooLarge,
        (
            None,
            StatusCode::UNPROCESSABLE_ENTITY
            | StatusCode::BAD_REQUEST
            | StatusCode::UNSUPPORTED_MEDIA_TYPE
            | StatusCode::METHOD_NOT_ALLOWED,
        ) => Invalid::Malformed.into(),
        _ => return response,
    };
    let mut dressed = if reader.wants_json {
        axum::Json(refused(&reader, fault)).into_response()
    } else {
        pages::refused(&app, &reader, fault).await
    };
    *dressed.status_mut() = status(fault);
    if fault == Fault::TooMany {
        dressed.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("30"));
    }
    dressed
}

fn refused(reader: &pages::Reader, fault: Fault) -> Refused {
    let message = app::words::fault(reader.lang, fault);
    let said = |invalid: Invalid| FieldFault {
        field: invalid.field().to_owned(),
        message: app::words::fault(reader.lang, invalid.into()),
    };
    let faults = match fault {
        Fault::Invalid(faults) => faults.iter().filter(|invalid| !invalid.field().is_empty()).map(said).collect(),
        _ => Vec::new(),
    };
    Refused { error: fault.code().to_owned(), message, faults }
}

/// Did the client ask for JSON, or is this the program's door?
pub fn wants_json(headers: &axum::http::HeaderMap, path: &str) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    path.starts_with("/api/") || path.starts_with("/live") || accept.starts_with("application/json")
}
