//! The browsers and the programs that drive them.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use super::Tool;
use crate::failure::{Failure, Result};
use crate::run::{output, run, say};

/// A browser that the tests know.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Browser {
    /// Or Chrome, or another build of it.
    Chromium,
    /// Or its extended support release.
    Firefox,
}

/// A browser's programs, as the test runners want them told: environment
/// variables and the executables they name.
pub(crate) struct Programs {
    /// The WebDriver server, by which each runner chooses the browser.
    pub(crate) driver: (&'static str, PathBuf),
    /// The browser, for a runner that needs no driver.
    pub(crate) browser: (&'static str, PathBuf),
}

impl Browser {
    /// Every browser, in the order of the tests.
    pub(crate) const ALL: [Self; 2] = [Self::Chromium, Self::Firefox];

    /// As `--browser` and `PORTICO_BROWSER` say it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        }
    }

    /// Reads a browser's name.
    pub(crate) fn named(name: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|browser| browser.name() == name).ok_or_else(|| {
            Failure::new(format!("{name} is not a browser the tests know: chromium or firefox"))
        })
    }

    /// Finds the browser and its driver, or installs them.
    pub(crate) fn ready(self) -> Result<Programs> {
        let (names, packages): (&[&str], &[&str]) = match self {
            Self::Chromium => (
                &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
                &["chromium", "chromium-driver"],
            ),
            Self::Firefox => (&["firefox", "firefox-esr"], &["firefox-esr"]),
        };
        let here = || names.iter().find_map(|name| on_path(name));
        if here().is_none() || (self == Self::Chromium && self.driver_here().is_none()) {
            install(packages)?;
        }
        let missing = || Failure::new(format!("Install {}, on PATH, with its driver", self.name()));
        let browser = here().ok_or_else(missing)?;
        let driver = match (self.driver_here(), self) {
            (Some(driver), _) => driver,
            (None, Self::Firefox) => Tool::geckodriver().ready()?.join("geckodriver"),
            (None, Self::Chromium) => return Err(missing()),
        };
        let browser_variable = if self == Self::Firefox { "FIREFOX" } else { "CHROMIUM" };
        Ok(Programs { driver: (self.variable(), driver), browser: (browser_variable, browser) })
    }

    fn variable(self) -> &'static str {
        match self {
            Self::Chromium => "CHROMEDRIVER",
            Self::Firefox => "GECKODRIVER",
        }
    }

    /// The driver that the environment names, or the one on `PATH`.
    fn driver_here(self) -> Option<PathBuf> {
        let named = env::var_os(self.variable()).map(PathBuf::from).filter(|program| program.is_file());
        named.or_else(|| {
            on_path(match self {
                Self::Chromium => "chromedriver",
                Self::Firefox => "geckodriver",
            })
        })
    }
}

fn on_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// Debian's packages, where this user may install them.
fn install(packages: &[&str]) -> Result<()> {
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
