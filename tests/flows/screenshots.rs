//! The pictures of the documentation. Run with `cargo xtask screenshots`.

use std::{fs, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sandbox::{Effect, Server};
use serde_json::json;

use crate::{
    page::Page,
    world::{ADA, World},
};

/// Where the pictures go.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/screenshots");

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
    picture(page, "launcher").await;

    page.find("link", "Customers").click().await;
    world.rows().await;
    picture(page, "list").await;
    let list = page.address().await;
    page.find("link", "C00010").click().await;
    page.any("form").first().await;
    picture(page, "card").await;

    page.open(&format!("{list}?q=nobody%20of%20this%20name")).await;
    page.find("button", "Clear search").first().await;
    picture(page, "empty").await;

    world.service_fault("/customers", Effect::Status { code: 500, retry_after: None, body: None });
    let page = world.page();
    page.open(&list).await;
    page.any("alert").first().await;
    picture(page, "alert").await;
    assert!(!world.seen(Server::Service, "/customers").is_empty());
    world.finish().await;
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
            "() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))",
        )
        .await;
        let shot = page.cdp("Page.captureScreenshot", json!({ "format": "png" })).await;
        let bytes = STANDARD.decode(shot["data"].as_str().unwrap_or_default()).expect("a picture in base64");
        fs::create_dir_all(FOLDER).expect("a folder for the pictures");
        fs::write(Path::new(FOLDER).join(format!("{name}-{look}.png")), bytes).expect("a picture's file");
    }
    page.cdp("Emulation.clearDeviceMetricsOverride", json!({})).await;
}
