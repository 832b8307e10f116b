//! The same files on the three kinds of static hosts, and below a path.

use sandbox::host::Fallback;

use crate::{
    setup::Setup,
    setup_check::checked,
    trials,
    world::{ADA, World},
};

trials![
    with_rewrites,
    with_a_page_for_the_missing,
    with_neither,
    below_a_path,
    below_a_path_with_a_page_for_the_missing
];

/// Sign-in, deep link, reload and bookmark.
async fn works(setup: Setup) {
    let (base, fallback) = (setup.base, setup.fallback);
    let mut world = World::with(setup).await;
    // A host that answers with its page for what is missing says 404 on the way.
    if fallback != Fallback::Rewrites {
        world.excuse(&format!("{base}c/"));
    }
    world.open_list("Customers").await;
    let list = world.page().address().await;
    assert!(list.starts_with(&format!("{}{base}c/", world.host.origin())), "{list}");
    world.page().reload().await;
    world.rows().await;
    // A bookmark in another tab, signed out at the Authority, too.
    world.reset();
    world.visit_again().await;
    world.page().open(&format!("{list}?sort=city")).await;
    world.pick(ADA).await;
    world.page().find("button", "Accept").click().await;
    world.rows().await;
    assert_eq!(world.page().address().await, format!("{list}?sort=city"));
    world.finish().await;
}

async fn with_rewrites() {
    works(Setup::default()).await;
}

async fn with_a_page_for_the_missing() {
    works(Setup { fallback: Fallback::NotFoundPage, ..Setup::default() }).await;
}

async fn below_a_path() {
    works(Setup { base: "/portal/", ..Setup::default() }).await;
}

async fn below_a_path_with_a_page_for_the_missing() {
    works(Setup { base: "/portal/", fallback: Fallback::NotFoundPage, ..Setup::default() }).await;
}

async fn with_neither() {
    let world = World::with(Setup { fallback: Fallback::None, ..Setup::default() }).await;
    world.open_list("Customers").await;
    let page = world.page();
    page.find("link", "C00010").click().await;
    page.any("form").first().await;
    page.go(-1).await;
    world.rows().await;
    page.open(&world.at("setup/")).await;
    checked(page).await;
    world.finish().await;
}
