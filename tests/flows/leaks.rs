//! Tokens are in `sessionStorage` and in the `Authorization` header, and nowhere else: every one that was issued is
//! looked for, whole and by its parts, as it is and encoded, wherever a page leaves traces. Every test ends with this.

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use sandbox::{Seen, Server};
use serde_json::Value;

use crate::{page::Page, world::World};

/// Everything of a page but `sessionStorage`, as text.
const EVERYTHING: &str = "async () => {
    // The browser's own page about something that went wrong keeps nothing, and may not.
    if (origin === 'null') return document.documentElement.outerHTML;
    const read = async names => Promise.all(names.map(async name => (await (await caches.open(name)).keys()).map(each => each.url)));
    const stored = () => { try { return { ...localStorage }; } catch { return 'forbidden'; } };
    const locks = await navigator.locks.query();
    return JSON.stringify({
        dom: document.documentElement.outerHTML,
        values: [...document.querySelectorAll('input, textarea, select')].map(each => each.value),
        local: stored(),
        databases: await indexedDB.databases(),
        caches: await read(await caches.keys()),
        workers: (await navigator.serviceWorker.getRegistrations()).map(each => each.scope),
        locks, cookies: document.cookie, name: window.name, state: history.state, title: document.title,
        address: document.URL, referrer: document.referrer,
        // A browser remembers by which address the page was loaded: after a sign-in, the callback's with the spent code.
        requests: performance.getEntries().filter(each => each.entryType !== 'navigation').map(each => each.name),
    });
}";

/// So much of a token is looked for: more than could be anything else.
const END: usize = 48;

/// Texts by which a token or code would be recognised, looked for all at once: a long test issues thousands.
struct Needles(AhoCorasick);

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
        // Its last part gives a token away as well as the whole, and thousands of them fit into memory.
        let ends = needles.iter().map(|needle| &needle[needle.len().saturating_sub(END)..]);
        Self(AhoCorasick::new(ends).expect("fewer tokens than memory"))
    }

    /// Fails when one of them is in `text`.
    fn absent_from(&self, text: &str, place: &str) {
        if let Some(found) = self.0.find(text) {
            let before: Vec<char> = text[..found.start()].chars().rev().take(60).collect();
            let before: String = before.into_iter().rev().collect();
            panic!("a token or code is in {place}: …{before}{}…", &text[found.start()..][..8]);
        }
    }

    /// In a request, only Business Central's `Authorization` header and what the token endpoint is sent may have one.
    fn absent_from_request(&self, seen: &Seen) {
        let place = format!("a request to {:?} {}", seen.server, seen.path);
        self.absent_from(&format!("{}?{}", seen.path, seen.query), &place);
        for (name, value) in &seen.headers {
            if !(seen.server == Server::Service && name == "authorization") {
                self.absent_from(value, &format!("{place}, header {name}"));
            }
        }
        if !is_exchange(seen) {
            self.absent_from(&seen.body, &place);
        }
    }

    /// In an answer, only the token endpoint's body and the redirect that brings the code.
    fn absent_from_answer(&self, seen: &Seen) {
        let Some(answer) = &seen.answer else { return };
        let place = format!("an answer of {:?} {}", seen.server, seen.path);
        if !is_exchange(seen) {
            self.absent_from(&String::from_utf8_lossy(&answer.body), &place);
        }
        for (name, value) in &answer.headers {
            if !(seen.server == Server::Authority && name == "location") {
                self.absent_from(value, &format!("{place}, header {name}"));
            }
        }
    }
}

fn is_exchange(seen: &Seen) -> bool {
    seen.server == Server::Authority && seen.path.ends_with("/token")
}

fn percent_encoded(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(encode).collect()
}

/// Looks everywhere. Fails when a token that was issued is anywhere but where it belongs.
pub(crate) async fn search(world: &World) {
    for page in world.pages() {
        // Pages are looked at first, with what was issued before: a token may come in while this goes on.
        let needles = Needles::of(&world.sandbox.issued_tokens());
        let found =
            page.until("a page that holds still", async || page.call(EVERYTHING, &[]).await.ok()).await;
        needles.absent_from(found.as_str().unwrap_or_default(), "the page or a storage");
        no_code_is_kept(world, page).await;
    }
    let needles = Needles::of(&world.sandbox.issued_tokens());
    needles.absent_from(&world.cookies().await.to_string(), "a cookie");
    for seen in &world.all_requests() {
        needles.absent_from_request(seen);
        needles.absent_from_answer(seen);
    }
    let callback = world.at("auth/");
    for address in world.addresses().iter().filter(|address| !address.starts_with(&callback)) {
        needles.absent_from(address, "an address");
    }
    for line in world.console() {
        needles.absent_from(&line.to_string(), "the console");
    }
}

/// Fails when a page keeps a token even where one may be: for what is to have none.
pub(crate) async fn search_session_storages(world: &World) {
    let needles = Needles::of(&world.sandbox.issued_tokens());
    for page in world.pages() {
        for (key, kept) in page.session_storage().await {
            needles.absent_from(&kept, &format!("sessionStorage, {key}"));
        }
    }
}

/// A code that was exchanged is of no use to anybody: `sessionStorage` has none.
async fn no_code_is_kept(world: &World, page: Page<'_>) {
    let kept = page.call("() => Object.values(sessionStorage).join(' ')", &[]).await.unwrap_or(Value::Null);
    for seen in world.sandbox.requests() {
        let code = seen.field("code").filter(|code| kept.to_string().contains(code));
        assert_eq!(code, None, "a code is kept: {kept}");
    }
}
