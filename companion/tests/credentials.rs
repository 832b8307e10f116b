//! Each kind of credential against an Authority that checks it, and `companion check` with each.
#![allow(clippy::unwrap_used, reason = "a test that fails here should stop here")]

mod support;

use std::sync::LazyLock;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use companion::check::check;
use companion::settings::Settings;
use rcgen::{CertificateParams, KeyPair};
use ring::signature::RsaKeyPair;
use rsa::pkcs1::EncodeRsaPrivateKey as _;
use rsa::pkcs8::{EncodePrivateKey as _, EncodePublicKey as _, LineEnding};
use sandbox::{Application, Credential, DEFAULT_APPLICATION_ID, Effect, Fault, Server};
use serde_json::json;
use support::issuer::sign;
use support::{Folder, Plan, World};

static KEY: LazyLock<rsa::RsaPrivateKey> =
    LazyLock::new(|| rsa::RsaPrivateKey::new(&mut rand::rngs::OsRng, 2_048).unwrap());

fn public_key() -> String {
    KEY.to_public_key().to_public_key_pem(LineEnding::LF).unwrap()
}

fn only(credential: Credential) -> impl FnOnce(&mut sandbox::Config) {
    move |config| {
        config.applications = vec![Application { credentials: vec![credential], ..Application::demo() }];
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_certificate() {
    let folder = Folder::new();
    let pair = KeyPair::try_from(KEY.to_pkcs8_der().unwrap().as_bytes()).unwrap();
    let certificate = CertificateParams::new(Vec::new()).unwrap().self_signed(&pair).unwrap();
    let thumbprint = URL_SAFE_NO_PAD.encode(ring::digest::digest(&ring::digest::SHA256, certificate.der()));
    let file = folder.file("certificate.pem", certificate.pem());
    let key = folder.file("key.pem", KEY.to_pkcs8_pem(LineEnding::LF).unwrap().as_bytes());
    let fields = format!("certificate_file = \"{}\"\nkey_file = \"{}\"", file.display(), key.display());
    let known = Credential::Certificate { thumbprint, public_key: public_key() };
    let world = World::with(Plan { credential: Some(fields), ..Plan::default() }, only(known)).await;
    let answer = world.companies().await;
    assert_eq!(answer.status, 200, "{} {}", answer.text(), world.log.text());
    let asked = world.token_requests();
    assert!(asked.len() == 1 && asked[0].field("client_secret").is_none());
    let assertion = asked[0].field("client_assertion").unwrap();
    assert!(!world.log.text().contains(&assertion));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_federated_token_is_reread() {
    let folder = Folder::new();
    let key = RsaKeyPair::from_der(KEY.to_pkcs1_der().unwrap().as_bytes()).unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let token = |life: u64| {
        let claims = json!({ "iss": "https://cluster.example", "sub": "portal", "aud": "api://AzureADTokenExchange",
            "iat": now, "nbf": now, "exp": now + life });
        sign(&key, &json!({ "alg": "RS256", "kid": "k" }), &claims)
    };
    let file = folder.file("token", token(600));
    let known = Credential::Federated {
        issuer: "https://cluster.example".to_owned(),
        subject: "portal".to_owned(),
        audience: "api://AzureADTokenExchange".to_owned(),
        public_key: public_key(),
    };
    let fields = format!("federated_token_file = \"{}\"", file.display());
    let world = World::with(Plan { credential: Some(fields), ..Plan::default() }, only(known)).await;
    let answer = world.companies().await;
    assert_eq!(answer.status, 200, "{} {}", answer.text(), world.log.text());
    // The platform writes another before the first one ends; the next token request takes it.
    let second = token(7200);
    folder.file("token", &second);
    world.advance(std::time::Duration::from_secs(3600));
    assert_eq!(world.companies().await.status, 200);
    assert_eq!(world.token_requests()[1].field("client_assertion"), Some(second));
}

/// What `companion check` writes for `world`'s settings with a secret.
async fn checked(world: &World, secret: &str) -> (bool, String) {
    let file = world.folder.file("checked", secret);
    let config = world.sandbox.config();
    let text = format!(
        "tenant = \"{}\"\nenvironment = \"{}\"\nservice = \"{}\"\nauthority = \"{}\"\nwho = \"open\"\n\
         [[principal]]\nclient_id = \"{DEFAULT_APPLICATION_ID}\"\nsecret_file = \"{}\"",
        config.tenant,
        config.environment,
        world.sandbox.service(),
        world.sandbox.authority(),
        file.display()
    );
    let mut out = Vec::new();
    let passed = check(Settings::read(Some(&text), []), &mut out).await;
    (passed, String::from_utf8(out).unwrap())
}

/// The first word and the name of each line.
fn lines(text: &str) -> Vec<String> {
    let line = |line: &str| format!("{} {}", line[..8].trim(), line[9..26].trim());
    text.lines().map(line).filter(|line| !line.starts_with("warning")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn check_tells_what_works_and_what_helps() {
    let world = World::new(Plan::default()).await;
    let right = sandbox::DEFAULT_APPLICATION_SECRET;
    let (passed, text) = checked(&world, right).await;
    assert!(passed, "{text}");
    assert_eq!(
        lines(&text),
        ["ok settings", "ok authority", "ok credential", "ok business central"],
        "{text}"
    );
    for (secret, fault, expected, words) in [
        (
            "wrong",
            None,
            &["ok settings", "ok authority", "failed credential"][..],
            "The client secret is wrong",
        ),
        ("", None, &["ok settings", "ok authority", "failed credential"], "is empty"),
        (
            right,
            Some((Server::Authority, "/", 503)),
            &["ok settings", "failed authority"],
            "can't be reached",
        ),
        (
            right,
            Some((Server::Service, "/", 401)),
            &["ok settings", "ok authority", "ok credential", "failed business central"],
            "Microsoft Entra Applications",
        ),
        (
            right,
            Some((Server::Service, "/", 404)),
            &["ok settings", "ok authority", "ok credential", "failed business central"],
            "Check tenant and environment",
        ),
    ] {
        if let Some((server, path, code)) = fault {
            let effect = Effect::Status { code, retry_after: None, body: None };
            world.sandbox.set_fault(Fault::at(server, path, effect));
        }
        let (passed, text) = checked(&world, secret).await;
        world.sandbox.clear_faults();
        assert!(!passed && text.contains(words), "{text}");
        assert_eq!(lines(&text), expected, "{text}");
        assert!(!text.contains(right) && !text.contains("eyJ"), "{text}");
    }
    let mut out = Vec::new();
    assert!(!check(Settings::read(Some("who = \"all\""), []), &mut out).await);
    let text = String::from_utf8(out).unwrap();
    assert!(
        text.lines().count() == 5 && text.lines().all(|line| line.starts_with("failed   settings ")),
        "{text}"
    );
}
