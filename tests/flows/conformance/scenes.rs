//! What the portal makes of a mutation, seen from outside.

use std::time::Duration;

use sandbox::{Seen, Server};
use serde_json::Value;

use super::case::{Mutation, Outcome, Scene};
use crate::{
    authority_faults::{is_refused, try_to_sign_in},
    page::Page,
    world::{ADA, World},
};

/// How long after it was issued a token is long past its end.
const LATER: Duration = Duration::from_secs(7_200);

/// In the body of an answer that is not what it should be: no page may show it.
pub(super) const NEVER_SHOWN: &str = "never-shown";

/// Plays a mutation's scene in the newest tab.
pub(super) async fn play(world: &mut World, mutation: &Mutation) -> Outcome {
    match mutation.scene {
        Scene::SignIn => sign_in(world).await,
        Scene::Rotation => rotation(world).await,
        Scene::Renewal => renewal(world).await,
        Scene::SignOut => sign_out(world).await,
        Scene::UserInfo => {
            let outcome = sign_in(world).await;
            assert_eq!(world.seen(Server::Authority, "/userinfo").len(), 0, "UserInfo was asked");
            Outcome { told: format!("{}; UserInfo is not asked", outcome.told), ..outcome }
        }
    }
}

/// Signs in, and in another tab once more.
pub(super) async fn sign_in_twice(world: &mut World) {
    world.sign_in(ADA).await;
    world.rest().await;
    world.visit_again().await;
    world.page().open(&world.at("")).await;
    world.page().find("link", "Customers").first().await;
    world.rest().await;
}

/// Nothing is kept and nothing used of a sign-in that is refused; one that is accepted leads to Business Central.
async fn sign_in(world: &World) -> Outcome {
    if try_to_sign_in(world).await {
        is_signed_in(world).await
    } else {
        is_refused(world).await;
        let page = world.page();
        assert!(!page.text().await.contains(NEVER_SHOWN), "an answer's body is on the page");
        assert!(world.seen(Server::Authority, "/keys").len() <= 2, "keys are fetched again once");
        Outcome::refused(&alert(world.page()).await)
    }
}

async fn is_signed_in(world: &World) -> Outcome {
    world.rest().await;
    let page = world.page();
    assert!(!page.any("alert").is_there().await, "{}", page.text().await);
    let kept: String = page.session_storage().await.into_values().collect();
    assert!(world.has_token(&kept), "the token is kept");
    let calls = world.seen(Server::Service, "/v2.0/");
    assert!(calls.iter().any(|call| call.status() == Some(200)), "Business Central answers: {calls:?}");
    assert_eq!(world.seen(Server::Authority, "/token").len(), 1, "a code is sent once");
    Outcome::accepted("signed in")
}

async fn rotation(world: &mut World) -> Outcome {
    world.sign_in(ADA).await;
    // Business Central will refuse what the old key signed.
    world.all_is_read().await;
    world.sandbox.rotate_key();
    world.forget_requests();
    world.visit_again().await;
    sign_in(world).await
}

/// Refused: the session is as it was, and nothing of the answer is used.
async fn renewal(world: &mut World) -> Outcome {
    world.open_list("Customers").await;
    world.rest().await;
    world.forget_requests();
    world.advance(LATER).await;
    world.page().reload().await;
    let page = world.page();
    let goes_on = page.until("the list or an alert", async || match page.any("alert").is_there().await {
        true => Some(false),
        false => world.listed("/customers").iter().any(|seen| seen.status() == Some(200)).then_some(true),
    });
    let goes_on = goes_on.await;
    world.rest().await;
    let renewals = world.seen(Server::Authority, "/token");
    assert_eq!(renewals.len(), 1, "one renewal: {renewals:?}");
    let kept: String = page.session_storage().await.into_values().collect();
    assert!(kept.contains("refresh_token"), "the session is kept");
    let new = tokens(&renewals[0]);
    if goes_on {
        assert!(kept.contains(new[0].as_str()), "the new token is kept");
        return Outcome::accepted("renewed");
    }
    for token in &new {
        assert!(!kept.contains(token.as_str()), "something of the answer is kept");
        let used = |seen: &Seen| seen.headers.iter().any(|(_, value)| value.contains(token.as_str()));
        assert!(!world.seen(Server::Service, "").iter().any(used), "the new token is used");
    }
    assert_eq!(world.seen(Server::Authority, "/authorize").len(), 0, "nobody is sent away");
    Outcome::refused(&alert(page).await)
}

/// The access token and whatever else came with an answer, if it has any.
fn tokens(answer: &Seen) -> Vec<String> {
    let body = answer.answer.as_ref().map(|answer| answer.body.clone()).unwrap_or_default();
    let answer: Value = serde_json::from_slice(&body).unwrap_or_default();
    let members = ["access_token", "refresh_token", "id_token"];
    members.iter().filter_map(|name| answer[*name].as_str().map(str::to_owned)).collect()
}

async fn sign_out(world: &World) -> Outcome {
    world.sign_in(ADA).await;
    world.rest().await;
    let page = world.page();
    page.find("button", "Sign out").click().await;
    page.until("the Authority's logout", async || world.seen(Server::Authority, "/logout").pop()).await;
    world.rest().await;
    page.find("button", "Sign in").first().await;
    let kept: String = page.session_storage().await.into_values().collect();
    assert!(!world.has_token(&kept), "a token is left");
    assert!(!page.address().await.contains("state="), "{}", page.address().await);
    match page.any("alert").is_there().await {
        true => Outcome::refused(&alert(page).await),
        false => Outcome::accepted("signed out"),
    }
}

/// What the alert says first.
pub(super) async fn alert(page: Page<'_>) -> String {
    let read = "() => document.querySelector('[role=alert] > p').textContent";
    page.evaluate(read).await.as_str().unwrap_or_default().to_owned()
}
