//! Pages of other origins, hosts that aren't the companion's.

use super::row::{Row, Target};
use super::support::Plan;

const MISDIRECTED: (u16, &str) = (421, "Companion_Misdirected");
const NOT_ALLOWED: (u16, &str) = (403, "Companion_NotAllowed");
const MALFORMED: (u16, &str) = (400, "Companion_Malformed");

pub(crate) async fn rows() -> Vec<Row> {
    let mut target = Target::new(Plan::default()).await;
    let read = ("GET", "…/customers");
    target.honest(&[]).await;
    target.honest(&[("origin", ""), ("sec-fetch-site", "same-origin")]).await;
    for origin in [
        "https://evil.example",
        "null",
        "http://localhost:8081",
        "https://localhost:8080",
        "http://localhost:8080.evil.example",
        "http://localhost:8080/",
        "HTTP://LOCALHOST:8080",
    ] {
        let sent = format!("`Origin: {origin}`");
        target.try_call("foreign origin", &sent, read, &[("origin", origin)], NOT_ALLOWED).await;
    }
    let twice = "GET …/customers HTTP/1.1\r\nhost: localhost\r\norigin: http://localhost:8080\r\norigin: https://evil.example\r\nx-portico: 1\r\nconnection: close\r\n\r\n";
    target.try_raw("two origins", "`Origin` twice", twice, MALFORMED).await;
    for (value, sent) in [("", "no `X-Portico`"), ("2", "`X-Portico: 2`")] {
        target.try_call("missing header", sent, read, &[("x-portico", value)], NOT_ALLOWED).await;
    }
    let form = [("x-portico", ""), ("content-type", "text/plain"), ("origin", "https://evil.example")];
    target
        .try_call(
            "a form of another page",
            "a simple POST, which no browser asks about first",
            ("POST", "…/customers"),
            &form,
            NOT_ALLOWED,
        )
        .await;
    for (site, origin) in [
        ("cross-site", ""),
        ("same-site", ""),
        ("cross-site", "https://evil.example"),
        ("same-site", "https://evil.example"),
        ("sideways", ""),
    ] {
        let sent = format!(
            "`Sec-Fetch-Site: {site}`{}",
            if origin.is_empty() { " without `Origin`".to_owned() } else { format!(", `Origin: {origin}`") }
        );
        target
            .try_call(
                "cross-site fetch",
                &sent,
                read,
                &[("sec-fetch-site", site), ("origin", origin)],
                NOT_ALLOWED,
            )
            .await;
    }
    target
        .try_call(
            "a write from nowhere",
            "PATCH without `Origin` and Fetch Metadata",
            ("PATCH", "…/customers(5d115c9c-44e3-ea11-bb43-000d3a2feca1)"),
            &[("origin", "")],
            NOT_ALLOWED,
        )
        .await;
    for (origin, headers) in [
        ("https://evil.example", "x-portico"),
        ("http://localhost:8080", "x-http-method-override"),
        ("http://localhost:8080", "cookie"),
    ] {
        let asked = [
            ("x-portico", ""),
            ("origin", origin),
            ("access-control-request-method", "GET"),
            ("access-control-request-headers", headers),
        ];
        let sent = format!("preflight from `{origin}` for `{headers}`");
        target.try_call("preflight", &sent, ("OPTIONS", "…/customers"), &asked, NOT_ALLOWED).await;
    }
    for host in ["evil.example", "localhost.evil.example", "127.0.0.1", "localhost:8083", "localhost."] {
        let expected = if host.ends_with('.') { MALFORMED } else { MISDIRECTED };
        target
            .try_call(
                "unlisted host (DNS rebinding)",
                &format!("`Host: {host}`"),
                read,
                &[("host", host), ("origin", "")],
                expected,
            )
            .await;
    }
    let twice = "GET …/customers HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\nx-portico: 1\r\nconnection: close\r\n\r\n";
    target.try_raw("two hosts", "`Host` twice", twice, MALFORMED).await;
    let none = "GET …/customers HTTP/1.1\r\nx-portico: 1\r\nconnection: close\r\n\r\n";
    target.try_raw("no host", "no `Host`", none, MALFORMED).await;
    let forwarded = [
        ("host", "evil.example"),
        ("x-forwarded-host", "localhost"),
        ("forwarded", "host=localhost"),
        ("origin", ""),
    ];
    target
        .try_call(
            "a host by another header",
            "`Host: evil.example`, `X-Forwarded-Host: localhost`",
            read,
            &forwarded,
            MISDIRECTED,
        )
        .await;
    target.rows()
}
