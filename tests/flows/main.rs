//! The portal in a real browser, from the first address to the last record.
//!
//! See `tests/README.md`. One browser serves all tests, one after the other; each has servers, cookies and a tab of
//! its own. A runner of its own (`libtest-mimic`, same arguments and output as the usual one) because the browser
//! must be ended after the last test.

mod bidi;
mod browser;
mod element;
mod journal;
mod page;
mod world;

mod authority_faults;
mod bench_list;
mod card;
mod harness;
mod hosting;
mod list;
mod pickers;
mod rights;
mod screenshots;
mod service_faults;
mod session;
mod settings_file;
mod ten_steps;
mod tokens;

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    process::ExitCode,
    sync::{LazyLock, Mutex, PoisonError},
};

use libtest_mimic::{Arguments, Failed, Trial};
use tokio::{runtime::Runtime, sync::OnceCell};

use crate::browser::Browser;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));
static BROWSER: OnceCell<Browser> = OnceCell::const_new();
static TURN: Mutex<()> = Mutex::new(());

/// The one browser, started when the first test needs it.
async fn browser() -> &'static Browser {
    BROWSER.get_or_init(Browser::start).await
}

/// How often a test is begun. ChromeDriver's BiDi now and then loses a tab at a navigation on a busy machine; a portal that
/// hangs would lose it each time.
const BEGINNINGS: usize = 6;

/// A test that runs `flow` when it is its turn, within the limit of one test. It is begun again only when the browser
/// stopped answering its driver: any other failure is one.
fn trial<Flow: Future<Output = ()>>(name: &str, flow: impl Fn() -> Flow + Send + 'static) -> Trial {
    Trial::test(name, move || {
        let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        for left in (0..BEGINNINGS).rev() {
            let limited = async { tokio::time::timeout(world::TEST_LIMIT, flow()).await };
            match catch_unwind(AssertUnwindSafe(|| RUNTIME.block_on(limited))) {
                Ok(Ok(())) => return Ok(()),
                Ok(Err(_)) => return Err(Failed::from("took longer than a test may")),
                Err(panicked) => {
                    let lost =
                        panicked.downcast_ref::<String>().is_some_and(|text| text.contains(page::STUCK));
                    if !lost || left == 0 {
                        resume_unwind(panicked);
                    }
                }
            }
        }
        Ok(())
    })
}

/// Tests that did not pass in every browser yet: they run with `--include-ignored` only.
fn unsteady(trials: Vec<Trial>) -> Vec<Trial> {
    trials.into_iter().map(|trial| trial.with_ignored_flag(true)).collect()
}

/// The named functions of a module as tests.
macro_rules! trials {
    ($($flow:ident),* $(,)?) => {
        /// The tests of this file.
        pub(crate) fn trials() -> Vec<libtest_mimic::Trial> {
            let group = module_path!().rsplit("::").next().unwrap_or_default();
            vec![$($crate::trial(&format!("{group}::{}", stringify!($flow)), $flow)),*]
        }
    };
}
use trials;

fn main() -> ExitCode {
    let tests = [
        harness::trials(),
        ten_steps::trials(),
        session::trials(),
        unsteady(pickers::trials()),
        unsteady(list::trials()),
        unsteady(card::trials()),
        unsteady(rights::trials()),
        unsteady(service_faults::trials()),
        unsteady(authority_faults::trials()),
        settings_file::trials(),
        unsteady(hosting::trials()),
        unsteady(tokens::trials()),
        vec![
            trial("bench_list", bench_list::bench_list).with_ignored_flag(true),
            trial("screenshots", screenshots::screenshots).with_ignored_flag(true),
        ],
    ];
    let conclusion = libtest_mimic::run(&Arguments::from_args(), tests.into_iter().flatten().collect());
    if let Some(browser) = BROWSER.get() {
        RUNTIME.block_on(browser.quit());
    }
    conclusion.exit_code()
}
