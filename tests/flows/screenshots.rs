//! The pictures of the documentation. Run with `cargo xtask screenshots`.

use std::{fs, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sandbox::{Effect, Server};
use serde_json::{Value, json};

use crate::{
    companion::{Grant, Place, Who},
    driver::Key,
    hands::Hands,
    list::LEDGER,
    many::elsewhere,
    page::Page,
    setup::Setup,
    setup_check::checked,
    tasks::{THEIRS, filter},
    world::{ADA, World},
};

/// Where the pictures go, in folders.
const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs");

/// What the screens are looked at with: name, size, colours.
const LOOKS: [(&str, u32, u32, &str); 3] =
    [("light", 1280, 800, "light"), ("dark", 1280, 800, "dark"), ("phone", 360, 740, "light")];

/// Takes all of them.
pub(crate) async fn screenshots() {
    let mut world = World::start().await;
    let page = world.page();
    page.open(&world.at("")).await;
    page.find("heading", "Sign in").first().await;
    picture(page, "sign-in").await;
    world.pick(ADA).await;
    page.find("button", "Accept").click().await;
    page.find("link", "Customers").first().await;
    world.rest().await;
    picture(page, "launcher").await;
    page.find("button", "Ada Birch").click().await;
    page.find("button", "Stay signed in").first().await;
    picture(page, "account").await;
    page.find("button", "Ada Birch").click().await;

    page.find("link", "Customers").click().await;
    world.rows().await;
    page.find("button", "Export…").first().await;
    picture(page, "list").await;
    let list = page.address().await;
    page.find("link", "C00010").click().await;
    page.find("button", "Edit").first().await;
    picture(page, "card").await;

    page.open(&format!("{list}?q=nobody%20of%20this%20name")).await;
    page.find("button", "Clear search").first().await;
    picture(page, "empty").await;

    world.service_fault("/customers", Effect::Status { code: 500, retry_after: None, body: None });
    let page = world.page();
    page.open(&list).await;
    page.any("alert").first().await;
    picture(page, "alert").await;
    world.sandbox.clear_faults();
    world.page().open(&list).await;
    world.rows().await;
    world.offline(true).await;
    world
        .page()
        .until("the banner", async || world.page().text().await.contains("offline").then_some(()))
        .await;
    picture(world.page(), "offline").await;
    world.offline(false).await;
    assert!(!world.seen(Server::Service, "/customers").is_empty());
    world.finish().await;
}

/// Finding, filtering, selecting.
pub(crate) async fn screenshots_of_lists() {
    let world = World::start().await;
    world.sign_in(ADA).await;
    let page = world.page();
    world.rest().await;
    let hands = Hands::new(page);
    hands.press(&[Key::control("k")]).await;
    hands.at("Search everything").await;
    hands.write("kaffe").await;
    hands.offered().await;
    world.rest().await;
    picture(page, "finder").await;
    hands.press(&[Key::Escape]).await;

    page.find("link", "Sales Invoices").click().await;
    world.rows().await;
    page.find("button", "Export…").first().await;
    page.find("button", "Columns").click().await;
    page.any("dialog").first().await;
    picture(page, "columns").await;
    hands.press(&[Key::Escape]).await;
    page.any("dialog").gone().await;
    filter(&hands, "Remaining Amount", "is more", &[Key::Tab], "100").await;
    world.rest().await;
    page.find("button", "Add filter").click().await;
    hands.focus_on("[role=combobox]").await;
    hands.write("Due Date").await;
    hands.press(&[Key::Enter]).await;
    hands.focus_on("dialog select").await;
    picture(page, "filter").await;
    hands.press(&[Key::Escape]).await;
    page.any("dialog").gone().await;
    page.find("button", "Totals").click().await;
    world.rest().await;
    page.any("grid").ask("grid => grid.focus()").await;
    hands.press(&[Key::Down, Key::Down.with_shift(), Key::Down.with_shift()]).await;
    hands.see("rows selected").await;
    picture(page, "selection").await;

    page.find("link", "CRONUS portal").click().await;
    world.rest().await;
    world.forget_requests();
    page.find("link", "Items").click().await;
    world.rows().await;
    world.rest().await;
    page.find("button", "Export…").first().await;
    page.any("grid").ask("grid => grid.focus()").await;
    hands.press(&[Key::Down, Key::Down.with_shift(), Key::Down.with_shift(), Key::Down.with_shift()]).await;
    elsewhere(&world, "/items", "await send('PATCH', `(${ids[1]})`, { displayName2: 'by someone else' });")
        .await;
    hands.click("button", "Change…").await;
    hands.page.find("combobox", "Field").ask("field => field.focus()").await;
    hands.write("Unit Price").await;
    hands.press(&[Key::Tab]).await;
    hands.at("New value").await;
    hands.write("12.50").await;
    picture(page, "change").await;
    hands.press(&[Key::Enter]).await;
    hands.see("failed").await;
    picture(page, "changed").await;
    world.finish().await;
}

/// Records that are being changed.
pub(crate) async fn screenshots_of_cards() {
    let mut world = World::start().await;
    world.excuse("/customers(");
    world.open_list("Customers").await;
    world.rest().await;
    let hands = Hands::new(world.page());
    let list = world.page().address().await;
    hands.click("link", "C00010").await;
    hands.page.find("button", "Edit").first().await;
    world.rest().await;
    hands.press(&[Key::F2]).await;
    hands.click("textbox", "Phone No.").await;
    hands.press(&[Key::control("a")]).await;
    hands.write("+45 7012 3456").await;
    picture(hands.page, "editing").await;
    elsewhere(&world, "/customers", THEIRS).await;
    hands.press(&[Key::control("s")]).await;
    hands.page.find("heading", "Someone else changed this, too").first().await;
    picture(hands.page, "conflict").await;
    hands.click("radio", "Phone No.: yours, +45 7012 3456").await;
    hands.click("button", "Save this choice").await;
    hands.see("Saved.").await;
    hands.click("button", "Delete").await;
    hands.page.any("alertdialog").first().await;
    picture(hands.page, "delete").await;

    hands.page.open(&list.replace("customers", "salesOrders")).await;
    world.rows().await;
    hands.page.find("link", "SO-101003").click().await;
    hands.page.find("button", "Edit").first().await;
    world.rest().await;
    picture(hands.page, "order").await;
    hands.press(&[Key::F2]).await;
    world.rest().await;
    hands.page.find("combobox", "Currency Code").ask("field => field.focus()").await;
    hands.press(&[Key::control("a")]).await;
    hands.write("k").await;
    hands.offered().await;
    picture(hands.page, "lookup").await;
    hands.press(&[Key::Escape]).await;
    hands.page.evaluate("() => document.querySelector('.lines .typed input').focus()").await;
    picture(hands.page, "lines").await;
    world.finish().await;
}

/// What comes of some work: a start page of one's own, a saved view, a file, a new record; and the page for who sets it up.
pub(crate) async fn screenshots_of_work() {
    let world = World::start().await;
    world.open_list("Customers").await;
    let page = world.page();
    let hands = Hands::new(page);
    let list = page.address().await;
    page.find("button", "Favourite").click().await;
    page.open(&format!("{list}?filter=balanceDue%20ge%2050000")).await;
    world.rows().await;
    hands.click("button", "Save").await;
    hands.focus_on("dialog input").await;
    hands.write("Over 50,000").await;
    hands.press(&[Key::Enter]).await;
    page.any("dialog").gone().await;
    page.evaluate("() => document.querySelector('.menu-button').click()").await;
    page.any("menu").first().await;
    picture(page, "views").await;
    hands.press(&[Key::Escape]).await;
    hands.click("button", "Export…").await;
    page.any("dialog").first().await;
    picture(page, "export").await;
    hands.press(&[Key::Escape]).await;
    page.find("link", "C00030").click().await;
    page.find("button", "Edit").first().await;
    page.open(&list.replace("customers", "salesOrders")).await;
    world.rows().await;
    page.find("link", "SO-101003").click().await;
    page.find("button", "Edit").first().await;
    page.open(&format!("{list}/new")).await;
    page.find("button", "Create").first().await;
    world.rest().await;
    picture(page, "new").await;
    page.open(&world.at("")).await;
    page.find("heading", "Last visited").first().await;
    counted(page).await;
    picture(page, "start").await;
    page.open(&world.at("setup")).await;
    checked(page).await;
    picture(page, "setup").await;
    world.finish().await;
}

/// The alert that the page shows, by itself, as `docs/alerts/{name}.png`.
pub(crate) async fn alert_picture(page: Page<'_>, name: &str) {
    part_picture(page, "[role=alert]", &format!("alerts/{name}.png")).await;
}

/// The red line of the setup check and what is around it, as `docs/setup/{name}.png`.
pub(crate) async fn line_picture(page: Page<'_>, name: &str) {
    part_picture(page, ".checks:has([data-outcome=failed])", &format!("setup/{name}.png")).await;
}

/// The part of the page that `selector` finds first.
async fn part_picture(page: Page<'_>, selector: &str, file: &str) {
    let place = format!(
        "() => {{
            const part = document.querySelector({});
            part.scrollIntoView();
            const {{ x, y, width, height }} = part.getBoundingClientRect();
            return {{ x: x - 8, y: y - 8, width: width + 16, height: height + 16, scale: 1 }};
        }}",
        json!(selector)
    );
    let place = page.evaluate(&place).await;
    let shot = page.cdp("Page.captureScreenshot", json!({ "format": "png", "clip": place })).await;
    write(&Path::new(DOCS).join(file), &shot["data"]);
}

fn write(path: &Path, picture: &Value) {
    let bytes = STANDARD.decode(picture.as_str().unwrap_or_default()).expect("a picture in base64");
    fs::create_dir_all(path.parent().unwrap_or(path)).expect("a folder for the pictures");
    fs::write(path, bytes).expect("a picture's file");
}

/// The first screen of settings with several connections, and the alert about the wrong account.
pub(crate) async fn screenshots_of_connections() {
    let floor = json!({ "name": "Shop floor", "mode": "AzDelegate", "delegate": "ada.b@cronus.example" });
    let connections = vec![json!({ "name": "CRONUS production" }), floor];
    let world = World::with(Setup { connections, ..Setup::default() }).await;
    let page = world.page();
    page.open(&world.at("")).await;
    page.find("button", "Shop floor").first().await;
    picture(page, "connections").await;
    page.find("button", "Shop floor").click().await;
    world.pick(ADA).await;
    page.find("button", "Accept").click().await;
    page.any("alert").first().await;
    picture(page, "wrong-account").await;
    alert_picture(page, "wrong_account").await;
    page.open(&world.at("?on=CRONUS%20production%2FProduction")).await;
    page.find("link", "Customers").first().await;
    counted(page).await;
    picture(page, "two-connections").await;
    world.finish().await;
}

/// A connection that nobody signs in to, and who works there.
pub(crate) async fn screenshots_of_guests() {
    let place = Place::start(Grant::Relay, Who::Open).await;
    let page = place.world.page();
    page.open(&place.address()).await;
    page.find("link", LEDGER).first().await;
    page.find("button", "The application").click().await;
    counted(page).await;
    picture(page, "guests").await;
    place.finish_without_tokens().await;
}

/// Waits until each tile of the start page has its count.
async fn counted(page: Page<'_>) {
    let all = "() => [...document.querySelectorAll('.tile-count')].every(count => count.innerText)";
    page.until("the counts", async || (page.evaluate(all).await == true).then_some(())).await;
}

async fn picture(page: Page<'_>, name: &str) {
    for (look, width, height, colours) in LOOKS {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        page.cdp("Emulation.setDeviceMetricsOverride", size).await;
        // Without motion no picture shows colours on their way from light to dark.
        let media = json!({ "features": [
            { "name": "prefers-color-scheme", "value": colours },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] });
        page.cdp("Emulation.setEmulatedMedia", media).await;
        page.evaluate(
            "() => {
                document.activeElement?.closest('.lines, .lookup')?.scrollIntoView({ block: 'center' });
                return new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
            }",
        )
        .await;
        let shot = page.cdp("Page.captureScreenshot", json!({ "format": "png" })).await;
        write(&Path::new(DOCS).join("screenshots").join(format!("{name}-{look}.png")), &shot["data"]);
    }
    page.cdp("Emulation.clearDeviceMetricsOverride", json!({})).await;
}
