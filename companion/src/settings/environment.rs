//! Environment variables, which count more than the file.

use toml::{Table, Value};

use super::Mistake;

/// What the companion's variables begin with.
pub const PREFIX: &str = "PORTICO_COMPANION_";

/// Variables for fields that are texts.
const TEXTS: [(&str, &str); 12] = [
    ("BIND", "bind"),
    ("METRICS_BIND", "metrics_bind"),
    ("PUBLIC_PATH", "public_path"),
    ("TENANT", "tenant"),
    ("ENVIRONMENT", "environment"),
    ("SERVICE", "service"),
    ("AUTHORITY", "authority"),
    ("SCOPE", "scope"),
    ("GRANT", "grant"),
    ("WHO", "who"),
    ("CA_FILE", "ca_file"),
    ("SETTINGS", ""),
];
/// Variables for fields that are lists: commas between.
const LISTS: [(&str, &str); 2] = [("HOSTS", "hosts"), ("ORIGINS", "origins")];
/// Variables for the fields of the first principal.
const PRINCIPAL: [(&str, &str); 5] = [
    ("CLIENT_ID", "client_id"),
    ("SECRET_FILE", "secret_file"),
    ("CERTIFICATE_FILE", "certificate_file"),
    ("KEY_FILE", "key_file"),
    ("FEDERATED_TOKEN_FILE", "federated_token_file"),
];
/// The one variable whose value never gets into the settings.
const SECRET: &str = "SECRET";

/// Puts what the variables say into `table`.
pub(super) fn overlay(
    table: &mut Table,
    variables: impl IntoIterator<Item = (String, String)>,
) -> Result<(), Vec<Mistake>> {
    let mut mistakes = Vec::new();
    let own = variables.into_iter().filter(|(name, _)| name.starts_with(PREFIX));
    let (mut own, named): (Vec<_>, Vec<_>) = own.partition(|(name, _)| !is_named(table, name));
    drop(named);
    own.sort();
    for (variable, value) in own {
        let name = variable.strip_prefix(PREFIX).unwrap_or_default();
        let field = |list: &[(&'static str, &'static str)]| {
            list.iter().find(|(known, _)| *known == name).map(|(_, field)| *field)
        };
        if let Some(field) = field(&TEXTS) {
            if !field.is_empty() {
                table.insert(field.to_owned(), Value::String(value));
            }
        } else if let Some(field) = field(&LISTS) {
            let entries = value.split(',').map(str::trim).filter(|entry| !entry.is_empty());
            let entries = entries.map(|entry| Value::String(entry.to_owned())).collect();
            table.insert(field.to_owned(), Value::Array(entries));
        } else if let Some(field) = field(&PRINCIPAL) {
            principal(table, field, value);
        } else if name == SECRET {
            principal(table, "secret_env", variable);
        } else {
            let remedy =
                "Correct its name (docs/companion.md lists all variables), or name it in secret_env.";
            mistakes.push(Mistake::new(variable, "is no known variable", remedy));
        }
    }
    if mistakes.is_empty() { Ok(()) } else { Err(mistakes) }
}

/// Sets a field of the first principal.
fn principal(table: &mut Table, field: &str, value: String) {
    let list = table.entry("principal").or_insert_with(|| Value::Array(Vec::new()));
    let Value::Array(list) = list else { return };
    if list.is_empty() {
        list.push(Value::Table(Table::new()));
    }
    if let Some(Value::Table(first)) = list.first_mut() {
        first.insert(field.to_owned(), Value::String(value));
    }
}

/// Whether a `secret_env` names this variable.
fn is_named(table: &Table, variable: &str) -> bool {
    let principals = table.get("principal").and_then(Value::as_array);
    principals
        .into_iter()
        .flatten()
        .any(|one| one.get("secret_env").and_then(Value::as_str) == Some(variable))
}
