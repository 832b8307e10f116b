use crate::{Error, Service};

const UPSTREAM: &str = "https://bc.example/v2.0/t/Production";

fn behind(relay: &str) -> Service {
    Service::new(relay, "t", "Production").unwrap().behind_relay(UPSTREAM).unwrap()
}

#[test]
fn without_a_relay_links_are_followed_as_they_are_within_the_origin() {
    let service = Service::new("https://bc.example", "t", "e").unwrap();
    for address in ["https://bc.example/svc/c?$skiptoken=1", "https://BC.example:443/v2.0/t/e/api/v2.0/x"] {
        assert_eq!(service.follow(address).as_deref(), Ok(address));
    }
    for address in
        ["https://evil.example/api/x", "http://bc.example/api/x", "//bc.example/api/x", "/api/x", ""]
    {
        assert_eq!(service.follow(address), Err(Error::ForeignLink), "{address}");
    }
}

#[test]
fn behind_a_relay_links_of_the_upstream_are_asked_of_the_relay() {
    for relay in
        ["https://companion.example", "https://portal.example/companion", "https://portal.example/api/relay/"]
    {
        let base = format!("{}/v2.0/t/Production", relay.trim_end_matches('/'));
        for (address, route) in [
            // @odata.nextLink
            (
                format!("{UPSTREAM}/api/v2.0/companies(c)/customers?aid=FIN&$skiptoken=a%20b%2Fapi%2F"),
                "/api/v2.0/companies(c)/customers?aid=FIN&$skiptoken=a%20b%2Fapi%2F",
            ),
            // @odata.mediaReadLink
            (
                format!("{UPSTREAM}/api/v2.0/companies(c)/items(i)/picture/pictureContent"),
                "/api/v2.0/companies(c)/items(i)/picture/pictureContent",
            ),
            // Location, on an extension's route, with another spelling of the very same environment
            (
                "https://BC.example:443/v2.0/T/production/api/cronus/stock/v1.0/bins('a')".to_owned(),
                "/api/cronus/stock/v1.0/bins('a')",
            ),
            // by the tenant's id, where the settings have its domain
            (
                "https://bc.example/v2.0/8f0d6c1e-0000-4000-8000-000000000000/Production/api/v2.0/x?y=/api/z#w".to_owned(),
                "/api/v2.0/x?y=/api/z",
            ),
            // the relay's own
            (format!("{base}/api/v2.0/companies"), "/api/v2.0/companies"),
        ] {
            assert_eq!(behind(relay).follow(&address), Ok(format!("{base}{route}")), "{address}");
        }
    }
}

#[test]
fn an_environment_may_be_called_as_the_routes_are() {
    let service = Service::new("https://companion.example", "api", "api").unwrap();
    let service = service.behind_relay("https://bc.example/v2.0/api/api/").unwrap();
    let followed = service.follow("https://bc.example/v2.0/api/api/api/v2.0/companies?$skiptoken=1");
    assert_eq!(
        followed.as_deref(),
        Ok("https://companion.example/v2.0/api/api/api/v2.0/companies?$skiptoken=1")
    );
}

#[test]
fn what_leads_elsewhere_is_not_followed_through_the_relay() {
    let service = behind("https://portal.example/companion");
    for address in [
        "https://evil.example/v2.0/t/Production/api/v2.0/x",
        "https://bc.example.evil.example/api/v2.0/x",
        "https://bc.example@evil.example/api/v2.0/x",
        "https://evil.example/?https://bc.example/api/v2.0/x",
        "http://bc.example/api/v2.0/x",
        "https://bc.example:8443/api/v2.0/x",
        "//bc.example/api/v2.0/x",
        "/api/v2.0/x",
        "javascript:alert(1)//api/",
        // the relay's origin, but not the relay's
        "https://portal.example/secret",
        "https://portal.example/companion/token",
        "https://bc.example/v2.0/t/Production/ODataV4/x",
        "https://bc.example/environments/v1.2?/api/",
        "https://bc.example/x#/api/v2.0/x",
        // what a reader of addresses would make another path of
        "https://bc.example/api/../../../../token",
        "https://bc.example/v2.0/t/Production/api/v2.0/../../../../../token",
        "https://bc.example/v2.0/t/Production/api/%2e%2E/x",
        "https://bc.example/v2.0/t/Production/api/.%2e",
        "https://bc.example/v2.0/t/Production/api/./x",
        "https://bc.example/api/\\..\\x",
        "https://bc.example/v2.0/../api",
        "",
    ] {
        assert_eq!(service.follow(address), Err(Error::ForeignLink), "{address}");
    }
}

#[test]
fn an_upstream_is_held_to_what_a_service_is() {
    for upstream in
        ["http://bc.example/v2.0/t/e", "https://u@bc.example", "https://bc.example?x", "bc.example", ""]
    {
        let service = Service::new("https://companion.example", "t", "e").unwrap();
        assert!(service.behind_relay(upstream).is_err(), "{upstream}");
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use super::{UPSTREAM, behind};
    use origin::Origin;
    use proptest::prelude::*;

    proptest! {
        /// Whatever an answer says, requests go to routes below the relay's own base, and nowhere else.
        #[test]
        fn nothing_leads_out_of_the_relay(
            start in prop_oneof![
                Just(UPSTREAM.to_owned()), Just("https://bc.example".to_owned()),
                Just("https://portal.example/companion/v2.0/t/Production".to_owned()),
                Just("https://portal.example".to_owned()), "[a-z:/@.]{0,20}",
            ],
            path in "(/|/\\.{1,2}|/%2[eE]|/api|/api/|/v2\\.0|/[a-z()'?#=%\\\\]{0,6}|\\PC){0,8}",
        ) {
            let service = behind("https://portal.example/companion");
            if let Ok(followed) = service.follow(&format!("{start}{path}")) {
                let rest = followed.strip_prefix("https://portal.example/companion/v2.0/t/Production/api/");
                prop_assert!(rest.is_some(), "{followed}");
                prop_assert!(Origin::of(&followed).is_ok_and(|origin| origin == *service.origin()));
                let path = followed.split('?').next().unwrap().to_lowercase().replace("%2e", ".");
                prop_assert!(!path.split('/').any(|segment| segment == ".." || segment == "."), "{followed}");
                prop_assert_eq!(service.follow(&followed), Ok(followed.clone()), "twice is once");
            }
        }

        #[test]
        fn a_link_keeps_its_route_and_query(
            route in "(/[A-Za-z0-9()'=,%-]{1,12}){1,5}", query in "[A-Za-z0-9$=&%/'?-]{0,40}",
        ) {
            prop_assume!(!route.to_lowercase().contains("%2e"));
            let link = format!("{UPSTREAM}/api{route}?{query}");
            let expected = format!("https://portal.example/companion/v2.0/t/Production/api{route}?{query}");
            prop_assert_eq!(behind("https://portal.example/companion").follow(&link), Ok(expected));
        }
    }
}
