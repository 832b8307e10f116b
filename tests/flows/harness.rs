//! The tests' own eyes: what they would have to see, they see.

use crate::{trials, world::World};

trials![a_refused_picture_is_seen, an_uncaught_error_is_seen, a_log_line_is_seen];

/// After `function` ran in the page, the console has a line with `text`.
async fn one_complaint(function: &str, text: &str) {
    let world = World::start().await;
    let page = world.page();
    page.open(&world.at("setup/")).await;
    page.find("heading", "Setup").first().await;
    page.evaluate(function).await;
    page.until("a line in the console", async || {
        world.complaints().iter().any(|line| line.text.contains(text)).then_some(())
    })
    .await;
    page.tab.trace().forget_console();
    world.finish().await;
}

async fn a_refused_picture_is_seen() {
    let function =
        "() => { document.body.append(Object.assign(new Image(), { src: 'http://localhost:1/x.png' })) }";
    one_complaint(function, "img-src").await;
}

async fn an_uncaught_error_is_seen() {
    one_complaint("() => { setTimeout(() => { throw new Error('panicked') }) }", "panicked").await;
}

async fn a_log_line_is_seen() {
    one_complaint("() => { console.warn('careful') }", "careful").await;
}
