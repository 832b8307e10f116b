//! What an export of 100,000 rows asks of the page: how long it takes, and the longest it stands still at a processor
//! four times slower. `flows --ignored bench_export`.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::{list::LEDGER, setup::Setup, world::World};

/// Longer than this, a person feels it.
const LONGEST: f64 = 100.0;

/// A slow processor's patience.
const PATIENCE: Duration = Duration::from_secs(240);

/// Notes every task of the main thread that is longer than 50 ms (Long Tasks API).
const WATCH: &str = "() => {
    window.longest = 0;
    const note = list => { for (const { duration } of list.getEntries()) longest = Math.max(longest, duration); };
    new PerformanceObserver(note).observe({ entryTypes: ['longtask'] });
    window.showSaveFilePicker = undefined;
    URL.createObjectURL = blob => { window.saved = blob; return 'blob:saved'; };
    HTMLAnchorElement.prototype.click = () => {};
}";

/// Measures, prints, and fails above the limit.
pub(crate) async fn bench_export() {
    let world = World::with(Setup { rows: 100_000, ..Setup::default() }).await;
    let page = world.page();
    if page.tab.chromium().is_none() {
        println!("Only Chromium tells of long tasks; set PORTICO_BROWSER=chromium.");
        return world.finish().await;
    }
    world.open_list(LEDGER).await;
    page.find("button", "Export…").click().await;
    page.find("dialog", "Export general ledger entries").first().await;
    page.evaluate(WATCH).await;
    page.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await;
    let began = Instant::now();
    page.find("button", "Export").click().await;
    page.until_within(PATIENCE, "the file", async || {
        let told = page.find("group", "Selected rows").text().await;
        told.contains("Exported 100,000 rows to ").then_some(())
    })
    .await;
    let took = began.elapsed().as_secs_f64();
    page.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": 1 })).await;
    let longest = page.evaluate("() => window.longest").await.as_f64().unwrap_or_default();
    let bytes = page.evaluate("() => window.saved.size").await;
    println!("100,000 rows, {bytes} bytes, in {took:.1} s; the longest task {longest:.0} ms (0: below 50)");
    assert!(longest <= LONGEST, "the page stood still for {longest} ms");
    world.finish().await;
}
