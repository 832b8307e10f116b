//! Business Central's half of the sandbox: its API v2.0 to read from and write to, with the demo data of a
//! company that doesn't exist and the habits that a client has to live with.
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

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use self::answer::Writer;
use self::calendar::Moment;
use self::data::{Books, World};
use self::failure::Failure;
use self::limits::Limits;
use self::page::Page;
use self::query::{Cache, Options, Query, Selection};
use self::resource::{Place, Record, Resource, Set};
use self::schema::{APIS, Api};
use self::write::{Change, Target};
use crate::people::{Caller, Rights};
use crate::shared::Shared;
use crate::tokens;

/// The longest query string that is accepted, in characters.
const LONGEST_QUERY: usize = 8_099;
/// In bytes; what is larger is answered with 413. Business Central takes 350 MB.
const LARGEST_BODY: usize = 16 << 20;
const JSON: &str = "application/json; odata.metadata=minimal; odata.streaming=true";

/// Business Central's routes.
pub(crate) fn router(shared: Shared) -> Router {
    let books = Books::new(shared.config.rows);
    let service = Service { shared, books, limits: Limits::default(), cache: Cache::default() };
    Router::new().fallback(answer).with_state(Arc::new(service))
}

struct Service {
    shared: Shared,
    books: Books,
    limits: Limits,
    cache: Cache,
}

/// One request, or one part of a batch.
struct Asked<'a> {
    method: &'a Method,
    uri: &'a Uri,
    headers: &'a HeaderMap,
    body: &'a [u8],
    caller: &'a Caller,
}

impl Asked<'_> {
    fn only_reads(&self) -> bool {
        matches!(*self.method, Method::GET | Method::HEAD)
    }
}

async fn answer(State(service): State<Arc<Service>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    match service.admit(&head).await {
        Ok((caller, pass)) => {
            let Ok(body) = axum::body::to_bytes(body, LARGEST_BODY).await else {
                let message = "The request's body is too large.";
                return Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "BadRequest", message).into_response();
            };
            // A filter over a million records would block the other requests of this thread.
            let answered = tokio::task::spawn_blocking(move || {
                let asked = Asked {
                    method: &head.method,
                    uri: &head.uri,
                    headers: &head.headers,
                    body: &body,
                    caller: &caller,
                };
                let answered = match batch::root(&asked) {
                    Some(root) => batch::answer(&service, root, &asked),
                    None => service.single(&asked),
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

/// An address below a route of the API.
struct Address<'a> {
    api: &'static Api,
    /// `…/api/v2.0`, absolute.
    root: String,
    segments: &'a [&'a str],
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

    /// Answers a request that came alone: what it changes is kept if it succeeds.
    fn single(&self, asked: &Asked<'_>) -> Result<Response, Failure> {
        let resets = self.shared.resets();
        if asked.only_reads() {
            return self.route(&mut self.books.read(resets), asked);
        }
        self.books.change(resets, |world| self.route(world, asked))
    }

    /// Answers a request from a state of the data; a change puts the next state in its place.
    fn route(&self, world: &mut Arc<World>, asked: &Asked<'_>) -> Result<Response, Failure> {
        let path = asked.uri.path().trim_matches('/');
        let segments: Vec<&str> = path.split('/').collect();
        let (environment, rest) = match segments.as_slice() {
            ["environments", "v1.1" | "v1.2"] if asked.only_reads() => return Ok(self.environments()),
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
        if asked.caller.rights == Rights::NoLicence {
            return Err(no_credentials());
        }
        let api = APIS.iter().find(|api| rest.starts_with(api.route));
        let api = *api.ok_or_else(|| Failure::no_segment(&rest.join("/")))?;
        let segments = &rest[api.route.len()..];
        let root = format!("{}/{}", self.shared.service, &path[..path.len() - segments.join("/").len()]);
        let address = Address { api, root: root.trim_end_matches('/').to_owned(), segments };
        let options = Options::parse(asked.uri.query().unwrap_or_default())?;
        let found = resource::find(world, api, address.segments, options.company.as_deref(), asked.caller)?;
        let writer = Writer { caller: asked.caller, metadata: format!("{}/$metadata", address.root) };
        if asked.only_reads() {
            return self.read(&writer, found, &address, &options, asked);
        }
        let target = Target::of(&found, asked.method, asked.headers)?;
        let mut next = World::clone(world);
        let response = self.write(&mut next, &writer, &target, &address, &options, asked)?;
        *world = Arc::new(next);
        Ok(response)
    }

    fn read(
        &self,
        writer: &Writer<'_>,
        found: Resource<'_>,
        address: &Address<'_>,
        options: &Options,
        asked: &Asked<'_>,
    ) -> Result<Response, Failure> {
        let Address { api, .. } = address;
        match found {
            Resource::ServiceDocument => {
                Ok(json_answer(captions::service_document(api, &writer.metadata), None))
            }
            Resource::Metadata => {
                Ok(([(header::CONTENT_TYPE, "application/xml")], edmx::document(api)).into_response())
            }
            Resource::Definitions(name) => {
                Ok(json_answer(captions::definitions(api, &writer.metadata, name.as_deref())?, None))
            }
            Resource::Set(set) => self.page(writer, &set, options, asked.uri, asked.headers),
            Resource::Count(set) => {
                let query = Query::new(options, set.table.kind)?;
                let count = self.selection(&set, &query, options)?.len();
                Ok(([(header::CONTENT_TYPE, "text/plain")], count.to_string()).into_response())
            }
            Resource::Record(record) => {
                let query = Query::new(options, record.table.kind)?;
                Ok(json_answer(writer.single(&record, &query)?, None))
            }
            Resource::Nothing => Ok(StatusCode::NO_CONTENT.into_response()),
        }
    }

    /// Makes the change in `world` and answers with the record as it is now.
    fn write(
        &self,
        world: &mut World,
        writer: &Writer<'_>,
        target: &Target,
        address: &Address<'_>,
        options: &Options,
        asked: &Asked<'_>,
    ) -> Result<Response, Failure> {
        let now = Moment::of_unix(self.shared.now());
        let books = world.books_mut(target.company).ok_or_else(|| Failure::no_segment(target.kind.set))?;
        let mut desk = write::Desk { books, caller: asked.caller, now };
        let object = || write::object(asked.headers, asked.body);
        let key = match &target.change {
            Change::Create(within) => desk.create(target.kind, within, &object()?)?,
            Change::Update(place) => desk.change(target.kind, *place, &object()?)?,
            Change::Delete(place) => {
                desk.delete(target.kind, *place)?;
                return Ok(StatusCode::NO_CONTENT.into_response());
            }
        };
        let place = Place { books, company: target.company };
        let table = books.table(target.kind).ok_or_else(|| Failure::no_segment(target.kind.set))?;
        let row = table.find_key(&key).ok_or_else(|| Failure::no_record(target.kind.set))?;
        let path = format!("{}({})", target.path, resource::predicate(table, row));
        let location = format!("{}/{path}", address.root);
        let query = Query::new(options, target.kind)?;
        let mut response = json_answer(writer.single(&Record { place, table, row, path }, &query)?, None);
        if matches!(target.change, Change::Create(_)) {
            *response.status_mut() = StatusCode::CREATED;
            if let Ok(location) = header::HeaderValue::from_str(&location) {
                response.headers_mut().insert(header::LOCATION, location);
            }
        }
        Ok(response)
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
        let of = (set.place.books, set.table, &*set.path);
        Ok(json_answer(writer.page(of, &rows, &query, count, link.as_deref())?, preferred))
    }

    /// The rows that a query on a set means. Lines are only given out by document, as by Business Central.
    fn selection(&self, set: &Set<'_>, query: &Query, options: &Options) -> Result<Selection, Failure> {
        let kind = set.table.kind;
        let by_document = || kind.column("documentId").map(|document| [0, document]);
        if let (true, Some(columns)) = (set.within.is_empty(), by_document())
            && !query.filter.as_ref().is_some_and(|filter| filter.pins(&columns))
        {
            let message = "You must specify an Id or a Document Id to get the lines.";
            return Err(Failure::new(StatusCode::BAD_REQUEST, "Application_DialogException", message));
        }
        let restrictions: Vec<_> = set.restrictions().collect();
        let filters: Vec<_> = restrictions.iter().chain(&query.filter).collect();
        // No two states of a table have the same version, and no two tables.
        let key = format!("{} {:?} {:?}", set.table.version, set.within, options.selects());
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
