//! Records that go together: documents of purchases and their lines, what comes and goes with a record, parents of
//! several types, numbers that are one among a few.

#![expect(clippy::unwrap_used, reason = "a test that fails here should stop here")]

#[path = "support/books.rs"]
mod books;
mod support;

use books::{Clerk, at, refusal};
use serde_json::json;
use support::{World, ada};

#[test]
fn a_purchase_order_is_added_up_and_repeats_its_vendor() {
    let world = World::new();
    let clerk = Clerk::new(&world, ada());
    let vendor = clerk.list("/vendors?$filter=blocked eq ' '&$top=1").remove(0);
    let item = clerk.list("/items?$top=1").remove(0);
    let order = clerk.make(
        "/purchaseOrders",
        &json!({
            "vendorNumber": vendor["number"],
            "purchaseOrderLines": [
                { "itemId": item["id"], "quantity": 3, "directUnitCost": 12.5 },
                { "lineType": "Item", "lineObjectNumber": item["number"], "quantity": 2 },
            ],
        }),
    );
    for (own, theirs) in [
        ("vendorId", "id"),
        ("vendorName", "displayName"),
        ("payToVendorNumber", "number"),
        ("buyFromCity", "city"),
        ("paymentTermsId", "paymentTermsId"),
    ] {
        assert_eq!(order[own], vendor[theirs], "{own}");
    }
    let lines = clerk.list(&format!("{}/purchaseOrderLines", at("purchaseOrders", &order)));
    assert_eq!((lines[0]["sequence"].as_i64(), lines[1]["sequence"].as_i64()), (Some(10_000), Some(20_000)));
    assert_eq!(lines[1]["directUnitCost"], item["unitCost"]);
    let net = 37.5 + 2.0 * item["unitCost"].as_f64().unwrap();
    assert!((order["totalAmountExcludingTax"].as_f64().unwrap() - net).abs() < 0.02, "{order}");

    assert_eq!(clerk.delete(&at("purchaseOrderLines", &lines[1])).status, 204);
    assert_eq!(clerk.json(&at("purchaseOrders", &order))["totalAmountExcludingTax"], 37.5);
    let nobody = clerk.post("/purchaseOrders", &json!({}));
    assert_eq!(refusal(&nobody), (400, "Application_FieldValidationException".to_owned()));
    let stranger = clerk.post("/purchaseOrders", &json!({ "vendorNumber": "NOBODY" }));
    assert_eq!(refusal(&stranger), (400, "Internal_InvalidTableRelation".to_owned()));
}

#[test]
fn what_belongs_to_a_record_comes_and_goes_with_it() {
    let world = World::new();
    let clerk = Clerk::new(&world, ada());
    let customer = clerk.make("/customers", &json!({ "displayName": "Elm & Sons" }));
    let path = at("customers", &customer);
    let detail = clerk.json(&format!("{path}/customerFinancialDetail"));
    assert_eq!((&detail["id"], &detail["number"]), (&customer["id"], &customer["number"]));
    let picture = clerk.json(&format!("{path}/picture"));
    assert_eq!(picture["parentType"], "Customer");
    assert!(picture["pictureContent@odata.mediaReadLink"].as_str().unwrap().ends_with("/pictureContent"));
    assert_eq!(clerk.send("GET", &format!("{path}/picture/pictureContent"), &[], None).status, 204);
    let file = clerk
        .make(&format!("{path}/documentAttachments"), &json!({ "fileName": "offer.pdf", "lineNumber": 1 }));
    assert_eq!(file["parentId"], customer["id"]);
    assert_eq!(file["parentType"], "Customer");
    assert_eq!(clerk.delete(&path).status, 204);
    for (set, record) in
        [("documentAttachments", &file), ("pictures", &picture), ("customerFinancialDetails", &detail)]
    {
        assert_eq!(clerk.send("GET", &at(set, record), &[], None).status, 404, "{set}");
    }
}

#[test]
fn a_parent_may_be_of_several_types_but_must_be_there() {
    let world = World::new();
    let clerk = Clerk::new(&world, ada());
    for (set, parent_type) in
        [("items", "Item"), ("purchaseInvoices", "Purchase_x0020_Invoice"), ("projects", "Job")]
    {
        let parent = clerk.list(&format!("/{set}?$top=1")).remove(0);
        let body = json!({ "fileName": "photo.png", "parentId": parent["id"] });
        let file = clerk.make("/documentAttachments", &body);
        assert_eq!(file["parentType"], parent_type);
        let own = clerk.list(&format!("{}/documentAttachments", at(set, &parent)));
        assert!(own.iter().any(|other| other["id"] == file["id"]), "{set}");
    }
    let nowhere = json!({ "fileName": "x", "parentId": "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0" });
    let refused = clerk.post("/documentAttachments", &nowhere);
    assert_eq!(refusal(&refused), (400, "Internal_InvalidTableRelation".to_owned()));
    let orphan = clerk.post("/documentAttachments", &json!({ "fileName": "x" }));
    assert_eq!(refusal(&orphan), (400, "Application_FieldValidationException".to_owned()));
}

#[test]
fn a_variants_code_is_one_among_those_of_its_item() {
    let world = World::new();
    let clerk = Clerk::new(&world, ada());
    let items = clerk.list("/items?$top=2");
    let variant = |item: usize| json!({ "itemId": items[item]["id"], "code": "RED" });
    let made = clerk.make("/itemVariants", &variant(0));
    assert_eq!(made["itemNumber"], items[0]["number"]);
    clerk.make("/itemVariants", &variant(1));
    let again = clerk.post("/itemVariants", &variant(0));
    assert_eq!(refusal(&again), (400, "Internal_EntityWithSameKeyExists".to_owned()));
}

#[test]
fn an_employee_is_called_by_their_names_and_works_hours() {
    let world = World::new();
    let clerk = Clerk::new(&world, ada());
    let employee = clerk.make("/employees", &json!({ "givenName": "Mara", "surname": "Holm" }));
    assert_eq!(employee["displayName"], "Mara Holm");
    let path = at("employees", &employee);
    let hours = clerk
        .make(&format!("{path}/timeRegistrationEntries"), &json!({ "date": "2026-11-02", "quantity": 7.5 }));
    assert_eq!(hours["employeeId"], employee["id"]);
    assert_eq!(hours["employeeNumber"], employee["number"]);
    let without = clerk.post(&format!("{path}/timeRegistrationEntries"), &json!({ "quantity": 1 }));
    assert_eq!(refusal(&without), (400, "Application_FieldValidationException".to_owned()));
}
