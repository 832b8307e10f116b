//! Bodies that hide something, and requests that end in two places.

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use super::row::{Row, Target};
use super::support::{Plan, raw, read, send, until};

const NOT_ALLOWED: (u16, &str) = (403, "Companion_NotAllowed");
const MALFORMED: (u16, &str) = (400, "Companion_Malformed");
const TOO_LARGE: (u16, &str) = (413, "Companion_TooLarge");
const MEDIA_TYPE: (u16, &str) = (415, "Companion_MediaType");
const CUSTOMER: &str = "…/customers(5d115c9c-44e3-ea11-bb43-000d3a2feca1)";
const HEAD: &str = "host: localhost\r\norigin: http://localhost:8080\r\nx-portico: 1\r\ncontent-type: application/json\r\nconnection: close\r\n";

pub(crate) async fn rows() -> Vec<Row> {
    let mut target = Target::new(Plan::default()).await;
    target.honest(&[]).await;
    batches(&mut target).await;
    framing(&mut target).await;
    dawdlers(&mut target).await;
    headers(&mut target).await;
    target.rows()
}

async fn batches(target: &mut Target) {
    let batch = ("POST", "…/$batch");
    let one = |method: &str, url: &str| {
        format!(
            r#"{{"requests":[{{"id":"1","method":"GET","url":"customers"}},{{"id":"2","method":"{method}","url":"{url}"}}]}}"#
        )
    };
    for (method, url, expected) in [
        ("GET", "vendors", NOT_ALLOWED),
        ("GET", "customers?$expand=vendors", NOT_ALLOWED),
        ("DELETE", "customers(5d115c9c-44e3-ea11-bb43-000d3a2feca1)", NOT_ALLOWED),
        ("GET", "../../microsoft/automation/v2.0/companies", MALFORMED),
        ("GET", "https://evil.example/customers", MALFORMED),
        ("POST", "$batch", NOT_ALLOWED),
        ("GET", "$1/vendors", MALFORMED),
        ("TRACE", "customers", (405, "Companion_MethodNotAllowed")),
    ] {
        let sent = format!("second part: `{method} {url}`");
        target.try_body("a forbidden part in a batch", &sent, batch, &one(method, url), expected).await;
    }
    let twice = r#"{"requests":[{"id":"1","method":"GET","url":"customers","url":"vendors"}]}"#;
    target.try_body("a part that reads two ways", "`url` twice", batch, twice, MALFORMED).await;
    let multipart = [("content-type", "multipart/mixed; boundary=b")];
    let answer = target.world.call("POST", &target.full("…/$batch"), &multipart, "--b--").await;
    assert_eq!((answer.status, answer.code().as_str()), MEDIA_TYPE);
    target.write_down("a batch in MIME's form", "`Content-Type: multipart/mixed`", "415", MEDIA_TYPE.1);
    let deep = r#"{"displayName":"x","vendors":[{"number":"1"}]}"#;
    target
        .try_body(
            "a record that holds another set's",
            &format!("`PATCH {CUSTOMER}` with `vendors: […]`"),
            ("PATCH", CUSTOMER),
            deep,
            NOT_ALLOWED,
        )
        .await;
}

async fn framing(target: &mut Target) {
    for (attack, sent, headers, body, expected) in [
        (
            "request smuggling",
            "two lengths",
            "content-length: 5\r\ncontent-length: 6\r\n",
            "{\"a\":1}",
            (400, ""),
        ),
        (
            "request smuggling",
            "`Transfer-Encoding: xchunked`",
            "transfer-encoding: xchunked\r\n",
            "0\r\n\r\n",
            (400, ""),
        ),
        (
            "request smuggling",
            "`Transfer-Encoding: chunked, gzip`",
            "transfer-encoding: chunked, gzip\r\n",
            "0\r\n\r\n",
            (400, ""),
        ),
        ("request smuggling", "a blank before the colon", "content-length : 2\r\n", "{}", (400, "")),
        ("request smuggling", "a folded header", "x-a: b\r\n content-length: 2\r\n", "{}", (400, "")),
        (
            "request smuggling",
            "`Connection: close, If-Match`",
            "connection: close, if-match\r\ncontent-length: 2\r\n",
            "{}",
            MALFORMED,
        ),
        (
            "an encoded body",
            "`Content-Encoding: gzip`",
            "content-encoding: gzip\r\ncontent-length: 2\r\n",
            "{}",
            MALFORMED,
        ),
        ("a body that isn't JSON", "`<customer/>`", "content-length: 11\r\n", "<customer/>", MALFORMED),
        ("oversized body", "`Content-Length: 2000000`", "content-length: 2000000\r\n", "{", TOO_LARGE),
    ] {
        let bytes = format!("PATCH {CUSTOMER} HTTP/1.1\r\n{HEAD}{headers}\r\n{body}");
        target.try_raw(attack, sent, &bytes, expected).await;
    }
    smuggled(target).await;
    let chunk = format!("fffff\r\n{}\r\n", "x".repeat(0xf_ffff));
    let bytes = format!(
        "PATCH {CUSTOMER} HTTP/1.1\r\n{HEAD}transfer-encoding: chunked\r\n\r\n{chunk}{chunk}0\r\n\r\n"
    );
    target.try_raw("oversized body", "2 MB in chunks, without a length", &bytes, TOO_LARGE).await;
    let body = "GET …/customers HTTP/1.1\r\nhost: localhost\r\norigin: http://localhost:8080\r\nx-portico: 1\r\nconnection: close\r\ncontent-length: 5\r\n\r\nHELLO";
    target.try_raw("a body with a read", "GET with `Content-Length: 5`", body, MALFORMED).await;
    let large = format!(
        "GET …/customers HTTP/1.1\r\nhost: localhost\r\nx-a: {}\r\nconnection: close\r\n\r\n",
        "a".repeat(40_000)
    );
    target.try_raw("an oversized head", "a header of 40 kB", &large, (431, "")).await;
}

/// A request within a request: whoever goes by the length sees one, whoever goes by the coding could see two.
async fn smuggled(target: &mut Target) {
    let inner =
        "GET …/items HTTP/1.1\r\nhost: localhost\r\norigin: http://localhost:8080\r\nx-portico: 1\r\n\r\n";
    let body = target.full(&format!("0\r\n\r\n{inner}"));
    let keep = HEAD.replace("connection: close\r\n", "");
    let head = format!(
        "PATCH {CUSTOMER} HTTP/1.1\r\n{keep}content-length: {}\r\ntransfer-encoding: chunked\r\n\r\n",
        body.len()
    );
    let before = target.requests().len();
    let answer = raw(target.world.address, format!("{}{body}", target.full(&head)).as_bytes()).await;
    let answers = String::from_utf8_lossy(&answer.raw).matches("HTTP/1.1 ").count();
    let sent: Vec<String> = target.requests()[before..].iter().map(|got| got.line.clone()).collect();
    assert!(answers == 1 && sent.len() == 1 && sent[0].starts_with("PATCH "), "{answers} {sent:?}");
    assert_eq!(answer.header("connection"), Some("close"));
    target.write_down(
        "request smuggling",
        "`Content-Length` and `Transfer-Encoding`, another request in the body",
        "one answer, closed",
        "",
    );
}

async fn dawdlers(target: &mut Target) {
    let slow = target.full(&format!("PATCH {CUSTOMER} HTTP/1.1\r\n{HEAD}content-length: 10\r\n\r\n{{"));
    let answer = raw(target.world.address, slow.as_bytes()).await;
    assert_eq!((answer.status, answer.code().as_str()), (408, "Companion_TooSlow"));
    target.write_down("slow body", "one byte of ten, then nothing", "408", "Companion_TooSlow");
    let mut stream = TcpStream::connect(target.world.address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nhost: loc").await.unwrap();
    let answer = read(stream).await;
    assert!(answer.raw.is_empty());
    target.write_down("slow head", "half a head, then nothing", "closed", "");
    idle(target).await;
}

/// Ten thousand, or as many as the system lets a test have.
async fn idle(target: &mut Target) {
    let plan = Plan { tables: "connections = 50\n".to_owned(), ..Plan::default() };
    let other = Target::new(plan).await;
    let mut idle = Vec::new();
    let allowed = rlimit::increase_nofile_limit(20_000).unwrap_or(1_024);
    for _ in 0..10_000.min(allowed / 2) {
        idle.push(TcpStream::connect(other.world.address).await.unwrap());
    }
    other.honest(&[]).await;
    let metrics = || other.world.app.metrics_text();
    until("there are no more than the limit", || {
        let text = metrics();
        let line = text.lines().find(|line| line.starts_with("portico_companion_connections ")).unwrap();
        line.rsplit(' ').next().unwrap().parse::<usize>().unwrap() <= 50
    })
    .await;
    other.honest(&[]).await;
    target.write_down(
        "idle connections",
        "10,000 where there may be 50; the idlest give way, calls are answered",
        "closed",
        "",
    );
}

/// What goes through, goes through without them.
async fn headers(target: &mut Target) {
    let hostile = [
        ("authorization", "Bearer stolen"),
        ("proxy-authorization", "Basic x"),
        ("cookie", "session=1"),
        ("x-forwarded-for", "10.0.0.1"),
        ("x-forwarded-host", "evil.example"),
        ("forwarded", "for=10.0.0.1"),
        ("x-original-url", "/vendors"),
        ("x-rewrite-url", "/vendors"),
        ("x-ms-client-principal", "x"),
        ("te", "trailers"),
        ("upgrade", "websocket"),
        ("via", "1.1 x"),
        ("expect", ""),
    ];
    let usual = [("host", "localhost"), ("origin", "http://localhost:8080"), ("x-portico", "1")];
    let all: Vec<_> = usual.into_iter().chain(hostile).filter(|(_, value)| !value.is_empty()).collect();
    let answer = send(target.world.address, "GET", &target.full("…/customers"), &all, b"").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let got = target.requests().pop().unwrap();
    for (name, value) in hostile {
        assert!(got.header(name).is_none_or(|got| !got.contains(value)), "{name}");
    }
    assert!(got.header("authorization").unwrap().starts_with("Bearer ey"));
    let mut names: Vec<&str> = got.headers.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["authorization", "client-request-id", "host", "user-agent"], "nothing else is sent");
    target.write_down(
        "headers for the service behind",
        "`Authorization`, `Cookie`, `X-Forwarded-*`, `X-Original-URL`, `Via` …",
        "200, without them",
        "",
    );
}
