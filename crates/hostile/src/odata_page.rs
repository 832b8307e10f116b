//! A page of records, and the link to the next one.

use crate::fixtures::object;
use crate::input::Input;
use business_central::{
    Answer, Collection, Error, Json, Kind, Page, Query, Record, Route, Service, Trail, Typed as _, Value,
};

const GOOD: &str = r#"{"@odata.context":"https://bc.example/v2.0/t/e/api/v2.0/$metadata#companies(c)/customers",
"@odata.count":"7","value":[{"@odata.etag":"W/\"x\"","id":"f2a5738a-44e3-ea11-bb43-000d3a2feca1","number":"10000",
"balanceDue":1234567890123456.78,"creditLimit":-0.10,"blocked":"_x0020_"},{"number":"20000","balanceDue":1e400}],
"@odata.nextLink":"https://bc.example/v2.0/t/e/api/v2.0/companies(c)/customers?$skiptoken=x"}"#;
const NEXT: &str = "https://bc.example/v2.0/t/e/api/v2.0/companies(c)/customers?$skiptoken=x";
const UPSTREAM: &str = "https://upstream.example/v2.0/t/e";

/// Records keep their numbers digit for digit; the way to the next page leads to whom the token is for and nobody else, and
/// to no page twice.
pub fn odata_page(data: &[u8]) {
    let mut input = Input::new(data);
    let (is_relayed, plain) = (input.flag(), input.flag());
    let service = Service::new("https://bc.example", "t", "e").expect("a service");
    let relayed = || service.clone().behind_relay(UPSTREAM).expect("a relay");
    let service = if is_relayed { relayed() } else { service.clone() };
    let customers = Collection::new(&service, &Route::STANDARD, "c", "customers").expect("a set");
    let body = match input.choice(4) {
        0 => numbers(&input.text()),
        1 => linked(&input.text()),
        _ => input.document(GOOD).into_owned(),
    };
    let request = customers.list(&Query::default().count(true), 2);
    let page = match request.read(plain, &Answer { status: 200, body: body.clone(), ..Answer::default() }) {
        Ok(page) => page,
        Err(error) => {
            assert!(body != GOOD, "a good page was refused: {error}");
            return assert!(matches!(error, Error::Unreadable(_)), "{error:?}");
        }
    };
    check_records(&page, &body);
    let Some(link) = &page.next else {
        let link = envelope(&body).get("@odata.nextLink").cloned().unwrap_or(Json::Null);
        let is_end = link == Json::Null || link == "".into();
        return assert!(is_end || plain, "the list would seem to end: {link}");
    };
    let mut trail = Trail::default();
    assert!(
        trail.note(link).is_ok() && trail.note(link) == Err(Error::RepeatedLink),
        "it would go on for ever"
    );
    match customers.follow(link, 2) {
        Ok(next) => {
            let is_home = |address: &str| {
                let site = address.split('/').nth(2).unwrap_or_default().to_ascii_lowercase();
                let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
                let is_https = address.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("https://"));
                let site = site.split(['?', '#']).next().unwrap_or_default();
                let port = site.strip_prefix("bc.example").map(|port| port.trim_start_matches([':', '0']));
                is_plain && is_https && matches!(port, Some("" | "443"))
            };
            for address in [next.address(false), next.address(true)] {
                assert!(is_home(address), "the token would go to {address}");
                let is_below = address.starts_with("https://bc.example/v2.0/t/e/api/");
                let path =
                    address.split('?').next().unwrap_or_default().to_ascii_lowercase().replace("%2e", ".");
                assert!(!is_relayed || is_below && !path.contains("/.."), "out of the relay: {address}");
            }
        }
        Err(error) => {
            assert_eq!(error, Error::ForeignLink);
            assert_ne!(envelope(&body).text("@odata.nextLink"), NEXT, "a good link was refused");
        }
    }
}

fn envelope(body: &str) -> Record {
    object(body.trim_start_matches('\u{feff}').trim())
}

/// A page of one record for each line that is a number.
fn numbers(lines: &str) -> String {
    let is_number = |line: &&str| matches!(Json::parse(line), Ok(Json::Number(_)));
    let records: Vec<String> =
        lines.lines().filter(is_number).map(|line| format!("{{\"n\":{line}}}")).collect();
    format!("{{\"value\":[{}]}}", records.join(","))
}

/// A page that goes on at `link`.
fn linked(link: &str) -> String {
    let mut page = object(r#"{"value":[{"number":"1"}]}"#);
    page.set("@odata.nextLink", link);
    page.to_string()
}

fn check_records(page: &Page<Record>, body: &str) {
    let mut given = digits(body).into_iter();
    let mut expect = |number: &str| {
        assert!(given.any(|known| known == number), "{number} is not what came");
    };
    for record in &page.records {
        for (name, value) in record.fields() {
            each_number(value, &mut expect);
            if let (Json::Number(text), Some(Json::Number(last))) = (value, record.get(name)) {
                let is_kept = record.value(name, &Kind::Decimal) == Value::Number(last);
                assert!(is_kept, "{name} is {text} and shown as something else");
            }
        }
    }
}

fn each_number(value: &Json, see: &mut impl FnMut(&str)) {
    match value {
        Json::Number(text) => see(text),
        Json::List(entries) => entries.iter().for_each(|entry| each_number(entry, see)),
        Json::Object(object) => object.fields().for_each(|(_, value)| each_number(value, see)),
        Json::Null | Json::Bool(_) | Json::Text(_) => {}
    }
}

/// The numbers in a JSON text, as they are written.
fn digits(json: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = json;
    while let Some(at) = rest.find(|symbol: char| symbol == '"' || symbol == '-' || symbol.is_ascii_digit()) {
        rest = &rest[at..];
        if let Some(mut text) = rest.strip_prefix('"') {
            while let Some(end) = text.find(['"', '\\']) {
                let is_end = text.as_bytes()[end] == b'"';
                text = &text[end + 1..];
                if is_end {
                    break;
                }
                // What is escaped is no end.
                text = text.get(1..).unwrap_or_default();
            }
            rest = text;
        } else {
            let is_part = |symbol: char| symbol.is_ascii_alphanumeric() || "+-.".contains(symbol);
            let end = rest.find(|symbol: char| !is_part(symbol)).unwrap_or(rest.len());
            found.push(&rest[..end]);
            rest = &rest[end..];
        }
    }
    found
}
