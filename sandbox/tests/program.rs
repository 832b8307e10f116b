//! The program as `cargo xtask start` runs it.

mod support;

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use support::Browser;

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_sandbox"))
}

/// Ends the program with the test, however that ends.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn it_says_where_to_go_and_serves_settings_that_fit() {
    let dist = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("program");
    fs::create_dir_all(&dist).unwrap();
    fs::write(dist.join("index.html"), "the page").unwrap();
    let mut command = program();
    command.args([
        "--authority-port",
        "0",
        "--service-port",
        "0",
        "--host-port",
        "0",
        "--rows",
        "10",
        "--dist",
    ]);
    let mut child = Ended(command.arg(&dist).stdout(Stdio::piped()).spawn().unwrap());
    let lines = BufReader::new(child.0.stdout.take().unwrap()).lines();
    let last = lines.map(Result::unwrap).find(|line| line.starts_with("Portico is ready: ")).unwrap();
    let portal = last.rsplit(' ').next().unwrap();

    assert_eq!(Browser::default().get(portal).body, "the page");
    let page = Browser::default().get(&format!("{portal}/portal.json"));
    let connection = &page.json()["connections"][0];
    let issuer = connection["authority"].as_str().unwrap();
    let discovery = Browser::default().get(&format!("{issuer}/.well-known/openid-configuration")).json();
    assert_eq!(discovery["issuer"], issuer);
    let service = connection["service"].as_str().unwrap();
    assert_eq!(connection["scope"], format!("{service}/.default"));
    let policy = Browser::default().get(portal).header("content-security-policy").unwrap().to_owned();
    let authority = issuer.rsplitn(3, '/').last().unwrap();
    assert!(policy.contains(&format!("connect-src 'self' {authority} {service};")), "{policy}");
}

#[test]
fn a_port_in_use_is_told_in_one_line() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = program().args(["--service-port", "0", "--authority-port", &port]).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.contains(&format!("port {port} is in use")), "{told}");
}

#[test]
fn settings_of_ones_own_are_served_alone() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("own");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("index.html"), "the page").unwrap();
    fs::write(folder.join("mine.json"), "{ \"title\": \"Mine\" }").unwrap();
    // Ports that are taken don't matter: neither Authority nor Business Central is started.
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let mut command = program();
    command.args(["--authority-port", &port, "--service-port", &port, "--host-port", "0", "--settings"]);
    command.arg(folder.join("mine.json")).arg("--dist").arg(&folder);
    let mut child = Ended(command.stdout(Stdio::piped()).spawn().unwrap());
    let first = BufReader::new(child.0.stdout.take().unwrap()).lines().next().unwrap().unwrap();
    let portal = first.strip_prefix("Portico is ready: ").unwrap();
    assert_eq!(Browser::default().get(&format!("{portal}/portal.json")).json()["title"], "Mine");
}

#[test]
fn a_companion_that_does_not_start_is_told() {
    let ports = ["--authority-port", "0", "--service-port", "0", "--companion-port", "0"];
    for (companion, expected) in
        [("no such program", "the companion did not start"), ("false", "the companion ended at once")]
    {
        let output = program().args(ports).args(["--companion", companion]).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success());
        assert!(told.contains(expected), "{told}");
    }
}
