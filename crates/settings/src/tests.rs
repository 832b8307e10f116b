use crate::{
    App, CLOUD, MenuGroup, MenuPage, Mode, Registration, Settings, cloud_origins, content_security_policy,
    is_read_only,
};
use serde_json::{Value, json};

fn whole() -> Value {
    json!({
        "title": "CRONUS portal", "logo": "logo.svg", "accent": "#0b6e99",
        "connections": [
            { "name": "Production", "mode": "AzUser", "authority": "https://login.example/tenant/v2.0",
              "clientId": "app", "redirectUri": "https://portal.example/auth/", "scope": "https://bc.example/.default",
              "service": "https://bc.example/", "tenant": "cronus.example", "environment": "Production", "company": "CRONUS" },
            { "name": "Shop floor", "mode": "AzDelegate", "delegate": "floor@cronus.example",
              "authority": "https://login.example/tenant/v2.0", "clientId": "app", "tenant": "cronus.example" },
            { "name": "Guests", "mode": "AzApp", "companion": "https://portal.example/companion/", "tenant": "cronus.example" },
            { "name": "Sales force", "mode": "AzApp", "companion": "https://companion.example", "tenant": "cronus.example",
              "authority": "https://staff.example/tenant/v2.0", "clientId": "app", "scope": "api://companion/.default",
              "redirectUri": "https://portal.example/auth/", "service": "https://books.example" }
        ],
        "menu": [ { "title": "Sales", "pages": [
            { "entity": "customers", "columns": ["number"], "filter": "balanceDue gt 0", "sort": "displayName", "readOnly": true } ] } ]
    })
}

/// The whole settings with the value at `pointer` replaced, or removed.
fn with(pointer: &str, value: Option<Value>) -> Result<Settings, Vec<String>> {
    let mut settings = whole();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let object = settings.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    match value {
        Some(value) => object.insert(name.to_owned(), value),
        None => object.remove(name),
    };
    Settings::read(&settings.to_string())
        .map_err(|mistakes| mistakes.iter().map(ToString::to_string).collect())
}

#[test]
fn whole_settings_are_read() {
    let settings = Settings::read(&whole().to_string()).unwrap();
    assert_eq!(settings.title, "CRONUS portal");
    let Mode::User(registration) = &settings.connections[0].mode else { panic!("AzUser") };
    assert_eq!(registration.service, "https://bc.example");
    assert_eq!(registration.redirect_uri.as_deref(), Some("https://portal.example/auth/"));
    let Mode::Delegate { registration, delegate } = &settings.connections[1].mode else {
        panic!("AzDelegate")
    };
    assert_eq!((registration.service.as_str(), delegate.as_str()), (CLOUD, "floor@cronus.example"));
    assert_eq!(registration.scope, "https://api.businesscentral.dynamics.com/.default");
    let guests = App {
        companion: "https://portal.example/companion".into(),
        service: CLOUD.into(),
        registration: None,
    };
    assert_eq!(settings.connections[2].mode, Mode::App(guests));
    // Whoever signs in to a companion gets a token for the companion, and for nobody else.
    let registration = Registration {
        authority: "https://staff.example/tenant/v2.0".into(),
        client_id: "app".into(),
        redirect_uri: Some("https://portal.example/auth/".into()),
        scope: "api://companion/.default".into(),
        service: "https://companion.example".into(),
    };
    let staff = App {
        companion: "https://companion.example".into(),
        service: "https://books.example".into(),
        registration: Some(registration.clone()),
    };
    assert_eq!(settings.connections[3].mode, Mode::App(staff));
    assert_eq!(settings.connections[3].mode.registration(), Some(&registration));
    let page = MenuPage {
        entity: "customers".into(),
        columns: vec!["number".into()],
        filter: "balanceDue gt 0".into(),
        sort: "displayName".into(),
        read_only: true,
    };
    assert_eq!(settings.menu[0].pages, [page]);
}

#[test]
fn what_a_menu_offers_to_read_only_is_so_wherever_it_is_offered() {
    let page = |entity: &str, read_only| MenuPage {
        entity: entity.into(),
        columns: Vec::new(),
        filter: String::new(),
        sort: String::new(),
        read_only,
    };
    let group = |pages| MenuGroup { title: "Sales".into(), pages };
    let menu = [
        group(vec![page("customers", true), page("items", true)]),
        group(vec![page("items", false), page("customers", true), page("vendors", false)]),
    ];
    for (entity, expected) in
        [("customers", true), ("items", false), ("vendors", false), ("employees", false)]
    {
        assert_eq!(is_read_only(&menu, entity), expected, "{entity}");
    }
}

#[test]
fn what_may_be_left_out_has_its_default() {
    let settings = with("/title", None).unwrap();
    assert_eq!(settings.title, "Portico");
    for pointer in [
        "/logo",
        "/accent",
        "/menu",
        "/connections/0/redirectUri",
        "/connections/0/environment",
        "/connections/0/company",
    ] {
        assert!(with(pointer, None).is_ok(), "{pointer} left out");
        assert!(with(pointer, Some(Value::Null)).is_ok(), "{pointer} null");
    }
    assert!(with("/somethingNewer", Some(json!([1]))).is_ok());
    assert!(Settings::read(&format!("\u{feff}{}", whole())).is_ok());
}

#[test]
fn every_mistake_names_field_and_fault() {
    for (pointer, value, field, fault) in [
        ("/title", Some(json!(5)), "title", "is a number"),
        ("/logo", Some(json!("https://elsewhere.example/x.svg")), "logo", "own host"),
        ("/logo", Some(json!("//elsewhere.example/x.svg")), "logo", "own host"),
        ("/accent", Some(json!("red;}")), "accent", "not a colour"),
        ("/connections", None, "connections", "missing"),
        ("/connections", Some(json!([])), "connections", "missing or empty"),
        ("/connections", Some(json!("x")), "connections", "is a text"),
        ("/connections", Some(json!([3])), "connections[0]", "is a number"),
        ("/connections/0/name", None, "connections[0].name", "is missing"),
        ("/connections/0/name", Some(json!("Guests")), "connections", "two connections"),
        ("/connections/0/mode", None, "connections[0].mode", "is missing"),
        ("/connections/0/mode", Some(json!("azuser")), "connections[0].mode", "no mode"),
        ("/connections/0/authority", None, "connections[0].authority", "is missing"),
        (
            "/connections/0/authority",
            Some(json!("http://login.example/t")),
            "connections[0].authority",
            "http address",
        ),
        ("/connections/0/authority", Some(json!("login.example")), "connections[0].authority", "https://"),
        (
            "/connections/0/authority",
            Some(json!("https://login.example/common/v2.0")),
            "connections[0].authority",
            "no tenant",
        ),
        (
            "/connections/0/authority",
            Some(json!("https://login.example/Organizations")),
            "connections[0].authority",
            "no tenant",
        ),
        ("/connections/0/clientId", Some(json!("")), "connections[0].clientId", "is empty"),
        (
            "/connections/0/authority",
            Some(json!("https://login.example/t?x=y")),
            "connections[0].authority",
            "has a ?",
        ),
        (
            "/connections/0/redirectUri",
            Some(json!("https://portal.example/auth/#x")),
            "connections[0].redirectUri",
            "has a #",
        ),
        (
            "/connections/0/redirectUri",
            Some(json!("javascript:alert(1)")),
            "connections[0].redirectUri",
            "address",
        ),
        (
            "/connections/0/service",
            Some(json!("http://bc.example")),
            "connections[0].service",
            "http address",
        ),
        ("/connections/0/scope", None, "connections[0].scope", "is missing"),
        ("/connections/0/clientID", Some(json!("app")), "connections[0].clientID", "no known field"),
        ("/connections/0/tenant", None, "connections[0].tenant", "is missing"),
        ("/connections/1/delegate", None, "connections[1].delegate", "is missing"),
        ("/connections/2/companion", None, "connections[2].companion", "is missing"),
        (
            "/connections/2/companion",
            Some(json!("http://portal.example")),
            "connections[2].companion",
            "http address",
        ),
        (
            "/connections/2/companion",
            Some(json!("https://portal.example/companion?x=y")),
            "connections[2].companion",
            "has a ?",
        ),
        (
            "/connections/2/service",
            Some(json!("http://bc.example")),
            "connections[2].service",
            "http address",
        ),
        ("/connections/3/authority", None, "connections[3].authority", "is missing"),
        (
            "/connections/3/authority",
            Some(json!("https://staff.example/common/v2.0")),
            "connections[3].authority",
            "no tenant",
        ),
        ("/connections/3/clientId", None, "connections[3].clientId", "is missing"),
        ("/connections/3/scope", None, "connections[3].scope", "is missing"),
        ("/connections/3/redirectUri", Some(json!("auth/")), "connections[3].redirectUri", "https://"),
        ("/connections/3/Companion", Some(json!("x")), "connections[3].Companion", "no known field"),
        ("/menu", Some(json!({})), "menu", "is an object"),
        ("/menu/0/pages", Some(json!([{}])), "menu[0].pages[0].entity", "is missing"),
    ] {
        let mistakes = with(pointer, value).expect_err(pointer);
        assert_eq!(mistakes.len(), 1, "{pointer}: {mistakes:?}");
        assert!(mistakes[0].starts_with(field) && mistakes[0].contains(fault), "{pointer}: {mistakes:?}");
    }
}

#[test]
fn what_signing_in_to_a_companion_takes_is_all_there_or_not_at_all() {
    let names = ["authority", "clientId", "scope"];
    for given in names {
        let value = if given == "authority" { "https://staff.example/t" } else { "given" };
        let mistakes = with(&format!("/connections/2/{given}"), Some(json!(value))).expect_err(given);
        let missing: Vec<String> = names
            .iter()
            .filter(|name| **name != given)
            .map(|name| format!("connections[2].{name} is missing"))
            .collect();
        assert!(
            mistakes.len() == 2 && mistakes.iter().zip(&missing).all(|(told, name)| told.starts_with(name)),
            "{mistakes:?}"
        );
    }
    assert_eq!(
        with("/connections/2/redirectUri", Some(json!("https://portal.example/auth/")))
            .map_err(|all| all.len()),
        Err(3)
    );
    for name in ["service", "environment", "company"] {
        assert!(with(&format!("/connections/3/{name}"), None).is_ok(), "{name}");
    }
}

#[test]
fn loopback_may_be_http() {
    for host in ["localhost:8081", "127.0.0.1", "[::1]:1"] {
        assert!(
            with("/connections/0/authority", Some(json!(format!("http://{host}/t/v2.0")))).is_ok(),
            "{host}"
        );
    }
}

#[test]
fn all_mistakes_are_told_at_once() {
    let mistakes =
        Settings::read(r#"{"connections":[{"mode":"AzUser","authority":"http://a.example"}]}"#).unwrap_err();
    let fields: Vec<&str> = mistakes.iter().map(|mistake| mistake.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "connections[0].name",
            "connections[0].authority",
            "connections[0].clientId",
            "connections[0].tenant"
        ]
    );
}

#[test]
fn broken_json_names_its_place() {
    let mistakes = Settings::read("{\n  \"title\": \"x\"\n  \"connections\": []\n}").unwrap_err();
    assert_eq!(mistakes[0].field, "portal.json");
    assert!(mistakes[0].fault.contains("line 3"), "{mistakes:?}");
}

#[test]
fn the_policy_names_every_origin_once() {
    let settings = Settings::read(&whole().to_string()).unwrap();
    let policy = content_security_policy(&settings.origins());
    let connect = policy.split("; ").find(|part| part.starts_with("connect-src")).unwrap();
    assert_eq!(
        connect,
        "connect-src 'self' https://api.businesscentral.dynamics.com https://bc.example https://books.example \
         https://companion.example https://login.example https://portal.example https://staff.example"
    );
    assert!(content_security_policy(&cloud_origins()).contains(
        "connect-src 'self' https://api.businesscentral.dynamics.com https://login.microsoftonline.com;"
    ));
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use super::whole;
    use crate::Settings;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_is_answered(text in ".*") {
            let _ = Settings::read(&text);
        }

        #[test]
        fn truncated_settings_are_a_mistake(at in 0usize..1_000) {
            let text = whole().to_string();
            prop_assume!(at < text.len());
            prop_assert!(Settings::read(&text[..at]).is_err());
        }
    }
}
