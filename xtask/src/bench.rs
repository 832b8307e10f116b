//! `cargo xtask bench`: figures, never limits: machines that measure are noisy.

mod companion;

use crate::failure::{Failure, Result};
use crate::flows;
use crate::run::run;
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
        What::Companion => companion::bench(workspace),
        // What is asked and which faults there are is the companion's tests' to know.
        What::Soak { minutes } => run(workspace
            .cargo()
            .args(["test", "--package", "companion", "--release", "--test", "soak", "--"])
            .args(["--ignored", "--nocapture"])
            .env("PORTICO_SOAK_MINUTES", minutes.to_string())),
    }
}
