use serde_json::json;

use super::*;

fn asked(server: Server, method: &str, target: &str) -> Asked {
    Asked { server, method: method.to_owned(), target: target.to_owned() }
}

fn is_hang(effect: &Effect) -> Option<()> {
    matches!(effect, Effect::Hang).then_some(())
}

#[test]
fn a_fault_meets_what_it_names_only() {
    let faults = Faults::default();
    faults.add(Fault::at(Server::Service, "/customers", Effect::Hang).method("get"));
    for (server, method, target, met) in [
        (Server::Service, "GET", "/v2.0/t/Production/api/v2.0/companies(1)/customers?$top=1", 1),
        (Server::Service, "POST", "/customers", 0),
        (Server::Service, "GET", "/vendors", 0),
        (Server::Authority, "GET", "/customers", 0),
    ] {
        assert_eq!(faults.take(&asked(server, method, target), is_hang).len(), met, "{method} {target}");
    }
}

#[test]
fn a_fault_skips_then_happens_then_is_gone() {
    let faults = Faults::default();
    faults.add(Fault::at(Server::Service, "/x", Effect::Hang).after(1).times(2));
    let asked = asked(Server::Service, "GET", "/x");
    let happened: Vec<usize> = (0..4).map(|_| faults.take(&asked, is_hang).len()).collect();
    assert_eq!(happened, [0, 1, 1, 0]);
    assert!(faults.all().is_empty());
}

#[test]
fn what_nobody_picks_is_not_used_up() {
    let faults = Faults::default();
    faults.add(Fault::at(Server::Service, "/x", Effect::NoCors).times(1));
    let asked = asked(Server::Service, "GET", "/x");
    assert!(faults.take(&asked, is_hang).is_empty());
    assert_eq!(faults.all().len(), 1);
}

#[test]
fn preflights_are_left_alone_unless_named() {
    let faults = Faults::default();
    faults.add(Fault::at(Server::Service, "/x", Effect::Hang));
    let preflight = asked(Server::Service, "OPTIONS", "/x");
    assert!(faults.take(&preflight, is_hang).is_empty());
    faults.add(Fault::at(Server::Service, "/x", Effect::Hang).method("OPTIONS"));
    assert_eq!(faults.take(&preflight, is_hang).len(), 1);
    faults.add(Fault::at(Server::Service, "/x", Effect::NoCors));
    assert_eq!(faults.take(&preflight, |effect| matches!(effect, Effect::NoCors).then_some(())).len(), 1);
}

#[test]
fn faults_come_as_json() {
    let fault: Fault = serde_json::from_value(json!({
        "server": "authority",
        "matches": { "path": "/token", "method": "POST", "times": 1 },
        "effect": { "status": { "code": 503, "retry_after": "2" } },
    }))
    .unwrap();
    assert!(
        matches!(fault.effect, Effect::Status { code: 503, ref retry_after, .. } if retry_after.as_deref() == Some("2"))
    );
    let hang: Fault = serde_json::from_value(json!({ "effect": "hang" })).unwrap();
    assert!(matches!(hang.effect, Effect::Hang));
    let misspelt = serde_json::from_value::<Fault>(json!({ "effect": "hang", "matches": { "pth": "/x" } }));
    assert!(misspelt.is_err(), "a misspelt member must not become a fault for everything");
}

#[test]
fn next_links_are_changed_only_where_there_are_any() {
    let page = |link: &str| tokens_members(json!({ "@odata.nextLink": link }));
    let mut members = page("http://localhost:8082/v2.0/x?$skiptoken=1");
    foreign_next_link(&mut members, "http://evil.example");
    assert_eq!(members["@odata.nextLink"], "http://evil.example/v2.0/x?$skiptoken=1");
    repeat_next_link(&mut members, "http://localhost:8082/same");
    assert_eq!(members["@odata.nextLink"], "http://localhost:8082/same");
    let mut last = tokens_members(json!({ "value": [] }));
    repeat_next_link(&mut last, "http://localhost:8082/same");
    foreign_next_link(&mut last, "http://evil.example");
    assert_eq!(last.len(), 1);
}

fn tokens_members(value: serde_json::Value) -> Members {
    crate::tokens::members(value)
}
