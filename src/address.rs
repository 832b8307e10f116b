//! The addresses in the portal: real paths, deep-linkable, kept over sign-in.
//!
//! An address is read once, here, from `location.pathname` and `location.search`, and decoded exactly once:
//! decoding twice is how `%252F%252Fevil.example` becomes a redirect to somewhere else.

mod read;
mod write;

#[cfg(test)]
mod tests;

use business_central::Route;

/// A screen of the portal and everything in its address that decides what it shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Address {
    /// `/`: the tiles.
    Launcher,
    /// `/c/{company}/{entitySet}` and `/c/{company}/{publisher}/{group}/{version}/{entitySet}`.
    List(Place, ListState),
    /// The same with `/{key}`: one record. The key is OData's key predicate without its parentheses.
    Card(Place, String),
    /// `/setup`.
    Setup,
    /// Anything else, as it stands in the address bar.
    Unknown(String),
}

/// Which records: an entity set of a route in a company.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The company's id, a GUID.
    pub company: String,
    /// The standard API or a custom one.
    pub route: Route,
    /// The entity set's name, such as `customers`.
    pub entity_set: String,
}

/// The state of a list, as its query carries it (`q`, `filter`, `sort`, `columns`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListState {
    /// What the user is looking for.
    pub search: String,
    /// A filter in OData's words; checked where the list is read.
    pub filter: String,
    /// The property sorted by and whether downwards, first the most significant.
    pub sort: Vec<(String, bool)>,
    /// The properties shown; none means the page's own choice.
    pub columns: Vec<String>,
}

/// An address together with the connection and environment it belongs to (`on={connection}/{environment}`).
#[derive(Clone, Debug, PartialEq)]
pub struct Located {
    /// The screen.
    pub address: Address,
    /// Where the settings leave a choice: the connection's name and the environment's.
    pub on: Option<On>,
}

/// The connection and environment that an address belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct On {
    /// The connection's `name` in the settings.
    pub connection: String,
    /// The environment's name; empty while it is not chosen.
    pub environment: String,
}

impl Place {
    /// The records of `entity_set` in the standard API.
    #[must_use]
    pub fn standard(company: &str, entity_set: &str) -> Self {
        Self { company: company.to_owned(), route: Route::STANDARD, entity_set: entity_set.to_owned() }
    }
}
