//! Business Central misbehaves: what passes is waited for, what doesn't is told, and nothing goes on for ever.

use sandbox::{Effect, Fault, Server};

use crate::{
    list::{LEDGER, scroll},
    trials,
    world::{ADA, World},
};

trials![
    unavailable_once_is_waited_for,
    a_retry_after_is_kept,
    too_many_requests_are_repeated,
    unavailable_for_good_is_told,
    a_lost_connection_is_tried_again,
    a_truncated_answer_is_tried_again,
    a_page_of_html_is_no_answer,
    wrong_json_is_no_answer,
    no_cors_is_told,
    a_refused_header_is_left_out,
    a_hanging_answer_can_be_cancelled,
    a_start_that_hangs_can_be_cancelled,
    a_foreign_link_is_never_followed,
    a_repeated_link_ends_it,
    a_failing_page_keeps_the_rows_before_it,
    missing_captions_and_metadata_leave_a_list,
    an_expired_session_at_the_service_is_told,
];

const CUSTOMERS: &str = "/customers";

fn status(code: u16) -> Effect {
    Effect::Status { code, retry_after: None, body: None }
}

/// Signs in, then lets `effect` happen to the list of customers and opens it.
async fn with(effect: Effect, times: Option<u32>) -> World {
    let mut world = World::start().await;
    world.sign_in(ADA).await;
    // The start page has counted them.
    world.rest().await;
    world.forget_requests();
    let fault = Fault::at(Server::Service, CUSTOMERS, effect);
    world.fault(match times {
        Some(times) => fault.times(times),
        None => fault,
    });
    world.page().find("link", "Customers").click().await;
    world
}

/// It failed with an alert, and works once the fault is over and Retry pressed.
async fn recovers(world: World, most_requests: usize) {
    let page = world.page();
    page.until("an alert", async || page.any("alert").is_there().await.then_some(())).await;
    let asked = world.seen(Server::Service, CUSTOMERS).len();
    assert!(asked <= most_requests, "{asked} requests");
    world.sandbox.clear_faults();
    page.find("button", "Retry").click().await;
    world.rows().await;
    page.any("alert").gone().await;
    world.finish().await;
}

async fn unavailable_once_is_waited_for() {
    let world = with(status(503), Some(1)).await;
    world.rows().await;
    assert_eq!(world.seen(Server::Service, CUSTOMERS).len(), 2);
    assert!(!world.page().any("alert").is_there().await);
    world.finish().await;
}

async fn a_retry_after_is_kept() {
    let effect = Effect::Status { code: 503, retry_after: Some("2".to_owned()), body: None };
    let mut world = World::start().await;
    world.sign_in(ADA).await;
    world.rest().await;
    world.forget_requests();
    // CORS hides the header unless the server exposes it.
    let exposed = [("access-control-expose-headers".to_owned(), Some("retry-after".to_owned()))];
    world.fault(Fault::at(Server::Service, CUSTOMERS, Effect::Headers { set: exposed.into() }).times(1));
    world.fault(Fault::at(Server::Service, CUSTOMERS, effect).times(1));
    world.page().find("link", "Customers").click().await;
    world.rows().await;
    let asked = world.seen(Server::Service, CUSTOMERS);
    assert_eq!(asked.len(), 2);
    assert!(asked[1].at - asked[0].at >= 2, "{} and {}", asked[0].at, asked[1].at);
    world.finish().await;
}

async fn too_many_requests_are_repeated() {
    let world = with(status(429), Some(2)).await;
    world.rows().await;
    assert_eq!(world.seen(Server::Service, CUSTOMERS).len(), 3);
    world.finish().await;
}

async fn unavailable_for_good_is_told() {
    recovers(with(status(503), None).await, 4).await;
}

async fn a_lost_connection_is_tried_again() {
    let world = with(Effect::Cut { after: None }, Some(2)).await;
    world.rows().await;
    world.finish().await;
}

async fn a_truncated_answer_is_tried_again() {
    let world = with(Effect::Truncate { bytes: 300 }, Some(1)).await;
    world.rows().await;
    assert_eq!(world.seen(Server::Service, CUSTOMERS).len(), 2);
    world.finish().await;
}

async fn a_page_of_html_is_no_answer() {
    let text = "<!doctype html><title>Proxy</title><script>alert(1)</script>".to_owned();
    let world = with(Effect::Body { content_type: "text/html".to_owned(), text }, None).await;
    let alert = world.page().any("alert").text().await;
    assert!(!alert.contains("<script>"), "a foreign page's text is not for people: {alert}");
    recovers(world, 4).await;
}

async fn wrong_json_is_no_answer() {
    let text = r#"{"value":{"not":"a list"}}"#.to_owned();
    recovers(with(Effect::Body { content_type: "application/json".to_owned(), text }, None).await, 4).await;
}

async fn no_cors_is_told() {
    recovers(with(Effect::NoCors, None).await, 5).await;
}

async fn a_refused_header_is_left_out() {
    let mut world = World::start().await;
    world.sign_in(ADA).await;
    world.service_fault("/generalLedgerEntries", Effect::RefuseHeader { name: "prefer".to_owned() });
    world.page().find("link", LEDGER).click().await;
    world.rows().await;
    let page = world.page();
    page.until("the third page", async || {
        scroll(page, 1.0).await;
        let asked = world.seen(Server::Service, "/generalLedgerEntries");
        asked.iter().any(|seen| seen.parameter("$skip").as_deref() == Some("200")).then_some(())
    })
    .await;
    let asked = world.listed("/generalLedgerEntries");
    assert!(asked.iter().all(|seen| seen.header("prefer").is_none()), "the preflight refuses it");
    let skips: Vec<String> = asked.iter().filter_map(|seen| seen.parameter("$skip")).collect();
    assert!(skips.iter().any(|skip| skip == "200"), "pages by $top and $skip: {skips:?}");
    assert!(asked.iter().all(|seen| seen.parameter("$top").as_deref() == Some("100")));
    world.finish().await;
}

async fn a_hanging_answer_can_be_cancelled() {
    let world = with(Effect::Hang, None).await;
    let page = world.page();
    page.until("word of what is going on", async || {
        page.text().await.contains("Reading customers").then_some(())
    })
    .await;
    page.find("button", "Cancel").click().await;
    recovers(world, 1).await;
}

async fn a_start_that_hangs_can_be_cancelled() {
    let mut world = World::start().await;
    world.sign_in(ADA).await;
    world.service_fault("/companies", Effect::Hang);
    let page = world.page();
    page.open(&world.at("")).await;
    page.find("button", "Cancel").click().await;
    page.any("alert").first().await;
    world.sandbox.clear_faults();
    page.find("button", "Reload").click().await;
    page.find("link", "Customers").first().await;
    page.any("alert").gone().await;
    world.finish().await;
}

async fn a_foreign_link_is_never_followed() {
    let mut world = World::start().await;
    world.sign_in(ADA).await;
    let origin = world.host.origin();
    world.service_fault("/generalLedgerEntries", Effect::ForeignNextLink { origin });
    world.page().find("link", LEDGER).click().await;
    let page = world.page();
    page.until("an alert", async || {
        if page.any("grid").is_there().await {
            scroll(page, 1.0).await;
        }
        page.any("alert").is_there().await.then_some(())
    })
    .await;
    assert!(world.host.requests().iter().all(|seen| !seen.path.contains("generalLedgerEntries")));
    assert_eq!(world.listed("/generalLedgerEntries").len(), 1);
    world.finish().await;
}

async fn a_repeated_link_ends_it() {
    let mut world = World::start().await;
    world.sign_in(ADA).await;
    world.service_fault("/generalLedgerEntries", Effect::RepeatNextLink);
    world.page().find("link", LEDGER).click().await;
    let page = world.page();
    page.until("an alert", async || {
        if page.any("grid").is_there().await {
            scroll(page, 1.0).await;
        }
        page.any("alert").is_there().await.then_some(())
    })
    .await;
    let asked = world.seen(Server::Service, "/generalLedgerEntries").len();
    assert!(asked <= 3, "{asked} requests");
    world.finish().await;
}

async fn a_failing_page_keeps_the_rows_before_it() {
    let mut world = World::start().await;
    world.open_list(LEDGER).await;
    world.service_fault("skiptoken", status(500));
    let page = world.page();
    page.until("an alert", async || {
        scroll(page, 1.0).await;
        page.any("alert").is_there().await.then_some(())
    })
    .await;
    scroll(page, 0.0).await;
    assert!(world.rows().await.len() > 5, "what was read stays");
    world.sandbox.clear_faults();
    page.find("button", "Retry").click().await;
    page.until("rows of the page that failed", async || {
        scroll(page, 1.0).await;
        let last = "grid => Number([...grid.querySelectorAll('[role=row]')].pop().ariaRowIndex)";
        page.any("grid").ask(last).await.as_u64().filter(|last| *last > 100)
    })
    .await;
    page.any("alert").gone().await;
    world.finish().await;
}

async fn missing_captions_and_metadata_leave_a_list() {
    let mut world = World::start().await;
    world.service_fault("$metadata", status(500));
    world.service_fault("entityDefinitions", status(404));
    world.sign_in(ADA).await;
    world.page().find("link", "Customers").click().await;
    let rows = world.rows().await;
    assert!(rows.iter().any(|row| row.contains("C00010")), "{rows:?}");
    world.page().find("link", "C00010").click().await;
    world.page().any("form").first().await;
    world.finish().await;
}

async fn an_expired_session_at_the_service_is_told() {
    // Business Central refuses a token that the Authority just issued: asking for another every time would never end.
    let world = with(status(401), None).await;
    world.page().until("an alert", async || world.page().any("alert").is_there().await.then_some(())).await;
    let asked = world.seen(Server::Authority, "/authorize").len();
    assert!(asked <= 5, "{asked} requests to the Authority's page, two of them the first sign-in's");
    world.finish().await;
}
