use std::time::Duration;

use super::{Event, Exchange, Failure, MOST_TRIES, Step};
use crate::{
    Answer, Collection, Error, Field, Literal, Page, Query, Record, Request, Route, Service, Unreadable,
};

fn request() -> Request<Page<Record>> {
    let service = Service::new("https://bc.example", "t", "e").unwrap();
    Collection::new(&service, &Route::STANDARD, "c", "customers").unwrap().list(&Query::default(), 50)
}

fn answer(status: u16, body: &str) -> Event {
    Event::Answered(Answer { status, retry_after: None, body: body.to_owned() })
}

fn asking(status: u16, seconds: u64) -> Event {
    Event::Answered(Answer { status, retry_after: Some(Duration::from_secs(seconds)), body: String::new() })
}

const FULL: &str = r#"{"value":[]}"#;

/// What an exchange does, in a word per step: `send`, `plain` (without optional headers), `wait` and the end.
fn course(events: &[Event]) -> (Vec<String>, Exchange<Page<Record>>) {
    let mut exchange = Exchange::new(request(), false);
    let mut course = Vec::new();
    let mut events = events.iter().cloned();
    let mut event = Event::Started;
    loop {
        match exchange.step(event, 0.5) {
            Step::Send { headers, .. } => {
                let full = headers.iter().any(|(name, _)| *name == "Prefer");
                course.push(if full { "send" } else { "plain" }.to_owned());
                event = events.next().expect("the course ends before the exchange");
            }
            Step::Wait(wait) => {
                course.push(format!("wait {}", wait.as_millis()));
                event = Event::Started;
            }
            Step::Done(result) => {
                let end = result.map_or_else(|error| format!("{error:?}"), |_| "done".to_owned());
                course.push(end.split(['(', ' ']).next().unwrap_or_default().to_owned());
                assert_eq!(events.next(), None, "{course:?}");
                return (course, exchange);
            }
        }
    }
}

#[test]
fn reads_are_repeated_as_the_table_says() {
    let lost = || Event::Failed(Failure::NoAnswer);
    let cut = || Event::Failed(Failure::CutOff);
    for (events, expected) in [
        (vec![answer(200, FULL)], "send, done"),
        (vec![answer(408, ""), answer(200, FULL)], "send, wait 500, send, done"),
        (vec![answer(429, ""), answer(200, FULL)], "send, wait 500, send, done"),
        (
            vec![answer(502, ""), answer(503, ""), answer(200, FULL)],
            "send, wait 500, send, wait 1500, send, done",
        ),
        (
            vec![answer(504, ""), answer(504, ""), answer(504, ""), answer(504, "")],
            "send, wait 500, send, wait 1500, send, wait 4500, send, Unavailable",
        ),
        (vec![asking(503, 7), answer(200, FULL)], "send, wait 7000, send, done"),
        (vec![asking(429, 0), answer(200, FULL)], "send, wait 0, send, done"),
        (vec![asking(429, 31)], "send, Throttled"),
        (vec![answer(401, "")], "send, SignInAgain"),
        (vec![answer(403, "")], "send, Forbidden"),
        (vec![answer(404, "")], "send, NotFound"),
        (vec![answer(412, "")], "send, Changed"),
        (vec![answer(414, "")], "send, QueryTooLong"),
        (vec![answer(500, "")], "send, Failed"),
        (vec![answer(500, r#"{"error":{"code":"Internal_TenantUnavailable"}}"#)], "send, Unavailable"),
        (vec![answer(200, "<html>")], "send, Unreadable"),
        (vec![answer(200, "{\"value\":[{"), answer(200, FULL)], "send, wait 500, send, done"),
        (vec![cut(), answer(200, FULL)], "send, wait 500, send, done"),
        (vec![lost(), answer(200, FULL)], "send, plain, done"),
        (vec![lost(), answer(503, ""), answer(200, FULL)], "send, plain, wait 500, plain, done"),
        (vec![lost(), lost(), answer(200, FULL)], "send, plain, wait 500, plain, done"),
        (
            vec![lost(), lost(), lost(), lost(), lost()],
            "send, plain, wait 500, plain, wait 1500, plain, wait 4500, plain, Unreachable",
        ),
        (vec![answer(503, ""), lost(), answer(200, FULL)], "send, wait 500, send, wait 1500, send, done"),
        (vec![Event::Failed(Failure::TimedOut)], "send, TimedOut"),
        (vec![Event::Failed(Failure::Offline)], "send, Offline"),
        (vec![lost(), Event::Failed(Failure::Offline)], "send, plain, Offline"),
        (vec![Event::Failed(Failure::Cancelled)], "send, Cancelled"),
    ] {
        assert_eq!(course(&events).0.join(", "), expected, "{events:?}");
    }
}

#[test]
fn going_plain_is_learned_only_when_it_helped_at_once() {
    let lost = Event::Failed(Failure::NoAnswer);
    for (events, learned) in [
        (vec![answer(200, FULL)], false),
        (vec![lost.clone(), answer(200, FULL)], true),
        (vec![lost.clone(), answer(401, "")], true),
        (vec![lost.clone(), lost.clone(), answer(200, FULL)], false),
        (vec![lost, Event::Failed(Failure::TimedOut)], false),
    ] {
        assert_eq!(course(&events).1.learned_plain(), learned, "{events:?}");
    }
}

#[test]
fn a_plain_exchange_never_sends_optional_headers() {
    let mut exchange = Exchange::new(request(), true);
    let Step::Send { url, headers, time_limit, .. } = exchange.step(Event::Started, 0.0) else { panic!() };
    assert_eq!(url, "https://bc.example/v2.0/t/e/api/v2.0/companies(c)/customers?$top=50");
    assert_eq!(headers, [("Accept", "application/json".to_owned())]);
    assert_eq!(time_limit, Duration::from_secs(60));
    assert_eq!(exchange.step(Event::Failed(Failure::NoAnswer), 1.0), Step::Wait(Duration::from_millis(750)));
}

#[test]
fn a_query_that_is_too_long_is_not_sent() {
    let service = Service::new("https://bc.example", "t", "e").unwrap();
    let customers = Collection::new(&service, &Route::STANDARD, "c", "customers").unwrap();
    let of_length = |length: usize| {
        let value = Literal::text(&"x".repeat(length - "$filter=a%20eq%20%27%27".len()));
        customers.count(&Query::default().filter(Field::new("a").unwrap().equals(value)))
    };
    let options = "&$count=true&$top=1".len();
    let longest = Exchange::new(of_length(8_099 - options), false).step(Event::Started, 0.0);
    assert!(matches!(longest, Step::Send { url, .. } if url.split_once('?').unwrap().1.len() == 8_099));
    let longer = Exchange::new(of_length(8_100 - options), false).step(Event::Started, 0.0);
    assert_eq!(longer, Step::Done(Err(Error::QueryTooLong)));
}

#[test]
fn a_body_that_stays_cut_off_is_told_as_such() {
    let cut = answer(200, "{\"value\":[");
    let mut exchange = Exchange::new(request(), false);
    let mut last = None;
    for _ in 0..MOST_TRIES {
        exchange.step(Event::Started, 0.0);
        last = Some(exchange.step(cut.clone(), 0.0));
    }
    assert_eq!(last, Some(Step::Done(Err(Error::Unreadable(Unreadable::Truncated)))));
}

#[cfg(not(target_arch = "wasm32"))]
proptest::proptest! {
    #[test]
    fn it_ends_soon_whatever_happens(
        happenings in proptest::collection::vec((0_u8..8, proptest::num::u16::ANY, 0_u64..100, -1.0..2.0_f64), 64),
    ) {
        let mut exchange = Exchange::new(request(), false);
        let (mut sent, mut event) = (0, Event::Started);
        for (kind, status, seconds, jitter) in happenings {
            event = match exchange.step(event, jitter) {
                Step::Send { .. } => {
                    sent += 1;
                    match kind {
                        0 => Event::Failed(Failure::NoAnswer),
                        1 => Event::Failed(Failure::CutOff),
                        2 => asking(429, seconds),
                        3 => asking(503, seconds),
                        4 => answer(502, ""),
                        5 => answer(200, "{"),
                        6 => answer(status, FULL),
                        _ => Event::Failed(Failure::NoAnswer),
                    }
                }
                Step::Wait(wait) => {
                    proptest::prop_assert!(wait <= super::LONGEST_WAIT);
                    Event::Started
                }
                Step::Done(_) => {
                    proptest::prop_assert!(sent <= MOST_TRIES + 1);
                    return Ok(());
                }
            };
        }
        proptest::prop_assert!(false, "it did not end");
    }

    #[test]
    fn the_first_retry_comes_within_a_second(jitter in 0.0..=1.0_f64) {
        let mut exchange = Exchange::new(request(), true);
        exchange.step(Event::Started, jitter);
        let Step::Wait(wait) = exchange.step(Event::Failed(Failure::NoAnswer), jitter) else { panic!() };
        proptest::prop_assert!(wait > Duration::from_millis(100) && wait < Duration::from_secs(1));
    }
}

/// The course of a change of a customer.
fn course_of_write(events: &[Event]) -> String {
    let service = Service::new("https://bc.example", "t", "e").unwrap();
    let customers = Collection::new(&service, &Route::STANDARD, "c", "customers").unwrap();
    let key = crate::Key::guid("f2a5738a-44e3-ea11-bb43-000d3a2feca1").unwrap();
    let mut fields = Record::default();
    fields.set("city", "Leeds");
    let request = customers.update(&key, "W/1", &fields).with_optional("client-request-id", "1".to_owned());
    let mut exchange = Exchange::new(request, false);
    let (mut course, mut events, mut event) = (Vec::new(), events.iter().cloned(), Event::Started);
    loop {
        match exchange.step(event, 0.5) {
            Step::Send { method, body, headers, .. } => {
                assert_eq!((method, body.as_deref()), (crate::Method::Patch, Some(r#"{"city":"Leeds"}"#)));
                assert!(headers.contains(&("If-Match", "W/1".to_owned())), "{headers:?}");
                assert!(!headers.iter().any(|(name, _)| *name == "client-request-id"), "{headers:?}");
                course.push("send".to_owned());
                event = events.next().expect("the course ends before the exchange");
            }
            Step::Wait(_) => event = Event::Started,
            Step::Done(result) => {
                let end = result.map_or_else(|error| format!("{error:?}"), |_| "done".to_owned());
                course.push(end.split(['(', ' ']).next().unwrap_or_default().to_owned());
                assert_eq!(events.next(), None, "{course:?}");
                return course.join(", ");
            }
        }
    }
}

#[test]
fn a_write_is_sent_once_unless_the_service_says_that_it_did_nothing() {
    let failed = Event::Failed;
    let done = || answer(200, r#"{"id":"x"}"#);
    for (events, expected) in [
        (vec![done()], "send, done"),
        (vec![answer(429, ""), answer(429, ""), done()], "send, send, send, done"),
        (vec![answer(429, ""); MOST_TRIES as usize], "send, send, send, send, Throttled"),
        (vec![failed(Failure::NoAnswer)], "send, LostAnswer"),
        (vec![failed(Failure::CutOff)], "send, LostAnswer"),
        (vec![failed(Failure::TimedOut)], "send, LostAnswer"),
        (vec![failed(Failure::Cancelled)], "send, LostAnswer"),
        (vec![failed(Failure::Offline)], "send, Offline"),
        (vec![answer(408, "")], "send, LostAnswer"),
        (vec![answer(502, "")], "send, LostAnswer"),
        (vec![answer(503, "")], "send, LostAnswer"),
        (vec![answer(504, "")], "send, LostAnswer"),
        (vec![answer(200, "{\"id\":")], "send, LostAnswer"),
        (vec![answer(200, "")], "send, LostAnswer"),
        (vec![answer(500, "")], "send, LostAnswer"),
        (vec![answer(500, r#"{"error":{"code":"Internal_ServerError"}}"#)], "send, LostAnswer"),
        // The application's own refusal is an answer, whatever its status: what it began is rolled back.
        (vec![answer(500, r#"{"error":{"code":"Application_DialogException"}}"#)], "send, Refused"),
        (vec![answer(429, ""), answer(503, "")], "send, send, LostAnswer"),
        (vec![answer(429, ""), failed(Failure::NoAnswer)], "send, send, LostAnswer"),
        (vec![asking(429, 31)], "send, Throttled"),
        (vec![answer(401, "")], "send, SignInAgain"),
        (vec![answer(400, "")], "send, Refused"),
        (vec![answer(409, "")], "send, Changed"),
        (vec![answer(412, "")], "send, Changed"),
    ] {
        assert_eq!(course_of_write(&events), expected);
    }
}

#[test]
fn what_the_service_cannot_do_was_not_done() {
    for status in [404, 405, 501] {
        let end = course_of_write(&[answer(status, "")]);
        assert!(!end.contains("LostAnswer"), "{status}: {end}");
    }
}
