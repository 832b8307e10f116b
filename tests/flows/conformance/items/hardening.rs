//! F: the page itself.

use std::{collections::BTreeMap, env, fs, path::PathBuf};

use sandbox::{Effect, Fault, Server};

use super::item;
use crate::{
    conformance::case::{Case, flow},
    world::{ADA, World},
};

pub(super) fn cases() -> Vec<Case> {
    vec![
        item(
            "item_48_content_security_policy",
            "A policy that allows the portal's own code, the Authority and Business Central, and nothing else",
            vec![
                flow!(
                    policy,
                    "the headers that `cargo xtask dist` writes",
                    "names the least: no inline script, no object, no base, no frame around it",
                ),
                flow!(
                    no_foreign_script,
                    "a script put into the page, and a request to another origin",
                    "ran neither: the policy is in force, and nothing of the portal needs more",
                ),
            ],
        ),
        item(
            "item_49_opener_policy",
            "`Cross-Origin-Opener-Policy: same-origin`, which sign-in by redirect allows",
            vec![flow!(
                opener_policy,
                "the same headers, and a sign-in under them",
                "has it; the sign-in works"
            )],
        ),
        item(
            "item_50_further_headers",
            "`nosniff`, HSTS, `Referrer-Policy`",
            vec![flow!(further_headers, "the same headers", "has all three")],
        ),
        item(
            "item_51_one_app_per_origin",
            "One app per origin: a matter of where it is hosted, which `docs/deploying.md` asks for",
            vec![flow!(
                names_of_its_own,
                "a sign-in, then a look at the names under which things are kept",
                "begins every name with its own, so that another app there wouldn't mistake them",
            )],
        ),
        item(
            "item_52_no_frame_around_it",
            "Nobody puts the sign-in button into a frame",
            vec![flow!(no_frame, "a page with the portal in a frame", "is not shown in it")],
        ),
    ]
}

/// The headers for all files, as a host of files is told them.
fn headers() -> BTreeMap<String, String> {
    let dist = PathBuf::from(env::var_os("PORTICO_DIST").expect("PORTICO_DIST is set"));
    let text = fs::read_to_string(dist.join("_headers")).expect("the file of headers");
    let all = text.split("\n\n").next().unwrap_or_default().lines();
    all.filter_map(|line| line.trim().split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect()
}

async fn policy() {
    let headers = headers();
    let policy = &headers["content-security-policy"];
    let directives: BTreeMap<&str, &str> =
        policy.split("; ").filter_map(|directive| directive.split_once(' ')).collect();
    for (name, value) in [
        // For objects, frames, media, workers and all else that is not named.
        ("default-src", "'none'"),
        ("script-src", "'self' 'wasm-unsafe-eval'"),
        ("style-src", "'self'"),
        ("base-uri", "'none'"),
        ("form-action", "'self'"),
        ("frame-ancestors", "'none'"),
        ("connect-src", "'self' https://api.businesscentral.dynamics.com https://login.microsoftonline.com"),
    ] {
        assert_eq!(directives.get(name), Some(&value), "{policy}");
    }
}

async fn no_foreign_script() {
    let mut world = World::start().await;
    world.sign_in(ADA).await;
    let page = world.page();
    let inject = "() => { const script = document.createElement('script');
        script.textContent = 'globalThis.injected = 1'; document.head.append(script);
        return globalThis.injected; }";
    assert_eq!(page.evaluate(inject).await, serde_json::Value::Null, "an inline script ran");
    let ask = "() => fetch('http://127.0.0.1:9/').then(() => 'asked', () => 'refused')";
    assert_eq!(page.evaluate(ask).await, "refused");
    page.until("both refusals", async || {
        let refused = |what: &str| world.console().iter().any(|line| line.text.contains(what));
        (refused("script-src") && refused("connect-src")).then_some(())
    })
    .await;
    page.tab.trace().forget_console();
    world.excuse("127.0.0.1:9");
    world.finish().await;
}

async fn opener_policy() {
    assert_eq!(headers()["cross-origin-opener-policy"], "same-origin");
    let world = World::start().await;
    world.sign_in(ADA).await;
    for seen in world.host.requests() {
        let sent = seen.answer.map(|answer| answer.headers).unwrap_or_default();
        let policy = ("cross-origin-opener-policy".to_owned(), "same-origin".to_owned());
        assert!(sent.contains(&policy), "{}", seen.path);
    }
    world.finish().await;
}

async fn further_headers() {
    let headers = headers();
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert_eq!(headers["referrer-policy"], "no-referrer");
    assert!(headers["strict-transport-security"].starts_with("max-age="));
}

async fn names_of_its_own() {
    let world = World::start().await;
    world.open_list("Customers").await;
    let names = "() => [...Object.keys(sessionStorage), ...Object.keys(localStorage)]";
    let names = world.page().evaluate(names).await;
    let names = names.as_array().expect("names");
    assert!(!names.is_empty());
    for name in names {
        assert!(name.as_str().is_some_and(|name| name.starts_with("portico.")), "{name}");
    }
    world.finish().await;
}

async fn no_frame() {
    let mut world = World::start().await;
    let text = "<!doctype html><title>Trap</title><iframe src=\"/\"></iframe>".to_owned();
    let page = Effect::Body { content_type: "text/html".to_owned(), text };
    let no_policy = Effect::Headers { set: [("content-security-policy".to_owned(), None)].into() };
    for effect in [page, no_policy] {
        world.host.set_fault(Fault::at(Server::Host, "/trap.html", effect));
    }
    world.page().open(&world.at("trap.html")).await;
    let page = world.page();
    page.until("a refusal", async || {
        world.console().iter().any(|line| line.text.contains("frame-ancestors")).then_some(())
    })
    .await;
    let inside = "() => { try { return document.querySelector('iframe').contentDocument?.body.innerText ?? ''; } catch { return ''; } }";
    assert_eq!(page.evaluate(inside).await, "", "the portal is in the frame");
    assert_eq!(world.seen(Server::Authority, "").len(), 0);
    page.tab.trace().forget_console();
    world.excuse("/");
    world.finish().await;
}
