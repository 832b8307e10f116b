//! `portal.json`: the settings of a Portico portal, read and checked.
//!
//! One build of the portal serves any tenant: everything that differs stands in `portal.json`, fetched from the
//! portal's base path at start. The portal, `cargo xtask dist` and `cargo xtask start` read it through this crate, so
//! that a mistake is told in the same words wherever it is met: by field, fault and remedy, all mistakes at once.
//!
//! ```
//! let settings = settings::Settings::read(r#"{ "connections": [ {
//!     "name": "CRONUS", "mode": "AzUser",
//!     "authority": "https://login.microsoftonline.com/8f0d6c1e-0000-4000-8000-000000000000/v2.0",
//!     "clientId": "c0ffee00-0000-4000-8000-000000000001", "tenant": "cronus.example" } ] }"#).unwrap();
//! assert_eq!(settings.connections[0].name, "CRONUS");
//!
//! let mistakes = settings::Settings::read(r#"{ "connections": [ { "name": "CRONUS", "mode": "Azuser" } ] }"#).unwrap_err();
//! assert_eq!(mistakes[0].field, "connections[0].mode");
//! ```

mod check;
mod fields;
mod mistake;
mod policy;
mod read;
mod running;

#[cfg(test)]
mod tests;

pub use mistake::Mistake;
pub use policy::{Origins, cloud_origins, content_security_policy};
pub use running::{PolicyFault, policy_faults};

/// Business Central online, the `service` of a connection that names none.
pub const CLOUD: &str = "https://api.businesscentral.dynamics.com";

/// What `portal.json` says, with its defaults filled in and every address checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The portal's name, shown in the title bar.
    pub title: String,
    /// A picture for the title bar: a path on the portal's own origin.
    pub logo: Option<String>,
    /// The accent colour, `#rgb` or `#rrggbb`.
    pub accent: Option<String>,
    /// The connections, at least one; their names differ.
    pub connections: Vec<Connection>,
    /// The menu; empty means the built-in one.
    pub menu: Vec<MenuGroup>,
}

/// One entry of the settings: which Authority, which environment, which mode.
#[derive(Clone, Debug, PartialEq)]
pub struct Connection {
    /// What the user calls it.
    pub name: String,
    /// Whose identity Business Central is called with.
    pub mode: Mode,
    /// The Entra tenant, a GUID or a domain, as it stands in Business Central's addresses.
    pub tenant: String,
    /// The environment; none means that the user picks.
    pub environment: Option<String>,
    /// The company's name or id; none means that the user picks.
    pub company: Option<String>,
}

/// How a connection gets its token.
#[derive(Clone, Debug, PartialEq)]
pub enum Mode {
    /// `AzUser`: whoever signs in, with that person's permissions.
    User(Registration),
    /// `AzDelegate`: one named account stands in for everyone at this browser.
    Delegate {
        /// The application's registration, as in `AzUser`.
        registration: Registration,
        /// The account's object id or sign-in name.
        delegate: String,
    },
    /// `AzApp`: the application itself, through its companion.
    App(App),
}

impl Mode {
    /// The registration with the Authority, where people sign in to this connection.
    #[must_use]
    pub fn registration(&self) -> Option<&Registration> {
        match self {
            Self::User(registration) | Self::Delegate { registration, .. } => Some(registration),
            Self::App(app) => app.registration.as_ref(),
        }
    }

    /// The companion, where the application itself works.
    #[must_use]
    pub fn app(&self) -> Option<&App> {
        match self {
            Self::App(app) => Some(app),
            Self::User(_) | Self::Delegate { .. } => None,
        }
    }

    /// The account that stands in for everyone.
    #[must_use]
    pub fn delegate(&self) -> Option<&str> {
        match self {
            Self::Delegate { delegate, .. } => Some(delegate),
            Self::User(_) | Self::App(_) => None,
        }
    }
}

/// The companion of a connection, and what lies behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct App {
    /// The companion's address without a slash at its end.
    pub companion: String,
    /// Business Central's address without path, for a companion that hands its token out; [`CLOUD`] unless the settings
    /// say otherwise.
    pub service: String,
    /// How people sign in to the companion's own API, for one that asks who they are. Its
    /// [`service`](Registration::service) is the companion: nobody else gets such a token.
    pub registration: Option<Registration>,
}

/// The application as it is registered with the Authority, and whom it calls.
#[derive(Clone, Debug, PartialEq)]
pub struct Registration {
    /// The Authority's issuer; its discovery document names all other addresses.
    pub authority: String,
    /// The application's (client) id.
    pub client_id: String,
    /// Where the Authority sends the user back to; none means the portal's base path and `auth/`.
    pub redirect_uri: Option<String>,
    /// The scope for the service, without the OpenID Connect scopes.
    pub scope: String,
    /// Who the tokens are for: Business Central's address without path, [`CLOUD`] unless the settings say otherwise, or a
    /// companion's.
    pub service: String,
}

/// A group of the menu.
#[derive(Clone, Debug, PartialEq)]
pub struct MenuGroup {
    /// Its heading.
    pub title: String,
    /// Its lists.
    pub pages: Vec<MenuPage>,
}

/// Whether `menu` offers the entity set `entity` to read only, wherever it offers it at all.
#[must_use]
pub fn is_read_only(menu: &[MenuGroup], entity: &str) -> bool {
    let mut of_it = menu.iter().flat_map(|group| &group.pages).filter(|page| page.entity == entity);
    of_it.next().is_some_and(|first| first.read_only && of_it.all(|page| page.read_only))
}

/// A list of the menu.
#[derive(Clone, Debug, PartialEq)]
pub struct MenuPage {
    /// The entity set it shows.
    pub entity: String,
    /// The properties shown; none means the portal's own choice.
    pub columns: Vec<String>,
    /// A filter in OData's words; empty means all.
    pub filter: String,
    /// The property sorted by, with ` desc` for downwards; empty means Business Central's own order.
    pub sort: String,
    /// Whether the portal offers no editing.
    pub read_only: bool,
}
