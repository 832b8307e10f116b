//! From when to when the ID token is good.

use sandbox::{Fault, Running};
use serde_json::json;

use crate::conformance::{
    case::{Case, accepted, refused},
    items::item,
    lies::{claims, in_seconds},
};

const LEEWAY: &str =
    "Clocks of people's computers differ: the portal allows five minutes, huskarl ten seconds.";

pub(super) fn cases() -> Vec<Case> {
    vec![
        item(
            "item_30_exp",
            "`exp` has not passed, with five minutes' leeway",
            vec![
                accepted("`exp` of four minutes ago", |sandbox| vec![ended(sandbox, 4)]).unlike_the_oracle(LEEWAY).into(),
                refused("`exp` of six minutes ago", |sandbox| vec![ended(sandbox, 6)]).into(),
                refused("`exp` as words", |_| vec![claims(json!({ "exp": "tomorrow" }))]).into(),
            ],
        ),
        item(
            "item_31_iat_and_nbf",
            "`iat` is there, neither ahead nor long past; `nbf` has passed",
            vec![
                accepted("`iat` of four minutes ahead", |sandbox| {
                    vec![claims(json!({ "iat": in_seconds(sandbox, 240), "nbf": null }))]
                })
                .unlike_the_oracle(LEEWAY)
                .into(),
                refused("`iat` of an hour ahead", |sandbox| {
                    vec![claims(json!({ "iat": in_seconds(sandbox, 3_650), "nbf": null }))]
                })
                .into(),
                refused("`iat` of two hours ago, still valid", |sandbox| {
                    vec![claims(json!({ "iat": in_seconds(sandbox, -7_200), "nbf": in_seconds(sandbox, -7_200) }))]
                })
                .unlike_the_oracle(
                    "Left to the client: it comes fresh from the token endpoint, so the portal takes an hour for the most.",
                )
                .into(),
                refused("`iat` as words", |_| vec![claims(json!({ "iat": "now" }))]).into(),
                refused("`nbf` of an hour ahead", |sandbox| vec![claims(json!({ "nbf": in_seconds(sandbox, 3_650) }))]).into(),
            ],
        ),
    ]
}

/// An ID token of fifty minutes ago whose time ended this many minutes ago.
fn ended(sandbox: &Running, minutes: i64) -> Fault {
    let begin = in_seconds(sandbox, -3_000);
    claims(json!({ "iat": begin, "nbf": begin, "exp": in_seconds(sandbox, -60 * minutes) }))
}
