//! What a list of 1,000,000 entries costs at row 1,000 and at row 10,000. Run with `cargo xtask bench list`.

use std::time::Instant;

use serde_json::{Value, json};

use crate::{list::LEDGER, page::Page, setup::Setup, world::World};

/// How much more the second figure may be than the first.
const GROWTH: f64 = 1.2;
/// Notes the page's WebAssembly memories as they are made: the product needs no hook for it.
const NOTE: &str = "
    globalThis.memories = [];
    for (const name of ['instantiate', 'instantiateStreaming']) {
        const real = WebAssembly[name];
        WebAssembly[name] = async (...given) => {
            const made = await real.apply(WebAssembly, given);
            const all = Object.values((made.instance ?? made).exports);
            const memory = all.find(each => each instanceof WebAssembly.Memory);
            if (memory && !memories.includes(memory)) memories.push(memory);
            return made;
        };
    }";
/// Fewer rows than this in the DOM.
const DOM_ROWS: f64 = 200.0;

#[derive(Debug)]
struct Figures {
    /// Rows and placeholders in the DOM.
    rows: f64,
    /// Elements in the DOM.
    nodes: f64,
    /// Bytes of the JavaScript heap after a collection.
    heap: f64,
    /// Bytes of WebAssembly memory.
    memory: f64,
}

/// Measures, prints a table, and fails above the limits.
pub(crate) async fn bench_list() {
    let world = World::with(Setup { rows: 1_000_000, ..Setup::default() }).await;
    if world.page().tab.chromium().is_none() {
        println!("Only Chromium tells what a page's memory holds; set PORTICO_BROWSER=chromium.");
        return world.finish().await;
    }
    world.page().cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": NOTE })).await;
    world.open_list(LEDGER).await;
    assert_eq!(world.page().any("grid").attribute("aria-rowcount").await.as_deref(), Some("1000000"));
    let mut figures = Vec::new();
    for row in [1_000, 10_000] {
        let began = Instant::now();
        reach(world.page(), row).await;
        figures.push((row, began.elapsed(), measure(world.page()).await));
    }
    println!(
        "{:>6}  {:>7}  {:>8}  {:>9}  {:>12}  {:>12}",
        "row", "after", "DOM rows", "DOM nodes", "JS heap", "WebAssembly"
    );
    for (row, took, Figures { rows, nodes, heap, memory }) in &figures {
        let took = took.as_secs_f64();
        println!(
            "{row:>6}  {took:>5.1} s  {rows:>8}  {nodes:>9}  {:>9.0} kB  {:>9.0} kB",
            heap / 1e3,
            memory / 1e3
        );
    }
    let [(_, _, near), (_, _, far)] = figures.try_into().expect("two measurements");
    assert!(near.rows < DOM_ROWS && far.rows < DOM_ROWS, "rows in the DOM");
    for (what, near, far) in [
        ("DOM rows", near.rows, far.rows),
        ("JS heap", near.heap, far.heap),
        ("WebAssembly", near.memory, far.memory),
    ] {
        assert!(far <= GROWTH * near, "{what} grew from {near} to {far}");
    }
    world.finish().await;
}

/// Scrolls, always to the end of what there is, until `row` is shown.
pub(crate) async fn reach(page: Page<'_>, row: usize) {
    let shown = format!("grid => !!grid.querySelector('[aria-rowindex=\"{row}\"]')");
    // Past the row, the loaded range is longer than the way to it: then it is looked for where it must be.
    let jump = format!(
        "grid => {{
            const drawn = [...grid.querySelectorAll('[aria-rowindex]')].pop();
            const reached = drawn ? Number(drawn.getAttribute('aria-rowindex')) : 0;
            if (reached < {row}) grid.scrollTop = grid.scrollHeight;
            else grid.scrollTop -= (reached - {row}) * drawn.offsetHeight;
        }}"
    );
    // Ten thousand rows take longer than one wait may, but each step brings something.
    loop {
        let more = async || {
            page.any("grid").ask(&jump).await;
            Some(page.any("grid").ask(&shown).await == true)
        };
        if page.until("the list", more).await {
            return;
        }
    }
}

async fn measure(page: Page<'_>) -> Figures {
    let rows =
        page.evaluate("() => document.querySelectorAll('[role=grid] [role=row], .placeholder').length").await;
    let nodes = page.evaluate("() => document.querySelectorAll('*').length").await;
    page.cdp("HeapProfiler.collectGarbage", json!({})).await;
    let heap = page.cdp("Runtime.getHeapUsage", json!({})).await;
    let memory =
        page.evaluate("() => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0)").await;
    assert!(memory.as_u64() > Some(0), "no memory was noted");
    let number = |value: &Value| value.as_f64().unwrap_or_else(|| panic!("no number: {value}"));
    Figures {
        rows: number(&rows),
        nodes: number(&nodes),
        heap: number(&heap["usedSize"]),
        memory: number(&memory),
    }
}
