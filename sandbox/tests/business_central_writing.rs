//! Creating, changing and deleting: what is taken, what is refused, and what Business Central works out by itself.

#![expect(clippy::unwrap_used, reason = "a test that fails here should stop here")]

mod support;

use sandbox::PEOPLE;
use serde_json::{Value, json};
use support::{Browser, PORTAL, Page, World};

struct Desk {
    world: World,
    token: String,
    company: String,
}

impl Desk {
    fn new() -> Self {
        Self::of(0)
    }

    /// At which that person sits.
    fn of(person: usize) -> Self {
        let world = World::new();
        let token = world.tokens(&PEOPLE[person])["access_token"].as_str().unwrap().to_owned();
        let mut desk = Self { world, token, company: String::new() };
        let companies = desk.send("GET", "companies", &[], None).json();
        desk.company = format!("companies({})", companies["value"][0]["id"].as_str().unwrap());
        desk
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&str>) -> Page {
        let authorization = format!("Bearer {}", self.token);
        let mut all = vec![("authorization", &*authorization), ("origin", PORTAL)];
        if body.is_some() {
            all.push(("content-type", "application/json"));
        }
        all.extend_from_slice(headers);
        let address =
            format!("{}/v2.0/cronus.example/Production/api/v2.0/{path}", self.world.sandbox.service());
        Browser::default().send(method, &address, &all, body)
    }

    fn get(&self, path: &str) -> Value {
        self.send("GET", &format!("{}/{path}", self.company), &[], None).json()
    }

    fn first(&self, set: &str) -> Value {
        self.get(&format!("{set}?$top=1"))["value"][0].clone()
    }

    fn post(&self, path: &str, body: &Value) -> Page {
        self.send("POST", &format!("{}/{path}", self.company), &[], Some(&body.to_string()))
    }

    fn patch(&self, path: &str, etag: &str, body: &Value) -> Page {
        self.send(
            "PATCH",
            &format!("{}/{path}", self.company),
            &[("if-match", etag)],
            Some(&body.to_string()),
        )
    }

    fn delete(&self, path: &str, etag: &str) -> Page {
        self.send("DELETE", &format!("{}/{path}", self.company), &[("if-match", etag)], None)
    }
}

fn of(record: &Value, set: &str) -> String {
    format!("{set}({})", record["id"].as_str().unwrap())
}

fn etag(record: &Value) -> &str {
    record["@odata.etag"].as_str().unwrap()
}

fn refusal(page: &Page) -> (u16, String) {
    (page.status, page.json()["error"]["code"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn a_change_wants_the_version_that_it_is_of() {
    let desk = Desk::new();
    let customer = desk.first("customers");
    let (path, old) = (of(&customer, "customers"), etag(&customer).to_owned());
    let changed = desk.patch(&path, &old, &json!({ "phoneNumber": "+44 1" }));
    assert_eq!(changed.status, 200);
    let changed = changed.json();
    assert_eq!(
        (changed["phoneNumber"].as_str(), changed["displayName"].as_str()),
        (Some("+44 1"), customer["displayName"].as_str())
    );
    assert_ne!(etag(&changed), old);
    assert_eq!(desk.get(&path)["phoneNumber"], "+44 1");

    let stale = desk.patch(&path, &old, &json!({ "phoneNumber": "+44 2" }));
    assert_eq!(refusal(&stale), (409, "Request_EntityChanged".to_owned()));
    assert_eq!(desk.get(&path)["phoneNumber"], "+44 1");
    assert_eq!(desk.patch(&path, "*", &json!({ "phoneNumber": "+44 3" })).status, 200);
    let without = desk.send("PATCH", &format!("{}/{path}", desk.company), &[], Some("{}"));
    assert_eq!(refusal(&without), (400, "BadRequest_InvalidToken".to_owned()));
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let desk = Desk::new();
    let customer = desk.first("customers");
    let path = of(&customer, "customers");
    let long = "x".repeat(101);
    for (fields, expected) in [
        (json!({ "faxNumber": "1" }), "BadRequest"),
        (json!({ "balanceDue": 1 }), "BadRequest_InvalidOperation"),
        (json!({ "id": customer["id"] }), "BadRequest_InvalidOperation"),
        (json!({ "displayName": long }), "Application_StringExceededLength"),
        (json!({ "displayName": " " }), "Application_FieldValidationException"),
        (json!({ "displayName": 7 }), "BadRequest"),
        (json!({ "creditLimit": "7" }), "BadRequest"),
        (json!({ "creditLimit": -1 }), "Application_FieldValidationException"),
        (json!({ "blocked": "Perhaps" }), "BadRequest"),
        (json!({ "currencyId": "00000000-0000-4000-8000-000000000000" }), "Internal_InvalidTableRelation"),
        (json!({ "currencyCode": "XXX" }), "Internal_InvalidTableRelation"),
        (json!({ "number": "C00020" }), "Internal_EntityWithSameKeyExists"),
    ] {
        let page = desk.patch(&path, "*", &fields);
        assert_eq!(refusal(&page), (400, expected.to_owned()), "{fields}");
    }
    let cut =
        desk.send("PATCH", &format!("{}/{path}", desk.company), &[("if-match", "*")], Some("{\"city\":"));
    assert_eq!(refusal(&cut).0, 400);
    let company = format!("{}/customers", desk.company);
    let whole = desk.send("PATCH", &company, &[("if-match", "*")], Some("{}"));
    assert_eq!(refusal(&whole), (405, "BadRequest_MethodNotAllowed".to_owned()));
    let read_only = of(&desk.first("generalLedgerEntries"), "generalLedgerEntries");
    assert_eq!(refusal(&desk.patch(&read_only, "*", &json!({}))).0, 405);
    assert_eq!(desk.get(&path), customer_with_context(&desk, &path, &customer));
}

/// The record as it is answered alone.
fn customer_with_context(desk: &Desk, path: &str, customer: &Value) -> Value {
    let mut expected = customer.clone();
    expected["@odata.context"] = desk.get(path)["@odata.context"].clone();
    expected
}

#[test]
fn a_record_is_created_with_the_next_number_and_deleted_unless_it_is_needed() {
    let desk = Desk::new();
    let created = desk.post("customers", &json!({ "displayName": "Elm & Sons", "currencyCode": "EUR" }));
    assert_eq!(created.status, 201);
    let customer = created.json();
    assert_eq!(customer["number"], "C00601");
    assert_eq!(customer["blocked"], "_x0020_");
    assert_ne!(customer["currencyId"], "00000000-0000-0000-0000-000000000000");
    let before = desk.get("customers?$count=true&$top=0")["@odata.count"].as_u64().unwrap();
    let path = of(&customer, "customers");
    assert_eq!(desk.get(&path)["displayName"], "Elm & Sons");
    assert_eq!(desk.delete(&path, "W/\"old\"").status, 409);
    assert_eq!(desk.delete(&path, etag(&customer)).status, 204);
    assert_eq!(refusal(&desk.send("GET", &format!("{}/{path}", desk.company), &[], None)).0, 404);
    assert_eq!(desk.get("customers?$count=true&$top=0")["@odata.count"].as_u64(), Some(before - 1));

    let order = desk.first("salesOrders");
    let needed = format!("customers({})", order["customerId"].as_str().unwrap());
    assert_eq!(refusal(&desk.delete(&needed, "*")), (400, "Application_DialogException".to_owned()));
    let nameless = desk.post("customers", &json!({ "city": "Leeds" }));
    assert_eq!(refusal(&nameless), (400, "Application_FieldValidationException".to_owned()));
}

#[test]
fn an_order_takes_over_customer_and_items_and_adds_up() {
    let desk = Desk::new();
    let item = desk.first("items");
    let price = item["unitPrice"].as_f64().unwrap();
    let order = desk.post(
        "salesOrders",
        &json!({ "customerNumber": "C00010", "salesOrderLines": [
            { "lineObjectNumber": item["number"], "quantity": 2 },
            { "lineType": "Comment", "description": "Ring twice" },
        ] }),
    );
    assert_eq!(order.status, 201);
    let order = order.json();
    let path = of(&order, "salesOrders");
    let customer = desk.get("customers?$filter=number%20eq%20'C00010'")["value"][0].clone();
    assert_eq!((&order["customerId"], &order["customerName"]), (&customer["id"], &customer["displayName"]));
    assert_eq!(order["sellToCity"], customer["city"]);
    let near = |value: &Value, expected: f64| {
        let value = value.as_f64().unwrap();
        assert!((value - expected).abs() < 0.011, "{value} is not {expected}");
    };
    near(&order["totalAmountExcludingTax"], 2.0 * price);
    near(&order["totalAmountIncludingTax"], 2.4 * price);

    let lines = desk.get(&format!("{path}/salesOrderLines"))["value"].clone();
    assert_eq!(
        (lines[0]["itemId"].clone(), lines[0]["description"].clone()),
        (item["id"].clone(), item["displayName"].clone())
    );
    assert_eq!((&lines[0]["sequence"], &lines[1]["sequence"]), (&json!(10_000), &json!(20_000)));
    let line = of(&lines[0], "salesOrderLines");
    let changed = desk.patch(&line, etag(&lines[0]), &json!({ "quantity": 3, "discountPercent": 50 }));
    assert_eq!(changed.status, 200);
    near(&changed.json()["amountExcludingTax"], 1.5 * price);
    let now = desk.get(&path);
    near(&now["totalAmountExcludingTax"], 1.5 * price);
    assert_ne!(etag(&now), etag(&order));

    let added = desk.post(
        &format!("{path}/salesOrderLines"),
        &json!({ "itemId": item["id"], "quantity": 1, "unitPrice": 10 }),
    );
    assert_eq!((added.status, added.json()["sequence"].clone()), (201, json!(30_000)));
    near(&desk.get(&path)["totalAmountExcludingTax"], 1.5 * price + 10.0);
    let added = added.json();
    assert_eq!(desk.delete(&of(&added, "salesOrderLines"), etag(&added)).status, 204);
    near(&desk.get(&path)["totalAmountExcludingTax"], 1.5 * price);
    let unknown = desk.post(&format!("{path}/salesOrderLines"), &json!({ "lineObjectNumber": "NONE" }));
    assert_eq!(refusal(&unknown), (400, "Internal_InvalidTableRelation".to_owned()));
    let nobody = desk.post("salesOrders", &json!({}));
    assert_eq!(refusal(&nobody), (400, "Application_FieldValidationException".to_owned()));
    assert_eq!(desk.delete(&path, "*").status, 204);
    let filter = format!("salesOrderLines?$filter=documentId%20eq%20{}", order["id"].as_str().unwrap());
    assert_eq!(desk.get(&filter)["value"], json!([]));
}

#[test]
fn a_batch_stops_at_a_failure_unless_it_is_told_to_go_on() {
    let desk = Desk::new();
    let items = desk.get("items?$top=3")["value"].clone();
    let change = |at: usize, price: i64| {
        json!({ "id": at.to_string(), "method": "PATCH", "url": format!("{}/{}", desk.company, of(&items[at], "items")),
            "headers": { "If-Match": etag(&items[at]), "Content-Type": "application/json" }, "body": { "unitPrice": price } })
    };
    let batch = json!({ "requests": [change(0, 11), change(1, -1), change(2, 13)] }).to_string();
    let statuses = |page: &Page| {
        let answers = page.json()["responses"].clone();
        answers
            .as_array()
            .unwrap()
            .iter()
            .map(|answer| answer["status"].as_u64().unwrap())
            .collect::<Vec<_>>()
    };
    let stopped = desk.send("POST", "$batch", &[], Some(&batch));
    assert_eq!(statuses(&stopped), [200, 400]);
    assert_eq!(desk.get(&of(&items[0], "items"))["unitPrice"], json!(11));
    let going_on = desk.send("POST", "$batch", &[("prefer", "odata.continue-on-error")], Some(&batch));
    assert_eq!(statuses(&going_on), [409, 400, 200]);
    assert_eq!(desk.get(&of(&items[2], "items"))["unitPrice"], json!(13));
}

#[test]
fn a_batch_with_isolation_is_done_as_a_whole_or_not_at_all() {
    let desk = Desk::new();
    let items = desk.get("items?$top=3")["value"].clone();
    let change = |at: usize, price: i64| {
        json!({ "id": at.to_string(), "method": "PATCH", "url": format!("{}/{}", desk.company, of(&items[at], "items")),
            "headers": { "If-Match": etag(&items[at]), "Content-Type": "application/json" }, "body": { "unitPrice": price } })
    };
    let send = |prices: [i64; 3]| {
        let parts: Vec<_> = (0..3).map(|at| change(at, prices[at])).collect();
        let batch = json!({ "requests": parts }).to_string();
        let page = desk.send("POST", "$batch", &[("isolation", "snapshot")], Some(&batch)).json();
        let answers = page["responses"].as_array().unwrap().clone();
        answers.iter().map(|answer| answer["status"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(send([11, -1, 13]), [424, 400, 424]);
    assert_eq!(desk.get("items?$top=3")["value"], items, "not even another version");
    assert_eq!(send([11, 12, 13]), [200, 200, 200]);
    assert_eq!(desk.get(&of(&items[2], "items"))["unitPrice"], json!(13));
}

#[test]
fn a_document_whose_line_is_refused_is_not_there() {
    let desk = Desk::new();
    let customer = desk.first("customers");
    let count = || desk.get("salesOrders?$count=true&$top=1")["@odata.count"].clone();
    let before = count();
    let line = json!({ "lineType": "Item", "lineObjectNumber": "NONE" });
    let body = json!({ "customerId": customer["id"], "salesOrderLines": [line] });
    let refused = desk.post("salesOrders", &body);
    assert_eq!(refusal(&refused), (400, "Internal_InvalidTableRelation".to_owned()));
    assert_eq!(count(), before);
}

#[test]
fn rights_differ_and_a_reset_restores_the_data() {
    let desk = Desk::of(1);
    let item = desk.first("items");
    let refused = desk.patch(&of(&item, "items"), "*", &json!({ "unitPrice": 1 }));
    assert_eq!(refused.status, 403);
    let customer = desk.first("customers");
    let path = of(&customer, "customers");
    assert_eq!(desk.patch(&path, "*", &json!({ "city": "Elsewhere" })).status, 200);
    desk.world.sandbox.reset();
    let token = desk.world.tokens(&PEOPLE[0])["access_token"].as_str().unwrap().to_owned();
    let desk = Desk { token, ..desk };
    assert_eq!(desk.get(&path)["city"], customer["city"]);
}
