//! Business Central's half of the sandbox: its API v2.0, one of an extension and a part of the automation API, with the
//! demo data of a company that doesn't exist and the habits that a client has to live with.
//!
//! - No value is null: blanks are `""`, `0`, `0001-01-01`, the all-zero GUID, `_x0020_`.
//! - The etag is in the body, the correlation id in an error's text; nothing depends on response headers.
//! - `or` over two fields is refused; `in`, lambdas, `$search`, `$apply` and unknown options are ignored.
//! - Text is compared without case, as under the default collation of Business Central Online.
//! - `$top` means no nextLink; a query of more than 8,099 characters is answered with 414.
//!
//! Written from Microsoft's documentation and the reports of its users, sharing no code with the crates that
//! are tested against it. Logging, CORS and faults happen around it.

mod answer;
mod batch;
mod calendar;
mod captions;
mod challenge;
mod data;
mod decimal;
mod edmx;
mod failure;
mod limits;
mod page;
mod permissions;
mod query;
mod resource;
mod schema;
mod text;
mod value;
mod write;

use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use self::answer::Writer;
use self::data::World;
use self::failure::Failure;
use self::limits::Limits;
use self::page::Page;
use self::permissions::Action;
use self::query::{Cache, Options, Query, Selection};
use self::resource::{Resource, Set};
use self::schema::Api;
use crate::people::{Caller, Rights};
use crate::shared::{Shared, lock};
use crate::tokens;
use write::{Target, Written};

/// The longest query string that is accepted, in characters.
const LONGEST_QUERY: usize = 8_099;
/// In bytes.
const LARGEST_BODY: usize = 4 << 20;
const JSON: &str = "application/json; odata.metadata=minimal; odata.streaming=true";

/// Business Central's routes.
pub(crate) fn router(shared: Shared) -> Router {
    let service = Service {
        shared,
        world: RwLock::default(),
        turn: Mutex::default(),
        limits: Limits::default(),
        cache: Cache::default(),
    };
    Router::new().fallback(answer).with_state(Arc::new(service))
}

struct Service {
    shared: Shared,
    /// Made at the first request: many tests start a sandbox and never ask for data. With it goes how often the data had
    /// been restored when it was made.
    world: RwLock<Option<(u64, World)>>,
    /// Held by whoever changes the data, so that a batch which is taken back takes nobody else's changes along.
    turn: Mutex<()>,
    limits: Limits,
    cache: Cache,
}

async fn answer(State(service): State<Arc<Service>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    match service.admit(&head).await {
        Ok((caller, pass)) => {
            let body = match is_read(&head.method) {
                true => Bytes::new(),
                false => axum::body::to_bytes(body, LARGEST_BODY).await.unwrap_or_default(),
            };
            // A filter over a million records would block the other requests of this thread.
            let answered = tokio::task::spawn_blocking(move || {
                let answered = match batch::is_batch(&head) {
                    true => batch::answer(&service, &head, &body, &caller),
                    false => service.route(&head.method, &head.uri, &head.headers, &body, &caller),
                };
                drop(pass);
                answered.unwrap_or_else(Failure::into_response)
            });
            answered.await.unwrap_or_else(|_| {
                let message = "An unexpected error occurred.";
                Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "Internal_ServerError", message)
                    .into_response()
            })
        }
        Err(response) => response,
    }
}

impl Service {
    /// Checks what comes before the address: the query's length, the token, the caller's limits.
    async fn admit(&self, head: &Parts) -> Result<(Caller, limits::Pass), Response> {
        if head.uri.query().is_some_and(|query| query.len() > LONGEST_QUERY) {
            // The web server in front answers this one, in its own words.
            let body = "<!DOCTYPE html><title>Request URL Too Long</title><h2>Request URL Too Long</h2>";
            return Err(
                (StatusCode::URI_TOO_LONG, [(header::CONTENT_TYPE, "text/html")], body).into_response()
            );
        }
        let authorization = head.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = authorization.and_then(|value| {
            let (scheme, token) = value.split_once(' ')?;
            scheme.eq_ignore_ascii_case("Bearer").then_some(token)
        });
        let caller = match token.map(|token| tokens::verify(&self.shared, token)) {
            Some(Ok(caller)) => caller,
            Some(Err(fault)) => {
                return Err(unauthorized(&format!(
                    "Bearer error=\"invalid_token\", error_description=\"{fault}\""
                )));
            }
            None => return Err(unauthorized("Bearer")),
        };
        if let Some(challenge) =
            head.extensions.get().and_then(|asked| challenge::on_purpose(&self.shared, asked))
        {
            return Err(challenge);
        }
        let pass = self.limits.enter(&caller.id, self.shared.now()).await;
        Ok((caller, pass.map_err(Failure::into_response)?))
    }

    /// Answers a request; one that changes something waits for its turn.
    fn route(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        body: &[u8],
        caller: &Caller,
    ) -> Result<Response, Failure> {
        let _turn = (!is_read(method)).then(|| lock(&self.turn));
        self.route_in_turn(method, uri, headers, body, caller)
    }

    fn route_in_turn(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        body: &[u8],
        caller: &Caller,
    ) -> Result<Response, Failure> {
        let path = uri.path().trim_matches('/');
        let segments: Vec<&str> = path.split('/').collect();
        let (environment, rest) = match segments.as_slice() {
            ["environments", "v1.1" | "v1.2"] => return Ok(self.environments()),
            // The tenant may be left out.
            ["v2.0", environment, "api", rest @ ..] => (environment, rest),
            ["v2.0", tenant, environment, "api", rest @ ..] if self.shared.is_tenant(&decoded(tenant)) => {
                (environment, rest)
            }
            ["v2.0", _, environment, ..] => return Err(no_environment(environment)),
            _ => return Err(Failure::no_segment(path)),
        };
        if !self.environment_names().any(|name| name.eq_ignore_ascii_case(&decoded(environment))) {
            return Err(no_environment(environment));
        }
        if caller.rights == Rights::NoLicence {
            return Err(no_credentials());
        }
        let (api, segments) = schema::route(rest).ok_or_else(|| Failure::no_segment(&rest.join("/")))?;
        let options = Options::parse(uri.query().unwrap_or_default())?;
        let mut answered_with = None;
        if !is_read(method) {
            match self.write(method, headers, body, (api, segments), &options, caller)? {
                None => return Ok(StatusCode::NO_CONTENT.into_response()),
                written => answered_with = written,
            }
        }
        let guard = self.world();
        let Some((_, world)) = guard.as_ref() else { return Err(Failure::no_segment(path)) };
        let root = format!("{}/{}", self.shared.service, &path[..path.len() - segments.join("/").len()]);
        let root = root.trim_end_matches('/');
        let writer = Writer { caller, metadata: format!("{root}/$metadata") };
        if let Some((target, row, is_new)) = answered_with {
            let record = target.record(world, row)?;
            let query = Query::new(&options, record.table.kind)?;
            let mut response = json_answer(writer.single(&record, &query)?, None);
            if is_new {
                *response.status_mut() = StatusCode::CREATED;
            }
            return Ok(response);
        }
        match resource::find(world, api, segments, options.company.as_deref(), caller)? {
            Resource::ServiceDocument => {
                Ok(json_answer(captions::service_document(api, &writer.metadata), None))
            }
            Resource::Metadata => {
                Ok(([(header::CONTENT_TYPE, "application/xml")], edmx::document(api)).into_response())
            }
            Resource::Definitions(name) => {
                Ok(json_answer(captions::definitions(api, &writer.metadata, name.as_deref())?, None))
            }
            Resource::Set(set) => self.page(&writer, &set, &options, uri, headers),
            Resource::Count(set) => {
                let query = Query::new(&options, set.table.kind)?;
                let count = self.selection(&set, &query, &options)?.len();
                Ok(([(header::CONTENT_TYPE, "text/plain")], count.to_string()).into_response())
            }
            Resource::Record(record) => {
                let query = Query::new(&options, record.table.kind)?;
                Ok(json_answer(writer.single(&record, &query)?, None))
            }
            Resource::Nothing => Ok(StatusCode::NO_CONTENT.into_response()),
        }
    }

    /// The data, made if there are none yet, or if they were to be restored.
    fn world(&self) -> RwLockReadGuard<'_, Option<(u64, World)>> {
        let restored = self.shared.restored();
        let guard = self.world.read().unwrap_or_else(PoisonError::into_inner);
        if guard.as_ref().is_some_and(|(made, _)| *made == restored) {
            return guard;
        }
        drop(guard);
        let mut guard = self.world.write().unwrap_or_else(PoisonError::into_inner);
        if guard.as_ref().is_none_or(|(made, _)| *made != restored) {
            *guard = Some((restored, World::generate(self.shared.config.rows)));
            self.cache.clear();
        }
        drop(guard);
        self.world.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The data as it is now, for [`Self::take_back`]. Records are shared, not copied.
    fn copy(&self) -> Option<(u64, World)> {
        self.world().clone()
    }

    /// Makes the data again what it was, unless it was restored meanwhile.
    fn take_back(&self, before: Option<(u64, World)>) {
        let mut guard = self.world.write().unwrap_or_else(PoisonError::into_inner);
        if guard.as_ref().map(|(made, _)| made) == before.as_ref().map(|(made, _)| made) {
            *guard = before;
            self.cache.clear();
        }
    }

    /// Carries out a write; the record to answer with, its row and whether it is new, or nothing.
    fn write(
        &self,
        method: &Method,
        headers: &HeaderMap,
        body: &[u8],
        (api, segments): (&'static Api, &[&str]),
        options: &Options,
        caller: &Caller,
    ) -> Result<Option<(Target, usize, bool)>, Failure> {
        drop(self.world());
        let mut guard = self.world.write().unwrap_or_else(PoisonError::into_inner);
        let Some((_, world)) = guard.as_mut() else { return Err(Failure::no_segment("")) };
        let found = resource::find(world, api, segments, options.company.as_deref(), caller)?;
        let target = Target::of(&found).filter(|target| target.takes(method));
        let target = target.ok_or_else(|| resource::not_allowed(method, &found))?;
        permissions::check(caller, Action::of(method), target.kind)?;
        self.cache.clear();
        Ok(match write::write(world, self.shared.now(), method, headers, &target, body)? {
            Written::Record { row, is_new } => Some((target, row, is_new)),
            Written::Deleted => None,
        })
    }

    fn page(
        &self,
        writer: &Writer<'_>,
        set: &Set<'_>,
        options: &Options,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Result<Response, Failure> {
        let query = Query::new(options, set.table.kind)?;
        let selection = self.selection(set, &query, options)?;
        let preferred = page::preferred_size(headers).filter(|_| query.top.is_none());
        let page = match (&options.skip_token, query.top) {
            (Some(token), _) => {
                let page = Page::read(token, uri)?;
                Page { size: preferred.unwrap_or(page.size), ..page }
            }
            (None, Some(top)) => Page { start: query.skip, size: top.min(page::LONGEST) },
            (None, None) => Page { start: query.skip, size: preferred.unwrap_or(page::LONGEST) },
        };
        let rows = selection.part(page.start, page.size);
        let next = Page { start: page.start.saturating_add(rows.len()), size: page.size };
        let more = query.top.is_none() && next.start < selection.len();
        let link = more.then(|| next.link(&self.shared.service, uri));
        let count = query.count.then(|| selection.len());
        let of = (set.company, set.table, &*set.path);
        Ok(json_answer(writer.page(of, &rows, &query, count, link.as_deref())?, preferred))
    }

    /// The rows that a query on a set means.
    fn selection(&self, set: &Set<'_>, query: &Query, options: &Options) -> Result<Selection, Failure> {
        set.check_choice(query.filter.as_ref())?;
        let within: Vec<_> = set.restrictions().collect();
        let filters: Vec<_> = within.iter().chain(&query.filter).collect();
        let company = set.company.id;
        let key = format!("{company} {} {within:?} {:?}", set.path, options.selects());
        Ok(self.cache.get(key, || Selection::of(set.table, &filters, &query.order)))
    }

    fn environment_names(&self) -> impl Iterator<Item = &str> {
        let own = self.shared.config.environment.as_str();
        std::iter::once(own).chain((!own.eq_ignore_ascii_case("Sandbox")).then_some("Sandbox"))
    }

    fn environments(&self) -> Response {
        let (tenant, service) = (&self.shared.config.tenant, &self.shared.service);
        let list: Vec<_> = self
            .environment_names()
            .map(|name| {
                json!({
                    "aadTenantId": tenant,
                    "applicationFamily": "BusinessCentral",
                    "type": if name.eq_ignore_ascii_case("Sandbox") { "Sandbox" } else { "Production" },
                    "name": name,
                    "countryCode": "GB",
                    "webServiceUrl": service,
                    "webClientLoginUrl": format!("{service}/{tenant}/{name}"),
                    "ringName": "PROD",
                })
            })
            .collect();
        ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], json!({ "value": list }).to_string())
            .into_response()
    }
}

fn json_answer(body: String, page_size: Option<usize>) -> Response {
    let mut response = ([(header::CONTENT_TYPE, JSON)], body).into_response();
    let headers = response.headers_mut();
    headers.insert("odata-version", header::HeaderValue::from_static("4.0"));
    if let Some(size) = page_size
        && let Ok(applied) = header::HeaderValue::from_str(&format!("odata.maxpagesize={size}"))
    {
        headers.insert("preference-applied", applied);
    }
    response
}

fn decoded(segment: &str) -> String {
    percent_encoding::percent_decode_str(segment).decode_utf8_lossy().into_owned()
}

fn no_credentials() -> Failure {
    let message = "The server has rejected the client credentials.";
    Failure::new(StatusCode::UNAUTHORIZED, "Authentication_InvalidCredentials", message)
}

fn unauthorized(challenge: &str) -> Response {
    let mut response = no_credentials().into_response();
    if let Ok(challenge) = header::HeaderValue::from_str(challenge) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

fn no_environment(name: &str) -> Failure {
    let message = format!("Environment '{}' was not found for this tenant.", decoded(name));
    Failure::new(StatusCode::NOT_FOUND, "NoEnvironment", message)
}

fn is_read(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}
