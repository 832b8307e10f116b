//! `portal.json`, which its administrator writes by hand.

use crate::address::{is_path, is_safe};
use crate::input::Input;
use crate::secret::{SECRET, is_in, shown};
use authority::Issuer;
use settings::{Mistake, Registration, Settings, content_security_policy};

fn good() -> String {
    format!(
        r##"{{"title":"CRONUS","logo":"logo.svg","accent":"#0b6e99","connections":[
{{"name":"Production","mode":"AzUser","authority":"https://login.cronus.example/7c9e1d4a/v2.0","clientId":"c0ffee00",
"redirectUri":"https://portal.cronus.example/auth/","tenant":"cronus.example","environment":"Production",
"company":"CRONUS","clientSecret":"{SECRET}"}},
{{"name":"Floor","mode":"AzDelegate","delegate":"floor@cronus.example","authority":"http://localhost:8081/t",
"clientId":"c0ffee01","service":"https://books.cronus.example/","scope":"s","tenant":"t","clientSecret":"{SECRET}"}},
{{"name":"Guests","mode":"AzApp","companion":"https://portal.cronus.example/companion","tenant":"t",
"authority":"https://staff.cronus.example/t","clientId":"c0ffee02","scope":"s","clientSecret":"{SECRET}"}}],
"menu":[{{"title":"Sales","pages":[{{"entity":"customers","columns":["number"],"filter":"balanceDue gt 0",
"sort":"displayName","readOnly":true}}]}}]}}"##
    )
}

/// Settings that are accepted lead to safe addresses only and allow them and nothing else; a mistake names its field and
/// what to write instead; a secret that was put there by mistake is not repeated.
pub fn portal_json(data: &[u8]) {
    let good = good();
    let text = Input::new(data).document(&good);
    let read = Settings::read(&text);
    // The name of a connection and a mode that is none are told on purpose.
    let is_told = is_in(&text.replace(&format!("\"clientSecret\":\"{SECRET}\""), ""));
    assert!(is_told || !is_in(&shown(&read)), "a secret is told");
    match read {
        Ok(settings) => check(&settings),
        Err(mistakes) => {
            assert!(*text != good, "good settings were refused");
            assert!(!mistakes.is_empty(), "they were refused for nothing");
            for mistake in mistakes {
                check_mistake(&mistake, &text);
            }
        }
    }
}

fn check(settings: &Settings) {
    assert!(!settings.title.trim().is_empty() && !settings.connections.is_empty());
    // It may be relative, but begins with neither a scheme nor a host.
    let is_here = |logo: &String| {
        let begins = logo.split(['/', '?', '#']).next().unwrap_or_default();
        !begins.contains(':') && is_path(&format!("/{}", logo.strip_prefix('/').unwrap_or(logo)))
    };
    assert!(settings.logo.as_ref().is_none_or(is_here), "the picture comes from elsewhere");
    let is_colour =
        |text: &String| text.starts_with('#') && text[1..].bytes().all(|byte| byte.is_ascii_hexdigit());
    assert!(settings.accent.as_ref().is_none_or(is_colour), "a style could follow the colour");
    let mut names: Vec<&str> = settings.connections.iter().map(|connection| &*connection.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), settings.connections.len(), "two connections of one name");
    let mut addresses: Vec<&str> = Vec::new();
    for connection in &settings.connections {
        let mode = &connection.mode;
        if let Some(Registration { authority, redirect_uri, service, scope, client_id }) = mode.registration()
        {
            addresses.extend([authority.as_str(), service].into_iter().chain(redirect_uri.as_deref()));
            let issuer = Issuer::new(authority.as_str());
            assert!(issuer.is_ok(), "{authority} is told as the mistake that it is: {issuer:?}");
            let is_redirect = |address: &String| !address.contains('#');
            assert!(redirect_uri.as_ref().is_none_or(is_redirect), "nothing comes back behind a #");
            let is_shared = |name: &str| ["common", "organizations", "consumers"].contains(&name);
            assert!(!authority.to_ascii_lowercase().split('/').skip(3).any(is_shared), "{authority}");
            assert!(!scope.trim().is_empty() && !client_id.trim().is_empty());
        }
        addresses.extend(mode.app().into_iter().flat_map(|app| [app.companion.as_str(), &app.service]));
        if let (Some(app), Some(registration)) = (mode.app(), mode.registration()) {
            assert_eq!(app.companion, registration.service, "a companion's token is for another");
        }
    }
    for address in &addresses {
        assert!(is_safe(address), "{address}");
    }
    let policy = content_security_policy(&settings.origins());
    let directives: Vec<&str> = policy.split(';').collect();
    assert_eq!(directives.len(), 9, "{policy}");
    let allowed: Vec<&str> = directives[5].trim().split(' ').skip(2).collect();
    for origin in &allowed {
        let is_bare =
            origin.split_once("://").is_some_and(|(_, site)| !site.contains(['/', '?', '#', '*', '\'']));
        assert!(is_safe(origin) && is_bare, "{origin} is allowed");
        // A port may have zeros in front.
        let (host, _) =
            origin.rsplit_once(':').filter(|(host, _)| host.contains("://")).unwrap_or((origin, ""));
        let is_of = |address: &&str| address.to_ascii_lowercase().starts_with(host);
        assert!(addresses.iter().any(is_of), "{origin} is allowed for nothing");
    }
}

/// A mistake is told by a path into the file, in sentences of bounded length.
fn check_mistake(Mistake { field, fault, remedy }: &Mistake, text: &str) {
    let is_path = |part: &str| {
        let name = part.split('[').next().unwrap_or_default();
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    assert!(field == "portal.json" || field.split('.').all(is_path), "{field} is no field");
    assert!(fault.starts_with("is ") || fault.starts_with("has ") || fault.starts_with("names "), "{fault}");
    assert!(remedy.len() > 5 && remedy.ends_with('.'), "{remedy} is no sentence");
    assert!(fault.len() < 200 + text.len() && remedy.len() < 200 && field.len() < 60, "it goes on for ever");
}
