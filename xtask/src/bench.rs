//! `cargo xtask bench`: figures, never limits: machines that measure are noisy.

use std::env::consts::EXE_EXTENSION;
use std::ffi::OsStr;

use crate::failure::{Failure, Result};
use crate::flows;
use crate::run::{run, say};
use crate::workspace::Workspace;

/// What is measured.
#[derive(Clone, Copy)]
pub(crate) enum What {
    List,
    Companion,
    Soak { minutes: u32 },
}

impl What {
    /// Reads what comes after `bench`.
    pub(crate) fn read(arguments: &mut pico_args::Arguments) -> Result<Self> {
        match arguments.subcommand()?.as_deref() {
            Some("list") => Ok(Self::List),
            Some("companion") => Ok(Self::Companion),
            Some("soak") => {
                Ok(Self::Soak { minutes: arguments.opt_value_from_str("--minutes")?.unwrap_or(10) })
            }
            _ => Err(Failure::new("bench list, bench companion or bench soak")),
        }
    }
}

/// Measures, and prints what came of it.
pub(crate) fn bench(workspace: &Workspace, what: What) -> Result<()> {
    match what {
        What::List => flows::bench_list(workspace),
        What::Companion => companion(workspace),
        What::Soak { minutes } => {
            let minutes = minutes.to_string();
            ignored(workspace, "soak", ("PORTICO_SOAK_MINUTES", minutes.as_ref()))
        }
    }
}

/// The program as it is deployed: its size, how fast it starts, and its memory with many connections.
fn companion(workspace: &Workspace) -> Result<()> {
    const PROFILE: &str = "companion";
    say("Building the companion as it is deployed: a few minutes the first time");
    run(workspace.cargo().args(["build", "--quiet", "--package", "companion", "--profile", PROFILE]))?;
    let program = workspace.target.join(PROFILE).join("companion").with_extension(EXE_EXTENSION);
    ignored(workspace, "figures", ("COMPANION", program.as_os_str()))
}

/// Runs a suite of the companion's that measures. What is asked and which faults there are is the suite's to know.
fn ignored(workspace: &Workspace, suite: &str, (name, value): (&str, &OsStr)) -> Result<()> {
    let mut command = workspace.cargo();
    command.args(["test", "--quiet", "--package", "companion", "--release", "--test", suite]);
    run(command.args(["--", "--ignored", "--nocapture"]).env(name, value))
}
