//! The programs that building and testing need, each at one exact version.
//!
//! A tool is looked for on `PATH`, then in the cache folder, and is otherwise
//! installed there. Trunk never downloads anything: it finds these on its `PATH`.

mod browser;
mod debian;
mod install;
mod rust;

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) use browser::Browser;
pub(crate) use rust::{TARGET, host, standard_library, wasm_target};

use crate::failure::{Failure, Result};
use crate::run::output;
use crate::workspace::Workspace;

/// 0.22 asks for a newer compiler than rust-toolchain.toml names.
const TRUNK: &str = "0.21.14";
/// Older ones cannot read what today's compiler writes.
const BINARYEN: &str = "132.0.0";
/// Unlike other minifiers it has no dependencies, so this says all of what is installed.
const UGLIFY: &str = "3.19.3";
/// What the flow tests look for accessibility faults with.
const AXE: &str = "4.14.1";
const GECKODRIVER: &str = "0.37.1";
const CARGO_FUZZ: &str = "0.13.2";

/// One program and how to get it.
struct Tool {
    /// Its package's name in its registry.
    package: &'static str,
    version: String,
    /// One of its executables.
    program: &'static str,
    source: Source,
    /// How long an installation takes.
    cost: &'static str,
}

enum Source {
    /// crates.io, built here; `locked` with the versions its author tested.
    Cargo { locked: bool },
    /// npm, ready built.
    Npm,
    /// npm, a file to read instead of a program: `program` is its place among the packages.
    NpmFile,
}

impl Tool {
    fn trunk() -> Self {
        Self {
            package: "trunk",
            version: TRUNK.to_owned(),
            program: "trunk",
            source: Source::Cargo { locked: true },
            cost: "about 5 minutes on two cores, once",
        }
    }

    /// wasm-bindgen's two halves understand each other at equal versions only.
    fn wasm_bindgen(workspace: &Workspace) -> Result<Self> {
        Ok(Self {
            package: "wasm-bindgen-cli",
            version: workspace.locked_version("wasm-bindgen")?,
            program: "wasm-bindgen",
            // Its lock file may name versions that the registry no longer offers.
            source: Source::Cargo { locked: false },
            cost: "about 2 minutes, once",
        })
    }

    fn binaryen() -> Self {
        Self {
            package: "binaryen",
            version: BINARYEN.to_owned(),
            program: "wasm-opt",
            source: Source::Npm,
            cost: "a few seconds, once",
        }
    }

    fn uglify() -> Self {
        Self {
            package: "uglify-js",
            version: UGLIFY.to_owned(),
            program: "uglifyjs",
            source: Source::Npm,
            cost: "a few seconds, once",
        }
    }

    fn axe() -> Self {
        Self {
            package: "axe-core",
            version: AXE.to_owned(),
            program: "axe-core/axe.min.js",
            source: Source::NpmFile,
            cost: "a few seconds, once",
        }
    }

    fn geckodriver() -> Self {
        Self {
            package: "geckodriver",
            version: GECKODRIVER.to_owned(),
            program: "geckodriver",
            source: Source::Cargo { locked: true },
            cost: "about 3 minutes, once",
        }
    }

    fn cargo_fuzz() -> Self {
        Self {
            package: "cargo-fuzz",
            version: CARGO_FUZZ.to_owned(),
            program: "cargo-fuzz",
            source: Source::Cargo { locked: true },
            cost: "about a minute, once",
        }
    }

    /// Below `root`, the folder of the executables.
    fn executables(&self, root: &Path) -> PathBuf {
        match self.source {
            Source::Cargo { .. } => root.join("bin"),
            Source::Npm => root.join("node_modules").join(".bin"),
            Source::NpmFile => root.join("node_modules"),
        }
    }

    /// Whether the executable `program` is this tool at this version.
    fn is(&self, program: &Path) -> bool {
        if matches!(self.source, Source::NpmFile) {
            // The folder that it is in names the version.
            return program.is_file();
        }
        output(Command::new(program).arg("--version")).is_ok_and(|answer| answers_to(&answer, &self.version))
    }

    /// The folder of the executables, after an installation if there must be one.
    fn ready(&self) -> Result<PathBuf> {
        let path = env::var_os("PATH").filter(|_| !matches!(self.source, Source::NpmFile));
        let on_path = path.into_iter().flat_map(|path| {
            env::split_paths(&path).map(|folder| folder.join(self.program)).collect::<Vec<_>>()
        });
        if let Some(found) = on_path.filter(|program| program.is_file()).find(|program| self.is(program))
            && let Some(folder) = found.parent()
        {
            return Ok(folder.to_owned());
        }
        let root = cache()?.join(format!("{}-{}", self.package, self.version));
        let executables = self.executables(&root);
        if !self.is(&executables.join(self.program)) {
            install::install(self, &root)?;
        }
        Ok(executables)
    }
}

/// What `--version` printed names `version`. Binaryen's programs print only
/// the first of its three numbers.
fn answers_to(answer: &str, version: &str) -> bool {
    let short = version.strip_suffix(".0.0").unwrap_or(version);
    answer.split_whitespace().any(|word| word == version || word == short)
}

/// Where installed tools are kept between checkouts.
fn cache() -> Result<PathBuf> {
    let base = env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|folder| folder.is_absolute())
        .or_else(|| env::home_dir().map(|home| home.join(".cache")))
        .ok_or_else(|| Failure::new("Set HOME or XDG_CACHE_HOME: tools are installed below it"))?;
    Ok(base.join("portico").join("tools"))
}

/// The script of axe-core, which tells of accessibility faults in the page that it runs in.
pub(crate) fn axe() -> Result<PathBuf> {
    let tool = Tool::axe();
    Ok(tool.ready()?.join(tool.program))
}

/// cargo-fuzz, with the C++ compiler that libFuzzer takes.
pub(crate) fn cargo_fuzz() -> Result<PathBuf> {
    debian::compiler()?;
    let tool = Tool::cargo_fuzz();
    Ok(tool.ready()?.join(tool.program))
}

/// The tools that turn the sources into the portal's files.
pub(crate) struct Tools {
    folders: Vec<PathBuf>,
    /// Their names and versions, for the fingerprint of what they made.
    pub(crate) versions: Vec<String>,
}

impl Tools {
    /// Finds or installs what a build needs: the standard library's source,
    /// Trunk, wasm-bindgen, wasm-opt and UglifyJS.
    pub(crate) fn for_building(workspace: &Workspace) -> Result<Self> {
        rust::rust_src(workspace)?;
        Self::ready(&[Tool::binaryen(), Tool::uglify(), Tool::wasm_bindgen(workspace)?, Tool::trunk()])
    }

    /// Finds or installs what the browser tests need: the wasm target and
    /// wasm-bindgen's test runner.
    pub(crate) fn for_testing(workspace: &Workspace) -> Result<Self> {
        wasm_target(workspace)?;
        Self::ready(&[Tool::wasm_bindgen(workspace)?])
    }

    fn ready(tools: &[Tool]) -> Result<Self> {
        Ok(Self {
            folders: tools.iter().map(Tool::ready).collect::<Result<_>>()?,
            versions: tools.iter().map(|tool| format!("{} {}", tool.package, tool.version)).collect(),
        })
    }

    /// `PATH` with these tools first.
    pub(crate) fn path(&self) -> Result<OsString> {
        let inherited = env::var_os("PATH").unwrap_or_default();
        let folders = self.folders.iter().cloned().chain(env::split_paths(&inherited));
        env::join_paths(folders).map_err(|error| Failure::new(format!("PATH: {error}")))
    }
}

#[cfg(test)]
mod tests {
    use super::answers_to;

    #[test]
    fn a_version_is_a_whole_word_of_the_answer() {
        for (answer, version, is) in [
            ("trunk 0.21.14\n", "0.21.14", true),
            ("trunk 0.21.1\n", "0.21.14", false),
            ("trunk 0.21.14-beta.1\n", "0.21.14", false),
            ("wasm-bindgen 0.2.130 (4a1b2c3)\n", "0.2.130", true),
            ("wasm-opt version 132 (version_132)\n", "132.0.0", true),
            ("wasm-opt version 108\n", "132.0.0", false),
            ("uglify-js 3.19.3\n", "3.19.3", true),
            ("", "132.0.0", false),
        ] {
            assert_eq!(answers_to(answer, version), is, "{answer:?} {version}");
        }
    }
}
