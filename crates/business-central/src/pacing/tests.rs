use super::{Pacing, Pause, Priority, Why};
use std::time::Duration;

const LOOKING: Priority = Priority::Looking;
const BACKGROUND: Priority = Priority::Background;

#[test]
fn the_fifth_waits_for_the_first_to_leave() {
    let mut pacing = Pacing::default();
    let tickets: Vec<_> = (0..7).map(|_| pacing.enter(LOOKING)).collect();
    assert_eq!(pacing.next(0), tickets[..4]);
    pacing.leave(tickets[5]);
    assert_eq!(pacing.next(0), []);
    pacing.leave(tickets[1]);
    assert_eq!(pacing.next(0), [tickets[4]]);
    pacing.leave(tickets[1]);
    assert_eq!(pacing.next(0), []);
    pacing.leave(tickets[0]);
    assert_eq!(pacing.next(0), [tickets[6]]);
    assert!(!pacing.may_go(tickets[0]) && pacing.may_go(tickets[6]));
}

#[test]
fn what_somebody_looks_at_comes_first() {
    let mut pacing = Pacing::default();
    let prepared: Vec<_> = (0..5).map(|_| pacing.enter(BACKGROUND)).collect();
    assert_eq!(pacing.next(0), prepared[..2], "half of the places");
    let looked_at: Vec<_> = (0..3).map(|_| pacing.enter(LOOKING)).collect();
    assert_eq!(pacing.next(0), looked_at[..2]);
    pacing.leave(prepared[0]);
    assert_eq!(pacing.next(0), [looked_at[2]]);
    pacing.leave(looked_at[0]);
    assert_eq!(pacing.next(0), [prepared[2]]);
}

#[test]
fn a_pause_holds_everything_until_it_is_over() {
    let mut pacing = Pacing::default();
    pacing.asked(1_000, Duration::from_secs(12));
    pacing.asked(2_000, Duration::from_secs(1));
    let ticket = pacing.enter(LOOKING);
    assert_eq!(pacing.next(12_999), []);
    assert_eq!(pacing.pause(12_999), Some(Pause { until: 13_000, why: Why::Asked }), "the longer one counts");
    assert_eq!((pacing.next(13_000), pacing.pause(13_000)), (vec![ticket], None));
}

#[test]
fn a_spent_budget_is_waited_for() {
    let mut pacing = Pacing::new(1);
    let mut went = 0;
    while pacing.pause(0).is_none() {
        let ticket = pacing.enter(BACKGROUND);
        went += pacing.next(0).len();
        pacing.leave(ticket);
    }
    assert_eq!((went, pacing.pause(0).map(|pause| pause.why)), (5_800, Some(Why::Budget)));
    let (ticket, until) = (pacing.enter(LOOKING), pacing.pause(0).map_or(0, |pause| pause.until));
    assert_eq!((pacing.next(until - 1), pacing.next(until)), (vec![], vec![ticket]));
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use super::{BACKGROUND, LOOKING, Pacing};
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    proptest! {
        #[test]
        fn never_more_than_the_limit_and_never_idle(limit in 1_usize..6, events in proptest::collection::vec(any::<(bool, u8, bool)>(), 0..60)) {
            let mut pacing = Pacing::new(limit);
            let mut alive = Vec::new();
            for (enters, which, looks) in events {
                if enters || alive.is_empty() {
                    let priority = if looks { LOOKING } else { BACKGROUND };
                    alive.push((pacing.enter(priority), priority));
                } else {
                    let (ticket, _) = alive.remove(usize::from(which) % alive.len());
                    pacing.leave(ticket);
                }
                pacing.next(0);
                let going = |of| alive.iter().filter(|(ticket, priority)| *priority == of && pacing.may_go(*ticket)).count();
                let all = |of| alive.iter().filter(|(_, priority)| *priority == of).count();
                let (looking, background) = (going(LOOKING), going(BACKGROUND));
                prop_assert!(looking + background <= limit && background <= (limit / 2).max(1));
                prop_assert_eq!(looking, all(LOOKING).min(limit - background), "nobody waits for what is only prepared");
                if looking == all(LOOKING) {
                    prop_assert_eq!(background, all(BACKGROUND).min((limit / 2).max(1)).min(limit - looking));
                }
            }
        }
    }
}
