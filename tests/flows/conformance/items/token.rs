//! C: the token endpoint.

use std::collections::BTreeMap;

use sandbox::{Effect, Fault, Server};
use serde_json::json;

use super::{
    item,
    request::{authorizations, exchanges},
};
use crate::{
    conformance::{
        case::{Case, Mutation, Scene, Step, accepted, refused},
        lies::{refusal, token, token_body, token_status, truncated_token},
    },
    world::World,
};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = requests();
    cases.extend(answers());
    cases
}

fn requests() -> Vec<Case> {
    vec![
        item(
            "item_19_a_form_and_no_secret",
            "A form in a POST, with the client's ID and no secret, no cookie, no redirect followed",
            vec![
                Step::Look(
                    a_form_and_no_secret,
                    "sends a form, no secret, no cookie, nothing in the address",
                ),
                refused("a token endpoint that redirects to another address", |sandbox| {
                    let to = format!("{}/elsewhere/token", sandbox.authority_origin());
                    let set = BTreeMap::from([("location".to_owned(), Some(to))]);
                    let fault = Fault::at(Server::Authority, "/token", Effect::Headers { set });
                    vec![token_status(307, ""), fault]
                })
                .into(),
            ],
        ),
        item(
            "item_20_verifier_and_redirect_uri",
            "The attempt's own verifier, and the same redirect URI as before",
            vec![Step::Look(verifier_and_redirect_uri, "sends both")],
        ),
        item(
            "item_21_token_type",
            "`token_type` without regard to case; an unknown one is refused",
            vec![
                accepted("BEARER", |_| vec![token(json!({ "token_type": "BEARER" }))]).into(),
                refused("DPoP", |_| vec![token(json!({ "token_type": "DPoP" }))]).into(),
                refused("mac", |_| vec![token(json!({ "token_type": "mac" }))]).into(),
                refused("none", |_| vec![token(json!({ "token_type": null }))]).into(),
            ],
        ),
    ]
}

fn answers() -> Vec<Case> {
    vec![
        item(
            "item_22_lifetime",
            "Odd `expires_in` is coped with; without `scope`, it is what was asked for",
            vec![
                accepted("`expires_in` as a text", |_| vec![token(json!({ "expires_in": "3599" }))]).into(),
                accepted("`expires_in` of 0", |_| vec![token(json!({ "expires_in": 0 }))]).into(),
                accepted("`expires_in` below 0", |_| vec![token(json!({ "expires_in": -1 }))])
                    .unlike_the_oracle(
                        "The token is good all the same: the portal uses it for a short while, huskarl takes the answer \
                         for unreadable.",
                    )
                    .into(),
                accepted("a member that nobody has heard of", |_| {
                    vec![token(json!({ "unheard_of": { "a": [1] } }))]
                })
                .into(),
            ],
        ),
        item(
            "item_23_unreadable_answers",
            "What is no token answer is refused, and never shown",
            vec![
                refused("a web page", |_| vec![token_body("text/html", PAGE.to_owned())]).into(),
                refused("nothing (204)", |_| vec![token_status(204, "")]).into(),
                refused("the first 200 bytes of an answer", |_| vec![truncated_token(200)]).into(),
                refused("JSON that is no object", |_| {
                    vec![token_body("application/json", r#"["never-shown"]"#.to_owned())]
                })
                .into(),
                refused("600 kB", |_| vec![token_body("application/json", "never-shown".repeat(55_000))]).into(),
                refused("an answer without an ID token", |_| vec![token(json!({ "id_token": null }))]).into(),
            ],
        ),
        item(
            "item_24_a_busy_authority_ends_no_session",
            "An error is read from its body; 5xx and 429 end no session",
            vec![
                refused("an error for the code (`invalid_grant`)", |_| vec![refusal("invalid_grant", 54_005)])
                    .into(),
                upon_renewal(refused("upon renewal, 429", |_| vec![token_status(429, "{}").after(1)])),
                upon_renewal(refused("upon renewal, 503", |_| vec![token_status(503, "").after(1)])),
                upon_renewal(refused("upon renewal, 500 with `invalid_grant` in its body", |_| {
                    vec![token_status(500, r#"{"error":"invalid_grant"}"#).after(1)]
                })),
                upon_renewal(refused("upon renewal, `invalid_client`", |_| {
                    vec![refusal("invalid_client", 7_000_218).after(1)]
                })),
            ],
        ),
    ]
}

const PAGE: &str = "<!doctype html><title>never-shown</title>never-shown";

fn upon_renewal(mutation: Mutation) -> Step {
    mutation.within(Scene::Renewal).into()
}

fn a_form_and_no_secret(world: &World) {
    let exchanges = exchanges(world);
    assert_eq!(exchanges.len(), 2);
    for seen in exchanges {
        assert_eq!((seen.method.as_str(), seen.query.as_str()), ("POST", ""));
        let content_type = seen.header("content-type").unwrap_or_default();
        assert!(content_type.starts_with("application/x-www-form-urlencoded"), "{content_type}");
        assert_eq!(seen.field("client_id").as_deref(), Some(sandbox::DEFAULT_CLIENT_ID));
        for secret in ["client_secret", "client_assertion"] {
            assert_eq!(seen.field(secret), None);
        }
        for header in ["authorization", "cookie"] {
            assert_eq!(seen.header(header), None, "{header}");
        }
    }
}

/// The sandbox compares the verifier with the challenge.
fn verifier_and_redirect_uri(world: &World) {
    for (asked, seen) in authorizations(world).iter().zip(exchanges(world)) {
        assert!(seen.field("code_verifier").is_some());
        assert_eq!(seen.field("redirect_uri"), asked.parameter("redirect_uri"));
        assert_eq!(seen.status(), Some(200));
    }
}
