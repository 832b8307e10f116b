//! One search box over everything.

use sandbox::Effect;

use crate::{
    driver::Key,
    page::Page,
    trials,
    world::{ADA, World},
};

trials![
    a_list_is_found_by_its_name,
    a_record_is_found_by_part_of_its_name,
    escape_gives_the_focus_back,
    what_was_typed_before_is_not_looked_for_any_more,
    where_one_was_is_offered_and_forgotten,
    a_set_that_fails_is_told_of_beside_the_others,
];

const BOX: &str = "Search everything";

async fn find(page: Page<'_>, text: &str) {
    page.press(&[Key::control("k")]).await;
    page.find("combobox", BOX).enter(text).await;
}

/// Waits for an option that begins so.
async fn option(page: Page<'_>, begins: &str) -> String {
    page.until(&format!("an option {begins:?}"), async || {
        page.any("option").texts().await.into_iter().find(|text| text.starts_with(begins))
    })
    .await
}

async fn a_list_is_found_by_its_name() {
    let mut world = World::start().await;
    // Business Central lists lines of one document only.
    world.excuse("salesInvoiceLines");
    world.sign_in(ADA).await;
    let page = world.page();
    // No tile leads to it.
    assert!(!page.find("link", "Sales Invoice Lines").is_there().await);
    page.until("the captions", async || page.find("link", "Sales Orders").is_there().await.then_some(()))
        .await;
    find(page, "sales inv lin").await;
    option(page, "Sales Invoice Lines").await;
    page.press(&[Key::Enter]).await;
    page.until_address("the list", |address| address.ends_with("/salesInvoiceLines")).await;
    page.find("combobox", BOX).gone().await;
    page.go(-1).await;
    page.find("link", "Customers").first().await;
    world.finish().await;
}

async fn a_record_is_found_by_part_of_its_name() {
    let world = World::start().await;
    world.open_list("Customers").await;
    let page = world.page();
    let rows = world.rows().await;
    let row = rows.first().expect("a customer");
    let number = row.split_whitespace().find(|word| word.starts_with('C')).expect("its number").to_owned();
    world.rest().await;
    world.forget_requests();
    find(page, &number.to_lowercase()).await;
    page.until("the customer", async || {
        page.any("option").texts().await.into_iter().find(|text| text.contains(&number))
    })
    .await;
    let status = page.until("an end of the search", async || {
        let told = page.any("status").texts().await;
        told.into_iter().find(|text| text.contains("found") && !text.contains("Looking"))
    });
    status.await;
    let asked = world.queried("contains");
    assert!(!asked.is_empty() && asked.len() <= 14, "two for each set at most: {}", asked.len());
    page.press(&[Key::Enter]).await;
    page.until_address("the card", |address| address.contains("/customers/")).await;
    page.any("form").first().await;
    world.finish().await;
}

async fn escape_gives_the_focus_back() {
    let world = World::start().await;
    world.sign_in(ADA).await;
    let page = world.page();
    page.find("button", BOX).click().await;
    page.find("combobox", BOX).first().await;
    let focused = "() => document.activeElement.getAttribute('aria-label')";
    page.until("the focus in the field", async || {
        (page.evaluate("() => document.activeElement.tagName").await == "INPUT").then_some(())
    })
    .await;
    page.press(&[Key::Character('x'), Key::Escape]).await;
    page.find("combobox", BOX).gone().await;
    assert_eq!(page.evaluate(focused).await, BOX, "the button that opened it");
    world.finish().await;
}

async fn what_was_typed_before_is_not_looked_for_any_more() {
    let mut world = World::start().await;
    world.sign_in(ADA).await;
    world.rest().await;
    world.service_fault("contains", Effect::Delay { ms: 1_000 });
    let page = world.page();
    find(page, "con").await;
    page.until("the first search", async || (!world.queried("contains").is_empty()).then_some(())).await;
    world.sandbox.clear_faults();
    page.press(&[Key::Character('t'), Key::Character('o')]).await;
    page.until("the second search's end", async || {
        let told = page.any("status").texts().await;
        let over = told.iter().any(|text| text.contains("found"))
            && !told.iter().any(|text| text.contains("Looking"));
        let asked = world.queried("conto");
        (over && !asked.is_empty()).then_some(())
    })
    .await;
    let options = page.any("option").texts().await;
    assert!(options.iter().all(|text| text.to_lowercase().contains("conto")), "{options:?}");
    world.finish().await;
}

async fn where_one_was_is_offered_and_forgotten() {
    let world = World::start().await;
    world.open_list("Customers").await;
    let page = world.page();
    page.find("link", "C00020").click().await;
    let name = page.any("form").ask("form => form.querySelector('h1').innerText").await;
    let name = name.as_str().expect("a heading").to_owned();
    page.press(&[Key::control("k")]).await;
    option(page, &name).await;
    option(page, "Customers").await;
    page.press(&[Key::Escape]).await;
    page.find("combobox", BOX).gone().await;
    page.find("button", "Sign out").click().await;
    page.find("button", "Sign in").first().await;
    let kept: String = page.session_storage().await.into_iter().map(|(key, value)| key + &value).collect();
    assert!(!kept.contains(&name) && !kept.contains("visited"), "{kept}");
    world.finish().await;
}

async fn a_set_that_fails_is_told_of_beside_the_others() {
    let mut world = World::start().await;
    world.sign_in(ADA).await;
    world.rest().await;
    world.service_fault("/vendors?", Effect::Status { code: 403, retry_after: None, body: None });
    let page = world.page();
    find(page, "00").await;
    page.until("customers", async || {
        page.any("option").texts().await.into_iter().find(|text| text.contains("C000"))
    })
    .await;
    page.until("a word about vendors", async || {
        let told = page
            .evaluate("() => [...document.querySelectorAll('.finder .note')].map(note => note.innerText)")
            .await;
        (told.as_array().is_some_and(|told| told.len() == 1)).then_some(())
    })
    .await;
    assert!(!page.any("alert").is_there().await);
    world.finish().await;
}
