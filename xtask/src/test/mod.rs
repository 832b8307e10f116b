//! `cargo xtask test`: every test, and one line at the end that sums them up.

mod started;
mod summary;

use std::process::{Command, ExitCode};
use std::time::Duration;

use crate::failure::{Failure, Result};
use crate::flows;
use crate::run::{Ending, run, say, watch};
use crate::tools::{Browser, Tools};
use crate::workspace::Workspace;
use started::Started;
use summary::Summary;

/// Longer than any suite takes on two cores. A browser driver that stalls
/// would otherwise hang the run for ever.
const LIMIT: Duration = Duration::from_secs(30 * 60);

/// What `cargo xtask test` was asked for.
pub(crate) struct Options {
    parts: Vec<Part>,
    browsers: Vec<Browser>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Host,
    Web,
    Flows,
    Start,
}

impl Options {
    /// Reads `--only` and `--browser`; without them everything runs.
    pub(crate) fn read(arguments: &mut pico_args::Arguments) -> Result<Self> {
        let only: Option<String> = arguments.opt_value_from_str("--only")?;
        let parts = match only.as_deref() {
            None => vec![Part::Host, Part::Web, Part::Flows, Part::Start],
            Some("host") => vec![Part::Host],
            Some("web") => vec![Part::Web],
            Some("flows") => vec![Part::Flows],
            Some("start") => vec![Part::Start],
            Some(other) => return Err(Failure::new(format!("--only {other}: host, web, flows or start"))),
        };
        let browsers = match arguments.opt_value_from_str::<_, String>("--browser")? {
            None => Browser::ALL.to_vec(),
            Some(name) => vec![Browser::named(&name)?],
        };
        Ok(Self { parts, browsers })
    }
}

/// Runs the tests. The last line of standard output is `N passed, M failed`;
/// a suite that does not compile, crashes or hangs counts as one failed test.
pub(crate) fn test(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let mut total = Summary::default();
    for part in &options.parts {
        let in_browser: fn(&Workspace, Browser) -> Result<Summary> = match part {
            Part::Host => {
                total.add(host(workspace));
                continue;
            }
            Part::Web => web,
            Part::Flows => end_to_end,
            Part::Start => as_a_stranger,
        };
        for browser in &options.browsers {
            total.add(in_browser(workspace, *browser));
        }
    }
    println!("{total}");
    Ok(if total.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Everything that needs no browser.
fn host(workspace: &Workspace) -> Result<Summary> {
    say("Tests without a browser");
    suite(workspace.cargo().args(["test", "--workspace", "--no-fail-fast"]))
}

/// The portal's components in a browser.
fn web(workspace: &Workspace, browser: Browser) -> Result<Summary> {
    say(&format!("Components in {}", browser.name()));
    let tools = Tools::for_testing(workspace)?;
    browser.program()?;
    let driver = browser.driver()?;
    let command = || -> Result<Command> {
        let mut command = workspace.cargo();
        command
            .args(["test", "--package", "portico", "--target", "wasm32-unknown-unknown", "--test", "web"])
            .env("PATH", tools.path()?)
            // The runner takes whichever driver it finds first.
            .env_remove("CHROMEDRIVER")
            .env_remove("GECKODRIVER")
            .env(driver.0, &driver.1)
            .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
        Ok(command)
    };
    run(command()?.arg("--no-run"))?;
    suite(&mut command()?)
}

/// The whole portal, against the sandbox, in a browser.
fn end_to_end(workspace: &Workspace, browser: Browser) -> Result<Summary> {
    say(&format!("The whole portal in {}", browser.name()));
    suite(&mut flows::command(workspace, browser)?)
}

/// The README's first command, in a browser at the address that it says.
fn as_a_stranger(workspace: &Workspace, browser: Browser) -> Result<Summary> {
    say(&format!("cargo xtask start, and what a stranger does then in {}", browser.name()));
    let mut test = flows::command(workspace, browser)?;
    let started = Started::new()?;
    suite(test.env("PORTICO_ADDRESS", started.address()?))
}

/// Runs one `cargo test` and sums up what it reports.
fn suite(command: &mut Command) -> Result<Summary> {
    let mut sum = Summary::default();
    match watch(command, LIMIT, |line| sum.read(line))? {
        Ending::Exit(status) => sum.ended(status.success()),
        Ending::TimedOut => {
            say("Stopped: the time limit was reached");
            sum.ended(false);
        }
    }
    Ok(sum)
}
