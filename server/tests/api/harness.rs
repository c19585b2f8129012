//! Starts the true server, and the verbs that the tests are written in.

use crate::databases::{Database, Server};
use domain::{AvailabilityState, Event, Selection, StudentId, StudentKey, Timestamp, WorkshopId};
use leptos::config::LeptosOptions;
use reqwest::{Client, RequestBuilder, Response, StatusCode, redirect::Policy};
use serde_json::{Value, json};
use sqlx::{ConnectOptions, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{future::pending, net::SocketAddr, sync::Arc, time::Duration};
use tempfile::TempDir;
use workshops_server::{
    accept,
    auth::{Secret, Tokens},
    clock::SetClock,
    connection::{Limits, Patient},
    random::SeededRandom,
    router::router,
    service::{Parts, Services},
    state::{AppState, Web, Within},
    store::{Missing, Store},
    web::{overload::Overload, stopping::Stopping},
};

pub const EVENT: &[u8] = include_bytes!("../fixtures/event.json");
pub const STUDENTS: &[u8] = include_bytes!("../fixtures/students.csv");
pub const SLUG: &str = "workshopdag-2027";
pub const PASSWORD: &str = "een lang wachtwoord";

/// 2027-01-12 09:00 in Amsterdam: a day after the fixture's event opens.
pub const DURING: Timestamp = Timestamp::from_micros(1_799_740_800_000_000);
/// Three days before it opens.
pub const BEFORE: Timestamp = DURING.plus_seconds(-4 * 24 * 3600);
/// A month after.
pub const AFTER: Timestamp = DURING.plus_seconds(30 * 24 * 3600);

/// A running server.
pub struct TestApp {
    pub services: Arc<Services>,
    pub clock: Arc<SetClock>,
    pub address: SocketAddr,
    /// What the server's handlers reach.
    pub state: AppState,
    _folder: TempDir,
    database: Database,
}

/// One browser: it keeps its cookies and follows no redirect.
#[derive(Clone)]
pub struct Browser {
    client: Client,
    base: String,
    /// Whose page it shows, as its forms say.
    page_of: StudentId,
}

impl TestApp {
    /// An empty server.
    pub async fn empty() -> Self {
        Self::with_limits(Limits::default(), Overload::default()).await
    }

    /// An empty server that is less patient, or does less at once.
    pub async fn with_limits(limits: Limits, overload: Overload) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let database = Database::new(server()).await;
        let random = Arc::new(SeededRandom::new(7));
        let clock = Arc::new(SetClock::at(DURING));
        let services = Arc::new(Services::new(Parts {
            store: Store::open(&database.url, Missing::Make).await.expect("a store"),
            tokens: Tokens::new(&Secret::new(&*random)),
            clock: Arc::<SetClock>::clone(&clock),
            random,
            time_zone: jiff::tz::TimeZone::get("Europe/Amsterdam").expect("a zone"),
            base_url: "http://workshops.test".to_owned(),
        }));
        let leptos = LeptosOptions::builder()
            .output_name("workshops")
            .site_root(folder.path().display().to_string())
            .site_pkg_dir("pkg")
            .build();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let web = Web { is_https: false, origin: format!("http://{address}"), ..Web::default() };
        let state = AppState::new(Within {
            services: Arc::clone(&services),
            leptos,
            web: Arc::new(web),
            stopping: Stopping::default(),
            overload: Arc::new(overload),
        });
        let app = router(state.clone());
        let listener = Patient::new(listener, limits);
        tokio::spawn(async move { accept::serve(listener, app, pending()).await });
        Self { services, clock, address, state, _folder: folder, database }
    }

    /// A server with the fixture's event, scheduled as the fixture says, and its 1,200 students.
    pub async fn with_fixture() -> Self {
        let app = Self::empty().await;
        app.services.import_event(EVENT, "test").await.expect("an event");
        let planned = app.services.plan_import(SLUG, STUDENTS).await.expect("a plan");
        let (event, plan) = planned.expect("a file");
        app.services.carry_out_import(event, &plan, "test", None).await.expect("students");
        app
    }

    /// A server with a small event of our own and this many students, all in one group. The document's `key`s are the
    /// workshops' titles too.
    pub async fn with_event(document: Value, students: usize) -> Self {
        let app = Self::empty().await;
        let slug = document["slug"].as_str().expect("a slug").to_owned();
        app.services.import_event(document.to_string().as_bytes(), "test").await.expect("an event");
        app.add_students(&slug, students).await;
        app.open(&slug).await;
        app
    }

    /// Adds students to an event: `Student 0` and so on, class `1A`, group `Alle`.
    pub async fn add_students(&self, slug: &str, students: usize) {
        let mut csv = String::from("Naam;Klas;Doelgroep;Leerlingnummer\r\n");
        for number in 0..students {
            csv.push_str(&format!("Student {number:04};1A;Alle;{number}\r\n"));
        }
        let (event, plan) = self.services.plan_import(slug, csv.as_bytes()).await.expect("a plan").expect("a file");
        assert_eq!(plan.preview.errors, []);
        self.services.carry_out_import(event, &plan, "test", None).await.expect("students");
    }

    /// Opens an event by hand.
    pub async fn open(&self, slug: &str) {
        self.set_availability(slug, AvailabilityState::Open).await;
    }

    /// Sets an event's availability by hand.
    pub async fn set_availability(&self, slug: &str, state: AvailabilityState) {
        let event = self.event(slug).await;
        let admin = app::backend::Admin { name: "test".to_owned() };
        self.services.set_availability(&admin, event.id, state).await.expect("an availability");
    }

    /// The event as it is stored.
    pub async fn event(&self, slug: &str) -> Event {
        let state = self.services.store.event_by_slug(slug).await.expect("a store").expect("an event");
        self.services.store.event(state.id).await.expect("an event").0
    }

    /// The id of the first workshop with this title.
    pub async fn workshop(&self, slug: &str, title: &str) -> WorkshopId {
        let event = self.event(slug).await;
        event.workshops.iter().find(|workshop| workshop.title == title).expect("a workshop").id
    }

    /// The keys of an event's students, in the order of their names.
    pub async fn keys(&self, slug: &str) -> Vec<StudentKey> {
        let event = self.event(slug).await;
        let students = self.services.store.students(event.id).await.expect("students");
        students.into_iter().map(|(student, _)| student.key).collect()
    }

    /// The id of the student with this key.
    pub async fn id(&self, key: &StudentKey) -> StudentId {
        self.services.store.student_by_key(key).await.expect("a store").expect("a student").id
    }

    /// What a student of an event holds.
    pub async fn held(&self, slug: &str, key: &StudentKey) -> Selection {
        let event = self.event(slug).await;
        let student = self.services.store.student_by_key(key).await.expect("a store").expect("a student");
        self.services.store.standing(event.id, student.id).await.expect("a standing").held.selection
    }

    /// How many students are registered for a workshop, counted row by row.
    pub async fn registered(&self, slug: &str, workshop: WorkshopId) -> usize {
        let event = self.event(slug).await;
        let roster = self.services.store.roster(event.id).await.expect("a roster");
        roster.iter().filter(|row| row.workshop == workshop).count()
    }

    /// The audit finds nothing.
    pub async fn assert_sound(&self) {
        let findings = self.services.audit().await.expect("an audit");
        assert_eq!(findings.broken, Vec::<String>::new());
    }

    /// Opens the database a second time, behind the server's back.
    pub async fn database(&self) -> SqliteConnection {
        let options: SqliteConnectOptions = self.database.url.parse().expect("SQLite's URL");
        options.connect().await.expect("a database")
    }

    /// What the server's clock shows.
    pub fn clock_now(&self) -> Timestamp {
        workshops_server::clock::Clock::now(&*self.clock)
    }

    /// A browser that nobody has used.
    pub fn browser(&self) -> Browser {
        let client = Client::builder()
            .cookie_store(true)
            .redirect(Policy::none())
            .timeout(Duration::from_secs(60))
            .build()
            .expect("a client");
        Browser { client, base: format!("http://{}", self.address), page_of: StudentId::from_u128(0) }
    }

    /// A browser in which this student is logged in.
    pub async fn student(&self, key: &StudentKey) -> Browser {
        let mut browser = self.browser();
        let response = browser.log_in(key.as_str()).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        browser.page_of = self.id(key).await;
        browser
    }

    /// A browser in which the administrator is logged in, with a new password, so that nobody else is.
    pub async fn admin(&self) -> Browser {
        self.services.set_admin_password(PASSWORD, "test").await.expect("a password");
        self.log_in_admin().await
    }

    /// Another browser in which the administrator is logged in.
    pub async fn log_in_admin(&self) -> Browser {
        let browser = self.browser();
        let response = browser.post("/manage", &[("form", "login"), ("password", PASSWORD)]).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        browser
    }
}

impl Browser {
    /// Loads a page.
    pub async fn get(&self, path: &str) -> Response {
        self.request(self.client.get(self.url(path))).await
    }

    /// Loads a page, which must be there, and gives its HTML.
    pub async fn page(&self, path: &str) -> String {
        let response = self.get(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.text().await.expect("a page")
    }

    /// Posts a form as a browser does without JavaScript.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        self.request(self.client.post(self.url(path)).header("origin", &self.base).form(fields)).await
    }

    /// Types a key on the first page.
    pub async fn log_in(&self, typed: &str) -> Response {
        self.post("/", &[("form", "login"), ("key", typed)]).await
    }

    /// Confirms a selection as the hydrated page does; gives `Stored` or `Refused` with its data.
    pub async fn register(&self, selection: &[WorkshopId]) -> Response {
        let body = json!({ "student": self.page_of, "selection": selection });
        let request = self.client.post(self.url("/api/pages/register")).header("origin", &self.base);
        self.request(request.header("accept", "application/json").json(&body)).await
    }

    /// Gives everything up, as the hydrated page does.
    pub async fn withdraw(&self) -> Response {
        let request = self.client.post(self.url("/api/pages/withdraw")).header("origin", &self.base);
        self.request(request.json(&json!({ "student": self.page_of }))).await
    }

    /// Confirms a selection, and gives the codes of what is wrong with it; none means that it is stored.
    pub async fn register_codes(&self, selection: &[WorkshopId]) -> Vec<String> {
        let response = self.register(selection).await;
        assert_eq!(response.status(), StatusCode::OK);
        codes(&outcome(response).await)
    }

    /// Confirms a selection by the form of the page, without JavaScript.
    pub async fn post_selection(&self, slug: &str, selection: &[WorkshopId]) -> Response {
        let ids: Vec<String> = selection.iter().map(ToString::to_string).collect();
        let names: Vec<String> = (0..ids.len()).map(|place| format!("moment-{place}")).collect();
        let page_of = self.page_of.to_string();
        let mut fields = vec![("form", "register"), ("confirm", "yes"), ("student", &*page_of)];
        fields.extend(names.iter().map(String::as_str).zip(ids.iter().map(String::as_str)));
        self.post(&format!("/events/{slug}"), &fields).await
    }

    /// Whose page it shows, as its forms say.
    pub fn page_of(&self) -> String {
        self.page_of.to_string()
    }

    /// A request of one's own making.
    pub fn raw(&self, method: reqwest::Method, path: &str) -> RequestBuilder {
        self.client.request(method, self.url(path))
    }

    async fn request(&self, request: RequestBuilder) -> Response {
        request.send().await.expect("an answer")
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

/// The server that this run of the tests is about.
pub fn server() -> Server {
    match std::env::var_os("WORKSHOPS_TEST_DATABASE").as_deref().and_then(std::ffi::OsStr::to_str) {
        None | Some("sqlite") => Server::Sqlite,
        Some("postgres") => Server::Postgres,
        Some("mysql") => Server::MySql,
        Some(other) => panic!("WORKSHOPS_TEST_DATABASE is {other}; it can be sqlite, postgres or mysql"),
    }
}

/// The outcome in an answer; answers travel packed in a text.
pub async fn outcome(response: Response) -> Value {
    let packed: String = response.json().await.expect("an answer");
    serde_json::from_str(&packed).expect("an outcome")
}

/// The codes of what is wrong; none means stored.
pub fn codes(outcome: &Value) -> Vec<String> {
    if outcome.get("Stored").is_some() {
        return Vec::new();
    }
    let violations = outcome["Refused"]["violations"].as_array().unwrap_or_else(|| panic!("no outcome: {outcome}"));
    violations.iter().map(|violation| violation["code"].as_str().expect("a code").to_owned()).collect()
}

/// A document of an event with these workshops: key, moments, capacity. Moments are `m1` and so on, all required.
pub fn small_event(moments: usize, workshops: &[(&str, &[&str], u32)], links: Value) -> Value {
    let moments: Vec<Value> = (1..=moments)
        .map(|number| json!({ "key": format!("m{number}"), "name": format!("Ronde {number}"), "required": true }))
        .collect();
    let workshops: Vec<Value> = workshops
        .iter()
        .map(|(key, moments, capacity)| {
            json!({
                "key": key, "title": key, "description": "", "moments": moments, "groups": [],
                "capacity": capacity, "location": "", "host": "",
            })
        })
        .collect();
    json!({
        "format": "workshops-event/1", "slug": "klein", "title": "Klein", "intro": "",
        "moments": moments, "groups": [{ "key": "alle", "name": "Alle" }],
        "workshops": workshops, "links": links,
    })
}
