//! Addresses that lead elsewhere, methods and sets that aren't allowed.

use super::row::{Row, Target};
use super::support::Plan;

const NOT_FOUND: &str = "Companion_NotFound";
const NOT_ALLOWED: &str = "Companion_NotAllowed";
const MALFORMED: &str = "Companion_Malformed";
const ID: &str = "5d115c9c-44e3-ea11-bb43-000d3a2feca1";

pub(crate) async fn rows() -> Vec<Row> {
    let mut target = Target::new(Plan::default()).await;
    target.honest(&[]).await;
    for path in [
        "…/../../../admin",
        "…/customers/../vendors",
        "…/customers/./../vendors",
        "…/%2e%2e/vendors",
        "…/%2E%2E/%2e./vendors",
        "…/.%2e/vendors",
        "…/customers%2f..%2fvendors",
        "…/customers%2F%2E%2E%2Fvendors",
        "…/customers%252f..%252fvendors",
        "…/%252e%252e/vendors",
        "…/customers%5c..%5cvendors",
        "…/customers\\..\\vendors",
        "…/..%00/vendors",
        "…/%c0%ae%c0%ae/vendors",
        "…/%c0%af../vendors",
        "…/%e0%80%ae/vendors",
        "…/%uff0e%uff0e/vendors",
        "…/%ef%bc%8e%ef%bc%8e/vendors",
        "…/..;/vendors",
        "…//vendors",
        "…/customers//",
        "…/customers%",
        "…/customers%zz",
        "…/customers%0d%0aHost:%20evil.example",
    ] {
        target
            .try_call("path traversal", &format!("`GET {path}`"), ("GET", path), &[], (400, MALFORMED))
            .await;
    }
    for (path, status, code) in [
        ("/v2.0/evil.example/Production/api/v2.0/customers", 404, NOT_FOUND),
        ("/v2.0/../admin/v2.24/applications", 400, MALFORMED),
        ("/admin/v2.24/applications/BusinessCentral/environments", 404, NOT_FOUND),
        ("/environments/v1.2", 404, NOT_FOUND),
        ("//evil.example/v2.0", 400, MALFORMED),
        ("/https://evil.example/", 400, MALFORMED),
        ("/v2.0/https:%2f%2fevil.example/x/api/v2.0/customers", 400, MALFORMED),
        ("/@evil.example/", 400, MALFORMED),
        ("/v2.0/user:pass@evil.example/Production/api/v2.0/customers", 404, NOT_FOUND),
    ] {
        let sent = format!("`GET {path}`");
        target.try_call("another tenant, service or host", &sent, ("GET", path), &[], (status, code)).await;
    }
    for line in ["http://evil.example/v2.0", "https://evil.example…/customers", "http://localhost…/customers"]
    {
        let raw = format!(
            "GET {line} HTTP/1.1\r\nhost: localhost\r\norigin: http://localhost:8080\r\nx-portico: 1\r\nconnection: close\r\n\r\n"
        );
        target.try_raw("absolute target", &format!("`GET {line}`"), &raw, (400, MALFORMED)).await;
    }
    let connect =
        "CONNECT evil.example:443 HTTP/1.1\r\nhost: localhost\r\nx-portico: 1\r\nconnection: close\r\n\r\n";
    target.try_raw("a tunnel", "`CONNECT evil.example:443`", connect, (400, MALFORMED)).await;
    for (method, path, status, code) in [
        ("DELETE", format!("…/customers({ID})"), 403, NOT_ALLOWED),
        ("POST", "…/customers".to_owned(), 403, NOT_ALLOWED),
        ("PUT", format!("…/customers({ID})"), 403, NOT_ALLOWED),
        ("TRACE", "…/customers".to_owned(), 405, "Companion_MethodNotAllowed"),
        ("PROPFIND", "…/customers".to_owned(), 405, "Companion_MethodNotAllowed"),
        ("OPTIONS", "…/customers".to_owned(), 405, "Companion_MethodNotAllowed"),
        ("POST", format!("…/customers({ID})/Microsoft.NAV.post"), 403, NOT_ALLOWED),
    ] {
        target
            .try_call(
                "a method that isn't allowed",
                &format!("`{method} {path}`"),
                (method, &path),
                &[],
                (status, code),
            )
            .await;
    }
    let overridden = [("x-http-method-override", "DELETE")];
    target
        .try_call(
            "a method by a header",
            "`X-HTTP-Method-Override: DELETE`",
            ("GET", "…/customers"),
            &overridden,
            (400, MALFORMED),
        )
        .await;
    for path in [
        "…/vendors",
        "…/%76endors",
        "…/companies(5d115c9c-44e3-ea11-bb43-000d3a2feca1)/vendors",
        "…/customers(5d115c9c-44e3-ea11-bb43-000d3a2feca1)/vendors",
        "…/$all",
        "…/$entity?$id=vendors",
        "…/$crossjoin(customers,vendors)",
    ] {
        let expected = if path.contains('$') { (400, MALFORMED) } else { (403, NOT_ALLOWED) };
        target
            .try_call("a set that isn't allowed", &format!("`GET {path}`"), ("GET", path), &[], expected)
            .await;
    }
    for (query, code) in [
        ("$expand=vendors", NOT_ALLOWED),
        ("%24expand=vendors", NOT_ALLOWED),
        ("$expand=items($expand=vendors)", NOT_ALLOWED),
        ("$expand=items($select=number;$expand=items($expand=vendors))", NOT_ALLOWED),
        ("$expand=items/vendors", NOT_ALLOWED),
        ("$expand=*", MALFORMED),
        ("$expand=vendors/$ref", NOT_ALLOWED),
        ("$select=number&$expand=items&$expand=vendors", MALFORMED),
        ("$filter=vendors/any(v:v/number%20eq%20'1')", NOT_ALLOWED),
        ("$orderby=vendors/number", NOT_ALLOWED),
    ] {
        let (path, sent) = (format!("…/customers?{query}"), format!("`GET …/customers?{query}`"));
        let status = if code == MALFORMED { 400 } else { 403 };
        target
            .try_call("an allowed set leading to a forbidden one", &sent, ("GET", &path), &[], (status, code))
            .await;
    }
    for path in [
        "api/microsoft/automation/v2.0/companies",
        "api/microsoft/automation/v1.0/companies(5d115c9c-44e3-ea11-bb43-000d3a2feca1)/users",
        "api/microsoft/runtime/beta/companies",
        "api/contoso/sales/v1.0/bonuses",
        "api/beta/customers",
        "api/v1.0/customers",
        "ODataV4/Company",
        "WS/CRONUS/Codeunit/Post",
        "dev/packages",
    ] {
        let full = format!("{}/{path}", target.world.base);
        let sent = format!("`GET /v2.0/{{tenant}}/{{environment}}/{path}`");
        target.try_call("a route that isn't listed", &sent, ("GET", &full), &[], (404, NOT_FOUND)).await;
    }
    target.rows()
}
