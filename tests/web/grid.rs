//! The grid: what it tells assistive technology, what it draws, what the keyboard does.

use crate::stage::{Stage, drawn, press};
use business_central::{Json, Kind, Record};
use leptos::prelude::*;
use portico::components::grid::{Behaviour, grid};
use portico::list::{
    columns::Field,
    rows::{Held, Rows},
    source::Cursor,
};
use portico::schema::Column;
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;

fn record(number: usize, name: &str) -> Arc<Record> {
    let json = format!(r#"{{"number":"{number}","displayName":{name:?},"balance":{number}.5}}"#);
    match Json::parse(&json).unwrap() {
        Json::Object(record) => Arc::new(record),
        _ => panic!("no object"),
    }
}

/// All pages of a list of `len` rows, dropped as far as they are away from the first.
fn pages(len: usize) -> Held {
    let mut pages = Held::new(Cursor::Start);
    let numbers: Vec<usize> = (0..len).collect();
    for (page, chunk) in numbers.chunks(100).enumerate() {
        pages.begin(page);
        let rows = chunk.iter().map(|number| record(*number, &format!("Customer {number}"))).collect();
        let more = (page + 1) * 100 < len;
        pages.deliver(page, rows, more.then_some(Cursor::Start));
    }
    pages
}

struct Scene {
    stage: Stage,
    rows: Rows,
    opened: RwSignal<Vec<String>>,
    sorted: RwSignal<Option<(String, bool)>>,
}

/// A grid of those rows, 360 px high: the header and ten rows.
async fn scene(held: Held, count: u64) -> Scene {
    let (sender, receiver) = std::sync::mpsc::channel();
    let stage = Stage::mount(360, move || {
        let rows = Rows::new(None);
        rows.exchange(held, Some(count));
        let fields = [("number", Kind::Text), ("displayName", Kind::Text), ("balance", Kind::Decimal)];
        let columns =
            fields.map(|(name, kind)| Column::new(None, "customers", Field { name: name.to_owned(), kind }));
        let opened = RwSignal::new(Vec::new());
        let sorted = RwSignal::new(None);
        let behaviour = Behaviour {
            label: Callback::new(|()| "Customers".to_owned()),
            columns: Memo::new(move |_| Arc::new(columns.to_vec())),
            layout: RwSignal::new(portico::list::layout::Layout::default()),
            hooks: portico::components::grid::Hooks::new(),
            sort: Callback::new(move |()| sorted.get()),
            on_sort: Callback::new(move |name| sorted.set(Some((name, false)))),
            link: Callback::new(|record: Arc<Record>| Some(format!("#{}", record.text("number")))),
            on_open: Callback::new(move |record: Arc<Record>| {
                opened.update(|opened: &mut Vec<String>| opened.push(record.text("number").to_owned()));
            }),
        };
        sender.send((rows, opened, sorted)).unwrap();
        grid(rows, behaviour)
    });
    drawn().await;
    let (rows, opened, sorted) = receiver.try_recv().unwrap();
    Scene { stage, rows, opened, sorted }
}

#[wasm_bindgen_test]
async fn it_tells_what_it_is() {
    let Scene { stage, .. } = scene(pages(7), 7).await;
    let grid = stage.one("[role=grid]");
    assert_eq!(grid.get_attribute("aria-label").as_deref(), Some("Customers"));
    assert_eq!(grid.get_attribute("aria-rowcount").as_deref(), Some("7"));
    assert_eq!(grid.get_attribute("aria-busy").as_deref(), Some("false"));
    assert_eq!(stage.texts("[role=columnheader] button"), ["Number", "Display name", "Balance"]);
    let records = stage.all(".grid-body [role=row]");
    assert_eq!(records.len(), 7);
    assert_eq!(records[0].get_attribute("aria-rowindex").as_deref(), Some("1"));
    assert_eq!(stage.all("#row-0 > [role=gridcell]:not(.check)").len(), 3);
    assert!(stage.all(".grid-body [role=row] .figure")[0].text_content().unwrap().contains(".50"));
}

#[wasm_bindgen_test]
async fn what_has_not_come_is_no_row() {
    let Scene { stage, rows, .. } = scene(pages(200), 1000).await;
    rows.pages.update(|pages| {
        let mut fresh = Held::new(Cursor::Start);
        fresh.begin(0);
        *pages = fresh;
    });
    drawn().await;
    assert_eq!(stage.one("[role=grid]").get_attribute("aria-busy").as_deref(), Some("true"));
    assert!(stage.all(".grid-body [role=row]").is_empty());
    assert!(!stage.all(".grid-body .placeholder").is_empty());
}

#[wasm_bindgen_test]
async fn only_what_is_near_the_view_is_drawn() {
    let Scene { stage, .. } = scene(pages(10_000), 10_000).await;
    let grid = stage.one("[role=grid]");
    assert!(stage.all(".grid-row").len() < 60);
    assert_eq!(grid.scroll_height(), 32 * 10_000 + 33, "the range is as high as all rows, and the header");
    grid.set_scroll_top(32 * 5000);
    drawn().await;
    let texts = stage.texts(".grid-body [role=row] a");
    assert!(texts.len() < 60 && texts.contains(&"5000".to_owned()), "{texts:?}");
}

#[wasm_bindgen_test]
async fn the_keyboard_leads_through_it_and_opens() {
    let Scene { stage, opened, .. } = scene(pages(300), 300).await;
    let grid = stage.one("[role=grid]");
    let active = || grid.get_attribute("aria-activedescendant");
    assert_eq!(active(), None);
    for (key, row) in [("ArrowDown", 0), ("ArrowDown", 1), ("PageDown", 10), ("ArrowUp", 9), ("Home", 0)] {
        press(&grid, key);
        drawn().await;
        assert_eq!(active(), Some(format!("row-{row}")), "{key}");
    }
    press(&grid, "End");
    drawn().await;
    assert_eq!(active().as_deref(), Some("row-299"));
    assert!(stage.one("#row-299").offset_top() >= 0 && grid.scroll_top() > 0);
    press(&grid, "Enter");
    assert_eq!(opened.get_untracked(), ["299"]);
}

#[wasm_bindgen_test]
async fn keys_on_a_header_are_the_headers() {
    let Scene { stage, opened, .. } = scene(pages(5), 5).await;
    press(&stage.all("[role=columnheader] button")[0], "ArrowDown");
    press(&stage.all("[role=columnheader] button")[0], "Enter");
    drawn().await;
    assert_eq!(stage.one("[role=grid]").get_attribute("aria-activedescendant"), None);
    assert!(opened.get_untracked().is_empty());
}

#[wasm_bindgen_test]
async fn a_header_sorts_and_tells_so() {
    let Scene { stage, sorted, .. } = scene(pages(5), 5).await;
    stage.all("[role=columnheader] button")[1].click();
    drawn().await;
    assert_eq!(sorted.get_untracked(), Some(("displayName".to_owned(), false)));
    let said = |index: usize| stage.all("[role=columnheader]:not(.check)")[index].get_attribute("aria-sort");
    assert_eq!((said(0), said(1).as_deref()), (None, Some("ascending")));
    sorted.set(Some(("displayName".to_owned(), true)));
    drawn().await;
    assert_eq!(said(1).as_deref(), Some("descending"));
}

#[wasm_bindgen_test]
async fn a_row_opens_by_a_click_anywhere_and_has_a_real_link() {
    let Scene { stage, opened, .. } = scene(pages(5), 5).await;
    stage.one("#row-2 > [role=gridcell]:last-child").click();
    assert_eq!(opened.get_untracked(), ["2"]);
    assert_eq!(stage.all(".grid-body [role=row] a")[2].get_attribute("href").as_deref(), Some("#2"));
    // The link follows itself: the row must not open a second time.
    stage.all(".grid-body [role=row] a")[3].click();
    assert_eq!(opened.get_untracked(), ["2"]);
}

#[wasm_bindgen_test]
async fn names_are_text() {
    let mut held = Held::new(Cursor::Start);
    held.begin(0);
    held.deliver(0, vec![record(1, "<img src=x onerror=alert(1)> & Co.")], None);
    let Scene { stage, .. } = scene(held, 1).await;
    assert!(stage.all("img").is_empty());
    assert_eq!(
        stage.texts(".grid-body [role=gridcell]:not(.check)")[1],
        "<img src=x onerror=alert(1)> & Co."
    );
}
