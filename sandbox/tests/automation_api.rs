//! Microsoft's automation API: told of among the routes, and open to administrators alone.

#![expect(clippy::unwrap_used, reason = "a test that fails here should stop here")]

#[path = "support/books.rs"]
mod books;
mod support;

use books::{Clerk, refusal};
use sandbox::PEOPLE;
use serde_json::json;
use support::{World, ada};

const ROUTE: &str = "microsoft/automation/v2.0";

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

    let given = json!({ "userSecurityId": ben, "roleId": "D365 READ", "displayName": "Read access" });
    let given = clerk.make("/userPermissions", &given);
    assert_eq!(given["roleId"], "D365 READ");
    assert_eq!(clerk.list(&format!("/users({ben})/userPermissions")).len(), 3);
}

#[test]
fn nobody_else_reaches_it() {
    let world = World::new();
    for person in [&PEOPLE[1], &PEOPLE[4]] {
        let clerk = Clerk::at(&world, person, ROUTE);
        for set in ["users", "userPermissions", "permissionSets", "securityGroups", "extensions"] {
            let refused = clerk.send("GET", &format!("/{set}"), &[], None);
            assert_eq!(refusal(&refused), (403, "Internal_ServerError".to_owned()), "{set}");
            assert!(refused.body.contains("TableData"), "{}", refused.body);
        }
    }
}
