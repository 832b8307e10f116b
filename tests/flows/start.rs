//! What a stranger does after `cargo xtask start`: at the address it printed, with roles and names only. Runs alone, and
//! only where `PORTICO_ADDRESS` is that address: `cargo xtask test --only start`.

use std::env;

use crate::{page::Page, pool, trials};

trials![a_stranger_starts_signs_in_and_finds_a_customer];

/// The address, where there is one.
pub(crate) fn address() -> Option<String> {
    env::var("PORTICO_ADDRESS").ok()
}

async fn a_stranger_starts_signs_in_and_finds_a_customer() {
    let address = address().expect("PORTICO_ADDRESS");
    let browser = pool::mine();
    let jar = browser.open_jar().await.expect("cookies of its own");
    let tab = browser.open_tab(&jar).await.expect("a tab");
    let page = Page::new(&tab);
    page.open(&address).await;
    page.find("button", "Ada Birch ada@cronus.example").click().await;
    page.find("button", "Accept").click().await;
    page.find("link", "Customers").click().await;
    let number = "C00010";
    let name = page
        .until("the customer's row", async || {
            let rows = page.any("row").texts().await;
            let row = rows.iter().find(|row| row.contains(number))?;
            let mut cells = row.split(['\n', '\t']).map(str::trim).filter(|cell| !cell.is_empty());
            cells.nth(1).map(str::to_owned)
        })
        .await;
    page.find("link", number).click().await;
    page.find("form", &name).first().await;
    let console: Vec<String> = tab.trace().console().iter().map(ToString::to_string).collect();
    assert!(console.is_empty(), "the console says:\n{}", console.join("\n"));
    browser.close_jar(&jar).await.expect("tabs that can be closed");
}
