//! The authorization response: a person returns from the Authority.

use crate::asked::Asked;
use crate::refusal::{Refusal, Step};
use crate::{Decision, Error, Provider, Secret, SignIn, Transaction, UnixTime};
use origin::Origin;
use std::fmt;

/// An answer found in the address bar, not yet believed.
pub struct Callback {
    parameters: Vec<(String, String)>,
}

/// An authorization code that answers this portal's own request. It can be redeemed once.
#[derive(Debug)]
pub struct Code(pub(crate) Secret);

/// The answer in `href`, the address bar, if that is `redirect_uri` and holds one, in its fragment or its
/// query.
///
/// Take the answer out of the address bar and the history at once, before anything else runs (checklist rule
/// 16: RFC 9700 §4.2.4 and §4.3).
#[must_use]
pub fn parse(href: &str, redirect_uri: &str) -> Option<Callback> {
    let (address, fragment) = href.split_once('#').unwrap_or((href, ""));
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let (expected_path, expected_query) = redirect_uri.split_once('?').unwrap_or((redirect_uri, ""));
    if !is_same_place(path, expected_path) {
        return None;
    }
    // RFC 6749 §3.1.2: the redirect URI's own query is retained; it is no part of the answer.
    let query = query.strip_prefix(expected_query)?;
    if !(expected_query.is_empty()
        || query.is_empty()
        || query.starts_with('&')
        || expected_query.ends_with('&'))
    {
        return None;
    }
    let parameters: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
        .chain(form_urlencoded::parse(fragment.as_bytes()))
        // RFC 6749 §3.1: a parameter without a value counts as omitted.
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let answers = ["code", "error", "state", "access_token", "id_token"];
    parameters.iter().any(|(name, _)| answers.contains(&name.as_str())).then_some(Callback { parameters })
}

/// Browsers write hosts in lower case and leave out default ports; static hosts add a slash to a folder's
/// name.
fn is_same_place(address: &str, expected: &str) -> bool {
    let path = |address: &str| {
        let path = address.splitn(4, '/').nth(3).unwrap_or_default();
        path.strip_suffix('/').unwrap_or(path).to_owned()
    };
    match (Origin::of(address), Origin::of(expected)) {
        (Ok(origin), Ok(expected_origin)) => origin == expected_origin && path(address) == path(expected),
        _ => false,
    }
}

impl Callback {
    /// Which attempt this answers: the key under which its [`Transaction`] was kept. Take that out of the
    /// storage (checklist rule 15: an attempt is answered once) and hand it to [`accept`](Callback::accept).
    #[must_use]
    pub fn state(&self) -> Option<&str> {
        self.only("state").ok().flatten()
    }

    /// The code, if this is the answer to `transaction` and `provider` gave it. In this order:
    ///
    /// - rule 11: `state` is that of an attempt of this tab, for error answers too (RFC 9700 §4.7, RFC 6749
    ///   §10.12). It is random and good for one comparison, so the comparison's duration tells nothing;
    /// - rule 15: the attempt is younger than ten minutes;
    /// - rule 13: no parameter comes twice (RFC 6749 §3.1);
    /// - rule 7: `provider` is who was asked (RFC 9700 §4.4.2);
    /// - rule 12: `iss`, where it is given, is its issuer, and it is given where that was announced (RFC 9207
    ///   §2.4; where it wasn't announced, a matching one is accepted, as §2.4 leaves to local policy);
    /// - rule 14: there is no token in the address (RFC 9700 §2.1.2);
    /// - then an `error` is an error, and a `code` a code.
    ///
    /// # Errors
    /// [`Decision::SignInAgain`] for an attempt that is unknown or too old; [`Decision::Defect`] for an
    /// answer that breaks one of the other rules; for an error answer, what its `error` and `suberror` call
    /// for.
    pub fn accept(
        self,
        transaction: Option<&Transaction>,
        provider: &Provider,
        now: UnixTime,
    ) -> Result<Code, Error> {
        let transaction = transaction
            .filter(|transaction| self.state() == Some(transaction.state()) && !transaction.is_stale(now))
            .ok_or_else(outdated)?;
        if self.has_duplicates() {
            return Err(broken("it says one thing twice"));
        }
        if transaction.issuer != provider.issuer {
            return Err(outdated());
        }
        match self.only("iss")? {
            Some(issuer) if issuer != provider.issuer.as_str() => {
                return Err(broken("it comes from another service than was asked"));
            }
            None if provider.announces_iss => return Err(broken("it doesn't say who gives it")),
            _ => {}
        }
        for token in ["access_token", "id_token"] {
            if self.only(token)?.is_some() {
                return Err(broken("it carries a token in the address"));
            }
        }
        if self.only("error")?.is_some() {
            let refusal = Refusal::of_members(|name| self.only(name).ok().flatten());
            return Err(refusal.into_error(Step::Authorize, Some(&Asked::at(transaction))));
        }
        let code = self.only("code")?.ok_or_else(|| broken("it holds no code"))?;
        Ok(Code(Secret::new(code)))
    }

    fn only(&self, name: &str) -> Result<Option<&str>, Error> {
        let mut values = self.parameters.iter().filter(|(found, _)| found == name).map(|(_, value)| value);
        match (values.next(), values.next()) {
            (value, None) => Ok(value.map(String::as_str)),
            _ => Err(broken("it says one thing twice")),
        }
    }

    fn has_duplicates(&self) -> bool {
        self.parameters.iter().any(|(name, _)| self.only(name).is_err())
    }
}

impl fmt::Debug for Callback {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Callback(…)")
    }
}

fn outdated() -> Error {
    let what = "This sign-in is out of date: it was used before, took too long or began in another tab. \
                Please sign in again.";
    Error::new(Decision::SignInAgain(SignIn::default()), what)
}

fn broken(why: &str) -> Error {
    Error::new(Decision::Defect, format!("The sign-in service's answer can't be trusted: {why}."))
}
