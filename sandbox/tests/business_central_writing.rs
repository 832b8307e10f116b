//! Writing: records are made, changed and deleted, and refused with Business Central's own codes.

#![expect(clippy::unwrap_used, reason = "a test that fails here should stop here")]

#[path = "support/books.rs"]
mod books;
mod support;

use books::{Clerk, at, refusal};
use serde_json::{Value, json};
use support::{World, ada};

#[test]
fn a_record_is_made_changed_and_deleted() {
    let world = World::new();
    let clerk = Clerk::new(&world, ada());
    let page = clerk.post("/customers", &json!({ "displayName": "Fell & Sons", "city": "Leeds" }));
    assert_eq!(page.status, 201, "{}", page.body);
    let made = page.json();
    assert_eq!(made["number"], "C00610", "the next of the series");
    assert_eq!((&made["city"], &made["currencyCode"]), (&json!("Leeds"), &json!("GBP")));
    assert_ne!(made["lastModifiedDateTime"], "0001-01-01T00:00:00Z");
    assert!(made["@odata.context"].as_str().unwrap().ends_with("/customers/$entity"));
    let place = page.header("location").unwrap();
    assert!(place.ends_with(&at("customers", &made)), "{place}");
    assert_eq!(page.header("etag"), None, "the etag is in the body only");

    let mut read = clerk.json(place);
    assert_eq!(read, made);
    assert_eq!(clerk.list("/customers").len(), 61);

    let path = at("customers", &made);
    let changed = clerk.change(&path, &made, &json!({ "phoneNumber": "+44 113 496 0000" }));
    assert_eq!(changed["phoneNumber"], "+44 113 496 0000");
    assert_eq!(changed["city"], "Leeds", "what isn't named stays");
    assert_ne!(changed["@odata.etag"], made["@odata.etag"]);
    read = clerk.json(&path);
    assert_eq!(read, changed);

    let etag = changed["@odata.etag"].as_str().unwrap();
    let put = [("content-type", "application/json"), ("if-match", etag)];
    let merged = clerk.send("PUT", &path, &put, Some(r#"{"city": "York"}"#)).json();
    assert_eq!((&merged["city"], &merged["phoneNumber"]), (&json!("York"), &changed["phoneNumber"]));

    assert_eq!(clerk.delete(&path).status, 204);
    assert_eq!(refusal(&clerk.send("GET", &path, &[], None)), (404, "Internal_RecordNotFound".to_owned()));
    assert_eq!(refusal(&clerk.delete(&path)).0, 404);
    let next = clerk.make("/customers", &json!({ "displayName": "Next" }));
    assert_eq!(next["number"], "C00620", "a number is not given out twice");
}

#[test]
fn an_etag_must_be_given_and_be_the_last() {
    let world = World::new();
    let clerk = Clerk::new(&world, ada());
    let customer = clerk.list("/customers?$top=1")[0].clone();
    let path = at("customers", &customer);
    let json_only = [("content-type", "application/json")];
    let without = clerk.send("PATCH", &path, &json_only, Some(r#"{"city": "Hull"}"#));
    assert_eq!(refusal(&without), (400, "BadRequest_InvalidToken".to_owned()));
    assert_eq!(refusal(&clerk.send("DELETE", &path, &[], None)), (400, "BadRequest_InvalidToken".to_owned()));

    let mut etags = vec![customer["@odata.etag"].clone()];
    let mut last = customer.clone();
    for city in ["Hull", "Hull", "York"] {
        last = clerk.change(&path, &last, &json!({ "city": city }));
        assert!(!etags.contains(&last["@odata.etag"]), "every change is another");
        etags.push(last["@odata.etag"].clone());
    }
    let stale = clerk.patch(&path, &customer, &json!({ "city": "Bath" }));
    assert_eq!(refusal(&stale), (409, "Request_EntityChanged".to_owned()));
    assert_eq!(clerk.json(&path)["city"], "York");
    let star = [("content-type", "application/json"), ("if-match", "*")];
    assert_eq!(clerk.send("PATCH", &path, &star, Some("{}")).status, 200);
    // The etag in a body is only an annotation.
    let last = clerk.json(&path);
    let body = json!({ "@odata.etag": "W/\"old\"", "city": "Bath" });
    assert_eq!(clerk.change(&path, &last, &body)["city"], "Bath");
}

#[test]
fn what_is_wrong_is_refused_with_its_code() {
    let world = World::new();
    let clerk = Clerk::new(&world, ada());
    let before = (clerk.list("/customers"), clerk.list("/items"));
    let nowhere = "11111111-1111-4111-8111-111111111111";
    for (set, body, code) in [
        ("customers", json!({ "displayName": "A", "faxNumber": "1" }), "BadRequest"),
        ("customers", json!({ "displayName": "A", "balanceDue": 1 }), "BadRequest_InvalidOperation"),
        ("customers", json!({ "displayName": "A", "id": nowhere }), "BadRequest_InvalidOperation"),
        (
            "customers",
            json!({ "displayName": "A", "city": "x".repeat(31) }),
            "Application_StringExceededLength",
        ),
        ("customers", json!({ "displayName": 7 }), "BadRequest"),
        ("customers", json!({ "displayName": "A", "creditLimit": "much" }), "BadRequest"),
        ("customers", json!({ "displayName": "A", "taxLiable": "yes" }), "BadRequest"),
        ("customers", json!({ "displayName": "A", "blocked": "Sometimes" }), "BadRequest"),
        ("customers", json!({ "displayName": "A", "currencyId": "x" }), "Application_InvalidGUID"),
        ("customers", json!({ "displayName": "A", "currencyId": nowhere }), "Internal_InvalidTableRelation"),
        ("customers", json!({ "displayName": "A", "currencyCode": "XXX" }), "Internal_InvalidTableRelation"),
        ("customers", json!({ "displayName": "A", "country": "XX" }), "Internal_InvalidTableRelation"),
        ("customers", json!({ "displayName": "A", "number": "c00010" }), "Internal_EntityWithSameKeyExists"),
        (
            "customers",
            json!({ "displayName": "A", "email": "nobody" }),
            "Application_FieldValidationException",
        ),
        ("customers", json!({ "city": "York" }), "Application_FieldValidationException"),
        ("items", json!({ "unitPrice": -1 }), "Application_FieldValidationException"),
        ("items", json!({ "lastModifiedDateTime": "2026-01-01T00:00:00Z" }), "BadRequest_InvalidOperation"),
        ("unitsOfMeasure", json!({ "code": "PCS" }), "Internal_EntityWithSameKeyExists"),
        ("unitsOfMeasure", json!({ "displayName": "Nothing" }), "Application_FieldValidationException"),
    ] {
        let page = clerk.post(&format!("/{set}"), &body);
        assert_eq!(refusal(&page), (400, code.to_owned()), "{body}");
    }
    assert_eq!(before, (clerk.list("/customers"), clerk.list("/items")), "nothing was left behind");
}

#[test]
fn what_is_no_request_is_refused() {
    let world = World::new();
    let clerk = Clerk::new(&world, ada());
    let json_only = [("content-type", "application/json")];
    for (headers, body, expected) in [
        (&json_only[..], r#"{"displayName": "A""#, (400, "BadRequest")),
        (&json_only[..], "[1]", (400, "BadRequest")),
        (&json_only[..], "", (400, "BadRequest")),
        (&[("content-type", "text/plain")][..], r#"{"displayName": "A"}"#, (415, "BadRequest")),
    ] {
        let (status, code) = refusal(&clerk.send("POST", "/customers", headers, Some(body)));
        assert_eq!((status, &*code), expected, "{body}");
    }
    let star = [("content-type", "application/json"), ("if-match", "*")];
    for (method, path) in [
        ("PATCH", "/customers".to_owned()),
        ("DELETE", "/customers".to_owned()),
        ("POST", "/accounts".to_owned()),
        ("POST", "/generalLedgerEntries".to_owned()),
        ("PATCH", at("accounts", &clerk.list("/accounts?$top=1")[0])),
        ("POST", at("customers", &clerk.list("/customers?$top=1")[0])),
        ("DELETE", at("companyInformation", &clerk.list("/companyInformation")[0])),
    ] {
        let (status, code) = refusal(&clerk.send(method, &path, &star, Some("{}")));
        assert_eq!((status, &*code), (405, "BadRequest_MethodNotAllowed"), "{method} {path}");
    }
}

#[test]
fn a_relation_may_be_named_by_id_or_by_number() {
    let world = World::new();
    let clerk = Clerk::new(&world, ada());
    let euro = clerk.list("/currencies?$filter=code eq 'EUR'")[0].clone();
    let by_code = clerk.make("/customers", &json!({ "displayName": "A", "currencyCode": "eur" }));
    let by_id = clerk.make("/customers", &json!({ "displayName": "B", "currencyId": euro["id"] }));
    for customer in [&by_code, &by_id] {
        assert_eq!((&customer["currencyId"], &customer["currencyCode"]), (&euro["id"], &json!("EUR")));
    }
    let both = json!({ "displayName": "C", "currencyId": euro["id"], "currencyCode": "USD" });
    assert_eq!(refusal(&clerk.post("/customers", &both)), (400, "Internal_InvalidTableRelation".to_owned()));
    let blank = json!({ "currencyId": "00000000-0000-0000-0000-000000000000" });
    let home = clerk.change(&at("customers", &by_id), &by_id, &blank);
    assert_eq!(home["currencyCode"], "GBP");
}

#[test]
fn what_is_used_cannot_be_deleted() {
    let world = World::new();
    let clerk = Clerk::new(&world, ada());
    let order = clerk.list("/salesOrders?$top=1&$expand=salesOrderLines")[0].clone();
    let line =
        order["salesOrderLines"].as_array().unwrap().iter().find(|line| line["lineType"] == "Item").unwrap();
    let euro = &clerk.list("/currencies?$filter=code eq 'EUR'")[0];
    for path in [
        format!("/customers({})", order["customerId"].as_str().unwrap()),
        format!("/items({})", line["itemId"].as_str().unwrap()),
        at("currencies", euro),
    ] {
        assert_eq!(refusal(&clerk.delete(&path)), (400, "Application_DialogException".to_owned()), "{path}");
    }
    let unused = clerk.make("/currencies", &json!({ "code": "XAU", "displayName": "Gold" }));
    assert_eq!(clerk.delete(&at("currencies", &unused)).status, 204);
}

#[test]
fn a_reset_puts_the_data_back_and_the_clock_dates_changes() {
    let world = World::new();
    let clerk = Clerk::new(&world, ada());
    let before = clerk.list("/customers");
    world.sandbox.advance(std::time::Duration::from_secs(600));
    let first = clerk.make("/customers", &json!({ "displayName": "Today" }));
    world.sandbox.advance(std::time::Duration::from_secs(3 * 600));
    let path = at("customers", &first);
    let later = clerk.change(&path, &first, &json!({ "city": "Ely" }));
    let time = |record: &Value| record["lastModifiedDateTime"].as_str().unwrap().to_owned();
    assert!(time(&later) > time(&first), "{} {}", time(&later), time(&first));
    let recent = format!("/customers?$filter=lastModifiedDateTime gt {}", time(&first));
    assert_eq!(clerk.list(&recent).len(), 1);
    assert_eq!(clerk.delete(&at("customers", &before[7])).status, 400, "it has orders");

    assert_eq!(world.control("reset", &json!({})).status, 204);
    let clerk = Clerk::new(&world, ada());
    assert_eq!(clerk.list("/customers"), before);
}
