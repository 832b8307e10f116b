//! Many changes in one request: OData's batch format in JSON (OData JSON Format §19), as Business Central takes it
//! (<https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/webservices/use-odata-batch>).

mod read;
mod run;
#[cfg(test)]
mod tests;

use std::time::Duration;

pub use run::{Many, Outcome, Progress};

use crate::request::Method;
use crate::{Answer, Error, Json, Record, Request, Route, Service};
use read::answers;

/// The most changes in one request
/// (<https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/administration/operational-limits-online>).
pub const BATCH_LIMIT: usize = 100;

const JSON: &str = "application/json";
/// A batch is answered when all of it has been done. An operation may take eight minutes, by the page on limits above.
const TIME_LIMIT: Duration = Duration::from_secs(500);

/// A write whose type of result is forgotten, so that writes of all kinds can go together: made of a [`Request`] of
/// [`Collection::create`](crate::Collection::create), [`update`](crate::Collection::update),
/// [`delete`](crate::Collection::delete) or [`act`](crate::Collection::act).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    method: Method,
    url: String,
    etag: Option<String>,
    body: Option<String>,
}

impl<T> From<Request<T>> for Change {
    fn from(request: Request<T>) -> Self {
        let etag = request.headers.into_iter().find(|(name, _)| *name == "If-Match").map(|(_, etag)| etag);
        Self { method: request.method, url: request.url, etag, body: request.body }
    }
}

/// What was answered to each change that a request carried, in order. [`Many::take`] takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers(Vec<Option<Answer>>);

impl Change {
    /// As a request of its own.
    fn alone(&self) -> Request<Answers> {
        let mut request = Request::write(self.method, self.url.clone(), None, |_, _, body| {
            Ok(Answers(vec![Some(Answer { status: 200, retry_after: None, body: body.to_owned() })]))
        });
        if let Some(body) = &self.body {
            request.headers.push(("Content-Type", JSON.to_owned()));
            request.body = Some(body.clone());
        }
        match &self.etag {
            Some(etag) => request.if_match(etag),
            None => request,
        }
    }

    /// As a part of a batch, whose addresses are relative to `root`. The body is JSON already.
    fn part(&self, id: usize, root: &str) -> String {
        let url = Json::from(self.url.strip_prefix(root).unwrap_or(&self.url));
        let (mut headers, mut body) = (Record::default(), String::new());
        headers.set_some("If-Match", self.etag.as_deref());
        if let Some(sent) = &self.body {
            headers.set("Content-Type", JSON);
            body = [",\"body\":", sent].concat();
        }
        format!(
            r#"{{"id":"{id}","method":"{}","url":{url},"headers":{headers}{body}}}"#,
            self.method.as_str()
        )
    }
}

/// The request for all of `changes`, whose results `decode` reads.
fn request<T>(
    service: &Service,
    route: &Route,
    changes: &[&Change],
    (name, value): (&'static str, &str),
    decode: fn(&Request<T>, bool, &str) -> Result<T, Error>,
) -> Request<T> {
    let root = service.at(route, "");
    let parts: Vec<String> = changes.iter().enumerate().map(|(id, change)| change.part(id, &root)).collect();
    let mut request = Request::write(Method::Post, service.at(route, "$batch"), None, decode);
    request.body = Some([r#"{"requests":["#, &parts.join(","), "]}"].concat());
    request.headers.push(("Content-Type", JSON.to_owned()));
    request.headers.push((name, value.to_owned()));
    request.time_limit = TIME_LIMIT;
    request.parts = parts.len();
    request
}

/// All of `changes` or none of them (`Isolation: snapshot`), for where a half would be wrong. The result has the record of
/// each, in order, as far as the service gives one. `None` for more than [`BATCH_LIMIT`], which can't go together.
///
/// The request's error is that of the change that stands in the way, and then nothing was done; with
/// [`Error::LostAnswer`] nobody knows. An application that commits by itself within a change leaves what it committed.
#[must_use]
pub fn together(
    service: &Service,
    route: &Route,
    changes: &[Change],
) -> Option<Request<Vec<Option<Record>>>> {
    let changes: Vec<&Change> = changes.iter().collect();
    (changes.len() <= BATCH_LIMIT).then(|| {
        request(service, route, &changes, ("Isolation", "snapshot"), |request, _, body| {
            let Answers(answers) = answers(body, request.parts)?;
            // 424 (RFC 4918 §11.4) is the answer to those that another one's failure took along.
            let failures = || answers.iter().flatten().filter(|answer| !read::is_success(answer));
            let failure = failures().find(|answer| answer.status != 424).or_else(|| failures().next());
            if let Some(answer) = failure {
                return Err(Error::of(answer));
            }
            let records: Option<Vec<_>> =
                answers.iter().map(|answer| answer.as_ref().map(read::record)).collect();
            records.ok_or(Error::LostAnswer)
        })
    })
}
