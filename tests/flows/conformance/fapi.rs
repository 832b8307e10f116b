//! What the plans for financial-grade clients (FAPI) ask beyond that, and RFC 9207.

use sandbox::faults::Forgery;
use serde_json::json;

use super::{
    case::{Case, Mutation, accepted, refused},
    lies::{FOREIGN, answer, claims, forged, header, in_seconds, iss_is_announced, token},
};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = vec![
        one(
            "remove-authorization-response-iss",
            refused("no `iss` in the answer, which was announced", |_| vec![iss_is_announced()]),
        ),
        one(
            "invalid-authorization-response-iss",
            refused("another `iss` in the answer than that of whom was asked", |_| {
                vec![iss_is_announced(), answer(json!({ "iss": FOREIGN }))]
            }),
        ),
        one(
            "ensure-authorization-response-with-invalid-state-fails",
            refused("another `state` in the answer", |_| vec![answer(json!({ "state": "another" }))]),
        ),
        one(
            "ensure-authorization-response-with-invalid-missing-state-fails",
            refused("no `state` in the answer", |_| vec![answer(json!({ "state": null }))]),
        ),
        one(
            "token-endpoint-response-without-expires_in",
            accepted("a token answer without `expires_in`", |_| vec![token(json!({ "expires_in": null }))]),
        ),
        one(
            "no-scope-in-token-endpoint-response",
            accepted("a token answer without `scope`", |_| vec![token(json!({ "scope": null }))]),
        ),
        one(
            "token-type-case-insensitivity",
            accepted("`token_type` as bEAreR", |_| vec![token(json!({ "token_type": "bEAreR" }))]),
        ),
    ];
    cases.extend(id_tokens());
    cases
}

fn one(name: &'static str, mutation: Mutation) -> Case {
    Case { name, about: "FAPI", steps: vec![mutation.into()] }
}

fn id_tokens() -> Vec<Case> {
    vec![
        one(
            "iat-is-week-in-past",
            refused("an ID token of a week ago that is still valid", |sandbox| {
                vec![claims(json!({ "iat": in_seconds(sandbox, -7 * 86_400), "nbf": in_seconds(sandbox, -7 * 86_400) }))]
            })
            .unlike_the_oracle(
                "The module allows both: OpenID Connect leaves it to the client how old an ID token may be. The portal's \
                 comes fresh from the token endpoint, so one of more than an hour is out of place.",
            ),
        ),
        one(
            "invalid-expired-exp",
            refused("an ID token that has expired ten minutes ago", |sandbox| {
                let begin = in_seconds(sandbox, -2_400);
                vec![claims(json!({ "iat": begin, "nbf": begin, "exp": in_seconds(sandbox, -600) }))]
            }),
        ),
        one(
            "invalid-missing-exp",
            refused("an ID token without `exp`", |_| vec![claims(json!({ "exp": null }))]),
        ),
        one(
            "invalid-missing-iss",
            refused("an ID token without `iss`", |_| vec![claims(json!({ "iss": null }))]),
        ),
        one(
            "invalid-missing-nonce",
            refused("an ID token without `nonce`", |_| vec![claims(json!({ "nonce": null }))]),
        ),
        one(
            "invalid-secondary-aud",
            refused("an ID token whose `aud` names another client besides", |_| {
                vec![claims(json!({ "aud": [sandbox::DEFAULT_CLIENT_ID, "another"] }))]
            }),
        ),
        one(
            "valid-aud-as-array",
            accepted("an ID token whose `aud` is a list of the client alone", |_| {
                vec![claims(json!({ "aud": [sandbox::DEFAULT_CLIENT_ID] }))]
            }),
        ),
        one(
            "invalid-null-alg",
            refused("an ID token with `alg` none that has a signature", |_| {
                vec![header(json!({ "alg": "none" }))]
            }),
        ),
        one(
            "invalid-alternate-alg",
            refused("an ID token with `alg` PS256, rightly signed; RS256 was announced", |_| {
                vec![forged(Forgery::AnotherAlgorithm)]
            }),
        ),
    ]
}
