//! `cargo xtask start`: the portal, ready to use in a browser.

use std::env::consts::EXE_EXTENSION;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::dist::{self, read_settings};
use crate::failure::{Failure, Result};
use crate::run::{run, say};
use crate::workspace::Workspace;

/// What `cargo xtask start` was asked for.
pub(crate) struct Options {
    settings: Option<PathBuf>,
    rows: Option<u32>,
    port: u16,
}

impl Options {
    /// Reads `--settings`, `--rows` and `--port`.
    pub(crate) fn read(arguments: &mut pico_args::Arguments) -> Result<Self> {
        Ok(Self {
            settings: arguments.opt_value_from_str("--settings")?,
            rows: arguments.opt_value_from_str("--rows")?,
            port: arguments.opt_value_from_str("--port")?.unwrap_or(8080),
        })
    }
}

/// Builds the portal and becomes the program that serves it and starts the
/// companion, and says where to go. With `--settings` that program serves
/// files only.
pub(crate) fn start(workspace: &Workspace, options: &Options) -> Result<()> {
    // Before the long part: a mistake should not cost a build.
    if let Some(path) = &options.settings {
        let text = fs::read_to_string(path).map_err(Failure::at(path))?;
        read_settings(&text, path)?;
    }
    let portal = dist::scratch(workspace, &dist::Base::default())?;
    say("Building the sandbox and the companion: about two minutes the first time");
    run(workspace.cargo().args(["build", "--quiet", "--package", "sandbox", "--package", "companion"]))?;
    let program = |name: &str| workspace.target.join("debug").join(name).with_extension(EXE_EXTENSION);
    let mut sandbox = Command::new(program("sandbox"));
    sandbox.arg("--dist").arg(portal);
    let ports = ["--host-port", "--authority-port", "--service-port", "--companion-port"];
    for (name, offset) in ports.into_iter().zip(0..) {
        let port = options.port.checked_add(offset).ok_or_else(|| Failure::new("--port is too high"))?;
        sandbox.args([name, &port.to_string()]);
    }
    if let Some(rows) = options.rows {
        sandbox.args(["--rows", &rows.to_string()]);
    }
    match &options.settings {
        Some(settings) => sandbox.arg("--settings").arg(settings),
        None => sandbox.arg("--companion").arg(program("companion")),
    };
    become_it(&mut sandbox)
}

/// Replaces this process, so that Ctrl-C and every other signal reach the one
/// that has something to stop.
#[cfg(unix)]
fn become_it(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    Err(Failure::new(format!("{} did not start: {error}", command.get_program().display())))
}

#[cfg(not(unix))]
fn become_it(command: &mut Command) -> Result<()> {
    run(command)
}
