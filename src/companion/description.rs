//! What a companion says of itself, and whether that is what the settings say.

use super::fault::Fault;
use json::Value;
use origin::Origin;
use settings::Connection;

/// How a companion lets a portal work with the application's token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    /// It keeps the token and passes requests on with it.
    Relay,
    /// It hands the token out, to be used directly.
    Token,
}

/// Who may ask it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everybody who reaches it.
    Open,
    /// Whoever the proxy in front of it lets through.
    Proxy,
    /// Whoever signs in to its own API.
    Oidc,
}

/// A companion's answer at its own address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// What it does with its token.
    pub grant: Grant,
    /// Who may ask it.
    pub who: Who,
    /// The one environment that it is for.
    pub environment: String,
    /// That environment's base at Business Central: `{service}/v2.0/{tenant}/{environment}`.
    pub upstream: String,
}

impl Description {
    /// Reads the body of a companion's answer.
    ///
    /// # Errors
    /// [`Fault`] for anything else, and for a companion that does what this version of the portal does not know.
    pub fn read(body: &str) -> Result<Self, Fault> {
        let body = body.trim_start_matches('\u{feff}').trim();
        if body.starts_with('<') {
            return Err(Fault::Page);
        }
        let value = Value::parse(body).unwrap_or(Value::Null);
        let text = |name| value.as_object().map(|answer| answer.text(name)).unwrap_or_default();
        let (environment, upstream) = (text("environment").to_owned(), text("upstream").to_owned());
        let (grant, who) = (text("grant"), text("who"));
        if [grant, who, &environment, &upstream].contains(&"") {
            return Err(Fault::Unreadable);
        }
        let newer = |field, value| Err(Fault::Newer { field, value: short(value) });
        let grant = match grant {
            "relay" => Grant::Relay,
            "token" => Grant::Token,
            other => return newer("grant", other),
        };
        let who = match who {
            "open" => Who::Open,
            "proxy" => Who::Proxy,
            "oidc" => Who::Oidc,
            other => return newer("who", other),
        };
        Ok(Self { grant, who, environment, upstream })
    }

    /// Whether it is the companion that `connection` of the settings means.
    ///
    /// # Errors
    /// [`Fault`] names what is not as the settings say.
    pub fn fits(&self, connection: &Connection) -> Result<(), Fault> {
        let Some(app) = connection.mode.app() else { return Ok(()) };
        if let Some(ours) = &connection.environment {
            same("environment", ours, &self.environment)?;
        }
        let tenant = self.upstream.rsplit('/').nth(1).unwrap_or_default();
        // A tenant's domain and its id are two names of one thing. Business Central takes either, a relay the one it has.
        let is_id = |tenant: &str| !tenant.contains('.');
        if self.grant == Grant::Relay || is_id(tenant) == is_id(&connection.tenant) {
            same("tenant", &connection.tenant, tenant)?;
        }
        let upstream = Origin::of(&self.upstream).map_err(|_| Fault::Unreadable)?;
        if self.grant == Grant::Token && Origin::of(&app.service).as_ref() != Ok(&upstream) {
            return Err(differs("service", &app.service, upstream.as_str()));
        }
        if self.who == Who::Oidc && app.registration.is_none() {
            return Err(Fault::AsksWho);
        }
        Ok(())
    }

    /// For whoever sets it up.
    #[must_use]
    pub fn in_words(&self) -> String {
        let grant = if self.grant == Grant::Relay { "relay" } else { "token" };
        let who = match self.who {
            Who::Open => "open",
            Who::Proxy => "proxy",
            Who::Oidc => "oidc",
        };
        format!("The companion answers: grant = {grant}, who = {who}, {}.", self.upstream)
    }
}

/// Business Central does not tell small letters from capital ones in the names of tenants and environments.
fn same(what: &'static str, ours: &str, theirs: &str) -> Result<(), Fault> {
    if ours.eq_ignore_ascii_case(theirs) { Ok(()) } else { Err(differs(what, ours, theirs)) }
}

fn differs(what: &'static str, ours: &str, theirs: &str) -> Fault {
    Fault::Differs { what, ours: ours.to_owned(), theirs: short(theirs) }
}

/// So much of what an answer says is shown.
fn short(text: &str) -> String {
    text.split_at_checked(64).map_or(text, |(start, _)| start).to_owned()
}

#[cfg(test)]
mod tests;
