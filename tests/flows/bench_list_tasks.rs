//! How long the page stands still with 20,000 rows loaded, at a processor four times slower: while scrolling, selecting and
//! sorting. Run with `cargo xtask bench list`.

use serde_json::json;

use crate::{bench_list::reach, driver::Key, list::LEDGER, page::Page, setup::Setup, world::World};

/// Longer than this, a person feels it.
const LONGEST: f64 = 100.0;
const ROWS: usize = 20_000;

/// Notes every task of the main thread that is longer than 50 ms (Long Tasks API).
const WATCH: &str = "() => {
    globalThis.longest = 0;
    const note = list => { for (const { duration } of list.getEntries()) longest = Math.max(longest, duration); };
    globalThis.observer = new PerformanceObserver(note);
    observer.observe({ entryTypes: ['longtask'] });
}";

/// The longest task since the last time; 0 where none took 50 ms.
const TAKE: &str = "async () => {
    await new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)));
    for (const { duration } of observer.takeRecords()) longest = Math.max(longest, duration);
    const taken = longest;
    globalThis.longest = 0;
    return taken;
}";

async fn take(page: Page<'_>) -> f64 {
    page.evaluate(TAKE).await.as_f64().unwrap_or_default()
}

/// Measures, prints a table, and fails above the limit.
pub(crate) async fn bench_list_tasks() {
    let world = World::with(Setup { rows: ROWS, ..Setup::default() }).await;
    let page = world.page();
    if page.tab.chromium().is_none() {
        println!("Only Chromium tells of long tasks; set PORTICO_BROWSER=chromium.");
        return world.finish().await;
    }
    world.open_list(LEDGER).await;
    reach(page, ROWS).await;
    world.rest().await;
    page.evaluate(WATCH).await;
    page.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await;
    let mut figures = Vec::new();
    let scroll = "async grid => {
        for (let step = 0; step < 40; step++) {
            grid.scrollTop -= grid.clientHeight / 2;
            await new Promise(drawn => requestAnimationFrame(drawn));
        }
    }";
    page.any("grid").ask(scroll).await;
    figures.push(("scrolling", take(page).await));
    page.any("grid").ask("grid => { grid.scrollTop = 0; }").await;
    reach(page, 1).await;
    world.rest().await;
    figures.push(("a jump to the first row", take(page).await));
    page.any("grid").ask("grid => grid.focus()").await;
    page.press(&[Key::control("a")]).await;
    figures.push(("selecting all", take(page).await));
    page.press(&[Key::Escape]).await;
    world.forget_requests();
    page.any("columnheader").ask("head => (head.querySelector('button') ?? head).click()").await;
    world.rows().await;
    world.rest().await;
    figures.push(("sorting", take(page).await));
    page.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": 1 })).await;
    println!("{ROWS} rows loaded, processor four times slower:");
    for (what, longest) in &figures {
        println!("{what:>24}  {longest:>4.0} ms (0: below 50)");
    }
    for (what, longest) in figures {
        assert!(longest <= LONGEST, "{what}: the page stood still for {longest} ms");
    }
    world.finish().await;
}
