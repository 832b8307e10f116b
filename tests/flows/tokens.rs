//! Tokens are in `sessionStorage` and in the `Authorization` header, and nowhere else: every one that was issued is
//! looked for, whole and by its parts, as it is and encoded, wherever a page leaves traces.

use std::collections::BTreeSet;

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use sandbox::{Seen, Server};

use crate::{list::LEDGER, trials, world::World};

trials![tokens_are_where_they_belong];

/// Texts by which a token would be recognised.
struct Needles(BTreeSet<String>);

impl Needles {
    fn of(tokens: &[String]) -> Self {
        let mut needles = BTreeSet::new();
        for token in tokens {
            // A JWT's parts tell as much as the whole; its header is the same for all and tells nothing.
            let parts = token.split('.').skip(usize::from(token.starts_with("eyJ")));
            for part in parts.chain([token.as_str()]).filter(|part| part.len() >= 16) {
                needles.insert(part.to_owned());
                needles.insert(percent_encoded(part));
                // Within a longer text, base64 depends on where it begins: the middle is the same for one of three.
                for shift in 0..3 {
                    let shifted = [&[0; 3][..shift], part.as_bytes()].concat();
                    for encoded in [STANDARD.encode(&shifted), URL_SAFE_NO_PAD.encode(&shifted)] {
                        needles.insert(encoded[4..encoded.len() - 4].to_owned());
                    }
                }
            }
        }
        Self(needles)
    }

    /// Fails when one of them is in `text`.
    fn absent_from(&self, text: &str, place: &str) {
        for needle in &self.0 {
            if let Some(at) = text.find(needle.as_str()) {
                let before: String = text[..at].chars().rev().take(60).collect();
                let before: String = before.chars().rev().collect();
                panic!("a token is in {place}: …{before}{}…", &needle[..8]);
            }
        }
    }
}

fn percent_encoded(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(encode).collect()
}

async fn tokens_are_where_they_belong() {
    let mut world = World::start().await;
    // Everything a person does in a session, an hour later once more, and the end of it.
    world.open_list("Customers").await;
    let (page, list) = (world.page(), world.page().address().await);
    page.find("searchbox", "Search").click().await;
    page.type_text("co").await;
    world.rows().await;
    page.open(&list).await;
    world.rows().await;
    page.find("link", "C00010").click().await;
    page.any("form").first().await;
    page.open(&world.at("")).await;
    page.find("link", LEDGER).click().await;
    world.rows().await;
    look_around(&world).await;
    world.visit_again().await;
    world.page().open(&list).await;
    world.rows().await;
    look_around(&world).await;
    world.page().find("button", "Sign out").click().await;
    world.page().find("button", "Sign in").first().await;
    look_around(&world).await;

    let needles = Needles::of(&world.sandbox.issued_tokens());
    assert!(needles.0.len() > 20, "there was something to look for");
    for seen in world.sandbox.requests() {
        in_request(&needles, &seen);
        in_answer(&needles, &seen);
    }
    for seen in world.host.requests() {
        in_request(&needles, &seen);
        in_answer(&needles, &seen);
    }
    let callback = world.at("auth/");
    for address in world.addresses().iter().filter(|address| !address.starts_with(&callback)) {
        needles.absent_from(address, "an address");
    }
    for line in world.console() {
        needles.absent_from(&line.to_string(), "the console");
    }
    world.finish().await;
}

/// The page as it is now, and all storages but `sessionStorage`.
async fn look_around(world: &World) {
    let page = world.page();
    let needles = Needles::of(&world.sandbox.issued_tokens());
    let everything = "async () => {
        const databases = await indexedDB.databases();
        const caches_ = await Promise.all((await caches.keys()).map(async name => (await (await caches.open(name)).keys()).map(each => each.url)));
        return JSON.stringify({
            dom: document.documentElement.outerHTML,
            values: [...document.querySelectorAll('input, textarea, select')].map(each => each.value),
            local: { ...localStorage }, databases, caches_,
            cookies: document.cookie, name: window.name, state: history.state, title: document.title,
            performance: performance.getEntries().map(each => each.name),
        });
    }";
    let found = page.evaluate(everything).await;
    needles.absent_from(found.as_str().expect("text"), "the page or a storage");
    let address = page.address().await;
    needles.absent_from(&address, "the address bar");
    needles.absent_from(&world.cookies().await.to_string(), "a cookie");
    let kept: String = page.session_storage().await.into_values().collect();
    let codes = world.sandbox.requests().into_iter().filter_map(|seen| seen.field("code"));
    for code in codes {
        assert!(!kept.contains(&code), "a code is kept");
    }
}

fn in_request(needles: &Needles, seen: &Seen) {
    let place = format!("a request to {:?} {}", seen.server, seen.path);
    needles.absent_from(&format!("{}?{}", seen.path, seen.query), &place);
    for (name, value) in &seen.headers {
        if !(seen.server == Server::Service && name == "authorization") {
            needles.absent_from(value, &format!("{place}, header {name}"));
        }
    }
    // Where a code or refresh token is exchanged it has to be sent.
    if !(seen.server == Server::Authority && seen.path.ends_with("/token")) {
        needles.absent_from(&seen.body, &place);
    }
}

fn in_answer(needles: &Needles, seen: &Seen) {
    let Some(answer) = &seen.answer else { return };
    let place = format!("an answer of {:?} {}", seen.server, seen.path);
    if !(seen.server == Server::Authority && seen.path.ends_with("/token")) {
        needles.absent_from(&String::from_utf8_lossy(&answer.body), &place);
    }
    for (name, value) in &answer.headers {
        // The redirect that brings the code is the one place for it.
        if !(seen.server == Server::Authority && name == "location") {
            needles.absent_from(value, &format!("{place}, header {name}"));
        }
    }
}
