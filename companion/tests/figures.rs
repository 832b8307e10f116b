//! What the program needs, as it is deployed: time to start, memory with 1,000 connections, and with 10,000 idle ones.
//! `cargo xtask bench companion` builds it and shows the figures; `COMPANION` names another program, such as a static one.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that fails here should stop here")]

mod support;

use std::net::SocketAddr;
use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};

/// Resident memory in KiB.
fn resident(child: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id().unwrap())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

async fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port()
}

/// The program, and how long it took until it listened.
async fn start(program: &str, authority: &str) -> (Child, SocketAddr, Duration) {
    let address = SocketAddr::from(([127, 0, 0, 1], free_port().await));
    let variables = [
        ("BIND", address.to_string()),
        ("AUTHORITY", authority.to_owned()),
        ("TENANT", "t".to_owned()),
        ("ENVIRONMENT", "Production".to_owned()),
        ("WHO", "open".to_owned()),
        ("CLIENT_ID", "c".to_owned()),
        ("SECRET", "s".to_owned()),
    ];
    let mut command = Command::new(program);
    command.envs(variables.map(|(name, value)| (format!("PORTICO_COMPANION_{name}"), value)));
    let began = Instant::now();
    let child = command.stdout(Stdio::null()).kill_on_drop(true).spawn().unwrap();
    while TcpStream::connect(address).await.is_err() {
        tokio::time::sleep(Duration::from_micros(200)).await;
    }
    (child, address, began.elapsed())
}

/// Asks on a connection that stays open.
async fn ask(stream: &mut TcpStream, address: SocketAddr) {
    let request = format!("GET / HTTP/1.1\r\nhost: {address}\r\nx-portico: 1\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = vec![0; 4096];
    let read = tokio::time::timeout(support::PATIENCE, stream.read(&mut answer)).await.unwrap().unwrap();
    assert!(answer[..read].starts_with(b"HTTP/1.1 200"));
}

#[tokio::test]
#[ignore = "measures: cargo xtask bench companion"]
async fn figures() {
    let program = std::env::var("COMPANION").expect("COMPANION names the program");
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(&program);
    let program = if path.is_file() { path.display().to_string() } else { program };
    let issuer = support::issuer::Issuer::start().await;
    let size = std::fs::metadata(&program).unwrap().len() / 1024;
    let mut starts = Vec::new();
    for _ in 0..10 {
        starts.push(start(&program, &issuer.name).await.2);
    }
    starts.sort_unstable();
    let (child, address, _) = start(&program, &issuer.name).await;
    let fresh = resident(&child);
    let mut used = Vec::new();
    for _ in 0..1_000 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        ask(&mut stream, address).await;
        used.push(stream);
    }
    let with_thousand = resident(&child);
    drop(used);
    let mut idle = Vec::new();
    for _ in 0..10_000 {
        idle.push(TcpStream::connect(address).await.unwrap());
    }
    let began = Instant::now();
    ask(&mut TcpStream::connect(address).await.unwrap(), address).await;
    let among_idle = began.elapsed();
    let with_idle = resident(&child);
    println!("size {size} KiB; starts in {:?} (median), {:?} (slowest of ten)", starts[5], starts[9]);
    println!(
        "resident {fresh} KiB; with 1,000 connections in use {with_thousand} KiB; with 10,000 idle {with_idle} KiB"
    );
    println!("a call among 10,000 idle connections: {among_idle:?}");
}
