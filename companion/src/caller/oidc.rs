//! `oidc`: a bearer token that the Authority issued for the companion's own API.
//!
//! An access token is for whom its audience names. The companion is that audience, so it validates; Business Central's
//! tokens are none of its business and are no proof of anything here (a confused deputy: Microsoft's documentation,
//! "access tokens", on validating tokens meant for another resource; ASVS 5.0, 10.3.1 to 10.3.4).

mod bearer;
mod jws;
mod keys;
mod renewal;

pub use bearer::{MOST_BYTES, bearer};
pub use keys::VerificationKeys;
pub use renewal::{KeyRenewal, Step};

use std::time::Duration;

use authority::{Issuer, UnixTime};
use json::{Object, Value};

use super::Caller;
use crate::Refusal;
use jws::Jws;

/// How far two clocks may differ.
const LEEWAY: Duration = Duration::from_secs(300);
/// Business Central as an audience: by its address, and by its application id.
const BUSINESS_CENTRAL: [&str; 2] =
    ["https://api.businesscentral.dynamics.com", "996def3d-b36c-4153-8607-a6fd3c01b89f"];

/// What a bearer token must say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oidc {
    issuer: Issuer,
    audience: String,
    tenant: Option<String>,
    scope: Option<String>,
    role: Option<String>,
    people: Vec<String>,
    groups: Vec<String>,
}

/// Why such settings make no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OidcError {
    /// A companion that takes Business Central's tokens.
    #[error(
        "the audience must be the companion's own API (its application id, or its api:// address), not Business Central"
    )]
    Audience,
    /// Any token for the audience would do.
    #[error("name a scope (of people) or a role that the token must carry, such as scope = \"access\"")]
    NothingAsked,
    /// An entry of a list, or a name, is empty or has blanks.
    #[error("scope, role, tenant, people and groups are single words")]
    Word,
}

/// Why a token isn't taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// It may be right, but is signed with a key that isn't known: fetch the keys again, as [`KeyRenewal`] allows, and
    /// verify again, once.
    #[error("the token's key isn't known")]
    UnknownKey,
    /// It isn't right.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl Oidc {
    /// Takes tokens of `issuer` for `audience` (as the token's `aud` has it: the application's id, or its `api://`
    /// address) that carry `scope` (delegated: someone signed in) or `role` (assigned to people or applications).
    ///
    /// # Errors
    /// [`OidcError`] says what makes no sense.
    pub fn new(
        issuer: Issuer,
        audience: &str,
        scope: Option<&str>,
        role: Option<&str>,
    ) -> Result<Self, OidcError> {
        let foreign = |known: &str| audience.trim_end_matches('/').eq_ignore_ascii_case(known);
        if audience.is_empty() || BUSINESS_CENTRAL.iter().any(|known| foreign(known)) {
            return Err(OidcError::Audience);
        }
        if scope.is_none() && role.is_none() {
            return Err(OidcError::NothingAsked);
        }
        let word = |text: Option<&str>| text.map(word).transpose();
        let (scope, role) = (word(scope)?, word(role)?);
        let audience = audience.to_owned();
        Ok(Self { issuer, audience, tenant: None, scope, role, people: Vec::new(), groups: Vec::new() })
    }

    /// Only of this tenant (`tid`), for an issuer that serves several.
    ///
    /// # Errors
    /// [`OidcError::Word`].
    pub fn with_tenant(mut self, tenant: &str) -> Result<Self, OidcError> {
        self.tenant = Some(word(tenant)?);
        Ok(self)
    }

    /// Only for these `people` (object ids, or sign-in names in any case) and members of these `groups` (object ids);
    /// for everyone when both are empty. Names can change hands; object ids can't (ASVS 5.0, 10.5.2).
    ///
    /// # Errors
    /// [`OidcError::Word`].
    pub fn with_lists(mut self, people: &[String], groups: &[String]) -> Result<Self, OidcError> {
        let words = |list: &[String]| list.iter().map(|entry| word(entry)).collect::<Result<Vec<_>, _>>();
        (self.people, self.groups) = (words(people)?, words(groups)?);
        Ok(self)
    }

    /// Who `token` speaks for.
    ///
    /// Checked, in this order ([RFC 7519 §7.2](https://www.rfc-editor.org/rfc/rfc7519#section-7.2), RFC 8725, RFC 9068 §4,
    /// Microsoft's documentation on validating access tokens):
    /// - at most [`MOST_BYTES`]; three parts, each strict base64url; JSON objects without a name twice (RFC 7515 §4);
    /// - `alg` is RS256 and nothing else, so that neither `none` nor a secret made of the public key counts (RFC 8725
    ///   §3.1); no `crit` (RFC 7515 §4.1.11); keys in the header (`jwk`, `jku`, `x5c`, `x5u`) are never looked at;
    /// - `iss`, `aud` and, if set, `tid` to the letter; `exp` ahead and `nbf` past, with five minutes' leeway;
    /// - the signature, by the key that `kid` names among the Authority's, and that signs for this issuer;
    /// - the scope or the role; the lists of people and groups.
    ///
    /// # Errors
    /// [`Rejection::UnknownKey`] for a token that only lacks a known key; otherwise [`Refusal`]: 401, or 403 for someone
    /// who is known and not let in.
    pub fn verify(&self, token: &str, keys: &VerificationKeys, now: UnixTime) -> Result<Caller, Rejection> {
        let jws = Jws::parse(token)?;
        let claims = &jws.claims;
        self.check_addressee(claims)?;
        check_times(claims, now)?;
        let tenant = text(claims, "tid").unwrap_or_default();
        let key = keys.find(&jws.kid, self.issuer.as_str(), tenant).ok_or(Rejection::UnknownKey)?;
        if !key.verifies(jws.signed.as_bytes(), &jws.signature) {
            return Err(Refusal::unknown("the token's signature is wrong").into());
        }
        self.check_permission(claims)?;
        let id = text(claims, "oid").or_else(|| text(claims, "sub")).filter(|id| id.len() <= 255);
        let id = id.ok_or(Refusal::unknown("the token names nobody"))?.to_owned();
        let name = ["preferred_username", "upn", "name"].iter().find_map(|claim| text(claims, claim));
        Ok(Caller { id, name: name.map(str::to_owned) })
    }

    fn check_addressee(&self, claims: &Object) -> Result<(), Refusal> {
        let audience = match claims.get("aud") {
            Some(Value::List(one)) if one.len() == 1 => one[0].as_text(),
            Some(other) => other.as_text(),
            None => None,
        };
        if audience != Some(self.audience.as_str()) {
            let foreign =
                audience.is_some_and(|audience| BUSINESS_CENTRAL.contains(&audience.trim_end_matches('/')));
            return Err(Refusal::unknown(if foreign {
                "a token of Business Central in place of the companion's own"
            } else {
                "the token is for someone else"
            }));
        }
        if text(claims, "iss") != Some(self.issuer.as_str()) {
            return Err(Refusal::unknown("the token is from another issuer"));
        }
        match &self.tenant {
            Some(tenant) if !text(claims, "tid").is_some_and(|tid| tid.eq_ignore_ascii_case(tenant)) => {
                Err(Refusal::unknown("the token is from another tenant"))
            }
            _ => Ok(()),
        }
    }

    fn check_permission(&self, claims: &Object) -> Result<(), Refusal> {
        // RFC 8693 §4.2: a list with single blanks; `roles` is Entra's, a list of texts.
        let has_scope = |scope: &String| {
            text(claims, "scp").is_some_and(|scopes| scopes.split(' ').any(|one| one == scope))
        };
        let holds =
            |claim: &str, wanted: &String| claims.list(claim).iter().any(|one| one.as_text() == Some(wanted));
        let scope = self.scope.as_ref().is_some_and(has_scope);
        let role = self.role.as_ref().is_some_and(|role| holds("roles", role));
        if !scope && !role {
            return Err(Refusal::forbidden("the token has neither the scope nor the role"));
        }
        if self.people.is_empty() && self.groups.is_empty() {
            return Ok(());
        }
        // Entra's ids and names are of any case.
        let is_listed = |claim: &str| {
            text(claims, claim).is_some_and(|value| self.people.iter().any(|one| same(one, value)))
        };
        let person = is_listed("oid") || is_listed("preferred_username") || is_listed("upn");
        let in_group = claims.list("groups").iter().filter_map(Value::as_text);
        let mut in_group =
            in_group.filter(|group| self.groups.iter().any(|one| one.eq_ignore_ascii_case(group)));
        if person || in_group.next().is_some() {
            return Ok(());
        }
        // Beyond 200 groups Entra names none, only where to ask.
        Err(Refusal::forbidden(if !self.groups.is_empty() && claims.get("_claim_names").is_some() {
            "the token names no groups, since there are too many: limit them to those assigned to the application"
        } else {
            "neither the person nor a group of theirs is listed"
        }))
    }
}

fn check_times(claims: &Object, now: UnixTime) -> Result<(), Refusal> {
    let time = |name| match claims.get(name) {
        None => Ok(None),
        Some(value) => match UnixTime::from_json(value) {
            Some(time) => Ok(Some(time)),
            None => Err(Refusal::unknown("the token has a time that is none")),
        },
    };
    let expires = time("exp")?.ok_or(Refusal::unknown("the token doesn't say when it expires"))?;
    if expires.plus(LEEWAY) <= now {
        return Err(Refusal::unknown("the token has expired"));
    }
    for start in [time("nbf")?, time("iat")?].into_iter().flatten() {
        if start > now.plus(LEEWAY) {
            return Err(Refusal::unknown("the token isn't valid yet"));
        }
    }
    Ok(())
}

fn text<'a>(claims: &'a Object, name: &str) -> Option<&'a str> {
    Some(claims.text(name)).filter(|text| !text.is_empty())
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

fn word(text: &str) -> Result<String, OidcError> {
    let is_word = !text.is_empty()
        && !text.contains(|character: char| character.is_whitespace() || character.is_control());
    if is_word { Ok(text.to_owned()) } else { Err(OidcError::Word) }
}

#[cfg(test)]
mod tests;
