//! The plan `oidcc-client-test-plan` of the OpenID Foundation, and its plans for refresh tokens and for signing out: the
//! modules that are run. Those that are not: `skipped.rs`.

use sandbox::{
    Effect, Fault, Running, Server,
    faults::{Forgery, Published},
};
use serde_json::json;

use super::{
    case::{Case, Mutation, Scene, accepted, refused},
    lies::{
        FOREIGN, after_logout, claims, corrupt, discovery, foreign_keys, forged, header, keys, user_info,
    },
};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = believed();
    cases.extend(not_believed());
    cases.extend(keys_and_discovery());
    cases.extend(renewals());
    cases.extend(sign_outs());
    cases
}

/// A case with one mutation.
fn module(name: &'static str, plan: &'static str, mutation: Mutation) -> Case {
    Case { name, about: plan, steps: vec![mutation.into()] }
}

fn believed() -> Vec<Case> {
    vec![
        module("oidcc-client-test", "B", accepted("what it should be", |_| Vec::new())),
        module(
            "oidcc-client-test-idtoken-sig-rs256",
            "B",
            accepted("an ID token with `alg` RS256, rightly signed", |_| {
                vec![header(json!({ "alg": "RS256" }))]
            }),
        ),
        module(
            "oidcc-client-test-userinfo-invalid-sub",
            "B",
            accepted("another `sub` at the UserInfo endpoint than in the ID token", |sandbox| {
                user_info(sandbox, &json!({ "sub": "somebody-else" }))
            })
                .within(Scene::UserInfo)
                .unlike_the_oracle(
                    "Who signed in, the portal takes from the ID token alone: what UserInfo says can't mislead it. \
                     huskarl asks because it was told to.",
                ),
        ),
    ]
}

fn not_believed() -> Vec<Case> {
    vec![
        module(
            "oidcc-client-test-nonce-invalid",
            "B",
            refused("an ID token with another `nonce`", |_| vec![claims(json!({ "nonce": "another" }))]),
        ),
        module(
            "oidcc-client-test-missing-iat",
            "B",
            refused("an ID token without `iat`", |_| vec![claims(json!({ "iat": null }))]),
        ),
        module(
            "oidcc-client-test-missing-aud",
            "",
            refused("an ID token without `aud`", |_| vec![claims(json!({ "aud": null }))]),
        ),
        module(
            "oidcc-client-test-invalid-aud",
            "B",
            refused("an ID token whose `aud` is another client", |_| {
                vec![claims(json!({ "aud": "c0ffee00-0000-4000-8000-000000000002" }))]
            }),
        ),
        module(
            "oidcc-client-test-missing-sub",
            "B",
            refused("an ID token without `sub`", |_| vec![claims(json!({ "sub": null }))]),
        ),
        module(
            "oidcc-client-test-invalid-iss",
            "B",
            refused("an ID token of another issuer", |_| vec![claims(json!({ "iss": FOREIGN }))]),
        ),
        module(
            "oidcc-client-test-idtoken-sig-none",
            "B, C",
            refused("an ID token with `alg` none and no signature", |_| vec![forged(Forgery::Unsigned)]),
        ),
        module(
            "oidcc-client-test-invalid-sig-rs256",
            "B",
            refused("an ID token with one bit of its signature turned", |_| vec![corrupt()]),
        ),
        module(
            "oidcc-client-test-invalid-sig-hs256",
            "",
            refused("an ID token with `alg` HS256, one bit of its signature turned", |_| {
                vec![forged(Forgery::PublicKeyAsSecret), corrupt()]
            }),
        ),
        module(
            "oidcc-client-test-invalid-sig-es256",
            "",
            refused("an ID token with `alg` ES256 that a published key of that kind didn't sign", |_| {
                // The key is the example of RFC 7517 A.1.
                let key = json!({
                    "kty": "EC", "crv": "P-256", "use": "sig", "kid": "elliptic",
                    "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
                    "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
                });
                vec![foreign_keys(&[key]), header(json!({ "alg": "ES256", "kid": "elliptic" }))]
            }),
        ),
    ]
}

fn keys_and_discovery() -> Vec<Case> {
    vec![
        module(
            "oidcc-client-test-kid-absent-single-jwks",
            "B",
            accepted("an ID token without `kid`; one key is published", |_| {
                vec![header(json!({ "kid": null }))]
            }),
        ),
        module(
            "oidcc-client-test-kid-absent-multiple-jwks",
            "B",
            accepted("an ID token without `kid`; two keys are published, of which the second signed", |_| {
                vec![header(json!({ "kid": null })), keys(&[Published::Next, Published::Current])]
            })
            .unlike_the_oracle(
                "The module allows both: the portal tries every key that may have signed, huskarl refuses to choose.",
            ),
        ),
        module(
            "oidcc-client-test-ignores-unparseable-key-in-jwks",
            "",
            accepted("a key of an unknown kind before the one that signs", |_| {
                vec![keys(&[Published::Unheard, Published::Current])]
            }),
        ),
        module(
            "oidcc-client-test-discovery-openid-config",
            "C",
            accepted("a discovery document with another token endpoint; nothing is at the usual one", |sandbox| {
                moved(sandbox, "token_endpoint", "/oauth2/v2.0/token")
            }),
        ),
        module(
            "oidcc-client-test-discovery-jwks-uri-keys",
            "C",
            accepted("a discovery document with another `jwks_uri`; nothing is at the usual one", |sandbox| {
                moved(sandbox, "jwks_uri", "/discovery/v2.0/keys")
            }),
        ),
        module(
            "oidcc-client-test-discovery-issuer-mismatch",
            "C",
            refused("a discovery document of another issuer", |_| {
                vec![discovery(json!({ "issuer": FOREIGN }))]
            }),
        ),
        module(
            "oidcc-client-test-signing-key-rotation-just-before-signing",
            "C",
            accepted("keys of a moment ago, without the one that signs; then the right ones", |_| {
                vec![keys(&[Published::Next]).times(1)]
            }),
        ),
        module(
            "oidcc-client-test-signing-key-rotation",
            "C",
            accepted("another signing key for the second sign-in than for the first", |_| Vec::new())
                .within(Scene::Rotation),
        ),
    ]
}

/// The discovery document names another address for `endpoint`, and nothing is at the old one.
fn moved(sandbox: &Running, endpoint: &str, path: &str) -> Vec<Fault> {
    let config = sandbox.config();
    let elsewhere = format!("{}/{}{path}", sandbox.authority_origin(), config.domain);
    let gone = Effect::Status { code: 404, retry_after: None, body: None };
    vec![
        discovery(json!({ endpoint: elsewhere })),
        Fault::at(Server::Authority, &format!("/{}{path}", config.tenant), gone),
    ]
}

fn renewals() -> Vec<Case> {
    let renewal = |name, mutation: Mutation| module(name, "refresh", mutation.within(Scene::Renewal));
    vec![
        renewal(
            "oidcc-client-test-refresh-token",
            accepted("a refresh token, and new tokens for it", |_| Vec::new()),
        ),
        renewal(
            "oidcc-client-test-refresh-token-invalid-issuer",
            refused("upon renewal, an ID token of another issuer", |_| {
                vec![claims(json!({ "iss": FOREIGN })).after(1)]
            }),
        ),
        renewal(
            "oidcc-client-test-refresh-token-invalid-sub",
            refused("upon renewal, an ID token with another `sub`", |_| {
                vec![claims(json!({ "sub": "somebody-else" })).after(1)]
            }),
        ),
    ]
}

fn sign_outs() -> Vec<Case> {
    let sign_out = |name, mutation: Mutation| module(name, "logout", mutation.within(Scene::SignOut));
    vec![
        sign_out(
            "oidcc-client-test-rp-init-logout",
            accepted("the way back after signing out", |_| Vec::new()),
        ),
        sign_out(
            "oidcc-client-test-rp-init-logout-other-state",
            refused("the way back after signing out, with a `state` that nobody sent", |_| {
                vec![after_logout(json!({ "state": "another" }))]
            }),
        ),
        sign_out(
            "oidcc-client-test-rp-init-logout-no-state",
            accepted("the way back after signing out, without `state`", |_| {
                vec![after_logout(json!({ "state": null }))]
            }),
        ),
    ]
}
