use super::{Address, ListState, Located, On, Place};
use business_central::Route;

fn read(path: &str, query: &str) -> Address {
    Located::read("/", path, query).address
}

#[test]
fn every_screen_has_its_path() {
    let customers = Place::standard("5d3c", "customers");
    assert_eq!(read("/", ""), Address::Launcher);
    assert_eq!(read("/index.html", ""), Address::Launcher);
    assert_eq!(read("/setup", ""), Address::Setup);
    assert_eq!(read("/setup/", ""), Address::Setup);
    assert_eq!(read("/c/5d3c/customers", ""), Address::List(customers.clone(), ListState::default()));
    assert_eq!(read("/c/5d3c/customers/8f1e", ""), Address::Card(customers, "8f1e".into()));
    let route = Route::custom("nova", "floor", "v1.0").unwrap();
    let bins = Place { company: "5d3c".into(), route, entity_set: "bins".into() };
    assert_eq!(read("/c/5d3c/nova/floor/v1.0/bins", ""), Address::List(bins.clone(), ListState::default()));
    assert_eq!(
        read("/c/5d3c/nova/floor/v1.0/bins/a%3D1%2Cb%3D'x%2Fy'", ""),
        Address::Card(bins, "a=1,b='x/y'".into())
    );
}

#[test]
fn what_is_no_address_is_unknown() {
    for path in
        ["/nowhere", "/c", "/c/5d3c", "/c//customers", "/c/a/b/c/d", "/c/a/%ff", "/c/a/b/c/d/e/f/g", "/C/a/b"]
    {
        assert_eq!(read(path, ""), Address::Unknown(path.into()), "{path}");
    }
    assert_eq!(Located::read("/portal/", "/c/a/b", "").address, Address::Unknown("/c/a/b".into()));
    assert_eq!(Located::read("/portal/", "/portal", "").address, Address::Launcher);
}

#[test]
fn a_list_keeps_its_state_in_the_query() {
    let located = Located::read(
        "/",
        "/c/5d3c/customers",
        "?q=O%27Neil+%26+Co&filter=balanceDue%20gt%200&sort=city,balanceDue%20desc&columns=number,city&on=A/B/Production",
    );
    let Address::List(_, state) = located.address else { panic!("a list") };
    assert_eq!(state.search, "O'Neil & Co");
    assert_eq!(state.filter, "balanceDue gt 0");
    assert_eq!(state.sort, [("city".to_owned(), false), ("balanceDue".to_owned(), true)]);
    assert_eq!(state.columns, ["number", "city"]);
    assert_eq!(located.on, Some(On { connection: "A/B".into(), environment: "Production".into() }));
}

#[test]
fn values_are_decoded_once() {
    let Address::List(_, state) = read("/c/a/b", "?q=%252F%252Fevil.example") else { panic!("a list") };
    assert_eq!(state.search, "%2F%2Fevil.example");
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use super::super::{Address, ListState, Located, On, Place};
    use business_central::Route;
    use proptest::prelude::*;

    fn text() -> impl Strategy<Value = String> {
        "[a-zA-Z0-9 _'\"/%+&#?=.:;@\\\\<>äß€😀-]{1,12}"
            .prop_filter("no dot segment", |text| text != "." && text != "..")
    }

    fn part() -> impl Strategy<Value = String> {
        text().prop_filter("a whole segment", |text| {
            !text.trim().is_empty() && !matches!(text.trim(), "." | "..")
        })
    }

    fn route() -> impl Strategy<Value = Route> {
        prop_oneof![
            Just(Route::STANDARD),
            (part(), part(), part())
                .prop_map(|(publisher, group, version)| Route::custom(&publisher, &group, &version).unwrap()),
        ]
    }

    fn address() -> impl Strategy<Value = Address> {
        let place = || {
            (text(), route(), text()).prop_map(|(company, route, entity_set)| Place {
                company,
                route,
                entity_set,
            })
        };
        let name = "[a-zA-Z][a-zA-Z0-9_]{0,9}";
        let state = (
            "[^\u{0}]{0,20}",
            "[^\u{0}]{0,20}",
            proptest::collection::vec((name, any::<bool>()), 0..3),
            proptest::collection::vec(name, 0..3),
        )
            .prop_map(|(search, filter, sort, columns)| ListState { search, filter, sort, columns });
        prop_oneof![
            Just(Address::Launcher),
            Just(Address::Setup),
            (place(), state).prop_map(|(place, state)| Address::List(place, state)),
            (place(), text()).prop_map(|(place, key)| Address::Card(place, key)),
        ]
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(address in address(), on in proptest::option::of((text(), "[a-zA-Z0-9 -]{0,9}"))) {
            let on = on.map(|(connection, environment)| On { connection, environment });
            let located = Located { address, on };
            for base in ["/", "/portal/"] {
                let written = located.write(base);
                let (path, query) = written.split_once('?').unwrap_or((&written, ""));
                prop_assert_eq!(&Located::read(base, path, query), &located);
            }
        }

        #[test]
        fn any_text_is_answered(path in ".*", query in ".*") {
            let _ = Located::read("/", &path, &query);
        }
    }
}
