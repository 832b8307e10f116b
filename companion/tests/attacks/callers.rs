//! Forged and expired tokens, spoofed names.

use serde_json::{Value, json};

use super::row::{Row, Target};
use super::support::issuer::{AUDIENCE, Issuer, hmac, key, sign, unsigned};
use super::support::{PORTAL, Plan};

const SIGN_IN: (u16, &str) = (401, "Companion_SignInRequired");
const NOT_ALLOWED: (u16, &str) = (403, "Companion_NotAllowed");

pub(crate) async fn rows() -> Vec<Row> {
    let mut rows = bearer().await;
    rows.extend(names().await);
    rows.extend(often().await);
    rows
}

async fn bearer() -> Vec<Row> {
    let issuer = Issuer::start().await;
    let tables = format!(
        "[oidc]\nauthority = \"{}\"\naudience = \"{AUDIENCE}\"\nscope = \"access\"\npeople = [\"ann@cronus.example\"]",
        issuer.name
    );
    let mut target = Target::new(Plan { who: Some("oidc"), tables, ..Plan::default() }).await;
    let with = |token: &str| format!("Bearer {token}");
    let honest = with(&issuer.token(&json!({})));
    target.honest(&[("authorization", &honest)]).await;
    let read = ("GET", "…/customers");
    target.try_call("no token", "no `Authorization`", read, &[], SIGN_IN).await;
    target
        .try_call(
            "another scheme",
            "`Authorization: Basic …`",
            read,
            &[("authorization", "Basic YTpi")],
            SIGN_IN,
        )
        .await;
    for (attack, claims, expected) in [
        ("an expired token", json!({ "exp": -301, "nbf": -4000, "iat": -4000 }), SIGN_IN),
        ("a token of tomorrow", json!({ "nbf": 86_400 }), SIGN_IN),
        ("a token without an end", json!({ "exp": Value::Null }), SIGN_IN),
        ("another audience", json!({ "aud": "c0ffee00-0000-4000-8000-000000000009" }), SIGN_IN),
        (
            "a token of Business Central",
            json!({ "aud": "https://api.businesscentral.dynamics.com" }),
            SIGN_IN,
        ),
        ("two audiences", json!({ "aud": [AUDIENCE, "other"] }), SIGN_IN),
        ("another issuer", json!({ "iss": "https://evil.example/t1/v2.0" }), SIGN_IN),
        ("another scope", json!({ "scp": "accessory" }), NOT_ALLOWED),
        (
            "someone who isn't listed",
            json!({ "preferred_username": "eve@cronus.example", "oid": "e" }),
            NOT_ALLOWED,
        ),
    ] {
        let token = with(&issuer.token(&claims));
        target.try_call(attack, &format!("`{claims}`"), read, &[("authorization", &token)], expected).await;
    }
    let (header, claims) = (json!({ "alg": "RS256", "kid": "ours" }), issuer.claims(&json!({})));
    let foreign = key();
    let none = unsigned(&json!({ "alg": "none", "kid": "ours" }), &claims);
    let right = issuer.token(&json!({}));
    let (body, signature) = right.rsplit_once('.').unwrap();
    let other = unsigned(&header, &issuer.claims(&json!({ "preferred_username": "admin@cronus.example" })));
    for (attack, sent, token) in [
        ("a wrong key", "signed with another RSA key", sign(&foreign, &header, &claims)),
        (
            "an unknown key",
            "`kid: \"mine\"`",
            sign(&foreign, &json!({ "alg": "RS256", "kid": "mine" }), &claims),
        ),
        (
            "a key in the header",
            "`jwk` and `jku` of the attacker's",
            sign(
                &foreign,
                &json!({ "alg": "RS256", "kid": "ours", "jku": "https://evil.example/keys", "jwk": { "kty": "RSA" } }),
                &claims,
            ),
        ),
        ("`alg: none`", "no signature", format!("{none}.")),
        ("`alg: none`", "the signature of another", format!("{none}.{signature}")),
        ("`alg: HS256`", "the public key as the secret", hmac(&issuer.public, &claims)),
        ("changed claims", "an honest signature under other claims", format!("{other}.{signature}")),
        ("no signature", "cut off", format!("{body}.")),
        ("no token at all", "`x.y.z`", "x.y.z".to_owned()),
        ("an endless token", "20 kB", "a".repeat(20_000)),
    ] {
        target.try_call(attack, sent, read, &[("authorization", &with(&token))], SIGN_IN).await;
    }
    let log = target.world.log.text();
    assert!(!log.contains("eyJ") && log.contains("ann@cronus.example"), "{log}");
    target.rows()
}

async fn names() -> Vec<Row> {
    let plan = |trusted: &str| Plan {
        who: Some("proxy"),
        tables: format!("[proxy]\nheader = \"x-user\"\ntrusted = [\"{trusted}\"]"),
        ..Plan::default()
    };
    let (own, read) = (("origin", "http://localhost"), ("GET", "…/customers"));
    let mut rows = Vec::new();
    let mut target = Target::new(plan("127.0.0.1")).await;
    target.honest(&[own, ("x-user", "ann")]).await;
    target.try_call("nobody named", "no identity header", read, &[own], SIGN_IN).await;
    target
        .try_call("two names", "`X-User: ann, admin`", read, &[own, ("x-user", "ann, admin")], SIGN_IN)
        .await;
    let twice = "GET …/customers HTTP/1.1\r\nhost: localhost\r\norigin: http://localhost\r\nx-portico: 1\r\nx-user: ann\r\nx-user: admin\r\nconnection: close\r\n\r\n";
    target.try_raw("two names", "`X-User` twice", twice, SIGN_IN).await;
    target
        .try_call(
            "another page, the proxy's cookie",
            "`Origin` of another page",
            read,
            &[("origin", PORTAL), ("x-user", "ann")],
            NOT_ALLOWED,
        )
        .await;
    rows.extend(target.rows());
    let mut target = Target::new(plan("10.0.0.5")).await;
    for header in ["x-forwarded-for", "forwarded", "x-real-ip"] {
        let value = if header == "forwarded" { "for=10.0.0.5" } else { "10.0.0.5" };
        let sent = format!("`X-User: admin`, `{header}: {value}`, not from the proxy");
        target
            .try_call(
                "spoofed identity header",
                &sent,
                read,
                &[own, ("x-user", "admin"), (header, value)],
                SIGN_IN,
            )
            .await;
    }
    rows.extend(target.rows());
    rows
}

/// A companion that lets two calls a minute through.
async fn often() -> Vec<Row> {
    let mut world = Target::new(Plan::default()).await;
    let plan = Plan { tables: "[limits]\nrequests_per_minute = 2\nburst = 1".to_owned(), ..Plan::default() };
    let other = super::support::World::new(plan).await;
    assert_eq!(other.companies().await.status, 200);
    let answer = other.companies().await;
    assert_eq!((answer.status, answer.code().as_str()), (429, "Companion_TooMany"));
    assert_eq!(answer.header("retry-after"), Some("30"));
    world.write_down(
        "too many calls",
        "more than the rate of one caller",
        "429, `Retry-After`",
        "Companion_TooMany",
    );
    world.rows()
}
