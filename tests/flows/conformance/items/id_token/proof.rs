//! By whom the ID token is signed.

use sandbox::faults::{Forgery, Published};
use serde_json::json;

use crate::conformance::{
    case::{Case, refused},
    items::item,
    lies::{foreign_keys, forged, header, keys},
};

pub(super) fn cases() -> Vec<Case> {
    vec![
        item(
            "item_28_alg",
            "`alg` is RS256: neither none nor anything with a secret",
            vec![
                refused("HS256 with the published key for the secret", |_| {
                    vec![forged(Forgery::PublicKeyAsSecret)]
                })
                .into(),
                refused("`alg` as nOnE, without a signature", |_| {
                    vec![forged(Forgery::Unsigned), header(json!({ "alg": "nOnE" }))]
                })
                .into(),
                refused("no `alg`", |_| vec![header(json!({ "alg": null }))]).into(),
                refused("a critical extension that nobody knows (RFC 7515 §4.1.11)", |_| {
                    vec![header(json!({ "crit": ["unheard-of"], "unheard-of": true }))]
                })
                .into(),
            ],
        ),
        item(
            "item_29_signature",
            "The signature is that of a published key; for an unknown one, keys are fetched again once",
            vec![
                refused("a forger's key under the published one's name, brought along in the header", |_| {
                    vec![forged(Forgery::OwnKey)]
                })
                .into(),
                refused("a `kid` that is never published", |_| vec![header(json!({ "kid": "unheard-of" }))])
                    .into(),
                refused("no `kid`, and a published key that didn't sign", |_| {
                    vec![header(json!({ "kid": null })), keys(&[Published::Next])]
                })
                .into(),
                refused("an empty list of keys", |_| vec![foreign_keys(&[])]).into(),
            ],
        ),
    ]
}
