//! Access tokens: JSON Web Tokens for Business Central, signed here and checked here.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};

use crate::keys::Key;
use crate::people::{Caller, Person};
use crate::shared::{State, lock};

/// Why an access token is no good. Business Central answers all of them with 401.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TokenFault {
    /// Not three base64url parts with JSON in the first two.
    #[error("the token is not a JSON Web Token")]
    Malformed,
    /// Not RS256 by the key that the Authority publishes now.
    #[error("the token's signature is not the Authority's")]
    Signature,
    /// Another issuer or tenant.
    #[error("the token is of another tenant")]
    Issuer,
    /// Meant for another resource.
    #[error("the token is meant for another resource")]
    Audience,
    /// Past its `exp`.
    #[error("the token has expired")]
    Expired,
    /// Its grant was revoked, because a code or refresh token was used twice.
    #[error("the token was revoked")]
    Revoked,
    /// Nobody of that object ID, or no application that Business Central knows.
    #[error("nobody has the token's object ID")]
    Nobody,
}

/// Who sends a request with the access token `token`, checked by signature, issuer, audience and expiry.
pub(crate) fn verify(state: &State, token: &str) -> Result<Caller, TokenFault> {
    let claims = claims(state, token)?;
    let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
    if text("tid") != state.config.tenant {
        return Err(TokenFault::Issuer);
    }
    if text("aud") != state.service {
        return Err(TokenFault::Audience);
    }
    if claims.get("exp").and_then(Value::as_u64).is_none_or(|expires| expires <= state.now()) {
        return Err(TokenFault::Expired);
    }
    if lock(&state.revoked).contains(text("rh")) {
        return Err(TokenFault::Revoked);
    }
    // Who has no permissions of a person's (`scp`) but roles comes in its own name.
    let caller = if text("idtyp") == "app" {
        let known = state.config.applications.iter().find(|known| known.id == text("appid"));
        known.and_then(|known| Some(Caller { id: known.id.clone(), rights: known.rights? }))
    } else {
        let person = Person::by_object_id(text("oid"));
        person.map(|person| Caller { id: person.object_id.to_owned(), rights: person.rights })
    };
    caller.ok_or(TokenFault::Nobody)
}

/// The claims of a token that the Authority signed for whatever purpose and audience, expired or not.
pub(crate) fn claims(state: &State, token: &str) -> Result<Map<String, Value>, TokenFault> {
    let (signed, signature) = token.rsplit_once('.').ok_or(TokenFault::Malformed)?;
    let (header, claims) = signed.split_once('.').ok_or(TokenFault::Malformed)?;
    let (header, claims) = (object(header)?, object(claims)?);
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| TokenFault::Malformed)?;
    if header.get("alg") != Some(&json!("RS256"))
        || !state.keys.current().verifies(signed.as_bytes(), &signature)
    {
        return Err(TokenFault::Signature);
    }
    if claims.get("iss") != Some(&json!(state.issuer())) {
        return Err(TokenFault::Issuer);
    }
    Ok(claims)
}

/// Header and claims as a JSON Web Token signed with `key` (RFC 7515 §3.1).
pub(crate) fn sign(key: &Key, header: &Map<String, Value>, claims: &Map<String, Value>) -> String {
    let part =
        |members: &Map<String, Value>| URL_SAFE_NO_PAD.encode(Value::Object(members.clone()).to_string());
    let signed = format!("{}.{}", part(header), part(claims));
    let signature = URL_SAFE_NO_PAD.encode(key.sign(signed.as_bytes()));
    format!("{signed}.{signature}")
}

/// The header of a token by `key`.
pub(crate) fn header(key: &Key) -> Map<String, Value> {
    members(json!({ "typ": "JWT", "alg": "RS256", "kid": key.id() }))
}

/// The members of a JSON object; none of anything else.
pub(crate) fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn object(part: &str) -> Result<Map<String, Value>, TokenFault> {
    let bytes = URL_SAFE_NO_PAD.decode(part).map_err(|_| TokenFault::Malformed)?;
    serde_json::from_slice(&bytes).map_err(|_| TokenFault::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Application, Config, DEFAULT_APPLICATION_ID};
    use crate::people::PEOPLE;
    use crate::shared::Shared;

    fn shared() -> Shared {
        Shared::new(Config::default(), "http://localhost:1".to_owned(), "http://localhost:2".to_owned())
    }

    fn claims(shared: &Shared) -> Map<String, Value> {
        members(json!({
            "iss": shared.issuer(), "tid": shared.config.tenant, "aud": "http://localhost:2",
            "exp": shared.now() + 60, "oid": PEOPLE[1].object_id, "rh": "grant",
        }))
    }

    fn token(shared: &Shared, claims: &Map<String, Value>) -> String {
        let key = shared.keys.current();
        sign(key, &header(key), claims)
    }

    #[test]
    fn a_good_token_names_its_person() {
        let shared = shared();
        let ben = Caller { id: PEOPLE[1].object_id.to_owned(), rights: PEOPLE[1].rights };
        assert_eq!(verify(&shared, &token(&shared, &claims(&shared))), Ok(ben));
    }

    #[test]
    fn an_application_is_let_in_where_business_central_knows_it() {
        let stranger = Application { id: "stranger".to_owned(), rights: None, ..Application::demo() };
        let applications = vec![Application::demo(), stranger];
        let config = Config { applications, ..Config::default() };
        let shared = Shared::new(config, "http://localhost:1".to_owned(), "http://localhost:2".to_owned());
        let known = Caller { id: DEFAULT_APPLICATION_ID.to_owned(), rights: crate::people::Rights::All };
        for (id, expected) in [
            (DEFAULT_APPLICATION_ID, Ok(known)),
            ("stranger", Err(TokenFault::Nobody)),
            ("nobody", Err(TokenFault::Nobody)),
        ] {
            let mut claims = claims(&shared);
            claims.insert("idtyp".to_owned(), json!("app"));
            claims.insert("appid".to_owned(), json!(id));
            assert_eq!(verify(&shared, &token(&shared, &claims)), expected, "{id}");
        }
    }

    #[test]
    fn wrong_claims_are_told_apart() {
        let shared = shared();
        for (name, value, fault) in [
            ("iss", json!("http://localhost:1/other/v2.0"), TokenFault::Issuer),
            ("tid", json!("other"), TokenFault::Issuer),
            ("aud", json!("http://localhost:20"), TokenFault::Audience),
            ("aud", json!(["http://localhost:2"]), TokenFault::Audience),
            ("exp", json!(shared.now()), TokenFault::Expired),
            ("exp", json!("soon"), TokenFault::Expired),
            ("exp", Value::Null, TokenFault::Expired),
            ("oid", json!("nobody"), TokenFault::Nobody),
        ] {
            let mut claims = claims(&shared);
            claims.insert(name.to_owned(), value.clone());
            assert_eq!(verify(&shared, &token(&shared, &claims)), Err(fault), "{name} {value}");
        }
    }

    #[test]
    fn revoked_tokens_and_tokens_by_a_key_of_yesterday_are_no_good() {
        let shared = shared();
        let good = token(&shared, &claims(&shared));
        lock(&shared.revoked).insert("grant".to_owned());
        assert_eq!(verify(&shared, &good), Err(TokenFault::Revoked));
        lock(&shared.revoked).clear();
        shared.keys.rotate();
        assert_eq!(verify(&shared, &good), Err(TokenFault::Signature));
    }

    #[test]
    fn forged_tokens_are_refused() {
        let shared = shared();
        let good = token(&shared, &claims(&shared));
        let [header, claims, signature] = good.split('.').collect::<Vec<_>>()[..] else {
            panic!("three parts")
        };
        let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let other = part(json!({ "oid": PEOPLE[0].object_id }));
        let none = part(json!({ "alg": "none" }));
        for (forged, fault) in [
            (format!("{header}.{other}.{signature}"), TokenFault::Signature),
            (format!("{none}.{claims}."), TokenFault::Signature),
            (format!("{none}.{claims}.{signature}"), TokenFault::Signature),
            (format!("{header}.{claims}.AAAA"), TokenFault::Signature),
            (format!("{header}.{claims}"), TokenFault::Malformed),
            (format!("{header}.{claims}.{signature}.x"), TokenFault::Malformed),
            ("..".to_owned(), TokenFault::Malformed),
            (String::new(), TokenFault::Malformed),
            ("a.b.\u{fc}".to_owned(), TokenFault::Malformed),
        ] {
            assert_eq!(verify(&shared, &forged), Err(fault), "{forged}");
        }
    }
}
