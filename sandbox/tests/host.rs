//! The static host over HTTP.

#![expect(clippy::unwrap_used, reason = "a test that fails here should stop here")]

mod support;

use std::fs;
use std::path::PathBuf;

use sandbox::host::{Fallback, HostConfig, Settings, serve};
use serde_json::json;
use support::{Browser, World};

/// A folder as the portal's, of its own for each test.
fn dist(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("auth")).unwrap();
    for (file, text) in [
        ("index.html", "the page"),
        ("404.html", "the same page"),
        ("auth/index.html", "the callback"),
        ("app.wasm", "plain"),
        ("app.wasm.br", "brotli"),
        ("app.wasm.gz", "gzip"),
    ] {
        fs::write(folder.join(file), text).unwrap();
    }
    folder
}

#[test]
fn files_are_served_as_a_cdn_would() {
    let world = World::new();
    let policy = "default-src 'none'";
    let config = HostConfig {
        dist: dist("files"),
        base: "/portal/".to_owned(),
        content_security_policy: Some(policy.to_owned()),
        ..HostConfig::default()
    };
    let host = world.run(serve(config)).unwrap();
    let get = |path: &str, headers: &[(&str, &str)]| {
        Browser::default().send("GET", &format!("{}{path}", host.origin()), headers, None)
    };

    for (accepted, body, encoding) in
        [("gzip, br", "brotli", Some("br")), ("gzip", "gzip", Some("gzip")), ("identity", "plain", None)]
    {
        let page = get("/portal/app.wasm", &[("accept-encoding", accepted)]);
        assert_eq!((page.body.as_str(), page.header("content-encoding")), (body, encoding));
        assert_eq!(page.header("content-type"), Some("application/wasm"));
        let tag = page.header("etag").unwrap().to_owned();
        let again = get("/portal/app.wasm", &[("accept-encoding", accepted), ("if-none-match", &tag)]);
        assert_eq!((again.status, again.body.as_str()), (304, ""));
    }
    let page = get("/portal/", &[]);
    assert_eq!((page.status, page.body.as_str()), (200, "the page"));
    for (name, value) in [
        ("content-security-policy", policy),
        ("cross-origin-opener-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-cache"),
        ("content-type", "text/html; charset=utf-8"),
    ] {
        assert_eq!(page.header(name), Some(value), "{name}");
    }
    let folder = get("/portal/auth?code=1", &[]);
    assert_eq!((folder.status, folder.header("location")), (301, Some("/portal/auth/?code=1")));
    assert_eq!(get("/portal?x=1", &[]).header("location"), Some("/portal/?x=1"));
    assert_eq!(get("/portal/auth/?code=1", &[]).body, "the callback");
    assert_eq!(get("/elsewhere", &[]).status, 404);
    assert_eq!(host.requests().last().unwrap().path, "/elsewhere");
}

#[test]
fn the_three_kinds_of_host_differ_where_there_is_no_file() {
    let world = World::new();
    for (fallback, status, body) in [
        (Fallback::Rewrites, 200, "the page"),
        (Fallback::NotFoundPage, 404, "the same page"),
        (Fallback::None, 404, "Not found"),
    ] {
        let config = HostConfig { dist: dist(&format!("{fallback:?}")), fallback, ..HostConfig::default() };
        let host = world.run(serve(config)).unwrap();
        let page = Browser::default().get(&format!("{}c/1/customers?q=a", host.address()));
        assert_eq!((page.status, page.body.as_str()), (status, body));
        let settings = Browser::default().get(&format!("{}portal.json", host.address()));
        assert_eq!(
            (settings.status, settings.body.as_str()),
            (404, "Not found"),
            "never a page instead of settings"
        );
    }
}

#[test]
fn settings_change_while_it_runs() {
    let world = World::new();
    let config = HostConfig {
        dist: dist("settings"),
        settings: json!({ "title": "A" }).into(),
        ..HostConfig::default()
    };
    let host = world.run(serve(config)).unwrap();
    let get = || Browser::default().get(&format!("{}portal.json", host.address()));
    assert_eq!(get().json(), json!({ "title": "A" }));
    host.set_settings("{ broken");
    assert_eq!(get().body, "{ broken");
    host.set_settings(Settings::Missing);
    assert_eq!(get().status, 404);
}

#[test]
fn violations_reported_by_browsers_are_kept() {
    let world = World::new();
    let config = HostConfig {
        dist: dist("violations"),
        reported_policy: Some("default-src 'none'".to_owned()),
        ..HostConfig::default()
    };
    let host = world.run(serve(config)).unwrap();
    let page = Browser::default().get(&host.address());
    let policy = page.header("content-security-policy-report-only").unwrap();
    let uri = policy.split_once("report-uri ").unwrap().1;
    let report = json!({ "csp-report": { "violated-directive": "script-src" } });
    let headers = [("content-type", "application/csp-report")];
    Browser::default().send("POST", &format!("{}{uri}", host.origin()), &headers, Some(&report.to_string()));
    assert_eq!(host.violations(), [report]);
    assert_eq!(host.requests().len(), 1, "reports are not requests of the portal");
}
