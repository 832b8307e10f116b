//! `cargo xtask check`: everything but the tests.

use std::process::Command;
use std::time::Duration;

use crate::failure::Result;
use crate::run::{Ending, output, run, say, watch};
use crate::tools::{TARGET, wasm_target};
use crate::workspace::Workspace;

/// Stops at the first thing that is not as it should be.
pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    say("Formatting");
    run(workspace.cargo().args(["fmt", "--all", "--check"]))?;
    say("Lints");
    run(clippy(workspace).args(["--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    // `--all-targets` leaves out what has `test = false`.
    run(clippy(workspace).args(["--package", "portico", "--test", "flows", "--", "-D", "warnings"]))?;
    say("Lints, as the browser's build sees it");
    wasm_target(workspace)?;
    run(clippy(workspace).args(["--target", TARGET]).args(BROWSER).args(["--", "-D", "warnings"]))?;
    say("Licences and advisories");
    advisories(workspace)
}

/// What is compiled for the browser: all but the examples, which are programs for a machine.
const BROWSER: [&str; 13] = [
    "--package",
    "portico",
    "--package",
    "authority",
    "--package",
    "business-central",
    "--package",
    "origin",
    "--package",
    "settings",
    "--lib",
    "--bins",
    "--tests",
];

fn clippy(workspace: &Workspace) -> Command {
    let mut command = workspace.cargo();
    command.args(["clippy", "--quiet"]);
    command
}

/// `cargo deny check`, where cargo-deny is installed and its data can be had.
fn advisories(workspace: &Workspace) -> Result<()> {
    if output(workspace.cargo().args(["deny", "--version"])).is_err() {
        say("  skipped: cargo-deny is not installed (cargo install cargo-deny --locked)");
        return Ok(());
    }
    run(workspace.cargo().args(["deny", "--offline", "check", "bans", "licenses", "sources"]))?;
    let fetch = watch(workspace.cargo().args(["deny", "fetch", "db"]), Duration::from_secs(60), |_| ())?;
    if !matches!(fetch, Ending::Exit(status) if status.success()) {
        say("  advisories skipped: their database could not be fetched");
        return Ok(());
    }
    run(workspace.cargo().args(["deny", "check", "advisories"]))
}
