//! Installing a tool into the cache folder.

use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::process::Command;

use super::{Source, Tool};
use crate::failure::{Failure, Result};
use crate::run::{run, say};
use crate::workspace::cargo;

/// Installs `tool` into `root`, one installation at a time on this machine.
///
/// It is made in a folder beside and renamed when it is whole, so that an
/// interrupted installation is never taken for a tool.
pub(super) fn install(tool: &Tool, root: &Path) -> Result<()> {
    let Some(cache) = root.parent() else {
        return Err(Failure::new("the cache folder has no parent"));
    };
    fs::create_dir_all(cache).map_err(Failure::at(cache))?;
    let _lock = lock(&cache.join("lock"))?;
    if tool.is(&tool.executables(root).join(tool.program)) {
        return Ok(());
    }
    say(&format!("Installing {} {}: {}", tool.package, tool.version, tool.cost));
    let unfinished = cache.join("unfinished");
    let remove = |folder: &Path| match fs::remove_dir_all(folder) {
        Err(error) if folder.exists() => Err(Failure::at(folder)(error)),
        _ => Ok(()),
    };
    remove(&unfinished)?;
    fs::create_dir_all(&unfinished).map_err(Failure::at(&unfinished))?;
    // Kept when interrupted: the next attempt goes on where this one stopped.
    let objects = cache.join("objects");
    run(&mut command(tool, &unfinished, &objects)).map_err(|failure| {
        Failure::new(format!(
            "{failure}\nInstall {} {} yourself, on PATH, and try again",
            tool.package, tool.version
        ))
    })?;
    remove(root)?;
    fs::rename(&unfinished, root).map_err(Failure::at(root))?;
    remove(&objects)
}

/// The installing command. It runs outside the workspace and without what the
/// environment says about the workspace's own builds.
fn command(tool: &Tool, into: &Path, objects: &Path) -> Command {
    let Tool { package, version, .. } = tool;
    let mut command;
    match tool.source {
        Source::Cargo { locked } => {
            command = Command::new(cargo());
            command.args(["install", package, "--version", version, "--root"]).arg(into);
            if locked {
                command.arg("--locked");
            }
            command.env("CARGO_TARGET_DIR", objects);
            for name in
                ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET", "RUSTC_WORKSPACE_WRAPPER"]
            {
                command.env_remove(name);
            }
            // A tool runs for seconds: what counts is how soon it is there. Half the time for Trunk.
            for (setting, value) in [("LTO", "off"), ("CODEGEN_UNITS", "16"), ("OPT_LEVEL", "1")] {
                command.env(format!("CARGO_PROFILE_RELEASE_{setting}"), value);
            }
        }
        Source::Npm | Source::NpmFile => {
            command = Command::new("npm");
            command.args(["install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix"]).arg(into);
            command.arg(format!("{package}@{version}"));
        }
    }
    command.current_dir(into);
    command
}

/// Holds the file at `path` locked until it is dropped.
fn lock(path: &Path) -> Result<File> {
    let file = File::create(path).map_err(Failure::at(path))?;
    if let Err(TryLockError::WouldBlock) = file.try_lock() {
        say("Waiting for another installation on this machine");
        file.lock().map_err(Failure::at(path))?;
    }
    Ok(file)
}
