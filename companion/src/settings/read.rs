//! From a text and environment variables to [`Settings`].

use std::net::SocketAddr;
use std::path::PathBuf;

use authority::Issuer;
use origin::Origin;
use toml::Table;

use super::fields::{Fields, Mistakes};
use super::{CLOUD, Grant, Mistake, Settings, allow, environment, limits, principals, who};
use crate::guard::Host;
use crate::policy::Upstream;

impl Settings {
    /// Reads the text of a settings file, if there is one, and environment variables, which count more.
    ///
    /// # Errors
    /// Every [`Mistake`] found.
    pub fn read(
        text: Option<&str>,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, Vec<Mistake>> {
        let text = text.unwrap_or_default().trim_start_matches('\u{feff}');
        let mut table = text.parse::<Table>().map_err(|error| {
            let fault = format!("are not valid TOML: {}", error.message());
            let line =
                error.span().map_or(1, |span| text[..span.start.min(text.len())].lines().count().max(1));
            vec![Mistake::new("The settings", fault, format!("Correct line {line}."))]
        })?;
        environment::overlay(&mut table, variables)?;
        let mistakes = Mistakes::default();
        let settings = read(Fields::new(String::new(), &table, &mistakes));
        let mistakes = mistakes.into_inner();
        settings.filter(|_| mistakes.is_empty()).ok_or(mistakes)
    }
}

fn read(fields: Fields<'_>) -> Option<Settings> {
    let bind = match fields.has("bind") {
        true => fields.parsed("bind", "Write an address and a port, such as 127.0.0.1:8083."),
        false => Some(SocketAddr::from(([127, 0, 0, 1], 8083))),
    };
    let metrics_bind: Option<SocketAddr> =
        fields.parsed("metrics_bind", "Write a loopback address and a port, such as 127.0.0.1:9083.");
    if metrics_bind.is_some_and(|address| !address.ip().to_canonical().is_loopback()) {
        fields.mistake(
            "metrics_bind",
            "lets other computers in",
            "Write a loopback address, such as 127.0.0.1:9083.",
        );
    }
    let public_path = public_path(&fields);
    let hosts = hosts(&fields, bind);
    let origins =
        fields.parsed_texts("origins", origin, "Write a scheme and a host, such as https://portal.example.");
    let remedy = "Write the issuer's address; for Entra: https://login.microsoftonline.com/<tenant>/v2.0.";
    let authority = fields.required("authority", remedy).and_then(|text| {
        Issuer::new(text)
            .map_err(|error| fields.mistake("authority", format!("is no issuer: {error}"), remedy))
            .ok()
    });
    let service = fields.text("service", "Write Business Central's address, or leave it out for the cloud.");
    let service = service.unwrap_or_else(|| CLOUD.to_owned());
    let service = service.trim_end_matches('/').to_owned();
    let scope = fields.text("scope", "Write the scope, or leave it out for the service's own.");
    let tenant = fields.required("tenant", "Write the tenant's GUID or its domain.");
    let environment = fields.required("environment", "Write the environment's name, such as Production.");
    let upstream = tenant.zip(environment.clone()).and_then(|(tenant, environment)| {
        let fault = |error| {
            fields.mistake(
                "service",
                format!("with tenant and environment is no address: {error}"),
                "Correct the one at fault; the service must be https, or http on this computer.",
            );
        };
        Upstream::new(&service, &tenant, &environment).map_err(fault).ok()
    });
    let grant = match fields.text("grant", "Write relay or token.").as_deref() {
        None | Some("relay") => Some(Grant::Relay),
        Some("token") => Some(Grant::Token),
        Some(other) => {
            fields.mistake("grant", format!("is “{other}”"), "Write relay (the token stays here) or token.");
            None
        }
    };
    let who = who::read(&fields, bind, &origins, grant, authority.as_ref());
    let principals = principals::read(&fields);
    let own_base = hosts.first().map(|(text, _)| own_base(text, &public_path));
    let policy = upstream.clone().map(|upstream| allow::read(&fields, upstream, own_base.as_deref()));
    let limits = limits::read(fields.table("limits"));
    let ca_file = fields.text("ca_file", "Write the file's path.").map(PathBuf::from);
    if policy.is_none() {
        fields.table("allow");
    }
    fields.finish();
    Some(Settings {
        bind: bind?,
        metrics_bind,
        public_path,
        hosts: hosts.into_iter().map(|(_, host)| host).collect(),
        origins,
        upstream: upstream?,
        environment: environment?,
        authority: authority?,
        scope: scope.unwrap_or_else(|| format!("{service}/.default")),
        grant: grant?,
        who: who?,
        principals,
        policy: policy?,
        limits,
        ca_file,
    })
}

fn public_path(fields: &Fields<'_>) -> String {
    let remedy = "Write the path below which the companion is reached, such as /companion, or leave it out.";
    let path = fields.text("public_path", remedy).unwrap_or_default();
    let path = path.trim_end_matches('/');
    let is_segment = |segment: &str| {
        !segment.is_empty()
            && !segment.starts_with('.')
            && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte))
    };
    if !path.is_empty() && !path.strip_prefix('/').is_some_and(|rest| rest.split('/').all(is_segment)) {
        fields.mistake("public_path", "is no plain path", remedy);
    }
    path.to_owned()
}

/// The listed hosts; without a list, the address itself, if it is the loopback's.
fn hosts(fields: &Fields<'_>, bind: Option<SocketAddr>) -> Vec<(String, Host)> {
    let host = |text: &str| Host::parse(text).map(|host| (text.to_owned(), host));
    let remedy = "Write the host as browsers name it, such as portal.example or localhost:8083.";
    if fields.has("hosts") {
        let hosts = fields.parsed_texts("hosts", host, remedy);
        if hosts.is_empty() && !fields.is_at_fault() {
            fields.mistake("hosts", "is empty", remedy);
        }
        return hosts;
    }
    let Some(bind) = bind else { return Vec::new() };
    if !bind.ip().to_canonical().is_loopback() {
        fields.mistake("hosts", "is missing", remedy);
        return Vec::new();
    }
    let names = [format!("localhost:{}", bind.port()), bind.to_string()];
    names.iter().filter_map(|name| host(name).ok()).collect()
}

fn origin(text: &str) -> Result<Origin, String> {
    let origin = Origin::of(text).map_err(|error| error.to_string())?;
    if !origin.is_trustworthy() {
        return Err("pages of http:// can be changed on the way; that is for this computer only".to_owned());
    }
    if origin.as_str() != text.trim_end_matches('/') {
        return Err(format!("an origin has neither path nor capital letters: {origin}"));
    }
    Ok(origin)
}

/// The address under which browsers know the companion: https, except on this computer.
fn own_base(host: &str, public_path: &str) -> String {
    let plain = format!("http://{host}");
    let scheme =
        if Origin::of(&plain).is_ok_and(|origin| origin.is_trustworthy()) { "http" } else { "https" };
    format!("{scheme}://{host}{public_path}")
}
