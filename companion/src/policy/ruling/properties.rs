//! What holds whatever is asked for.

use super::tests::{BASE, ID, read_only, sales};
use super::{Policy, Ruling};
use http::Method;
use percent_encoding::percent_decode_str;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, prop_assert, prop_oneof, proptest};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

fn method() -> impl Strategy<Value = Method> {
    let written = vec![Method::POST, Method::PATCH, Method::PUT, Method::DELETE, Method::OPTIONS];
    prop_oneof![3 => Just(Method::GET), 1 => Just(Method::HEAD), 2 => prop::sample::select(written)]
}

/// What no honest address has, or has elsewhere.
fn noise() -> impl Strategy<Value = String> {
    let known = [
        "/",
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
        "(",
        ")",
        "'",
        ",",
        "%00",
        "%27",
        "+",
        "*",
        "//",
        "http://evil.example/",
        "v2.0",
        "api",
        "ODataV4",
        "$expand=",
        "%20",
    ];
    prop_oneof![
        3 => prop::sample::select(known.to_vec()).prop_map(str::to_owned),
        1 => "\\PC{0,4}",
        1 => any::<char>().prop_map(String::from),
    ]
}

/// Mostly an honest segment: a name, often with a key.
fn segment() -> impl Strategy<Value = String> {
    let names = [
        "companies",
        "customers",
        "vendors",
        "salesOrders",
        "salesOrderLines",
        "customer",
        "item",
        "currency",
        "picture",
        "pictureContent",
        "displayName",
        "%63ustomers",
        "customers%28",
        "$metadata",
        "$batch",
        "$count",
        "$value",
        "$ref",
        "Microsoft.NAV.shipAndInvoice",
    ];
    let key = prop_oneof![2 => Just(String::new()), 2 => Just(ID.to_owned()), 1 => Just("(number='A%2FB')".to_owned())];
    let honest = (prop::sample::select(names.to_vec()), key).prop_map(|(name, key)| format!("{name}{key}"));
    let odd = (honest.clone(), noise(), any::<bool>())
        .prop_map(|(honest, noise, before)| if before { noise + &honest } else { honest + &noise });
    prop_oneof![8 => honest, 1 => odd, 1 => noise()]
}

fn option() -> impl Strategy<Value = String> {
    let known = [
        "$top=5",
        "$count=true",
        "$select=id,number",
        "$expand=customer",
        "$expand=vendor",
        "%24expand=item($expand=vendor)",
        "$expand=customer($filter=name eq ')';$expand=currency)",
        "$filter=a%20eq%20%27b/c%26$expand=d%27",
        "$filter=vendor/name+eq+1",
        "$orderby=name%20desc",
        "company=CRONUS%20AG",
        "tenant=other",
        "aid=FIN",
        "$skiptoken=a%2Fb",
        "$schemaversion=2.1",
    ];
    let honest = prop::sample::select(known.to_vec()).prop_map(str::to_owned);
    let odd = (honest.clone(), noise()).prop_map(|(honest, noise)| honest + &noise);
    prop_oneof![6 => honest, 1 => odd]
}

fn address() -> impl Strategy<Value = String> {
    let start = prop_oneof![
        12 => Just("/v2.0/cronus.example/Production/api/v2.0".to_owned()),
        1 => Just("/v2.0/cronus.example/Production".to_owned()),
        1 => Just(String::new()),
        1 => noise(),
    ];
    let path = prop::collection::vec(segment(), 0..5);
    let query = prop::collection::vec(option(), 0..3);
    (start, path, query).prop_map(|(start, path, query)| {
        let path: String = path.iter().map(|segment| format!("/{segment}")).collect();
        let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
        format!("{start}{path}{query}")
    })
}

/// So that what was looked for has been there: the generators make addresses that are sent, too.
#[test]
fn the_addresses_are_not_all_refused() {
    let mut runner = TestRunner::deterministic();
    let addresses = address();
    let sent = (0..2_000).filter(|_| {
        let address = addresses.new_tree(&mut runner).unwrap().current();
        let (path, query) =
            address.split_once('?').map_or((&*address, None), |(path, query)| (path, Some(query)));
        [read_only(), sales()].iter().all(|policy| policy.decide(&Method::GET, path, query).is_ok())
    });
    assert!(sent.count() > 100);
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
    // They are in no text and no value that the generators make, only where they name a set.
    if explicit && ["vendor", "currency"].iter().any(|other| sent.contains(other)) {
        return Err(format!("{sent} names another set"));
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
    #![proptest_config(ProptestConfig::with_cases(2_000))]

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
