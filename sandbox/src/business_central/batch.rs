//! `$batch`: many requests in one, in JSON (OData JSON Format 4.01 §19). Each part is answered as if it had come alone, in
//! the order of the parts; those of an atomicity group, or that depend on another, no differently.

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::failure::Failure;
use super::{Service, json_answer};
use crate::people::Caller;

/// Parts at most, as at Business Central.
const MOST: usize = 100;

#[derive(Deserialize)]
struct Batch {
    requests: Vec<Part>,
}

#[derive(Deserialize)]
struct Part {
    id: String,
    method: String,
    url: String,
    #[serde(default)]
    headers: Map<String, Value>,
    #[serde(default)]
    body: Option<Value>,
}

/// Whether the address is that of a batch.
pub(super) fn is_batch(head: &Parts) -> bool {
    let path = head.uri.path();
    head.method == Method::POST && path.contains("/api/") && path.ends_with("/$batch")
}

/// Answers all parts of `body`. Blocks: not for a thread that answers others.
pub(super) fn answer(
    service: &Service,
    head: &Parts,
    body: &[u8],
    caller: &Caller,
) -> Result<Response, Failure> {
    let batch: Batch = serde_json::from_slice(body).map_err(|error| {
        Failure::new(StatusCode::BAD_REQUEST, "BadRequest", format!("The batch is not valid: {error}"))
    })?;
    if batch.requests.len() > MOST {
        let message = format!("A batch may have {MOST} requests at most.");
        return Err(Failure::new(StatusCode::BAD_REQUEST, "BadRequest", message));
    }
    let root = head.uri.path().trim_end_matches("/$batch");
    let preferred = head.headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    let goes_on = preferred.into_iter().any(|value| value.contains("continue-on-error"));
    let mut responses = Vec::new();
    for part in &batch.requests {
        let answer = answer_part(service, root, part, caller);
        let is_refused = answer["status"].as_u64().is_some_and(|status| status >= 400);
        responses.push(answer);
        // What comes after a failure is left undone, unless it was asked for (OData 4.01 part 1 §11.7.2).
        if is_refused && !goes_on {
            break;
        }
    }
    Ok(json_answer(json!({ "responses": responses }).to_string(), None))
}

fn answer_part(service: &Service, root: &str, part: &Part, caller: &Caller) -> Value {
    let answer = match request(root, part) {
        Some((method, uri, headers)) => {
            let body = part.body.as_ref().map(Value::to_string).unwrap_or_default();
            service
                .route(&method, &uri, &headers, body.as_bytes(), caller)
                .unwrap_or_else(Failure::into_response)
        }
        None => {
            let message = format!("The part '{}' has no address or method that could be used.", part.id);
            Failure::new(StatusCode::BAD_REQUEST, "BadRequest", message).into_response()
        }
    };
    let (head, body) = answer.into_parts();
    let body = tokio::runtime::Handle::current().block_on(axum::body::to_bytes(body, usize::MAX));
    let body = body.unwrap_or_default();
    let text = |value: &HeaderValue| value.to_str().unwrap_or_default().to_owned();
    let headers: Map<String, Value> =
        head.headers.iter().map(|(name, value)| (name.to_string(), text(value).into())).collect();
    let body: Value = serde_json::from_slice(&body).unwrap_or_else(|_| String::from_utf8_lossy(&body).into());
    json!({ "id": part.id, "status": head.status.as_u16(), "headers": headers, "body": body })
}

/// A part as a request of its own: its address is relative to the batch's, or a path of this server.
fn request(root: &str, part: &Part) -> Option<(Method, Uri, HeaderMap)> {
    let address = match part.url.starts_with('/') {
        true => part.url.clone(),
        false => format!("{root}/{}", part.url),
    };
    // Spaces are common in filters, and no part of an address.
    let uri = address.replace(' ', "%20").parse().ok()?;
    let header = |(name, value): (&String, &Value)| {
        let name: HeaderName = name.parse().ok()?;
        Some((name, HeaderValue::from_str(value.as_str()?).ok()?))
    };
    let headers = part.headers.iter().filter_map(header).collect();
    Some((part.method.to_ascii_uppercase().parse().ok()?, uri, headers))
}
