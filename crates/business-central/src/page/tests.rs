use std::fmt::Write as _;

use crate::{
    Answer, Collection, Error, Json, Page, PageLink, Query, Record, Request, Route, Service, Trail, Typed,
    Unreadable,
};

const SET: &str = "https://bc.example/v2.0/t/e/api/v2.0/companies(c)/customers";

fn customers() -> Collection {
    let service = Service::new("https://bc.example", "t", "e").unwrap();
    Collection::new(&service, &Route::STANDARD, "c", "customers").unwrap()
}

fn read(request: &Request<Page<Record>>, plain: bool, body: &str) -> Result<Page<Record>, Error> {
    request.read(plain, &Answer { status: 200, body: body.to_owned(), ..Answer::default() })
}

/// A body of `length` records with `more` members.
fn body(length: usize, more: &str) -> String {
    let mut body = format!("{{{more}\"value\":[");
    for number in 0..length {
        let separator = if number == 0 { "" } else { "," };
        write!(body, "{separator}{{\"number\":{number}}}").unwrap();
    }
    body + "]}"
}

fn linked(link: &str) -> String {
    body(1, &format!("\"@odata.nextLink\":\"{link}\","))
}

#[test]
fn pages_are_read_with_all_their_oddities() {
    let request = customers().list(&Query::default().count(true), 2);
    for (text, length, count) in [
        (body(2, r#""@odata.count":7,"#), 2, Some(7)),
        (body(2, r#""@odata.count":"7","#), 2, Some(7)),
        (body(0, r#""@count":0,"@odata.nextLink":null,"#), 0, Some(0)),
        (body(1, r#""@odata.count":-1,"extra":{"a":[1]},"#), 1, None),
        (format!("\u{feff}{}", body(1, "")), 1, None),
        (r#"{"value":[{"a":null,"b":"\ud83d","a":{"b":[null]}}]}"#.to_owned(), 1, None),
    ] {
        let page = read(&request, false, &text).unwrap();
        assert_eq!((page.records.len(), page.count, page.next), (length, count, None), "{text}");
    }
    let page = read(
        &request,
        false,
        r##"{"value":[{"@odata.etag":"W/\"x\"","n":1234567890123456.78,"n@odata.type":"#x"}]}"##,
    );
    let record = &page.unwrap().records[0];
    assert_eq!(
        (record.etag(), record.get("n").unwrap().to_string().as_str()),
        (Some("W/\"x\""), "1234567890123456.78")
    );
    assert_eq!(record.names().collect::<Vec<_>>(), ["n"]);
}

#[test]
fn what_is_no_page_is_told() {
    let request = customers().list(&Query::default(), 2);
    let deep = format!("{{\"value\":[{}{}]}}", "[".repeat(100_000), "]".repeat(100_000));
    for (text, why) in [
        ("", Unreadable::Empty),
        ("  <!DOCTYPE html><html>", Unreadable::Html),
        ("{\"value\":[{\"a\":1},", Unreadable::Truncated),
        ("{\"value\":[]} x", Unreadable::Json),
        ("nothing", Unreadable::Json),
        ("{}", Unreadable::Lacks("a list of records")),
        ("{\"number\":\"10000\"}", Unreadable::Lacks("a list of records")),
        ("{\"value\":{}}", Unreadable::Lacks("a list of records")),
        ("{\"value\":[1]}", Unreadable::Lacks("a record")),
        ("[]", Unreadable::Lacks("an object")),
        ("null", Unreadable::Lacks("an object")),
        (deep.as_str(), Unreadable::TooDeep),
        (&deep[..deep.len() - 3], Unreadable::Truncated),
    ] {
        let shown = text.get(..20).unwrap_or(text);
        assert_eq!(read(&request, false, text), Err(Error::Unreadable(why)), "{shown}");
    }
}

/// A list must not end early without a word.
#[test]
fn a_link_that_is_none_is_told() {
    let request = customers().list(&Query::default(), 2);
    for name in ["@odata.nextLink", "@nextLink"] {
        for link in ["7", "true", "[]", r#"["?$skiptoken=1"]"#, r#"{"url":"?$skiptoken=1"}"#] {
            let text = body(1, &format!("\"{name}\":{link},"));
            for plain in [false, true] {
                let why = Unreadable::Lacks("a readable link to the next page");
                assert_eq!(read(&request, plain, &text), Err(Error::Unreadable(why)), "{text}");
            }
        }
        assert_eq!(read(&request, false, &body(1, &format!("\"{name}\":null,"))).unwrap().next, None);
    }
}

#[test]
fn links_are_followed_within_the_origin() {
    let request = customers().list(&Query::default(), 2);
    for (text, expected) in [
        (linked("https://bc.example/x?$skiptoken=a%20b"), "https://bc.example/x?$skiptoken=a%20b"),
        (linked("https://BC.example:443/x"), "https://BC.example:443/x"),
        (linked("?$skiptoken=1"), "https://bc.example/v2.0/t/e/api/v2.0/companies(c)/customers?$skiptoken=1"),
        (
            linked("customers?$skiptoken=1"),
            "https://bc.example/v2.0/t/e/api/v2.0/companies(c)/customers?$skiptoken=1",
        ),
        (linked("/other?x"), "https://bc.example/other?x"),
        (
            body(
                1,
                r##""@odata.context":"../$metadata#customers","@odata.nextLink":"customers?$skiptoken=1","##,
            ),
            "https://bc.example/v2.0/t/e/api/v2.0/customers?$skiptoken=1",
        ),
        (
            body(
                1,
                r##""@odata.context":"https://bc.example/svc/$metadata#customers","@odata.nextLink":"c?s=1","##,
            ),
            "https://bc.example/svc/c?s=1",
        ),
    ] {
        let link = read(&request, false, &text).unwrap().next.unwrap();
        let next = customers().follow(&link, 2).unwrap();
        assert_eq!((next.url.as_str(), next.url_without_optional.as_deref()), (expected, None), "{text}");
        assert_eq!(next.optional, [("Prefer", "odata.maxpagesize=2".to_owned())]);
    }
}

#[test]
fn links_to_elsewhere_are_refused() {
    let request = customers().list(&Query::default(), 2);
    for text in [
        linked("https://evil.example/x"),
        linked("//evil.example/x"),
        linked("http://bc.example/x"),
        linked("https://bc.example:8443/x"),
        linked("https://bc.example.evil.example/x"),
        linked("https://bc.example@evil.example/x"),
        linked("javascript:alert(1)"),
        linked("https:\\\\evil.example"),
        body(1, r##""@odata.context":"https://evil.example/$metadata#x","@odata.nextLink":"x","##),
    ] {
        let page = read(&request, false, &text).unwrap();
        let link = page.next.expect(&text);
        assert_eq!(customers().follow(&link, 2).err(), Some(Error::ForeignLink), "{text}");
    }
    let kept: PageLink =
        PageLink::from_json(&Json::parse(r#"{"url":"https://evil.example/x","skip":1}"#).unwrap()).unwrap();
    assert_eq!(customers().follow(&kept, 2).err(), Some(Error::ForeignLink));
}

#[test]
fn links_of_the_upstream_are_followed_through_the_relay() {
    let service = Service::new("https://portal.example/companion", "t", "e").unwrap();
    let service = service.behind_relay("https://bc.example/v2.0/t/e").unwrap();
    let customers = Collection::new(&service, &Route::STANDARD, "c", "customers").unwrap();
    let own = "https://portal.example/companion/v2.0/t/e/api/v2.0/companies(c)/customers";
    let request = customers.list(&Query::default(), 2);
    for (text, expected) in [
        (linked(&format!("{SET}?$skiptoken=1")), format!("{own}?$skiptoken=1")),
        (linked("?$skiptoken=1"), format!("{own}?$skiptoken=1")),
        (
            body(
                1,
                r##""@odata.context":"https://bc.example/v2.0/t/e/api/v2.0/$metadata#companies(c)/customers","@odata.nextLink":"companies(c)/customers?s=1","##,
            ),
            format!("{own}?s=1"),
        ),
    ] {
        let link = read(&request, false, &text).unwrap().next.unwrap();
        assert_eq!(customers.follow(&link, 2).unwrap().url, expected, "{text}");
        let kept = PageLink::from_json(&link.to_json()).unwrap();
        assert_eq!(customers.follow(&kept, 2).unwrap().url, expected, "kept: {text}");
    }
    let skipped = read(&request, true, &body(2, "")).unwrap().next.unwrap();
    assert_eq!(customers.follow(&skipped, 2).unwrap().url, format!("{own}?$top=2&$skip=2"));
    let key = crate::Key::parse("'1'").unwrap();
    let related = customers.related(&key, "currency").unwrap();
    assert!(related.follow(&skipped, 2).is_ok());
    for text in [linked("https://evil.example/api/v2.0/x"), linked("https://portal.example/secret")] {
        let link = read(&request, false, &text).unwrap().next.unwrap();
        assert_eq!(customers.follow(&link, 2).err(), Some(Error::ForeignLink), "{text}");
    }
}

#[test]
fn without_a_preference_pages_are_skipped_to() {
    let request = customers().list(&Query::default().count(true), 2);
    assert_eq!(request.address(true), format!("{SET}?$count=true&$top=2"));
    for (text, next) in [
        (body(2, ""), Some("&$top=2&$skip=2")),
        (body(1, ""), None),
        (body(0, ""), None),
        (body(2, r#""@odata.count":2,"#), None),
        (body(2, r#""@odata.count":3,"#), Some("&$top=2&$skip=2")),
        (body(1, r#""@odata.count":3,"#), Some("&$top=2&$skip=1")),
        (body(0, r#""@odata.count":3,"#), None),
        (linked("https://evil.example"), Some("&$top=2&$skip=1")),
    ] {
        let page = read(&request, true, &text).unwrap();
        let url = page.next.map(|link| customers().follow(&link, 2).unwrap().url);
        assert_eq!(url, next.map(|next| format!("{SET}?$count=true{next}")), "{text}");
    }
}

#[test]
fn skipping_goes_on_until_what_was_asked_for_is_there() {
    let query = Query::default().top(5).skip(10);
    let request = customers().list(&query, 2);
    assert_eq!(request.address(false), format!("{SET}?$top=5&$skip=10"));
    let mut urls = vec![request.address(true).to_owned()];
    let mut page = read(&request, true, &body(2, "")).unwrap();
    while let Some(link) = page.next {
        let request = customers().follow(&link, 2).unwrap();
        assert!(request.optional.is_empty());
        let full = if request.url.contains("$top=1") { 1 } else { 2 };
        urls.push(request.url.clone());
        page = read(&request, false, &body(full, "")).unwrap();
    }
    let expected =
        ["$top=2&$skip=10", "$top=2&$skip=12", "$top=1&$skip=14"].map(|query| format!("{SET}?{query}"));
    assert_eq!(urls, expected);
}

#[test]
fn a_link_can_be_kept_and_is_noticed_when_it_comes_again() {
    let page = read(&customers().list(&Query::default(), 2), false, &linked("?$skiptoken=1")).unwrap();
    let link = page.next.unwrap();
    let kept = PageLink::from_json(&Json::parse(&link.to_json().to_string()).unwrap()).unwrap();
    assert_eq!(kept, link);
    let mut trail = Trail::default();
    assert_eq!(trail.note(&link), Ok(()));
    assert_eq!(trail.note(&kept), Err(Error::RepeatedLink));
}

#[test]
fn single_records_and_counts() {
    let customers = customers();
    let key = crate::Key::parse("'a/b''c'").unwrap();
    let get = customers.get(&key, &Query::default().select(["number"]).top(3));
    assert_eq!(get.url, format!("{SET}(%27a%2Fb%27%27c%27)?$select=number"));
    let read =
        |body: &str| get.read(false, &Answer { status: 200, body: body.to_owned(), ..Answer::default() });
    assert_eq!(read(r#"{"number":"1"}"#).unwrap().text("number"), "1");
    assert_eq!(read(r#"{"@odata.context":"x","value":[{"number":"1"}]}"#).unwrap().text("number"), "1");
    assert_eq!(read(r#"{"value":"kept"}"#).unwrap().text("value"), "kept");
    assert_eq!(read(r#"{"value":[{"number":"1"}]}"#).unwrap().text("number"), "1");
    assert_eq!(read(r#"{"number":"1","value":["a"]}"#).unwrap().text("number"), "1");
    assert!(read(r#"{"@odata.context":"x","number":null}"#).is_ok());
    for (body, lacks) in [
        ("{}", "a record"),
        (r#"{"@odata.context":"x","@odata.etag":"y","number@odata.type":"z"}"#, "a record"),
        (r#"{"value":[{}]}"#, "a record"),
        (r#"{"value":["number"]}"#, "a record"),
        (r#"{"value":[]}"#, "a single record"),
        (r#"{"@odata.context":"x","value":[]}"#, "a single record"),
        (r#"{"@odata.count":2,"value":[{"number":"1"},{"number":"2"}]}"#, "a single record"),
    ] {
        assert_eq!(read(body), Err(Error::Unreadable(Unreadable::Lacks(lacks))), "{body}");
    }
    let related = customers.related(&key, "currency").unwrap();
    assert_eq!(related.url(), format!("{SET}(%27a%2Fb%27%27c%27)/currency"));
    assert!(customers.related(&key, "../x").is_err());

    let count = customers.count(&Query::default().select(["number"]).top(5));
    assert_eq!(count.url, format!("{SET}?$count=true&$top=1"));
    let read =
        |body: &str| count.read(false, &Answer { status: 200, body: body.to_owned(), ..Answer::default() });
    assert_eq!(read(r#"{"@odata.count":12,"value":[{}]}"#), Ok(12));
    assert!(read(r#"{"value":[{}]}"#).is_err());
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    let service = Service::new("https://bc.example", "t", "e").unwrap();
    for set in ["", "..", "a/b", "customers?x", "a b"] {
        assert!(Collection::new(&service, &Route::STANDARD, "c", set).is_err(), "{set}");
    }
    let hostile = Collection::new(&service, &Route::STANDARD, "x)/../..", "customers").unwrap();
    assert_eq!(hostile.url(), "https://bc.example/v2.0/t/e/api/v2.0/companies(x%29%2F..%2F..)/customers");
}
