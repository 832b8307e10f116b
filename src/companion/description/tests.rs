use super::{Description, Grant, Who};
use crate::companion::fault::Fault;
use settings::{App, Connection, Mode, Registration};

const RELAY: &str = r#"{"grant":"relay","environment":"Production","who":"open","upstream":"https://bc.example/v2.0/cronus.example/Production","version":"1"}"#;

fn read(body: &str) -> Result<Description, Fault> {
    Description::read(body)
}

fn app(registration: Option<Registration>) -> App {
    App {
        companion: "https://portal.example/companion".into(),
        service: "https://bc.example".into(),
        registration,
    }
}

fn connection(environment: Option<&str>, tenant: &str, app: App) -> Connection {
    Connection {
        name: "Guests".into(),
        mode: Mode::App(app),
        tenant: tenant.into(),
        environment: environment.map(str::to_owned),
        company: None,
    }
}

#[test]
fn a_companion_says_what_it_is() {
    let described = read(RELAY).unwrap();
    assert_eq!((described.grant, described.who), (Grant::Relay, Who::Open));
    assert_eq!(described.environment, "Production");
    assert_eq!(described.upstream, "https://bc.example/v2.0/cronus.example/Production");
    let other = RELAY.replace("relay", "token").replace("open", "oidc");
    let described = read(&format!("\u{feff}{other}")).unwrap();
    assert_eq!((described.grant, described.who), (Grant::Token, Who::Oidc));
    assert_eq!(read(&RELAY.replace("open", "proxy")).unwrap().who, Who::Proxy);
}

#[test]
fn what_is_no_companion_is_told_from_one_that_is_newer() {
    for (body, fault) in [
        ("<!doctype html><html>".to_owned(), Fault::Page),
        (" \n<html>".to_owned(), Fault::Page),
        (String::new(), Fault::Unreadable),
        ("[]".to_owned(), Fault::Unreadable),
        (RELAY[..RELAY.len() - 3].to_owned(), Fault::Unreadable),
        (RELAY.replace("environment", "environments"), Fault::Unreadable),
        (RELAY.replace("upstream", "up"), Fault::Unreadable),
        (RELAY.replace(r#""open""#, "7"), Fault::Unreadable),
        (RELAY.replace(r#""Production""#, r#""""#), Fault::Unreadable),
        (RELAY.replace("relay", "cookie"), Fault::Newer { field: "grant", value: "cookie".into() }),
        (RELAY.replace("open", "mtls"), Fault::Newer { field: "who", value: "mtls".into() }),
        (RELAY.replace("relay", &"x".repeat(1_000)), Fault::Newer { field: "grant", value: "x".repeat(64) }),
    ] {
        assert_eq!(read(&body), Err(fault), "{body}");
    }
}

#[test]
fn a_companion_of_something_else_is_told() {
    let relay = read(RELAY).unwrap();
    let token = read(&RELAY.replace("relay", "token")).unwrap();
    let differs = |what, ours: &str, theirs: &str| {
        Err(Fault::Differs { what, ours: ours.to_owned(), theirs: theirs.to_owned() })
    };
    for (environment, tenant, expected) in [
        (None, "cronus.example", Ok(())),
        (Some("Production"), "cronus.example", Ok(())),
        (Some("PRODUCTION"), "Cronus.example", Ok(())),
        (Some("Sandbox"), "cronus.example", differs("environment", "Sandbox", "Production")),
        (Some("Production"), "other.example", differs("tenant", "other.example", "cronus.example")),
    ] {
        let connection = connection(environment, tenant, app(None));
        assert_eq!(relay.fits(&connection), expected, "{environment:?} {tenant}");
        assert_eq!(token.fits(&connection), expected, "{environment:?} {tenant}");
    }
    // Another name of the tenant is as good to Business Central, but not to the relay.
    let by_id = connection(None, "8f0d6c1e-0000-4000-8000-000000000000", app(None));
    assert_eq!(token.fits(&by_id), Ok(()));
    assert!(relay.fits(&by_id).is_err());
    // Where a token is used is for the settings to say, and never for an answer.
    let elsewhere = App { service: "https://books.example".into(), ..app(None) };
    let usual = connection(None, "cronus.example", app(None));
    let elsewhere = connection(None, "cronus.example", elsewhere);
    assert_eq!(token.fits(&elsewhere), differs("service", "https://books.example", "https://bc.example"));
    assert_eq!(relay.fits(&elsewhere), Ok(()), "a relay knows where it leads");
    let nowhere = Description { upstream: "bc.example/v2.0/cronus.example/Production".into(), ..relay };
    assert_eq!(nowhere.fits(&usual), Err(Fault::Unreadable));
}

#[test]
fn who_is_asked_must_be_able_to_say() {
    let described = read(&RELAY.replace("open", "oidc")).unwrap();
    let fits = |app| described.fits(&connection(None, "cronus.example", app));
    assert_eq!(fits(app(None)), Err(Fault::AsksWho));
    let registration = Registration {
        authority: "https://staff.example/t".into(),
        client_id: "app".into(),
        redirect_uri: None,
        scope: "api://companion/.default".into(),
        service: "https://portal.example/companion".into(),
    };
    assert_eq!(fits(app(Some(registration))), Ok(()));
}
