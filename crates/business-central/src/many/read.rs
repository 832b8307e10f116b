//! The answers of a batch.

use std::time::Duration;

use super::Answers;
use crate::request::object;
use crate::{Answer, Error, Json, Record, Unreadable};

/// Reads the answers to `number` changes, whatever order they come in. Of two for the same change the first counts; those
/// for no change are passed over.
pub(super) fn answers(body: &str, number: usize) -> Result<Answers, Error> {
    let envelope = object(body)?;
    let Some(Json::List(responses)) = envelope.get("responses") else {
        return Err(Unreadable::Lacks("the answers to a batch").into());
    };
    let responses: Vec<&Record> = responses.iter().filter_map(Json::as_object).collect();
    // Business Central's documentation shows answers whose ids are null. As many as there are changes, they are in order.
    let in_order = responses.len() == number && responses.iter().all(|response| id(response).is_none());
    let mut answers = vec![None; number];
    for (at, response) in responses.into_iter().enumerate() {
        let at = if in_order { Some(at) } else { id(response) };
        if let Some(place @ None) = at.and_then(|at| answers.get_mut(at)) {
            *place = answer(response);
        }
    }
    Ok(Answers(answers))
}

/// A number, also where it comes as a text.
fn number(json: Option<&Json>) -> Option<u64> {
    json.and_then(Json::as_integer).and_then(|number| u64::try_from(number).ok())
}

fn id(response: &Record) -> Option<usize> {
    number(response.get("id")).and_then(|id| usize::try_from(id).ok())
}

fn answer(response: &Record) -> Option<Answer> {
    let status = number(response.get("status")).and_then(|status| u16::try_from(status).ok())?;
    let headers = response.related("headers");
    let asked = headers.and_then(|headers| {
        let mut fields = headers.fields();
        fields.find(|(name, _)| name.eq_ignore_ascii_case("retry-after")).map(|(_, value)| value)
    });
    let body = match response.get("body") {
        None | Some(Json::Null) => String::new(),
        // A body that was put in as a text, as what is no JSON must be (OData JSON Format §19.3).
        Some(Json::Text(text)) => text.to_string(),
        Some(json) => json.to_string(),
    };
    Some(Answer { status, retry_after: number(asked).map(Duration::from_secs), body })
}

pub(super) fn is_success(answer: &Answer) -> bool {
    (200..300).contains(&answer.status)
}

/// The record in an answer, if it has one: a deletion's and an action's have none.
pub(super) fn record(answer: &Answer) -> Option<Record> {
    object(&answer.body).ok().filter(|record| record.fields().next().is_some())
}
