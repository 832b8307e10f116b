//! Business Central's door: who is let in, what an address means, and how a refusal looks.

#![expect(clippy::unwrap_used, reason = "a test that fails here should stop here")]

mod support;

use std::time::Duration;

use sandbox::PEOPLE;
use serde_json::Value;
use support::{Browser, PORTAL, Page, World, ada};

/// A request with a person's access token to an address below `…/api/v2.0/`.
fn ask(world: &World, token: &str, path: &str) -> Page {
    ask_at(world, token, &format!("/v2.0/cronus.example/Production/api/v2.0/{path}"))
}

fn ask_at(world: &World, token: &str, path: &str) -> Page {
    send(world, "GET", token, path)
}

fn send(world: &World, method: &str, token: &str, path: &str) -> Page {
    let authorization = format!("Bearer {token}");
    let headers = [("authorization", &*authorization), ("origin", PORTAL)];
    Browser::default().send(method, &format!("{}{path}", world.sandbox.service()), &headers, None)
}

fn token(world: &World, person: usize) -> String {
    world.tokens(&PEOPLE[person])["access_token"].as_str().unwrap().to_owned()
}

fn first_company(world: &World, token: &str) -> String {
    ask(world, token, "companies").json()["value"][0]["id"].as_str().unwrap().to_owned()
}

/// Status and code of a refusal, whose text must carry the correlation id that the page can't read elsewhere.
#[track_caller]
fn refusal(page: &Page) -> (u16, String) {
    let error = page.json()["error"].clone();
    let message = error["message"].as_str().unwrap();
    let (_, id) = message.split_once("  CorrelationId:  ").unwrap_or_else(|| panic!("{message}"));
    assert_eq!((id.len(), id.ends_with('.')), (37, true), "{message}");
    assert_eq!(page.header("access-control-allow-origin"), Some(PORTAL), "a page can read the refusal");
    (page.status, error["code"].as_str().unwrap().to_owned())
}

#[test]
fn only_a_token_of_this_authority_for_this_service_opens() {
    let world = World::new();
    let good = token(&world, 0);
    assert_eq!(ask(&world, &good, "companies").status, 200);

    let (signed, signature) = good.rsplit_once('.').unwrap();
    let (header, claims) = signed.split_once('.').unwrap();
    let id_token = world.tokens(ada())["id_token"].as_str().unwrap().to_owned();
    let other = World::new();
    for bad in [
        "",
        "x",
        "a.b.c",
        &format!("{signed}.{}", &signature[1..]),
        &format!("{header}.{}.{signature}", &claims[1..]),
        &format!("{signed}."),
        &id_token,
        &token(&other, 0),
    ] {
        let page = ask(&world, bad, "companies");
        assert_eq!(refusal(&page), (401, "Authentication_InvalidCredentials".to_owned()), "{bad}");
    }
    let naked = Browser::default().get(&format!("{}/environments/v1.2", world.sandbox.service()));
    assert_eq!(naked.status, 401);

    world.sandbox.advance(Duration::from_secs(3_601));
    assert_eq!(ask(&world, &good, "companies").status, 401, "the token is past its expiry");
}

#[test]
fn rights_differ_from_person_to_person() {
    let world = World::new();
    let [ada, ben, cleo] = [0, 1, 2].map(|person| token(&world, person));
    let company = first_company(&world, &ada);
    for set in ["accounts", "generalLedgerEntries"] {
        let path = format!("companies({company})/{set}?$top=1");
        assert_eq!(ask(&world, &ada, &path).status, 200);
        let page = ask(&world, &ben, &path);
        assert_eq!(refusal(&page), (403, "Internal_ServerError".to_owned()));
        assert!(page.body.contains("TableData 1"), "{}", page.body);
    }
    let sales = format!("companies({company})/salesInvoices?$top=1");
    assert_eq!(ask(&world, &ben, &sales).status, 200);
    let expanded = format!("{sales}&$expand=salesInvoiceLines($expand=account)");
    assert_eq!(refusal(&ask(&world, &ben, &expanded)).0, 403, "an expand is no way around");

    let page = ask(&world, &cleo, "companies");
    assert_eq!(refusal(&page), (401, "Authentication_InvalidCredentials".to_owned()));
    assert_eq!(ask_at(&world, &cleo, "/environments/v1.2").status, 200);
}

#[test]
fn environments_are_listed_and_addresses_name_them() {
    let world = World::new();
    let token = token(&world, 0);
    let list = ask_at(&world, &token, "/environments/v1.2").json();
    let names: Vec<_> = list["value"].as_array().unwrap().iter().map(|each| each["name"].clone()).collect();
    assert_eq!(names, ["Production", "Sandbox"]);
    assert_eq!(list["value"][0]["webServiceUrl"], world.sandbox.service());

    let tenant = &world.sandbox.config().tenant;
    for (path, expected) in [
        (format!("/v2.0/{tenant}/Production/api/v2.0"), (200, "")),
        (format!("/v2.0/{}/sandbox/api/v2.0/", tenant.to_uppercase()), (200, "")),
        ("/v2.0/cronus.example/Production/api/v2.0/companies".to_owned(), (200, "")),
        ("/v2.0/Production/api/v2.0/companies".to_owned(), (200, "")),
        (format!("/v2.0/{tenant}/Test%20area/api/v2.0"), (404, "NoEnvironment")),
        ("/v2.0/elsewhere.example/Production/api/v2.0".to_owned(), (404, "NoEnvironment")),
        (format!("/v2.0/{tenant}/Production/api/v1.0/companies"), (404, "BadRequest_NotFound")),
        (format!("/v2.0/{tenant}/Production/api/contoso/app/v1.0/companies"), (404, "BadRequest_NotFound")),
        (format!("/v2.0/{tenant}/Production/ODataV4/Company"), (404, "NoEnvironment")),
        ("/environments/v2.0".to_owned(), (404, "BadRequest_NotFound")),
    ] {
        let page = ask_at(&world, &token, &path);
        let found = if page.status == 200 { (200, String::new()) } else { refusal(&page) };
        assert_eq!((found.0, &*found.1), expected, "{path}");
    }
}

#[test]
fn what_is_not_there_is_told_apart() {
    let world = World::new();
    let token = token(&world, 0);
    let company = first_company(&world, &token);
    let nobody = "11111111-2222-3333-4444-555555555555";
    for (path, expected) in [
        (format!("companies({nobody})/customers"), (404, "Internal_CompanyNotFound")),
        (format!("customers?company={nobody}"), (404, "Internal_CompanyNotFound")),
        ("customers".to_owned(), (400, "BadRequest_RequiredParamNotProvided")),
        (format!("companies({company})/bosses"), (404, "BadRequest_NotFound")),
        (format!("companies({company})/customers({nobody})"), (404, "Internal_RecordNotFound")),
        (format!("companies({company})/customers(C00010)"), (400, "BadRequest_InvalidRequestUrl")),
        (format!("companies({company})/customers/number"), (404, "BadRequest_NotFound")),
        (format!("companies({company})/customers({nobody}"), (404, "BadRequest_NotFound")),
        (format!("companies({company})/salesOrderLines"), (400, "Application_DialogException")),
        ("entityDefinitions('boss')".to_owned(), (404, "Internal_RecordNotFound")),
    ] {
        let (status, code) = refusal(&ask(&world, &token, &path));
        assert_eq!((status, &*code), expected, "{path}");
    }
}

#[test]
fn what_can_only_be_read_is_not_written() {
    let world = World::new();
    let token = token(&world, 0);
    let company = first_company(&world, &token);
    let path = format!("/v2.0/cronus.example/Production/api/v2.0/companies({company})/accounts");
    for method in ["POST", "PATCH", "PUT", "DELETE"] {
        let page = send(&world, method, &token, &path);
        assert_eq!(refusal(&page), (405, "BadRequest_MethodNotAllowed".to_owned()));
        assert!(page.body.contains(&format!("'{method}' requests for 'accounts'")), "{}", page.body);
    }
}

#[test]
fn a_query_of_8099_characters_passes_and_one_more_does_not() {
    let world = World::new();
    let token = token(&world, 0);
    for (length, status) in [(8_099, 200), (8_100, 414)] {
        let query = format!("$search={}", "x".repeat(length - "$search=".len()));
        let page = ask(&world, &token, &format!("companies?{query}"));
        assert_eq!(page.status, status);
        assert!(
            serde_json::from_str::<Value>(&page.body).is_ok() == (status == 200),
            "no JSON from the front"
        );
    }
}
