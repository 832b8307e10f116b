//! The seven steps of the client credentials flow, for both grants, as the Authority and Business Central saw them.
#![allow(clippy::unwrap_used, reason = "a test that fails here should stop here")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use sandbox::{DEFAULT_APPLICATION_ID, DEFAULT_APPLICATION_SECRET, Server};
use support::{Answer, PORTAL, Plan, World};

/// Everything of a token by which it could be recognised: the whole, its parts, and those as JSON, base64 or percent
/// signs would carry them.
fn traces(world: &World) -> Vec<String> {
    let mut traces = Vec::new();
    for token in world.sandbox.issued_tokens() {
        for part in [token.as_str()].into_iter().chain(token.split('.').filter(|part| part.len() > 20)) {
            traces.push(part.to_owned());
            traces.push(form_urlencoded::byte_serialize(part.as_bytes()).collect());
            traces.push(base64(part.as_bytes()));
        }
    }
    traces
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |group: u32, at: u32| char::from(DIGITS[(group >> (18 - 6 * at) & 63) as usize]);
    bytes
        .chunks_exact(3)
        .flat_map(|three| {
            let group = u32::from(three[0]) << 16 | u32::from(three[1]) << 8 | u32::from(three[2]);
            (0..4).map(move |at| digit(group, at))
        })
        .collect()
}

fn assert_holds_no_token(world: &World, answers: &[Answer]) {
    let traces = traces(world);
    assert!(!traces.is_empty());
    for answer in answers {
        let text = String::from_utf8_lossy(&answer.raw);
        for trace in &traces {
            assert!(!text.contains(trace.as_str()), "a token's bytes in {text}");
        }
    }
    let log = world.log.text();
    assert!(
        !log.is_empty() && traces.iter().all(|trace| !log.contains(trace.as_str())),
        "a token in the log"
    );
    assert!(!log.contains(DEFAULT_APPLICATION_SECRET));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn relay_step_by_step() {
    let world = World::new(Plan::default()).await;
    // 1. The portal opens and asks what kind of companion this is: nothing is needed for that.
    let about = world.get("/").await;
    assert_eq!(about.status, 200, "{}", about.text());
    let upstream = format!("{}{}", world.sandbox.service(), world.base);
    assert_eq!(
        about.json(),
        serde_json::json!({ "grant": "relay", "environment": "Production", "who": "open", "upstream": upstream })
    );
    assert_eq!(about.header("access-control-allow-origin"), Some(PORTAL));
    assert!(world.token_requests().is_empty());
    // 2 and 3. No token yet: the Authority is asked with client ID and secret, from no browser.
    let first = world.companies().await;
    let asked = world.token_requests();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].field("grant_type").as_deref(), Some("client_credentials"));
    assert_eq!(asked[0].field("client_id").as_deref(), Some(DEFAULT_APPLICATION_ID));
    assert_eq!(asked[0].field("client_secret").as_deref(), Some(DEFAULT_APPLICATION_SECRET));
    assert_eq!(asked[0].field("scope"), Some(format!("{}/.default", world.sandbox.service())));
    assert!(asked[0].header("origin").is_none() && asked[0].query.is_empty());
    // 4, 5 and 6. It answered; Business Central is called with the token, and with nothing of the browser's.
    assert_eq!(first.status, 200, "{}", first.text());
    let token = world.sandbox.issued_tokens().pop().unwrap();
    let called = world.seen(Server::Service, "/companies");
    assert_eq!(called.len(), 1);
    assert_eq!(called[0].header("authorization"), Some(format!("Bearer {token}").as_str()));
    for name in ["origin", "cookie", "x-portico", "referer", "x-forwarded-for", "sec-fetch-site"] {
        assert_eq!(called[0].header(name), None, "{name}");
    }
    assert_eq!(called[0].answer.as_ref().unwrap().body, first.body, "the body is unchanged");
    // 2 again. A token is there: the Authority isn't asked at all.
    let second = world.companies().await;
    assert_eq!((second.status, world.token_requests().len()), (200, 1));
    // An expired one: it is asked once more.
    world.advance(Duration::from_secs(3600));
    let third = world.companies().await;
    assert_eq!((third.status, world.token_requests().len()), (200, 2));
    // 7. The portal never saw a token, and never asks for one.
    let refused = world.call("POST", "/token", &[], "").await;
    assert_eq!((refused.status, refused.code().as_str()), (404, "Companion_NotFound"));
    let hostile = world
        .call(
            "GET",
            &format!("{}/api/v2.0/companies", world.base),
            &[("authorization", "Bearer x"), ("cookie", "a=b"), ("x-forwarded-for", "1.1.1.1")],
            "",
        )
        .await;
    assert_eq!(hostile.status, 200);
    let last = world.seen(Server::Service, "/companies").pop().unwrap();
    assert!(
        last.header("authorization").unwrap().starts_with("Bearer ey") && last.header("cookie").is_none()
    );
    let missing = world
        .get(&format!("{}/api/v2.0/companies(5d115c9c-44e3-ea11-bb43-000d3a2feca1)/customers", world.base))
        .await;
    assert_holds_no_token(&world, &[about, first, second, third, refused, hostile, missing]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_callers_make_one_token_request() {
    let plan = Plan {
        tables: "[limits]\nburst = 1000\nrequests_per_minute = 100000\nqueue_seconds = 60\nwaiting = 1000"
            .to_owned(),
        ..Plan::default()
    };
    let world = Arc::new(World::new(plan).await);
    for (round, seconds) in [(1, 0), (2, 3600), (3, 3570)] {
        world.advance(Duration::from_secs(seconds));
        let calls: Vec<_> = (0..200)
            .map(|_| {
                let world = Arc::clone(&world);
                tokio::spawn(async move { world.companies().await })
            })
            .collect();
        let mut answers = Vec::new();
        for call in calls {
            answers.push(call.await.unwrap());
        }
        assert!(answers.iter().all(|answer| answer.status == 200 && answer.whole));
        assert_eq!(world.token_requests().len(), round, "one for all");
        assert_holds_no_token(&world, &answers);
    }
    assert_eq!(world.seen(Server::Service, "/companies").len(), 600);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_is_renewed_early_while_the_old_one_serves() {
    let world = World::new(Plan::default()).await;
    world.companies().await;
    world.advance(Duration::from_secs(3305));
    let slow = sandbox::Effect::Delay { ms: 300 };
    world.sandbox.set_fault(sandbox::Fault::at(Server::Authority, "/token", slow));
    for _ in 0..3 {
        assert_eq!(world.companies().await.status, 200);
    }
    let old = world.sandbox.issued_tokens().remove(0);
    let last = world.seen(Server::Service, "/companies").pop().unwrap();
    assert_eq!(last.header("authorization"), Some(format!("Bearer {old}").as_str()), "nobody waited");
    support::until("it is renewed", || world.sandbox.issued_tokens().len() == 2).await;
    assert_eq!(world.token_requests().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn token_step_by_step() {
    // `open` would hand it to everyone: a proxy says who asks.
    let plan = Plan {
        who: Some("proxy"),
        top: "grant = \"token\"".to_owned(),
        tables: "[proxy]\nheader = \"x-user\"\ntrusted = [\"127.0.0.1\"]".to_owned(),
        ..Plan::default()
    };
    let world = World::new(plan).await;
    let headers =
        [("x-user", "ann@cronus.example"), ("origin", "http://localhost"), ("sec-fetch-site", "same-origin")];
    let about = world.call("GET", "/", &headers, "").await;
    assert_eq!(about.json()["grant"], "token");
    // 3 to 5. The companion asks the Authority once, and hands the token out.
    let answer = world.call("POST", "/token", &headers, "").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let token = answer.json()["access_token"].as_str().unwrap().to_owned();
    assert_eq!(world.sandbox.issued_tokens(), std::slice::from_ref(&token));
    assert_eq!(answer.json()["token_type"], "Bearer");
    let left = answer.json()["expires_in"].as_u64().unwrap();
    assert!((3500..=3600).contains(&left), "{left}");
    // 2. A token that serves is handed out again; one that has ended isn't.
    world.advance(Duration::from_secs(1000));
    let again = world.call("POST", "/token", &headers, "").await;
    assert_eq!(
        (again.json()["access_token"].as_str(), world.token_requests().len()),
        (Some(token.as_str()), 1)
    );
    assert!(again.json()["expires_in"].as_u64().unwrap() <= 2600);
    world.advance(Duration::from_secs(2600));
    let new = world.call("POST", "/token", &headers, "").await;
    assert_ne!(new.json()["access_token"].as_str(), Some(token.as_str()));
    assert_eq!(world.token_requests().len(), 2);
    // 6. Business Central is called directly: nothing is relayed.
    let relayed = world.call("GET", &format!("{}/api/v2.0/companies", world.base), &headers, "").await;
    assert_eq!((relayed.status, relayed.code().as_str()), (404, "Companion_NotFound"));
    assert!(world.seen(Server::Service, "/").is_empty());
    let nobody = world.call("POST", "/token", &[("origin", ""), ("sec-fetch-site", "same-origin")], "").await;
    assert_eq!((nobody.status, nobody.code().as_str()), (401, "Companion_SignInRequired"));
    assert!(!world.log.text().contains(&token) && world.log.text().contains("ann@cronus.example"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn below_a_path_all_is_the_same() {
    let world = World::new(Plan { top: "public_path = \"/companion/\"".to_owned(), ..Plan::default() }).await;
    for path in ["/companion", "/companion/"] {
        assert_eq!(world.get(path).await.json()["grant"], "relay");
    }
    let companies = format!("{}/api/v2.0/companies", world.base);
    assert_eq!(world.get(&format!("/companion{companies}")).await.status, 200);
    assert_eq!(world.get(&companies).await.code(), "Companion_NotFound");
    // A batch's parts may be relative, or absolute below the companion or Business Central.
    for prefix in ["", &format!("http://localhost/companion{}/api/v2.0/", world.base)] {
        let body = format!(r#"{{"requests":[{{"id":"1","method":"GET","url":"{prefix}companies"}}]}}"#);
        let json = [("content-type", "application/json")];
        let path = format!("/companion{}/api/v2.0/$batch", world.base);
        let answer = world.call("POST", &path, &json, &body).await;
        assert_eq!(
            (answer.status, &answer.json()["responses"][0]["status"]),
            (200, &200.into()),
            "{}",
            answer.text()
        );
    }
}
