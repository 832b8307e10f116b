use super::{Asked, Order, Place, Ticket};
use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};
use std::collections::HashMap;

fn waits(asked: Asked) -> Ticket {
    match asked {
        Asked::Waits(ticket) => ticket,
        other => panic!("{other:?}"),
    }
}

#[test]
fn principals_take_turns() {
    let mut order = Order::new(3, 2, 0);
    let mut went = Vec::new();
    while let Asked::Goes(place) = order.ask("ann") {
        went.push(place.principal);
    }
    assert_eq!((went, order.in_flight()), (vec![0, 1, 2, 0, 1, 2], &[2, 2, 2][..]));
}

#[test]
fn one_with_a_thousand_delays_another_by_one() {
    let mut order = Order::new(1, 1, 2_000);
    assert_eq!(order.ask("ann"), Asked::Goes(Place { principal: 0 }));
    for _ in 0..1_000 {
        waits(order.ask("ann"));
    }
    let bob = waits(order.ask("bob"));
    let first = order.leave(Place { principal: 0 }).unwrap();
    let second = order.leave(first.1).unwrap();
    assert_eq!(second.0, bob);
}

#[test]
fn a_full_queue_keeps_nobody_out() {
    let mut order = Order::new(1, 1, 4);
    order.ask("ann");
    let anns: Vec<Ticket> = (0..4).map(|_| waits(order.ask("ann"))).collect();
    assert_eq!(order.ask("ann"), Asked::Refused);
    let Asked::WaitsInsteadOf(bob, given_up) = order.ask("bob") else { panic!() };
    assert_eq!(given_up, anns[3]);
    let Asked::WaitsInsteadOf(_, given_up) = order.ask("bob") else { panic!() };
    assert_eq!(given_up, anns[2]);
    // Two each: another of either is too many, but a third caller gets in.
    assert_eq!((order.ask("bob"), order.ask("ann")), (Asked::Refused, Asked::Refused));
    assert!(matches!(order.ask("eve"), Asked::WaitsInsteadOf(..)));
    assert_eq!(order.waiting(), 4);
    let (next, place) = order.leave(Place { principal: 0 }).unwrap();
    assert_eq!(next, anns[0]);
    assert_eq!(order.leave(place).unwrap().0, bob);
}

#[test]
fn who_gives_up_is_passed_over() {
    let mut order = Order::new(1, 1, 4);
    order.ask("ann");
    let (ann, bob) = (waits(order.ask("ann")), waits(order.ask("bob")));
    assert!(order.give_up("ann", ann));
    assert!(!order.give_up("ann", ann) && !order.give_up("bob", ann) && !order.give_up("eve", bob));
    let (next, place) = order.leave(Place { principal: 0 }).unwrap();
    assert_eq!(next, bob);
    assert_eq!((order.leave(place), order.in_flight(), order.waiting()), (None, &[0][..], 0));
}

/// What a test does next.
#[derive(Clone, Debug)]
enum Deed {
    Ask(u8),
    Leave(usize),
    GiveUp(usize),
}

fn deeds() -> impl prop::strategy::Strategy<Value = Vec<Deed>> {
    use prop::strategy::Strategy as _;
    let deed = prop::strategy::Union::new_weighted(vec![
        (5, (0_u8..6).prop_map(Deed::Ask).boxed()),
        (4, any::<usize>().prop_map(Deed::Leave).boxed()),
        (2, any::<usize>().prop_map(Deed::GiveUp).boxed()),
    ]);
    prop::collection::vec(deed, 1..300)
}

proptest! {
    #[test]
    fn the_limits_hold_and_nobody_is_lost_or_starved(
        principals in 1_usize..4, limit in 1_usize..6, room in 0_usize..20, deeds in deeds(),
    ) {
        let mut order = Order::new(principals, limit, room);
        let mut flying: Vec<Place> = Vec::new();
        let mut waiting: Vec<(String, Ticket)> = Vec::new();
        // How often others went since a caller began to wait, by whom.
        let mut passed: HashMap<String, HashMap<String, usize>> = HashMap::new();
        for deed in deeds {
            match deed {
                Deed::Ask(caller) => {
                    let caller = caller.to_string();
                    match order.ask(&caller) {
                        Asked::Goes(place) => {
                            prop_assert!(waiting.is_empty());
                            flying.push(place);
                        }
                        Asked::Waits(ticket) => waiting.push((caller, ticket)),
                        Asked::WaitsInsteadOf(ticket, other) => {
                            prop_assert_eq!(waiting.len(), room);
                            waiting.retain(|(_, waiting)| *waiting != other);
                            waiting.push((caller, ticket));
                        }
                        Asked::Refused => prop_assert_eq!(waiting.len(), room),
                    }
                }
                Deed::Leave(_) if flying.is_empty() => {}
                Deed::Leave(which) => {
                    let place = flying.swap_remove(which % flying.len());
                    let next = order.leave(place);
                    prop_assert_eq!(next.is_some(), !waiting.is_empty());
                    if let Some((ticket, place)) = next {
                        let at = waiting.iter().position(|(_, waiting)| *waiting == ticket);
                        prop_assert!(at.is_some(), "an unknown ticket went");
                        let (caller, _) = waiting.remove(at.unwrap_or_default());
                        // A caller's own calls keep their order.
                        prop_assert!(waiting.iter().all(|(other, waiting)| *other != caller || *waiting > ticket));
                        passed.remove(&caller);
                        for (other, _) in waiting.iter().filter(|(other, _)| *other != caller) {
                            passed.entry(other.clone()).or_default().entry(caller.clone()).or_default();
                        }
                        for (other, times) in &mut passed {
                            let waits = waiting.iter().any(|(waiting, _)| waiting == other);
                            if let Some(times) = times.get_mut(&caller).filter(|_| waits) {
                                *times += 1;
                                prop_assert!(*times <= 1, "{caller} overtook {other}");
                            }
                        }
                        flying.push(place);
                    }
                }
                Deed::GiveUp(_) if waiting.is_empty() => {}
                Deed::GiveUp(which) => {
                    let (caller, ticket) = waiting.swap_remove(which % waiting.len());
                    prop_assert!(order.give_up(&caller, ticket));
                }
            }
            passed.retain(|caller, _| waiting.iter().any(|(waiting, _)| waiting == caller));
            let mut counted = vec![0; principals];
            flying.iter().for_each(|place| counted[place.principal] += 1);
            prop_assert_eq!(order.in_flight(), counted.as_slice());
            prop_assert!(counted.iter().all(|count| *count <= limit));
            prop_assert_eq!(order.waiting(), waiting.len());
            prop_assert!(waiting.len() <= room);
            prop_assert!(waiting.is_empty() || flying.len() == principals * limit);
        }
        // Everyone who still waits goes in the end.
        while let Some(place) = flying.pop() {
            if let Some((ticket, place)) = order.leave(place) {
                waiting.retain(|(_, waiting)| *waiting != ticket);
                flying.push(place);
            }
        }
        prop_assert!(waiting.is_empty());
        prop_assert_eq!(order.in_flight().iter().sum::<usize>(), 0);
    }
}
