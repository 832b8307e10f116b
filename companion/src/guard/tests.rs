use super::{Admission, Guard, Host, Page};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use origin::Origin;

const HOST: (&str, &str) = ("host", "companion.example");
const MARK: (&str, &str) = ("x-portico", "1");
const LISTED: (&str, &str) = ("origin", "https://portal.example");
const OWN: (&str, &str) = ("origin", "https://companion.example");

fn guard() -> Guard {
    let hosts = ["companion.example", "localhost:8083"].map(|host| Host::parse(host).unwrap());
    let origins =
        ["https://portal.example", "http://localhost:8080"].map(|origin| Origin::of(origin).unwrap());
    Guard::new(hosts.to_vec(), origins.to_vec())
}

fn map(headers: &[(&str, &str)]) -> HeaderMap {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(HeaderName::from_bytes(name.as_bytes()).unwrap(), HeaderValue::from_str(value).unwrap());
    }
    map
}

fn admit(method: &Method, path: &str, headers: &[(&str, &str)]) -> Result<Admission, u16> {
    let uri: Uri = path.parse().unwrap();
    guard().admit(method, path, &uri, &map(headers)).map_err(|no| no.status().as_u16())
}

fn site(site: &'static str) -> (&'static str, &'static str) {
    ("sec-fetch-site", site)
}

#[test]
fn hosts_are_listed() {
    for (hosts, status) in [
        (&["companion.example"][..], 0),
        (&["Companion.EXAMPLE:443"], 0),
        (&["localhost:8083"], 0),
        (&["localhost"], 421),
        (&["localhost:8084"], 421),
        (&["127.0.0.1:8083"], 421),
        (&["[::1]:8083"], 421),
        (&["evil.example"], 421),
        (&["companion.example.evil.example"], 421),
        (&["companion.example:8443"], 421),
        (&["companion.example."], 400),
        (&["companion.example@evil.example"], 400),
        (&["companion.example, evil.example"], 400),
        (&["companion.example", "companion.example"], 400),
        (&["companion.example", "evil.example"], 400),
        (&[""], 400),
        (&[], 400),
    ] {
        let headers: Vec<_> = hosts.iter().map(|host| ("host", *host)).chain([MARK]).collect();
        for path in ["/", "/health", "/token", "/v2.0/x"] {
            assert_eq!(admit(&Method::GET, path, &headers).err().unwrap_or_default(), status, "{hosts:?}");
        }
    }
}

#[test]
fn the_authority_of_a_request_is_its_host_too() {
    for (uri, host, status) in [
        ("https://companion.example/", None, 0),
        ("https://companion.example/", Some("companion.example"), 0),
        ("https://companion.example/", Some("evil.example"), 400),
        ("https://evil.example/", Some("companion.example"), 400),
        ("https://evil.example/", None, 421),
        ("https://u@companion.example/", None, 400),
    ] {
        let headers: Vec<_> = host.map(|host| ("host", host)).into_iter().chain([MARK]).collect();
        let ruled = guard().admit(&Method::GET, "/", &uri.parse().unwrap(), &map(&headers));
        assert_eq!(ruled.err().map_or(0, |no| no.status().as_u16()), status, "{uri} {host:?}");
    }
}

#[test]
fn pages_are_of_listed_origins_or_ones_own() {
    use Page::{Listed, SameOrigin, Unsaid};
    for (headers, read, write) in [
        (&[site("same-origin")][..], Ok(SameOrigin), Ok(SameOrigin)),
        (&[site("same-origin"), OWN], Ok(SameOrigin), Ok(SameOrigin)),
        (&[site("same-origin"), LISTED], Ok(SameOrigin), Ok(SameOrigin)),
        (&[site("same-origin"), ("origin", "https://evil.example")], Err(403), Err(403)),
        (&[site("same-origin"), ("origin", "null")], Err(403), Err(403)),
        (&[site("same-site"), LISTED], Ok(Listed), Ok(Listed)),
        (&[site("cross-site"), LISTED], Ok(Listed), Ok(Listed)),
        (&[site("cross-site"), ("origin", "http://localhost:8080")], Ok(Listed), Ok(Listed)),
        (&[site("same-site")], Err(403), Err(403)),
        (&[site("cross-site")], Err(403), Err(403)),
        (&[site("same-site"), OWN], Err(403), Err(403)),
        (&[site("cross-site"), OWN], Err(403), Err(403)),
        (&[site("cross-site"), ("origin", "https://evil.example")], Err(403), Err(403)),
        (&[site("none")], Ok(Unsaid), Err(403)),
        (&[site("none"), LISTED], Err(403), Err(403)),
        (&[site("Same-Origin")], Err(403), Err(403)),
        (&[site("")], Err(403), Err(403)),
        (&[site("same-origin, cross-site")], Err(403), Err(403)),
        (&[site("same-origin"), site("cross-site")], Err(400), Err(400)),
        (&[], Ok(Unsaid), Err(403)),
        (&[LISTED], Ok(Listed), Ok(Listed)),
        (&[OWN], Ok(SameOrigin), Ok(SameOrigin)),
        (&[("origin", "http://companion.example")], Err(403), Err(403)),
        (&[("origin", "https://companion.example:8443")], Err(403), Err(403)),
        (&[("origin", "null")], Err(403), Err(403)),
        (&[("origin", "*")], Err(403), Err(403)),
        (&[("origin", "")], Err(403), Err(403)),
        (&[("origin", "https://portal.example/")], Err(403), Err(403)),
        (&[("origin", "https://PORTAL.example")], Err(403), Err(403)),
        (&[("origin", "https://portal.example:443")], Err(403), Err(403)),
        (&[("origin", "http://portal.example")], Err(403), Err(403)),
        (&[("origin", "https://portal.example.evil.example")], Err(403), Err(403)),
        (&[("origin", "https://evilportal.example")], Err(403), Err(403)),
        (&[("origin", "https://sub.portal.example")], Err(403), Err(403)),
        (&[("origin", "https://portal.example https://evil.example")], Err(403), Err(403)),
        (&[("origin", "https://portal.example, https://evil.example")], Err(403), Err(403)),
        (&[("origin", "http://localhost:8081")], Err(403), Err(403)),
        (&[("origin", "http://127.0.0.1:8080")], Err(403), Err(403)),
        (&[LISTED, LISTED], Err(400), Err(400)),
        (&[LISTED, ("origin", "https://evil.example")], Err(400), Err(400)),
    ] {
        let whole: Vec<_> = [HOST, MARK].into_iter().chain(headers.iter().copied()).collect();
        for path in ["/", "/v2.0/t/e/api/v2.0/companies"] {
            let page = |page: Result<Page, u16>| page.map(Admission::Call);
            assert_eq!(admit(&Method::GET, path, &whole), page(read), "GET {headers:?}");
            for method in [Method::POST, Method::PATCH, Method::PUT, Method::DELETE, Method::TRACE] {
                assert_eq!(admit(&method, path, &whole), page(write), "{method} {headers:?}");
            }
        }
    }
}

#[test]
fn every_call_but_a_probe_carries_the_mark() {
    for (marks, status) in [
        (&["1"][..], 0),
        (&[], 403),
        (&[""], 403),
        (&["0"], 403),
        (&["true"], 403),
        (&["1 "], 403),
        (&["1", "1"], 400),
    ] {
        let headers: Vec<_> = marks.iter().map(|mark| ("x-portico", *mark)).chain([HOST, LISTED]).collect();
        for (method, path) in [
            (Method::GET, "/"),
            (Method::GET, "/v2.0/t/e/api/v2.0/companies"),
            (Method::POST, "/token"),
            (Method::POST, "/health"),
            (Method::GET, "/health/x"),
            (Method::GET, "/metrics"),
            (Method::OPTIONS, "/"),
        ] {
            assert_eq!(
                admit(&method, path, &headers).err().unwrap_or_default(),
                status,
                "{method} {path} {marks:?}"
            );
        }
        assert!(admit(&Method::GET, "/health", &headers).is_ok());
        assert!(admit(&Method::HEAD, "/health", &headers).is_ok());
    }
    let foreign = [HOST, ("origin", "https://evil.example")];
    assert_eq!(admit(&Method::GET, "/health", &foreign), Err(403));
}

#[test]
fn preflights_are_answered_for_listed_origins_only() {
    let method = |method: &'static str| ("access-control-request-method", method);
    let names = |names: &'static str| ("access-control-request-headers", names);
    for (headers, status) in [
        (&[LISTED, method("GET"), names("authorization,x-portico")][..], 0),
        (&[LISTED, method("PATCH"), names("Content-Type, If-Match, X-Portico"), site("cross-site")], 0),
        (&[LISTED, method("DELETE"), names("x-portico")], 0),
        (&[LISTED, method("GET")], 0),
        (&[("origin", "https://evil.example"), method("GET"), names("x-portico")], 403),
        (&[("origin", "null"), method("GET")], 403),
        (&[OWN, method("GET")], 403),
        (&[LISTED, LISTED, method("GET")], 400),
        (&[LISTED, method("TRACE")], 403),
        (&[LISTED, method("get")], 403),
        (&[LISTED, method("MERGE")], 403),
        (&[LISTED, method("")], 403),
        (&[LISTED, method("GET"), names("x-http-method-override")], 403),
        (&[LISTED, method("GET"), names("x-portico, cookie")], 403),
        (&[LISTED, method("GET"), names("*")], 403),
        (&[LISTED, method("GET"), names("x-portico"), names("x-forwarded-host")], 403),
        // Without a method to ask for, or without an origin, it is a call like any other, and lacks the mark.
        (&[LISTED], 403),
        (&[method("GET")], 403),
    ] {
        let whole: Vec<_> = [HOST].into_iter().chain(headers.iter().copied()).collect();
        let answer = admit(&Method::OPTIONS, "/v2.0/t/e/api/v2.0/companies", &whole);
        match answer {
            Ok(Admission::Preflight(answered)) => {
                assert_eq!(status, 0, "{headers:?}");
                assert_eq!(answered["access-control-allow-methods"], "GET, HEAD, POST, PATCH, PUT, DELETE");
                assert!(answered["access-control-allow-headers"].to_str().unwrap().contains("x-portico"));
            }
            other => assert_eq!(other, Err(status), "{headers:?}"),
        }
    }
    let rebound = [("host", "evil.example"), LISTED, method("GET")];
    assert_eq!(admit(&Method::OPTIONS, "/", &rebound), Err(421));
}

#[test]
fn answers_may_be_read_by_listed_origins_only() {
    for (headers, allowed) in [
        (&[LISTED][..], Some("https://portal.example")),
        (&[("origin", "http://localhost:8080")], Some("http://localhost:8080")),
        (&[("origin", "https://evil.example")], None),
        (&[("origin", "null")], None),
        (&[("origin", "*")], None),
        (&[OWN], None),
        (&[LISTED, LISTED], None),
        (&[], None),
    ] {
        let answered = guard().answer_headers(&map(headers));
        let origin = answered.get("access-control-allow-origin").map(|value| value.to_str().unwrap());
        assert_eq!(origin, allowed, "{headers:?}");
        assert_eq!(answered.contains_key("access-control-expose-headers"), allowed.is_some());
        assert!(!answered.contains_key("access-control-allow-credentials"));
        assert_eq!(answered["vary"], "Origin, Sec-Fetch-Site");
        assert_eq!(answered["cache-control"], "no-store");
    }
    let exposed = guard().answer_headers(&map(&[LISTED]))["access-control-expose-headers"].clone();
    for name in ["retry-after", "etag", "x-ms-correlation-id", "request-id"] {
        assert!(exposed.to_str().unwrap().contains(name));
    }
}
