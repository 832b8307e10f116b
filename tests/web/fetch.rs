//! The one `fetch`.

use origin::Origin;
use portico::browser::fetch::{NoAnswer, Outgoing, fetch};
use portico::browser::location;
use std::time::Duration;
use wasm_bindgen_test::wasm_bindgen_test;

fn get(url: &str) -> Outgoing<'_> {
    Outgoing::get(url, Vec::new(), Duration::from_secs(10))
}

fn here() -> Origin {
    Origin::of(&location::origin()).unwrap()
}

#[wasm_bindgen_test]
async fn every_status_is_an_answer() {
    let found = fetch(get(&format!("{}/", here())), &here()).await.unwrap();
    assert_eq!(found.status, 200);
    assert!(!found.body.is_empty());
    let missing = fetch(get(&format!("{}/missing.json", here())), &here()).await.unwrap();
    assert_eq!(missing.status, 404);
}

#[wasm_bindgen_test]
async fn another_origin_is_refused_before_anything_is_sent() {
    for address in
        ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", "", "data:text/plain,x"]
    {
        assert_eq!(fetch(get(address), &here()).await.err(), Some(NoAnswer::ForeignOrigin), "{address}");
    }
}

#[wasm_bindgen_test]
async fn a_header_that_the_browser_would_throw_at_is_no_answer() {
    let url = format!("{}/", here());
    let mut outgoing = get(&url);
    outgoing.headers.push(("x-test", "a\r\nb: c".to_owned()));
    assert_eq!(fetch(outgoing, &here()).await.err(), Some(NoAnswer::Failed));
}

#[wasm_bindgen_test]
async fn nobody_there_is_no_answer() {
    let nobody = Origin::of("http://127.0.0.1:9").unwrap();
    assert_eq!(fetch(get("http://127.0.0.1:9/"), &nobody).await.err(), Some(NoAnswer::Failed));
}
