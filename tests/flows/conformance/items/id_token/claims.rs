//! Whom the ID token is from, for and about.

use serde_json::json;

use crate::{
    conformance::{
        case::{Case, Step, accepted, refused},
        items::{item, request::authorizations},
        lies::{claims, in_seconds},
    },
    world::World,
};

/// Items 25 to 27.
pub(super) fn before() -> Vec<Case> {
    vec![
        item(
            "item_25_iss",
            "`iss` is the issuer to the letter",
            vec![
                refused("`iss` with a slash more", |sandbox| {
                    vec![claims(json!({ "iss": format!("{}/", sandbox.authority()) }))]
                })
                .into(),
                refused("`iss` in capitals", |sandbox| {
                    vec![claims(json!({ "iss": sandbox.authority().to_uppercase() }))]
                })
                .into(),
                refused("`iss` as a list of the right one", |sandbox| {
                    vec![claims(json!({ "iss": [sandbox.authority()] }))]
                })
                .into(),
            ],
        ),
        item(
            "item_26_aud",
            "`aud` is this client, and nobody who isn't trusted",
            vec![
                refused("`aud` as an empty list", |_| vec![claims(json!({ "aud": [] }))]).into(),
                refused("`aud` as a number", |_| vec![claims(json!({ "aud": 7 }))]).into(),
                refused("`aud` in capitals", |_| {
                    vec![claims(json!({ "aud": sandbox::DEFAULT_CLIENT_ID.to_uppercase() }))]
                })
                .into(),
            ],
        ),
        item(
            "item_27_azp",
            "`azp`, if there is one, is this client",
            vec![
                accepted("`azp` of this client", |_| {
                    vec![claims(json!({ "azp": sandbox::DEFAULT_CLIENT_ID }))]
                })
                .into(),
                refused("`azp` of another client", |_| vec![claims(json!({ "azp": "another" }))])
                    .unlike_the_oracle(
                        "OpenID Connect Core says SHOULD, and its issue 973 disputes that. The portal refuses: a token \
                         that was issued to somebody else is none of its own. huskarl leaves `azp` alone.",
                    )
                    .into(),
                refused("two audiences, with `azp` of this client", |_| {
                    let client = sandbox::DEFAULT_CLIENT_ID;
                    vec![claims(json!({ "aud": [client, "another"], "azp": client }))]
                })
                .into(),
            ],
        ),
    ]
}

/// Items 32 to 35.
pub(super) fn after() -> Vec<Case> {
    vec![
        item(
            "item_32_nonce",
            "`nonce` is the one that was sent",
            vec![
                refused("an empty `nonce`", |_| vec![claims(json!({ "nonce": "" }))]).into(),
                refused("`nonce` as a number", |_| vec![claims(json!({ "nonce": 7 }))]).into(),
            ],
        ),
        item(
            "item_33_sub",
            "`sub` is there: at most 255 ASCII characters",
            vec![
                refused("an empty `sub`", |_| vec![claims(json!({ "sub": "" }))])
                    .unlike_the_oracle(FORM_OF_SUB)
                    .into(),
                refused("`sub` of 256 characters", |_| vec![claims(json!({ "sub": "x".repeat(256) }))])
                    .unlike_the_oracle(FORM_OF_SUB)
                    .into(),
                refused("`sub` with an umlaut", |_| vec![claims(json!({ "sub": "\u{fc}" }))])
                    .unlike_the_oracle(FORM_OF_SUB)
                    .into(),
                refused("`sub` as a number", |_| vec![claims(json!({ "sub": 7 }))]).into(),
            ],
        ),
        item(
            "item_34_auth_time",
            "`auth_time` is judged where `max_age` was asked for: it never is",
            vec![
                Step::Look(no_max_age, "asks for no `max_age`"),
                accepted("`auth_time` of ten years ago", |sandbox| {
                    vec![claims(json!({ "auth_time": in_seconds(sandbox, -10 * 365 * 86_400) }))]
                })
                .into(),
            ],
        ),
        item(
            "item_35_at_hash",
            "`at_hash`, if there is one, is the access token's",
            vec![
                refused("`at_hash` of another access token", |_| {
                    vec![claims(json!({ "at_hash": "77QmUPtjPfzWtF2AnpK9RQ" }))]
                })
                .unlike_the_oracle(
                    "Optional in the code flow (OpenID Connect Core §3.1.3.8): huskarl doesn't look at it.",
                )
                .into(),
            ],
        ),
    ]
}

const FORM_OF_SUB: &str =
    "OpenID Connect Core §2 says what `sub` looks like; huskarl asks only that it is there.";

fn no_max_age(world: &World) {
    for seen in authorizations(world) {
        assert_eq!(seen.parameter("max_age"), None);
    }
}
