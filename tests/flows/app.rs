//! AzApp: the client credentials flow through the real companion, step by step, asserted on what the Authority and
//! Business Central received.

use std::time::Duration;

use sandbox::{Seen, Server};
use serde_json::{Value, json};

use crate::{
    companion::{Grant, Place, Who},
    list::LEDGER,
    page::Page,
    setup_check::checked,
    trials,
    world::{ADA, BEN},
};

trials![
    seven_steps_with_a_relay,
    seven_steps_with_a_token,
    seven_steps_of_somebody_who_signs_in,
    a_token_for_somebody_who_signs_in,
    a_token_is_replaced_in_time,
    a_relayed_list_goes_on_page_by_page,
    a_companion_that_comes_back,
    an_application_that_is_not_let_in,
    somebody_who_may_not_ask,
    beside_another_connection,
    who_works_here,
    the_setup_check_passes,
];

/// The client credentials that the Authority was asked for.
fn credentials(place: &Place) -> Vec<Seen> {
    let mut seen = place.world.seen(Server::Authority, "/token");
    seen.retain(|seen| seen.field("grant_type").as_deref() == Some("client_credentials"));
    seen
}

/// The tokens that Business Central was called with.
fn bearers(place: &Place) -> Vec<String> {
    let calls = place.world.seen(Server::Service, "/v2.0/");
    assert!(!calls.is_empty(), "Business Central was not called");
    let mut bearers: Vec<String> =
        calls.iter().map(|seen| seen.header("authorization").expect("a token").to_owned()).collect();
    bearers.sort();
    bearers.dedup();
    bearers
}

/// The token that the Authority answered with.
fn issued(seen: &Seen) -> String {
    let answer: Value = serde_json::from_slice(&seen.answer.as_ref().expect("an answer").body).expect("JSON");
    answer["access_token"].as_str().expect("an access token").to_owned()
}

async fn kept(page: Page<'_>) -> String {
    page.session_storage().await.into_iter().map(|(key, value)| format!("{key}={value}\n")).collect()
}

/// Every request of the page, by the addresses that it asked for.
fn asked_at(place: &Place, origin: &str) -> usize {
    place.world.addresses().iter().filter(|address| address.starts_with(origin)).count()
}

/// Notes what answers the page gets from now on.
const LISTEN: &str = "() => {
    globalThis.heard = [];
    const text = Response.prototype.text;
    Response.prototype.text = async function () {
        const body = await text.call(this);
        heard.push([this.url, [...this.headers].join(), body].join(' '));
        return body;
    };
}";

/// The setup check goes through the companion, however that reaches Business Central.
async fn the_setup_check_passes() {
    for (grant, who) in [(Grant::Relay, Who::Open), (Grant::Token, Who::Proxy)] {
        let mut place = Place::start(grant, who).await;
        // A companion relays no batch unless it is told to.
        place.world.excuse("/$batch");
        let page = place.world.page();
        page.open(&format!("{}setup", place.address())).await;
        let lines = checked(page).await;
        assert!(lines.iter().all(|(_, outcome, _)| outcome == "passed"), "{lines:?}");
        for title in ["Companion", "Token", "CORS", "Environment", "Company", "Permissions"] {
            assert!(lines.iter().any(|(known, ..)| known == title), "{title}: {lines:?}");
        }
        place.finish().await;
    }
}

async fn seven_steps_with_a_relay() {
    let place = Place::start(Grant::Relay, Who::Open).await;
    let world = &place.world;
    let page = world.page();

    // 1: the portal is opened, 2: finds no session, 3: and asks the companion, which asks the Authority.
    page.open(&place.address()).await;
    page.find("link", "Customers").first().await;
    let [credentials] = &credentials(&place)[..] else { panic!("one request: {:?}", credentials(&place)) };
    assert_eq!(credentials.field("client_id").as_deref(), Some(sandbox::DEFAULT_APPLICATION_ID));
    assert_eq!(
        credentials.field("scope").as_deref(),
        Some(format!("{}/.default", world.sandbox.service()).as_str())
    );
    assert_eq!(credentials.header("origin"), None, "Entra refuses client credentials from a browser");
    // 4: the Authority answers with a token. 5: which stays in the companion's memory.
    let token = issued(credentials);
    assert!(!kept(page).await.contains(&token));
    assert_eq!(place.gateway.asked()[0], "GET /");
    assert!(!place.gateway.asked().iter().any(|asked| asked.starts_with("POST")));
    // 6: requests go to Business Central with it, through the relay.
    assert_eq!(bearers(&place), [format!("Bearer {token}")]);
    for call in world.seen(Server::Service, "") {
        for header in ["x-portico", "cookie", "origin", "referer"] {
            assert_eq!(call.header(header), None, "{header} of {}", call.path);
        }
    }
    // 7: the user uses the portal, without any sign-in page.
    page.evaluate(LISTEN).await;
    page.find("link", "Customers").click().await;
    assert!(world.rows().await.len() > 5);
    page.find("searchbox", "Search").enter("co").await;
    page.until_address("the search", |address| address.contains("q=co")).await;
    world.rows().await;
    assert_eq!(asked_at(&place, &world.sandbox.authority_origin()), 0, "nobody was sent to sign in");
    assert_eq!(asked_at(&place, &world.sandbox.service()), 0, "everything went through the relay");
    // No byte of a token came to the page, and what came was looked at.
    let heard =
        page.evaluate("() => globalThis.heard.join('\\n')").await.as_str().unwrap_or_default().to_owned();
    assert!(heard.contains("customers") && heard.contains("displayName"), "{heard}");
    assert!(!world.has_token(&heard) && !world.has_token(&kept(page).await));

    // Loaded anew: the companion still has its token.
    page.reload().await;
    world.rows().await;
    assert_eq!(self::credentials(&place).len(), 1, "one token for all of it");
    assert!(place.gateway.bearers().is_empty(), "nobody signed in");
    place.finish_without_tokens().await;
}

async fn seven_steps_with_a_token() {
    let place = Place::start(Grant::Token, Who::Proxy).await;
    let world = &place.world;
    let page = world.page();
    page.open(&place.address()).await;
    page.find("link", "Customers").first().await;
    // 3 and 4, as above.
    let [credentials] = &credentials(&place)[..] else { panic!("one request: {:?}", credentials(&place)) };
    let token = issued(credentials);
    assert_eq!(place.gateway.asked(), ["GET /companion/", "POST /companion/token"]);
    // 5: the token is in the session.
    assert!(kept(page).await.contains(&token));
    // 6: Business Central is called with it, directly; what is the companion's it does not get.
    assert_eq!(bearers(&place), [format!("Bearer {token}")]);
    for call in world.seen(Server::Service, "/v2.0/") {
        assert_eq!(call.header("origin"), Some(place.origin().as_str()));
        assert_eq!(call.header("x-portico"), None);
    }
    // 7.
    page.find("link", "Customers").click().await;
    assert!(world.rows().await.len() > 5);
    assert_eq!(asked_at(&place, &world.sandbox.authority_origin()), 0, "nobody was sent to sign in");

    // 2: with a valid token in the session, 3 to 5 are skipped.
    page.reload().await;
    world.rows().await;
    assert_eq!(
        place.gateway.asked().len(),
        2,
        "the companion was not asked again: {:?}",
        place.gateway.asked()
    );
    assert_eq!(self::credentials(&place).len(), 1);
    assert!(place.gateway.bearers().is_empty(), "what it handed out does not come back to it");
    place.finish().await;
}

/// `who = "oidc"`: the same code signs people in, to the companion.
async fn seven_steps_of_somebody_who_signs_in() {
    let place = Place::start(Grant::Relay, Who::Oidc).await;
    let world = &place.world;
    let page = world.page();
    page.open(&place.address()).await;
    world.pick(ADA).await;
    page.find("button", "Accept").click().await;
    page.find("link", "Customers").first().await;
    let authorize = world.seen(Server::Authority, "/authorize");
    let scope = format!("api://{}/access_as_user openid profile offline_access", sandbox::DEFAULT_API_ID);
    assert_eq!(authorize[0].parameter("scope").as_deref(), Some(scope.as_str()));
    for name in ["state", "nonce", "code_challenge"] {
        assert!(authorize[0].parameter(name).is_some_and(|value| value.len() >= 43), "{name}");
    }
    let mut codes = world.seen(Server::Authority, "/token");
    codes.retain(|seen| seen.field("code").is_some());
    let persons = issued(&codes[0]);
    let [credentials] = &credentials(&place)[..] else { panic!("one request: {:?}", credentials(&place)) };
    let applications = issued(credentials);
    // The person's token is for the companion and in the session, the application's for Business Central and not here.
    assert!(kept(page).await.contains(&persons) && !kept(page).await.contains(&applications));
    assert_eq!(bearers(&place), [format!("Bearer {applications}")]);
    assert_eq!(place.gateway.bearers(), [format!("Bearer {persons}")]);
    assert_eq!(asked_at(&place, &world.sandbox.service()), 0);

    // Loaded anew nobody signs in again.
    page.reload().await;
    page.find("link", "Customers").first().await;
    assert_eq!(world.seen(Server::Authority, "/token").len(), 2);

    // Signed out, there is a page to sign in again, and nothing is left.
    page.find("button", "Sign out").click().await;
    page.find("button", "Sign in").first().await;
    assert!(!world.has_token(&kept(page).await));
    place.finish().await;
}

async fn a_token_for_somebody_who_signs_in() {
    let place = Place::start(Grant::Token, Who::Oidc).await;
    let world = &place.world;
    let page = world.page();
    page.open(&place.address()).await;
    world.pick(ADA).await;
    page.find("button", "Accept").click().await;
    page.find("link", "Customers").first().await;
    let mut codes = world.seen(Server::Authority, "/token");
    codes.retain(|seen| seen.field("code").is_some());
    let (persons, applications) = (issued(&codes[0]), issued(&credentials(&place)[0]));
    assert!(kept(page).await.contains(&persons) && kept(page).await.contains(&applications));
    // Each went to whom it is for, and to nobody else.
    assert_eq!(bearers(&place), [format!("Bearer {applications}")]);
    assert_eq!(place.gateway.bearers(), [format!("Bearer {persons}")]);
    assert_eq!(place.gateway.asked().iter().filter(|asked| *asked == "POST /token").count(), 1);
    // A token that was handed out for somebody goes with them.
    page.find("button", "Sign out").click().await;
    page.find("button", "Sign in").first().await;
    assert!(!world.has_token(&kept(page).await));
    place.finish().await;
}

/// Both clocks, the portal's and the companion's, go on together.
async fn a_token_is_replaced_in_time() {
    for (grant, who) in [(Grant::Relay, Who::Open), (Grant::Token, Who::Proxy)] {
        let mut place = Place::start(grant, who).await;
        place.world.page().open(&place.address()).await;
        place.world.page().find("link", "Customers").click().await;
        place.world.rows().await;
        place.world.rest().await;
        let before = credentials(&place).len();
        assert_eq!(before, 1);
        place.advance(Duration::from_secs(7_200)).await;
        place.world.page().find("searchbox", "Search").enter("co").await;
        place.world.page().until_address("the search", |address| address.contains("q=co")).await;
        let page = place.world.page();
        page.until("another token", async || (credentials(&place).len() == 2).then_some(())).await;
        place.world.rows().await;
        place.world.rest().await;
        assert_eq!(credentials(&place).len(), 2, "an expired one means exactly one more");
        assert_eq!(bearers(&place).len(), 2);
        assert!(!place.world.page().any("alert").is_there().await);
        place.finish().await;
    }
}

async fn a_relayed_list_goes_on_page_by_page() {
    let place = Place::start(Grant::Relay, Who::Open).await;
    let world = &place.world;
    let page = world.page();
    page.open(&place.address()).await;
    page.find("link", LEDGER).click().await;
    world.rows().await;
    let down = "grid => { grid.scrollTop = grid.scrollHeight; }";
    page.until("a page behind a link", async || {
        page.any("grid").ask(down).await;
        let calls = world.seen(Server::Service, "/generalLedgerEntries");
        calls.iter().any(|seen| seen.query.contains("skiptoken")).then_some(())
    })
    .await;
    world.rest().await;
    world.rows().await;
    assert_eq!(
        asked_at(&place, &world.sandbox.service()),
        0,
        "links of Business Central went through the relay"
    );
    assert!(!page.any("alert").is_there().await);
    place.finish_without_tokens().await;
}

async fn a_companion_that_comes_back() {
    let mut place = Place::start(Grant::Relay, Who::Open).await;
    place.world.excuse(&place.companion_address());
    place.world.page().open(&place.address()).await;
    place.world.page().find("link", "Customers").click().await;
    place.world.rows().await;
    place.world.rest().await;
    place.stop().await;
    place.world.page().find("searchbox", "Search").enter("co").await;
    let alert = place.world.page().any("alert").text().await;
    assert!(alert.contains("The companion of this portal cannot be reached"), "{alert}");
    place.start_again().await;
    place.world.page().find("button", "Retry").click().await;
    place.world.page().any("alert").gone().await;
    place.world.rows().await;
    assert!(place.world.page().address().await.contains("q=co"));
    place.finish_without_tokens().await;
}

async fn an_application_that_is_not_let_in() {
    for (grant, who) in [(Grant::Relay, Who::Open), (Grant::Token, Who::Proxy)] {
        let mut place = Place::start(grant, who).await;
        place.world.excuse("/v2.0/");
        place
            .world
            .service_fault("/v2.0/", sandbox::Effect::Status { code: 401, retry_after: None, body: None });
        let page = place.world.page();
        page.open(&place.address()).await;
        let alert = page.any("alert").text().await;
        assert!(alert.contains("does not let the application of this connection in"), "{alert}");
        assert!(!page.find("button", "Sign in").is_there().await, "nobody could help by that: {alert}");
        place.world.calm().await;
        assert!(credentials(&place).len() <= 2, "one more token at most");
        place.finish().await;
    }
}

/// The companion lets only some people ask; another account is the way out.
async fn somebody_who_may_not_ask() {
    let mut place = Place::for_people(&[ADA]).await;
    place.world.excuse(&place.companion_address());
    let page = place.world.page();
    page.open(&place.address()).await;
    place.world.pick(BEN).await;
    page.find("button", "Accept").click().await;
    let alert = page.any("alert").text().await;
    assert!(alert.contains("The companion of this portal does not allow this"), "{alert}");
    assert!(place.world.seen(Server::Service, "").is_empty(), "Business Central was not asked");
    page.find("button", "Sign in").click().await;
    page.find("heading", "Pick an account").first().await;
    page.find("button", &format!("Ada Birch {ADA}")).click().await;
    page.find("button", "Accept").click().await;
    page.find("link", "Customers").first().await;
    place.finish().await;
}

async fn beside_another_connection() {
    let person = json!({ "name": "Sales" });
    let place = Place::beside(Grant::Relay, Who::Open, person).await;
    let world = &place.world;
    let page = world.page();
    page.open(&place.address()).await;
    page.find("button", "Guests").click().await;
    page.find("link", "Customers").first().await;
    page.find("button", "The application").first().await;
    let choose = |name: &str| {
        format!(
            "select => {{ select.value = '{name}'; select.dispatchEvent(new Event('change', {{ bubbles: true }})); }}"
        )
    };
    page.find("combobox", "Connection").ask(&choose("Sales")).await;
    world.pick(ADA).await;
    page.find("button", "Accept").click().await;
    page.find("button", "Ada Birch").first().await;
    page.find("combobox", "Connection").ask(&choose("Guests")).await;
    page.find("button", "The application").first().await;
    assert!(!page.find("button", "Sign out").is_there().await);
    // Deep links name the connection.
    page.find("link", "Customers").click().await;
    world.rows().await;
    assert!(page.address().await.contains("on=Guests"), "{}", page.address().await);
    place.finish().await;
}

async fn who_works_here() {
    let place = Place::start(Grant::Relay, Who::Open).await;
    let page = place.world.page();
    page.open(&place.address()).await;
    page.find("link", "Customers").first().await;
    page.find("button", "The application").click().await;
    let told = page
        .until("the panel", async || Some(page.text().await).filter(|text| text.contains("Works as")))
        .await;
    for part in ["the application, through its companion", "Guests", "the application's permissions apply"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    for part in ["Sign out", "Stay signed in", "Signed in", "Use another account"] {
        assert!(!told.contains(part), "{part}: {told}");
    }
    // There is one environment, which the companion names.
    assert!(told.contains("Production"), "{told}");
    place.finish_without_tokens().await;
}
