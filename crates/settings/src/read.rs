//! From the text of `portal.json` to [`Settings`].

use crate::check::{address_fault, is_colour, is_same_origin_path, names_no_tenant};
use crate::fields::{Fields, wrong_type};
use crate::{App, CLOUD, Connection, MenuGroup, MenuPage, Mistake, Mode, Registration, Settings};
use json::Value;

impl Settings {
    /// Reads the text of `portal.json`. Fields that are not known are passed over, so that settings written for a
    /// newer portal still work with an older one.
    ///
    /// # Errors
    /// Every [`Mistake`] found, in the order of the file's fields.
    pub fn read(text: &str) -> Result<Self, Vec<Mistake>> {
        // Editors on Windows like to put a byte order mark first, which JSON forbids (RFC 8259 §8.1).
        let value = Value::parse(text.trim_start_matches('\u{feff}')).map_err(|error| {
            vec![Mistake::new(
                "portal.json",
                format!("is not valid JSON: {error}"),
                "Correct it at that place; a missing comma, quote or brace is the usual cause.",
            )]
        })?;
        let mut mistakes = Vec::new();
        let settings = read_settings(&value, &mut mistakes);
        settings.filter(|_| mistakes.is_empty()).ok_or(mistakes)
    }
}

fn read_settings(value: &Value, mistakes: &mut Vec<Mistake>) -> Option<Settings> {
    let mut fields = Fields::of("", value, mistakes)?;
    let title = fields.optional("title", "Write the portal's name, or leave it out.");
    let logo = fields.optional("logo", "Write the path of a picture, or leave it out.");
    if logo.as_deref().is_some_and(|logo| !is_same_origin_path(logo)) {
        fields.mistake(
            "logo",
            "is not a path on the portal's own host",
            "Put the picture beside portal.json and write its path.",
        );
    }
    let accent = fields.optional("accent", "Write a colour such as #0b6e99, or leave it out.");
    if accent.as_deref().is_some_and(|accent| !is_colour(accent)) {
        fields.mistake("accent", "is not a colour", "Write it as #rrggbb, such as #0b6e99.");
    }
    let listed = fields.list("connections");
    if listed.is_empty() && fields.mistakes.iter().all(|mistake| mistake.field != "connections") {
        fields.mistake("connections", "is missing or empty", "List at least one connection.");
    }
    let menu = fields.list("menu");
    let connections: Vec<Connection> = listed
        .into_iter()
        .filter_map(|(path, value)| read_connection(&mut Fields::of(&path, value, fields.mistakes)?))
        .collect();
    for (index, connection) in connections.iter().enumerate() {
        if connections[..index].iter().any(|earlier| earlier.name == connection.name) {
            let fault = format!("has two connections named “{}”", connection.name);
            fields.mistake("connections", &fault, "Give each connection a name of its own.");
        }
    }
    let menu =
        menu.into_iter().filter_map(|(path, value)| read_group(&path, value, fields.mistakes)).collect();
    Some(Settings { title: title.unwrap_or_else(|| "Portico".to_owned()), logo, accent, connections, menu })
}

/// The fields of a connection. Others are passed over, unless they are one of these but for its capital letters.
const FIELDS: [&str; 12] = [
    "name",
    "mode",
    "companion",
    "authority",
    "clientId",
    "redirectUri",
    "scope",
    "service",
    "tenant",
    "environment",
    "company",
    "delegate",
];

fn read_connection(fields: &mut Fields<'_>) -> Option<Connection> {
    fields.check_spelling(&FIELDS);
    let name = fields.required("name", "Write what the users call this connection.");
    let mode = fields.required("mode", "Write AzUser, AzDelegate or AzApp.");
    let mode = match mode.as_deref() {
        Some("AzUser") => read_registration(fields, None).map(Mode::User),
        Some("AzDelegate") => {
            let registration = read_registration(fields, None);
            let delegate =
                fields.required("delegate", "Write the account's object id (best) or its sign-in name.");
            registration
                .zip(delegate)
                .map(|(registration, delegate)| Mode::Delegate { registration, delegate })
        }
        Some("AzApp") => read_app(fields).map(Mode::App),
        Some(other) => {
            let fault = format!("is “{other}”, which is no mode");
            fields.mistake("mode", &fault, "Write AzUser, AzDelegate or AzApp.");
            None
        }
        None => None,
    };
    let tenant = fields.required("tenant", "Write the tenant's GUID or its domain.");
    let environment =
        fields.optional("environment", "Write the environment's name, or leave it out and the user picks.");
    let company = fields.optional("company", "Write the company's name, or leave it out and the user picks.");
    Some(Connection { name: name?, mode: mode?, tenant: tenant?, environment, company })
}

/// An app registration for tokens of Business Central, or for those of a companion's own API at the address `companion`.
fn read_registration(fields: &mut Fields<'_>, companion: Option<&str>) -> Option<Registration> {
    let remedy = "Write the Authority's issuer, for Entra https://login.microsoftonline.com/<tenant>/v2.0.";
    let authority = read_address(fields, "authority", remedy, true);
    if authority.as_deref().is_some_and(names_no_tenant) {
        let fault = "names no tenant (common, organizations and consumers stand for any)";
        fields.mistake("authority", fault, "Put your tenant's GUID in its place.");
    }
    let client_id = fields.required("clientId", "Write the application (client) ID of the app registration.");
    let redirect_uri = read_address(
        fields,
        "redirectUri",
        "Write the address registered for the app, or leave it out.",
        false,
    );
    let service = companion.map_or_else(|| read_service(fields), str::to_owned);
    let scope = fields
        .optional("scope", "Write the scope, such as https://api.businesscentral.dynamics.com/.default.");
    if scope.is_none() && !fields.has("scope") && service != CLOUD {
        let remedy =
            "Write the scope of your service or of the companion: it can be left out for the cloud only.";
        fields.mistake("scope", "is missing", remedy);
    }
    let scope = scope.unwrap_or_else(|| format!("{CLOUD}/.default"));
    Some(Registration { authority: authority?, client_id: client_id?, redirect_uri, scope, service })
}

/// The companion. Where it asks who people are, they sign in to its own API, and all that this takes must be there.
fn read_app(fields: &mut Fields<'_>) -> Option<App> {
    let companion = read_address(fields, "companion", "Write the companion's address.", true);
    let service = read_service(fields);
    let signs_in = ["authority", "clientId", "scope", "redirectUri"].into_iter().any(|name| fields.has(name));
    let registration = match signs_in {
        true => Some(read_registration(fields, Some(companion.as_deref().unwrap_or_default()))?),
        false => None,
    };
    Some(App { companion: companion?, service, registration })
}

fn read_service(fields: &mut Fields<'_>) -> String {
    let remedy = "Write Business Central's address, or leave it out for the cloud.";
    read_address(fields, "service", remedy, false).unwrap_or_else(|| CLOUD.to_owned())
}

/// An address that tokens or codes travel to. Those that others are appended to lose the slash at their end; an
/// issuer keeps it, being compared letter by letter (OpenID Connect Discovery 1.0 §4.3).
fn read_address(fields: &mut Fields<'_>, name: &str, remedy: &str, required: bool) -> Option<String> {
    let address = if required { fields.required(name, remedy) } else { fields.optional(name, remedy) }?;
    if let Some(fault) = address_fault(&address) {
        fields.mistake(name, &fault, "Write an https address, or http on localhost, 127.0.0.1 or [::1].");
    }
    let appended_to = matches!(name, "service" | "companion");
    // RFC 6749 §3.1.2: a redirect URI has no fragment; OpenID Connect Discovery 1.0 §2: an issuer no query either.
    let (ends, fault): (&[char], _) =
        if name == "redirectUri" { (&['#'], "has a #") } else { (&['?', '#'], "has a ? or a #") };
    if address.contains(ends) {
        fields.mistake(name, fault, "Write the address without what begins there.");
    }
    Some(if appended_to { address.trim_end_matches('/').to_owned() } else { address })
}

fn read_group(path: &str, value: &Value, mistakes: &mut Vec<Mistake>) -> Option<MenuGroup> {
    let mut fields = Fields::of(path, value, mistakes)?;
    let title = fields.required("title", "Write the group's heading.");
    let listed = fields.list("pages");
    let pages =
        listed.into_iter().filter_map(|(path, value)| read_page(&path, value, fields.mistakes)).collect();
    Some(MenuGroup { title: title?, pages })
}

fn read_page(path: &str, value: &Value, mistakes: &mut Vec<Mistake>) -> Option<MenuPage> {
    let mut fields = Fields::of(path, value, mistakes)?;
    let entity = fields.required("entity", "Write the name of an entity set, such as customers.");
    let columns = fields.list("columns");
    let columns = columns
        .into_iter()
        .filter_map(|(path, value)| match value {
            Value::Text(name) => Some(name.to_string()),
            other => {
                fields.mistakes.push(wrong_type(&path, other, "a property's name in quotes"));
                None
            }
        })
        .collect();
    let filter = fields.optional("filter", "Write a filter, or leave it out.").unwrap_or_default();
    let sort = fields.optional("sort", "Write a property's name, or leave it out.").unwrap_or_default();
    let read_only = fields.flag("readOnly");
    Some(MenuPage { entity: entity?, columns, filter, sort, read_only })
}
