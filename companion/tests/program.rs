//! The program: started, asked and ended as on a server.
#![allow(clippy::unwrap_used, reason = "a test that fails here should stop here")]
#![cfg(unix)]

mod support;

use std::net::SocketAddr;
use std::process::{Output, Stdio};

use sandbox::{DEFAULT_APPLICATION_ID, DEFAULT_APPLICATION_SECRET, Running, Sandbox};
use support::{PATIENCE, send};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_companion"));
    command.env_clear().kill_on_drop(true).stdin(Stdio::null());
    command
}

fn set(command: &mut Command, variables: &[(&str, &str)]) {
    command.envs(variables.iter().map(|(name, value)| (format!("PORTICO_COMPANION_{name}"), value)));
}

async fn run(command: &mut Command) -> (Option<i32>, String) {
    let output = tokio::time::timeout(PATIENCE, command.output()).await.unwrap();
    let Output { status, stdout, stderr } = output.unwrap();
    (status.code(), String::from_utf8_lossy(&[stdout, stderr].concat()).into_owned())
}

async fn sandbox() -> Running {
    Sandbox::start(sandbox::Config { rows: 10, ..sandbox::Config::default() }).await.unwrap()
}

/// Settings for `sandbox` in variables alone.
fn for_sandbox(command: &mut Command, sandbox: &Running) {
    let config = sandbox.config();
    set(
        command,
        &[
            ("BIND", "127.0.0.1:0"),
            ("HOSTS", "localhost"),
            ("ORIGINS", support::PORTAL),
            ("AUTHORITY", &sandbox.authority()),
            ("SERVICE", &sandbox.service()),
            ("TENANT", &config.tenant),
            ("ENVIRONMENT", &config.environment),
            ("WHO", "open"),
            ("CLIENT_ID", DEFAULT_APPLICATION_ID),
            ("SECRET", DEFAULT_APPLICATION_SECRET),
        ],
    );
}

/// Starts it and reads from its log where it listens.
async fn start(
    mut command: Command,
) -> (Child, SocketAddr, tokio::io::Lines<BufReader<tokio::process::ChildStdout>>) {
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let address = async {
        loop {
            let line = lines.next_line().await.unwrap().expect("it says where it listens");
            let line: serde_json::Value = serde_json::from_str(&line).unwrap();
            if line["event"] == "started" {
                return line["text"]
                    .as_str()
                    .unwrap()
                    .strip_prefix("listening on ")
                    .unwrap()
                    .parse()
                    .unwrap();
            }
        }
    };
    let address = tokio::time::timeout(PATIENCE, address).await.unwrap();
    (child, address, lines)
}

#[tokio::test]
async fn mistakes_are_told_and_end_it() {
    let (code, text) = run(&mut program()).await;
    assert_eq!(code, Some(2), "{text}");
    for field in ["who", "tenant", "environment", "authority", "principal"] {
        assert!(text.contains(&format!("companion: {field} is missing")), "{text}");
    }
    let (code, text) = run(program().arg("--secret").arg("hush")).await;
    assert!(code == Some(2) && !text.contains("hush"), "{text}");
    let (code, text) = run(program().args(["--settings", "no-such-file"])).await;
    assert!(code == Some(2) && text.contains("no-such-file can't be read"), "{text}");
    let (code, text) = run(program().arg("--help")).await;
    assert!(code == Some(0) && text.contains("companion check"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn check_ends_with_a_code() {
    let sandbox = sandbox().await;
    let mut command = program();
    for_sandbox(&mut command, &sandbox);
    let (code, text) = run(command.arg("check")).await;
    assert!(code == Some(0) && text.lines().filter(|line| line.starts_with("ok ")).count() == 4, "{text}");
    set(&mut command, &[("SECRET", "wrong")]);
    let (code, text) = run(&mut command).await;
    assert!(code == Some(1) && text.contains("failed   credential"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_serves_until_it_is_told_to_end() {
    let sandbox = sandbox().await;
    let mut command = program();
    for_sandbox(&mut command, &sandbox);
    let (mut child, address, mut lines) = start(command).await;
    let headers = [("host", "localhost"), ("origin", support::PORTAL), ("x-portico", "1")];
    let config = sandbox.config();
    let path = format!("/v2.0/{}/{}/api/v2.0/companies", config.tenant, config.environment);
    let answer = send(address, "GET", &path, &headers, b"").await;
    assert_eq!((answer.status, answer.whole), (200, true), "{}", answer.text());
    let health = send(address, "GET", "/health", &[("host", "localhost")], b"").await;
    assert_eq!(health.text(), r#"{"state":"ok"}"#);
    let pid = child.id().unwrap().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().await.unwrap().success());
    let ended = tokio::time::timeout(PATIENCE, child.wait()).await.unwrap().unwrap();
    assert_eq!(ended.code(), Some(0));
    let mut log = String::new();
    while let Some(line) = lines.next_line().await.unwrap() {
        log.push_str(&line);
    }
    assert!(log.contains(r#""what":"api/v2.0/companies""#) && log.contains(r#""event":"stopped""#), "{log}");
    for secret in sandbox.issued_tokens().iter().map(String::as_str).chain([DEFAULT_APPLICATION_SECRET]) {
        assert!(!log.contains(secret));
    }
}
