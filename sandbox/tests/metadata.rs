//! The standard API's `$metadata`: all of its sets, with the names, types, keys, capabilities and relations of the
//! real one.

#![expect(clippy::unwrap_used, reason = "a test that fails here should stop here")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use sandbox::Person;
use support::{World, ada};

/// The text of `$metadata` as facts, each under what it is about: `customer.blocked` → its type.
type Facts = BTreeMap<String, String>;

fn facts(document: &str) -> Facts {
    let mut facts = Facts::new();
    let (mut outer, mut inner, mut term) = (String::new(), String::new(), String::new());
    for tag in document.split('<').skip(1).map(|tag| tag.split('>').next().unwrap()) {
        let (name, rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        let attribute = |wanted: &str| {
            let (_, rest) = rest.split_once(&format!("{wanted}=\""))?;
            Some(rest.split('"').next().unwrap().to_owned())
        };
        let own = attribute("Name").unwrap_or_default();
        match name {
            "EntityType" | "EnumType" | "ComplexType" | "EntitySet" => {
                outer = format!("{name} {own}");
                facts.insert(outer.clone(), attribute("EntityType").unwrap_or_default());
            }
            "PropertyRef" => {
                let key = facts.entry(format!("{outer} key")).or_default();
                key.push_str(&format!("{own} "));
            }
            "Property" => {
                let length = attribute("MaxLength");
                let fact = format!("{} {:?} {length:?}", attribute("Type").unwrap(), attribute("Nullable"));
                facts.insert(format!("{outer}.{own}"), fact);
            }
            "Member" => {
                facts.insert(format!("{outer}.{own}"), attribute("Value").unwrap());
            }
            "NavigationProperty" => {
                inner = format!("{outer}/{own}");
                facts.insert(
                    inner.clone(),
                    format!("{} {:?}", attribute("Type").unwrap(), attribute("Partner")),
                );
            }
            "ReferentialConstraint" => {
                // Real documents name one property or two.
                let pair = format!("{inner} {}", rest.trim_end_matches('/').trim());
                facts.insert(pair, String::new());
            }
            "Annotations" => outer = "annotations".to_owned(),
            "Annotation" => term = attribute("Term").unwrap_or_default(),
            "PropertyValue" if outer.starts_with("EntitySet") => {
                facts.insert(format!("{outer} {term}"), attribute("Bool").unwrap_or_default());
            }
            _ => {}
        }
    }
    facts
}

fn metadata(world: &World, person: &Person) -> String {
    let token = world.tokens(person)["access_token"].as_str().unwrap().to_owned();
    let address = format!("{}/v2.0/cronus.example/Production/api/v2.0/$metadata", world.sandbox.service());
    let authorization = format!("Bearer {token}");
    support::Browser::default().send("GET", &address, &[("authorization", &authorization)], None).body
}

/// Compares with the `$metadata` of a real Business Central.
#[test]
#[ignore = "needs a real $metadata, which PORTICO_METADATA names"]
fn all_standard_sets_are_those_of_the_real_api() {
    let path = std::env::var("PORTICO_METADATA").expect("PORTICO_METADATA names the file");
    let real = std::fs::read_to_string(path).unwrap();
    let (real, ours) = (facts(&real), facts(&metadata(&World::new(), ada())));
    let about = |facts: &Facts| -> BTreeSet<String> {
        facts.iter().map(|(name, fact)| format!("{name} = {fact}")).collect()
    };
    let (real, ours) = (about(&real), about(&ours));
    let missing: Vec<_> = real.difference(&ours).collect();
    let strange: Vec<_> = ours.difference(&real).collect();
    assert!(missing.is_empty() && strange.is_empty(), "missing: {missing:#?}\nstrange: {strange:#?}");
    assert!(ours.len() > 2_000, "{}", ours.len());
}

/// Without the real one: what `$metadata` must say of itself.
#[test]
fn every_set_has_a_type_with_a_key_and_every_relation_a_target() {
    let document = metadata(&World::new(), ada());
    let facts = facts(&document);
    let sets: Vec<_> = facts.iter().filter(|(name, _)| is_set(name)).collect();
    assert_eq!(sets.len(), 87);
    for (set, kind) in sets {
        let kind = kind.strip_prefix("Microsoft.NAV.").unwrap();
        assert!(facts.contains_key(&format!("EntityType {kind} key")), "{set}");
    }
    for (name, fact) in facts.iter().filter(|(name, _)| name.contains('/') && !name.contains(" Property=")) {
        let target = fact.split(' ').next().unwrap().trim_start_matches("Collection(").trim_end_matches(')');
        let target = target.strip_prefix("Microsoft.NAV.").unwrap();
        assert!(facts.contains_key(&format!("EntityType {target}")), "{name}");
    }
}

fn is_set(name: &str) -> bool {
    name.strip_prefix("EntitySet ").is_some_and(|rest| !rest.contains(' '))
}
