use super::Batch;
use crate::Refusal;
use crate::policy::{Access, Grant, Others, Policy, Route, Ruling, Upstream};
use http::{HeaderMap, HeaderValue, Method, header};

fn policy() -> Policy {
    let get = || Grant::default().method(Method::GET);
    let sets = [
        ("customers".to_owned(), get()),
        ("salesOrders".to_owned(), get().method(Method::POST).action("shipAndInvoice")),
        ("salesOrderLines".to_owned(), get()),
    ];
    let upstream = Upstream::new("https://bc.example", "cronus.example", "Production").unwrap();
    let access = Access::new(Others::Refused, sets).unwrap();
    let warehouse = Route::parse("api/cronus/warehouse/v1.0").unwrap();
    Policy::new(upstream, access, Some("https://portal.example/companion"))
        .with_route(warehouse, Access::read_only())
}

fn sent_as(content_type: &'static str, body: &str) -> Result<Batch, Refusal> {
    let path = "/v2.0/cronus.example/Production/api/v2.0/$batch";
    let Ok(Ruling::Batch(target)) = policy().decide(&Method::POST, path, None) else { panic!("no batch") };
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    policy().batch(&target, &headers, body.as_bytes())
}

fn sent(body: &str) -> Result<Batch, Refusal> {
    sent_as("application/json", body)
}

fn get(url: &str) -> String {
    format!(r#"{{"requests":[{{"id":"1","method":"GET","url":"{url}"}}]}}"#)
}

#[test]
fn what_is_allowed_is_written_anew() {
    let batch = sent(
        r#"{"requests":[
            {"url":"companies(5d115c9c-44e3-ea11-bb43-000d3a2feca1)/customers?$top=5","id":"1","method":"get",
             "headers":{"Accept":"application/json","authorization":"Bearer x","Host":"evil.example","Cookie":"a=b"}},
            {"id":"2","method":"POST","url":"salesOrders","atomicityGroup":"g","dependsOn":["1"],
             "headers":{"Content-Type":"application/json;odata.metadata=minimal"},"body":{"amount":1.50}}]}"#,
    );
    let body = r#"{"requests":[{"id":"1","method":"GET","url":"companies(5d115c9c-44e3-ea11-bb43-000d3a2feca1)/customers?$top=5","headers":{"accept":"application/json"}},{"id":"2","method":"POST","url":"salesOrders","atomicityGroup":"g","dependsOn":["1"],"headers":{"content-type":"application/json;odata.metadata=minimal"},"body":{"amount":1.50}}]}"#;
    assert_eq!(batch, Ok(Batch { body: body.to_owned(), parts: 2, writes: true }));
    let read = sent(&get("customers")).unwrap();
    assert!(!read.writes);
}

#[test]
fn addresses_are_relative_or_ones_own() {
    for (url, expected) in [
        ("customers", Ok("customers")),
        (
            "https://portal.example/companion/v2.0/cronus.example/Production/api/v2.0/customers",
            Ok("customers"),
        ),
        (
            "https://bc.example/v2.0/cronus.example/Production/api/v2.0/customers?$top=1",
            Ok("customers?$top=1"),
        ),
        ("vendors", Err(403)),
        ("customers?$expand=currency", Err(403)),
        ("customers?$expand=salesOrders($expand=vendor)", Err(403)),
        ("$batch", Err(405)),
        ("%24batch", Err(405)),
        ("../automation/v2.0/companies", Err(400)),
        ("..%2fx", Err(400)),
        ("/v2.0/cronus.example/Production/api/v2.0/customers", Err(400)),
        ("/customers", Err(400)),
        ("//evil.example/customers", Err(400)),
        ("https://evil.example/v2.0/cronus.example/Production/api/v2.0/customers", Err(400)),
        ("https://bc.example@evil.example/v2.0/cronus.example/Production/api/v2.0/customers", Err(400)),
        ("https://bc.example.evil.example/v2.0/cronus.example/Production/api/v2.0/customers", Err(400)),
        ("https://bc.example:444/v2.0/cronus.example/Production/api/v2.0/customers", Err(400)),
        ("https://portal.example/v2.0/cronus.example/Production/api/v2.0/customers", Err(400)),
        ("https://portal.example/companion/v2.0/other/Production/api/v2.0/customers", Err(404)),
        (
            "https://portal.example/companion/v2.0/cronus.example/Production/api/microsoft/automation/v2.0/users",
            Err(404),
        ),
        ("https://portal.example/companion/token", Err(404)),
        // Listed, but not the route that the batch is sent to.
        (
            "https://portal.example/companion/v2.0/cronus.example/Production/api/cronus/warehouse/v1.0/bins",
            Err(403),
        ),
        ("$1/salesOrderLines", Err(400)),
        ("customers#x", Err(400)),
        ("customers?tenant=x", Err(400)),
        ("", Err(400)),
    ] {
        let batch = sent(&get(url)).map(|batch| batch.body);
        let expected = expected.map(get);
        assert_eq!(batch.map_err(|no| no.status().as_u16()), expected, "{url}");
    }
}

#[test]
fn a_part_is_held_to_what_it_would_be_alone() {
    let part = |part: &str| {
        sent(&format!(r#"{{"requests":[{{"id":"1","method":"GET","url":"customers"}},{part}]}}"#))
    };
    for (text, status) in [
        (r#"{"id":"2","method":"POST","url":"salesOrders","body":{}}"#, 0),
        (
            r#"{"id":"2","method":"POST","url":"salesOrders(5d115c9c-44e3-ea11-bb43-000d3a2feca1)/Microsoft.NAV.shipAndInvoice"}"#,
            0,
        ),
        (r#"{"id":"2","method":"DELETE","url":"customers(5d115c9c-44e3-ea11-bb43-000d3a2feca1)"}"#, 403),
        (r#"{"id":"2","method":"POST","url":"customers","body":{}}"#, 403),
        (r#"{"id":"2","method":"POST","url":"salesOrders","body":{"salesOrderLines":[{"a":1}]}}"#, 403),
        (
            r#"{"id":"2","method":"POST","url":"salesOrders(5d115c9c-44e3-ea11-bb43-000d3a2feca1)/Microsoft.NAV.post"}"#,
            403,
        ),
        (r#"{"id":"2","method":"POST","url":"$batch","body":{"requests":[]}}"#, 403),
        (r#"{"id":"2","method":"OPTIONS","url":"customers"}"#, 405),
        (r#"{"id":"2","method":"HEAD","url":"customers"}"#, 405),
        (r#"{"id":"2","method":"GET ","url":"customers"}"#, 405),
        (r#"{"id":"2","method":1,"url":"customers"}"#, 405),
        (r#"{"id":"2","url":"customers"}"#, 405),
        (r#"{"id":"2","method":"GET"}"#, 400),
        (r#"{"method":"GET","url":"customers"}"#, 400),
        (r#"{"id":2,"method":"GET","url":"customers"}"#, 400),
        (r#"{"id":"","method":"GET","url":"customers"}"#, 400),
        (r#"{"id":"1","method":"GET","url":"customers"}"#, 400),
        (r#"{"id":"2","method":"GET","url":"customers","url":"vendors"}"#, 400),
        (r#"{"id":"2","method":"GET","url":"vendors","url":"customers"}"#, 400),
        (r#"{"id":"2","method":"GET","url":"customers","URL":"vendors"}"#, 400),
        (r#"{"id":"2","method":"GET","url":"customers","\u0075rl":"vendors"}"#, 400),
        (r#"{"id":"2","method":"GET","method":"DELETE","url":"customers"}"#, 400),
        (r#"{"id":"2","method":"GET","url":"customers","if":"x"}"#, 400),
        (r#"{"id":"2","method":"GET","url":"customers","Body":{}}"#, 400),
        (r#"{"id":"2","method":"GET","url":"customers","body":{}}"#, 400),
        (r#"{"id":"2","method":"POST","url":"salesOrders","body":"e30="}"#, 400),
        (r#"{"id":"2","method":"POST","url":"salesOrders","body":[]}"#, 400),
        (r#"{"id":"2","method":"POST","url":"salesOrders","body":{"a":1,"A":2}}"#, 400),
        (r#"{"id":"2","method":"GET","url":["customers"]}"#, 400),
        (r#"{"id":"2","method":"GET","url":"customers","headers":[]}"#, 400),
        (r#"{"id":"2","method":"GET","url":"customers","headers":{"X-HTTP-Method":"DELETE"}}"#, 400),
        (r#"{"id":"2","method":"GET","url":"customers","headers":{"x-http-method-OVERRIDE":"DELETE"}}"#, 400),
        (r#"{"id":"2","method":"GET","url":"customers","headers":{"Accept":"a\r\nX: y"}}"#, 400),
        (r#"{"id":"2","method":"GET","url":"customers","headers":{"Accept":1}}"#, 400),
        (r#"{"id":"2","method":"GET","url":"customers","headers":{"Accept":"a","accept":"b"}}"#, 400),
        (
            r#"{"id":"2","method":"POST","url":"salesOrders","headers":{"Content-Type":"multipart/mixed"}}"#,
            415,
        ),
        (r#"{"id":"2","method":"GET","url":"customers","dependsOn":"1"}"#, 400),
        (r#"{"id":"2","method":"GET","url":"customers","dependsOn":["../x"]}"#, 400),
        (r#"{"id":"2","method":"GET","url":"customers","atomicityGroup":{}}"#, 400),
        ("1", 400),
        ("[]", 400),
    ] {
        assert_eq!(part(text).map_or_else(|no| no.status().as_u16(), |_| 0), status, "{text}");
    }
}

#[test]
fn the_envelope_is_json_with_one_list() {
    for body in [
        "",
        "[]",
        "{}",
        r#"{"requests":{}}"#,
        r#"{"requests":[],"requests":[]}"#,
        r#"{"requests":[],"Requests":[]}"#,
        r#"{"requests":[],"x":1}"#,
        r#"{"requests":[]} {}"#,
        "--batch\r\n",
        "\u{feff}{\"requests\":[]}",
    ] {
        assert_eq!(sent(body).map_err(|no| no.status().as_u16()), Err(400), "{body}");
    }
    for content_type in [
        "multipart/mixed;boundary=x",
        "text/plain",
        "application/json, multipart/mixed",
        "",
        "application/jsonx",
    ] {
        let refused = sent_as(content_type, r#"{"requests":[]}"#).map_err(|no| no.status().as_u16());
        assert_eq!(refused, Err(415), "{content_type}");
    }
    let many = |count: usize| {
        let part = |id: usize| format!(r#"{{"id":"{id}","method":"GET","url":"customers"}}"#);
        format!(r#"{{"requests":[{}]}}"#, (0..count).map(part).collect::<Vec<_>>().join(","))
    };
    assert_eq!(sent(&many(100)).map(|batch| batch.parts), Ok(100));
    assert_eq!(sent(&many(101)).map_err(|no| no.status().as_u16()), Err(413));
}
