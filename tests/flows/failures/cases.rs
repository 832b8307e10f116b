//! The faults: those of the sandbox's Authority and Business Central, and those of the browser.

use std::{pin::Pin, time::Duration};

use sandbox::{Clock, Effect, Fault, Server, faults::Members};
use serde_json::{Value, json};

use crate::world::World;

/// When a fault is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    SigningIn,
    /// At the address that the Authority sends people back to.
    ComingBack,
    Renewing,
    Asking,
    /// At the end of a page of a list.
    ReadingOn,
}

type Prepared<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// One fault.
pub(super) struct Case {
    pub(super) name: &'static str,
    /// The same in words.
    pub(super) told: &'static str,
    pub(super) when: When,
    /// Brings it about.
    pub(super) prepare: fn(&mut World) -> Prepared<'_>,
    /// What is opened, below the portal's address.
    pub(super) address: &'static str,
    /// Whether it goes on by itself, with nothing to tell.
    pub(super) heals: bool,
    /// Whether the session has other tokens afterwards.
    pub(super) renews: bool,
}

/// A case whose fault is one of the sandbox's, at an address.
macro_rules! fault {
    ($when:ident, $name:literal, $told:literal, $server:ident $path:literal, $effect:expr) => {
        fault!($when, $name, $told, $server $path, $effect, None, false, false)
    };
    ($when:ident, $name:literal, $told:literal, $server:ident $path:literal, $effect:expr, $times:expr, $heals:literal, $renews:literal) => {
        Case {
            name: $name,
            told: $told,
            when: When::$when,
            prepare: |world| {
                let fault = Fault::at(Server::$server, $path, $effect);
                let times: Option<u32> = $times;
                world.fault(match times {
                    Some(times) => fault.times(times),
                    None => fault,
                });
                Box::pin(async {})
            },
            address: "",
            heals: $heals,
            renews: $renews,
        }
    };
}

fn members(members: Value) -> Members {
    serde_json::from_value(members).expect("an object")
}

fn claims(set: Value) -> Effect {
    Effect::IdToken { claims: members(set), header: Members::new(), corrupt_signature: false }
}

fn two_days_old() -> Effect {
    let now = Clock::default().now();
    let (begin, end) = (now - 2 * 86_400 - 3_600, now - 2 * 86_400);
    claims(json!({ "exp": end, "iat": begin, "nbf": begin }))
}

fn status(code: u16) -> Effect {
    Effect::Status { code, retry_after: None, body: None }
}

fn page() -> Effect {
    Effect::Body {
        content_type: "text/html".to_owned(),
        text: "<!doctype html><title>Wi-Fi</title>".to_owned(),
    }
}

fn forged() -> Effect {
    Effect::IdToken { claims: Members::new(), header: Members::new(), corrupt_signature: true }
}

fn full_storage(world: &mut World) -> Prepared<'_> {
    Box::pin(async {
        let full = "() => { Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); }; }";
        world.page().tab.prepare(full).await.expect("a page with a full storage");
    })
}

/// As browsers do where site data are switched off: already asking for the storage fails.
fn no_storage(world: &mut World) -> Prepared<'_> {
    Box::pin(async {
        let blocked = "() => { for (const area of ['sessionStorage', 'localStorage']) Object.defineProperty(window, area, {
            get() { throw new DOMException('', 'SecurityError'); },
        }); }";
        world.page().tab.prepare(blocked).await.expect("a page without a storage");
    })
}

/// The Authority's page is left open for longer than an answer is waited for.
fn eleven_minutes(world: &mut World) -> Prepared<'_> {
    Box::pin(async {
        world.page().open(&world.at("")).await;
        world.page().find("heading", "Sign in").first().await;
        world.advance(Duration::from_secs(660)).await;
    })
}

fn wrong_clock(world: &mut World) -> Prepared<'_> {
    Box::pin(async { world.page().tab.set_ahead(Duration::from_secs(7_200)).await.expect("another time") })
}

/// Three visits in a minute that nobody ended.
fn abandoned(world: &mut World) -> Prepared<'_> {
    Box::pin(async {
        for _ in 0..3 {
            world.page().open(&world.at("")).await;
            world.page().find("heading", "Sign in").first().await;
        }
    })
}

fn nothing(_: &mut World) -> Prepared<'_> {
    Box::pin(async {})
}

const fn own(
    name: &'static str,
    told: &'static str,
    address: &'static str,
    prepare: fn(&mut World) -> Prepared<'_>,
) -> Case {
    Case { name, told, when: When::SigningIn, prepare, address, heals: false, renews: false }
}

/// What happens at the callback, told by the flows that show it: [`super::note`].
pub(super) const ELSEWHERE: &[(&str, &str)] = &[
    ("stale_signed_in", "an old link to the callback, opened by somebody who is signed in"),
    ("bookmark", "a bookmark of the callback"),
    ("back", "Back onto the callback"),
    ("reload", "the page is loaded anew while the code is being redeemed"),
    ("twice", "the same answer a second time"),
    ("half_way", "the sign-in was left half way"),
    ("two_tabs", "two tabs sign in at once"),
];

/// In place of an address: the page is where it should be already.
pub(super) const LEFT_OPEN: &str = "left open";

/// All of them.
pub(super) const CASES: &[Case] = &[
    own("loop", "three sign-ins in a minute that were not ended", "", abandoned),
    own("storage", "the browser's storage is full", "", full_storage),
    own("storage_blocked", "the browser keeps nothing for this site", "", no_storage),
    own("clock", "the computer's clock is two hours ahead", "", wrong_clock),
    fault!(SigningIn, "discovery_cut", "discovery: no answer", Authority "/openid-configuration", Effect::Cut { after: None }),
    fault!(SigningIn, "discovery_silent", "discovery: silence for 15 seconds", Authority "/openid-configuration", Effect::Hang),
    fault!(SigningIn, "discovery_503", "discovery: 503", Authority "/openid-configuration", status(503)),
    fault!(SigningIn, "discovery_page", "discovery: a web page", Authority "/openid-configuration", page()),
    fault!(SigningIn, "discovery_truncated", "discovery: cut short", Authority "/openid-configuration", Effect::Truncate { bytes: 100 }),
    fault!(SigningIn, "discovery_issuer", "discovery: another issuer", Authority "/openid-configuration", Effect::Json { set: members(json!({ "issuer": "https://other.example/v2.0" })) }),
    fault!(SigningIn, "tenant", "discovery: an unknown tenant (90002)", Authority "/openid-configuration", Effect::refuse("invalid_tenant", 90_002)),
    fault!(SigningIn, "declined", "the person declines (65004)", Authority "/authorize", Effect::refuse("access_denied", 65_004)),
    fault!(SigningIn, "policy", "a policy forbids it (53003)", Authority "/authorize", Effect::refuse("access_denied", 53_003)),
    fault!(SigningIn, "guest", "an account of another organisation (50020)", Authority "/authorize", Effect::refuse("interaction_required", 50_020)),
    fault!(SigningIn, "unassigned", "an account that is not assigned (50105)", Authority "/authorize", Effect::refuse("interaction_required", 50_105)),
    fault!(SigningIn, "consent", "consent is missing (65001)", Authority "/authorize", Effect::refuse("consent_required", 65_001)),
    fault!(SigningIn, "admin_consent", "an administrator must consent (90094)", Authority "/authorize", Effect::refuse("consent_required", 90_094)),
    fault!(SigningIn, "no_session", "nobody is signed in (50058)", Authority "/authorize", Effect::refuse("login_required", 50_058)),
    fault!(SigningIn, "second_factor", "a second factor is needed (50076)", Authority "/authorize", Effect::refuse("interaction_required", 50_076)),
    fault!(SigningIn, "unknown_app", "an unknown client ID (700016)", Authority "/authorize", Effect::refuse("unauthorized_client", 700_016)),
    fault!(SigningIn, "no_permission", "Business Central is not among the permissions (650057)", Authority "/authorize", Effect::refuse("invalid_resource", 650_057)),
    fault!(SigningIn, "scope", "a wrong scope (70011)", Authority "/authorize", Effect::refuse("invalid_scope", 70_011)),
    fault!(SigningIn, "malformed", "a malformed request (90014)", Authority "/authorize", Effect::refuse("invalid_request", 90_014)),
    fault!(SigningIn, "busy", "the Authority is busy (90033)", Authority "/authorize", Effect::refuse("temporarily_unavailable", 90_033)),
    Case {
        when: When::ComingBack,
        ..own(
            "stale_callback",
            "a link to the callback that nobody asked for, or an old one",
            "auth/#code=x&state=y",
            nothing,
        )
    },
    Case {
        when: When::ComingBack,
        ..own("late", "the answer comes after more than ten minutes", LEFT_OPEN, eleven_minutes)
    },
    fault!(ComingBack, "state", "an answer with another state", Authority "/authorize", Effect::Redirect { set: members(json!({ "state": "other" })), repeat: Members::new() }),
    fault!(ComingBack, "issuer", "an answer of another issuer", Authority "/authorize", Effect::Redirect { set: members(json!({ "iss": "https://other.example/v2.0" })), repeat: Members::new() }),
    fault!(SigningIn, "redeemed", "a code that was used before (54005)", Authority "/token", Effect::refuse("invalid_grant", 54_005)),
    fault!(SigningIn, "verifier", "a code verifier that does not fit (501481)", Authority "/token", Effect::refuse("invalid_grant", 501_481)),
    fault!(SigningIn, "not_spa", "a redirect URI of the wrong type (9002326)", Authority "/token", Effect::refuse("invalid_request", 9_002_326)),
    fault!(SigningIn, "secret", "the app has a secret (7000218)", Authority "/token", Effect::refuse("invalid_client", 7_000_218)),
    fault!(SigningIn, "throttled", "too many sign-ins (50196)", Authority "/token", Effect::refuse("invalid_grant", 50_196)),
    fault!(SigningIn, "token_429", "token: 429", Authority "/token", status(429)),
    fault!(SigningIn, "token_500", "token: 500", Authority "/token", status(500)),
    fault!(SigningIn, "token_cut", "token: no answer", Authority "/token", Effect::Cut { after: None }),
    fault!(SigningIn, "token_cors", "token: no CORS headers", Authority "/token", Effect::NoCors),
    fault!(SigningIn, "token_page", "token: a web page", Authority "/token", page()),
    fault!(SigningIn, "token_truncated", "token: cut short", Authority "/token", Effect::Truncate { bytes: 200 }),
    fault!(SigningIn, "no_id_token", "token: no ID token", Authority "/token", Effect::Json { set: members(json!({ "id_token": null })) }),
    fault!(SigningIn, "nonce", "an ID token with another nonce", Authority "/token", claims(json!({ "nonce": "other" }))),
    fault!(SigningIn, "audience", "an ID token for another app", Authority "/token", claims(json!({ "aud": "other" }))),
    fault!(SigningIn, "expired", "an ID token of two days ago", Authority "/token", two_days_old()),
    fault!(SigningIn, "signature", "a forged ID token", Authority "/token", forged()),
    fault!(SigningIn, "keys", "the signing keys are gone", Authority "/keys", Effect::Json { set: members(json!({ "keys": [] })) }),
    fault!(Renewing, "renewal_cut", "no answer", Authority "/token", Effect::Cut { after: None }),
    fault!(Renewing, "renewal_silent", "silence for 15 seconds", Authority "/token", Effect::Hang),
    fault!(Renewing, "renewal_503", "503", Authority "/token", status(503)),
    fault!(Renewing, "renewal_429", "429", Authority "/token", status(429)),
    fault!(Renewing, "renewal_page", "a web page", Authority "/token", page()),
    fault!(Renewing, "renewal_refused", "the app is refused (7000218)", Authority "/token", Effect::refuse("invalid_client", 7_000_218)),
    fault!(Renewing, "renewal_forged", "a forged ID token", Authority "/token", forged()),
    fault!(Renewing, "renewal_person", "an ID token of somebody else", Authority "/token", claims(json!({ "sub": "somebody-else" }))),
    fault!(Renewing, "spent", "the refresh token is spent (700084)", Authority "/token", Effect::refuse("invalid_grant", 700_084), Some(1), true, true),
    fault!(Renewing, "interaction", "the Authority wants to see the person (50076)", Authority "/token", Effect::refuse("interaction_required", 50_076), Some(1), true, true),
    fault!(Asking, "refused_once", "401, once", Service "/customers", status(401), Some(2), true, true),
    fault!(Asking, "refused_always", "401, always", Service "/customers", status(401), None, false, true),
    fault!(Asking, "challenge", "a claims challenge that can be read", Service "/customers", Effect::Challenge { claims: r#"{"access_token":{"acrs":{"essential":true}}}"#.to_owned(), readable: true }, Some(2), true, true),
    fault!(Asking, "forbidden", "403", Service "/customers", status(403)),
    fault!(Asking, "too_many", "429, always", Service "/customers", status(429)),
    fault!(Asking, "broken", "500", Service "/customers", status(500)),
    fault!(Asking, "unavailable", "503, always", Service "/customers", status(503)),
    fault!(Asking, "cut", "no answer", Service "/customers", Effect::Cut { after: None }),
    fault!(Asking, "page", "a web page", Service "/customers", page()),
    fault!(Asking, "no_cors", "no CORS headers", Service "/customers", Effect::NoCors),
    fault!(Asking, "silent", "silence for a minute", Service "/customers", Effect::Hang),
    fault!(Asking, "slow", "an answer after three seconds", Service "/customers", Effect::Delay { ms: 3_000 }, None, true, false),
    fault!(Asking, "cut_in_the_middle", "an answer that breaks off", Service "/customers", Effect::Cut { after: Some(100) }),
    fault!(Asking, "no_prefer", "a header that is refused", Service "/customers", Effect::RefuseHeader { name: "prefer".to_owned() }, None, true, false),
    fault!(Asking, "no_list", "JSON that is no list", Service "/customers", Effect::Json { set: members(json!({ "value": { "not": "a list" } })) }),
    fault!(ReadingOn, "foreign_link", "the next page is said to be at another origin", Service "/generalLedgerEntries", Effect::ForeignNextLink { origin: "https://elsewhere.example".to_owned() }),
    fault!(ReadingOn, "repeated_link", "the next page is the same page again", Service "/generalLedgerEntries", Effect::RepeatNextLink),
    fault!(Asking, "truncated", "an answer cut short", Service "/customers", Effect::Truncate { bytes: 100 }),
];
