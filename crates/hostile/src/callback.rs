//! The authorization response, in the address bar: anybody can have somebody open a link.

use crate::address::parameters;
use crate::edit;
use crate::fixtures::{CLIENT_ID, ISSUER, NOW, REDIRECT_URI, STATE, begun, client, provider};
use crate::input::Input;
use crate::secret::{SECRET, assert_not_in};
use authority::{ReturnTo, SignIn, callback, sign_in, token};
use std::time::Duration;

/// An answer is accepted exactly if it says what a good one says: one code, the state of the attempt, the issuer that
/// was asked, nothing twice, no token, no error, in time. The code that is then sent is the one that it held.
pub fn callback(data: &[u8]) {
    let mut input = Input::new(data);
    let announces = input.flag();
    let redirect_uri = input.one_of(&[REDIRECT_URI, "https://portal.cronus.example/auth/?via=portal"]);
    let age = u64::from(input.byte()) * 5;
    let begins = if redirect_uri.contains('?') { '&' } else { '?' };
    let href = match input.choice(4) {
        0 => format!("{redirect_uri}#{}", input.text()),
        1 => format!("{redirect_uri}{begins}{}", input.text()),
        2 => {
            let good = format!("{redirect_uri}#code={SECRET}&state={STATE}&iss={ISSUER}");
            edit::bytes(&good, input.rest())
        }
        _ => input.text().into_owned(),
    };
    let (client, provider) = (client(redirect_uri), provider(announces));
    let parsed = || callback::parse(&href, redirect_uri);
    let Some(answer) = parsed() else {
        assert!(code(&href, redirect_uri, announces).is_none(), "a good answer was not found");
        return;
    };

    let transaction = begun(&client);
    let now = NOW.plus(Duration::from_secs(age));
    let accepted = answer.accept(Some(&transaction), &provider, now);
    let expected = code(&href, redirect_uri, announces).filter(|_| age <= 600);
    match (accepted, expected) {
        (Ok(code), expected) => {
            assert!(is_same_place(&href, redirect_uri), "it came to another place: {href}");
            let (request, _) = token::redeem(&provider, &client, begun(&client), code);
            let form = parameters(&request.body.unwrap_or_default());
            let sent =
                |name: &str| form.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
            assert_eq!(sent("code"), expected, "another code is sent than came, or one that must not be");
            assert_eq!(sent("client_id").as_deref(), Some(CLIENT_ID));
        }
        (Err(error), expected) => {
            assert!(expected.is_none(), "a good answer was refused: {error}");
            assert_not_in(&error);
            assert!(!error.to_string().contains(STATE));
        }
    }

    // The same is no answer to nothing, nor to another attempt.
    let other =
        sign_in::start(&provider, &client, SignIn::default(), [7; 96], ReturnTo::new("/", "/"), NOW).0;
    for transaction in [None, Some(&other)] {
        if let Some(answer) = parsed().filter(|answer| answer.state() != Some(other.state())) {
            assert!(answer.accept(transaction, &provider, NOW).is_err(), "an answer to nothing was accepted");
        }
    }
}

/// The code of an answer that must be accepted if it comes in time.
fn code(href: &str, redirect_uri: &str, announces: bool) -> Option<String> {
    let (address, fragment) = href.split_once('#').unwrap_or((href, ""));
    let (place, own) = redirect_uri.split_once('?').unwrap_or((redirect_uri, ""));
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    // What the redirect URI has of its own stays as it is, in front.
    let query =
        query.strip_prefix(own).filter(|rest| own.is_empty() || rest.is_empty() || rest.starts_with('&'))?;
    let mut given = parameters(query);
    given.extend(parameters(fragment));
    given.retain(|(_, value)| !value.is_empty());
    let only = |name: &str| {
        let mut values = given.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
        values.next().filter(|_| values.next().is_none())
    };
    let has = |name: &str| given.iter().any(|(known, _)| known == name);
    let is_right = only("state") == Some(STATE)
        && given.iter().all(|(name, _)| only(name).is_some())
        && (only("iss") == Some(ISSUER) || !announces && !has("iss"))
        && !["error", "access_token", "id_token"].into_iter().any(has);
    // Where it came to is judged apart: there is more than one spelling of it.
    only("code").filter(|_| is_right && is_same_place(path, place)).map(str::to_owned)
}

/// Whether `href` is at the place of `redirect_uri`. A default port may be written out, with zeros in front of it.
fn is_same_place(href: &str, redirect_uri: &str) -> bool {
    let parts = |address: &str| {
        let address = address.split(['?', '#']).next().unwrap_or_default();
        let (scheme, rest) = address.split_once("://")?;
        let (site, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (host, port) = site.split_once(':').unwrap_or((site, "443"));
        let path = path.strip_suffix('/').unwrap_or(path).to_owned();
        let is_clean = address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        is_clean.then(|| (scheme.to_lowercase(), host.to_lowercase(), port.parse().unwrap_or(0_u16), path))
    };
    parts(href).is_some() && parts(href) == parts(redirect_uri)
}
