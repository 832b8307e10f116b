//! Splitting the module that the compiler wrote: what the first page needs, and what is loaded after it.
//!
//! `src/later.rs` marks the entrance to the second part. Functions are shared among the parts by way of the module's
//! table; memory, table and a global or two are exported by the first and imported by the second.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_split_cli_support::{Options, transform};

use super::glue;
use crate::failure::{Failure, Result};
use crate::fingerprint::Fingerprint;
use crate::run::run;
use crate::tools::{TARGET, Tools};
use crate::workspace::Workspace;

/// How wasm-opt optimises: for size; and the lowest kilobyte of memory is free, because the linker puts the stack
/// first, whose end it is.
pub(crate) const OPTIMIZE: [&str; 2] = ["-Oz", "--low-memory-unused"];

/// The end of the name of a module that wasm-bindgen wrote. Its JavaScript has `.js` there.
pub(crate) const MODULE: &str = "_bg.wasm";

/// The folder of what is not part of the first load.
pub(crate) const LATER: &str = "later";

/// What wasm-bindgen wrote of the first part, as it wrote it; `end` is [`MODULE`] or `.js`.
pub(crate) fn bound(workspace: &Workspace, end: &str) -> PathBuf {
    workspace.scratch("bound").join(format!("portico{end}"))
}

/// The second part as it was split off, with its functions' names.
pub(crate) fn second(workspace: &Workspace) -> PathBuf {
    workspace.scratch("split").join("split_later.wasm")
}

/// Splits the module that Trunk had compiled: the second part goes to the folder `made`, optimised, the first through
/// wasm-bindgen, whose JavaScript is then told how to load the second.
pub(super) fn split(workspace: &Workspace, tools: &Tools, made: &Path) -> Result<()> {
    let compiled = workspace.target.join(TARGET).join("wasm/portico.wasm");
    let first = workspace.scratch("split").join("portico.wasm");
    let input = fs::read(&compiled).map_err(Failure::at(&compiled))?;
    let mut options = Options::new(&input);
    let folder = workspace.scratch("split");
    options.output_dir = &folder;
    options.main_out_path = &first;
    options.link_name = glue::LINK;
    transform(options).map_err(|error| Failure::new(format!("{}: {error}", compiled.display())))?;

    run(Command::new("wasm-bindgen")
        .args(["--target=web", "--no-typescript", "--keep-lld-exports", "--out-name=portico", "--out-dir"])
        .arg(workspace.scratch("bound"))
        .arg(&first)
        .env("PATH", tools.path()?))?;

    let name = put_second(workspace, tools, made)?;
    let path = bound(workspace, ".js");
    let read = |path: &Path| fs::read(path).map_err(Failure::at(path));
    let text = String::from_utf8_lossy(&read(&path)?).into_owned();
    let text = glue::with_loader(&text, &name, &read(&second(workspace))?)?;
    fs::write(&path, text).map_err(Failure::at(&path))
}

/// Optimises the second part and returns its name below `made`. It is named by its content, so that a page never gets
/// that of another version.
fn put_second(workspace: &Workspace, tools: &Tools, made: &Path) -> Result<String> {
    let optimized = workspace.scratch("later.wasm");
    run(Command::new("wasm-opt")
        .args(OPTIMIZE)
        .arg("-o")
        .arg(&optimized)
        .arg(second(workspace))
        .env("PATH", tools.path()?))?;
    let bytes = fs::read(&optimized).map_err(Failure::at(&optimized))?;
    let hash = Fingerprint::of(&bytes);
    let name = format!("{LATER}/portico-{}.wasm", hash.get(..16).unwrap_or(&hash));
    let path = made.join(&name);
    fs::create_dir_all(made.join(LATER)).map_err(Failure::at(&path))?;
    fs::write(&path, bytes).map_err(Failure::at(&path))?;
    Ok(name)
}
