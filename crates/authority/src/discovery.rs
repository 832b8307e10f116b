//! Discovery: the Authority's endpoints ([OIDC Discovery §4], [RFC 8414]).
//!
//! [OIDC Discovery §4]: https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
//! [RFC 8414]: https://www.rfc-editor.org/rfc/rfc8414

use crate::exchange::is_safe;
use crate::members;
use crate::refusal::{self, Step};
use crate::{Decision, Error, Issuer, Request, Response};
use json::{Object, Value};

/// What the Authority announces about itself, as far as the portal uses it. It may be kept for the session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    pub(crate) issuer: Issuer,
    pub(crate) authorization_endpoint: String,
    pub(crate) token_endpoint: String,
    pub(crate) jwks_uri: String,
    pub(crate) end_session_endpoint: Option<String>,
    pub(crate) announces_iss: bool,
    pub(crate) answers_in_fragment: bool,
}

impl Provider {
    /// Who this is.
    #[must_use]
    pub fn issuer(&self) -> &Issuer {
        &self.issuer
    }

    /// Where people sign in.
    #[must_use]
    pub fn authorization_endpoint(&self) -> &str {
        &self.authorization_endpoint
    }

    /// Where codes and refresh tokens are redeemed.
    #[must_use]
    pub fn token_endpoint(&self) -> &str {
        &self.token_endpoint
    }

    /// Where the signing keys are.
    #[must_use]
    pub fn jwks_uri(&self) -> &str {
        &self.jwks_uri
    }

    /// As `sessionStorage` keeps it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut kept = Object::default();
        kept.set("issuer", self.issuer.as_str());
        kept.set("authorization_endpoint", &self.authorization_endpoint);
        kept.set("token_endpoint", &self.token_endpoint);
        kept.set("jwks_uri", &self.jwks_uri);
        kept.set_some("end_session_endpoint", self.end_session_endpoint.as_deref());
        kept.set("announces_iss", self.announces_iss);
        kept.set("answers_in_fragment", self.answers_in_fragment);
        kept.into()
    }

    /// Reads what [`to_json`](Provider::to_json) wrote; `None` for anything else.
    #[must_use]
    pub fn from_json(kept: &Value) -> Option<Self> {
        let kept = kept.as_object()?;
        let endpoint = |name| kept.string(name).filter(|address| is_safe(address));
        let end_session_endpoint = match kept.get("end_session_endpoint") {
            Some(_) => Some(endpoint("end_session_endpoint")?),
            None => None,
        };
        Some(Self {
            issuer: Issuer::from_json(kept.get("issuer")?)?,
            authorization_endpoint: endpoint("authorization_endpoint")?,
            token_endpoint: endpoint("token_endpoint")?,
            jwks_uri: endpoint("jwks_uri")?,
            end_session_endpoint,
            announces_iss: kept.get("announces_iss")?.as_bool()?,
            answers_in_fragment: kept.get("answers_in_fragment")?.as_bool()?,
        })
    }
}

/// Asks for the discovery document of `issuer` (OIDC Discovery §4.1: a trailing slash goes first).
#[must_use]
pub fn request(issuer: &Issuer) -> Request {
    let base = issuer.as_str();
    Request::get(format!("{}/.well-known/openid-configuration", base.strip_suffix('/').unwrap_or(base)))
}

/// Reads the discovery document of `issuer`.
///
/// # Errors
/// - [`Decision::FixSetup`] when there is none, when it is another issuer's (checklist rule 38: OIDC
///   Discovery §4.3, ASVS 10.5.3; the text shows the value to put into the settings), when an endpoint is
///   missing or neither `https` nor on this computer, or when PKCE with S256 is ruled out (checklist rule 3:
///   RFC 9700 §2.1.1). Entra announces no PKCE although it has it, so silence is no refusal.
/// - [`Decision::RetryAfter`] for passing faults.
/// - [`Decision::Defect`] for answers that make no sense.
pub fn read(issuer: &Issuer, response: &Response<'_>) -> Result<Provider, Error> {
    let document = refusal::object(response, Step::Discovery, None)?;
    check_issuer(issuer, &document)?;
    let lacks = |name, value| members::texts(&document, name).is_some_and(|values| !values.contains(&value));
    let provider = Provider {
        issuer: issuer.clone(),
        authorization_endpoint: required(&document, "authorization_endpoint")?,
        token_endpoint: required(&document, "token_endpoint")?,
        jwks_uri: required(&document, "jwks_uri")?,
        end_session_endpoint: endpoint(&document, "end_session_endpoint")?,
        announces_iss: document.get("authorization_response_iss_parameter_supported")
            == Some(&Value::Bool(true)),
        answers_in_fragment: !lacks("response_modes_supported", "fragment"),
    };
    // Last, so that this error says that all else is well.
    if lacks("code_challenge_methods_supported", "S256") { Err(Error::no_pkce()) } else { Ok(provider) }
}

/// Whether the discovery document in `response` offers PKCE with S256. Silence is no refusal: see [`read`].
#[must_use]
pub fn announces_pkce(response: &Response<'_>) -> bool {
    let document = refusal::object(response, Step::Discovery, None);
    let methods = document.ok().and_then(|document| {
        let methods = members::texts(&document, "code_challenge_methods_supported")?;
        Some(methods.contains(&"S256"))
    });
    methods == Some(true)
}

fn check_issuer(expected: &Issuer, document: &Object) -> Result<(), Error> {
    let found = members::text(document, "issuer");
    if found == Some(expected.as_str()) {
        return Ok(());
    }
    Err(match found.map(Issuer::new) {
        Some(Ok(found)) if found.as_str().len() <= 256 => wrong(format!(
            "The authority in the settings is not what the sign-in service calls itself: put {found} in its \
             place, if you trust it."
        )),
        _ => wrong("The sign-in service at the authority named in the settings doesn't say its own name."),
    })
}

fn required(document: &Object, name: &'static str) -> Result<String, Error> {
    endpoint(document, name)?
        .ok_or_else(|| wrong(format!("The sign-in service doesn't announce its {name}.")))
}

fn endpoint(document: &Object, name: &'static str) -> Result<Option<String>, Error> {
    let Some(address) = members::text(document, name) else { return Ok(None) };
    if !is_safe(address) {
        return Err(wrong(format!(
            "The sign-in service announces an unsafe {name}: it must begin with https://."
        )));
    }
    Ok(Some(address.to_owned()))
}

fn wrong(what: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(Decision::FixSetup, what)
}
