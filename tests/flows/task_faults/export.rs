//! Overdue invoices as a file, and a list of several pages.

use sandbox::{Effect, Server};
use serde_json::{Value, json};

use super::{
    moments::{Moment, each, moments},
    person::{Aim, Then, ask, times},
};
use crate::{
    export::{CATCH_DOWNLOAD, lines},
    list::LEDGER,
    setup::Setup,
    world::World,
};

/// More than two pages of an export.
const ROWS: usize = 1_250;

const DONE: &str = "window.caught && !document.querySelector('dialog[open]') && document.body.innerText.includes(`Exported ${text} rows to `)";

/// An export and its fault, if any.
type At<'a> = Option<(&'a Moment, &'a Effect)>;

/// The exports of overdue invoices and of general ledger entries are made once without a fault, and then with each of `effects`
/// at each of the [`moments`](mod@super::moments), from opening the list on.
pub(super) async fn export(effects: Vec<Effect>) {
    let mut world = World::with(Setup { rows: ROWS, ..Setup::default() }).await;
    world.excuse("http");
    world.open_list("Sales Invoices").await;
    world.all_is_read().await;
    let list = world.page().address().await;
    let filter = "dueDate lt 2026-11-01 and remainingAmount gt 0";
    let count = format!("return (await read('?$count=true&$top=1&$filter={filter}'))['@odata.count'];");
    let rows = ask(&world, "salesInvoices", "", &count).await;
    let list = list.split('?').next().unwrap_or_default();
    let overdue = format!("{list}?filter={}", filter.replace(' ', "%20"));
    take(&mut world, &overdue, &rows, None).await;
    let all = moments(&world.seen(Server::Service, ""));
    for at in each(&effects, &all) {
        take(&mut world, &overdue, &rows, Some(at)).await;
        world.sandbox.clear_faults();
    }
    world.page().open(&world.at("")).await;
    world.page().find("link", LEDGER).click().await;
    world.rows().await;
    let ledger = world.page().address().await;
    let rows = json!(ROWS);
    take(&mut world, &ledger, &rows, None).await;
    let all = moments(&world.seen(Server::Service, ""));
    assert!(all.len() > 1, "{all:?}");
    for at in each(&effects, &all) {
        take(&mut world, &ledger, &rows, Some(at)).await;
        world.sandbox.clear_faults();
    }
    world.finish().await;
}

/// Opens the list at `address` and exports it.
async fn take(world: &mut World, address: &str, rows: &Value, at: At<'_>) {
    world.rest().await;
    world.forget_requests();
    if let Some((moment, effect)) = at {
        world.fault(moment.fault(effect));
    }
    let page = world.page();
    page.open(address).await;
    let step = format!(
        "if (!document.querySelector('[role=grid]')) return 'waits';
        if (!window.caught) {{
            ({CATCH_DOWNLOAD})();
            const made = URL.createObjectURL;
            window.files = 0;
            URL.createObjectURL = blob => {{ window.files += 1; return made(blob); }};
            window.caught = true;
        }}
        return document.querySelector('dialog[open]') ? press('Export') : press('Export…');"
    );
    // As the page writes it.
    let text = rows.as_u64().map(|rows| {
        if rows > 999 { format!("{},{:03}", rows / 1000, rows % 1000) } else { rows.to_string() }
    });
    let text = text.expect("a count");
    let aim = Aim { text: &text, done: DONE, step: &step, home: address, held_by: None };
    let did = aim.reach(world, async || Then::GoOn).await;
    world.rest().await;
    let lines = lines(page).await;
    assert_eq!(Some(lines.len() as u64 - 1), rows.as_u64(), "every row: {at:?}, {did:?}");
    let mut numbers: Vec<&str> = lines.iter().filter_map(|line| line.split(',').next()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), lines.len(), "no row twice: {at:?}, {did:?}");
    assert_eq!(page.evaluate("() => window.files").await, 1, "no file of a part: {at:?}, {did:?}");
    assert!(times(&did, "Export") > 0, "{did:?}");
}
