//! The program under load for minutes, with faults at random: memory stays as it is, and nothing fails but what was made to.
//! `cargo xtask bench soak` runs it and shows the figures.

#![expect(clippy::unwrap_used, reason = "a test that fails here should stop here")]

mod support;

use std::process::Stdio;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use sandbox::{DEFAULT_APPLICATION_ID, DEFAULT_APPLICATION_SECRET, Effect, Fault, Running, Sandbox, Server};
use support::upstream::Upstream;
use support::{PATIENCE, PORTAL, send};
use tokio::process::{Child, Command};

/// Callers at once.
const CALLERS: u32 = 16;
/// How long the peak is measured.
const PEAK: Duration = Duration::from_secs(10);
/// A fault is felt for so long after it was switched off, at most.
const AFTER: Duration = Duration::from_secs(2);
/// How much more memory the end may take than the time after the beginning.
const GROWTH: f64 = 1.15;

/// The companion's program, with an Authority and a Business Central of its own.
struct Soaked {
    sandbox: Running,
    upstream: Upstream,
    child: Child,
    address: std::net::SocketAddr,
    path: String,
}

impl Soaked {
    async fn start() -> Self {
        // Tokens that end all the time.
        let token_lifetime = Duration::from_secs(120);
        let config = sandbox::Config { rows: 10, token_lifetime, ..sandbox::Config::default() };
        let sandbox = Sandbox::start(config).await.unwrap();
        let upstream = Upstream::start().await;
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let folder = support::Folder::new();
        let limits = "[limits]\nrequests_per_minute = 1000000\nburst = 1000000\n";
        let settings = folder.file("companion.toml", limits);
        let (tenant, environment) = (sandbox.config().tenant.clone(), sandbox.config().environment.clone());
        let variables = [
            ("BIND", address.to_string()),
            ("HOSTS", "localhost".to_owned()),
            ("ORIGINS", PORTAL.to_owned()),
            ("AUTHORITY", sandbox.authority()),
            ("SERVICE", upstream.origin.clone()),
            ("SCOPE", format!("{}/.default", sandbox.service())),
            ("TENANT", tenant.clone()),
            ("ENVIRONMENT", environment.clone()),
            ("WHO", "open".to_owned()),
            ("CLIENT_ID", DEFAULT_APPLICATION_ID.to_owned()),
            ("SECRET", DEFAULT_APPLICATION_SECRET.to_owned()),
        ];
        let variables = variables.map(|(name, value)| (format!("PORTICO_COMPANION_{name}"), value));
        let child = Command::new(env!("CARGO_BIN_EXE_companion"))
            .arg("--settings")
            .arg(settings)
            .envs(variables)
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let listens = async {
            while tokio::net::TcpStream::connect(address).await.is_err() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(PATIENCE, listens).await.expect("it listens");
        let path = format!("/v2.0/{tenant}/{environment}/api/v2.0/companies");
        Self { sandbox, upstream, child, address, path }
    }

    /// The memory that is the program's own now, in kB (`VmRSS`).
    fn resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id().unwrap())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.split_whitespace().next().unwrap().parse().unwrap()
    }

    /// Brings about the fault of this number, and ends it.
    async fn fault(&self, number: u64) -> &'static str {
        let authority = |effect| self.sandbox.set_fault(Fault::at(Server::Authority, "/token", effect));
        let status = |code| Effect::Status { code, retry_after: None, body: None };
        let told = match number % 5 {
            0 => {
                (0..20).for_each(|_| self.upstream.reply("503 Service Unavailable\r\nretry-after: 1", ""));
                "Business Central: 503"
            }
            1 => {
                (0..20).for_each(|_| self.upstream.reply("429 Too Many Requests\r\nretry-after: 1", ""));
                "Business Central: 429"
            }
            2 => {
                let cut =
                    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9999\r\n\r\n{";
                (0..20).for_each(|_| self.upstream.reply_raw(cut.to_vec()));
                "Business Central: cut off"
            }
            3 => {
                authority(Effect::Cut { after: None });
                "Authority: no answer"
            }
            _ => {
                authority(status(503));
                "Authority: 503"
            }
        };
        tokio::time::sleep(Duration::from_secs(1)).await;
        self.upstream.clear_replies();
        self.sandbox.clear_faults();
        told
    }
}

/// What became of all calls.
#[derive(Default)]
struct Tally {
    calls: AtomicU64,
    failed: AtomicU64,
    /// When calls began and ended that failed, and how.
    failures: Mutex<Vec<(Instant, Instant, u16)>>,
}

/// Calls until `stop`, one every `pause` for each caller.
async fn call(soaked: &Arc<Soaked>, tally: &Arc<Tally>, stop: &Arc<AtomicBool>, pause: Duration) {
    let mut callers = Vec::new();
    for _ in 0..CALLERS {
        let (soaked, tally, stop) = (Arc::clone(soaked), Arc::clone(tally), Arc::clone(stop));
        callers.push(tokio::spawn(async move {
            let mut turn = tokio::time::interval(pause.max(Duration::from_micros(1)));
            turn.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            let headers = [("host", "localhost"), ("origin", PORTAL), ("x-portico", "1")];
            while !stop.load(Ordering::Relaxed) {
                turn.tick().await;
                let began = Instant::now();
                let answer = send(soaked.address, "GET", &soaked.path, &headers, b"").await;
                tally.calls.fetch_add(1, Ordering::Relaxed);
                if answer.status != 200 || !answer.whole {
                    tally.failed.fetch_add(1, Ordering::Relaxed);
                    tally.failures.lock().unwrap().push((began, Instant::now(), answer.status));
                }
            }
        }));
    }
    for caller in callers {
        caller.await.unwrap();
    }
}

/// Calls for `time`; how many there were in a second.
async fn load(soaked: &Arc<Soaked>, tally: &Arc<Tally>, time: Duration, pause: Duration) -> f64 {
    let stop = Arc::new(AtomicBool::new(false));
    let before = tally.calls.load(Ordering::Relaxed);
    let began = Instant::now();
    let end = async {
        tokio::time::sleep(time).await;
        stop.store(true, Ordering::Relaxed);
    };
    tokio::join!(call(soaked, tally, &stop, pause), end);
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let calls = (tally.calls.load(Ordering::Relaxed) - before) as f64;
    calls / began.elapsed().as_secs_f64()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "ten minutes: cargo xtask bench soak"]
async fn memory_is_flat_and_nothing_fails_but_what_was_made_to() {
    let minutes = std::env::var("PORTICO_SOAK_MINUTES").ok().and_then(|text| text.parse().ok()).unwrap_or(10);
    let time = Duration::from_secs(60 * minutes);
    let soaked = Arc::new(Soaked::start().await);
    let tally = Arc::new(Tally::default());
    let peak = load(&soaked, &tally, PEAK, Duration::ZERO).await;
    let pause = Duration::from_secs_f64(2.0 * f64::from(CALLERS) / peak);
    println!("at most {peak:.0} calls a second; for {minutes} minutes half of that, with faults");
    println!("{:>8} {:>10} {:>8} {:>12}", "seconds", "calls", "failed", "resident kB");

    let began = Instant::now();
    let mut windows: Vec<(Instant, Instant, &str)> = Vec::new();
    let mut resident = Vec::new();
    let trouble = async {
        // Any sequence will do, as long as it is told.
        let mut random = u64::from(std::process::id());
        println!("seed {random}");
        let mut shown = 0;
        while began.elapsed() + Duration::from_secs(10) < time {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            tokio::time::sleep(Duration::from_secs(3 + (random >> 33) % 5)).await;
            let start = Instant::now();
            let told = soaked.fault(random >> 40).await;
            windows.push((start, Instant::now() + AFTER, told));
            soaked.upstream.forget();
            soaked.sandbox.clear_requests();
            resident.push(soaked.resident());
            if began.elapsed().as_secs() / 30 > shown {
                shown = began.elapsed().as_secs() / 30;
                let (calls, failed) =
                    (tally.calls.load(Ordering::Relaxed), tally.failed.load(Ordering::Relaxed));
                println!(
                    "{:>8} {calls:>10} {failed:>8} {:>12}",
                    began.elapsed().as_secs(),
                    soaked.resident()
                );
            }
        }
    };
    tokio::join!(load(&soaked, &tally, time, pause), trouble);

    for (began, ended, status) in tally.failures.lock().unwrap().iter() {
        let is_told = windows.iter().any(|(start, end, _)| began <= end && start <= ended);
        assert!(is_told, "an answer {status} without a fault");
    }
    assert!(tally.failed.load(Ordering::Relaxed) > 0, "faults that nobody felt");
    let fifth = (resident.len() / 5).max(1);
    let median = |part: &[u64]| {
        let mut part = part.to_vec();
        part.sort_unstable();
        part[part.len() / 2]
    };
    let (early, late) = (median(&resident[fifth..2 * fifth]), median(&resident[resident.len() - fifth..]));
    println!("resident in the second fifth {early} kB, in the last {late} kB");
    #[expect(clippy::cast_precision_loss, reason = "a ratio")]
    let growth = late as f64 / early as f64;
    assert!(growth < GROWTH, "memory grows: {growth:.2}");
}
