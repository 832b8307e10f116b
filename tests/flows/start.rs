//! What a stranger does after `cargo xtask start`: at the address it printed, with roles and names only. Runs alone, and
//! only where `PORTICO_ADDRESS` is that address: `cargo xtask test --only start`.

use std::env;

use crate::{driver::Tab, page::Page, pool, trials};

trials![a_stranger_starts_signs_in_and_finds_a_customer, a_guest_finds_a_customer_without_signing_in];

/// The address, where there is one.
pub(crate) fn address() -> Option<String> {
    env::var("PORTICO_ADDRESS").ok()
}

async fn a_stranger_starts_signs_in_and_finds_a_customer() {
    visit("CRONUS sandbox", async |page| {
        page.find("button", "Ada Birch ada@cronus.example").click().await;
        page.find("button", "Accept").click().await;
    })
    .await;
}

/// The mode AzApp: the companion signs in, and nobody else does.
async fn a_guest_finds_a_customer_without_signing_in() {
    visit("Guests (nobody signs in)", async |_| ()).await;
}

/// Chooses a connection, comes in, and goes from the list of customers to one of them.
async fn visit(connection: &str, come_in: impl AsyncFn(Page<'_>)) {
    let address = address().expect("PORTICO_ADDRESS");
    let browser = pool::mine();
    let jar = browser.open_jar().await.expect("cookies of its own");
    let tab = browser.open_tab(&jar).await.expect("a tab");
    let page = Page::new(&tab);
    page.open(&address).await;
    page.find("button", connection).click().await;
    come_in(page).await;
    find_a_customer(page).await;
    assert_eq!(complaints(&tab), "");
    browser.close_jar(&jar).await.expect("tabs that can be closed");
}

async fn find_a_customer(page: Page<'_>) {
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
}

/// What the console says.
fn complaints(tab: &Tab) -> String {
    tab.trace().console().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
