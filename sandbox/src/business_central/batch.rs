//! `$batch`: many requests in one, in JSON (OData JSON Format 4.01 §19).
//!
//! The parts are answered one after another, each as if it had come alone. After the first that fails no other is
//! tried, unless `Prefer: odata.continue-on-error` says so (OData Protocol 4.01 §11.7.5); with `Isolation: snapshot`
//! all of them are one transaction: if one fails, nothing is kept.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::data::World;
use super::failure::Failure;
use super::{Asked, Service, json_answer};

/// Parts at most (operational limits of Business Central Online).
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
    body: Value,
}

/// The address that a batch's parts begin with: `…/api/v2.0`, if the address is that of a batch.
pub(super) fn root<'a>(asked: &Asked<'a>) -> Option<&'a str> {
    let root = asked.uri.path().strip_suffix("/$batch")?;
    (*asked.method == Method::POST && root.contains("/api/")).then_some(root)
}

/// Answers all parts. Blocks: not for a thread that answers others.
pub(super) fn answer(service: &Service, root: &str, asked: &Asked<'_>) -> Result<Response, Failure> {
    let batch: Batch = serde_json::from_slice(asked.body)
        .map_err(|error| Failure::bad("BadRequest", format!("The batch is not valid: {error}")))?;
    if batch.requests.len() > MOST {
        let message = format!("A batch may have {MOST} requests at most.");
        return Err(Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "BadRequest", message));
    }
    let goes_on = preferences(asked.headers).any(|each| {
        matches!(&*each, "odata.continue-on-error" | "continue-on-error")
            || matches!(&*each, "odata.continue-on-error=true" | "continue-on-error=true")
    });
    let isolated = asked.headers.get("isolation").and_then(|value| value.to_str().ok());
    let isolated = isolated.is_some_and(|value| value.trim().eq_ignore_ascii_case("snapshot"));
    let run = |parts: &mut dyn FnMut(&Part) -> Response| {
        let mut responses = Vec::new();
        let mut failed = false;
        for part in &batch.requests {
            let response = parts(part);
            failed |= response.status().is_client_error() || response.status().is_server_error();
            responses.push(written(part, response));
            if failed && (isolated || !goes_on) {
                break;
            }
        }
        (responses, failed)
    };
    let responses = if isolated {
        let resets = service.shared.resets();
        let outcome = service.books.change(resets, |world: &mut Arc<World>| {
            let (responses, failed) =
                run(&mut |part| part.answer(root, asked, |asked| service.route(world, asked)));
            if failed { Err(responses) } else { Ok(responses) }
        });
        outcome.unwrap_or_else(|responses| responses)
    } else {
        run(&mut |part| part.answer(root, asked, |asked| service.single(asked))).0
    };
    Ok(json_answer(json!({ "responses": responses }).to_string(), None))
}

/// What `Prefer` asks for (RFC 7240), in lower case.
fn preferences(headers: &HeaderMap) -> impl Iterator<Item = String> {
    let values = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split([',', ';'])).map(|each| each.trim().to_ascii_lowercase())
}

impl Part {
    fn answer(
        &self,
        root: &str,
        batch: &Asked<'_>,
        route: impl FnOnce(&Asked<'_>) -> Result<Response, Failure>,
    ) -> Response {
        let Some((method, uri, headers)) = self.request(root) else {
            let message = format!("The part '{}' has no address or method that could be used.", self.id);
            return Failure::bad("BadRequest", message).into_response();
        };
        let body = if self.body.is_null() { String::new() } else { self.body.to_string() };
        let asked = Asked {
            method: &method,
            uri: &uri,
            headers: &headers,
            body: body.as_bytes(),
            caller: batch.caller,
        };
        route(&asked).unwrap_or_else(Failure::into_response)
    }

    /// A part as a request of its own: its address is relative to the batch's, or absolute, with this server's
    /// name or without.
    fn request(&self, root: &str) -> Option<(Method, Uri, HeaderMap)> {
        let address = match self.url.split_once("://") {
            Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]).to_owned(),
            None if self.url.starts_with('/') => self.url.clone(),
            None => format!("{root}/{}", self.url),
        };
        // Spaces are common in filters, and no part of an address.
        let uri = address.replace(' ', "%20").parse().ok()?;
        let header = |(name, value): (&String, &Value)| {
            let name: HeaderName = name.parse().ok()?;
            Some((name, HeaderValue::from_str(value.as_str()?).ok()?))
        };
        let mut headers: HeaderMap = self.headers.iter().filter_map(header).collect();
        if !self.body.is_null() && !headers.contains_key(header::CONTENT_TYPE) {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        Some((self.method.to_ascii_uppercase().parse().ok()?, uri, headers))
    }
}

fn written(part: &Part, answer: Response) -> Value {
    let (head, body) = answer.into_parts();
    let body = tokio::runtime::Handle::current().block_on(axum::body::to_bytes(body, usize::MAX));
    let body = body.unwrap_or_default();
    let text = |value: &HeaderValue| value.to_str().unwrap_or_default().to_owned();
    let headers: Map<String, Value> =
        head.headers.iter().map(|(name, value)| (name.to_string(), text(value).into())).collect();
    let mut written = json!({ "id": part.id, "status": head.status.as_u16(), "headers": headers });
    if !body.is_empty() {
        let text = || String::from_utf8_lossy(&body).into();
        written["body"] = serde_json::from_slice(&body).unwrap_or_else(|_| text());
    }
    written
}
