//! The authorization request: what must be right before anything may be sent back to the client, and after.

use super::parameters::Parameters;
use super::redirect::{ResponseMode, Return};
use super::refusal::Refusal;
use super::scope::{Resources, Scope};
use crate::config::Client;
use crate::shared::State;

/// What the client wants the Authority to show (OpenID Connect Core §3.1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prompt {
    None,
    Login,
    Consent,
    SelectAccount,
}

/// An authorization request that may be acted upon.
#[derive(Clone, Debug)]
pub(super) struct AuthorizationRequest {
    pub(super) client: Client,
    pub(super) back: Return,
    pub(super) scope: Scope,
    pub(super) prompt: Option<Prompt>,
    pub(super) login_hint: Option<String>,
    pub(super) nonce: Option<String>,
    pub(super) challenge: Option<String>,
}

/// Why an authorization request can't be acted upon, and who is told.
#[derive(Clone, Debug)]
pub(super) enum Unacceptable {
    /// The person: the redirect URI can't be trusted (RFC 6749 §4.1.2.1).
    Person(Refusal),
    /// The client, by redirect.
    Client(Box<Return>, Refusal),
}

impl AuthorizationRequest {
    /// Checks the parameters of a request.
    pub(super) fn read(state: &State, parameters: &Parameters) -> Result<Self, Unacceptable> {
        let (client, back) = destination(state, parameters).map_err(Unacceptable::Person)?;
        let request = Self::details(state, parameters, client, back.clone());
        request.map_err(|refusal| Unacceptable::Client(Box::new(back), refusal))
    }

    fn details(
        state: &State,
        parameters: &Parameters,
        client: Client,
        back: Return,
    ) -> Result<Self, Refusal> {
        parameters.once_each()?;
        parameters.claims_are_json()?;
        match parameters.required("response_type")? {
            "code" => {}
            other => {
                let text = format!("response_type '{other}' is not enabled for the application.");
                return Err(Refusal::new("unsupported_response_type", 700_054, text));
            }
        }
        if let Some(mode) =
            parameters.first("response_mode").filter(|mode| !["query", "fragment"].contains(mode))
        {
            let text = format!("Unsupported 'response_mode' value '{mode}'.");
            return Err(Refusal::invalid_request(90_023, text));
        }
        let login_hint = parameters.first("login_hint").map(str::to_owned);
        let prompt = match parameters.first("prompt") {
            None => None,
            Some("none") => Some(Prompt::None),
            Some("login") => Some(Prompt::Login),
            Some("consent") => Some(Prompt::Consent),
            Some("select_account") if login_hint.is_some() => {
                let text = "'prompt=select_account' and 'login_hint' can't be used together.";
                return Err(Refusal::invalid_request(90_023, text));
            }
            Some("select_account") => Some(Prompt::SelectAccount),
            Some(_) => return Err(Refusal::invalid_request(90_023, "Unsupported 'prompt' value.")),
        };
        Ok(Self {
            scope: Scope::parse(parameters.required("scope")?, Resources::of(state))?,
            challenge: challenge(parameters)?,
            nonce: parameters.first("nonce").map(str::to_owned),
            prompt,
            login_hint,
            client,
            back,
        })
    }
}

/// The client and where its answer goes: exactly as registered (RFC 9700 §2.1).
fn destination(state: &State, parameters: &Parameters) -> Result<(Client, Return), Refusal> {
    let id = parameters.required("client_id")?;
    let Some(client) = state.config.client(id) else {
        let text = format!("Application with identifier '{id}' was not found in the directory.");
        return Err(Refusal::new("unauthorized_client", 700_016, text));
    };
    let uri = parameters.required("redirect_uri")?;
    if !client.redirect_uris.iter().any(|registered| registered == uri) {
        let text = format!(
            "The redirect URI '{uri}' specified in the request does not match the redirect URIs configured for the application '{id}'."
        );
        return Err(Refusal::invalid_request(50_011, text));
    }
    let mode = match parameters.first("response_mode") {
        Some("fragment") => ResponseMode::Fragment,
        _ => ResponseMode::Query,
    };
    let back = Return {
        redirect_uri: uri.to_owned(),
        mode,
        state: parameters.first("state").map(str::to_owned),
        correlation: parameters.first("client-request-id").map(str::to_owned),
    };
    Ok((client.clone(), back))
}

/// The PKCE challenge: S256 only (RFC 7636 §4.3; RFC 9700 §2.1.1). None is refused when the code is redeemed, as
/// Entra does.
fn challenge(parameters: &Parameters) -> Result<Option<String>, Refusal> {
    let Some(challenge) = parameters.first("code_challenge") else { return Ok(None) };
    // 32 bytes in base64url without padding.
    let well_formed = challenge.len() == 43
        && challenge.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    if parameters.first("code_challenge_method") != Some("S256") || !well_formed {
        let text =
            "The code_challenge must be 43 characters of base64url, made by code_challenge_method S256.";
        return Err(Refusal::invalid_request(50_147, text));
    }
    Ok(Some(challenge.to_owned()))
}
