//! One clock for all servers, and tokens that live as long as a test wants.

#![expect(clippy::unwrap_used, reason = "a test that fails here should stop here")]

mod support;

use std::time::Duration;

use sandbox::host::{HostConfig, serve};
use sandbox::{Effect, Fault, Server};
use serde_json::json;
use support::{Browser, World, ada, claims};

const DISCOVERY: &str = "/v2.0/.well-known/openid-configuration";

/// The `Date` that comes with an address, in seconds of that day.
fn date(address: &str) -> (String, u64) {
    let page = Browser::default().get(address);
    let date = page.header("date").unwrap();
    let (day, time) = date.strip_suffix(" GMT").unwrap().rsplit_once(' ').unwrap();
    let seconds = time.split(':').fold(0, |all, part| all * 60 + part.parse::<u64>().unwrap());
    (day.to_owned(), seconds)
}

#[test]
fn the_dates_of_all_servers_follow_the_clock() {
    let world = World::new();
    let host =
        world.run(serve(HostConfig { clock: world.sandbox.clock(), ..HostConfig::default() })).unwrap();
    let addresses = [host.address(), world.at(DISCOVERY), format!("{}/x", world.sandbox.service())];
    let before = addresses.clone().map(|address| date(&address));
    // More than a day, so that the day changes whatever the hour.
    world.sandbox.advance(Duration::from_secs(100_000));
    let after = addresses.clone().map(|address| date(&address));
    for (at, address) in addresses.iter().enumerate() {
        let ahead = (after[at].1 + 86_400 - before[at].1) % 86_400;
        assert!((13_600..13_660).contains(&ahead), "{address}: {ahead}");
        assert_ne!(after[at].0, before[at].0, "{address}");
    }
    let control = format!("{}/_sandbox/tokens", world.sandbox.service());
    assert_eq!(date(&control).0, date(&host.address()).0);
    let now = world.sandbox.clock().now();
    assert!(now - host.requests().last().unwrap().at < 60, "the log goes by it, too");
}

#[test]
fn a_host_without_a_sandbox_goes_by_the_computers_clock() {
    let world = World::new();
    world.sandbox.advance(Duration::from_secs(100_000));
    let host = world.run(serve(HostConfig::default())).unwrap();
    assert_ne!(date(&host.address()).0, date(&world.at(DISCOVERY)).0);
}

#[test]
fn the_date_can_be_taken_away() {
    let world = World::new();
    let gone = Effect::Headers { set: [("date".to_owned(), None)].into() };
    world.sandbox.set_fault(Fault::at(Server::Authority, DISCOVERY, gone));
    assert_eq!(Browser::default().get(&world.at(DISCOVERY)).header("date"), None);
}

#[test]
fn token_lifetimes_change_while_the_sandbox_runs() {
    let world = World::changed(|config| config.token_lifetime = Duration::from_secs(60));
    let lives = |tokens: &serde_json::Value| {
        let claims = claims(tokens["id_token"].as_str().unwrap());
        let access = support::claims(tokens["access_token"].as_str().unwrap());
        let span = claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap();
        assert_eq!(access["exp"].as_u64().unwrap() - access["iat"].as_u64().unwrap(), span);
        assert_eq!(tokens["expires_in"], span);
        span
    };
    let first = world.tokens(ada());
    assert_eq!(lives(&first), 60);
    assert_eq!(world.control("token-lifetime", &json!({ "seconds": 5 })).status, 204);
    let second = world.renew(&first["refresh_token"]).json();
    assert_eq!(lives(&second), 5);
    world.sandbox.advance(Duration::from_secs(6));
    assert_eq!(world.companies(&second["access_token"]).status, 401);
    assert_eq!(world.companies(&first["access_token"]).status, 200, "those issued before are not concerned");
    world.sandbox.set_token_lifetime(Duration::from_secs(7_200));
    assert_eq!(lives(&world.renew(&first["refresh_token"]).json()), 7_200);
}
