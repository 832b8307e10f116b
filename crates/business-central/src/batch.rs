//! Many changes in one request: OData's batch format in JSON (OData JSON Format §19), as Business Central takes it
//! (<https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/webservices/use-odata-batch>).
//!
//! Each change carries the version it was made upon and has an answer of its own; with
//! `Prefer: odata.continue-on-error` those behind a refused one are carried out, too.

use crate::address::encode_segment;
use crate::request::{Method, object};
use crate::{Answer, Collection, Json, Key, Record, Request};

/// Changes in one request: Business Central takes no more
/// (<https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/administration/operational-limits-online>).
pub const MOST: usize = 100;

/// A change of one entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Which one.
    pub key: Key,
    /// The version that it was read in.
    pub etag: String,
    /// The fields to set; without any, it is deleted.
    pub fields: Option<Record>,
}

impl Collection {
    /// Makes `changes`, at most [`MOST`], each for itself: one that is refused leaves the others alone. [`answers`] finds
    /// each one's answer in what comes back.
    ///
    /// The `Prefer` in it is no optional header, for without it the first refusal ends the batch: where a service is known
    /// to allow none, send [`Collection::update`] and [`Collection::delete`] one by one.
    #[must_use]
    pub fn change_many(&self, changes: &[Change]) -> Request<Record> {
        // The addresses within are told from the route on: that reads the same behind a relay.
        let (route, below) = self.split();
        let addresses =
            changes.iter().map(|change| format!("{below}({})", encode_segment(change.key.as_str())));
        let body = body(changes, addresses);
        let mut request =
            Request::write(Method::Post, format!("{route}/$batch"), Some(&body), |_, _, body| {
                Ok(object(body)?)
            });
        request.headers.push(("Prefer", "odata.continue-on-error".to_owned()));
        request
    }
}

/// The body of the request for `changes` of what is at `addresses`. They are numbered by their place.
fn body(changes: &[Change], addresses: impl Iterator<Item = String>) -> Record {
    let requests = changes.iter().zip(addresses).enumerate().map(|(at, (change, address))| {
        let mut headers = Record::default();
        headers.set("If-Match", Json::Text(change.etag.as_str().into()));
        let mut request = Record::default();
        let text = |text: &str| Json::Text(text.into());
        request.set("id", text(&at.to_string()));
        request.set("method", text(if change.fields.is_some() { "PATCH" } else { "DELETE" }));
        request.set("url", text(&address));
        if let Some(fields) = &change.fields {
            headers.set("Content-Type", text("application/json"));
            request.set("body", Json::Object(fields.clone()));
        }
        request.set("headers", Json::Object(headers));
        Json::Object(request)
    });
    let mut envelope = Record::default();
    envelope.set("requests", Json::List(requests.collect()));
    envelope
}

/// The answers to `number` changes that `envelope` holds, in the order of the changes, whatever order they came in. Of
/// two for the same change the first counts; one that is missing is none: nobody knows what became of that change.
#[must_use]
pub fn answers(envelope: &Record, number: usize) -> Vec<Option<Answer>> {
    let mut answers = vec![None; number];
    for answer in envelope.related_many("responses") {
        let id = answer.get("id").map(|id| id.as_text().map_or_else(|| id.to_string(), str::to_owned));
        let place = id.and_then(|id| id.parse::<usize>().ok()).and_then(|at| answers.get_mut(at));
        let status = answer.get("status").and_then(status);
        if let (Some(place @ None), Some(status)) = (place, status) {
            let body = answer.get("body").map(Json::to_string).unwrap_or_default();
            *place = Some(Answer { status, retry_after: None, body });
        }
    }
    answers
}

/// A status, also where it comes as a text.
fn status(json: &Json) -> Option<u16> {
    match json {
        Json::Number(digits) => digits.parse().ok(),
        json => json.as_text()?.parse().ok(),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::{Change, answers};
    use crate::{Collection, Json, Key, Record, Route, Service};
    use proptest::prelude::*;

    fn record(json: &str) -> Record {
        let Json::Object(record) = Json::parse(json).unwrap() else { panic!("no object") };
        record
    }

    #[test]
    fn changes_are_numbered_and_carry_their_version() {
        let change = |etag: &str, fields: Option<&str>| Change {
            key: Key::parse("'A B'").unwrap(),
            etag: etag.to_owned(),
            fields: fields.map(record),
        };
        let service = Service::new("https://bc.example", "tenant", "Production").unwrap();
        let items = Collection::new(&service, &Route::STANDARD, "c", "items").unwrap();
        let changes = [change("W/\"a\"", Some(r#"{"unitPrice":12.50}"#)), change("W/\"b\"", None)];
        let request = items.change_many(&changes);
        assert_eq!(request.url, "https://bc.example/v2.0/tenant/Production/api/v2.0/$batch");
        assert!(request.headers.contains(&("Prefer", "odata.continue-on-error".to_owned())));
        assert!(request.optional.is_empty() && request.method.is_write());
        assert_eq!(
            request.body.as_deref().map(record),
            Some(record(
                r#"{"requests":[
                {"id":"0","method":"PATCH","url":"companies(c)/items(%27A%20B%27)","body":{"unitPrice":12.50},
                 "headers":{"If-Match":"W/\"a\"","Content-Type":"application/json"}},
                {"id":"1","method":"DELETE","url":"companies(c)/items(%27A%20B%27)","headers":{"If-Match":"W/\"b\""}}]}"#
            ))
        );
    }

    #[test]
    fn answers_find_their_changes() {
        let envelope = record(
            r#"{"responses":[
            {"id":"2","status":204},
            {"id":"0","status":"200","body":{"number":"1"}},
            {"id":0,"status":500},
            {"id":"9","status":200},
            {"id":"x","status":200},
            {"status":200},
            {"id":"3"}]}"#,
        );
        let found = answers(&envelope, 4);
        let statuses: Vec<_> =
            found.iter().map(|answer| answer.as_ref().map(|answer| answer.status)).collect();
        assert_eq!(statuses, [Some(200), None, Some(204), None]);
        assert_eq!(found[0].as_ref().unwrap().body, r#"{"number":"1"}"#);
        assert!(answers(&record("{}"), 2).iter().all(Option::is_none));
    }

    proptest! {
        #[test]
        fn whatever_comes_there_are_as_many_answers_as_changes(
            sent in proptest::collection::vec((0_usize..8, 100_u16..600), 0..12), number in 0_usize..6,
        ) {
            let responses: Vec<String> =
                sent.iter().map(|(id, status)| format!(r#"{{"id":"{id}","status":{status}}}"#)).collect();
            let envelope = record(&format!(r#"{{"responses":[{}]}}"#, responses.join(",")));
            let read = answers(&envelope, number);
            prop_assert_eq!(read.len(), number);
            for (at, answer) in read.iter().enumerate() {
                let first = sent.iter().find(|(id, _)| *id == at).map(|(_, status)| *status);
                prop_assert_eq!(answer.as_ref().map(|answer| answer.status), first);
            }
        }
    }
}
