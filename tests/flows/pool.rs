//! The browsers that serve the tests: as many as tests run at once, each for one test at a time.

use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use tokio::runtime::Runtime;

use crate::driver::Browser;

static IDLE: Mutex<Vec<Arc<Browser>>> = Mutex::new(Vec::new());

/// Where everything happens, also between the tests.
pub(crate) static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));

tokio::task_local! {
    /// The browser of the test that runs here.
    static MINE: Arc<Browser>;
}

/// Runs a test with a browser of its own: one that is idle, or a new one.
pub(crate) fn with_browser(test: impl Future<Output = ()>) -> Result<(), String> {
    let idle = idle().pop();
    let browser = match idle {
        Some(browser) => browser,
        None => Arc::new(RUNTIME.block_on(Browser::start())?),
    };
    // Also when the test panics: another one needs it.
    let _back = Back(Arc::clone(&browser));
    RUNTIME.block_on(MINE.scope(browser, test));
    Ok(())
}

/// The browser of the test that runs here.
pub(crate) fn mine() -> Arc<Browser> {
    MINE.with(Arc::clone)
}

/// Ends all browsers.
pub(crate) fn quit() {
    for browser in idle().drain(..) {
        RUNTIME.block_on(browser.quit());
    }
}

/// Puts a browser back that is still good for something.
struct Back(Arc<Browser>);

impl Drop for Back {
    fn drop(&mut self) {
        if self.0.is_alive() {
            idle().push(Arc::clone(&self.0));
        }
    }
}

fn idle() -> MutexGuard<'static, Vec<Arc<Browser>>> {
    IDLE.lock().unwrap_or_else(PoisonError::into_inner)
}
