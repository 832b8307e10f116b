//! Reading: what queries are executed, how pages follow one another, what records look like.

#![expect(clippy::unwrap_used, reason = "a test that fails here should stop here")]

mod support;

use std::collections::HashSet;

use serde_json::{Value, json};
use support::{Browser, Page, World, ada};

/// A signed-in person's view of the first company.
struct Reader {
    token: String,
    base: String,
}

impl Reader {
    fn new(world: &World) -> Self {
        let token = world.tokens(ada())["access_token"].as_str().unwrap().to_owned();
        let api =
            format!("{}/v2.0/{}/Production/api/v2.0", world.sandbox.service(), world.sandbox.config().tenant);
        let mut reader = Self { token, base: api };
        let companies = reader.json("/companies");
        reader.base = format!("{}/companies({})", reader.base, companies["value"][0]["id"].as_str().unwrap());
        reader
    }

    fn get(&self, path: &str, headers: &[(&str, &str)]) -> Page {
        let authorization = format!("Bearer {}", self.token);
        let mut all = vec![("authorization", &*authorization)];
        all.extend(headers);
        let address = if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{}", self.base, path.replace(' ', "%20"))
        };
        Browser::default().send("GET", &address, &all, None)
    }

    #[track_caller]
    fn json(&self, path: &str) -> Value {
        let page = self.get(path, &[]);
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        page.json()
    }

    #[track_caller]
    fn list(&self, path: &str) -> Vec<Value> {
        self.json(path)["value"].as_array().unwrap().clone()
    }

    fn root(&self) -> &str {
        self.base.rsplit_once("/companies").unwrap().0
    }
}

fn names(records: &[Value], name: &str) -> Vec<String> {
    records.iter().map(|record| record[name].as_str().unwrap().to_owned()).collect()
}

#[test]
fn pages_follow_the_link_and_none_is_missing_or_twice() {
    let world = World::new();
    let reader = Reader::new(&world);
    let prefer = [("prefer", "odata.maxpagesize=7")];
    let first = reader.get("/customers?$orderby=displayName desc&$count=true&$select=number", &prefer);
    assert_eq!(first.header("preference-applied"), Some("odata.maxpagesize=7"));
    let (mut page, mut seen, mut pages) = (first.json(), Vec::new(), 0);
    loop {
        assert_eq!(page["@odata.count"], 60);
        seen.extend(names(page["value"].as_array().unwrap(), "number"));
        pages += 1;
        let Some(link) = page["@odata.nextLink"].as_str() else { break };
        assert!(link.starts_with(&world.sandbox.service()) && link.contains("$skiptoken="), "{link}");
        // The link remembers the page size; a header may still change it.
        page = reader.get(link, if pages == 2 { &prefer } else { &[] }).json();
    }
    assert_eq!((seen.len(), pages), (60, 9));
    assert_eq!(seen.iter().collect::<HashSet<_>>().len(), 60);
    let all = reader.list("/customers?$orderby=displayName desc");
    assert_eq!(seen, names(&all, "number"));
}

#[test]
fn with_top_there_is_no_link() {
    let world = World::new();
    let reader = Reader::new(&world);
    let page = reader.get("/customers?$top=5&$skip=3", &[("prefer", "odata.maxpagesize=2")]);
    assert_eq!(page.header("preference-applied"), None);
    let page = page.json();
    assert_eq!(page.get("@odata.nextLink"), None);
    let numbers = names(page["value"].as_array().unwrap(), "number");
    assert_eq!(numbers, ["C00040", "C00050", "C00060", "C00070", "C00080"]);
    assert!(reader.list("/customers?$top=0").is_empty());
    assert!(reader.list("/customers?$skip=600").is_empty());
}

#[test]
fn a_skip_counts_once_when_pages_follow() {
    let world = World::new();
    let reader = Reader::new(&world);
    let page = reader.get("/customers?$skip=50", &[("prefer", "odata.maxpagesize=6")]).json();
    assert_eq!(page["value"][0]["number"], "C00510");
    let next = reader.json(page["@odata.nextLink"].as_str().unwrap());
    assert_eq!(names(next["value"].as_array().unwrap(), "number"), ["C00570", "C00580", "C00590", "C00600"]);
    assert_eq!(next.get("@odata.nextLink"), None);
}

#[test]
fn a_forged_skip_token_is_refused() {
    let world = World::new();
    let reader = Reader::new(&world);
    let page = reader.get("/customers", &[("prefer", "odata.maxpagesize=6")]).json();
    let link = page["@odata.nextLink"].as_str().unwrap();
    for forged in [
        link.replace("customers", "vendors"),
        format!("{link}&$filter=city%20eq%20'x'"),
        format!("{link}x"),
        format!("{}/customers?$skiptoken=42", reader.base),
    ] {
        assert_eq!(reader.get(&forged, &[]).status, 400, "{forged}");
    }
}

#[test]
fn what_business_central_ignores_is_ignored() {
    let world = World::new();
    let reader = Reader::new(&world);
    for query in [
        "$search=coffee",
        "$apply=groupby((city))",
        "$filter=number in ('C00010')",
        "$filter=lines/any(l:l/quantity gt 3)",
        "$nonsense=1",
        "filter=number eq 'C00010'",
    ] {
        assert_eq!(reader.list(&format!("/customers?{query}")).len(), 60, "{query}");
    }
    let refused = reader.get("/customers?$filter=city%20eq%20'a'%20or%20number%20eq%20'b'", &[]);
    assert_eq!(refused.status, 400);
    assert!(
        refused.body.contains("The 'OR' operator is not supported on distinct fields on an OData filter.")
    );
}

#[test]
fn filters_reach_hostile_names() {
    let world = World::new();
    let reader = Reader::new(&world);
    for (filter, expected) in [
        ("displayName%20eq%20'O''Neil%20%22Quote%22%20%2526%20Co%20%231'", 1),
        ("contains(displayName,'%26')", 8),
        ("contains(displayName,'%3Cscript%3E')", 1),
        ("startswith(displayName,'%20%20Blank')", 1),
        ("contains(displayName,'%F0%9F%9A%B2')", 1),
        ("contains(displayName,'%D7%97%D7%A0%D7%95%D7%AA')", 1),
        ("contains(displayName,'%25')", 2),
        ("contains(displayName,'Query%20%2B%20Plus')", 1),
        ("contains(displayName,'Query%20+%20Plus')", 0),
    ] {
        let found = reader.list(&format!("/customers?$filter={filter}"));
        if expected == 8 {
            assert!(found.iter().all(|customer| customer["displayName"].as_str().unwrap().contains('&')));
            assert!(found.len() > 2);
        } else {
            assert_eq!(found.len(), expected, "{filter}");
        }
    }
}

#[test]
fn relations_are_paths_and_expands() {
    let world = World::new();
    let reader = Reader::new(&world);
    let path = "/salesOrders?$top=3&$select=number,totalAmountExcludingTax&\
                $expand=customer($select=number;$expand=currency),salesOrderLines($select=sequence;$orderby=sequence desc;$count=true)";
    for order in reader.list(path) {
        let lines = order["salesOrderLines"].as_array().unwrap();
        assert_eq!(order["salesOrderLines@odata.count"], lines.len());
        assert!(order["salesOrderLines@odata.context"].as_str().unwrap().ends_with("/salesOrderLines"));
        assert_eq!(lines.last().unwrap()["sequence"], 10_000);
        assert_eq!(order["customer"].as_object().unwrap().len(), 3, "etag, number, currency");
        assert!(order.get("id").is_none());
    }
    let order = &reader.list("/salesOrders?$top=1&$expand=salesOrderLines,customer")[0];
    let id = order["id"].as_str().unwrap();
    assert_eq!(
        reader.list(&format!("/salesOrders({id})/salesOrderLines")),
        *order["salesOrderLines"].as_array().unwrap()
    );
    assert_eq!(
        reader.list(&format!("/salesOrderLines?$filter=documentId eq {id}")).len(),
        order["salesOrderLines"].as_array().unwrap().len()
    );
    let mut customer = reader.json(&format!("/salesOrders({id})/customer"));
    customer.as_object_mut().unwrap().remove("@odata.context");
    assert_eq!(customer, order["customer"]);
    let line = order["salesOrderLines"][0]["id"].as_str().unwrap();
    assert_eq!(reader.json(&format!("/salesOrders({id})/salesOrderLines({line})/salesOrder"))["id"], id);
    assert_eq!(
        reader
            .get(
                &format!(
                    "/salesOrders({})/salesOrderLines({line})",
                    reader.list("/salesOrders?$top=1&$skip=1")[0]["id"].as_str().unwrap()
                ),
                &[]
            )
            .status,
        404
    );

    let domestic = &reader.list("/customers?$filter=currencyCode eq 'GBP'&$top=1&$expand=currency")[0];
    assert_eq!(domestic["currency"], Value::Null);
    assert_eq!(
        reader.get(&format!("/customers({})/currency", domestic["id"].as_str().unwrap()), &[]).status,
        204
    );
}

#[test]
fn a_record_has_its_etag_in_the_body_and_no_null() {
    let world = World::new();
    let reader = Reader::new(&world);
    for set in [
        "items",
        "unitsOfMeasure",
        "customers",
        "vendors",
        "salesInvoices",
        "accounts",
        "generalLedgerEntries",
        "currencies",
        "paymentTerms",
        "countriesRegions",
        "salesOrders",
    ] {
        let page = reader.json(&format!("/{set}"));
        assert!(page["@odata.context"].as_str().unwrap().ends_with(&format!("/{set}")));
        let records = page["value"].as_array().unwrap();
        assert!(!records.is_empty(), "{set}");
        let mut ids = HashSet::new();
        for record in records {
            assert!(record["@odata.etag"].as_str().unwrap().starts_with("W/\""));
            assert!(record.as_object().unwrap().values().all(|value| !value.is_null()), "{record}");
            assert!(ids.insert(record["id"].clone()));
        }
        let id = records[records.len() / 2]["id"].as_str().unwrap();
        let page = reader.get(&format!("/{set}({id})"), &[]);
        assert_eq!(page.header("etag"), None);
        let mut single = page.json();
        let context = single.as_object_mut().unwrap().remove("@odata.context").unwrap();
        assert!(context.as_str().unwrap().ends_with(&format!("/{set}/$entity")), "{context}");
        assert_eq!(single, records[records.len() / 2]);
    }
    assert_eq!(reader.list("/unitsOfMeasure?$select=CODE")[0].as_object().unwrap().len(), 2);
}

#[test]
fn counts_are_plain_text_and_follow_the_filter() {
    let world = World::new();
    let reader = Reader::new(&world);
    assert_eq!(reader.get("/customers/$count", &[]).body, "60");
    assert_eq!(reader.get("/customers/$count?$filter=number%20le%20'C00030'", &[]).body, "3");
    assert_eq!(reader.get("/customers/$count/$count", &[]).status, 404);
    let page = reader.json("/customers?$count=true&$top=1&$filter=number le 'C00030'");
    assert_eq!((&page["@odata.count"], page["value"].as_array().unwrap().len()), (&json!(3), 1));
}

#[test]
fn both_forms_of_naming_the_company_find_the_same() {
    let world = World::new();
    let reader = Reader::new(&world);
    let id = reader.base.rsplit_once('(').unwrap().1.trim_end_matches(')');
    let other = format!("{}/vendors?company={id}", reader.root());
    assert_eq!(reader.list(&other), reader.list("/vendors"));
    let companies = reader.list(&format!("{}/companies", reader.root()));
    assert_eq!(companies.len(), 2);
    let second = companies[1]["id"].as_str().unwrap();
    let elsewhere = reader.list(&format!("{}/companies({second})/vendors", reader.root()));
    assert_ne!(elsewhere[0]["id"], reader.list("/vendors")[0]["id"]);
}

#[test]
fn the_schema_is_described() {
    let world = World::new();
    let reader = Reader::new(&world);
    let service = reader.json(reader.root());
    let sets = names(service["value"].as_array().unwrap(), "name");
    assert_eq!((sets.len(), &*sets[0], &*sets[1]), (87, "entityDefinitions", "companies"));
    let metadata = reader.get(&format!("{}/$metadata", reader.root()), &[]);
    assert_eq!(metadata.header("content-type"), Some("application/xml"));
    for set in &sets {
        assert!(metadata.body.contains(&format!(r#"<EntitySet Name="{set}""#)), "{set}");
    }
    let definitions = reader.list(&format!("{}/entityDefinitions", reader.root()));
    let customer = definitions.iter().find(|each| each["entityName"] == "customer").unwrap();
    assert_eq!(customer["entitySetCaptions"][1], json!({ "languageCode": 1031, "caption": "Debitoren" }));
    let single = reader.json(&format!("{}/entityDefinitions('customerBlocked')", reader.root()));
    assert_eq!(single["enumMembers"][0]["name"], "_x0020_");
}

/// Compares with a real `$metadata` where one is at hand.
#[test]
fn names_and_types_are_those_of_the_real_api() {
    let Ok(folder) = std::env::var("PORTICO_REFERENCE") else {
        println!("not compared: PORTICO_REFERENCE names no folder");
        return;
    };
    let real = std::fs::read_to_string(format!("{folder}/api-v2.0-metadata.xml")).unwrap();
    let world = World::new();
    let reader = Reader::new(&world);
    let ours = reader.get(&format!("{}/$metadata", reader.root()), &[]).body;
    let block = |document: &str, element: &str, name: &str| -> HashSet<String> {
        let start = document.find(&format!("<{element} Name=\"{name}\"")).unwrap_or_else(|| panic!("{name}"));
        let end = document[start..].find(&format!("</{element}>")).unwrap();
        let tags = document[start..start + end]
            .split('<')
            .map(|tag| tag.split('>').next().unwrap().trim().to_owned());
        tags.filter(|tag| !tag.is_empty() && !tag.starts_with('/')).collect()
    };
    let mut compared = 0;
    for (element, marker) in [("EntityType", "<EntityType Name=\""), ("EnumType", "<EnumType Name=\"")] {
        for part in ours.split(marker).skip(1) {
            let name = part.split('"').next().unwrap();
            if name == "entityMetadata" {
                continue;
            }
            let strange: Vec<_> =
                block(&ours, element, name).difference(&block(&real, element, name)).cloned().collect();
            assert!(strange.is_empty(), "{name}: {strange:?}");
            compared += 1;
        }
    }
    assert_eq!(compared, 120);
}

#[test]
fn a_million_entries_can_be_paged_sorted_and_counted() {
    let world = World::changed(|config| config.rows = 1_000_000);
    let reader = Reader::new(&world);
    let page = reader.json("/generalLedgerEntries?$skip=999990&$count=true");
    assert_eq!(
        (&page["@odata.count"], &page["value"][9]["entryNumber"]),
        (&json!(1_000_000), &json!(1_000_000))
    );
    let newest = reader.list("/generalLedgerEntries?$orderby=postingDate desc&$top=3");
    assert_eq!(newest[0]["entryNumber"], 1_000_000);
    let id = newest[2]["id"].as_str().unwrap();
    assert_eq!(reader.json(&format!("/generalLedgerEntries({id})?$expand=account"))["entryNumber"], 999_998);
    let found = reader.json(
        "/generalLedgerEntries?$filter=entryNumber gt 400000 and documentType eq 'Refund'&$count=true&$top=1",
    );
    assert_eq!(found["@odata.count"], 57_144);
    let biggest = reader
        .get("/generalLedgerEntries?$orderby=debitAmount desc", &[("prefer", "odata.maxpagesize=100")])
        .json();
    let next = reader.json(biggest["@odata.nextLink"].as_str().unwrap());
    let amounts: Vec<f64> = [&biggest, &next]
        .iter()
        .flat_map(|page| {
            page["value"].as_array().unwrap().iter().map(|entry| entry["debitAmount"].as_f64().unwrap())
        })
        .collect();
    assert_eq!(amounts.len(), 200);
    assert!(amounts.is_sorted_by(|a, b| a >= b));
}

#[test]
fn two_sandboxes_show_the_same_records() {
    let (one, two) = (World::new(), World::new());
    let (one, two) = (Reader::new(&one), Reader::new(&two));
    for path in ["/customers", "/salesInvoices?$top=50", "/generalLedgerEntries?$top=50"] {
        assert_eq!(one.list(path), two.list(path));
    }
}
