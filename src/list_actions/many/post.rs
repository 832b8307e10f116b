//! Sending changes, and reading records again.

use super::{deed::Deed, ledger::Line};
use crate::list_actions::picker::Picker;
use crate::problem::{Cause, Problem};
use business_central::{
    Answer, Collection, Json, Key, Query, Record, Typed as _,
    batch::{self, Change},
};

/// Records that are changed at a time.
pub(super) const MOST: usize = batch::MOST;

/// What came of sending changes.
pub(super) enum Sent {
    /// Each has an answer, or none where it is not known what became of it; fewer where the rest was not reached.
    Answered(Vec<Option<Answer>>),
    /// No answer came: it is not known what became of any.
    Lost(Problem),
    /// None was made.
    Refused(Problem),
}

/// Does `deed` with the records of `lines`: in one request, or one by one where the service allows no headers that a
/// batch needs.
pub(super) async fn send(picker: &Picker, deed: &Deed, lines: &[&Line]) -> Sent {
    let collection = match picker.workspace.collection(&picker.place) {
        Ok(collection) => collection,
        Err(problem) => return Sent::Refused(problem),
    };
    if picker.workspace.is_plain() {
        return one_by_one(picker, &collection, deed, lines).await;
    }
    let changes: Vec<Change> = lines.iter().map(|line| change(deed, line)).collect();
    match picker.workspace.send(collection.change_many(&changes)).await {
        Ok(envelope) => Sent::Answered(batch::answers(&envelope, changes.len())),
        // A service without batches.
        Err(problem) if ["404", "405", "501"].iter().any(|status| is_of(&problem, status)) => {
            one_by_one(picker, &collection, deed, lines).await
        }
        // After a failure of the service itself some of a batch may have been carried out.
        Err(problem) if problem.cause == Cause::Lost || is_of(&problem, "5") => Sent::Lost(problem),
        Err(problem) => Sent::Refused(problem),
    }
}

fn change(deed: &Deed, line: &Line) -> Change {
    let etag = line.record.etag().unwrap_or_default().to_owned();
    Change { key: line.key.clone(), etag, fields: deed.body() }
}

/// Whether the service answered with a status that begins so.
fn is_of(problem: &Problem, status: &str) -> bool {
    problem.details.iter().any(|(name, value)| *name == "Status" && value.starts_with(status))
}

async fn one_by_one(picker: &Picker, collection: &Collection, deed: &Deed, lines: &[&Line]) -> Sent {
    let mut answers = Vec::with_capacity(lines.len());
    for line in lines {
        let Change { key, etag, fields } = change(deed, line);
        let sent = match &fields {
            Some(fields) => picker.workspace.send(collection.update(&key, &etag, fields)).await.map(Some),
            None => picker.workspace.send(collection.delete(&key, &etag)).await.map(|()| None),
        };
        answers.push(match sent {
            Ok(Some(record)) => Some(answer(200, Json::Object(record).to_string())),
            Ok(None) => Some(answer(204, String::new())),
            Err(problem) => match refusal(&problem) {
                Some(refusal) => Some(refusal),
                None if problem.cause == Cause::Lost => None,
                // Signed out, offline: it concerns all that follow.
                None if answers.is_empty() => return Sent::Refused(problem),
                None => break,
            },
        });
    }
    Sent::Answered(answers)
}

fn answer(status: u16, body: String) -> Answer {
    Answer { status, retry_after: None, body }
}

/// What the service said of one change, from what is told of it.
fn refusal(problem: &Problem) -> Option<Answer> {
    let told = |label: &str| {
        problem.details.iter().find(|(name, _)| *name == label).map(|(_, value)| value.as_str())
    };
    let status = told("Status")?.parse().ok().filter(|status| *status != 401 && *status != 429)?;
    let mut error = Record::default();
    error.set("code", Json::Text(told("Code").unwrap_or_default().into()));
    error.set("message", Json::Text(told("Message").unwrap_or(&problem.title).into()));
    let mut body = Record::default();
    body.set("error", Json::Object(error));
    Some(answer(status, Json::Object(body).to_string()))
}

/// The record of that key as it is now; none if it is no more.
pub(super) async fn read(picker: &Picker, key: &Key) -> Result<Option<Record>, Problem> {
    let collection = picker.workspace.collection(&picker.place)?;
    match picker.workspace.send(collection.get(key, &Query::default())).await {
        Ok(record) => Ok(Some(record)),
        Err(problem) if problem.cause == Cause::NotFound => Ok(None),
        Err(problem) => Err(problem),
    }
}
