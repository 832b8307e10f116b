//! The parts of the Rust toolchain that building for the browser needs, which rustup adds.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::run::{output, run, say};
use crate::workspace::Workspace;

/// The browser, as the compiler calls it.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// The standard library for the browser, ready built, as lints and tests use it.
pub(crate) fn wasm_target(workspace: &Workspace) -> Result<()> {
    let library = print(workspace, &["target-libdir", "--target", TARGET])?;
    add(workspace, &library, ["target", "add", TARGET])
}

/// The standard library's source, of which the portal's module is made.
pub(super) fn rust_src(workspace: &Workspace) -> Result<()> {
    add(workspace, &standard_library(workspace)?.join("library"), ["component", "add", "rust-src"])
}

/// Where rustup puts the standard library's source.
pub(crate) fn standard_library(workspace: &Workspace) -> Result<PathBuf> {
    Ok(print(workspace, &["sysroot"])?.join("lib/rustlib/src/rust"))
}

/// This machine, as the compiler calls it.
pub(crate) fn host(workspace: &Workspace) -> Result<PathBuf> {
    print(workspace, &["host-tuple"])
}

/// A folder or a name that the compiler knows.
fn print(workspace: &Workspace, what: &[&str]) -> Result<PathBuf> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let folder = output(Command::new(rustc).current_dir(&workspace.root).arg("--print").args(what))?;
    Ok(folder.trim().into())
}

/// Has rustup add what is not at `place` yet.
fn add(workspace: &Workspace, place: &Path, how: [&str; 3]) -> Result<()> {
    if place.is_dir() {
        return Ok(());
    }
    let [kind, _, name] = how;
    say(&format!("Installing Rust's {kind} {name}: a few seconds, once"));
    run(Command::new("rustup").current_dir(&workspace.root).args(how))
        .map_err(|_| Failure::new(format!("Install it with: rustup {}", how.join(" "))))
}
