//! The authorization request: sending a person to the Authority.

use crate::exchange::with_query;
use crate::{Client, Delegate, Provider, ReturnTo, Secret, Transaction, UnixTime, pkce};
use std::fmt;

/// What the Authority shall show although it needn't
/// ([OIDC Core §3.1.2.1](https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest)). `none` is
/// missing on purpose: the portal never asks in a hidden frame, and a visible page that shows nothing helps
/// nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// The person signs in even if signed in already.
    Login,
    /// The person is asked for consent again.
    Consent,
    /// The person chooses an account.
    SelectAccount,
}

impl Prompt {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Consent => "consent",
            Self::SelectAccount => "select_account",
        }
    }

    pub(crate) fn of(name: &str) -> Option<Self> {
        [Self::Login, Self::Consent, Self::SelectAccount].into_iter().find(|prompt| prompt.as_str() == name)
    }
}

/// How a sign-in differs from a plain one; the default is a plain one.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SignIn {
    /// What the Authority shall show although it needn't.
    pub prompt: Option<Prompt>,
    /// The account to sign in with: the `login_hint` claim of an earlier sign-in, or a sign-in name.
    pub login_hint: Option<String>,
    /// The domain of that account, which skips the search for it (Entra).
    pub domain_hint: Option<String>,
    /// A claims request (OIDC Core §5.5), as an error answer handed it over.
    pub claims: Option<String>,
}

impl fmt::Debug for SignIn {
    /// Names no account: hints are personal data (checklist rule 47).
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SignIn").field("prompt", &self.prompt).finish_non_exhaustive()
    }
}

/// Starts a sign-in: what to remember, and the address to go to.
///
/// `entropy` must come fresh from the system's random source; it becomes `state`, `nonce` and code verifier
/// of 256 bits each (checklist rules 2, 4 and 5).
///
/// - rule 1: `response_type=code` and nothing else (RFC 10017 §7.2, RFC 9700 §2.1.2);
/// - rule 3: `state` and `nonce` go along even though PKCE does (RFC 9700 §2.1), for Entra doesn't announce
///   PKCE;
/// - rule 4: `state` carries nothing; where to go on is in the [`Transaction`] (RFC 9700 §4.7.1);
/// - the answer is asked for in the fragment, which reaches no server's log, unless the Authority announces
///   that it can't do that;
/// - a delegate is hinted at, unless the sign-in hints at an account by itself;
/// - `select_account` goes without hints: Entra refuses both together.
#[must_use]
pub fn start(
    provider: &Provider,
    client: &Client,
    sign_in: SignIn,
    entropy: [u8; 96],
    return_to: ReturnTo,
    now: UnixTime,
) -> (Transaction, String) {
    let (state, rest) = entropy.split_at(32);
    let (nonce, verifier) = rest.split_at(32);
    let transaction = Transaction {
        state: pkce::text_of(state),
        nonce: pkce::text_of(nonce),
        code_verifier: Secret::new(pkce::text_of(verifier)),
        issuer: provider.issuer.clone(),
        client_id: client.client_id.clone(),
        redirect_uri: client.redirect_uri.clone(),
        prompt: sign_in.prompt,
        return_to,
        created_at: now,
    };
    let address = address(provider, client, sign_in, &transaction);
    (transaction, address)
}

fn address(provider: &Provider, client: &Client, sign_in: SignIn, transaction: &Transaction) -> String {
    let code_challenge = pkce::challenge(&transaction.code_verifier);
    let mut parameters = vec![
        ("client_id", client.client_id.as_str()),
        ("response_type", "code"),
        ("redirect_uri", &client.redirect_uri),
        ("response_mode", if provider.answers_in_fragment { "fragment" } else { "query" }),
        ("scope", &client.scope),
        ("state", &transaction.state),
        ("nonce", &transaction.nonce),
        ("code_challenge", &code_challenge),
        ("code_challenge_method", "S256"),
    ];
    let SignIn { prompt, mut login_hint, mut domain_hint, claims } = sign_in;
    if login_hint.is_none() {
        login_hint = client.delegate.as_ref().and_then(Delegate::login_hint).map(str::to_owned);
    }
    if prompt == Some(Prompt::SelectAccount) {
        (login_hint, domain_hint) = (None, None);
    }
    for (name, value) in [
        ("prompt", prompt.map(Prompt::as_str)),
        ("login_hint", login_hint.as_deref()),
        ("domain_hint", domain_hint.as_deref()),
        ("claims", claims.as_deref()),
    ] {
        parameters.extend(value.map(|value| (name, value)));
    }
    with_query(&provider.authorization_endpoint, &parameters)
}
