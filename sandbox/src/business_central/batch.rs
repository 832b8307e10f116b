//! `$batch`: many requests in one, in JSON (OData JSON Format 4.01 §19). Each part is answered as if it had come alone, in
//! the order of the parts; those of an atomicity group, or that depend on another, no differently. With
//! `Isolation: snapshot` all of them are done or none. Others can read what a batch did before it is taken back.

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::failure::Failure;
use super::{Service, json_answer};
use crate::people::Caller;
use crate::shared::lock;

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
    let responses = match is_whole(&head.headers) {
        true => answer_whole(service, root, &batch.requests, caller),
        false => {
            let mut responses = Vec::new();
            for part in &batch.requests {
                let answer = answer_part(root, part, |part| service.route_part(part, caller));
                let failed = is_refused(&answer);
                responses.push(answer);
                // What comes after a failure is left undone, unless it was asked for (OData 4.01 part 1 §11.7.2).
                if failed && !goes_on {
                    break;
                }
            }
            responses
        }
    };
    Ok(json_answer(json!({ "responses": responses }).to_string(), None))
}

/// Whether all parts are to be done or none of them.
fn is_whole(headers: &HeaderMap) -> bool {
    let is_snapshot = |value: &HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"snapshot");
    ["isolation", "odata-isolation"].iter().any(|name| headers.get_all(*name).iter().any(is_snapshot))
}

/// Answers the parts as one transaction: with the first that fails, nothing was done.
fn answer_whole(service: &Service, root: &str, parts: &[Part], caller: &Caller) -> Vec<Value> {
    let _turn = lock(&service.turn);
    let before = service.copy();
    let mut responses = Vec::new();
    for part in parts {
        let answer = answer_part(root, part, |part| service.route_part_in_turn(part, caller));
        let failed = is_refused(&answer);
        responses.push(answer);
        if failed {
            service.take_back(before);
            return taken_along(root, parts, responses);
        }
    }
    responses
}

/// The answers after a failure: the last of `responses` is its own, all other parts are told that they were taken along.
fn taken_along(root: &str, parts: &[Part], mut responses: Vec<Value>) -> Vec<Value> {
    let failure = responses.pop();
    let at = responses.len();
    let along = |part: &Part| {
        answer_part(root, part, |_| {
            let message = "The request was not carried out because another one of the batch failed.";
            Err(Failure::new(StatusCode::FAILED_DEPENDENCY, "Unknown", message))
        })
    };
    let answer = |(n, part): (usize, &Part)| match &failure {
        Some(failure) if n == at => failure.clone(),
        _ => along(part),
    };
    parts.iter().enumerate().map(answer).collect()
}

fn is_refused(answer: &Value) -> bool {
    answer["status"].as_u64().is_some_and(|status| status >= 400)
}

/// A part as a request of its own.
struct Single {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: String,
}

impl Service {
    fn route_part(&self, part: &Single, caller: &Caller) -> Result<Response, Failure> {
        self.route(&part.method, &part.uri, &part.headers, part.body.as_bytes(), caller)
    }

    fn route_part_in_turn(&self, part: &Single, caller: &Caller) -> Result<Response, Failure> {
        self.route_in_turn(&part.method, &part.uri, &part.headers, part.body.as_bytes(), caller)
    }
}

fn answer_part(root: &str, part: &Part, route: impl Fn(&Single) -> Result<Response, Failure>) -> Value {
    let answer = match request(root, part) {
        Some(single) => route(&single).unwrap_or_else(Failure::into_response),
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
fn request(root: &str, part: &Part) -> Option<Single> {
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
    let body = part.body.as_ref().map(Value::to_string).unwrap_or_default();
    Some(Single { method: part.method.to_ascii_uppercase().parse().ok()?, uri, headers, body })
}
