//! A list as a file of comma-separated values.

use sandbox::{Effect, Fault, Server};

use crate::{driver::Key, list::LEDGER, page::Page, selection::told, setup::Setup, trials, world::World};

trials![
    three_pages_become_one_file,
    the_file_is_written_to_the_disk_where_the_browser_can,
    a_page_that_fails_loses_nothing,
    what_is_selected_is_exported,
    a_cancelled_export_leaves_no_file,
    business_central_asks_to_slow_down,
];

/// More than two pages of an export.
const ROWS: usize = 1_250;
const ENTRIES: &str = "/generalLedgerEntries";

/// Takes what is downloaded from the page: a browser without a window has no place to put it.
pub(crate) const CATCH_DOWNLOAD: &str = "() => {
    window.showSaveFilePicker = undefined;
    URL.createObjectURL = blob => { window.saved = blob; return 'blob:saved'; };
    HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; };
}";

/// A disk that the browser would have asked for.
const CATCH_DISK: &str = "() => {
    window.disk = { parts: [], closed: false, aborted: false };
    window.showSaveFilePicker = async options => {
        window.savedAs = options.suggestedName;
        return {
            createWritable: async () => ({
                write: async part => { window.disk.parts.push(part); },
                close: async () => { window.disk.closed = true; window.saved = new Blob(window.disk.parts); },
                abort: async () => { window.disk.aborted = true; },
            }),
            remove: async () => { window.disk.removed = true; },
        };
    };
}";

async fn ledger(catch: &str) -> World {
    let world = World::with(Setup { rows: ROWS, ..Setup::default() }).await;
    world.open_list(LEDGER).await;
    world.page().evaluate(catch).await;
    world.forget_requests();
    world
}

/// Asks for the export, by keyboard as far as the question.
async fn export(page: Page<'_>) {
    page.find("button", "Export…").click().await;
    page.find("dialog", "Export general ledger entries").first().await;
    page.find("button", "Export").click().await;
}

/// The lines of the file, after the mark at its beginning.
pub(crate) async fn lines(page: Page<'_>) -> Vec<String> {
    let read = "async () => {
        const bytes = new Uint8Array(await window.saved.arrayBuffer());
        if (bytes[0] !== 0xEF || bytes[1] !== 0xBB || bytes[2] !== 0xBF) throw new Error('no byte order mark');
        return new TextDecoder().decode(bytes);
    }";
    let text = page.evaluate(read).await;
    let text = text.as_str().expect("a text");
    let lines = text.strip_suffix("\r\n").expect("an end of the last line").split("\r\n");
    lines.map(str::to_owned).collect()
}

/// The file holds each entry once.
fn assert_whole(lines: &[String]) {
    assert_eq!(lines.len(), ROWS + 1);
    let mut numbers: Vec<&str> = lines[1..].iter().filter_map(|line| line.split(',').next()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), ROWS, "no entry twice");
}

async fn three_pages_become_one_file() {
    let world = ledger(CATCH_DOWNLOAD).await;
    let page = world.page();
    export(page).await;
    told(page, "Exported 1,250 rows to ").await;
    let lines = lines(page).await;
    assert_whole(&lines);
    let name = page.evaluate("() => window.savedAs").await;
    let name = name.as_str().expect("a name");
    assert!(name.starts_with("General Ledger Entries, CRONUS") && name.ends_with(".csv"), "{name}");
    // Plain numbers and dates that any spreadsheet reads, and as many cells as the list has columns.
    let amounts = lines[1].split(',').filter(|cell| cell.parse::<f64>().is_ok()).count();
    assert!(amounts >= 2, "{}", lines[1]);
    let is_date = |cell: &&str| cell.len() == 10 && cell.as_bytes()[4] == b'-' && cell.as_bytes()[7] == b'-';
    assert!(lines[1].split(',').any(|cell| is_date(&cell)), "{}", lines[1]);
    let asked = world.seen(Server::Service, ENTRIES);
    assert_eq!(asked.len(), 3, "as few requests as can be");
    for seen in &asked {
        assert_eq!(seen.header("prefer"), Some("odata.maxpagesize=500"));
    }
    assert!(asked[0].parameter("$select").is_some(), "only what is shown");
    assert!(asked[1].parameter("$skiptoken").is_some());
    world.finish().await;
}

async fn the_file_is_written_to_the_disk_where_the_browser_can() {
    let world = ledger(CATCH_DISK).await;
    let page = world.page();
    export(page).await;
    told(page, "Exported 1,250 rows to ").await;
    assert_whole(&lines(page).await);
    let parts = page.evaluate("() => window.disk.parts.length").await;
    assert!(parts.as_u64() >= Some(3), "piece by piece: {parts}");
    assert_eq!(page.evaluate("() => window.disk.closed && !window.disk.aborted").await, true);
    world.finish().await;
}

async fn a_page_that_fails_loses_nothing() {
    let mut world = ledger(CATCH_DOWNLOAD).await;
    let broken = Effect::Status { code: 500, retry_after: None, body: None };
    let mut fault = Fault::at(Server::Service, ENTRIES, broken).times(1);
    fault.matches.skip = 1;
    world.fault(fault);
    let page = world.page();
    export(page).await;
    page.any("alert").first().await;
    let alert = page.any("alert").text().await;
    assert!(alert.contains("500 rows are written and not lost"), "{alert}");
    page.find("button", "Go on").click().await;
    told(page, "Exported 1,250 rows to ").await;
    assert_whole(&lines(page).await);
    world.finish().await;
}

async fn what_is_selected_is_exported() {
    let world = ledger(CATCH_DOWNLOAD).await;
    let page = world.page();
    page.any("grid").ask("grid => grid.focus()").await;
    let down = Key::Down.with_shift();
    page.press(&[Key::Down, Key::SPACE, down, down]).await;
    told(page, "3 rows selected").await;
    page.find("button", "Export…").click().await;
    page.find("combobox", "Rows").ask("rows => { rows.value = 'selected'; }").await;
    page.find("combobox", "Separator").ask("separator => { separator.value = ';'; }").await;
    page.find("button", "Export").click().await;
    told(page, "Exported 3 rows to ").await;
    let lines = lines(page).await;
    assert_eq!(lines.len(), 4);
    assert!(lines[1].split(';').count() > 3, "{}", lines[1]);
    assert!(world.seen(Server::Service, ENTRIES).is_empty(), "they are there already");
    world.finish().await;
}

async fn a_cancelled_export_leaves_no_file() {
    let mut world = ledger(CATCH_DISK).await;
    let mut fault = Fault::at(Server::Service, ENTRIES, Effect::Hang).times(1);
    fault.matches.skip = 1;
    world.fault(fault);
    let page = world.page();
    export(page).await;
    told(page, "Exported 500 of 1,250 rows").await;
    page.find("button", "Cancel export").click().await;
    told(page, "Export cancelled; no file was written").await;
    page.until("the end of the file", async || {
        let gone =
            page.evaluate("() => window.disk.aborted && window.disk.removed && !window.disk.closed").await;
        (gone == true).then_some(())
    })
    .await;
    // Escape is another way out, before anything begins.
    page.find("button", "Export…").click().await;
    page.find("dialog", "Export general ledger entries").first().await;
    page.press(&[Key::Escape]).await;
    page.find("dialog", "Export general ledger entries").gone().await;
    let focus = page.evaluate("() => document.activeElement.textContent").await;
    assert_eq!(focus, "Export…", "the focus is back where it came from");
    world.finish().await;
}

async fn business_central_asks_to_slow_down() {
    let mut world = ledger(CATCH_DOWNLOAD).await;
    let busy = Effect::Status { code: 429, retry_after: Some("1".to_owned()), body: None };
    // As often as one request is sent.
    let mut fault = Fault::at(Server::Service, ENTRIES, busy).times(4);
    fault.matches.skip = 1;
    world.fault(fault);
    let page = world.page();
    export(page).await;
    told(page, "Business Central asks to slow down. It goes on at ").await;
    told(page, "Exported 1,250 rows to ").await;
    assert_whole(&lines(page).await);
    world.finish().await;
}
