use super::{Policy, Ruling, Upstream};
use crate::policy::{Access, Grant, Others, Route};
use http::Method;

pub(super) const BASE: &str = "https://bc.example/v2.0/cronus.example/Production";
pub(super) const ID: &str = "(5d115c9c-44e3-ea11-bb43-000d3a2feca1)";

pub(super) fn upstream() -> Upstream {
    Upstream::new("https://bc.example", "cronus.example", "Production").unwrap()
}

pub(super) fn read_only() -> Policy {
    Policy::new(upstream(), Access::read_only(), None)
}

/// Sales orders may be written and posted, customers read; nothing else.
pub(super) fn sales() -> Policy {
    let get = || Grant::default().method(Method::GET);
    let orders = get().method(Method::POST).method(Method::PATCH).action("shipAndInvoice");
    let sets = [
        ("customers".to_owned(), get()),
        ("items".to_owned(), get()),
        ("pictures".to_owned(), get().method(Method::PATCH)),
        ("salesOrders".to_owned(), orders),
        ("salesOrderLines".to_owned(), get().method(Method::POST).method(Method::DELETE)),
    ];
    Policy::new(
        upstream(),
        Access::new(Others::Refused, sets).unwrap(),
        Some("https://portal.example/companion/"),
    )
}

/// The address that is sent below the environment, or the status of the refusal.
pub(super) fn decide(policy: &Policy, method: &str, address: &str) -> Result<String, u16> {
    let (path, query) = address.split_once('?').map_or((address, None), |(path, query)| (path, Some(query)));
    let ruling = policy.decide(&method.parse().unwrap(), path, query).map_err(|no| no.status().as_u16())?;
    let (Ruling::Send(target) | Ruling::Batch(target)) = ruling;
    Ok(target.address.strip_prefix(&format!("{BASE}/")).unwrap().to_owned())
}

fn below(rest: &str) -> String {
    format!("/v2.0/cronus.example/Production/{}", rest.replace("{id}", ID))
}

#[test]
fn what_the_portal_asks_for_is_sent() {
    for (rest, sent) in [
        ("api/v2.0", "api/v2.0"),
        ("api/v2.0/$metadata", "api/v2.0/$metadata"),
        ("api/v2.0/%24metadata", "api/v2.0/$metadata"),
        ("api/v2.0/entityDefinitions", "api/v2.0/entityDefinitions"),
        ("api/v2.0/companies", "api/v2.0/companies"),
        (
            "api/v2.0/companies{id}/customers?$top=1&$count=true",
            "api/v2.0/companies{id}/customers?$top=1&$count=true",
        ),
        ("api/v2.0/companies{id}/customers/$count", "api/v2.0/companies{id}/customers/$count"),
        ("api/v2.0/customers{id}/picture/pictureContent", "api/v2.0/customers{id}/picture/pictureContent"),
        (
            "api/v2.0/customers{id}/picture/pictureContent/$value",
            "api/v2.0/customers{id}/picture/pictureContent/$value",
        ),
        ("api/v2.0/companies%28{guid}%29/items", "api/v2.0/companies({guid})/items"),
        (
            "api/v2.0/salesOrders{id}/salesOrderLines?$expand=item",
            "api/v2.0/salesOrders{id}/salesOrderLines?$expand=item",
        ),
        ("api/v2.0/customers{id}/paymentTerm/$ref", "api/v2.0/customers{id}/paymentTerm/$ref"),
    ] {
        let guid = |text: &str| text.replace("({guid})", ID).replace("{guid}", &ID[1..ID.len() - 1]);
        let expected = guid(sent).replace("{id}", ID);
        assert_eq!(decide(&read_only(), "GET", &below(&guid(rest))), Ok(expected.clone()), "{rest}");
        assert_eq!(decide(&read_only(), "HEAD", &below(&guid(rest))), Ok(expected), "{rest}");
    }
}

#[test]
fn routes_are_relayed_when_they_are_listed() {
    let routes = ["api/microsoft/automation/v2.0", "api/cronus/warehouse/v1.0", "ODataV4"];
    let listed = routes.iter().fold(read_only(), |policy, route| {
        policy.with_route(Route::parse(route).unwrap(), Access::read_only())
    });
    for rest in [
        "api/microsoft/automation/v2.0/companies{id}/users",
        "api/cronus/warehouse/v1.0/$metadata",
        "ODataV4/Company(%27CRONUS%20AG%27)/Chart_of_Accounts",
    ] {
        assert_eq!(decide(&read_only(), "GET", &below(rest)), Err(404), "{rest}");
        assert_eq!(decide(&listed, "GET", &below(rest)), Ok(rest.replace("{id}", ID)), "{rest}");
        assert_eq!(decide(&listed, "POST", &below(rest)), Err(403), "{rest}");
    }
}

#[test]
fn every_name_of_a_path_is_held_to_the_list() {
    for (method, rest, expected) in [
        ("GET", "customers", 0),
        ("GET", "companies{id}/customers{id}", 0),
        ("GET", "salesOrders{id}/customer", 0),
        ("GET", "salesOrders{id}/salesOrderLines{id}/item", 0),
        ("GET", "items{id}/picture/pictureContent", 0),
        ("PATCH", "items{id}/picture/pictureContent", 0),
        ("PATCH", "salesOrders{id}", 0),
        ("POST", "companies{id}/salesOrders", 0),
        ("POST", "salesOrders{id}/salesOrderLines", 0),
        ("POST", "salesOrders{id}/Microsoft.NAV.shipAndInvoice", 0),
        ("DELETE", "salesOrderLines{id}", 0),
        ("GET", "vendors", 403),
        ("GET", "Customers", 403),
        ("GET", "customers{id}/displayName", 403),
        ("GET", "customers{id}/currency", 403),
        ("GET", "vendors{id}/customer", 403),
        ("GET", "customers{id}/salesOrders{id}/salesOrderLines{id}/account", 403),
        ("GET", "vendors/$count", 403),
        ("GET", "vendors{id}/$value", 403),
        ("GET", "customers{id}/currency/$ref", 403),
        ("GET", "vendors{id}/picture/pictureContent", 403),
        ("GET", "salesOrders{id}/pdfDocument/pdfDocumentContent", 403),
        ("GET", "customers?$expand=currency", 403),
        ("GET", "customers?$expand=salesOrders($expand=salesOrderLines($expand=account))", 403),
        ("PATCH", "customers{id}", 403),
        ("PATCH", "salesOrders{id}/customer", 403),
        ("PUT", "salesOrders{id}", 403),
        ("DELETE", "salesOrders{id}", 403),
        ("DELETE", "companies{id}", 403),
        ("PATCH", "customers{id}/picture", 0),
        ("POST", "customers", 403),
        ("POST", "salesOrders/$count", 403),
        ("PATCH", "salesOrders{id}?$expand=currency", 403),
        ("PUT", "salesOrders{id}/customer/$ref", 403),
        ("POST", "salesOrders{id}/salesOrderLines/$ref", 403),
        ("POST", "salesOrders{id}/Microsoft.NAV.cancel", 403),
        ("POST", "salesOrders{id}/Microsoft.NAV.ShipAndInvoice", 403),
        ("POST", "customers{id}/Microsoft.NAV.shipAndInvoice", 403),
        ("POST", "salesOrders{id}/customer/Microsoft.NAV.shipAndInvoice", 403),
        ("GET", "salesOrders{id}/Microsoft.NAV.shipAndInvoice", 403),
        ("POST", "salesOrders{id}/shipAndInvoice", 403),
        ("POST", "$metadata", 403),
        ("DELETE", "entityDefinitions", 403),
        ("GET", "$batch", 405),
        ("PUT", "$batch", 405),
        ("POST", "Microsoft.NAV.shipAndInvoice", 400),
        ("GET", "$count", 400),
        ("GET", "customers/$count/$count", 400),
        ("GET", "customers/$value/x", 400),
        ("GET", "$metadata/customers", 400),
        ("GET", "customers/$metadata", 400),
        ("POST", "customers/$batch", 400),
        ("POST", "$batch/$batch", 400),
        ("POST", "salesOrders{id}/Microsoft.NAV.shipAndInvoice/Microsoft.NAV.shipAndInvoice", 400),
        ("GET", "a/a/a/a/a/a/a/a/a/a/a/a/a", 400),
        ("OPTIONS", "customers", 405),
        ("TRACE", "customers", 405),
        ("CONNECT", "customers", 405),
        ("MERGE", "customers", 405),
        ("get", "customers", 405),
        ("PROPFIND", "customers", 405),
    ] {
        let ruled = decide(&sales(), method, &below(&format!("api/v2.0/{rest}")));
        assert_eq!(ruled.err().unwrap_or_default(), expected, "{method} {rest}");
    }
}

#[test]
fn logs_learn_what_but_not_which() {
    let path = below("api/v2.0/companies{id}/customers(no='A%26B')/$count");
    let Ok(Ruling::Send(target)) = read_only().decide(&Method::GET, &path, Some("$filter=a%20eq%201")) else {
        panic!()
    };
    assert_eq!(target.pattern, "api/v2.0/companies()/customers()/$count");
}

#[test]
fn upstreams_are_one_environment() {
    let upstream =
        Upstream::new("https://bc.example/on premises".replace(' ', "-").as_str(), "t", "My Sandbox")
            .unwrap();
    assert_eq!(upstream.base(), "https://bc.example/on-premises/v2.0/t/My%20Sandbox");
    let policy = Policy::new(upstream, Access::read_only(), None);
    let ruling = policy.decide(&Method::GET, "/v2.0/t/My%20Sandbox/api/v2.0/companies", None).unwrap();
    let Ruling::Send(target) = ruling else { panic!() };
    assert_eq!(target.address, "https://bc.example/on-premises/v2.0/t/My%20Sandbox/api/v2.0/companies");
    for (service, tenant, environment) in [
        ("http://bc.example", "t", "e"),
        ("https://u@bc.example", "t", "e"),
        ("https://bc.example", "..", "e"),
        ("https://bc.example", "t/x", "e"),
        ("https://bc.example", "t", "a%2fb"),
        ("https://bc.example", "t", ""),
    ] {
        assert!(Upstream::new(service, tenant, environment).is_err(), "{service} {tenant} {environment}");
    }
}
