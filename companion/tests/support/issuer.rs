//! An Authority that only tells its keys, and a hand that signs with any key.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents};
use rsa::pkcs1::EncodeRsaPrivateKey as _;
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

pub(crate) const AUDIENCE: &str = "c0ffee00-0000-4000-8000-000000000003";

/// It, and its key.
pub(crate) struct Issuer {
    pub(crate) name: String,
    pub(crate) key: RsaKeyPair,
    pub(crate) public: Vec<u8>,
}

pub(crate) fn key() -> RsaKeyPair {
    let private = rsa::RsaPrivateKey::new(&mut rand::rngs::OsRng, 2_048).unwrap();
    RsaKeyPair::from_der(private.to_pkcs1_der().unwrap().as_bytes()).unwrap()
}

fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Issuer {
    pub(crate) async fn start() -> Self {
        let key = key();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let name = format!("http://localhost:{}/t1/v2.0", listener.local_addr().unwrap().port());
        let components = RsaPublicKeyComponents::<Vec<u8>>::from(key.public());
        let public = ring::signature::KeyPair::public_key(&key).as_ref().to_vec();
        let keys = json!({ "keys": [
            { "kty": "RSA", "use": "sig", "kid": "ours", "n": encode(components.n), "e": encode(components.e) } ] });
        let document = json!({
            "issuer": name, "authorization_endpoint": format!("{name}/authorize"),
            "token_endpoint": format!("{name}/token"), "jwks_uri": format!("{name}/keys"),
        });
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut head = Vec::new();
                while !head.windows(4).any(|window| window == b"\r\n\r\n") {
                    if stream.read_buf(&mut head).await.unwrap_or_default() == 0 {
                        break;
                    }
                }
                let asked = String::from_utf8_lossy(&head).into_owned();
                let body = if asked.contains("/keys ") { &keys } else { &document }.to_string();
                let answer = format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
                    body.len()
                );
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        Self { name, key, public }
    }

    /// What an honest token says, with changes; `null` takes a claim away.
    pub(crate) fn claims(&self, changes: &Value) -> Value {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let mut claims = json!({
            "iss": self.name, "aud": AUDIENCE, "exp": now + 3600, "nbf": now, "iat": now, "sub": "s",
            "oid": "33333333-aaaa-3333-3333-333333333333", "preferred_username": "ann@cronus.example", "scp": "access",
        });
        for (name, value) in changes.as_object().unwrap() {
            claims[name] = if value.is_number() {
                json!(now.saturating_add_signed(value.as_i64().unwrap()))
            } else {
                value.clone()
            };
        }
        claims
    }

    pub(crate) fn token(&self, changes: &Value) -> String {
        sign(&self.key, &json!({ "alg": "RS256", "kid": "ours" }), &self.claims(changes))
    }
}

/// A token that says anything, signed with RS256.
pub(crate) fn sign(key: &RsaKeyPair, header: &Value, claims: &Value) -> String {
    let signed = unsigned(header, claims);
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature).unwrap();
    format!("{signed}.{}", encode(signature))
}

pub(crate) fn unsigned(header: &Value, claims: &Value) -> String {
    format!("{}.{}", encode(header.to_string()), encode(claims.to_string()))
}

/// The same with the public key as if it were a secret (HS256).
pub(crate) fn hmac(secret: &[u8], claims: &Value) -> String {
    let signed = unsigned(&json!({ "alg": "HS256", "kid": "ours" }), claims);
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret);
    format!("{signed}.{}", encode(ring::hmac::sign(&key, signed.as_bytes())))
}
