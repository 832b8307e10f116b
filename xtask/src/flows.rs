//! Running the end-to-end tests in `tests/flows`, which drive a real browser.

use std::process::Command;

use crate::dist;
use crate::failure::Result;
use crate::run::run;
use crate::tools::{self, Browser};
use crate::workspace::Workspace;

/// `cargo test --test flows` with what the harness reads from its environment:
/// the portal's files and the browser's program.
pub(crate) fn command(workspace: &Workspace, browser: Browser) -> Result<Command> {
    let (variable, program) = browser.program()?;
    let mut command = workspace.cargo();
    command
        // Of the whole workspace, as the tests without a browser: otherwise what both need is compiled twice.
        .args(["test", "--workspace", "--test", "flows"])
        .env("PORTICO_BROWSER", browser.name())
        .env("PORTICO_DIST", dist::scratch(workspace, &dist::Base::default())?)
        .env("PORTICO_DIST_BELOW", dist::scratch(workspace, &"/portal/".parse().unwrap_or_default())?)
        .env("PORTICO_AXE", tools::axe()?)
        .env(variable, program);
    Ok(command)
}

/// Measures a list of 1,000,000 entries at rows 1,000 and 10,000.
pub(crate) fn bench_list(workspace: &Workspace) -> Result<()> {
    ignored(workspace, "bench_list")
}

/// Writes `docs/screenshots/*.png`.
pub(crate) fn screenshots(workspace: &Workspace) -> Result<()> {
    ignored(workspace, "screenshots")
}

/// Runs what is compiled with the tests but is none.
fn ignored(workspace: &Workspace, name: &str) -> Result<()> {
    run(command(workspace, Browser::Chromium)?.args(["--", "--ignored", "--nocapture", name]))
}
