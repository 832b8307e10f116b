//! Addresses that stand in answers: which are followed, and where to.

use origin::{AddressError, Origin};

use crate::address::trustworthy;
use crate::{Error, Service};

/// Where the routes of Business Central begin, below an environment
/// (<https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/webservices/api-endpoint-structure>).
const ROUTES: &str = "/api/";

/// The environment that a relay stands in front of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Upstream {
    base: String,
    origin: Origin,
}

impl Service {
    /// The same as the relay of `upstream`, the environment's own base such as
    /// `https://api.businesscentral.dynamics.com/v2.0/{tenant}/{environment}`. A relay passes bodies on as they are, so that
    /// the addresses in them are the upstream's: they are followed through the relay.
    ///
    /// # Errors
    /// [`AddressError`] when `upstream` is not https (or http on this computer) or carries a query or a fragment.
    pub fn behind_relay(self, upstream: &str) -> Result<Self, AddressError> {
        let origin = trustworthy(upstream)?;
        let base = upstream.trim_end_matches('/').to_owned();
        Ok(Self { upstream: Some(Upstream { base, origin }), ..self })
    }

    /// Where to ask for what `address` names, an absolute address out of an answer: `@odata.nextLink`,
    /// `@odata.mediaReadLink`, `Location`.
    ///
    /// It must have the origin that requests go to, for the token is for no other. Behind a relay the upstream's will do as
    /// well; then what follows from `/api/` on is asked of the relay.
    ///
    /// # Errors
    /// [`Error::ForeignLink`] when it leads to another origin, or out of the relay.
    pub fn follow(&self, address: &str) -> Result<String, Error> {
        let origin = Origin::of(address).map_err(|_| Error::ForeignLink)?;
        let Some(upstream) = &self.upstream else {
            return if origin == self.origin { Ok(address.to_owned()) } else { Err(Error::ForeignLink) };
        };
        if ![&self.origin, &upstream.origin].contains(&&origin) {
            return Err(Error::ForeignLink);
        }
        // A fragment is never sent.
        let address = address.split('#').next().unwrap_or_default();
        let rest = [&self.base, &upstream.base].into_iter().find_map(|base| below(address, base));
        let rest = rest.or_else(|| routes(address)).ok_or(Error::ForeignLink)?;
        Ok(format!("{}{rest}", self.base))
    }
}

/// What of `address` follows `base`, if that is a route. An environment may be called `api`, too.
fn below<'a>(address: &'a str, base: &str) -> Option<&'a str> {
    let (start, rest) = address.split_at_checked(base.len())?;
    // Business Central does not tell small letters from capital ones in the names of tenants and environments.
    (start.eq_ignore_ascii_case(base) && is_route(rest)).then_some(rest)
}

/// The first route in the path of `address`.
fn routes(address: &str) -> Option<&str> {
    let path = address.split('?').next().unwrap_or_default();
    // Not by searching a text for a text, which weighs more in the browser.
    let at = path.as_bytes().windows(ROUTES.len()).position(|part| part == ROUTES.as_bytes())?;
    Some(&address[at..]).filter(|rest| is_route(rest))
}

/// Whether `rest` begins with a route and stays below it: every reader of an address would take a dot segment away with
/// what stands before it, be it percent-encoded or not (WHATWG URL, "double-dot path segment"). No name in Business
/// Central's addresses begins with a dot.
fn is_route(rest: &str) -> bool {
    let path = rest.split('?').next().unwrap_or_default();
    let begins_with_dot = |segment: &str| {
        segment.starts_with('.') || segment.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("%2e"))
    };
    path.starts_with(ROUTES) && !path.split('/').any(begins_with_dot)
}

#[cfg(test)]
mod tests;
