//! A refusal, whoever sends it: Business Central, a gateway, or something in between.

use crate::fixtures::object;
use crate::input::Input;
use crate::secret::{SECRET, is_in, shown};
use business_central::{
    Answer, Collection, Error, Event, Exchange, Key, Record, Request, Route, Service, Step,
};
use std::time::Duration;

/// More patience than any answer may ask for.
const LONGEST: Duration = Duration::from_secs(30);
/// More than any request goes out.
const MOST: usize = 5;

fn good() -> String {
    format!(
        r#"{{"error":{{"code":"Application_DialogException","message":"The amount must be positive.  CorrelationId:  f2a5738a-44e3-ea11-bb43-000d3a2feca1.",
"target":"amount","innererror":{{"stacktrace":"{SECRET}"}},"details":[{{"message":"{SECRET}"}}]}},"request":"{SECRET}"}}"#
    )
}

/// Each status means what it means unless a documented code says more; a change is never made twice for it, nor is anybody
/// made to wait; and what it says beside its message is told to nobody, nor is what was sent.
pub fn odata_error(data: &[u8]) {
    let mut input = Input::new(data);
    let status = input.status();
    let retry_after = Some(u64::from(input.byte())).filter(|wait| *wait > 0).map(Duration::from_secs);
    let good = good();
    let body = input.document(&good).into_owned();
    let answer = Answer { status, retry_after, body };
    let error = Error::of(&answer);
    check_meaning(&error, &answer);
    check_secrets(&error, &answer.body);

    let service = Service::new("https://bc.example", "t", "e").expect("a service");
    let customers = Collection::new(&service, &Route::STANDARD, "c", "customers").expect("a set");
    let key = Key::guid("f2a5738a-44e3-ea11-bb43-000d3a2feca1").expect("a key");
    let mut fields = Record::default();
    fields.set("displayName", SECRET);
    let read = customers.get(&key, &business_central::Query::default());
    let _ = sent(read, &answer);
    let (times, end) = sent(customers.update(&key, "W/\"x\"", &fields), &answer);
    assert!(times == 1 || status == 429, "a change is sent {times} times after {status}");
    // Only 501 says that nothing was done.
    let is_open = matches!(error, Error::Unavailable(_) | Error::Failed(_)) && status != 501;
    if is_open && !(200..300).contains(&status) {
        assert_eq!(end, Err(Error::LostAnswer), "after {status} nobody knows");
    }
}

/// How often `request` goes out when it is answered so each time, and what comes of it.
fn sent(request: Request<Record>, answer: &Answer) -> (usize, Result<Record, Error>) {
    let mut exchange = Exchange::new(request, false);
    let mut event = Event::Started;
    let mut times = 0;
    loop {
        event = match exchange.step(event, 0.5) {
            Step::Send { .. } => {
                times += 1;
                Event::Answered(answer.clone())
            }
            Step::Wait(wait) => {
                assert!(wait <= LONGEST, "nobody waits for {wait:?}");
                Event::Started
            }
            Step::Done(result) => {
                let is_success = (200..300).contains(&answer.status);
                assert!(is_success || result.is_err(), "a refusal was taken for a record");
                if let Err(error) = &result {
                    check_secrets(error, &answer.body);
                }
                return (times, result);
            }
        };
        assert!(times <= MOST, "it is sent for ever");
    }
}

/// By its status, as far as no code says more.
fn check_meaning(error: &Error, answer: &Answer) {
    let body = object(answer.body.trim_start_matches('\u{feff}').trim());
    let inner = body.related("error").unwrap_or(&body);
    let names = ["code", "Code", "error"];
    let code = names.into_iter().map(|name| inner.text(name)).find(|code| !code.trim().is_empty());
    let prefixes =
        ["Application_", "Authorization_", "Authentication_", "BadRequest_", "Internal_", "Request_"];
    let says_more =
        |code: &str| code == "NoEnvironment" || prefixes.iter().any(|prefix| code.starts_with(prefix));
    if code.is_some_and(says_more) {
        return;
    }
    let is_right = match answer.status {
        401 => matches!(error, Error::SignInAgain(_)),
        403 => matches!(error, Error::Forbidden(_)),
        404 | 410 => matches!(error, Error::NotFound(_)),
        405 | 501 => matches!(error, Error::Unsupported(_)),
        409 | 412 => matches!(error, Error::Changed(_)),
        413 => matches!(error, Error::TooLarge(_)),
        414 => matches!(error, Error::QueryTooLong),
        429 => matches!(error, Error::Throttled { after, .. } if *after == answer.retry_after),
        408 | 502..=504 => matches!(error, Error::Unavailable(_)),
        500.. => matches!(error, Error::Failed(_)),
        _ => matches!(error, Error::Refused(_)),
    };
    assert!(is_right, "{} is {error:?}", answer.status);
    assert!(!error.to_string().trim().is_empty(), "nothing is told");
}

/// The message, the code and the target are told; what else is in an answer is not.
fn check_secrets(error: &Error, body: &str) {
    let body = object(body.trim_start_matches('\u{feff}').trim());
    let names = ["code", "Code", "error", "message", "Message", "error_description", "target"];
    let inner = body.related("error").unwrap_or(&body);
    if !names.into_iter().any(|name| is_in(inner.text(name))) {
        assert!(!is_in(&format!("{error} {}", shown(error))), "a secret is told: {error:?}");
    }
}
