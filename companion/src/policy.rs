//! What the relay sends to Business Central, and what it doesn't.
//!
//! Nothing of a request's address is copied: it is parsed into names, keys and query options, each of which must be one
//! that this module knows, and the upstream address is built anew from them (RFC 10017 §6.1.3.6: destinations from an
//! allow-list of hosts, paths and methods; ASVS 5.0, 1.3.6). What can be read in two ways is refused, not repaired.
//!
//! # The model
//! - One [`Upstream`]: an address begins with `/v2.0/{tenant}/{environment}/`, both as they are configured.
//! - Then a [`Route`] that is listed: `api/v2.0` always, `api/{publisher}/{group}/{version}` (Microsoft's automation API
//!   among them) and `ODataV4` only if the settings name them. `{service}/environments/…` is not below the upstream and
//!   therefore not relayed: whoever runs a companion has chosen the environment.
//! - Each route has an [`Access`]: what may be done with which entity set. By default every set may be read and none
//!   written. Sets may be listed with their methods and bound actions; the others are readable or, when
//!   [`Others::Refused`] is chosen, not there at all.
//! - **Names are checked wherever they stand**: every path segment, every `$expand` item at any depth, every path in
//!   `$filter`, `$orderby` and `$select`, every nested object in a body that is written (a deep insert), every part of a
//!   `$batch`. The last set of a path must allow the method, those before it reading.
//! - A navigation usually has the name of the set it leads to (`salesOrderLines`), sometimes a singular (`customer`), which
//!   is taken for its set; [`Grant::alias`] names more. With [`Others::Refused`] a name that is neither is refused: so
//!   is a property's, `customers(…)/displayName`, which can't be told from a navigation's without metadata (`$select` does
//!   the same). The contents of media are the exception, since they can be had in no other way.
//! - `$metadata`, the service document, `entityDefinitions` and `companies` are readable on every listed route: without
//!   them no portal works.
//! - Names match to the letter. Business Central may be laxer; then it answers to a spelling that was never sent.

mod access;
mod aliases;
mod batch;
mod body;
mod decode;
mod expand;
mod expression;
mod framing;
mod headers;
mod path;
mod query;
mod route;
mod ruling;
mod segment;

pub use access::{Access, AccessError, Grant, Others};
pub use batch::{Batch, MOST_PARTS};
pub use framing::check as check_framing;
pub use headers::{back, forward};
pub use route::{Route, RouteError};
pub use ruling::{Policy, Ruling, Target, Upstream};
