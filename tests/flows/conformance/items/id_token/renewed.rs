//! The ID token that comes with a renewal, and who it is that signed in.

use serde_json::json;

use crate::conformance::{
    case::{Case, Mutation, Scene, Step, accepted, refused},
    items::item,
    lies::{claims, discovery, in_seconds, token, user_info},
};

fn upon_renewal(mutation: Mutation) -> Step {
    mutation.within(Scene::Renewal).into()
}

pub(super) fn cases() -> Vec<Case> {
    vec![
        item(
            "item_36_id_token_of_a_renewal",
            "Issuer, subject and audience stay the same, `auth_time` too; `nonce` is absent or the same; `iat` is new",
            vec![
                upon_renewal(refused("upon renewal, another `nonce`", |_| {
                    vec![claims(json!({ "nonce": "another" })).after(1)]
                })),
                upon_renewal(refused("upon renewal, another `aud`", |_| {
                    vec![claims(json!({ "aud": "another" })).after(1)]
                })),
                upon_renewal(refused("upon renewal, another `auth_time`", |sandbox| {
                    let auth_time = |seconds| claims(json!({ "auth_time": in_seconds(sandbox, seconds) }));
                    vec![auth_time(-20).times(1), auth_time(-10).after(1)]
                })),
                upon_renewal(
                    refused("upon renewal, an `iat` from before the sign-in", |sandbox| {
                        let begin = in_seconds(sandbox, -60);
                        vec![claims(json!({ "iat": begin, "nbf": begin })).after(1)]
                    })
                    .unlike_the_oracle(
                        "OpenID Connect Core §12.2 wants the time of the renewal; huskarl compares the other claims alone.",
                    ),
                ),
                upon_renewal(accepted("upon renewal, no ID token", |_| {
                    vec![token(json!({ "id_token": null })).after(1)]
                })),
            ],
        ),
        item(
            "item_37_user_info",
            "What UserInfo says is about the same `sub`: the portal never asks for it",
            vec![
                accepted("a UserInfo endpoint that speaks of nobody", |sandbox| user_info(sandbox, &json!({})))
                    .within(Scene::UserInfo)
                    .unlike_the_oracle("huskarl asks because it was told to.")
                    .into(),
            ],
        ),
        item(
            "item_38_issuer_of_the_discovery_document",
            "The discovery document's issuer is that of the settings to the letter",
            vec![
                refused("an issuer with a slash more", |sandbox| {
                    vec![discovery(json!({ "issuer": format!("{}/", sandbox.authority()) }))]
                })
                .into(),
                refused("Entra's template for many tenants", |_| {
                    let issuer = "https://login.microsoftonline.com/{tenantid}/v2.0";
                    vec![discovery(json!({ "issuer": issuer }))]
                })
                .into(),
                refused("no issuer", |_| vec![discovery(json!({ "issuer": null }))]).into(),
            ],
        ),
        item(
            "item_39_a_person_is_issuer_and_subject",
            "People are told apart by issuer and `sub`, not by names",
            vec![
                upon_renewal(accepted("upon renewal, another name and sign-in name, the same `sub`", |_| {
                    let names = json!({ "name": "Ada Oak", "preferred_username": "ada.oak@cronus.example" });
                    vec![claims(names).after(1)]
                })),
                upon_renewal(refused("upon renewal, the same names, another `sub`", |_| {
                    vec![claims(json!({ "sub": "somebody-else" })).after(1)]
                })),
            ],
        ),
    ]
}
