//! Attacks, each of them tried. What they met is written to `docs/attacks.md`.
#![allow(clippy::unwrap_used, reason = "a test that fails here should stop here")]

mod addresses;
mod bodies;
mod callers;
mod pages;
mod row;

#[path = "../support/mod.rs"]
mod support;

use std::fmt::Write as _;
use std::path::Path;

use row::Row;

const INTRO: &str = "# What attackers meet

Written by `companion/tests/attacks` (`cargo test -p companion --test attacks`), which tries each of these against a running
companion: do not edit. For each it also checks that nothing reached Business Central, that the answer names neither a
setting nor a secret, and that it is the same small body for every refusal with that code.

`…` stands for `/v2.0/{tenant}/{environment}/api/v2.0`. In this companion `customers` may be read and changed, `vendors` and
everything that isn't listed may not be named.
";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_attack_is_refused() {
    let mut text = INTRO.to_owned();
    for (title, rows) in [
        ("Pages and hosts", pages::rows().await),
        ("Addresses", addresses::rows().await),
        ("Bodies and framing", bodies::rows().await),
        ("Callers", callers::rows().await),
    ] {
        write!(text, "\n## {title}\n\n| attack | what was sent | status | code |\n|---|---|---|---|\n")
            .unwrap();
        for Row { attack, sent, status, code } in rows {
            let sent = sent.replace('|', "\\|");
            writeln!(text, "| {attack} | {sent} | {status} | {code} |").unwrap();
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/attacks.md");
    if std::fs::read_to_string(&path).unwrap_or_default() != text {
        std::fs::write(&path, text).unwrap();
    }
}
