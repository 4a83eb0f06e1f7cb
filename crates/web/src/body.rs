//! The body of a request: of the right type, within the limit, and in time.
//!
//! Knows bytes; what they mean is `api`'s to say.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

use crate::app::App;
use crate::problem::Problem;

/// How long a body may take to arrive.
const ARRIVES_WITHIN: Duration = Duration::from_secs(30);

/// What a route reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reads {
    /// Nothing.
    Nothing,
    /// JSON.
    Json,
    /// A browser's form.
    Form,
}

impl Reads {
    const fn media_type(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
        }
    }
}

/// The same request with its body already here, so that no handler can be kept waiting by it.
pub(crate) async fn arrived(app: &App, request: Request, reads: Reads) -> Result<(Parts, Bytes), Problem> {
    let (parts, body) = request.into_parts();
    if reads == Reads::Nothing {
        return Ok((parts, Bytes::new()));
    }
    let bytes = whole(app, &parts.headers, body).await?;
    if !bytes.is_empty() && !is_of(&parts.headers, reads) {
        return Err(Problem::WrongType { wanted: reads.media_type() });
    }
    Ok((parts, bytes))
}

/// A body with live secrets of ours taken out of it.
pub(crate) async fn without_secrets(app: &App, bytes: Bytes) -> Result<Bytes, Problem> {
    let cleaned = app.desk.without_secrets(&bytes, |token| app.is_operators(token)).await;
    Ok(cleaned.map_err(|fault| Problem::fault(app, &fault))?.map_or(bytes, Bytes::from))
}

async fn whole(app: &App, headers: &HeaderMap, body: Body) -> Result<Bytes, Problem> {
    let bytes_max = app.config.body_bytes_max;
    let too_large = || Problem::TooLarge { bytes_max };
    let announced = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    // Before a byte of it is taken.
    if announced.is_some_and(|length| length > bytes_max) {
        return Err(too_large());
    }
    match tokio::time::timeout(ARRIVES_WITHIN, to_bytes(body, bytes_max)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) if is_limit(&error) => Err(too_large()),
        Ok(Err(_)) => Err(Problem::Unreadable),
        Err(_) => Err(Problem::Slow),
    }
}

fn is_limit(error: &axum::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if inner.to_string().contains("length limit") {
            return true;
        }
        source = inner.source();
    }
    error.to_string().contains("length limit")
}

fn is_of(headers: &HeaderMap, reads: Reads) -> bool {
    let named = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = named.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case(reads.media_type())
}
