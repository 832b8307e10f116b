//! The token endpoint: a code or a refresh token for an access token.

use crate::asked::Asked;
use crate::refusal::{self, Step};
use crate::{
    Client, Code, Decision, Error, Expected, Provider, Request, Response, ReturnTo, Secret, Transaction,
    UnixTime, UnverifiedIdToken, members,
};
use json::{Object, Value};
use std::time::Duration;

/// How long a token is used whose lifetime the answer doesn't tell, or tells wrongly (checklist rule 22).
const SHORT: Duration = Duration::from_secs(300);
/// The longest lifetime believed: Entra's longest tokens live 28 hours.
const LONGEST: Duration = Duration::from_secs(48 * 3600);
/// How early a token is renewed at most.
const EARLY: Duration = Duration::from_secs(300);

/// What is needed to read the answer to a redeemed code.
#[derive(Debug)]
pub struct Redemption {
    expected: Expected,
    scope: String,
    return_to: ReturnTo,
    asked: Asked,
}

/// What is needed to read the answer to a refresh token.
#[derive(Debug)]
pub struct Renewal {
    refresh_token: Secret,
    scope: String,
}

/// A fresh access token with the proof of who it is for.
#[derive(Debug)]
pub struct Granted {
    /// Opaque; it goes to the service it was asked for, in the `Authorization` header, and nowhere else
    /// (checklist rule 45: RFC 6750 §2.1 and §5.3).
    pub access_token: Secret,
    /// For the next access token; there is none if the Authority gives none.
    pub refresh_token: Option<Secret>,
    /// When the access token ends, counted from when it was asked for.
    pub expires_at: UnixTime,
    /// When to renew it: five minutes before its end, or at half its life if that is later.
    pub renew_at: UnixTime,
    /// When the refresh token ends, whatever is done with it, if the Authority says so (Entra does, for single-page
    /// applications: 24 hours after the sign-in).
    pub renewable_until: Option<UnixTime>,
    /// What was granted.
    pub scope: String,
    /// Who signed in, to be verified.
    pub id_token: UnverifiedIdToken,
    /// What the ID token must say.
    pub expected: Expected,
    /// Where the person goes on.
    pub return_to: ReturnTo,
}

/// A renewed access token.
#[derive(Debug)]
pub struct Renewed {
    /// As in [`Granted`].
    pub access_token: Secret,
    /// The refresh token to keep; any other is to be forgotten (checklist rule 40: RFC 6749 §6).
    pub refresh_token: Secret,
    /// As in [`Granted`].
    pub expires_at: UnixTime,
    /// As in [`Granted`].
    pub renew_at: UnixTime,
    /// As in [`Granted`].
    pub renewable_until: Option<UnixTime>,
    /// As in [`Granted`].
    pub scope: String,
    /// Who it is for, if the Authority says so again; see [`UnverifiedIdToken::accept_renewed`].
    pub id_token: Option<UnverifiedIdToken>,
}

/// Redeems `code`, once: `transaction` is used up (checklist rule 17: RFC 6749 §4.1.2 and §10.5).
///
/// A form with the client's ID and no secret (rule 19: RFC 6749 §4.1.3, RFC 10017 §6.3.3.1), the code
/// verifier and the redirect URI of the authorization request (rule 20: RFC 7636 §4.5, RFC 6749 §4.1.3).
#[must_use]
pub fn redeem(
    provider: &Provider,
    client: &Client,
    transaction: Transaction,
    code: Code,
) -> (Request, Redemption) {
    let Code(code) = code;
    let request = Request::post(
        provider.token_endpoint.as_str(),
        &[
            ("grant_type", "authorization_code"),
            ("client_id", &transaction.client_id),
            ("code", code.expose()),
            ("code_verifier", transaction.code_verifier.expose()),
            ("redirect_uri", &transaction.redirect_uri),
            ("scope", &client.scope),
        ],
    );
    let asked = Asked::at(&transaction);
    let Transaction { issuer, client_id, nonce, return_to, .. } = transaction;
    let expected = Expected { issuer, client_id, nonce, delegate: client.delegate.clone() };
    (request, Redemption { expected, scope: client.scope.clone(), return_to, asked })
}

/// Asks for a new access token with `refresh_token` (RFC 6749 §6). Send one at a time (checklist rule 41). `claims` is
/// the claims request of a service that refused the last token ([`challenge::claims`](crate::challenge::claims)).
#[must_use]
pub fn refresh(
    provider: &Provider,
    client: &Client,
    refresh_token: &Secret,
    claims: Option<&str>,
) -> (Request, Renewal) {
    let mut form = vec![
        ("grant_type", "refresh_token"),
        ("client_id", client.client_id.as_str()),
        ("refresh_token", refresh_token.expose()),
        ("scope", &client.scope),
    ];
    form.extend(claims.map(|claims| ("claims", claims)));
    let request = Request::post(provider.token_endpoint.as_str(), &form);
    (request, Renewal { refresh_token: refresh_token.clone(), scope: client.scope.clone() })
}

impl Redemption {
    /// Reads the answer to a request sent at `requested_at`.
    ///
    /// # Errors
    /// What the answer's status, `error` and `suberror` call for; [`Decision::Defect`] for a success without
    /// a usable access token or without an ID token. The code is spent in any case: after
    /// [`Decision::RetryAfter`], sign in again.
    pub fn read(self, response: &Response<'_>, requested_at: UnixTime) -> Result<Granted, Error> {
        let answer = refusal::object(response, Step::Redeem, Some(&self.asked))?;
        let Tokens { access_token, refresh_token, expires_at, renew_at, renewable_until, scope, id_token } =
            Tokens::of(&answer, &self.scope, requested_at)?;
        Ok(Granted {
            access_token,
            refresh_token,
            expires_at,
            renew_at,
            renewable_until,
            scope,
            id_token: id_token.ok_or_else(|| defect("it doesn't say who signed in"))?,
            expected: self.expected,
            return_to: self.return_to,
        })
    }
}

impl Renewal {
    /// Reads the answer to a request sent at `requested_at`.
    ///
    /// # Errors
    /// [`Decision::SignInAgain`] when the session is over (checklist rule 42), [`Decision::RetryAfter`] when
    /// it goes on but the Authority can't answer now (checklist rule 24), and as [`Redemption::read`].
    pub fn read(self, response: &Response<'_>, requested_at: UnixTime) -> Result<Renewed, Error> {
        let answer = refusal::object(response, Step::Refresh, None)?;
        let Tokens { access_token, refresh_token, expires_at, renew_at, renewable_until, scope, id_token } =
            Tokens::of(&answer, &self.scope, requested_at)?;
        Ok(Renewed {
            access_token,
            refresh_token: refresh_token.unwrap_or(self.refresh_token),
            expires_at,
            renew_at,
            renewable_until,
            scope,
            id_token,
        })
    }
}

/// A successful token answer (RFC 6749 §5.1, OIDC Core §3.1.3.3).
pub(crate) struct Tokens {
    pub(crate) access_token: Secret,
    pub(crate) refresh_token: Option<Secret>,
    pub(crate) expires_at: UnixTime,
    pub(crate) renew_at: UnixTime,
    pub(crate) renewable_until: Option<UnixTime>,
    pub(crate) scope: String,
    pub(crate) id_token: Option<UnverifiedIdToken>,
}

impl Tokens {
    pub(crate) fn of(answer: &Object, requested_scope: &str, requested_at: UnixTime) -> Result<Self, Error> {
        // Rule 21: RFC 6749 §5.1 and §7.1. A token of unknown type must not be used.
        if !members::text(answer, "token_type").is_some_and(|kind| kind.eq_ignore_ascii_case("Bearer")) {
            return Err(defect("its token is of an unknown type"));
        }
        // It goes into a header, where a blank or a line break would begin something else (RFC 6750 §2.1).
        let access_token = members::text(answer, "access_token")
            .filter(|token| token.bytes().all(|byte| byte.is_ascii_graphic()))
            .ok_or_else(|| defect("it holds no token"))?;
        let lifetime = seconds(answer.get("expires_in"))
            .map_or(SHORT, |seconds| Duration::from_secs(seconds).min(LONGEST));
        let renewable_for = seconds(answer.get("refresh_token_expires_in")).map(Duration::from_secs);
        let expires_at = requested_at.plus(lifetime);
        Ok(Self {
            access_token: Secret::new(access_token),
            refresh_token: members::text(answer, "refresh_token").map(Secret::new),
            expires_at,
            renew_at: expires_at.minus(EARLY.min(lifetime / 2)),
            renewable_until: renewable_for.map(|duration| requested_at.plus(duration)),
            scope: members::text(answer, "scope").unwrap_or(requested_scope).to_owned(),
            id_token: members::text(answer, "id_token").map(UnverifiedIdToken::parse).transpose()?,
        })
    }
}

/// Rule 22: `expires_in` should be a number of seconds; some write it as a text, leave it out or write nonsense.
pub(crate) fn seconds(member: Option<&Value>) -> Option<u64> {
    let seconds = match member {
        Some(number @ Value::Number(_)) => members::seconds(number),
        Some(Value::Text(text)) => text.trim().split('.').next().and_then(|whole| whole.parse().ok()),
        _ => None,
    };
    seconds.filter(|seconds| *seconds > 0)
}

fn defect(why: &str) -> Error {
    Error::new(Decision::Defect, format!("The sign-in service's answer can't be used: {why}."))
}
