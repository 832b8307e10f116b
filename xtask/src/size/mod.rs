//! `cargo xtask size`: what the first load weighs, and what is in it.

mod module;

use std::fs;
use std::process::Command;

use crate::build::{self, MODULE, OPTIMIZE};
use crate::compress::{brotli, gzip};
use crate::failure::{Failure, Result};
use crate::fingerprint::files;
use crate::run::run;
use crate::tools::Tools;
use crate::workspace::Workspace;

/// What the first load may weigh: brotli 11, all files together.
const LIMIT: usize = 200_000;

/// Prints the tables. Fails when the first load is over its limit.
pub(crate) fn size(workspace: &Workspace) -> Result<()> {
    let total = first_load(workspace)?;
    println!();
    contents(workspace)?;
    println!();
    println!("First load: {total} bytes of {LIMIT}");
    if total > LIMIT {
        return Err(Failure::new(format!("The first load is {} bytes over what it may be", total - LIMIT)));
    }
    Ok(())
}

/// The files of the first load, and their sum in brotli.
fn first_load(workspace: &Workspace) -> Result<usize> {
    let built = build::build(workspace)?;
    println!("{:<44} {:>9} {:>9} {:>9}", "file", "raw", "gzip", "brotli");
    let mut sums = [0; 3];
    for file in files(&built)? {
        let first = ["html", "css", "js", "wasm"];
        if !file.extension().is_some_and(|extension| first.iter().any(|known| extension == *known)) {
            continue;
        }
        let bytes = fs::read(&file).map_err(Failure::at(&file))?;
        let sizes = [
            bytes.len(),
            gzip(&bytes).map_err(Failure::at(&file))?.len(),
            brotli(&bytes).map_err(Failure::at(&file))?.len(),
        ];
        let name = file.strip_prefix(&built).unwrap_or(&file);
        println!("{:<44} {:>9} {:>9} {:>9}", name.display(), sizes[0], sizes[1], sizes[2]);
        for (sum, size) in sums.iter_mut().zip(sizes) {
            *sum += size;
        }
    }
    println!("{:<44} {:>9} {:>9} {:>9}", "together", sums[0], sums[1], sums[2]);
    Ok(sums[2])
}

/// The module by crate. The one that is shipped has no names, so it is
/// optimised once more, with them.
fn contents(workspace: &Workspace) -> Result<()> {
    let path = workspace.scratch("named.wasm");
    let tools = Tools::for_building(workspace)?;
    run(Command::new("wasm-opt")
        .args(OPTIMIZE)
        .args(["-g", "-o"])
        .arg(&path)
        .arg(build::bound(workspace, MODULE))
        .env("PATH", tools.path()?))?;
    let bytes = fs::read(&path).map_err(Failure::at(&path))?;
    let parts = module::by_crate(&bytes)
        .ok_or_else(|| Failure::new(format!("{} has no names to sort it by", path.display())))?;
    let total: usize = parts.iter().map(|(_, size)| size).sum();
    println!("{:<44} {:>9} {:>9}", "in the module", "bytes", "share");
    for (name, size) in parts.iter().take(20) {
        println!("{name:<44} {size:>9} {:>7} %", size * 100 / total.max(1));
    }
    let rest: usize = parts.iter().skip(20).map(|(_, size)| size).sum();
    println!("{:<44} {rest:>9} {:>7} %", "everything else", rest * 100 / total.max(1));
    Ok(())
}
