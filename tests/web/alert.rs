//! The alert: what happened, the button, the facts.

use crate::stage::{Stage, drawn};
use leptos::prelude::*;
use portico::components::alert::{Perform, alert};
use portico::problem::{Action, Problem};
use std::sync::mpsc::channel;
use wasm_bindgen_test::wasm_bindgen_test;

fn problem() -> Problem {
    let mut problem = Problem::new("The customers could not be read.", "Try again.").with(Action::Retry);
    problem.details = vec![("Code", "Internal_<b>".to_owned())];
    problem
}

#[wasm_bindgen_test]
async fn it_is_an_alert_with_a_button_that_retries() {
    let (retried, is_retried) = channel();
    let stage = Stage::mount(300, move || {
        let on_retry = Callback::new(move |()| retried.send(()).unwrap());
        alert(problem(), Some(on_retry))
    });
    drawn().await;
    let alert = stage.one("[role=alert]");
    assert!(alert.text_content().unwrap().contains("The customers could not be read."));
    let button = stage.one("button.primary");
    assert_eq!(button.text_content().as_deref(), Some("Retry"));
    button.click();
    assert!(is_retried.try_recv().is_ok());
    assert_eq!(stage.texts("dd"), ["Internal_<b>"]);
}

#[wasm_bindgen_test]
async fn what_leads_away_is_the_shells() {
    let (performed, is_performed) = channel();
    let stage = Stage::mount(300, move || {
        provide_context(Perform(Callback::new(move |action| performed.send(action).unwrap())));
        alert(Problem::new("There is a new version.", "Reload.").with(Action::Reload), None)
    });
    drawn().await;
    stage.one("button").click();
    assert_eq!(is_performed.try_recv().unwrap(), Action::Reload);
}

#[wasm_bindgen_test]
async fn without_an_action_there_is_no_button() {
    let stage = Stage::mount(300, || alert(Problem::new("No.", "Ask."), None));
    drawn().await;
    assert!(stage.all("button").is_empty() && stage.all("details").is_empty());
}
