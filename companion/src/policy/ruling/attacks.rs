//! Addresses that would lead elsewhere.

use super::tests::{decide, read_only};

const PREFIX: &str = "/v2.0/cronus.example/Production";

/// Ways to write a step up, or a slash.
const STEPS: [&str; 30] = [
    "..",
    ".",
    "%2e%2e",
    "%2E%2E",
    ".%2e",
    "%2e.",
    "%252e%252e",
    "%25252e%25252e",
    "%c0%ae%c0%ae",
    "%e0%80%ae%e0%80%ae",
    "%f0%80%80%ae",
    "%ef%bc%8e%ef%bc%8e",
    "%u002e%u002e",
    "..;",
    "..;x=y",
    "..%00",
    "..%0d%0a",
    "..%20",
    "%20..",
    "..%09",
    "...",
    "....",
    "..%5c",
    "..%255c",
    "%5c..",
    "..%2f",
    "..%252f",
    "..%c0%af",
    "..%ef%bc%8f",
    "",
];

#[test]
fn no_spelling_of_a_step_up_passes_wherever_it_stands() {
    let hosts = ["{}/admin/v2.0", "v2.0/{}/x", "v2.0/cronus.example/{}/api/v2.0/companies"];
    for step in STEPS {
        for place in hosts {
            let address = format!("/{}", place.replace("{}", step));
            assert!(decide(&read_only(), "GET", &address).is_err(), "{address}");
        }
        for place in [
            "/{}",
            "/{}/api/v2.0/companies",
            "/api/{}/companies",
            "/api/v2.0/{}",
            "/api/v2.0/{}/companies",
            "/api/v2.0/{}/{}/{}/admin",
            "/api/v2.0/companies/{}",
            "/api/v2.0/companies/{}/customers",
            "/api/v2.0/companies(a){}/customers",
            "/api/v2.0/companies({})",
            "/api/v2.0/companies/{}/../../..",
            "/api/v2.0{}/companies",
            "/api/v2.0/companies{}%2f..%2f..",
        ] {
            // Nothing at all is no step: then the address is the honest one.
            let address = format!("{PREFIX}{}", place.replace("{}", step));
            let honest = step.is_empty() && (place == "/api/v2.0{}/companies");
            assert_eq!(decide(&read_only(), "GET", &address).is_ok(), honest, "{address}");
        }
    }
}

#[test]
fn no_other_host_environment_or_route_is_reached() {
    for (address, status) in [
        ("https://evil.example/v2.0/cronus.example/Production/api/v2.0/companies", 400),
        ("http://bc.example/v2.0/cronus.example/Production/api/v2.0/companies", 400),
        ("//evil.example/v2.0/cronus.example/Production/api/v2.0/companies", 400),
        ("/\\evil.example/v2.0", 400),
        ("\\\\evil.example", 400),
        ("///v2.0/cronus.example/Production/api/v2.0/companies", 400),
        ("/@evil.example/v2.0/cronus.example/Production/api/v2.0/companies", 404),
        ("@evil.example", 400),
        (":443@evil.example/", 400),
        ("*", 400),
        ("", 400),
        ("/", 400),
        ("/v2.0", 404),
        ("/v2.0/", 400),
        ("/v2.0/cronus.example", 404),
        ("/v2.0/cronus.example/Production", 404),
        ("/v2.0/cronus.example/Production/", 400),
        ("/v2.0/Production/api/v2.0/companies", 404),
        ("/v2.0/other.example/Production/api/v2.0/companies", 404),
        ("/v2.0/cronus.example/Sandbox/api/v2.0/companies", 404),
        ("/v2.0/cronus.example/production/api/v2.0/companies", 404),
        ("/v2.0/CRONUS.example/Production/api/v2.0/companies", 404),
        ("/V2.0/cronus.example/Production/api/v2.0/companies", 404),
        ("/v2.1/cronus.example/Production/api/v2.0/companies", 404),
        ("/v1.0/cronus.example/Production/api/v2.0/companies", 404),
        ("/v2.0/cronus.example/Production;x/api/v2.0/companies", 404),
        ("/v2.0/cronus.example/Production%20/api/v2.0/companies", 404),
        ("/v2.0/cronus.example/Production%2Fapi%2Fv2.0%2Fcompanies", 400),
        ("/v2.0/cronus.example//Production/api/v2.0/companies", 400),
        ("/v2.0/cronus.example/Production/api/v2.0//companies", 400),
        ("/v2.0/cronus.example/Production/api/v2.0/companies/", 400),
        ("/v2.0/cronus.example/Production/API/v2.0/companies", 404),
        ("/v2.0/cronus.example/Production/api/V2.0/companies", 404),
        ("/v2.0/cronus.example/Production/api/v1.0/companies", 404),
        ("/v2.0/cronus.example/Production/api/beta/companies", 404),
        ("/v2.0/cronus.example/Production/api/v2.0%20/companies", 404),
        ("/v2.0/cronus.example/Production/api", 404),
        ("/v2.0/cronus.example/Production/api/microsoft/automation/v2.0/companies", 404),
        ("/v2.0/cronus.example/Production/api/microsoft/runtime/beta/companies", 404),
        ("/v2.0/cronus.example/Production/ODataV4/Company", 404),
        ("/v2.0/cronus.example/Production/odatav4/Company", 404),
        ("/v2.0/cronus.example/Production/ODataV4/$metadata", 404),
        ("/v2.0/cronus.example/Production/WS/Codeunit/x", 404),
        ("/v2.0/cronus.example/Production/dev/packages", 404),
        ("/v2.0/cronus.example/Production/webhooks", 404),
        ("/environments/v1.2", 404),
        ("/admin/v2.0/applications/BusinessCentral/environments", 404),
        ("/token", 404),
        ("/.well-known/openid-configuration", 404),
        ("/v2.0/cronus.example/Production/api/v2.0/http:", 400),
        ("/v2.0/cronus.example/Production/api/v2.0/http:%2f%2fevil.example", 400),
        ("/v2.0/cronus.example/Production/api/v2.0/user@evil.example", 400),
        ("/v2.0/cronus.example/Production/api/v2.0/companies#x", 400),
        ("/v2.0/cronus.example/Production/api/v2.0/companies%23x", 400),
        ("/v2.0/cronus.example/Production/api/v2.0/companies%3f$expand=x", 400),
        ("/v2.0/cronus.example/Production/api/v2.0/companies?x", 400),
        ("/v2.0/cronus.example/Production/api/v2.0/companies??$top=1", 400),
        ("/v2.0/cronus.example/Production/api/v2.0/companies?$top=1?$top=2", 400),
        ("/v2.0/cronus.example/Production/api/v2.0/companies?$top=1#x", 400),
        ("/v2.0/cronus.example/Production/api/v2.0/companies?$schemaversion=2.1", 400),
        ("/v2.0/cronus.example/Production/api/v2.0/companies?tenant=other", 400),
        ("/v2.0/cronus.example/Production/api/v2.0/companies\r\nX: y", 400),
        ("/v2.0/cronus.example/Production/api/v2.0/companies HTTP/1.1", 400),
        ("/v2.0/cronus.example/Production/api/v2.0/companies\u{0}", 400),
        ("/v2.0/cronus.example/Production/api/v2.0/companies%0d%0aHost:%20evil.example", 400),
    ] {
        assert_eq!(decide(&read_only(), "GET", address), Err(status), "{address}");
    }
    let long = format!("{PREFIX}/api/v2.0/{}", "a".repeat(2_048));
    assert_eq!(decide(&read_only(), "GET", &long), Err(414));
}
