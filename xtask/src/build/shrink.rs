//! Making scripts and the module small, and the names by which the module and wasm-bindgen's JavaScript know each other.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::names::Names;
use super::split::{MODULE, OPTIMIZE, bound};
use crate::failure::{Failure, Result};
use crate::fingerprint::files;
use crate::run::run;
use crate::tools::Tools;
use crate::workspace::Workspace;

/// Writes the module and the scripts in the folder `made` anew, as small as they can be.
pub(super) fn shrink(workspace: &Workspace, tools: &Tools, made: &Path) -> Result<()> {
    let files = files(made)?;
    let with_end = |end: &'static str| files.iter().filter(move |path| path.to_string_lossy().ends_with(end));
    let module = with_end(MODULE).next();
    let module = module.ok_or_else(|| Failure::new(format!("Trunk left no module in {}", made.display())))?;
    let renamed = shrink_module(workspace, tools, module)?;
    let glue = module.to_string_lossy().replace(MODULE, ".js");
    for script in with_end(".js") {
        let source = if *script == Path::new(&glue) { &renamed } else { script };
        run(Command::new("uglifyjs")
            .arg(source)
            .args(["--module", "--compress", "--mangle", "--output"])
            .arg(script)
            .env("PATH", tools.path()?))?;
    }
    Ok(())
}

/// Writes the module to `path`, with short names, and returns where the JavaScript with the same names is.
fn shrink_module(workspace: &Workspace, tools: &Tools, path: &Path) -> Result<PathBuf> {
    let names = workspace.scratch("names.json");
    run(Command::new("wasm-opt")
        .args(OPTIMIZE)
        .args(["--minify-imports-and-exports-and-modules", "-o"])
        .arg(path)
        .arg(bound(workspace, MODULE))
        .stdout(File::create(&names).map_err(Failure::at(&names))?)
        .env("PATH", tools.path()?))?;
    let read = |path: &Path| fs::read_to_string(path).map_err(Failure::at(path));
    let glue = Names::read(&read(&names)?)?.apply(&read(&bound(workspace, ".js"))?)?;
    let renamed = workspace.scratch("renamed.js");
    fs::write(&renamed, glue).map_err(Failure::at(&renamed))?;
    Ok(renamed)
}
