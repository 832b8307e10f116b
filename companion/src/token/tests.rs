//! The rules of the cache in a table, and whatever the order of events.

use std::time::Duration;

use proptest::prelude::*;

use super::Fault;
use super::cache::{Action, Cache, EXHAUSTED, Grant, REFUSED, Reply, State, TRIES};

type Tokens = Cache<&'static str>;

fn s(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn hour(token: &'static str) -> Grant<&'static str> {
    Grant { token, lifetime: s(3600), renew_after: s(3300) }
}

fn refused() -> Fault {
    Fault::Refused { what: String::new(), aadsts: None, correlation_id: None }
}

fn with_token() -> Tokens {
    let mut cache = Tokens::default();
    assert_eq!(cache.ask(s(0)), (Reply::Wait, Action::Fetch));
    assert_eq!(cache.answered(s(1), Ok(hour("one")), 0.0), Action::None);
    cache
}

#[test]
fn a_token_is_asked_for_once_and_served_until_its_margin() {
    let mut cache = Tokens::default();
    assert_eq!(cache.ask(s(0)), (Reply::Wait, Action::Fetch));
    assert_eq!(cache.ask(s(0)), (Reply::Wait, Action::None), "the second waits for the first");
    cache.answered(s(2), Ok(hour("one")), 0.0);
    for second in [2, 100, 3299] {
        assert_eq!(cache.ask(s(second)), (Reply::Serve("one", 1), Action::None), "{second}");
    }
    assert_eq!(cache.ask(s(3300)), (Reply::Serve("one", 1), Action::Fetch), "renewed early, by one");
    assert_eq!(cache.ask(s(3569)), (Reply::Serve("one", 1), Action::None), "the old one still serves");
    assert_eq!(cache.ask(s(3570)), (Reply::Wait, Action::None), "but not within 30 seconds of its end");
    cache.answered(s(3571), Ok(hour("two")), 0.0);
    assert_eq!(cache.ask(s(3571)), (Reply::Serve("two", 2), Action::None));
}

#[test]
fn jitter_makes_renewals_earlier_only() {
    for (jitter, renewed) in [(0.0, 3300), (0.5, 3285), (1.0, 3270), (7.0, 3270), (-1.0, 3300)] {
        let mut cache = Tokens::default();
        cache.ask(s(0));
        cache.answered(s(0), Ok(hour("one")), jitter);
        assert_eq!(cache.ask(s(renewed - 1)).1, Action::None, "{jitter}");
        assert_eq!(cache.ask(s(renewed)).1, Action::Fetch, "{jitter}");
    }
}

#[test]
fn a_short_lived_token_serves_half_its_life() {
    let mut cache = Tokens::default();
    cache.ask(s(0));
    cache.answered(s(0), Ok(Grant { token: "brief", lifetime: s(20), renew_after: s(10) }), 0.0);
    assert_eq!(cache.ask(s(9)).0, Reply::Serve("brief", 1));
    assert_eq!(cache.ask(s(10)), (Reply::Wait, Action::Fetch));
    // An answer that arrives when its token has all but ended isn't served.
    let late = Grant { token: "late", lifetime: s(20), renew_after: s(10) };
    assert!(matches!(cache.answered(s(25), Ok(late), 0.5), Action::WakeAt(_)));
    assert_eq!(cache.ask(s(25)).0, Reply::Wait);
}

#[test]
fn a_refused_client_is_tried_once_a_minute() {
    for fault in [refused(), Fault::Throttled(s(60))] {
        let mut cache = Tokens::default();
        cache.ask(s(0));
        assert_eq!(cache.answered(s(0), Err(fault.clone()), 0.0), Action::None);
        for second in [0, 1, 59] {
            assert_eq!(cache.ask(s(second)), (Reply::Fail(fault.clone(), REFUSED), Action::None));
        }
        assert_eq!(cache.state(s(30)), State::Failing(fault));
        assert_eq!(cache.ask(s(60)), (Reply::Wait, Action::Fetch));
    }
}

#[test]
fn another_credential_is_tried_at_once_but_no_throttle_is_broken() {
    let mut cache = Tokens::default();
    cache.ask(s(0));
    cache.answered(s(0), Err(refused()), 0.0);
    cache.credential_changed();
    assert_eq!(cache.ask(s(1)), (Reply::Wait, Action::Fetch));
    cache.answered(s(1), Err(Fault::Throttled(s(7))), 0.0);
    cache.credential_changed();
    assert_eq!(cache.ask(s(7)), (Reply::Fail(Fault::Throttled(s(7)), s(8)), Action::None));
    assert_eq!(cache.ask(s(8)), (Reply::Wait, Action::Fetch));
}

#[test]
fn passing_faults_are_tried_again_later_and_later_then_told() {
    let mut cache = Tokens::default();
    let mut now = s(0);
    assert_eq!(cache.ask(now).1, Action::Fetch);
    for wait in [1, 2, 4, 8] {
        assert_eq!(cache.answered(now, Err(Fault::Unreachable), 1.0), Action::WakeAt(now + s(wait)));
        assert_eq!(cache.ask(now), (Reply::Wait, Action::None));
        assert_eq!(cache.woke(now), Action::WakeAt(now + s(wait)), "too early");
        now += s(wait);
        assert_eq!(cache.woke(now), Action::Fetch);
        assert_eq!(cache.woke(now), Action::None, "it is under way");
    }
    assert_eq!(cache.answered(now, Err(Fault::Unreachable), 1.0), Action::None, "after {TRIES} tries");
    assert_eq!(cache.ask(now), (Reply::Fail(Fault::Unreachable, now + EXHAUSTED), Action::None));
    assert_eq!(cache.ask(now + EXHAUSTED), (Reply::Wait, Action::Fetch));
}

#[test]
fn an_authority_that_is_down_harms_nobody_while_the_token_serves() {
    let mut cache = with_token();
    let mut now = s(3300);
    assert_eq!(cache.ask(now), (Reply::Serve("one", 1), Action::Fetch));
    assert_eq!(cache.state(now), State::Ok);
    while now < s(3360) {
        if let Action::WakeAt(at) = cache.answered(now, Err(Fault::Unreachable), 0.5) {
            now = at;
            assert_eq!(cache.woke(now), Action::Fetch);
        } else {
            now += EXHAUSTED;
            assert_eq!(cache.ask(now).1, Action::Fetch);
        }
        assert_eq!(cache.ask(now), (Reply::Serve("one", 1), Action::None));
        assert_eq!(cache.state(now), State::Degraded(Fault::Unreachable));
    }
    cache.answered(now, Ok(hour("two")), 0.0);
    assert_eq!((cache.ask(now).0, cache.state(now)), (Reply::Serve("two", 2), State::Ok));
}

#[test]
fn a_token_that_business_central_refuses_is_replaced_once() {
    let mut cache = with_token();
    assert!(cache.rejected(s(10), 1));
    assert!(cache.rejected(s(10), 1), "others who had it ask again, too");
    assert_eq!(cache.ask(s(10)), (Reply::Wait, Action::Fetch));
    cache.answered(s(11), Ok(hour("two")), 0.0);
    assert!(cache.rejected(s(12), 1), "late news of the old one");
    assert_eq!(cache.ask(s(12)).0, Reply::Serve("two", 2));
    assert!(!cache.rejected(s(12), 2), "a new token won't help");
    assert_eq!(cache.ask(s(12)), (Reply::Serve("two", 2), Action::None));
    assert!(cache.rejected(s(70), 2), "a minute later it may");
}

/// What may happen.
#[derive(Clone, Debug)]
enum Event {
    Pass(u64),
    Ask,
    Grant { lifetime: u64, renew: u64 },
    Fail(Fault),
    Wake,
    Reject(u64),
    NewCredential,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        4 => (0_u64..200).prop_map(Event::Pass),
        1 => (0_u64..5000).prop_map(Event::Pass),
        6 => Just(Event::Ask),
        3 => (1_u64..4000, 0_u64..100).prop_map(|(lifetime, renew)| Event::Grant { lifetime, renew }),
        2 => prop_oneof![
            Just(Fault::Unreachable), (0_u64..200).prop_map(|wait| Fault::Throttled(s(wait))), Just(refused()),
        ].prop_map(Event::Fail),
        2 => Just(Event::Wake),
        1 => (0_u64..4).prop_map(Event::Reject),
        1 => Just(Event::NewCredential),
    ];
    prop::collection::vec(event, 0..120)
}

proptest! {
    #[test]
    fn whatever_happens(events in events(), jitters in prop::collection::vec(0.0..1.0_f64, 120)) {
        let mut cache: Cache<Duration> = Cache::default();
        let mut now = s(1000);
        let (mut under_way, mut asked_at, mut wake_at) = (false, now, None);
        let mut refused_until = s(0);
        let mut number = 0;
        for (event, jitter) in events.into_iter().zip(jitters) {
            let mut asked = false;
            let action = match event {
                Event::Pass(seconds) => {
                    now += s(seconds);
                    Action::None
                }
                Event::Ask => {
                    let (reply, action) = cache.ask(now);
                    match reply {
                        Reply::Serve(ends, of) => {
                            prop_assert!(now < ends, "a token that has ended");
                            prop_assert_eq!(of, number);
                        }
                        Reply::Wait => asked = true,
                        Reply::Fail(_, until) => prop_assert!(now < until),
                    }
                    action
                }
                Event::Grant { lifetime, renew } if under_way => {
                    under_way = false;
                    let grant = Grant {
                        token: asked_at + s(lifetime),
                        lifetime: s(lifetime),
                        renew_after: s(lifetime * renew / 100),
                    };
                    let action = cache.answered(now, Ok(grant), jitter);
                    number += u64::from(action == Action::None && matches!(cache.state(now), State::Ok));
                    action
                }
                Event::Fail(fault) if under_way => {
                    under_way = false;
                    if matches!(fault, Fault::Refused { .. }) {
                        refused_until = now + REFUSED;
                    }
                    cache.answered(now, Err(fault), jitter)
                }
                Event::Grant { .. } | Event::Fail(_) => Action::None,
                Event::Wake => cache.woke(now),
                Event::Reject(back) => {
                    cache.rejected(now, number.saturating_sub(back));
                    Action::None
                }
                Event::NewCredential => {
                    cache.credential_changed();
                    refused_until = s(0);
                    Action::None
                }
            };
            match action {
                Action::Fetch => {
                    prop_assert!(!under_way, "two requests at once");
                    prop_assert!(now >= refused_until, "a refused client asks again too soon");
                    (under_way, asked_at, wake_at) = (true, now, None);
                }
                Action::WakeAt(at) => {
                    prop_assert!(at <= now + s(16));
                    wake_at = Some(at);
                }
                Action::None => {}
            }
            prop_assert!(!asked || under_way || wake_at.is_some(), "someone waits for nothing");
        }
    }
}
