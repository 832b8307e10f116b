//! Programs that the system's packages bring.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::run::{output, run, say};

/// Finds a C++ compiler, or installs one.
pub(super) fn compiler() -> Result<()> {
    if env::var_os("CXX").is_some() || on_path("c++").is_some() { Ok(()) } else { install(&["g++"]) }
}

/// The program of that name on `PATH`.
pub(super) fn on_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// Debian's packages, where this user may install them.
pub(super) fn install(packages: &[&str]) -> Result<()> {
    let by_hand = || Failure::new(format!("Install with: sudo apt-get install {}", packages.join(" ")));
    let is_root = output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if !is_root || on_path("apt-get").is_none() {
        return Err(by_hand());
    }
    say(&format!("Installing {}: about a minute, once", packages.join(" and ")));
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").arg("-qq");
        command
    };
    run(apt().arg("update")).map_err(|_| by_hand())?;
    run(apt().args(["install", "-y", "--no-install-recommends"]).args(packages)).map_err(|_| by_hand())
}
