//! The tests' own eyes: what they would have to see, they see.

use crate::{page::Page, trials, world::World};

trials![a_refused_picture_is_seen, an_uncaught_error_is_seen, a_log_line_is_seen];

async fn complaints_of(page: Page<'_>, function: &str) -> Vec<String> {
    page.evaluate(function).await;
    page.until("a line in the console", async || {
        let complaints = page.complaints().await;
        (!complaints.is_empty()).then_some(complaints)
    })
    .await
}

async fn one_complaint(function: &str, text: &str) {
    let world = World::start().await;
    world.page().open(&world.at("setup")).await;
    world.page().any("banner").first().await;
    let complaints = complaints_of(world.page(), function).await;
    assert!(complaints[0].contains(text), "{complaints:?}");
    world.page().forget();
    world.finish().await;
}

async fn a_refused_picture_is_seen() {
    let function = "() => { document.body.append(Object.assign(new Image(), { src: 'http://localhost:1/x.png' })) }";
    one_complaint(function, "img-src").await;
}

async fn an_uncaught_error_is_seen() {
    one_complaint("() => { setTimeout(() => { throw new Error('panicked') }) }", "panicked").await;
}

async fn a_log_line_is_seen() {
    one_complaint("() => { console.warn('careful') }", "careful").await;
}
