//! The answers of the token endpoint, to a code, a refresh token and an application's credential, and a companion's.

use crate::fixtures::{
    CLIENT_ID, NOW, REDIRECT_URI, answer, asks_a_person, begun, client, code, object, provider,
};
use crate::id_token::{claims, compact, header};
use crate::input::Input;
use crate::secret::{SECRET, assert_not_in, is_in, shown};
use authority::client_credentials::{self, Proof};
use authority::{Error, HandedOut, MAX_BODY, Response, Secret, UnixTime, token};
use json::{Object, Value};
use std::time::Duration;

/// More than any token lives.
const LONGEST: Duration = Duration::from_secs(48 * 3600);
/// The refresh token before: it is a secret, too.
const BEFORE: &str = SECRET;

fn good() -> String {
    let id_token = compact(&header(), &claims());
    format!(
        r#"{{"token_type":"Bearer","scope":"https://service.cronus.example/user_impersonation","expires_in":4500,
"refresh_in":2000,"refresh_token_expires_in":86400,"access_token":"{SECRET}-access","refresh_token":"{SECRET}-refresh",
"id_token":"{id_token}"}}"#
    )
}

/// What was made of an answer.
struct Usable {
    access_token: Secret,
    times: [UnixTime; 2],
    refresh_token: Option<Secret>,
    shown: String,
}

/// A token is accepted only from a success, as a Bearer token that can stand in a header, with a life that ends. It is the
/// one that came; nobody is told it, nor any other secret that was sent or came.
pub fn token_answer(data: &[u8]) {
    let mut input = Input::new(data);
    let which = input.choice(4);
    let status = input.status();
    let retry_after = Some(u64::from(input.byte())).filter(|wait| *wait > 0);
    let retry_after = retry_after.map(|wait| Duration::from_secs(wait * wait));
    let good = good();
    let body = input.document(&good);
    let response = Response { retry_after, ..answer(status, &body) };
    let answer = object(&body);
    match read(which, &response) {
        Ok(usable) => {
            // A companion's answer comes without its status: whoever fetches it has looked at that.
            assert!(which == 3 || status == 200 && body.len() <= MAX_BODY && answer.text("error").is_empty());
            check(which, &usable, &answer);
        }
        Err(error) => {
            assert!(status != 200 || *body != good, "a good answer was refused");
            let Some(error) = error else { return };
            assert!(!(asks_a_person(&error) && which == 2), "an application has nobody to ask");
            assert_not_in(&error);
        }
    }
}

/// What the crate makes of `response`; a companion's answer that is none has no error.
fn read(which: u8, response: &Response<'_>) -> Result<Usable, Option<Error>> {
    let (client, provider) = (client(REDIRECT_URI), provider(true));
    match which {
        0 => {
            let code = code(&begun(&client));
            let (request, redemption) = token::redeem(&provider, &client, begun(&client), code);
            let (sent, address) = (shown(&(&request, &redemption)), request.url);
            assert!(!is_in(&sent) && !is_in(&address), "a code is told: {sent}");
            let granted = redemption.read(response, NOW)?;
            let shown = shown(&granted);
            let times = [granted.renew_at, granted.expires_at];
            Ok(Usable {
                access_token: granted.access_token,
                times,
                refresh_token: granted.refresh_token,
                shown,
            })
        }
        1 => {
            let (request, renewal) = token::refresh(&provider, &client, &Secret::new(BEFORE), None);
            let (sent, address) = (shown(&(&request, &renewal)), request.url);
            assert!(!is_in(&sent) && !is_in(&address), "a refresh token is told: {sent}");
            let renewed = renewal.read(response, NOW)?;
            let shown = shown(&renewed);
            let times = [renewed.renew_at, renewed.expires_at];
            let refresh_token = Some(renewed.refresh_token);
            Ok(Usable { access_token: renewed.access_token, times, refresh_token, shown })
        }
        2 => {
            let proof = Proof::Secret(Secret::new(SECRET));
            let request =
                client_credentials::request("https://login.example/t", CLIENT_ID, "s/.default", &proof);
            let sent = shown(&(&request, &proof));
            assert!(!is_in(&sent) && !is_in(&request.url), "a client secret is told: {sent}");
            let issued = client_credentials::read(response, NOW)?;
            let shown = shown(&issued);
            let times = [issued.renew_at, issued.expires_at];
            Ok(Usable { access_token: issued.access_token, times, refresh_token: None, shown })
        }
        _ => {
            let token = HandedOut::read(response.body, NOW).ok_or(None)?;
            let shown = shown(&token);
            let times = [token.renew_at, token.expires_at];
            Ok(Usable { access_token: token.access_token, times, refresh_token: None, shown })
        }
    }
}

fn check(which: u8, usable: &Usable, answer: &Object) {
    assert!(answer.text("token_type").eq_ignore_ascii_case("bearer"), "its type is not known");
    let token = usable.access_token.expose();
    assert_eq!(token, answer.text("access_token"));
    assert!(!token.is_empty() && token.bytes().all(|byte| (b'!'..=b'~').contains(&byte)), "it is no token");
    let [renew_at, expires_at] = usable.times;
    assert!(NOW <= renew_at && renew_at <= expires_at, "it is renewed after its end");
    assert!(NOW < expires_at && expires_at <= NOW.plus(LONGEST), "it lives for ever or not at all");
    if let Some(Value::Number(seconds)) = answer.get("expires_in")
        && let Ok(seconds @ 1..=172_800) = seconds.parse::<u64>()
    {
        assert_eq!(expires_at, NOW.plus(Duration::from_secs(seconds)), "it lives as long as was said");
    }
    let kept = usable.refresh_token.as_ref().map(Secret::expose);
    let given = Some(answer.text("refresh_token")).filter(|token| !token.is_empty());
    match which {
        0 => assert!(kept == given && !answer.text("id_token").is_empty(), "nobody signed in"),
        1 => assert_eq!(kept, given.or(Some(BEFORE)), "the refresh token to keep is another"),
        _ => {}
    }
    // The scope is told on purpose.
    assert!(is_in(answer.text("scope")) || !is_in(&usable.shown), "a token is told: {}", usable.shown);
}
