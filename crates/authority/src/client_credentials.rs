//! The client credentials grant ([RFC 6749 §4.4]): an access token for the application itself.
//!
//! For a program that can keep a credential, which a browser can't: Entra refuses client credentials in any request with
//! an `Origin` header ([Microsoft's documentation of the flow]). Send the [`Request`] without that header, and without
//! any of your own.
//!
//! There is no refresh token (RFC 6749 §4.4.3): when the access token ends, ask again with the credential.
//!
//! [RFC 6749 §4.4]: https://www.rfc-editor.org/rfc/rfc6749#section-4.4
//! [Microsoft's documentation of the flow]: https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow

mod assertion;
mod guidance;

pub use assertion::Assertion;

use crate::refusal::{self, Step};
use crate::token::{Tokens, seconds};
use crate::{Decision, Error, Request, Response, Secret, UnixTime};
use std::time::Duration;

/// The name of the form in which a signed assertion comes ([RFC 7523 §2.2]).
///
/// [RFC 7523 §2.2]: https://www.rfc-editor.org/rfc/rfc7523#section-2.2
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How the application proves who it is.
#[derive(Clone, Debug)]
pub enum Proof {
    /// With a secret that the Authority knows, too (`client_secret_post`: RFC 6749 §2.3.1).
    Secret(Secret),
    /// With a signed statement: its own, made of an [`Assertion`] (`private_key_jwt`), or that of an issuer which the
    /// Authority trusts for this application, such as a managed identity's token ("workload identity federation").
    /// RFC 9700 §2.5 recommends either over a secret.
    Assertion(Secret),
}

/// An access token of the application's own.
#[derive(Clone, Debug)]
pub struct Issued {
    /// Opaque, as in [`token::Granted`](crate::token::Granted).
    pub access_token: Secret,
    /// When it ends, counted from when it was asked for.
    pub expires_at: UnixTime,
    /// When to ask for the next: five minutes before its end, or at half its life if that is later; or when the
    /// Authority says, if that is earlier (Entra's `refresh_in`).
    pub renew_at: UnixTime,
}

/// Asks the Authority for a token of `client_id` for `scope`, which names one service: `{service}/.default`.
///
/// The secret or assertion is in the form, encoded (RFC 6749 §2.3.1 and its appendix B); never in the address.
#[must_use]
pub fn request(token_endpoint: &str, client_id: &str, scope: &str, proof: &Proof) -> Request {
    let mut form = vec![("grant_type", "client_credentials"), ("client_id", client_id), ("scope", scope)];
    match proof {
        Proof::Secret(secret) => form.push(("client_secret", secret.expose())),
        Proof::Assertion(assertion) => {
            form.push(("client_assertion_type", JWT_BEARER));
            form.push(("client_assertion", assertion.expose()));
        }
    }
    Request::post(token_endpoint, &form)
}

/// Reads the answer to a request sent at `requested_at`.
///
/// A refresh token in it is passed over (RFC 6749 §4.4.3: it "SHOULD NOT be included").
///
/// # Errors
/// - [`Decision::RetryAfter`] when the Authority can't answer now: after its `Retry-After`, or a minute for 429, which is
///   what Entra asks of clients that it throttles.
/// - [`Decision::FixSetup`] when it refuses the client, the credential, the scope or the tenant: asking again doesn't
///   help before an administrator has acted. So does [`Decision::Denied`], of a policy.
/// - [`Decision::Defect`] for an answer that makes no sense.
pub fn read(response: &Response<'_>, requested_at: UnixTime) -> Result<Issued, Error> {
    let answer =
        refusal::object(response, Step::Refresh, None).map_err(|error| for_administrators(&error))?;
    let tokens = Tokens::of(&answer, "", requested_at)?;
    let advised = seconds(answer.get("refresh_in")).map(Duration::from_secs);
    let advised = advised.map_or(tokens.renew_at, |duration| requested_at.plus(duration));
    Ok(Issued {
        access_token: tokens.access_token,
        expires_at: tokens.expires_at,
        renew_at: tokens.renew_at.min(advised),
    })
}

/// The error of a renewal, as it is when nobody can be asked to sign in.
fn for_administrators(error: &Error) -> Error {
    let decision = match error.decision() {
        decision if decision.asks_a_person() => Decision::FixSetup,
        decision => decision.clone(),
    };
    let details = error.details().clone();
    let what = details.aadsts.and_then(guidance::of_number);
    let what = what.unwrap_or_else(|| guidance::of_decision(&decision, details.code.as_deref()));
    Error::new(decision, what).with_details(details)
}
