//! What the companion makes of faults: of the Authority, of Business Central, and of those who call.
#![allow(clippy::unwrap_used, reason = "a test that fails here should stop here")]

mod support;

use std::time::Duration;

use sandbox::{Application, DEFAULT_APPLICATION_SECRET, Effect, Fault, Server};
use support::upstream::Upstream;
use support::{Plan, World, until};

const CUSTOMERS: &str = "/api/v2.0/companies(5d115c9c-44e3-ea11-bb43-000d3a2feca1)/customers";
const WRITES: &str = "[[allow.set]]\nname = \"customers\"\nmethods = [\"GET\", \"POST\", \"PATCH\"]\n\
                      [[allow.set]]\nname = \"pictures\"\nmethods = [\"GET\", \"PATCH\"]";

fn status(code: u16, retry_after: Option<&str>) -> Effect {
    Effect::Status { code, retry_after: retry_after.map(str::to_owned), body: None }
}

async fn with_upstream() -> (World, Upstream) {
    let upstream = Upstream::start().await;
    let service = Some(upstream.origin.clone());
    let plan = Plan { service, tables: WRITES.to_owned(), ..Plan::default() };
    (World::new(plan).await, upstream)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_authority_that_is_down_is_noticed_by_nobody_while_the_token_serves() {
    let world = World::new(Plan::default()).await;
    assert_eq!(world.companies().await.status, 200);
    assert_eq!(world.get("/health").await.json()["state"], "ok");
    world.sandbox.set_fault(Fault {
        server: Some(Server::Authority),
        matches: sandbox::Matches::default(),
        effect: Effect::Cut { after: None },
    });
    // Time to renew: each of the next 60 seconds.
    world.advance(Duration::from_secs(3300));
    for _ in 0..60 {
        world.advance(Duration::from_secs(1));
        assert_eq!(world.companies().await.status, 200);
    }
    until("it is degraded", || world.app.states().iter().any(|state| *state != companion::token::State::Ok))
        .await;
    let health = world.get("/health").await;
    assert_eq!((health.status, &health.json()["state"]), (200, &"degraded".into()));
    assert_eq!(health.json()["reason"], "authority_unreachable");
    // Once it is back, the token is renewed and all is well.
    world.sandbox.clear_faults();
    for _ in 0..40 {
        world.advance(Duration::from_secs(1));
        assert_eq!(world.companies().await.status, 200);
    }
    until("it is well", || world.app.states() == [companion::token::State::Ok]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_authority_that_is_down_without_a_token_is_told() {
    let world =
        World::new(Plan { tables: "[limits]\ntoken_seconds = 1".to_owned(), ..Plan::default() }).await;
    world.sandbox.set_fault(Fault {
        server: Some(Server::Authority),
        matches: sandbox::Matches::default(),
        effect: status(503, None),
    });
    let answer = world.companies().await;
    assert_eq!((answer.status, answer.code().as_str()), (503, "Companion_AuthorityUnreachable"));
    assert!(answer.header("retry-after").is_some());
    assert!(world.seen(Server::Service, "/").is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_client_asks_once_a_minute_until_its_secret_is_replaced() {
    let world = World::new(Plan::default()).await;
    world.folder.file("secret", "wrong");
    for minute in 1..=3 {
        for _ in 0..5 {
            let answer = world.companies().await;
            assert_eq!(
                (answer.status, answer.code().as_str()),
                (503, "Companion_AuthorityRefused"),
                "{}",
                answer.text()
            );
            let wait: u64 = answer.header("retry-after").unwrap().parse().unwrap();
            assert!((1..=60).contains(&wait));
            for secret in ["AADSTS", "secret", "7000215", "client", "wrong"] {
                assert!(!answer.text().contains(secret), "{}", answer.text());
            }
        }
        assert_eq!(world.token_requests().len(), minute, "one a minute");
        world.advance(Duration::from_secs(60));
    }
    let health = world.get("/health").await;
    assert_eq!(
        (health.status, health.text().as_str()),
        (503, r#"{"state":"refused","reason":"authority_refuses"}"#)
    );
    let log = world.log.text();
    assert!(log.contains("The client secret is wrong") && log.contains("AADSTS7000215"), "{log}");
    assert_eq!(world.companies().await.status, 503);
    // The file is replaced: no restart, and nobody waits for the minute to pass.
    world.folder.file("secret", DEFAULT_APPLICATION_SECRET);
    assert_eq!(world.companies().await.status, 200);
    assert_eq!(world.get("/health").await.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_throttling_authority_is_left_alone() {
    let world = World::new(Plan::default()).await;
    world.sandbox.set_fault(Fault::at(Server::Authority, "/token", status(429, Some("7"))).times(1));
    let answer = world.companies().await;
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("7")));
    world.advance(Duration::from_secs(6));
    assert_eq!(world.companies().await.status, 503);
    assert_eq!(world.token_requests().len(), 1);
    world.advance(Duration::from_secs(1));
    assert_eq!(world.companies().await.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passing_fault_of_the_authority_is_waited_out() {
    let world = World::new(Plan::default()).await;
    world.sandbox.set_fault(Fault::at(Server::Authority, "/token", status(500, None)).times(2));
    let answer = world.companies().await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(world.token_requests().len(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_busy_business_central_is_passed_on_with_its_wait() {
    let world = World::new(Plan::default()).await;
    for (code, wait) in [(429, Some("11")), (503, Some("7")), (504, None), (500, None)] {
        let number = world.sandbox.set_fault(Fault::at(Server::Service, "/companies", status(code, wait)));
        world.sandbox.clear_requests();
        let answer = world.companies().await;
        assert_eq!((answer.status, answer.header("retry-after")), (code, wait));
        assert!(answer.header("access-control-expose-headers").unwrap().contains("retry-after"));
        assert_eq!(world.seen(Server::Service, "/companies").len(), 1, "the portal decides about again");
        world.sandbox.remove_fault(number);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revoked_token_is_replaced_once() {
    let world = World::new(Plan::default()).await;
    assert_eq!(world.companies().await.status, 200);
    // The key is another one: Business Central takes none of the old tokens.
    world.sandbox.rotate_key();
    world.sandbox.clear_requests();
    assert_eq!(world.companies().await.status, 200);
    let statuses: Vec<_> =
        world.seen(Server::Service, "/companies").iter().map(|seen| seen.status().unwrap()).collect();
    assert_eq!((statuses, world.token_requests().len()), (vec![401, 200], 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_application_that_is_not_let_in_does_not_ask_for_ever() {
    let world = World::with(Plan::default(), |config| {
        config.applications = vec![Application { rights: None, ..Application::demo() }];
    })
    .await;
    for _ in 0..5 {
        let answer = world.companies().await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (403, "Companion_ApplicationRefused"),
            "{}",
            answer.text()
        );
        assert!(answer.header("www-authenticate").is_none());
    }
    assert_eq!(world.token_requests().len(), 2, "one, and one more try");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_cut_off_is_cut_off_for_the_caller() {
    let (world, upstream) = with_upstream().await;
    let path = format!("{}{CUSTOMERS}", world.base);
    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"val\r\n".to_vec();
    let short = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"val".to_vec();
    for reply in [chunked, short] {
        upstream.reply_raw(reply);
        let answer = world.get(&path).await;
        assert_eq!((answer.status, answer.whole), (200, false), "{:?}", String::from_utf8_lossy(&answer.raw));
        assert_eq!(answer.body, b"{\"val");
    }
    // Before the head there is something to say.
    upstream.reply_raw(Vec::new());
    let answer = world.get(&path).await;
    assert_eq!((answer.status, answer.code().as_str()), (502, "Companion_ServiceUnreachable"));
    assert_eq!(upstream.got().len(), 3, "nothing is asked twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_write_is_repeated() {
    let (world, upstream) = with_upstream().await;
    let path = format!("{}{CUSTOMERS}", world.base);
    let json = [("content-type", "application/json"), ("if-match", "\"e\"")];
    let write = |body: &'static str| world.call("POST", &path, &json, body);
    upstream.reply("201 Created\r\ncontent-type: application/json", r#"{"number":"1"}"#);
    let body = r#"{ "displayName" : "Ädatum", "n": 1.50 }"#;
    let answer = write(body).await;
    assert_eq!((answer.status, answer.text().as_str()), (201, r#"{"number":"1"}"#));
    let got = upstream.got().pop().unwrap();
    assert_eq!(
        (got.line.split(' ').next(), got.body.as_slice()),
        (Some("POST"), body.as_bytes()),
        "unchanged"
    );
    assert_eq!(
        (got.header("if-match"), got.header("content-type")),
        (Some("\"e\""), Some("application/json"))
    );
    for (reply, status) in [
        (b"".to_vec(), 502),
        (b"HTTP/1.1 503 Busy\r\nretry-after: 3\r\ncontent-length: 0\r\n\r\n".to_vec(), 503),
        (b"HTTP/1.1 429 Busy\r\ncontent-length: 0\r\n\r\n".to_vec(), 429),
        (b"HTTP/1.1 504 Late\r\ncontent-length: 0\r\n\r\n".to_vec(), 504),
        (b"HTTP/1.1 409 Conflict\r\ncontent-length: 0\r\n\r\n".to_vec(), 409),
        (b"HTTP/1.1 302 Found\r\nlocation: https://evil.example/\r\nset-cookie: a=b\r\ncontent-length: 0\r\n\r\n".to_vec(), 302),
    ] {
        let before = upstream.got().len();
        upstream.reply_raw(reply);
        let answer = write(r#"{"displayName":"x"}"#).await;
        assert_eq!((answer.status, upstream.got().len() - before), (status, 1));
        assert!(answer.header("location").is_none() && answer.header("set-cookie").is_none());
    }
    // Business Central refuses a token before it does anything: then, and only then, the same is sent again.
    let before = upstream.got().len();
    upstream.reply(
        "401 Unauthorized\r\nwww-authenticate: Bearer authorization_uri=\"https://login.example\"",
        "",
    );
    let answer = write(r#"{"displayName":"y"}"#).await;
    let sent: Vec<_> = upstream.got()[before..]
        .iter()
        .map(|got| (got.body.clone(), got.header("authorization").unwrap().to_owned()))
        .collect();
    assert_eq!((answer.status, sent.len()), (200, 2));
    assert_eq!(sent[0].0, sent[1].0);
    assert_ne!(sent[0].1, sent[1].1, "with a new token");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_streamed_body_is_never_sent_twice() {
    let (world, upstream) = with_upstream().await;
    let path = format!(
        "{}/api/v2.0/companies(5d115c9c-44e3-ea11-bb43-000d3a2feca1)/customers(5d115c9c-44e3-ea11-bb43-000d3a2feca1)/picture/pictureContent",
        world.base
    );
    let media = [("content-type", "application/octet-stream"), ("if-match", "*")];
    let bytes = "\u{1}picture".repeat(20_000);
    upstream.reply("204 No Content", "");
    let answer = world.call("PATCH", &path, &media, &bytes).await;
    assert_eq!(answer.status, 204, "{}", answer.text());
    assert_eq!(upstream.got().pop().unwrap().body, bytes.as_bytes());
    upstream.reply("401 Unauthorized", "");
    let answer = world.call("PATCH", &path, &media, &bytes).await;
    assert_eq!((answer.status, answer.code().as_str()), (403, "Companion_ApplicationRefused"));
    assert_eq!(upstream.got().len(), 2);
    // The token was replaced all the same: the next one goes through.
    upstream.reply("204 No Content", "");
    assert_eq!(world.call("PATCH", &path, &media, &bytes).await.status, 204);
    assert_ne!(upstream.got()[2].header("authorization"), upstream.got()[1].header("authorization"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_runs_is_finished_before_it_stops() {
    let mut world = World::new(Plan::default()).await;
    world.companies().await;
    world.sandbox.set_fault(Fault::at(Server::Service, "/companies", Effect::Delay { ms: 500 }));
    world.sandbox.clear_requests();
    let (address, path) = (world.address, format!("{}/api/v2.0/companies", world.base));
    let call = tokio::spawn(async move {
        let headers = [("host", "localhost"), ("origin", support::PORTAL), ("x-portico", "1")];
        support::send(address, "GET", &path, &headers, b"").await
    });
    // Whoever asks nothing is not waited for.
    let _idle = tokio::net::TcpStream::connect(address).await.unwrap();
    until("it is under way", || !world.seen(Server::Service, "/companies").is_empty()).await;
    let began = std::time::Instant::now();
    world.stop_serving().await;
    assert!(began.elapsed() < Duration::from_secs(20), "it waits for what runs, and for nothing else");
    let answer = call.await.unwrap();
    assert_eq!((answer.status, answer.whole), (200, true));
    assert!(tokio::net::TcpStream::connect(address).await.is_err(), "no more are taken");
}
