//! The tests' own eyes: what they would have to see, they see.

use std::time::Duration;

use sandbox::{Effect, Fault, Server};
use serde_json::json;

use crate::{
    page::Page,
    setup::Setup,
    setup_check::checked,
    trials,
    world::{ADA, World},
};

trials![
    a_refused_picture_is_seen,
    an_uncaught_error_is_seen,
    a_log_line_is_seen,
    time_passes_for_servers_and_pages_together,
    a_page_is_in_its_time_from_its_first_script_on,
    a_date_that_moved_is_a_date,
    the_portal_ages_with_its_world,
    tabs_lose_the_network_and_get_it_back,
    a_duplicate_has_a_copy_of_the_session_and_is_traced,
    ten_tabs_are_told_apart,
    settings_have_several_connections,
    what_is_clicked_is_on_the_page,
];

/// After `function` ran in the page, the console has a line with `text`.
async fn one_complaint(function: &str, text: &str) {
    let world = World::start().await;
    let page = world.page();
    page.open(&world.at("setup/")).await;
    checked(page).await;
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

/// Waits for a page that does nothing by itself.
async fn settle(page: Page<'_>) {
    checked(page).await;
}

async fn open_setup(world: &World) {
    world.page().open(&world.at("setup/")).await;
    settle(world.page()).await;
}

/// Fails unless the page, the host that it asks and the sandbox tell the same time.
async fn same_time(world: &World, page: Page<'_>) {
    let times = page
        .evaluate(
            "async () => [Date.now(), +new Date(), Date.parse(Date()), \
             Date.parse((await fetch('/portal.json')).headers.get('date'))]",
        )
        .await;
    let now = i64::try_from(world.sandbox.clock().now()).expect("seconds since 1970");
    for time in times.as_array().expect("four times") {
        let off = now - time.as_i64().expect("milliseconds since 1970") / 1_000;
        assert!(off.abs() < 60, "{off} s off: {times}");
    }
}

async fn time_passes_for_servers_and_pages_together() {
    let mut world = World::start().await;
    open_setup(&world).await;
    same_time(&world, world.page()).await;
    for hours in [1, 23] {
        world.advance(Duration::from_secs(hours * 3_600)).await;
        same_time(&world, world.page()).await;
        world.page().reload().await;
        settle(world.page()).await;
        same_time(&world, world.page()).await;
    }
    world.visit_again().await;
    open_setup(&world).await;
    world.duplicate(0).await;
    settle(world.page()).await;
    world.advance(Duration::from_secs(3_600)).await;
    for page in world.pages() {
        same_time(&world, page).await;
    }
    world.finish().await;
}

async fn a_page_is_in_its_time_from_its_first_script_on() {
    let mut world = World::start().await;
    let answer = |content_type: &str, text: &str| Effect::Body {
        content_type: content_type.to_owned(),
        text: text.to_owned(),
    };
    let page = answer("text/html", "<!doctype html><title>First</title><script src=/first.js></script>");
    world.host.set_fault(Fault::at(Server::Host, "/first.html", page));
    let script = answer("text/javascript", "globalThis.first = Date.now()");
    world.host.set_fault(Fault::at(Server::Host, "/first.js", script));
    world.advance(Duration::from_secs(7_200)).await;
    world.page().open(&world.at("first.html")).await;
    world.duplicate(0).await;
    for page in world.pages() {
        let late = "() => Date.now() - globalThis.first";
        let late = page.until("its script", async || page.call(late, &[]).await.ok()?.as_i64()).await;
        assert!((0..60_000).contains(&late), "{late}");
        same_time(&world, page).await;
    }
    world.finish().await;
}

async fn a_date_that_moved_is_a_date() {
    let mut world = World::start().await;
    open_setup(&world).await;
    let facts = "() => [
        new Date() instanceof Date, new Date().constructor === Date, Object.prototype.toString.call(new Date()),
        typeof Date(), Date.length, Date.name, Date.UTC(2000, 1, 29), new Date(0).toISOString(),
        new Date('2000-02-29').getTime(), new (class extends Date { own() { return 1 } })(5).own(),
    ]";
    let before = world.page().evaluate(facts).await;
    for _ in 0..2 {
        world.advance(Duration::from_secs(60)).await;
        assert_eq!(world.page().evaluate(facts).await, before);
    }
    world.finish().await;
}

async fn the_portal_ages_with_its_world() {
    let mut world = World::start().await;
    world.sign_in(ADA).await;
    assert_eq!(world.seen(Server::Authority, "/token").len(), 1);
    world.all_is_read().await;
    world.advance(Duration::from_secs(7_200)).await;
    world.page().reload().await;
    world
        .page()
        .until("another token", async || (world.seen(Server::Authority, "/token").len() == 2).then_some(()))
        .await;
    world.page().find("link", "Customers").first().await;
    world.finish().await;
}

async fn tabs_lose_the_network_and_get_it_back() {
    let mut world = World::start().await;
    open_setup(&world).await;
    world.duplicate(0).await;
    settle(world.page()).await;
    let listen = "() => { globalThis.heard = [];
        for (const name of ['offline', 'online']) addEventListener(name, event => heard.push(event.type)) }";
    let asked = "async () => [navigator.onLine, ...globalThis.heard ?? [], \
        await fetch('/portal.json', { cache: 'no-store' }).then(answer => answer.status, () => 'none')]";
    for page in world.pages() {
        page.evaluate(listen).await;
    }
    for (offline, told) in
        [(true, json!([false, "offline", "none"])), (false, json!([true, "offline", "online", 200]))]
    {
        world.offline(offline).await;
        for page in world.pages() {
            page.until("what the network does", async || (page.evaluate(asked).await == told).then_some(()))
                .await;
        }
    }

    world.offline(true).await;
    let copy = world.duplicate(0).await;
    let addresses = world.tab(copy).tab.trace().addresses();
    assert!(!addresses.iter().any(|each| each.ends_with("/portal.json")), "nothing comes: {addresses:?}");
    world.offline(false).await;
    open_setup(&world).await;
    world.finish().await;
}

async fn a_duplicate_has_a_copy_of_the_session_and_is_traced() {
    let mut world = World::start().await;
    open_setup(&world).await;
    world.tab(0).evaluate("() => { sessionStorage.setItem('mark', 'first') }").await;
    let address = world.tab(0).address().await;
    let copy = world.duplicate(0).await;
    assert_eq!((copy, world.pages().count()), (1, 2));
    settle(world.tab(copy)).await;
    assert_eq!(world.tab(copy).address().await, address);
    assert_eq!(world.tab(copy).evaluate("() => sessionStorage.getItem('mark')").await, "first");

    world.tab(copy).evaluate("() => { sessionStorage.setItem('mark', 'second') }").await;
    assert_eq!(world.tab(0).evaluate("() => sessionStorage.getItem('mark')").await, "first");
    assert_eq!(world.tab(copy).evaluate("() => history.length").await, 1, "nothing to go back to");

    let addresses = world.tab(copy).tab.trace().addresses();
    assert!(addresses.contains(&address), "{addresses:?}");
    assert!(addresses.iter().any(|each| each.ends_with("/portal.json")), "from the start: {addresses:?}");
    world.tab(copy).evaluate("() => { console.warn('careful') }").await;
    let copied = world.tab(copy);
    copied
        .until("a line in the console", async || {
            world.complaints().iter().any(|line| line.text.contains("careful")).then_some(())
        })
        .await;
    copied.tab.trace().forget_console();
    world.finish().await;
}

async fn ten_tabs_are_told_apart() {
    let mut world = World::start().await;
    open_setup(&world).await;
    for index in 1..10 {
        assert_eq!(world.duplicate(index / 2).await, index);
    }
    for index in 0..10 {
        settle(world.tab(index)).await;
        world.tab(index).evaluate(&format!("() => {{ sessionStorage.setItem('tab', {index}) }}")).await;
    }
    for index in 0..10 {
        let kept = world.tab(index).evaluate("() => sessionStorage.getItem('tab')").await;
        assert_eq!(kept, index.to_string());
    }
    world.finish().await;
}

async fn settings_have_several_connections() {
    let setup = Setup {
        connections: vec![json!({}), json!({ "name": "Other", "environment": null })],
        token_lifetime: Duration::from_secs(60),
        rotation: true,
        ..Setup::default()
    };
    let world = World::with(setup).await;
    open_setup(&world).await;
    let told = "async () => (await (await fetch('/portal.json')).json()).connections
        .map(({ name, environment }) => [name, environment])";
    assert_eq!(world.page().evaluate(told).await, json!([["CRONUS", "Production"], ["Other", null]]));
    assert!(world.sandbox.config().rotation);
    assert_eq!(world.sandbox.config().token_lifetime, Duration::from_secs(60));
    world.finish().await;
}

/// A page that draws a button anew just after the test has seen where it is: the click is on one that is there.
async fn what_is_clicked_is_on_the_page() {
    let world = World::start().await;
    open_setup(&world).await;
    let page = world.page();
    let exchange = "() => {
        globalThis.clicks = [];
        const exchange = () => {
            document.querySelector('#exchanged')?.remove();
            const button = Object.assign(document.createElement('button'), { id: 'exchanged', textContent: 'Here' });
            button.onclick = () => globalThis.clicks.push(button.isConnected);
            document.querySelector('main').prepend(button);
        };
        exchange();
        document.elementFromPoint = (...point) => {
            setTimeout(exchange);
            return Document.prototype.elementFromPoint.call(document, ...point);
        };
    }";
    page.evaluate(exchange).await;
    for _ in 0..3 {
        page.find("button", "Here").click().await;
    }
    let clicks = page.evaluate("() => globalThis.clicks").await;
    assert_eq!(clicks, json!([true, true, true]));
    world.finish().await;
}
