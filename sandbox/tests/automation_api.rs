//! Microsoft's automation API: told of among the routes, and open to administrators alone.

#![expect(clippy::unwrap_used, reason = "a test that fails here should stop here")]

#[path = "support/books.rs"]
mod books;
#[path = "support/schema.rs"]
mod schema;
mod support;

use books::{Clerk, at, refusal};
use sandbox::PEOPLE;
use schema::Schema;
use serde_json::json;
use support::{World, ada};

const ROUTE: &str = "microsoft/automation/v2.0";
const SETS: [&str; 5] = ["users", "userPermissions", "permissionSets", "securityGroups", "extensions"];

#[test]
fn administrators_see_people_and_extensions() {
    let world = World::new();
    let standard = Clerk::new(&world, ada());
    let routes = standard.list(&format!("{}/apicategoryroutes", standard.root));
    assert!(routes.iter().any(|route| route["route"] == ROUTE && route["publisher"] == "microsoft"));

    let clerk = Clerk::at(&world, ada(), ROUTE);
    let users = clerk.list("/users?$orderby=userName");
    let names: Vec<_> = users.iter().map(|user| user["userName"].as_str().unwrap()).collect();
    assert_eq!(names, ["ADA", "ADA.B", "BEN", "CLEO", "DORA"]);
    let ben = &users[2]["userSecurityId"].as_str().unwrap();
    let permissions = clerk.list(&format!("/users({ben})/userPermissions"));
    assert_eq!(permissions.len(), 2);
    let one = clerk.json(&format!("/users({ben})?$expand=userPermissions"));
    assert_eq!(one["userPermissions"], json!(permissions));
    assert_eq!(clerk.json("/permissionSets('SUPER')")["scope"], "System");
    assert_eq!(clerk.list("/securityGroups?$filter=code eq 'SALES'").len(), 1);
    let installed = clerk.list("/extensions?$filter=isInstalled eq true&$select=displayName");
    assert_eq!(installed.len(), 2);
}

#[test]
fn it_describes_itself() {
    let world = World::new();
    let clerk = Clerk::at(&world, ada(), ROUTE);
    let listed = clerk.list(&clerk.root);
    let listed: Vec<_> = listed.iter().map(|set| set["name"].as_str().unwrap()).collect();
    assert_eq!(listed[..2], ["entityDefinitions", "companies"]);
    assert_eq!(listed[2..], SETS);
    let document = clerk.send("GET", &format!("{}/$metadata", clerk.root), &[], None).body;
    assert_eq!(Schema::read(&document).in_a_company, SETS);
    assert!(!document.contains("salesOrder"));
    let standard = Clerk::new(&world, ada());
    for set in SETS {
        let elsewhere = standard.send("GET", &format!("/{set}"), &[], None);
        assert_eq!(refusal(&elsewhere), (404, "BadRequest_NotFound".to_owned()), "{set}");
    }
}

#[test]
fn its_sets_are_read_as_others_are() {
    let world = World::new();
    let clerk = Clerk::at(&world, ada(), ROUTE);
    let page = clerk.json("/users?$filter=displayName eq 'Ada Birch'&$select=userName&$top=1&$count=true");
    assert_eq!(page["@odata.count"], 2);
    let users = page["value"].as_array().unwrap();
    assert_eq!(users.len(), 1);
    assert!(users[0].get("userName").is_some() && users[0].get("displayName").is_none());
    assert_eq!(clerk.send("GET", "/extensions/$count", &[], None).body, "3");
}

/// (<https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/administration/api/dynamics_userpermission_create>)
#[test]
fn a_user_is_given_a_permission_set_by_its_name() {
    let world = World::new();
    let clerk = Clerk::at(&world, ada(), ROUTE);
    let ben = clerk.list("/users?$filter=userName eq 'BEN'").remove(0);
    let path = format!("/users({})/userPermissions", ben["userSecurityId"].as_str().unwrap());
    let given = clerk.make(&path, &json!({ "roleId": "D365 READ" }));
    assert_eq!(given["userSecurityId"], ben["userSecurityId"]);
    let told = ["displayName", "scope"].map(|name| given[name].as_str().unwrap());
    assert_eq!(told, ["Dynamics 365 read access", "System"]);
    assert_eq!(clerk.list(&path).len(), 3);

    let unknown = clerk.post(&path, &json!({ "roleId": "D365 NOBODY" }));
    assert_eq!(refusal(&unknown), (400, "Internal_InvalidTableRelation".to_owned()));
    assert_eq!(refusal(&clerk.post(&path, &json!({}))).0, 400);
    let whose = json!({ "roleId": "D365 READ", "userSecurityId": ben["userSecurityId"] });
    assert_eq!(refusal(&clerk.post(&path, &whose)).0, 400, "the path says whose it is");
    assert_eq!(clerk.list(&path).len(), 3);

    let own = at("userPermissions", &given);
    let changed = clerk.change(&own, &given, &json!({ "roleId": "D365 BASIC" }));
    assert_eq!(changed["displayName"], "Dynamics 365 basic access");
    assert_eq!(clerk.delete(&own).status, 204);
    assert_eq!(clerk.list(&path).len(), 2);
}

#[test]
fn permissions_are_told_by_user() {
    let world = World::new();
    let clerk = Clerk::at(&world, ada(), ROUTE);
    let of_nobody = clerk.send("GET", "/userPermissions", &[], None);
    assert_eq!(refusal(&of_nobody), (400, "Application_DialogException".to_owned()));
    let of_nobody = clerk.post("/userPermissions", &json!({ "roleId": "D365 READ" }));
    assert_eq!(refusal(&of_nobody).0, 400);
    let ben = clerk.list("/users?$filter=userName eq 'BEN'").remove(0);
    let id = ben["userSecurityId"].as_str().unwrap();
    assert_eq!(clerk.list(&format!("/userPermissions?$filter=userSecurityId eq {id}")).len(), 2);
}

#[test]
fn what_only_business_central_writes_is_refused() {
    let world = World::new();
    let clerk = Clerk::at(&world, ada(), ROUTE);
    let ben = clerk.list("/users?$filter=userName eq 'BEN'").remove(0);
    let path = format!("/users({})", ben["userSecurityId"].as_str().unwrap());
    assert_eq!(clerk.change(&path, &ben, &json!({ "state": "Disabled" }))["state"], "Disabled");
    let ben = clerk.json(&path);
    for name in ["userName", "displayName"] {
        let refused = clerk.patch(&path, &ben, &json!({ name: "Benedict" }));
        assert_eq!(refusal(&refused), (400, "BadRequest_InvalidOperation".to_owned()), "{name}");
    }
    assert_eq!(clerk.delete(&path).status, 405);
    for set in ["users", "permissionSets", "securityGroups", "extensions"] {
        let refused = clerk.post(&format!("/{set}"), &json!({ "displayName": "x" }));
        assert_eq!(refusal(&refused), (405, "BadRequest_MethodNotAllowed".to_owned()), "{set}");
    }
    let extension = clerk.list("/extensions").remove(0);
    let path = format!("/extensions({})", extension["packageId"].as_str().unwrap());
    assert_eq!(clerk.patch(&path, &extension, &json!({ "isInstalled": true })).status, 405);
    assert_eq!(clerk.delete(&path).status, 405);
}

#[test]
fn nobody_else_reaches_it() {
    let world = World::new();
    for person in [&PEOPLE[1], &PEOPLE[4]] {
        let clerk = Clerk::at(&world, person, ROUTE);
        for set in SETS {
            let refused = clerk.send("GET", &format!("/{set}"), &[], None);
            assert_eq!(refusal(&refused), (403, "Internal_ServerError".to_owned()), "{set}");
            assert!(refused.body.contains("TableData"), "{}", refused.body);
        }
    }
}
