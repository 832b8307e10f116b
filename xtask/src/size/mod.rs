//! `cargo xtask size`: what the portal weighs, and what is in it.

mod module;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::build::{self, LATER, MODULE, OPTIMIZE};
use crate::compress::{brotli, gzip};
use crate::failure::{Failure, Result};
use crate::fingerprint::files;
use crate::run::run;
use crate::tools::Tools;
use crate::workspace::Workspace;

/// What the first load may weigh: brotli 11, all files together.
const LIMIT: usize = 200_000;

/// What is loaded after it may weigh.
const LIMIT_LATER: usize = 190_000;

/// Prints the tables. Fails when a load is over its limit.
pub(crate) fn size(workspace: &Workspace) -> Result<()> {
    let built = build::build(workspace)?;
    let is_program = |file: &PathBuf| {
        let known = ["html", "css", "js", "wasm"];
        file.extension().is_some_and(|extension| known.iter().any(|known| extension == *known))
    };
    let (later, first): (Vec<PathBuf>, Vec<PathBuf>) =
        files(&built)?.into_iter().filter(is_program).partition(|file| file.starts_with(built.join(LATER)));
    println!("{:<44} {:>9} {:>9} {:>9}", "file", "raw", "gzip", "brotli");
    let first = table(&built, "the first load", &first)?;
    let later = table(&built, "loaded after it", &later)?;
    println!();
    contents(workspace, "in the first load's module", &build::bound(workspace, MODULE))?;
    println!();
    contents(workspace, "in the module loaded after it", &build::second(workspace))?;
    println!();
    println!("Loaded after it: {later} bytes of {LIMIT_LATER}");
    println!("First load: {first} bytes of {LIMIT}");
    within("What is loaded later", later, LIMIT_LATER)?;
    within("The first load", first, LIMIT)
}

fn within(what: &str, size: usize, limit: usize) -> Result<()> {
    match size.checked_sub(limit) {
        None | Some(0) => Ok(()),
        Some(over) => Err(Failure::new(format!("{what} is {over} bytes over what it may be"))),
    }
}

/// Prints the sizes of `files` and their sums, and returns the sum in brotli.
fn table(built: &Path, name: &str, files: &[PathBuf]) -> Result<usize> {
    let mut sums = [0; 3];
    for file in files {
        let bytes = fs::read(file).map_err(Failure::at(file))?;
        let sizes = [
            bytes.len(),
            gzip(&bytes).map_err(Failure::at(file))?.len(),
            brotli(&bytes).map_err(Failure::at(file))?.len(),
        ];
        let name = file.strip_prefix(built).unwrap_or(file);
        println!("{:<44} {:>9} {:>9} {:>9}", name.display(), sizes[0], sizes[1], sizes[2]);
        for (sum, size) in sums.iter_mut().zip(sizes) {
            *sum += size;
        }
    }
    println!("{name:<44} {:>9} {:>9} {:>9}", sums[0], sums[1], sums[2]);
    Ok(sums[2])
}

/// A module by crate. The one that is shipped has no names, so what it was made from is optimised once more, with them.
fn contents(workspace: &Workspace, title: &str, made_from: &Path) -> Result<()> {
    let path = workspace.scratch("named.wasm");
    let tools = Tools::for_building(workspace)?;
    run(Command::new("wasm-opt")
        .args(OPTIMIZE)
        .args(["-g", "-o"])
        .arg(&path)
        .arg(made_from)
        .env("PATH", tools.path()?))?;
    let bytes = fs::read(&path).map_err(Failure::at(&path))?;
    let parts = module::by_crate(&bytes)
        .ok_or_else(|| Failure::new(format!("{} has no names to sort it by", path.display())))?;
    let total: usize = parts.iter().map(|(_, size)| size).sum();
    println!("{title:<44} {:>9} {:>9}", "bytes", "share");
    for (name, size) in parts.iter().take(20) {
        println!("{name:<44} {size:>9} {:>7} %", size * 100 / total.max(1));
    }
    let rest: usize = parts.iter().skip(20).map(|(_, size)| size).sum();
    println!("{:<44} {rest:>9} {:>7} %", "everything else", rest * 100 / total.max(1));
    Ok(())
}
