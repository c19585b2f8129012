//! A program that calls the API, and checks of every answer that it is what the OpenAPI document promises.

use super::description::Description;
use crate::harness::{PASSWORD, TestApp};
use domain::StudentKey;
use reqwest::{Client, Method, RequestBuilder, header::HeaderMap, redirect::Policy};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use tokio::sync::OnceCell;

/// Where the calls are.
pub const PREFIX: &str = "/api/v1";

/// The document is the same for every server of this program.
static DESCRIPTION: OnceCell<Arc<Description>> = OnceCell::const_new();

/// A program that calls the API, perhaps with a token.
#[derive(Clone)]
pub struct Api {
    client: Client,
    base: String,
    description: Arc<Description>,
    token: Option<String>,
}

/// A call that is being put together.
pub struct Call<'a> {
    api: &'a Api,
    method: Method,
    path: String,
    request: RequestBuilder,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Reply {
    /// Which call it answers.
    pub call: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl TestApp {
    /// A program that isn't logged in.
    pub async fn api(&self) -> Api {
        let client = Client::builder().redirect(Policy::none()).timeout(Duration::from_secs(60)).build();
        let (client, base) = (client.expect("a client"), format!("http://{}", self.address));
        let read = async {
            let answer = client.get(format!("{base}/api/openapi.json")).send().await.expect("an answer");
            let text = answer.text().await.expect("words");
            Arc::new(Description(serde_json::from_str(&text).expect("JSON")))
        };
        let description = Arc::clone(DESCRIPTION.get_or_init(|| read).await);
        Api { client, base, description, token: None }
    }

    /// A program that is logged in as this student.
    pub async fn api_student(&self, key: &StudentKey) -> Api {
        self.api().await.logged_in(key.as_str(), "user").await
    }

    /// A program that is logged in as the administrator, with a new password, so that nobody else is.
    pub async fn api_admin(&self) -> Api {
        self.services.set_admin_password(PASSWORD, "test").await.expect("a password");
        self.api().await.logged_in(PASSWORD, "admin").await
    }
}

impl Api {
    /// The same program, logged in.
    pub async fn logged_in(&self, credential: &str, login_type: &str) -> Self {
        let login = json!({ "credential": credential, "login_type": login_type });
        let answer = self.post("/auth/login", login).await.ok(200);
        self.with_token(answer["token"].as_str().expect("a token"))
    }

    /// The same program with this token.
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// The token that it sends.
    pub fn token(&self) -> &str {
        self.token.as_deref().expect("a token")
    }

    /// What the document says.
    pub fn description(&self) -> &Description {
        &self.description
    }

    /// Begins a call of the API; the path is what comes after its prefix.
    pub fn call(&self, method: Method, path: &str) -> Call<'_> {
        let path = format!("{PREFIX}{path}");
        let request = self.client.request(method.clone(), format!("{}{path}", self.base));
        let request = match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        Call { api: self, method, path, request }
    }

    /// Loads what doesn't stand below the prefix.
    pub async fn load(&self, path: &str) -> Reply {
        read(format!("GET {path}"), self.client.get(format!("{}{path}", self.base))).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.call(Method::GET, path).send().await
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.call(Method::POST, path).json(body).send().await
    }

    pub async fn put(&self, path: &str, body: Value) -> Reply {
        self.call(Method::PUT, path).json(body).send().await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Reply {
        self.call(Method::PATCH, path).json(body).send().await
    }

    pub async fn delete(&self, path: &str) -> Reply {
        self.call(Method::DELETE, path).send().await
    }

    /// The id of the event with this slug, as the administrator finds it.
    pub async fn event(&self, slug: &str) -> String {
        let list = self.get("/events").await.ok(200);
        let event = list["events"].as_array().expect("events").iter().find(|event| event["slug"] == slug);
        text(&event.expect("an event")["id"])
    }

    /// The students of an event, as the administrator finds them.
    pub async fn students(&self, event: &str) -> Vec<Value> {
        let list = self.get(&format!("/events/{event}/students?limit=1000")).await.ok(200);
        list["students"].as_array().expect("students").clone()
    }
}

impl Call<'_> {
    pub fn json(self, body: Value) -> Self {
        Self { request: self.request.json(&body), ..self }
    }

    /// A body as it is.
    pub fn bytes(self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { request: self.request.header("content-type", content_type).body(body.into()), ..self }
    }

    pub fn header(self, name: &str, value: impl AsRef<[u8]>) -> Self {
        Self { request: self.request.header(name, value.as_ref()), ..self }
    }

    /// On the condition that what is changed has this tag.
    pub fn if_match(self, tag: &str) -> Self {
        self.header("if-match", tag)
    }

    /// The answer before its body, unchecked: for streams.
    pub async fn begin(self) -> reqwest::Response {
        self.request.send().await.expect("an answer")
    }

    /// The answer, which must be one that the document knows.
    pub async fn send(self) -> Reply {
        let reply = read(format!("{} {}", self.method, self.path), self.request).await;
        let path = self.path.strip_prefix(PREFIX).unwrap_or_default();
        reply.assert_private();
        if let Err(objection) = self.api.description.accepts(&self.method, path, &reply) {
            panic!("{} against the document: {objection}: {reply}", reply.call);
        }
        reply
    }
}

async fn read(call: String, request: RequestBuilder) -> Reply {
    let response = request.send().await.unwrap_or_else(|error| panic!("{call}: {error}"));
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let bytes = response.bytes().await.expect("a body").to_vec();
    Reply { call, status, headers, bytes }
}

impl Reply {
    /// What it holds, if it has this status.
    #[track_caller]
    pub fn ok(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self}");
        if self.bytes.is_empty() { Value::Null } else { self.json() }
    }

    /// The problem that it must be, with everything that all problems have.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        let problem = self.ok(status);
        assert_eq!(problem["code"], code, "{self}");
        assert_eq!(self.header("content-type"), "application/problem+json", "{self}");
        assert_eq!(self.header("cache-control"), "no-store", "{self}");
        assert_eq!(problem["status"], status, "{self}");
        for member in ["title", "detail"] {
            assert!(problem[member].as_str().is_some_and(|text| !text.is_empty()), "no {member}: {self}");
        }
        problem
    }

    /// The pointers of what is wrong with a request, of which it must say so.
    #[track_caller]
    pub fn wrong(&self, status: u16, code: &str) -> Vec<String> {
        let problem = self.problem(status, code);
        let errors = problem["errors"].as_array().unwrap_or_else(|| panic!("no errors: {self}"));
        assert!(errors.iter().all(|error| error["detail"].as_str().is_some_and(|text| !text.is_empty())), "{self}");
        errors.iter().map(|error| text(&error["pointer"])).collect()
    }

    /// The violations of a selection that must be refused.
    #[track_caller]
    pub fn violations(&self) -> Vec<Value> {
        let problem = self.problem(422, "refused");
        problem["violations"].as_array().unwrap_or_else(|| panic!("no violations: {self}")).clone()
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {self}"))
    }

    /// A header that must be there.
    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).unwrap_or_else(|| panic!("no {name}: {self}"));
        value.to_str().expect("words")
    }

    /// Its `ETag`, as it is sent back.
    #[track_caller]
    pub fn tag(&self) -> String {
        let tag = self.header("etag");
        assert!(tag.len() > 2 && tag.starts_with('"') && tag.ends_with('"'), "{tag}");
        tag.to_owned()
    }

    /// The methods that it allows, in alphabetical order, without HEAD.
    #[track_caller]
    pub fn allowed(&self) -> Vec<String> {
        let methods = self.header("allow").split(',').map(|method| method.trim().to_owned());
        let mut methods: Vec<String> = methods.filter(|method| method != "HEAD").collect();
        methods.sort();
        methods
    }

    /// No cache may keep it.
    fn assert_private(&self) {
        assert_eq!(self.header("cache-control"), "no-store", "{self}");
    }
}

impl std::fmt::Display for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} answers {}: {:.600}", self.call, self.status, String::from_utf8_lossy(&self.bytes))
    }
}

/// A text in an answer.
#[track_caller]
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}
