//! A portal that breaks says so. Its panics are traps of the module: these come from a module of the test's own.

use crate::{page::Page, setup_check::checked, trials, world::World};

trials![
    a_trap_ends_the_page,
    a_trap_while_something_is_awaited_ends_the_page,
    a_trap_that_follows_changes_nothing,
    another_error_does_not_end_the_page,
];

/// Defines `trap`, which runs a module of one function that is `unreachable` and its own start (WebAssembly core
/// specification §5.5).
const TRAP: &str = "const trap = () => new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(
    0, 97, 115, 109, 1, 0, 0, 0,
    1, 4, 1, 96, 0, 0,
    3, 2, 1, 0,
    8, 1, 0,
    10, 5, 1, 3, 0, 0, 11)));";

/// What the portal writes into the console.
const LINE: &str = "Portico stopped";

async fn open() -> World {
    let world = World::start().await;
    world.page().open(&world.at("setup/?q=1")).await;
    checked(world.page()).await;
    world
}

/// Runs `body` in the page; it may call `trap`.
async fn run(page: Page<'_>, body: &str) {
    page.evaluate(&format!("() => {{ {TRAP} {body} }}")).await;
}

/// How many lines of the console have this text.
fn lines(world: &World, text: &str) -> usize {
    world.complaints().iter().filter(|line| line.text.contains(text)).count()
}

/// Waits for the browser's own lines about so many traps, and forgets the console: it has one line of the portal's.
async fn told(world: &World, traps: usize) {
    let page = world.page();
    page.until("the lines", async || (lines(world, "unreachable") == traps).then_some(())).await;
    page.until("the portal's line", async || (lines(world, LINE) > 0).then_some(())).await;
    assert_eq!((lines(world, LINE), world.complaints().len()), (1, traps + 1));
    page.tab.trace().forget_console();
}

/// The page is an alert, and its link loads the portal again at the same address.
async fn ended(world: World) {
    let page = world.page();
    let alert = page.any("alert").text().await;
    assert!(alert.contains("stopped because of a mistake of its own"), "{alert}");
    assert!(alert.contains("Nothing was changed"), "{alert}");
    assert!(!page.find("heading", "Setup check").is_there().await);
    page.find("link", "Load the portal again").click().await;
    checked(page).await;
    assert_eq!(page.address().await, world.at("setup/?q=1"));
    world.finish().await;
}

async fn a_trap_ends_the_page() {
    let world = open().await;
    run(world.page(), "setTimeout(trap);").await;
    told(&world, 1).await;
    ended(world).await;
}

async fn a_trap_while_something_is_awaited_ends_the_page() {
    let world = open().await;
    run(world.page(), "(async () => { await null; trap(); })();").await;
    told(&world, 1).await;
    ended(world).await;
}

async fn a_trap_that_follows_changes_nothing() {
    let world = open().await;
    run(world.page(), "setTimeout(trap); setTimeout(trap);").await;
    told(&world, 2).await;
    ended(world).await;
}

async fn another_error_does_not_end_the_page() {
    let world = open().await;
    run(world.page(), "setTimeout(() => { throw new Error('unreachable') });").await;
    let page = world.page();
    page.until("the line", async || (lines(&world, "unreachable") == 1).then_some(())).await;
    assert_eq!(lines(&world, LINE), 0);
    checked(page).await;
    page.tab.trace().forget_console();
    world.finish().await;
}
