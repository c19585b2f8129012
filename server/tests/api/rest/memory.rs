//! Twenty megabytes at every call that takes a body, while the program's memory stays flat.
//!
//! The true program runs as a process of its own, so that what is measured is its memory and nothing of these tests'.

use super::description::Description;
use crate::harness::PASSWORD;
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    os::unix::net::UnixStream,
    path::PathBuf,
    process::{Child, Command, Stdio},
};
use tempfile::TempDir;

/// What is sent, in bytes.
const LENGTH: usize = 20_000_000;

/// How much the peak may grow by JSON, in bytes: the largest document is read whole, 8 MiB, and nothing beyond.
const GROWTH: u64 = 16_000_000;

/// How much it may grow by lists of students, of which one of 20 MB is read whole, in a buffer that doubles.
const GROWTH_BY_FILES: u64 = 48_000_000;

/// The options that the program runs with.
const LEPTOS: &str = include_str!("../../../../Leptos.toml");

/// A program that serves at a socket in a folder of its own.
struct Program {
    folder: TempDir,
    child: Child,
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Program {
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("target/site/pkg")).expect("a site");
        fs::write(folder.path().join("Leptos.toml"), LEPTOS).expect("options");
        let command = || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_workshops"));
            command.current_dir(folder.path()).stdin(Stdio::null()).stdout(Stdio::null()).env("RUST_LOG", "info");
            for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("WORKSHOPS_")) {
                command.env_remove(name);
            }
            command.arg("--data-dir").arg(folder.path().join("data"));
            command
        };
        let made = command().arg("init").env("WORKSHOPS_ADMIN_PASSWORD", PASSWORD).stderr(Stdio::null()).status();
        assert!(made.expect("a program").success());
        let mut child = command()
            .args(["serve", "--base-url", "http://workshops.test", "--listen"])
            .arg(format!("unix:{}", folder.path().join("socket").display()))
            .stderr(Stdio::piped())
            .spawn()
            .expect("a program");
        let log = BufReader::new(child.stderr.take().expect("a log"));
        let mut lines = log.lines().map_while(Result::ok);
        assert!(lines.any(|line| line.contains("serving at")), "it never served");
        std::thread::spawn(move || lines.for_each(drop));
        Self { folder, child }
    }

    /// Sends a body of this many bytes, made of repetitions; gives the status and the answer's body.
    fn send(&self, method: &str, path: &str, token: &str, (unit, length): (&[u8], usize)) -> (u16, Value) {
        let socket: PathBuf = self.folder.path().join("socket");
        let mut stream = UnixStream::connect(socket).expect("a connection");
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: workshops.test\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).expect("a head");
        let chunk: Vec<u8> = unit.iter().copied().cycle().take(64 * 1024 / unit.len() * unit.len()).collect();
        let mut left = length;
        while left > 0 {
            let part = &chunk[..left.min(chunk.len())];
            // Whoever doesn't want the body may answer before its end.
            if stream.write_all(part).is_err() {
                break;
            }
            left -= part.len();
        }
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let answer = String::from_utf8_lossy(&answer);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{method} {path}: {answer:?}"));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, serde_json::from_str(body).unwrap_or_default())
    }

    /// The most memory that it ever had, in bytes.
    fn peak(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("a status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
        line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") * 1024
    }
}

#[test]
fn twenty_megabytes_at_every_call_are_refused_and_memory_stays_flat() {
    let program = Program::start();
    let login = json!({ "credential": PASSWORD, "login_type": "admin" }).to_string();
    let (status, answer) = program.send("POST", "/api/v1/auth/login", "", (login.as_bytes(), login.len()));
    assert_eq!(status, 200, "{answer}");
    let token = answer["token"].as_str().expect("a token").to_owned();
    let event = json!({ "slug": "groot", "title": "Groot" }).to_string();
    let (_, event) = program.send("POST", "/api/v1/events", &token, (event.as_bytes(), event.len()));
    let id = event["id"].as_str().expect("an event");
    let (_, document) = program.send("GET", "/api/openapi.json", "", (b" ", 0));
    let before = program.peak();
    let bodies: [&[u8]; 4] = [b" ", b"[", b"{\"a\":", b"\"\xff\xfe\","];
    for (method, template, operation) in Description(document).calls() {
        let path = format!("/api/v1{}", template.replace("{id}", id));
        let takes_file = template.ends_with("/students/import");
        // A stream has no end, and the event is needed to the end.
        let deletes_event = method == "DELETE" && template == "/events/{id}";
        if takes_file || template.ends_with("/stream") || deletes_event {
            continue;
        }
        // Who may not call hears so, however much he sends.
        let (status, answer) = program.send(method.as_str(), &path, "x", (b" ", LENGTH));
        let expected = if template == "/auth/login" { (413, "too-large") } else { (401, "invalid-token") };
        assert_eq!((status, answer["code"].as_str()), (expected.0, Some(expected.1)), "{method} {template}");
        for body in bodies {
            let (status, answer) = program.send(method.as_str(), &path, &token, (body, LENGTH));
            let what = format!("{method} {template}: {answer}");
            if operation.get("requestBody").is_some() && !template.starts_with("/registrations") {
                assert_eq!((status, &answer["code"]), (413, &json!("too-large")), "{what}");
            } else {
                assert!(status < 500, "{what}");
            }
        }
    }
    let grown = program.peak() - before;
    assert!(grown < GROWTH, "{grown} bytes more");
    for body in bodies {
        let path = format!("/api/v1/events/{id}/students/import");
        let (status, answer) = program.send("POST", &path, &token, (body, LENGTH + 1));
        assert_eq!(status, 413, "{answer}");
    }
    let grown = program.peak() - before;
    assert!(grown < GROWTH_BY_FILES, "{grown} bytes more");
}
