//! An installation of the program, and the processes that serve it.

use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};
use tempfile::TempDir;

/// How long a process may take to start, and a call to be answered, before the test gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// A folder with a secret, and all that the program needs beside its database.
pub struct Installation {
    folder: TempDir,
    url: String,
}

/// A process that serves.
pub struct Process {
    child: Child,
    client: Client,
    socket: PathBuf,
}

/// A program that calls a process.
#[derive(Clone)]
pub struct Caller {
    client: Client,
    token: Option<String>,
}

impl Installation {
    /// One on the database at this URL.
    pub fn on(url: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let options = concat!(env!("CARGO_MANIFEST_DIR"), "/../Leptos.toml");
        fs::copy(options, folder.path().join("Leptos.toml")).expect("options");
        // No test looks at a page: the site may be empty.
        fs::create_dir_all(folder.path().join("target/site/pkg")).expect("a site");
        Self { folder, url: url.to_owned() }
    }

    /// The same installation, whose processes reach the database at another URL.
    pub fn by(self, url: &str) -> Self {
        Self { url: url.to_owned(), ..self }
    }

    /// A command of the program.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_workshops"));
        for (variable, _) in std::env::vars_os() {
            if variable.to_string_lossy().starts_with("WORKSHOPS_") {
                command.env_remove(variable);
            }
        }
        command
            .current_dir(self.folder.path())
            .args(["--data-dir", "data", "--database-url", &self.url])
            .args(arguments)
            .stdin(Stdio::null())
            .env("WORKSHOPS_METRICS", "all")
            .env("RUST_LOG", std::env::var_os("WORKSHOPS_TEST_LOG").unwrap_or_else(|| "off".into()));
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("a program")
    }

    /// The audit, by a process of its own, finds nothing.
    pub fn assert_sound(&self) {
        let output = self.run(&["audit"]);
        let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{said}");
    }

    /// Starts a process that serves, and waits until it does.
    pub async fn serve(&self) -> Process {
        self.serve_by(|command| command).await
    }

    /// The same, by a command that is changed before.
    pub async fn serve_by(&self, change: impl FnOnce(Command) -> Command) -> Process {
        let mut process = self.start_by(change);
        process.until(true).await;
        process
    }

    /// Starts a process that is to serve, and waits for nothing.
    pub fn start_by(&self, change: impl FnOnce(Command) -> Command) -> Process {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        // A socket that nobody else can have: a port that is free now may be someone's at the next start.
        let socket = self.folder.path().join(format!("{}.socket", COUNT.fetch_add(1, Ordering::Relaxed)));
        let listen = format!("unix:{}", socket.display());
        let child = change(self.command(&["serve", "--listen", &listen])).spawn().expect("a process");
        Process { child, client: client(socket.clone()), socket }
    }

    /// Starts several.
    pub async fn serve_many<const COUNT: usize>(&self) -> [Process; COUNT] {
        let mut processes = Vec::new();
        for _ in 0..COUNT {
            processes.push(self.serve().await);
        }
        processes.try_into().unwrap_or_else(|_| panic!("so many processes"))
    }
}

fn client(socket: PathBuf) -> Client {
    Client::builder().unix_socket(socket).timeout(PATIENCE).build().expect("a client")
}

impl Process {
    /// Whether it says that it can work.
    pub async fn is_ready(&self) -> bool {
        let answer = self.client.get("http://workshops/readyz").send().await;
        answer.is_ok_and(|answer| answer.status().is_success())
    }

    /// Waits until it answers, and if so is asked, until it can work.
    pub async fn until(&mut self, is_ready: bool) {
        let path = if is_ready { "/readyz" } else { "/healthz" };
        let came = async {
            while !self.request(Method::GET, path).send().await.is_ok_and(|answer| answer.status().is_success()) {
                let ended = self.child.try_wait().expect("a process");
                assert!(ended.is_none(), "the process ended: {ended:?}");
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, came).await.expect("a process that serves");
    }

    /// A request of a browser's kind, without cookies.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("http://workshops{path}"))
    }

    /// Where it listens.
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// Its number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it at once, wherever it is, as `kill -9` does.
    pub fn kill(mut self) {
        self.child.kill().expect("a process to kill");
        self.child.wait().expect("a process that ended");
    }

    /// Asks it to stop, as systemd does.
    pub fn terminate(&self) {
        let asked = Command::new("kill").args(["-TERM", &self.id().to_string()]).status();
        assert!(asked.expect("kill").success());
    }

    /// Waits for its end, and gives its exit code.
    pub async fn exit_code(&mut self) -> Option<i32> {
        let ended = async {
            loop {
                if let Some(status) = self.child.try_wait().expect("a process") {
                    return status.code();
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, ended).await.expect("a process that ends")
    }

    /// A value that it measured.
    pub async fn measured(&self, name: &str) -> f64 {
        let answer = self.client.get("http://workshops/metrics").send().await.expect("an answer");
        let text = answer.text().await.expect("words");
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.unwrap_or_else(|| panic!("no {name} in {text}")).parse().expect("a number")
    }

    /// A program that isn't logged in.
    pub fn caller(&self) -> Caller {
        Caller { client: self.client.clone(), token: None }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // One that has ended already needs neither.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Caller {
    /// Calls, and gives the answer if one comes.
    pub async fn call(&self, method: Method, path: &str, body: Option<Value>) -> reqwest::Result<Response> {
        let mut request = self.client.request(method, format!("http://workshops/api/v1{path}"));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        request.send().await
    }

    /// Logs in, and gives the token.
    pub async fn log_in(&self, credential: &str, login_type: &str) -> String {
        let login = json!({ "credential": credential, "login_type": login_type });
        let answer = self.call(Method::POST, "/auth/login", Some(login)).await.expect("an answer");
        let answer: Value = answer.json().await.expect("JSON");
        answer["token"].as_str().unwrap_or_else(|| panic!("no token: {answer}")).to_owned()
    }

    /// The same with this token.
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }
}
