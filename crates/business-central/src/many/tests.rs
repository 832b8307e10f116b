use super::{BATCH_LIMIT, Change, Many, Outcome, Progress, together};
use crate::{Answer, Collection, Error, Event, Exchange, Failure, Json, Key, Method, Record, Request, Route};
use crate::{Service, Step};

fn service() -> Service {
    Service::new("https://bc.example", "t", "e").unwrap()
}

fn items() -> Collection {
    Collection::new(&service(), &Route::STANDARD, "c", "items").unwrap()
}

fn key(number: usize) -> Key {
    Key::guid(&format!("f2a5738a-44e3-ea11-bb43-{number:012}")).unwrap()
}

pub(super) fn record(json: &str) -> Record {
    let Json::Object(record) = Json::parse(json).unwrap() else { panic!("no object") };
    record
}

fn price(number: usize) -> Change {
    items().update(&key(number), "W/\"1\"", &record(r#"{"unitPrice":12.50}"#)).into()
}

fn many(number: usize) -> Many {
    Many::new(&service(), &Route::STANDARD, (0..number).map(price).collect(), false)
}

/// What becomes of `request` when `event` is what comes of it.
fn sent<T>(request: Request<T>, event: Event) -> Result<T, Error> {
    let mut exchange = Exchange::new(request, false);
    assert!(matches!(exchange.step(Event::Started, 0.5), Step::Send { .. }));
    match exchange.step(event, 0.5) {
        Step::Done(result) => result,
        _ => panic!("not done"),
    }
}

fn answer(status: u16, body: &str) -> Event {
    Event::Answered(Answer { status, retry_after: None, body: body.to_owned() })
}

/// Statuses of a batch's parts, as its answer.
fn responses(statuses: &[u16]) -> Event {
    let response = |(id, status): (usize, &u16)| format!(r#"{{"id":"{id}","status":{status}}}"#);
    let responses: Vec<_> = statuses.iter().enumerate().map(response).collect();
    answer(200, &format!(r#"{{"responses":[{}]}}"#, responses.join(",")))
}

fn fares(many: &Many) -> String {
    let letter = |outcome: &Outcome| match outcome {
        Outcome::Waiting => 'w',
        Outcome::Done(_) => 'd',
        Outcome::Failed(_) => 'f',
        Outcome::Unknown => 'u',
    };
    many.outcomes().iter().map(letter).collect()
}

#[test]
fn changes_of_all_kinds_go_together() {
    let document = record(r#"{"customerNumber":"10000","salesOrderLines":[{"quantity":1}]}"#);
    let orders = items().related(&key(0), "orders").unwrap();
    let changes = vec![
        price(1),
        items().delete(&key(2), "W/\"\\2\"").into(),
        orders.create(&document).into(),
        items().act(&key(3), "post").unwrap().into(),
    ];
    let mut many = Many::new(&service(), &Route::STANDARD, changes, false);
    let request = many.next_request().unwrap();
    assert_eq!(
        (request.method, request.url.as_str()),
        (Method::Post, "https://bc.example/v2.0/t/e/api/v2.0/$batch")
    );
    for header in [("Prefer", "odata.continue-on-error"), ("Content-Type", "application/json")] {
        assert!(request.headers.contains(&(header.0, header.1.to_owned())), "{header:?}");
    }
    assert!(!request.headers.iter().any(|(name, _)| *name == "Isolation"));
    let item = |number| format!("companies(c)/items({})", key(number));
    assert_eq!(
        Json::parse(request.body.as_deref().unwrap()).unwrap(),
        Json::parse(&format!(
            r#"{{"requests":[
            {{"id":"0","method":"PATCH","url":"{}","headers":{{"If-Match":"W/\"1\"","Content-Type":"application/json"}},
              "body":{{"unitPrice":12.50}}}},
            {{"id":"1","method":"DELETE","url":"{}","headers":{{"If-Match":"W/\"\\2\""}}}},
            {{"id":"2","method":"POST","url":"{}/orders","headers":{{"Content-Type":"application/json"}},"body":{}}},
            {{"id":"3","method":"POST","url":"{}/Microsoft.NAV.post","headers":{{}}}}]}}"#,
            item(1),
            item(2),
            item(0),
            document,
            item(3),
        ))
        .unwrap()
    );
}

#[test]
fn hundred_by_hundred_until_all_are_through() {
    let mut many = many(250);
    let mut sizes = Vec::new();
    while let Some(request) = many.next_request() {
        sizes.push(request.parts);
        let ok = vec![200; request.parts];
        assert_eq!(many.take(sent(request, responses(&ok))), Ok(()));
    }
    assert_eq!((sizes, many.progress()), (vec![100, 100, 50], Progress { done: 250, ..Progress::default() }));
}

#[test]
fn each_change_has_the_answer_that_is_its_own() {
    for (answered, expected) in [
        (
            r#"[{"id":"2","status":204},{"id":"0","status":"200","body":{"number":"1"}},{"id":1,"status":400}]"#,
            "dfd",
        ),
        (
            r#"[{"id":"0","status":200},{"id":"0","status":400},{"id":"7","status":200},{"id":"1","status":200}]"#,
            "ddu",
        ),
        (r#"[{"id":null,"status":200},{"id":null,"status":400},{"id":null,"status":200}]"#, "dfd"),
        (r#"[{"id":null,"status":200},{"id":null,"status":400}]"#, "uuu"),
        (r#"[{"id":"0"},{"id":"1","status":"x"},7,{"id":"2","status":200}]"#, "uud"),
        (r#"[{"id":"0","status":500},{"id":"1","status":503},{"id":"2","status":408}]"#, "uuu"),
        (r#"[{"id":"0","status":409},{"id":"1","status":412},{"id":"2","status":404}]"#, "fff"),
        ("[]", "uuu"),
    ] {
        let mut many = many(3);
        let request = many.next_request().unwrap();
        let body = format!(r#"{{"responses":{answered}}}"#);
        assert_eq!(many.take(sent(request, answer(200, &body))), Ok(()), "{answered}");
        assert_eq!(fares(&many), expected, "{answered}");
    }
}

#[test]
fn a_record_and_a_reason_come_along() {
    let mut many = many(2);
    let request = many.next_request().unwrap();
    let body = r#"{"responses":[{"id":"0","status":200,"body":{"number":"1"}},
        {"id":"1","status":400,"body":{"error":{"code":"Application_DialogException","message":"No."}}}]}"#;
    many.take(sent(request, answer(200, body))).unwrap();
    assert_eq!(many.outcomes()[0], Outcome::Done(Some(record(r#"{"number":"1"}"#))));
    assert!(matches!(&many.outcomes()[1], Outcome::Failed(error) if error.to_string() == "No."));
}

#[test]
fn what_stands_in_the_way_of_all_stops_and_says_so() {
    let offline = Event::Failed(Failure::Offline);
    for (event, expected, fare) in [
        (offline, "Offline", "www"),
        (answer(401, ""), "SignInAgain", "www"),
        (answer(403, ""), "Forbidden", "www"),
        (Event::Failed(Failure::NoAnswer), "LostAnswer", "uuu"),
        (Event::Failed(Failure::CutOff), "LostAnswer", "uuu"),
        (Event::Failed(Failure::TimedOut), "LostAnswer", "uuu"),
        (answer(503, ""), "LostAnswer", "uuu"),
        (answer(500, ""), "LostAnswer", "uuu"),
        (answer(200, "{}"), "LostAnswer", "uuu"),
        (answer(200, r#"{"responses":["#), "LostAnswer", "uuu"),
        (responses(&[200, 429, 200]), "Throttled", "dwd"),
        (responses(&[401, 401, 401]), "SignInAgain", "www"),
    ] {
        let mut many = many(3);
        let request = many.next_request().unwrap();
        let error = many.take(sent(request, event)).unwrap_err();
        let error = format!("{error:?}");
        assert!(error.starts_with(expected), "{error}");
        assert_eq!(fares(&many), fare, "{expected}");
        assert!(many.next_request().is_none(), "{expected}");
        many.go_on();
        assert_eq!(many.next_request().is_some(), fare.contains('w'), "{expected}");
    }
}

#[test]
fn without_batches_each_goes_alone() {
    for status in [404, 405, 501, 400, 415] {
        let mut many = many(3);
        let request = many.next_request().unwrap();
        assert_eq!(many.take(sent(request, answer(status, ""))), Ok(()), "{status}");
        let request = many.next_request().unwrap();
        assert_eq!(
            (request.method, request.body.as_deref()),
            (Method::Patch, Some(r#"{"unitPrice":12.50}"#))
        );
        assert_eq!(request.headers, items().update(&key(0), "W/\"1\"", &Record::default()).headers);
        assert_eq!(many.take(sent(request, answer(200, r#"{"number":"1"}"#))), Ok(()));
        let request = many.next_request().unwrap();
        assert_eq!(many.take(sent(request, answer(409, ""))), Ok(()));
        assert_eq!(fares(&many), "dfw", "{status}");
    }
    let mut plain = Many::new(&service(), &Route::STANDARD, vec![price(0), price(1)], true);
    assert_eq!(plain.next_request().map(|request| request.method), Some(Method::Patch));
}

#[test]
fn a_service_that_stops_at_a_failure_is_asked_one_by_one() {
    let mut many = many(4);
    let request = many.next_request().unwrap();
    many.take(sent(request, responses(&[200, 400]))).unwrap();
    assert_eq!(fares(&many), "dfuu");
    for index in [2, 3] {
        assert!(many.read_again(index).is_some());
        many.settle(index, Ok(&record(r#"{"@odata.etag":"W/\"1\"","unitPrice":10}"#)));
    }
    assert_eq!((fares(&many).as_str(), many.next_request().map(|request| request.parts)), ("dfww", Some(1)));
}

#[test]
fn a_service_that_always_fails_is_not_asked_for_ever() {
    let mut many = many(2);
    for expected in ["dw", "df"] {
        let request = many.next_request().unwrap();
        let parts = responses(if request.parts == 2 { &[200, 500] } else { &[500] });
        let alone = request.parts != 2;
        let result = sent(request, if alone { answer(500, "") } else { parts });
        assert_eq!(many.take(result).is_err(), alone);
        many.settle(1, Ok(&record(r#"{"@odata.etag":"W/\"1\"","unitPrice":10}"#)));
        many.go_on();
        assert_eq!(fares(&many), expected);
    }
    assert!(many.next_request().is_none());
    many.again(1, price(1));
    assert!(many.next_request().is_some());
}

#[test]
fn after_a_lost_answer_the_record_tells() {
    let found = |json: &str| Ok(record(json));
    let gone = || Err(Error::NotFound(crate::Refusal::default()));
    let delete = || Change::from(items().delete(&key(0), "W/\"1\""));
    let create = || Change::from(items().create(&Record::default()));
    for (change, found, expected) in [
        (price(0), found(r#"{"@odata.etag":"W/\"1\"","unitPrice":10}"#), 'w'),
        (price(0), found(r#"{"@odata.etag":"W/\"2\"","unitPrice":12.5}"#), 'd'),
        (price(0), found(r#"{"@odata.etag":"W/\"2\"","unitPrice":11}"#), 'f'),
        (price(0), gone(), 'f'),
        (price(0), Err(Error::Offline), 'u'),
        (delete(), gone(), 'd'),
        (delete(), found(r#"{"@odata.etag":"W/\"1\""}"#), 'w'),
        (delete(), found(r#"{"@odata.etag":"W/\"2\""}"#), 'f'),
        (create(), Err(Error::Offline), 'u'),
    ] {
        let is_create = change == create();
        let mut many = Many::new(&service(), &Route::STANDARD, vec![change], false);
        let request = many.next_request().unwrap();
        assert!(many.read_again(0).is_none(), "it is under way");
        assert_eq!(many.take(sent(request, Event::Failed(Failure::NoAnswer))), Err(Error::LostAnswer));
        assert_eq!(many.read_again(0).is_none(), is_create);
        many.settle(0, found.as_ref());
        assert_eq!(fares(&many), expected.to_string(), "{found:?}");
    }
}

#[test]
fn only_what_failed_is_put_back() {
    let mut many = many(3);
    let request = many.next_request().unwrap();
    many.take(sent(
        request,
        answer(200, r#"{"responses":[{"id":"0","status":200},{"id":"1","status":409}]}"#),
    ))
    .unwrap();
    for index in 0..4 {
        many.again(index, price(9));
    }
    assert_eq!(fares(&many), "dwu");
    assert!(many.next_request().unwrap().url.contains("000000000009"));
}

#[test]
fn all_or_nothing() {
    let changes: Vec<Change> = (0..3).map(price).collect();
    let request = || together(&service(), &Route::STANDARD, &changes).unwrap();
    assert!(request().headers.contains(&("Isolation", "snapshot".to_owned())));
    assert!(!request().headers.iter().any(|(name, _)| *name == "Prefer"));
    let ok = responses(&[200, 204, 200]);
    assert_eq!(sent(request(), ok), Ok(vec![None, None, None]));
    for (event, expected) in [
        (responses(&[200, 400, 200]), "Refused"),
        (responses(&[424, 409, 424]), "Changed"),
        (responses(&[424, 424]), "Refused"),
        (responses(&[200, 200]), "LostAnswer"),
        (Event::Failed(Failure::NoAnswer), "LostAnswer"),
    ] {
        let error = format!("{:?}", sent(request(), event).unwrap_err());
        assert!(error.starts_with(expected), "{error}");
    }
    let too_many: Vec<Change> = (0..=BATCH_LIMIT).map(price).collect();
    assert!(together(&service(), &Route::STANDARD, &too_many).is_none());
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use std::collections::HashMap;

    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::*;
    use crate::Answers;

    /// A Business Central that counts what was done to each record, and sometimes fails.
    #[derive(Default)]
    struct World {
        done: HashMap<String, usize>,
    }

    impl World {
        fn change(&mut self, url: &str, refuses: bool) -> u16 {
            let done = self.done.entry(url.rsplit('/').next().unwrap().to_owned()).or_default();
            match (refuses, *done) {
                (true, _) => 400,
                // The version is no longer the one that was read.
                (_, 1..) => 412,
                _ => {
                    *done += 1;
                    200
                }
            }
        }

        /// The fault's number chooses what goes wrong on the way.
        fn answer(&mut self, request: &Request<Answers>, fault: u8) -> Event {
            let refuses = |at: usize| (at + usize::from(fault)).is_multiple_of(7);
            match fault % 8 {
                0 => return Event::Failed(Failure::NoAnswer),
                1 => return Event::Failed(Failure::Offline),
                2 => return answer(403, ""),
                3 if request.url.ends_with("$batch") => return answer(501, ""),
                _ => {}
            }
            let event = if request.url.ends_with("$batch") {
                let body = record(request.body.as_deref().unwrap());
                let statuses: Vec<u16> = body
                    .related_many("requests")
                    .enumerate()
                    .map(|(at, part)| self.change(part.text("url"), refuses(at)))
                    .collect();
                responses(
                    &statuses[..statuses.len() - usize::from(fault.is_multiple_of(3)).min(statuses.len())],
                )
            } else {
                answer(self.change(&request.url, refuses(0)), r#"{"number":"1"}"#)
            };
            if fault % 8 == 4 { Event::Failed(Failure::CutOff) } else { event }
        }
    }

    proptest! {
        #[test]
        fn nothing_is_done_twice_and_nothing_is_told_wrongly(
            number in 1_usize..230, faults in proptest::collection::vec(any::<u8>(), 1..12), plain in any::<bool>(),
        ) {
            let changes = (0..number).map(price).collect();
            let (mut many, mut world) = (Many::new(&service(), &Route::STANDARD, changes, plain), World::default());
            for fault in faults {
                let Some(request) = many.next_request() else { break };
                let event = world.answer(&request, fault);
                if many.take(sent(request, event)).is_err() {
                    many.go_on();
                }
            }
            for (index, outcome) in many.outcomes().to_vec().into_iter().enumerate() {
                let name = format!("items({})", key(index));
                let done = world.done.get(&name).copied().unwrap_or_default();
                prop_assert!(done <= 1);
                match outcome {
                    Outcome::Done(_) => prop_assert_eq!(done, 1),
                    Outcome::Waiting | Outcome::Failed(_) => prop_assert_eq!(done, 0),
                    Outcome::Unknown => {
                        let found = if done == 1 { r#"{"@odata.etag":"2","unitPrice":12.5}"# } else { r#"{"@odata.etag":"W/\"1\"","unitPrice":1}"# };
                        many.settle(index, Ok(&record(found)));
                        prop_assert_eq!(matches!(many.outcomes()[index], Outcome::Done(_)), done == 1);
                    }
                }
            }
        }
    }
}
