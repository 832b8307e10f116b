//! The portal in a real browser, from the first address to the last record.
//!
//! See `tests/README.md`. A runner of its own (`libtest-mimic`, same arguments and output as the usual one) because the
//! browsers must be ended after the last test.

mod companion;
mod driver;
mod element;
mod gateway;
mod hands;
mod leaks;
mod page;
mod pool;
mod setup;
mod world;

mod app;
mod authority_faults;
mod axe;
mod bench_export;
mod bench_list;
mod bench_list_tasks;
mod broken;
mod callback;
mod card;
mod companion_faults;
mod conformance;
mod connections;
mod custom;
mod delegate;
mod documents;
mod editing;
mod export;
mod failures;
mod finder;
mod harness;
mod hosting;
mod launcher;
mod list;
mod list_tools;
mod many;
mod network;
mod offline;
mod pickers;
mod renewal;
mod rights;
mod screenshots;
mod selection;
mod service_faults;
mod session;
mod settings_file;
mod setup_check;
mod start;
mod tabs;
mod task_faults;
mod tasks;
mod ten_steps;
mod tokens;

use std::{env, process::ExitCode, time::Duration};

use libtest_mimic::{Arguments, Failed, Trial};

/// The limit of one whole test.
const LIMIT: Duration = Duration::from_secs(300);

/// A test that runs `flow` in a browser.
fn trial<Flow: Future<Output = ()>>(name: &str, flow: impl Fn() -> Flow + Send + 'static) -> Trial {
    Trial::test(name, move || {
        let limited = async { tokio::time::timeout(LIMIT, flow()).await.expect("an end within the limit") };
        pool::with_browser(limited).map_err(Failed::from)
    })
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
        callback::trials(),
        renewal::trials(),
        tabs::trials(),
        offline::trials(),
        delegate::trials(),
        failures::trials(),
        list::trials(),
        selection::trials(),
        export::trials(),
        tasks::trials(),
        broken::trials(),
        hosting::trials(),
        tokens::trials(),
        vec![
            trial("bench_list", bench_list::bench_list).with_ignored_flag(true),
            trial("bench_list_tasks", bench_list_tasks::bench_list_tasks).with_ignored_flag(true),
            trial("bench_export", bench_export::bench_export).with_ignored_flag(true),
            trial("screenshots", screenshots::screenshots).with_ignored_flag(true),
            trial("screenshots_of_connections", screenshots::screenshots_of_connections)
                .with_ignored_flag(true),
            trial("screenshots_of_lists", screenshots::screenshots_of_lists).with_ignored_flag(true),
            trial("screenshots_of_cards", screenshots::screenshots_of_cards).with_ignored_flag(true),
            trial("screenshots_of_work", screenshots::screenshots_of_work).with_ignored_flag(true),
            trial("screenshots_of_guests", screenshots::screenshots_of_guests).with_ignored_flag(true),
        ],
        failures::pictures(),
        setup_check::pictures(),
    ];
    // In these browsers hardly differ, and all of them in both would take too long.
    let of_one_browser = [
        authority_faults::trials(),
        conformance::trials(),
        axe::trials(),
        connections::trials(),
        service_faults::trials(),
        finder::trials(),
        launcher::trials(),
        network::trials(),
        many::trials(),
        custom::trials(),
        task_faults::trials(),
        card::trials(),
        editing::trials(),
        documents::trials(),
        list_tools::trials(),
        rights::trials(),
        settings_file::trials(),
        setup_check::trials(),
        app::trials(),
        companion_faults::trials(),
        pickers::trials(),
    ];
    let is_firefox = env::var("PORTICO_BROWSER").is_ok_and(|browser| browser == "firefox");
    let of_one_browser = of_one_browser.into_iter().filter(|_| !is_firefox);
    let tests = match start::address() {
        Some(_) => start::trials(),
        None => tests.into_iter().chain(of_one_browser).flatten().collect(),
    };
    let mut arguments = Arguments::from_args();
    // Browsers wait for servers and for time more than they work.
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    arguments.test_threads.get_or_insert(2 * cores);
    let conclusion = libtest_mimic::run(&arguments, tests);
    pool::quit();
    conformance::write();
    failures::write();
    tasks::write();
    setup_check::write();
    conclusion.exit_code()
}
