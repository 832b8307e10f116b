//! What the demo people may do: a missing permission is answered with 403 and a text that names the table.

#![expect(clippy::unwrap_used, reason = "a test that fails here should stop here")]

#[path = "support/books.rs"]
mod books;
mod support;

use books::{Clerk, at, refusal};
use sandbox::{PEOPLE, Person, Rights};
use serde_json::json;
use support::{Page, World, ada};

fn person(rights: Rights) -> &'static Person {
    PEOPLE.iter().find(|person| person.rights == rights).unwrap()
}

#[track_caller]
fn forbids(page: &Page, permission: &str) {
    assert_eq!(refusal(page), (403, "Internal_ServerError".to_owned()));
    assert!(page.body.contains(&format!("(TableData {permission}: Base Application)")), "{}", page.body);
}

#[test]
fn who_may_only_read_reads_everything_and_changes_nothing() {
    let world = World::new();
    let clerk = Clerk::new(&world, person(Rights::ReadOnly));
    let customer = clerk.list("/customers?$top=1").remove(0);
    let path = at("customers", &customer);
    assert!(!clerk.list("/generalLedgerEntries?$top=1").is_empty());
    forbids(&clerk.post("/customers", &json!({ "displayName": "Elm" })), "18 Customer Insert");
    forbids(&clerk.patch(&path, &customer, &json!({ "city": "York" })), "18 Customer Modify");
    forbids(&clerk.delete(&path), "18 Customer Delete");
    assert_eq!(clerk.json(&path)["city"], customer["city"]);

    let rental = Clerk::at(&world, person(Rights::ReadOnly), "cronus/rental/v1.0");
    assert!(!rental.list("/bikes").is_empty());
    forbids(&rental.post("/bikes", &json!({ "displayName": "Tandem" })), "50101 Rental Bike Insert");
    // In a batch, each part is answered for itself.
    let parts = json!({ "requests": [{
        "id": "1", "method": "DELETE", "url": format!("companies({}){path}", clerk.company()),
        "headers": { "if-match": "*" },
    }] });
    let batch = clerk.post(&format!("{}/$batch", clerk.root), &parts).json();
    assert_eq!(batch["responses"][0]["status"], 403, "{batch}");
}

#[test]
fn who_sells_changes_what_is_sold_to_whom_and_sees_no_ledger() {
    let world = World::new();
    let clerk = Clerk::new(&world, person(Rights::SalesOnly));
    let customer = clerk.make("/customers", &json!({ "displayName": "Elm & Sons" }));
    let order = clerk.make("/salesOrders", &json!({ "customerId": customer["id"] }));
    assert_eq!(clerk.delete(&at("salesOrders", &order)).status, 204);
    for (set, permission) in [
        ("generalLedgerEntries", "17 G/L Entry Read"),
        ("accounts", "15 G/L Account Read"),
        ("journals", "232 Gen. Journal Batch Read"),
        ("balanceSheets", "5487 Acc. Schedule Line Entity Read"),
    ] {
        forbids(&clerk.send("GET", &format!("/{set}"), &[], None), permission);
    }
    let line = clerk.send("GET", "/salesOrders?$top=1&$expand=salesOrderLines($expand=account)", &[], None);
    forbids(&line, "15 G/L Account Read");
    for set in ["items", "vendors", "purchaseOrders", "paymentTerms"] {
        assert!(!clerk.list(&format!("/{set}?$top=1")).is_empty());
        assert_eq!(clerk.post(&format!("/{set}"), &json!({ "displayName": "x" })).status, 403, "{set}");
    }
}

#[test]
fn ada_may_do_everything() {
    assert_eq!(ada().rights, Rights::All);
    let world = World::new();
    let clerk = Clerk::new(&world, ada());
    assert!(!clerk.list("/accounts?$top=1").is_empty());
    clerk.make("/vendors", &json!({ "displayName": "Oak" }));
}
