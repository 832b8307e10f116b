//! Starting and ending the browsers' programs.

use std::{
    env,
    fs::{self, File},
    io::Write as _,
    path::PathBuf,
    process::Stdio,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use tokio::{
    io::{AsyncBufReadExt, AsyncRead, BufReader},
    process::{Child, Command},
    sync::Mutex,
};

/// A browser starts within a few seconds, unless the machine is busy with other things.
const START_LIMIT: Duration = Duration::from_secs(120);

/// A running program and the folder it writes to.
pub(super) struct Program {
    child: Mutex<Child>,
    profile: PathBuf,
}

impl Program {
    /// Waits until a browser that was told to end did so, or ends it, and removes its folder.
    pub(super) async fn end(&self) {
        let mut child = self.child.lock().await;
        if tokio::time::timeout(Duration::from_secs(10), child.wait()).await.is_err() {
            let _ = child.kill().await;
        }
        // A helper of the browser may write for a moment longer; the system's temporary folder may keep what is left.
        let _ = fs::remove_dir_all(&self.profile).or_else(|_| fs::remove_dir_all(&self.profile));
    }
}

/// Starts Chromium; the address to speak to it, and the program.
pub(super) async fn chromium() -> Result<(String, Program), String> {
    let profile = new_folder("chromium")?;
    let mut command = Command::new(env::var_os("CHROMIUM").unwrap_or_else(|| "chromium".into()));
    command.arg(format!("--user-data-dir={}", profile.display())).args([
        "--headless=new",
        "--remote-debugging-port=0",
        // As root, in a container or not, Chromium runs only without its sandbox.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--disable-extensions",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-sync",
        "--metrics-recording-only",
        "--no-default-browser-check",
        "--no-first-run",
        "--password-store=basic",
        // A tab that a test leaves behind goes on as the one in front does.
        "--disable-background-timer-throttling",
        "--disable-backgrounding-occluded-windows",
        "--disable-renderer-backgrounding",
        "--lang=en-US",
        "--window-size=1280,900",
        "about:blank",
    ]);
    start(command, profile, "DevTools listening on ").await
}

/// Starts Firefox; the address to speak to it, and the program.
pub(super) async fn firefox() -> Result<(String, Program), String> {
    let profile = new_folder("firefox")?;
    write_preferences(&profile).map_err(|error| format!("{}: {error}", profile.display()))?;
    let mut command = Command::new(env::var_os("FIREFOX").unwrap_or_else(|| "firefox".into()));
    command
        .args([
            "--headless",
            "--no-remote",
            "--remote-debugging-port",
            "0",
            "--width",
            "1280",
            "--height",
            "900",
        ])
        .arg("--profile")
        .arg(&profile);
    start(command, profile, "WebDriver BiDi listening on ").await
}

/// Starts a program and waits until it says where it listens.
async fn start(mut command: Command, profile: PathBuf, marker: &str) -> Result<(String, Program), String> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| {
            let program = command.as_std().get_program().display();
            format!("{program} doesn't start: {error}; install it, or say where it is")
        })?;
    let output = child.stderr.take().ok_or("stderr is piped")?;
    let address = line_after(output, marker).await?;
    Ok((address, Program { child: Mutex::new(child), profile }))
}

/// What follows `marker` in the first line that has it. The rest of the output is read and dropped, so that the
/// program never waits for a reader.
async fn line_after(output: impl AsyncRead + Unpin + Send + 'static, marker: &str) -> Result<String, String> {
    let mut lines = BufReader::new(output).lines();
    let mut said = String::new();
    let found = tokio::time::timeout(START_LIMIT, async {
        while let Ok(Some(line)) = lines.next_line().await {
            if let Some((_, rest)) = line.split_once(marker) {
                return Some(rest.trim().to_owned());
            }
            said.push_str(&line);
            said.push('\n');
        }
        None
    });
    let found = found.await.ok().flatten();
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    found.ok_or_else(|| format!("the browser didn't say {marker:?} within {START_LIMIT:?}, but:\n{said}"))
}

/// A folder of its own for each browser.
fn new_folder(browser: &str) -> Result<PathBuf, String> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let folder = env::temp_dir().join(format!("portico-{browser}-{now}-{count}"));
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

/// An English Firefox that doesn't call home.
fn write_preferences(profile: &std::path::Path) -> std::io::Result<()> {
    let mut preferences = File::create(profile.join("user.js"))?;
    for (name, value) in [
        ("intl.accept_languages", "\"en-US\""),
        ("browser.shell.checkDefaultBrowser", "false"),
        ("browser.startup.page", "0"),
        ("datareporting.policy.dataSubmissionEnabled", "false"),
        ("toolkit.telemetry.enabled", "false"),
        ("app.update.enabled", "false"),
        ("app.normandy.enabled", "false"),
        ("network.captive-portal-service.enabled", "false"),
        ("network.connectivity-service.enabled", "false"),
        ("browser.safebrowsing.update.enabled", "false"),
        ("services.settings.server", "\"data:,#remote-settings-dummy/v1\""),
    ] {
        writeln!(preferences, "user_pref(\"{name}\", {value});")?;
    }
    Ok(())
}
