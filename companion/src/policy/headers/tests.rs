use super::{back, forward};
use crate::policy::{Access, Grant, Others, Policy, Ruling, Target, Upstream};
use http::{HeaderMap, HeaderName, HeaderValue, Method};

fn target(method: &Method) -> Target {
    let grant = Grant::default().method(Method::GET).method(Method::PATCH).method(Method::POST);
    let access = Access::new(Others::Refused, [("items".to_owned(), grant)]).unwrap();
    let policy = Policy::new(Upstream::new("https://bc.example", "t", "e").unwrap(), access, None);
    match policy.decide(method, "/v2.0/t/e/api/v2.0/items", None) {
        Ok(Ruling::Send(target)) => target,
        other => panic!("{other:?}"),
    }
}

fn map(headers: &[(&str, &str)]) -> HeaderMap {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(HeaderName::from_bytes(name.as_bytes()).unwrap(), HeaderValue::from_str(value).unwrap());
    }
    map
}

fn names(map: &HeaderMap) -> Vec<&str> {
    let mut names: Vec<&str> = map.keys().map(HeaderName::as_str).collect();
    names.sort_unstable();
    names
}

#[test]
fn only_what_is_listed_goes_on() {
    let headers = map(&[
        ("accept", "application/json"),
        ("prefer", "odata.maxpagesize=5"),
        ("prefer", "odata.continue-on-error"),
        ("data-access-intent", "ReadOnly"),
        ("client-request-id", "x"),
        ("if-match", "W/\"x\""),
        ("authorization", "Bearer x"),
        ("proxy-authorization", "Basic x"),
        ("cookie", "a=b"),
        ("host", "portal.example"),
        ("origin", "https://portal.example"),
        ("referer", "https://portal.example/c/x"),
        ("x-portico", "1"),
        ("x-forwarded-for", "10.0.0.1"),
        ("x-forwarded-host", "evil.example"),
        ("forwarded", "for=x"),
        ("x-original-url", "/admin"),
        ("x-rewrite-url", "/admin"),
        ("x-ms-client-principal", "x"),
        ("sec-fetch-site", "same-origin"),
        ("connection", "keep-alive"),
        ("te", "trailers"),
        ("upgrade", "h2c"),
        ("http2-settings", "x"),
        ("expect", "100-continue"),
        ("content-type", "application/json"),
        ("user-agent", "x"),
        ("via", "1.1 x"),
        ("traceparent", "00-x"),
    ]);
    let read = forward(&headers, &target(&Method::GET)).unwrap();
    assert_eq!(names(&read), ["accept", "client-request-id", "data-access-intent", "if-match", "prefer"]);
    assert_eq!(read.get_all("prefer").iter().count(), 2);
    let written = forward(&headers, &target(&Method::PATCH)).unwrap();
    assert_eq!(names(&written), ["accept", "client-request-id", "content-type", "if-match", "prefer"]);
}

#[test]
fn no_header_changes_the_method_or_comes_twice() {
    for headers in [
        &[("x-http-method", "DELETE")][..],
        &[("x-http-method-override", "DELETE")],
        &[("X-Method-Override", "DELETE")],
        &[("X-METHOD", "DELETE")],
        &[("if-match", "a"), ("if-match", "b")],
        &[("content-type", "application/json"), ("content-type", "application/json")],
        &[("company", "a"), ("company", "b")],
        &[("data-access-intent", "ReadOnly"), ("data-access-intent", "ReadWrite")],
    ] {
        let refused = forward(&map(headers), &target(&Method::POST)).map_err(|no| no.status().as_u16());
        assert_eq!(refused.map(|_| ()), Err(400), "{headers:?}");
    }
}

#[test]
fn records_are_written_as_json() {
    for (content_type, allowed) in [
        ("application/json", true),
        ("Application/JSON; charset=utf-8", true),
        ("application/json;odata.metadata=full;IEEE754Compatible=true", true),
        ("text/plain", false),
        ("application/xml", false),
        ("application/atom+xml", false),
        ("application/x-www-form-urlencoded", false),
        ("multipart/form-data", false),
        ("application/json-patch+json", false),
        ("application/json, text/plain", false),
        ("", false),
    ] {
        let headers = map(&[("content-type", content_type)]);
        assert_eq!(forward(&headers, &target(&Method::PATCH)).is_ok(), allowed, "{content_type}");
    }
    assert!(forward(&map(&[]), &target(&Method::POST)).is_ok());
}

#[test]
fn only_what_is_listed_comes_back() {
    let headers = map(&[
        ("content-type", "application/json"),
        ("etag", "W/\"x\""),
        ("retry-after", "5"),
        ("request-id", "x"),
        ("preference-applied", "odata.maxpagesize=5"),
        ("set-cookie", "a=b"),
        ("set-cookie2", "a=b"),
        ("www-authenticate", "Bearer authorization_uri=\"https://login.example\""),
        ("proxy-authenticate", "Basic"),
        ("location", "https://evil.example"),
        ("content-location", "https://evil.example"),
        ("refresh", "0; url=https://evil.example"),
        ("link", "<https://evil.example>; rel=preload"),
        ("access-control-allow-origin", "*"),
        ("access-control-allow-credentials", "true"),
        ("strict-transport-security", "max-age=0"),
        ("clear-site-data", "*"),
        ("service-worker-allowed", "/"),
        ("transfer-encoding", "chunked"),
        ("connection", "close, ETag"),
        ("keep-alive", "timeout=5"),
        ("trailer", "x"),
        ("upgrade", "h2c"),
        ("server", "x"),
        ("x-powered-by", "x"),
    ]);
    assert_eq!(names(&back(&headers)), ["content-type", "preference-applied", "request-id", "retry-after"]);
}
