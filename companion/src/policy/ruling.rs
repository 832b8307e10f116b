//! From a request line to what is sent in its place.

use business_central::Service;
use http::Method;
use origin::AddressError;

use super::access::Access;
use super::path::{self, Resource};
use super::route::Route;
use super::segment::Segment;
use super::{decode, query};
use crate::Refusal;
use crate::refusal::Kind;

/// Longer than any honest path, shorter than what a server refuses.
const LONGEST_PATH: usize = 2_048;

/// The one environment that is relayed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upstream {
    base: String,
    tenant: String,
    environment: String,
}

impl Upstream {
    /// The environment `environment` of `tenant` at `service`, such as `https://api.businesscentral.dynamics.com`.
    ///
    /// # Errors
    /// [`AddressError`] when `service` is not https (or http on this computer), carries a user name, a query or a
    /// fragment, or when tenant or environment is no path segment.
    pub fn new(service: &str, tenant: &str, environment: &str) -> Result<Self, AddressError> {
        let (tenant, environment) = (tenant.trim(), environment.trim());
        if [tenant, environment].iter().any(|part| part.contains(['/', '\\', '%'])) {
            return Err(AddressError::Character);
        }
        let base = Service::new(service, tenant, environment)?.base().to_owned();
        Ok(Self { base, tenant: tenant.to_owned(), environment: environment.to_owned() })
    }

    /// `{service}/v2.0/{tenant}/{environment}`.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// What stands before `/v2.0/`.
    fn service(&self) -> &str {
        let end = self.base.rmatch_indices('/').nth(2).map_or(self.base.len(), |(at, _)| at);
        &self.base[..end]
    }
}

/// What is relayed, and where to; see the [module](super).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    pub(super) upstream: Upstream,
    own_base: Option<String>,
    routes: Vec<(Route, Access)>,
}

/// What to do with a request that may be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// Send it.
    Send(Target),
    /// It is a batch: send what [`Policy::batch`] makes of its body.
    Batch(Target),
}

/// A request that Business Central may be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The method.
    pub method: Method,
    /// The absolute address, built from parts that were checked.
    pub address: String,
    /// The address without tenant, environment, keys and query, for logs: `api/v2.0/companies()/customers`.
    pub pattern: String,
    pub(super) body: Body,
    pub(super) route: usize,
}

/// What kind of body a request may carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    None,
    Json,
    Bytes,
}

impl Target {
    /// Whether the body has to be read whole and given to [`Policy::check_body`] before it is sent: that of a write of
    /// records. The bytes of media are streamed.
    #[must_use]
    pub fn has_checked_body(&self) -> bool {
        self.body == Body::Json
    }
}

/// An address that was read and found allowed.
pub(super) struct Resolved {
    pub(super) route: usize,
    pub(super) resource: Resource,
    segments: Vec<Segment>,
    query: String,
}

impl Policy {
    /// Relays `api/v2.0` of `upstream`. `own_base` is the address under which browsers know this companion, such as
    /// `https://portal.example/companion`; it may stand before the addresses in a batch.
    #[must_use]
    pub fn new(upstream: Upstream, standard: Access, own_base: Option<&str>) -> Self {
        let own_base = own_base.map(|base| base.trim_end_matches('/').to_owned());
        Self { upstream, own_base, routes: vec![(Route::standard(), standard)] }
    }

    /// Also relays `route`; a route that is there already gets this access.
    #[must_use]
    pub fn with_route(mut self, route: Route, access: Access) -> Self {
        self.routes.retain(|(known, _)| *known != route);
        self.routes.push((route, access));
        self
    }

    /// What to do with a request for `path` and `query`, as they came: `path` begins at `/v2.0/`, without what the
    /// companion is mounted below; `query` is without its question mark.
    ///
    /// # Errors
    /// [`Refusal`]: 404 for another tenant, environment or route, 400 for what is malformed, 403 for what isn't allowed,
    /// 405 for methods that are never sent on.
    pub fn decide(&self, method: &Method, path: &str, query: Option<&str>) -> Result<Ruling, Refusal> {
        let resolved = self.resolve(method, path, query)?;
        let writes = matches!(*method, Method::POST | Method::PUT | Method::PATCH);
        let target = Target {
            method: method.clone(),
            address: format!("{}/{}", self.upstream.base, self.print(&resolved)),
            pattern: self.pattern(&resolved),
            body: match resolved.resource {
                _ if !writes => Body::None,
                Resource::Stream => Body::Bytes,
                _ => Body::Json,
            },
            route: resolved.route,
        };
        let is_batch = resolved.resource == Resource::Batch;
        Ok(if is_batch { Ruling::Batch(target) } else { Ruling::Send(target) })
    }

    /// The access that holds for `target`'s route.
    pub(super) fn access(&self, route: usize) -> &Access {
        &self.routes[route].1
    }

    /// What an address in a batch leads to: relative to the batch's own route, or absolute below this companion or the
    /// upstream (OData JSON Format §19.1).
    pub(super) fn resolve_part(&self, method: &Method, url: &str, route: usize) -> Result<String, Refusal> {
        let (path, query) = url.split_once('?').map_or((url, None), |(path, query)| (path, Some(query)));
        let own = [self.own_base.as_deref(), Some(self.upstream.service())];
        let absolute = own.into_iter().flatten().find_map(|base| path.strip_prefix(base));
        let path = match absolute {
            Some(path) => path.to_owned(),
            None => format!("{}/{}/{path}", self.root(), self.routes[route].0.print()),
        };
        let resolved = self.resolve(method, &path, query)?;
        if resolved.route != route {
            return Err(Refusal::forbidden("a part of the batch leads to another route"));
        }
        if resolved.resource == Resource::Batch {
            return Err(Refusal::forbidden("a batch within a batch"));
        }
        let whole = self.print(&resolved);
        let prefix = format!("{}/", self.routes[route].0.print());
        Ok(whole.strip_prefix(&prefix).unwrap_or_default().to_owned())
    }

    fn root(&self) -> &str {
        self.upstream.base.strip_prefix(self.upstream.service()).unwrap_or_default()
    }

    fn resolve(&self, method: &Method, path: &str, raw_query: Option<&str>) -> Result<Resolved, Refusal> {
        let known = [Method::GET, Method::HEAD, Method::POST, Method::PATCH, Method::PUT, Method::DELETE];
        if !known.contains(method) {
            return Err(Refusal::new(Kind::Method, "a method that is never sent on"));
        }
        if path.len() > LONGEST_PATH {
            return Err(Refusal::new(Kind::AddressTooLong, "the path is too long"));
        }
        let path = path.strip_prefix('/').ok_or(Refusal::malformed("the address is no path"))?;
        let segments: Vec<String> = path.split('/').map(decode::segment).collect::<Result<_, _>>()?;
        let not_here = || Refusal::new(Kind::NotHere, "not below the environment or no route that is listed");
        let below = match segments.as_slice() {
            [version, tenant, environment, below @ ..]
                if version == "v2.0"
                    && *tenant == self.upstream.tenant
                    && *environment == self.upstream.environment =>
            {
                below
            }
            _ => return Err(not_here()),
        };
        let found = self
            .routes
            .iter()
            .enumerate()
            .find_map(|(at, (route, access))| Some((at, access, route.strip(below)?)));
        let (route, access, rest) = found.ok_or_else(not_here)?;
        let (segments, resource) = path::check(access, rest, method)?;
        let query = query::check(access, resource, raw_query.unwrap_or_default())?;
        Ok(Resolved { route, resource, segments, query })
    }

    /// The address below the environment.
    fn print(&self, resolved: &Resolved) -> String {
        let mut printed = self.routes[resolved.route].0.print();
        for segment in &resolved.segments {
            printed.push('/');
            printed.push_str(&segment.print());
        }
        if !resolved.query.is_empty() {
            printed.push('?');
            printed.push_str(&resolved.query);
        }
        printed
    }

    fn pattern(&self, resolved: &Resolved) -> String {
        let mut pattern = self.routes[resolved.route].0.print();
        for segment in &resolved.segments {
            pattern.push('/');
            pattern.push_str(&segment.pattern());
        }
        pattern
    }
}

#[cfg(test)]
mod attacks;
#[cfg(test)]
mod portal;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
