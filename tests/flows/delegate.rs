//! AzDelegate: one named account stands in for everyone, and no other gets in. The ten steps are in `ten_steps.rs`.

use sandbox::Server;
use serde_json::json;

use crate::{setup::Setup, trials, world::World};

trials![by_sign_in_name, by_object_id, a_changed_delegate_ends_the_session];

/// The delegate, and somebody else by the same name.
const DELEGATE: &str = "ada.b@cronus.example";
const NAMESAKE: &str = "ada@cronus.example";
const OBJECT_ID: &str = "0ADA0000-0000-4000-8000-000000000004";

fn setup(delegate: &str) -> Setup {
    Setup { connections: vec![json!({ "mode": "AzDelegate", "delegate": delegate })], ..Setup::default() }
}

/// The wrong account is refused and the right one chosen.
async fn chooses(delegate: &str) {
    let world = World::with(setup(delegate)).await;
    let page = world.page();
    page.open(&world.at("")).await;
    world.pick(NAMESAKE).await;
    page.find("button", "Accept").click().await;
    let alert = page.any("alert");
    alert.first().await;
    assert!(alert.text().await.contains(delegate), "it says whose place this is: {}", alert.text().await);
    let kept: String = page.session_storage().await.into_values().collect();
    assert!(!world.has_token(&kept), "something of it was kept: {kept}");
    assert!(!kept.contains(NAMESAKE), "{kept}");
    assert_eq!(world.seen(Server::Service, "").len(), 0, "Business Central was asked");

    page.find("button", "Sign in").click().await;
    page.find("heading", "Pick an account").first().await;
    let asked = world.seen(Server::Authority, "/authorize");
    let asked = asked.iter().rev().find(|seen| seen.method == "GET").expect("a request");
    assert_eq!(asked.parameter("prompt").as_deref(), Some("select_account"));
    assert_eq!(asked.parameter("login_hint"), None);
    page.find("button", &format!("Ada Birch {DELEGATE}")).click().await;
    page.find("button", "Accept").click().await;
    page.find("link", "Customers").first().await;
    page.find("button", "Ada Birch").click().await;
    assert!(page.text().await.contains(DELEGATE), "which of the two it is can be seen");
    world.finish().await;
}

async fn by_sign_in_name() {
    chooses(DELEGATE).await;
}

async fn by_object_id() {
    chooses(OBJECT_ID).await;
}

async fn a_changed_delegate_ends_the_session() {
    let world = World::with(setup(NAMESAKE)).await;
    world.sign_in(NAMESAKE).await;
    // As if the settings had named another when this session was made.
    let other = "() => { for (const key of Object.keys(sessionStorage)) if (key.startsWith('portico.session.'))
        sessionStorage.setItem(key, sessionStorage.getItem(key).replace('\"delegate\":\"ada@', '\"delegate\":\"floor@')); }";
    world.page().evaluate(other).await;
    world.forget_requests();
    world.page().reload().await;
    world
        .page()
        .until("a new sign-in", async || (world.seen(Server::Authority, "/token").len() == 1).then_some(()))
        .await;
    world.page().find("link", "Customers").first().await;
    world.finish().await;
}
