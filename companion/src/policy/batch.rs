//! `$batch`: requests in a body, each held to the rules of one that comes alone.

use http::{HeaderMap, Method, header};
use json::{Object, Value};

use super::ruling::{Policy, Target};
use super::{body, headers};
use crate::Refusal;
use crate::refusal::Kind;

/// Business Central takes no more operations in one batch
/// (<https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/administration/operational-limits-online>).
pub const MOST_PARTS: usize = 100;

/// A batch that may be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// What to send: written anew from what was checked, so that nothing else is in it.
    pub body: String,
    /// How many requests it holds.
    pub parts: usize,
    /// Whether one of them writes.
    pub writes: bool,
}

impl Policy {
    /// Reads a batch in JSON (OData JSON Format §19), checks every part as if it had come alone, and writes it anew.
    ///
    /// A part's address is relative to the batch's route or absolute below this companion; it becomes relative. Of its
    /// headers only those that say how to answer are kept. Members that OData doesn't define, a name twice, a batch within
    /// a batch, references to other parts in addresses, and bodies other than JSON objects are refused. So is a batch in
    /// MIME's multipart form: its parts have framing of their own, and every client can do JSON.
    ///
    /// # Errors
    /// [`Refusal`]: 415 for another media type, 413 for more than [`MOST_PARTS`], 400 and 403 as for a single request.
    pub fn batch(&self, target: &Target, headers: &HeaderMap, body: &[u8]) -> Result<Batch, Refusal> {
        if !headers::is_json(headers.get(header::CONTENT_TYPE)) {
            return Err(Refusal::new(Kind::MediaType, "the batch is no JSON"));
        }
        let envelope = body::parse(body)?;
        let only_requests = envelope.fields().all(|(name, _)| name == "requests");
        let Some(Value::List(parts)) = envelope.get("requests").filter(|_| only_requests) else {
            return Err(Refusal::malformed("the batch is no list of requests"));
        };
        if parts.len() > MOST_PARTS {
            return Err(Refusal::new(Kind::TooLarge, "the batch has too many parts"));
        }
        let mut batch = Batch { body: String::new(), parts: parts.len(), writes: false };
        let mut ids: Vec<&str> = Vec::new();
        let mut written = Vec::new();
        for part in parts {
            let part = part.as_object().ok_or(MALFORMED)?;
            let (id, method) = (name(part, "id")?.ok_or(MALFORMED)?, method(part)?);
            if ids.contains(&id) {
                return Err(MALFORMED);
            }
            batch.writes |= method != Method::GET;
            written.push(Value::from(self.part(part, id, &method, &ids, target.route)?));
            ids.push(id);
        }
        let mut envelope = Object::default();
        envelope.set("requests", written);
        batch.body = envelope.to_string();
        Ok(batch)
    }

    fn part(
        &self,
        part: &Object,
        id: &str,
        method: &Method,
        before: &[&str],
        route: usize,
    ) -> Result<Object, Refusal> {
        let known = ["id", "method", "url", "headers", "body", "atomicityGroup", "dependsOn"];
        if part.fields().any(|(name, _)| !known.contains(&name)) {
            return Err(MALFORMED);
        }
        let mut written = Object::default();
        written.set("id", id);
        written.set("method", method.as_str());
        let url = part.get("url").and_then(Value::as_text).ok_or(MALFORMED)?;
        written.set("url", &self.resolve_part(method, url, route)?);
        written.set_some("atomicityGroup", name(part, "atomicityGroup")?);
        if let Some(depends) = part.get("dependsOn") {
            let Value::List(on) = depends else { return Err(MALFORMED) };
            let groups = |on: &Value| on.as_text().is_some_and(|on| before.contains(&on) || is_plain(on));
            if !on.iter().all(groups) {
                return Err(MALFORMED);
            }
            written.set("dependsOn", on.clone());
        }
        if let Some(headers) = part.get("headers") {
            written.set("headers", headers::forward_part(headers.as_object().ok_or(MALFORMED)?)?);
        }
        if let Some(body) = part.get("body") {
            let writes = matches!(*method, Method::POST | Method::PATCH | Method::PUT);
            let body = body.as_object().filter(|_| writes).ok_or(MALFORMED)?;
            body::check(self.access(route), body)?;
            written.set("body", body.clone());
        }
        Ok(written)
    }
}

const MALFORMED: Refusal = Refusal::malformed("the batch has a malformed part");

/// An identifier: short and of plain characters, so that it is nothing else.
fn name<'a>(part: &'a Object, member: &str) -> Result<Option<&'a str>, Refusal> {
    match part.get(member) {
        None => Ok(None),
        Some(value) => value.as_text().filter(|text| is_plain(text)).map(Some).ok_or(MALFORMED),
    }
}

fn is_plain(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

/// A part's method; OData JSON Format §19.1 lets it be of either case.
fn method(part: &Object) -> Result<Method, Refusal> {
    let methods = [Method::GET, Method::POST, Method::PATCH, Method::PUT, Method::DELETE];
    let text = part.text("method");
    methods
        .into_iter()
        .find(|method| method.as_str().eq_ignore_ascii_case(text))
        .ok_or(Refusal::new(Kind::Method, "a part of the batch has a method that is never sent on"))
}

#[cfg(test)]
mod tests;
