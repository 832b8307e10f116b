//! What holds whatever is asked for.

use super::tests::{BASE, ID, read_only, sales};
use super::{Policy, Ruling};
use http::Method;
use percent_encoding::percent_decode_str;
use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_oneof, proptest};

fn method() -> impl Strategy<Value = Method> {
    prop::sample::select(vec![
        Method::GET,
        Method::HEAD,
        Method::POST,
        Method::PATCH,
        Method::PUT,
        Method::DELETE,
        Method::OPTIONS,
    ])
}

/// Pieces from which both honest addresses and attacks are made.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "/",
            "/",
            "/",
            "v2.0",
            "cronus.example",
            "Production",
            "api",
            "api/v2.0",
            "ODataV4",
            "companies",
            "customers",
            "vendors",
            "salesOrders",
            "salesOrderLines",
            "customer",
            "item",
            "$metadata",
            "$batch",
            "$count",
            "$value",
            "$ref",
            "Microsoft.NAV.shipAndInvoice",
            "..",
            ".",
            "%2e",
            "%2f",
            "%5c",
            "%25",
            "\\",
            "@",
            ":",
            ";",
            "?",
            "&",
            "#",
            "=",
            "$expand=",
            "$filter=",
            "company=",
            "(",
            ")",
            "'",
            ",",
            "%00",
            "%27",
            "+",
            "http://evil.example/",
        ])
        .prop_map(str::to_owned),
        Just(ID.to_owned()),
        "\\PC{0,4}",
        any::<char>().prop_map(String::from),
    ]
}

fn address() -> impl Strategy<Value = String> {
    let start = prop_oneof![
        Just(String::new()),
        Just("/v2.0/cronus.example/Production/".to_owned()),
        Just("/v2.0/cronus.example/Production/api/v2.0/".to_owned()),
        Just(format!("/v2.0/cronus.example/Production/api/v2.0/companies{ID}/")),
    ];
    (start, prop::collection::vec(piece(), 0..10)).prop_map(|(start, pieces)| start + &pieces.concat())
}

/// The names of an address that was let through, as a server reads them.
fn holds(policy: &Policy, method: &Method, address: &str, explicit: bool) -> Result<(), String> {
    let (path, query) = address.split_once('?').map_or((address, None), |(path, query)| (path, Some(query)));
    let Ok(ruling) = policy.decide(method, path, query) else { return Ok(()) };
    let (Ruling::Send(target) | Ruling::Batch(target)) = ruling;
    let sent = target.address;
    let rest = sent.strip_prefix(&format!("{BASE}/api/v2.0")).ok_or(format!("{sent} is elsewhere"))?;
    let path = rest.split('?').next().unwrap_or_default();
    let clean =
        sent.bytes().all(|byte| byte.is_ascii_graphic()) && !sent.contains(['\\', '#', '"', '<', '>']);
    if !clean || (!path.is_empty() && !path.starts_with('/')) {
        return Err(format!("{sent} is no clean address"));
    }
    for segment in path.split('/').skip(1) {
        let text = percent_decode_str(segment).decode_utf8().map_err(|error| error.to_string())?;
        let name = text.split('(').next().unwrap_or_default();
        let known = [
            "companies",
            "entityDefinitions",
            "customers",
            "customer",
            "items",
            "item",
            "pictures",
            "picture",
        ];
        let sales = ["salesOrders", "salesOrder", "salesOrderLines", "salesOrderLine"];
        let other = name.starts_with('$') || name.starts_with("Microsoft.NAV.");
        let listed = other || known.contains(&name) || sales.contains(&name) || name.ends_with("Content");
        if text.is_empty() || text.contains(['/', '\\', '\0']) || name.contains("..") || (explicit && !listed)
        {
            return Err(format!("{sent} has {text}"));
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn whatever_is_sent_is_below_the_environment(method in method(), address in address()) {
        let held = holds(&read_only(), &method, &address, false);
        prop_assert!(held.is_ok(), "{held:?}");
    }

    #[test]
    fn whatever_is_sent_is_listed(method in method(), address in address()) {
        let held = holds(&sales(), &method, &address, true);
        prop_assert!(held.is_ok(), "{held:?}");
    }

    #[test]
    fn by_default_nothing_is_written(method in method(), address in address()) {
        let (path, query) = address.split_once('?').map_or((&*address, None), |(path, query)| (path, Some(query)));
        let writes = !matches!(method, Method::GET | Method::HEAD);
        let sent = matches!(read_only().decide(&method, path, query), Ok(Ruling::Send(_)));
        prop_assert!(!(writes && sent));
    }

    #[test]
    fn what_was_built_is_built_again_from_itself(address in address()) {
        let (path, query) = address.split_once('?').map_or((&*address, None), |(path, query)| (path, Some(query)));
        if let Ok(Ruling::Send(target)) = read_only().decide(&Method::GET, path, query) {
            let sent = target.address.strip_prefix("https://bc.example").unwrap_or_default();
            let (path, query) = sent.split_once('?').map_or((sent, None), |(path, query)| (path, Some(query)));
            let again = read_only().decide(&Method::GET, path, query);
            prop_assert!(again == Ok(Ruling::Send(target.clone())), "{}", target.address);
        }
    }
}
