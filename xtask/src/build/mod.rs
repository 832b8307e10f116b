//! Building the portal's files with Trunk, offline, and only when something changed.

mod compiler;
mod glue;
mod names;
mod shrink;
mod split;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

pub(crate) use split::{LATER, MODULE, OPTIMIZE, bound, second};

use crate::compress;
use crate::failure::{Failure, Result};
use crate::fingerprint::{Fingerprint, files};
use crate::run::{output, run, say};
use crate::tools::{TARGET, Tools};
use crate::workspace::Workspace;

/// What stands for the base path in a build. Only `index.html` names the base
/// path, so one build serves every one.
pub(crate) const BASE: &str = "/base-path-of-the-portal/";

/// Everything that a build depends on, below the workspace's root.
const SOURCES: [&str; 11] = [
    "xtask/src/build",
    "xtask/src/compress.rs",
    "src",
    "crates",
    "style",
    "web",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
];

/// Builds the portal and returns the folder with its files: `index.html` with
/// [`BASE`] in it, styles, scripts and the module, compressed ones beside them.
/// A build of unchanged sources is used again.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf> {
    let tools = Tools::for_building(workspace)?;
    let made = workspace.scratch("build");
    let stamp = made.join(".fingerprint");
    let environment = compiler::environment(workspace)?;
    let fingerprint = fingerprint(workspace, &tools, &environment)?;
    if fs::read_to_string(&stamp).is_ok_and(|text| text == fingerprint) {
        return Ok(made);
    }
    say("Building the portal: about 3 minutes the first time");
    run(workspace.cargo().args(["fetch", "--quiet"]))?;
    // Once more, for what the standard library itself depends on there.
    run(workspace.cargo().args(["fetch", "--quiet", "--target", TARGET]).envs(environment.clone()))?;
    if made.exists() {
        fs::remove_dir_all(&made).map_err(Failure::at(&made))?;
    }
    fs::create_dir_all(&made).map_err(Failure::at(&made))?;
    let mut trunk = Command::new("trunk");
    trunk
        .current_dir(&workspace.root)
        .args(["build", "--release", "--offline", "--skip-version-check", "--public-url", BASE])
        // Trunk can't be kept from trying its minifier, which is too old, on wasm-bindgen's JavaScript.
        .arg("--log=warn,trunk::processing::minify=error")
        .arg("--dist")
        .arg(&made)
        .env("PATH", tools.path()?)
        // Cargo may have found its target directory in a configuration file.
        .env("CARGO_TARGET_DIR", &workspace.target)
        .envs(environment)
        // A stack of Trunk's own says nothing about the portal.
        .env("RUST_BACKTRACE", "0")
        // Trunk wants "true" where everyone else writes "1".
        .env_remove("NO_COLOR");
    run(&mut trunk)?;
    split::split(workspace, &tools, &made)?;
    shrink::shrink(workspace, &tools, &made)?;
    for file in files(&made)? {
        // index.html is compressed when its base path is known.
        if file.extension().is_some_and(|extension| extension != "html") {
            compress::beside(&file)?;
        }
    }
    fs::write(&stamp, fingerprint).map_err(Failure::at(&stamp))?;
    Ok(made)
}

fn fingerprint(
    workspace: &Workspace,
    tools: &Tools,
    environment: &[(&'static str, String)],
) -> Result<String> {
    let mut fingerprint = Fingerprint::new();
    for path in SOURCES {
        fingerprint.tree(&workspace.root, path)?;
    }
    for version in &tools.versions {
        fingerprint.word(version);
    }
    let mut rustc = Command::new("rustc");
    fingerprint.word(&output(rustc.current_dir(&workspace.root).arg("--version"))?);
    for (name, value) in environment {
        fingerprint.word(name);
        fingerprint.word(value);
    }
    Ok(fingerprint.finish())
}
