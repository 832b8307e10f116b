//! Refresh tokens that can be used once only (RFC 9700 §4.14.2), switched while the sandbox runs.

mod support;

use serde_json::{Value, json};
use support::{Page, World, ada};

/// What a refusal says to programs.
fn told(page: &Page) -> (u16, Option<u32>, Value, Value) {
    let told = page.json();
    (page.status, page.aadsts(), told["error"].clone(), told["suberror"].clone())
}

fn revoked() -> (u16, Option<u32>, Value, Value) {
    (400, Some(50_173), json!("invalid_grant"), json!("bad_token"))
}

#[test]
fn a_second_use_revokes_everything_that_came_of_the_sign_in() {
    let world = World::changed(|config| config.rotation = true);
    let first = world.tokens(ada());
    let other = world.tokens(ada());
    let second = world.renew(&first["refresh_token"]).json();
    let third = world.renew(&second["refresh_token"]).json();
    for tokens in [&first, &second, &third] {
        assert_eq!(world.companies(&tokens["access_token"]).status, 200);
    }

    assert_eq!(told(&world.renew(&first["refresh_token"])), revoked());
    assert_eq!(told(&world.renew(&third["refresh_token"])), revoked(), "the newest one is gone with it");
    for tokens in [&first, &second, &third] {
        assert_eq!(world.companies(&tokens["access_token"]).status, 401);
    }
    assert_eq!(world.companies(&other["access_token"]).status, 200, "another sign-in is not concerned");
    assert_eq!(world.renew(&other["refresh_token"]).status, 200);
}

#[test]
fn it_is_switched_while_the_sandbox_runs_and_uses_before_do_not_count() {
    let world = World::new();
    let tokens = world.tokens(ada());
    for _ in 0..2 {
        assert_eq!(world.renew(&tokens["refresh_token"]).status, 200, "as at Entra, old ones keep working");
    }
    assert_eq!(world.control("rotation", &json!({ "on": true })).status, 204);
    assert_eq!(world.renew(&tokens["refresh_token"]).status, 200);
    world.sandbox.set_rotation(false);
    assert_eq!(world.renew(&tokens["refresh_token"]).status, 200);
    world.sandbox.set_rotation(true);
    assert_eq!(told(&world.renew(&tokens["refresh_token"])), revoked());
    assert_eq!(world.control("rotation", &json!({ "on": false })).status, 204);
    assert_eq!(told(&world.renew(&tokens["refresh_token"])), revoked(), "what is revoked stays so");
}

#[test]
fn of_two_uses_at_once_one_is_the_second() {
    let world = World::changed(|config| config.rotation = true);
    let tokens = world.tokens(ada());
    let mut statuses = std::thread::scope(|scope| {
        let renewing: Vec<_> =
            (0..2).map(|_| scope.spawn(|| world.renew(&tokens["refresh_token"]).status)).collect();
        renewing.into_iter().map(|each| each.join().unwrap()).collect::<Vec<_>>()
    });
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400]);
}

#[test]
fn a_renewal_that_is_refused_uses_nothing_up() {
    let world = World::changed(|config| config.rotation = true);
    let tokens = world.tokens(ada());
    let fault = sandbox::Effect::refuse("temporarily_unavailable", 90_055);
    world.sandbox.set_fault(sandbox::Fault::at(sandbox::Server::Authority, "/token", fault).times(1));
    assert_eq!(world.renew(&tokens["refresh_token"]).aadsts(), Some(90_055));
    assert_eq!(world.renew(&tokens["refresh_token"]).status, 200);
}
