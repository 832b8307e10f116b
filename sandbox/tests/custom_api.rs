//! The API of an extension: found by its route, described and worked with like the standard one, and apart from it.

#![expect(clippy::unwrap_used, reason = "a test that fails here should stop here")]

#[path = "support/books.rs"]
mod books;
#[path = "support/schema.rs"]
mod schema;
mod support;

use books::{Clerk, at, refusal};
use schema::Schema;
use serde_json::json;
use support::{World, ada};

const SETS: [&str; 5] = ["branches", "bikes", "rentals", "workshopJobs", "utilisations"];

#[test]
fn its_route_is_told_and_describes_itself() {
    let world = World::new();
    let standard = Clerk::new(&world, ada());
    let routes = standard.list(&format!("{}/apicategoryroutes", standard.root));
    let custom = routes.iter().find(|route| route["publisher"] == "cronus").unwrap();
    assert_eq!(custom["route"], "cronus/rental/v1.0");

    let clerk = Clerk::at(&world, ada(), custom["route"].as_str().unwrap());
    let listed = clerk.list(&clerk.root);
    let listed: Vec<_> = listed.iter().map(|set| set["name"].as_str().unwrap()).collect();
    assert_eq!(listed[..2], ["entityDefinitions", "companies"]);
    assert_eq!(listed[2..], SETS);
    let document = clerk.send("GET", &format!("{}/$metadata", clerk.root), &[], None).body;
    let schema = Schema::read(&document);
    assert_eq!(schema.in_a_company, SETS);
    assert!(!document.contains("salesOrder"));
    let definition = clerk.json(&format!("{}/entityDefinitions('rental')", clerk.root));
    assert_eq!(definition["entitySetCaptions"][1]["caption"], "Vermietungen");
    for set in SETS {
        assert!(!clerk.list(&format!("/{set}")).is_empty(), "{set}");
        let elsewhere = standard.send("GET", &format!("/{set}"), &[], None);
        assert_eq!(refusal(&elsewhere), (404, "BadRequest_NotFound".to_owned()), "{set}");
    }
    let elsewhere = clerk.send("GET", "/customers", &[], None);
    assert_eq!(refusal(&elsewhere), (404, "BadRequest_NotFound".to_owned()));
}

#[test]
fn its_records_are_read_and_written() {
    let world = World::new();
    let clerk = Clerk::at(&world, ada(), "cronus/rental/v1.0");
    let branch = clerk.list("/branches?$filter=code eq 'MARKET'").remove(0);
    let bike = clerk.make(
        "/bikes",
        &json!({
            "displayName": "Tandem",
            "branchCode": "MARKET",
            "condition": "Good",
            "rentals": [{ "startDate": "2026-11-02", "renterName": "Mara Holm", "state": "Handed Out" }],
        }),
    );
    assert_eq!(bike["branchId"], branch["id"]);
    let path = format!("{}?$expand=rentals,branch", at("bikes", &bike));
    let expanded = clerk.json(&path);
    assert_eq!(expanded["rentals"][0]["bikeNumber"], bike["number"]);
    assert_eq!(expanded["rentals"][0]["state"], "Handed_x0020_Out");
    assert_eq!(expanded["branch"]["displayName"], branch["displayName"]);

    let rental = expanded["rentals"][0].clone();
    let path = at("rentals", &rental);
    let changed = clerk.change(&path, &rental, &json!({ "state": "Returned", "endDate": "2026-11-04" }));
    assert_eq!(
        (changed["state"].as_str(), changed["endDate"].as_str()),
        (Some("Returned"), Some("2026-11-04"))
    );
    assert_eq!(refusal(&clerk.patch(&path, &rental, &json!({}))).0, 409);
    let parts = json!({ "requests": [{
        "id": "1", "method": "PATCH", "url": format!("companies({}){path}", clerk.company()),
        "headers": { "if-match": "*", "content-type": "application/json" }, "body": { "note": "late" },
    }] });
    let batch = clerk.post(&format!("{}/$batch", clerk.root), &parts).json();
    assert_eq!(batch["responses"][0]["body"]["note"], "late", "{batch}");

    let job = clerk.post("/workshopJobs", &json!({ "bikeId": bike["id"] }));
    assert_eq!(refusal(&job), (405, "BadRequest_MethodNotAllowed".to_owned()));
    assert_eq!(clerk.delete(&at("bikes", &bike)).status, 204);
    assert_eq!(clerk.send("GET", &path, &[], None).status, 404, "its rentals are gone with it");
}
