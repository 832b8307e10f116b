//! Right settings are understood; each mistake is told by its field.

use super::{Grant, Settings, Who};
use crate::credential::Credential;
use http::Method;
use std::path::PathBuf;

const BASE: &str = r#"
    tenant = "cronus.example"
    environment = "Production"
    authority = "https://login.example/8f0d6c1e/v2.0"
    who = "open"
"#;
const PRINCIPAL: &str = r#"
    [[principal]]
    client_id = "c0ffee00-0000-4000-8000-000000000002"
    secret_file = "secret"
"#;

fn read(text: &str, variables: &[(&str, &str)]) -> Result<Settings, Vec<String>> {
    let variables =
        variables.iter().map(|(name, value)| (format!("PORTICO_COMPANION_{name}"), (*value).to_owned()));
    Settings::read(Some(text), variables)
        .map_err(|mistakes| mistakes.into_iter().map(|mistake| mistake.field).collect())
}

/// The base with more at the top and at the end.
fn with(top: &str, end: &str) -> Result<Settings, Vec<String>> {
    read(&format!("{top}\n{BASE}\n{PRINCIPAL}\n{end}"), &[])
}

#[test]
fn what_is_left_out_has_the_safe_default() {
    let settings = with("", "").unwrap();
    assert_eq!(settings.bind.to_string(), "127.0.0.1:8083");
    assert_eq!(settings.grant, Grant::Relay);
    assert_eq!(settings.hosts.len(), 2);
    assert!(
        settings.origins.is_empty() && settings.metrics_bind.is_none() && settings.public_path.is_empty()
    );
    assert_eq!(settings.scope, "https://api.businesscentral.dynamics.com/.default");
    let base = "https://api.businesscentral.dynamics.com/v2.0/cronus.example/Production";
    assert_eq!(settings.upstream.base(), base);
    assert_eq!(settings.principals[0].credential, Credential::SecretFile(PathBuf::from("secret")));
    assert_eq!((settings.limits.in_flight, settings.limits.body_bytes), (5, 1 << 20));
    let decide = |method, path: &str| {
        settings.policy.decide(&method, &format!("/v2.0/cronus.example/Production/{path}"), None)
    };
    assert!(decide(Method::GET, "api/v2.0/customers").is_ok());
    assert!(decide(Method::PATCH, "api/v2.0/customers(1)").is_err());
    assert!(decide(Method::GET, "ODataV4/Company").is_err());
    assert!(decide(Method::GET, "api/microsoft/automation/v2.0/companies").is_err());
}

#[test]
fn who_has_no_default() {
    let text = BASE.replace("who = \"open\"", "");
    assert_eq!(read(&format!("{text}{PRINCIPAL}"), &[]).unwrap_err(), ["who"]);
}

#[test]
fn variables_alone_are_enough_and_count_more() {
    let all = [
        ("TENANT", "cronus.example"),
        ("ENVIRONMENT", "Production"),
        ("AUTHORITY", "https://login.example/8f0d6c1e/v2.0"),
        ("WHO", "open"),
        ("BIND", "127.0.0.1:9999"),
        ("ORIGINS", "http://localhost:8080, http://127.0.0.1:8080"),
        ("CLIENT_ID", "c0ffee00-0000-4000-8000-000000000002"),
        ("SECRET", "hush"),
    ];
    for text in ["", "bind = \"127.0.0.1:1\"\nwho = \"token\""] {
        let settings = read(text, &all).unwrap();
        assert_eq!((settings.bind.port(), settings.origins.len()), (9999, 2));
        let name = "PORTICO_COMPANION_SECRET".to_owned();
        assert_eq!(settings.principals[0].credential, Credential::SecretVariable(name));
        assert!(!format!("{settings:?}").contains("hush"));
    }
    assert_eq!(read("", &[("SECRT", "hush")]).unwrap_err(), ["PORTICO_COMPANION_SECRT"]);
    let named = format!("{BASE}[[principal]]\nclient_id = \"x\"\nsecret_env = \"PORTICO_COMPANION_MINE\"");
    assert!(read(&named, &[("MINE", "hush")]).is_ok());
}

#[test]
fn routes_and_sets_are_allowed_as_listed() {
    let settings = with(
        "",
        r#"
        [allow]
        others = "refused"
        [[allow.set]]
        name = "customers"
        methods = ["GET", "PATCH"]
        [[allow.set]]
        name = "salesInvoices"
        methods = ["GET"]
        actions = ["post"]
        [[allow.route]]
        route = "api/contoso/sales/v1.0"
        [[allow.route.set]]
        name = "bonuses"
        methods = ["GET", "POST"]
    "#,
    )
    .unwrap();
    for (method, path, allowed) in [
        (Method::PATCH, "api/v2.0/customers(1)", true),
        (Method::DELETE, "api/v2.0/customers(1)", false),
        (Method::GET, "api/v2.0/vendors", false),
        (
            Method::POST,
            "api/v2.0/salesInvoices(5d115c9c-44e3-ea11-bb43-000d3a2feca1)/Microsoft.NAV.post",
            true,
        ),
        (Method::POST, "api/v2.0/salesInvoices", false),
        (Method::POST, "api/contoso/sales/v1.0/bonuses", true),
        (Method::GET, "api/contoso/sales/v1.0/anything", true),
        (Method::GET, "api/contoso/other/v1.0/bonuses", false),
    ] {
        let path = format!("/v2.0/cronus.example/Production/{path}");
        assert_eq!(settings.policy.decide(&method, &path, None).is_ok(), allowed, "{method} {path}");
    }
}

#[test]
fn proxies_and_sign_ins() {
    let named = |who: &str, end: &str| {
        let base = BASE.replace("\"open\"", &format!("\"{who}\""));
        read(&format!("hosts = [\"portal.example\"]\nbind = \"0.0.0.0:8083\"\n{base}{PRINCIPAL}{end}"), &[])
    };
    let proxy = "[proxy]\nheader = \"X-User\"\ntrusted = [\"10.0.0.5\", \"10.1.0.0/16\"]";
    assert!(matches!(named("proxy", proxy).unwrap().who, Who::Proxy(_)));
    let oidc = "[oidc]\naudience = \"c0ffee00\"\nscope = \"access\"\npeople = [\"ann@cronus.example\"]";
    assert!(matches!(named("oidc", oidc).unwrap().who, Who::Oidc(..)));
    for (who, end, fields) in [
        ("proxy", "", &["proxy"][..]),
        ("oidc", "", &["oidc"]),
        ("proxy", "[proxy]\nheader = \"x-user\"\ntrusted = [\"0.0.0.0/0\"]", &["proxy.trusted"]),
        ("proxy", "[proxy]\nheader = \"x-user\"\ntrusted = [\"everyone\"]", &["proxy.trusted[0]"]),
        ("proxy", "[proxy]\nheader = \"host\"\ntrusted = [\"10.0.0.5\"]", &["proxy.trusted"]),
        ("oidc", "[oidc]\naudience = \"c0ffee00\"", &["oidc.audience"]),
        (
            "oidc",
            "[oidc]\naudience = \"https://api.businesscentral.dynamics.com\"\nscope = \"x\"",
            &["oidc.audience"],
        ),
        (
            "oidc",
            "[oidc]\naudience = \"c0ffee00\"\nscope = \"x\"\nauthority = \"https://login.example/common/v2.0\"",
            &["oidc.authority"],
        ),
        ("open", "", &["who"]),
        ("everyone", "", &["who"]),
    ] {
        assert_eq!(named(who, end).unwrap_err(), fields, "{who} {end}");
    }
    // A table that would be thought to protect.
    assert_eq!(with("", proxy).unwrap_err(), ["proxy"]);
    assert_eq!(with("", oidc).unwrap_err(), ["oidc"]);
}

#[test]
fn each_mistake_is_told_by_its_field() {
    for (top, end, fields) in [
        ("bind = \"localhost\"", "", &["bind"][..]),
        ("bind = 8083", "", &["bind"]),
        ("metrics_bind = \"0.0.0.0:9083\"", "", &["metrics_bind"]),
        ("public_path = \"companion\"", "", &["public_path"]),
        ("public_path = \"/a/../b\"", "", &["public_path"]),
        ("public_path = \"/a//b\"", "", &["public_path"]),
        ("hosts = []", "", &["hosts"]),
        ("hosts = [\"https://portal.example\"]", "", &["hosts[0]"]),
        ("hosts = \"portal.example\"", "", &["hosts"]),
        ("origins = [\"*\"]", "", &["origins[0]"]),
        ("origins = [\"null\"]", "", &["origins[0]"]),
        ("origins = [\"http://portal.example\"]", "", &["origins[0]"]),
        ("origins = [\"https://portal.example/x\"]", "", &["origins[0]"]),
        ("origins = [\"https://portal.example\"]", "", &["who"]),
        ("service = \"http://api.example\"", "", &["service"]),
        ("grant = \"tokens\"", "", &["grant"]),
        ("grant = \"token\"", "", &["who"]),
        ("bnid = \"127.0.0.1:1\"", "", &["bnid"]),
        ("", "[limits]\nbody_bytes = 0", &["limits.body_bytes"]),
        ("", "[limits]\nrequests_per_minute = -1", &["limits.requests_per_minute"]),
        ("", "[limits]\nin_flights = 3", &["limits.in_flights"]),
        ("", "[[principal]]\nclient_id = \"x\"", &["principal[1].client_id"]),
        ("", "[[principal]]\nsecret_file = \"x\"", &["principal[1].client_id"]),
        ("", "[[principal]]\nclient_id = \"x\"\nsecret = \"x\"", &["principal[1].secret"]),
        ("", "[[principal]]\nclient_id = \"x\"\nkey_file = \"x\"", &["principal[1].certificate_file"]),
        (
            "",
            "[[principal]]\nclient_id = \"x\"\nsecret_file = \"x\"\nsecret_env = \"X\"",
            &["principal[1].client_id"],
        ),
        ("", PRINCIPAL, &["principal"]),
        ("", "[allow]\nothers = \"all\"", &["allow.others"]),
        ("", "[[allow.set]]\nname = \"customers\"", &["allow.set[0].methods", "allow.set"]),
        ("", "[[allow.set]]\nname = \"customers\"\nmethods = [\"PATCH\"]", &["allow.set"]),
        ("", "[[allow.set]]\nname = \"a/b\"\nmethods = [\"GET\"]", &["allow.set"]),
        ("", "[[allow.route]]\nroute = \"api/v2.0\"", &["allow.route[0].route"]),
        ("", "[[allow.route]]\nroute = \"admin\"", &["allow.route[0].route"]),
        ("", "[allow]\nset = 1", &["allow.set"]),
    ] {
        assert_eq!(with(top, end).unwrap_err(), fields, "{top} {end}");
    }
    assert_eq!(read("bind = ", &[]).unwrap_err(), ["The settings"]);
    // All at once.
    let all = ["authority", "tenant", "environment", "who", "principal"];
    assert_eq!(read("", &[]).unwrap_err(), all);
    assert_eq!(read("bind = \"0.0.0.0:1\"", &[]).unwrap_err().len(), all.len() + 1);
}

#[test]
fn open_to_the_world_is_spelt_out() {
    let top = "bind = \"0.0.0.0:8083\"\nhosts = [\"portal.example\"]\nopen_to_the_world = true";
    assert!(with(top, "").is_ok());
    assert_eq!(with(&format!("{top}\ngrant = \"token\""), "").unwrap_err(), ["who"]);
}

#[test]
fn a_mistake_says_what_is_wrong_and_what_helps() {
    let mistakes = Settings::read(Some("who = \"everyone\""), []).unwrap_err();
    for mistake in mistakes {
        let text = mistake.to_string();
        assert!(!mistake.fault.is_empty() && mistake.remedy.ends_with('.'), "{text}");
    }
}

#[test]
fn the_example_is_right() {
    let settings = Settings::read(Some(include_str!("../../deploy/companion.example.toml")), []);
    let settings = settings.unwrap_or_else(|mistakes| panic!("{mistakes:?}"));
    assert_eq!((settings.public_path.as_str(), settings.who.as_str()), ("/companion", "oidc"));
}
