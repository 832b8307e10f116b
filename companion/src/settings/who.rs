//! Who may ask: `who`, `[proxy]`, `[oidc]`.

use std::net::{IpAddr, SocketAddr};

use authority::Issuer;
use http::HeaderName;
use ipnet::IpNet;
use origin::Origin;

use super::Grant;
use super::fields::Fields;
use crate::caller::oidc::Oidc;
use crate::caller::open;
use crate::caller::proxy::Proxy;

/// Who may ask.
#[derive(Clone, Debug)]
pub enum Who {
    /// Whoever reaches the companion.
    Open,
    /// Whom a reverse proxy names.
    Proxy(Proxy),
    /// Who brings a token that this issuer made for the companion.
    Oidc(Box<Oidc>, Issuer),
}

impl Who {
    /// As in the settings and in `GET /`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Proxy(_) => "proxy",
            Self::Oidc(..) => "oidc",
        }
    }
}

const REMEDY: &str = "Write oidc (people sign in), proxy (a reverse proxy signs them in) or open (this computer only). There is no default.";

pub(super) fn read(
    fields: &Fields<'_>,
    bind: Option<SocketAddr>,
    origins: &[Origin],
    grant: Option<Grant>,
    authority: Option<&Issuer>,
) -> Option<Who> {
    let who = fields.required("who", REMEDY);
    let to_the_world = fields.flag("open_to_the_world");
    let (proxy, oidc) = (fields.table("proxy"), fields.table("oidc"));
    match who.as_deref()? {
        "open" => {
            unused(fields, "proxy");
            unused(fields, "oidc");
            let hands_out = grant == Some(Grant::Token);
            if let Err(error) = open::may_be(bind?.ip(), origins, to_the_world, hands_out) {
                fields.mistake("who", "is open", capital(&error.to_string()));
            }
            Some(Who::Open)
        }
        "proxy" => {
            unused(fields, "oidc");
            if !origins.is_empty() {
                fields.mistake(
                    "origins",
                    "lists other origins, whose pages a reverse proxy's cookie must not let in",
                    "Serve portal and companion on one origin and remove the list, or choose who = \"oidc\".",
                );
            }
            let Some(proxy) = proxy else {
                fields.mistake("proxy", "is missing", "Write [proxy] with header and trusted.");
                return None;
            };
            read_proxy(proxy).map(Who::Proxy)
        }
        "oidc" => {
            unused(fields, "proxy");
            let Some(oidc) = oidc else {
                fields.mistake("oidc", "is missing", "Write [oidc] with audience and scope.");
                return None;
            };
            read_oidc(oidc, authority)
        }
        other => {
            fields.mistake("who", format!("is “{other}”"), REMEDY);
            None
        }
    }
}

/// A table that would be thought to protect and doesn't.
fn unused(fields: &Fields<'_>, name: &str) {
    if fields.has(name) {
        fields.mistake(name, "is there but who names another way", format!("Remove [{name}] or change who."));
    }
}

fn read_proxy(fields: Fields<'_>) -> Option<Proxy> {
    let remedy =
        "Write the header in which the reverse proxy names the person, such as x-auth-request-email.";
    let header = fields.required("header", remedy);
    let header = header.and_then(|header| {
        let parsed = header.to_ascii_lowercase().parse::<HeaderName>().ok();
        if parsed.is_none() {
            fields.mistake("header", "is no header's name", remedy);
        }
        parsed
    });
    let net = |text: &str| {
        text.parse::<IpNet>().or_else(|error| text.parse::<IpAddr>().map(IpNet::from).map_err(|_| error))
    };
    let trusted =
        fields.parsed_texts("trusted", net, "Write addresses or networks, such as 10.0.0.5 or 10.0.0.0/24.");
    if fields.is_at_fault() {
        return None;
    }
    let proxy = Proxy::new(header?, trusted).map_err(|error| {
        fields.mistake("trusted", "doesn't say whom to believe", capital(&error.to_string()));
    });
    fields.finish();
    proxy.ok()
}

fn read_oidc(fields: Fields<'_>, authority: Option<&Issuer>) -> Option<Who> {
    let own = fields.text("authority", "Write the issuer's address, or leave it out for the same as above.");
    let own = own.map(|text| {
        Issuer::new(text).map_err(|error| {
            let remedy = "For Entra: https://login.microsoftonline.com/<tenant>/v2.0.";
            fields.mistake("authority", format!("is no issuer: {error}"), remedy);
        })
    });
    let audience =
        fields.required("audience", "Write the application id of the companion's own app registration.");
    let scope = fields.text("scope", "Write the scope's name, such as access.");
    let role = fields.text("role", "Write the app role's value.");
    let (people, groups) = (fields.texts("people"), fields.texts("groups"));
    let issuer = match own {
        Some(own) => own.ok(),
        None => authority.cloned(),
    };
    let oidc = Oidc::new(issuer.clone()?, &audience?, scope.as_deref(), role.as_deref())
        .and_then(|oidc| oidc.with_lists(&people, &groups))
        .map_err(|error| fields.mistake("audience", "doesn't fit", capital(&error.to_string())));
    fields.finish();
    Some(Who::Oidc(Box::new(oidc.ok()?), issuer?))
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", characters.as_str())
}
