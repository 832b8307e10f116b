//! The stages of an exchange at which faults happen: before the answer, in its place, and to it.

use std::time::Duration;

use axum::response::Response;
use hyper::StatusCode;
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER};

use super::{Cut, Site};
use crate::faults::{Asked, Effect, Members, foreign_next_link, merge, repeat_next_link};

impl Site {
    /// Delays, hangs and cuts: what happens before there is an answer.
    pub(super) async fn hold_up(&self, asked: &Asked) -> Result<(), Cut> {
        let delays = self.take(asked, |effect| match effect {
            Effect::Delay { ms } => Some(Duration::from_millis(*ms)),
            _ => None,
        });
        tokio::time::sleep(delays.into_iter().sum()).await;
        // Before the fault is taken: clearing right after must be seen.
        let mut clearing = self.traffic.faults.clearing();
        if !self.take(asked, |effect| matches!(effect, Effect::Hang).then_some(())).is_empty() {
            // An error means that the sender is gone, and with it the reason to hang.
            let _ = clearing.changed().await;
            return Err(Cut);
        }
        let cuts = self.take(asked, |effect| matches!(effect, Effect::Cut { after: None }).then_some(()));
        if cuts.is_empty() { Ok(()) } else { Err(Cut) }
    }

    /// The answer that a fault gives in the server's place.
    pub(super) fn instead(&self, asked: &Asked) -> Option<Response<Bytes>> {
        let answers = self.take(asked, |effect| match effect {
            Effect::Status { code, retry_after, body } => {
                let code = StatusCode::from_u16(*code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                Some(gateway(code, retry_after.as_deref(), body.as_deref()))
            }
            Effect::Body { content_type, text } => {
                Some(answer_of(StatusCode::OK, content_type, text.clone().into()))
            }
            _ => None,
        });
        answers.into_iter().next()
    }

    /// Changes the answer: JSON members, links, headers, length.
    pub(super) fn spoil(&self, asked: &Asked, response: &mut Response<Bytes>) {
        let edits = self.take(asked, |effect| match effect {
            Effect::Json { .. } | Effect::ForeignNextLink { .. } | Effect::RepeatNextLink => {
                Some(effect.clone())
            }
            _ => None,
        });
        if !edits.is_empty()
            && let Ok(mut members) = serde_json::from_slice::<Members>(response.body())
        {
            for edit in &edits {
                match edit {
                    Effect::Json { set } => merge(&mut members, set),
                    Effect::ForeignNextLink { origin } => foreign_next_link(&mut members, origin),
                    _ => repeat_next_link(&mut members, &format!("{}{}", self.origin, asked.target)),
                }
            }
            *response.body_mut() = serde_json::Value::Object(members).to_string().into();
        }
        for set in self.take(asked, |effect| match effect {
            Effect::Headers { set } => Some(set.clone()),
            _ => None,
        }) {
            for (name, value) in set {
                let Ok(name) = HeaderName::from_bytes(name.as_bytes()) else { continue };
                response.headers_mut().remove(&name);
                if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
                    response.headers_mut().insert(name, value);
                }
            }
        }
        for bytes in self.take(asked, |effect| match effect {
            Effect::Truncate { bytes } => Some(*bytes),
            _ => None,
        }) {
            response.body_mut().truncate(bytes);
        }
    }
}

/// An error as a gateway in front of the server would answer it.
fn gateway(code: StatusCode, retry_after: Option<&str>, body: Option<&str>) -> Response<Bytes> {
    let reason = code.canonical_reason().unwrap_or("Error");
    let text = body.map_or_else(|| serde_json::json!({ "message": reason }).to_string(), str::to_owned);
    let mut response = answer_of(code, "application/json", text.into());
    if let Some(value) = retry_after.and_then(|value| HeaderValue::from_str(value).ok()) {
        response.headers_mut().insert(RETRY_AFTER, value);
    }
    response
}

fn answer_of(code: StatusCode, content_type: &str, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    *response.status_mut() = code;
    if let Ok(value) = HeaderValue::from_str(content_type) {
        response.headers_mut().insert(CONTENT_TYPE, value);
    }
    response
}
