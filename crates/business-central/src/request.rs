//! What to send, and how to read what comes back.

use std::time::Duration;

use json::Fault;

use crate::{Error, Json, Record, Unreadable, address::QUERY_LIMIT, page::Paging};

/// Headers of a read must arrive within this.
const READ_LIMIT: Duration = Duration::from_secs(60);

/// What a request does (RFC 9110 §9.3, RFC 5789).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    #[default]
    Get,
    /// Creates an entity, or carries out an action.
    Post,
    /// Changes some fields of an entity.
    Patch,
    /// Deletes an entity.
    Delete,
}

impl Method {
    /// Its name, as it goes over the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Whether it may change something, so that it must not be sent twice.
    #[must_use]
    pub fn is_write(self) -> bool {
        self != Self::Get
    }
}

/// A request whose answer is a `T`. It carries no token: whoever sends it adds `Authorization`, after comparing the origin of
/// [`Request::url`] with the one the token was obtained for.
#[derive(Clone, Debug)]
pub struct Request<T> {
    /// What it does.
    pub method: Method,
    /// The absolute address.
    pub url: String,
    /// The body, in JSON.
    pub body: Option<String>,
    /// Headers that any server lets a page of another origin send (Fetch, "CORS-safelisted request-header").
    pub headers: Vec<(&'static str, String)>,
    /// Headers that need the server's permission. Whether Business Central gives it is documented nowhere, so a request
    /// must work without them, too.
    pub optional: Vec<(&'static str, String)>,
    /// The address to use when the optional headers are left out; `None` when it is the same.
    pub url_without_optional: Option<String>,
    /// How long to wait for the answer's headers.
    pub time_limit: Duration,
    pub(crate) paging: Option<Paging>,
    /// How many changes it carries, for a batch.
    pub(crate) parts: usize,
    decode: fn(&Self, bool, &str) -> Result<T, Error>,
}

/// An answer, whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// What `Retry-After` asks for, if it could be read; see [`retry_after`](crate::retry_after).
    pub retry_after: Option<Duration>,
    /// The body, as text.
    pub body: String,
}

impl<T> Request<T> {
    /// A `GET` of `url`, whose 2xx bodies `decode` reads. It is told whether the optional headers were left out.
    pub(crate) fn get(url: String, accept: &str, decode: fn(&Self, bool, &str) -> Result<T, Error>) -> Self {
        Self {
            method: Method::Get,
            url,
            body: None,
            headers: vec![("Accept", accept.to_owned())],
            optional: Vec::new(),
            url_without_optional: None,
            time_limit: READ_LIMIT,
            paging: None,
            parts: 1,
            decode,
        }
    }

    /// A request that may change something at `url`, whose 2xx bodies `decode` reads. It goes without optional headers: a
    /// write that got no answer can't be sent once more without them.
    pub(crate) fn write(
        method: Method,
        url: String,
        body: Option<&Record>,
        decode: fn(&Self, bool, &str) -> Result<T, Error>,
    ) -> Self {
        let mut request = Self::get(url, "application/json", decode);
        request.method = method;
        if let Some(body) = body {
            request.body = Some(Json::from(body.clone()).to_string());
            request.headers.push(("Content-Type", "application/json".to_owned()));
        }
        request
    }

    /// For the version of the entity that `etag` names, and no other (RFC 9110 §13.1.1). Business Central wants it with
    /// every change and every deletion.
    pub(crate) fn if_match(mut self, etag: &str) -> Self {
        self.headers.push(("If-Match", etag.to_owned()));
        self
    }

    /// With one more header that the server may refuse, such as `client-request-id`.
    #[must_use]
    pub fn with_optional(mut self, name: &'static str, value: String) -> Self {
        self.optional.push((name, value));
        self
    }

    /// The address to use; `plain` leaves the optional headers out.
    #[must_use]
    pub fn address(&self, plain: bool) -> &str {
        match &self.url_without_optional {
            Some(url) if plain => url,
            _ => &self.url,
        }
    }

    /// Whether the query is longer than Business Central takes.
    pub(crate) fn is_too_long(&self, plain: bool) -> bool {
        // Addresses are ASCII, so bytes are characters.
        self.address(plain).split_once('?').is_some_and(|(_, query)| query.len() > QUERY_LIMIT)
    }

    /// The result that `answer` stands for; `plain` when the optional headers were left out.
    ///
    /// # Errors
    /// What [`Error::of`] says for a status other than 2xx, [`Error::Unreadable`] for a body that makes no sense.
    pub fn read(&self, plain: bool, answer: &Answer) -> Result<T, Error> {
        if (200..300).contains(&answer.status) {
            (self.decode)(self, plain, &answer.body)
        } else {
            Err(Error::of(answer))
        }
    }
}

/// The object that a body is.
///
/// # Errors
/// [`Unreadable`] tells an empty body, a page in HTML, a body that was cut off, one nested too deeply and any other text
/// apart.
pub(crate) fn object(body: &str) -> Result<Record, Unreadable> {
    let body = body.trim_start_matches('\u{feff}').trim();
    if body.is_empty() {
        return Err(Unreadable::Empty);
    }
    if body.starts_with('<') {
        return Err(Unreadable::Html);
    }
    match Json::parse(body).map_err(|error| error.fault) {
        Ok(Json::Object(object)) => Ok(object),
        Ok(_) => Err(Unreadable::Lacks("an object")),
        Err(Fault::Truncated) => Err(Unreadable::Truncated),
        Err(Fault::TooDeep) => Err(Unreadable::TooDeep),
        Err(Fault::Expected(_)) => Err(Unreadable::Json),
    }
}
