//! The administrator at an event's pages: the verbs that the tests about managing are written in.

use crate::{
    harness::{Browser, TestApp},
    html::Node,
};
use domain::EventId;
use reqwest::{Response, StatusCode, multipart};
use std::fmt::Display;

/// An administrator who manages one event.
#[derive(Clone)]
pub struct Manager {
    /// His browser.
    pub browser: Browser,
    /// The event.
    pub event: EventId,
}

/// A form as it was loaded, filled in further.
#[derive(Clone, Debug)]
pub struct Form {
    path: String,
    fields: Vec<(String, String)>,
    file: Option<Vec<u8>>,
}

/// What came back of a form.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    /// Where it leads to, if it is a redirect.
    pub location: String,
    pub page: Node,
    path: String,
}

impl TestApp {
    /// An administrator who manages the event with this slug; whoever was logged in stays so.
    pub async fn manager(&self, slug: &str) -> Manager {
        let is_new = self.services.store.account("admin").await.expect("a store").is_none();
        let browser = if is_new { self.admin().await } else { self.log_in_admin().await };
        Manager { browser, event: self.event(slug).await.id }
    }
}

impl Browser {
    /// Loads a page, which must be there, as a reader sees it.
    pub async fn read(&self, path: &str) -> Node {
        Node::of(&self.page(path).await)
    }

    /// The form of this name on a page; of several, the one for what has this id.
    pub async fn form(&self, path: &str, name: &str, id: &str) -> Form {
        let page = self.read(path).await;
        Form::on(&page, path, name, id).unwrap_or_else(|| panic!("no form {name} {id} on {path}"))
    }

    /// Sends a form.
    pub async fn submit(&self, form: &Form) -> Reply {
        let response = match &form.file {
            None => {
                let fields: Vec<(&str, &str)> = form.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
                self.post(&form.path, &fields).await
            }
            Some(file) => {
                let mut body = multipart::Form::new();
                for (name, value) in &form.fields {
                    body = body.text(name.clone(), value.clone());
                }
                let part = multipart::Part::bytes(file.clone()).file_name("bestand");
                self.raw(reqwest::Method::POST, &form.path)
                    .multipart(body.part("file", part))
                    .send()
                    .await
                    .expect("an answer")
            }
        };
        Reply::of(form.path.clone(), response).await
    }
}

impl Manager {
    /// The address of a page or a file of the event; the overview is the empty one.
    pub fn path(&self, below: &str) -> String {
        let slash = if below.is_empty() || below.starts_with('?') { "" } else { "/" };
        format!("/manage/events/{}{slash}{below}", self.event)
    }

    /// One of the event's pages.
    pub async fn page(&self, below: &str) -> Node {
        self.browser.read(&self.path(below)).await
    }

    /// The form of this name on one of the event's pages.
    pub async fn form(&self, below: &str, name: &str) -> Form {
        self.browser.form(&self.path(below), name, "").await
    }

    /// The form of this name for what has this id.
    pub async fn form_of(&self, below: &str, name: &str, id: impl Display) -> Form {
        self.browser.form(&self.path(below), name, &id.to_string()).await
    }

    /// A button on one of the event's pages, as a form with nothing but these fields.
    pub fn button(&self, below: &str, name: &str, fields: &[(&str, &str)]) -> Form {
        let owned = |&(name, value): &(&str, &str)| (name.to_owned(), value.to_owned());
        let fields = std::iter::once(("form", name)).chain(fields.iter().copied());
        Form { path: self.path(below), fields: fields.map(|field| owned(&field)).collect(), file: None }
    }

    /// Sends a form.
    pub async fn submit(&self, form: &Form) -> Reply {
        self.browser.submit(form).await
    }

    /// Presses a button, see [`Manager::button`].
    pub async fn press(&self, below: &str, name: &str, fields: &[(&str, &str)]) -> Reply {
        self.submit(&self.button(below, name, fields)).await
    }

    /// Says yes to a question.
    pub async fn agree(&self, question: &Reply) -> Reply {
        self.submit(&question.yes()).await
    }

    /// One of the event's files.
    pub async fn file(&self, name: &str) -> Vec<u8> {
        let response = self.browser.get(&self.path(name)).await;
        assert_eq!(response.status(), StatusCode::OK, "{name}");
        response.bytes().await.expect("a file").to_vec()
    }

    /// One of the event's files that is text.
    pub async fn text(&self, name: &str) -> String {
        String::from_utf8(self.file(name).await).expect("text")
    }
}

impl Form {
    fn on(page: &Node, path: &str, name: &str, id: &str) -> Option<Self> {
        let has = |fields: &[(String, String)], field: &str, value: &str| {
            let found = fields.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str());
            found.unwrap_or_default() == value
        };
        let forms = page.tags("form").into_iter().map(Node::fields);
        let fields = forms.into_iter().find(|fields| has(fields, "form", name) && has(fields, "id", id))?;
        Some(Self { path: path.to_owned(), fields, file: None })
    }

    /// A form of one's own making.
    pub fn raw(path: &str, name: &str) -> Self {
        Self { path: path.to_owned(), fields: vec![("form".to_owned(), name.to_owned())], file: None }
    }

    /// Fills a field in.
    pub fn with(mut self, name: &str, value: impl Display) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self.and(name, value)
    }

    /// Ticks a box, or gives a field one more value.
    pub fn and(mut self, name: &str, value: impl Display) -> Self {
        self.fields.push((name.to_owned(), value.to_string()));
        self
    }

    /// Takes a tick away, or all of a name.
    pub fn without(mut self, name: &str, value: impl Display) -> Self {
        let value = value.to_string();
        self.fields.retain(|(field, ticked)| field != name || !(value.is_empty() || *ticked == value));
        self
    }

    /// Chooses a file.
    pub fn with_file(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.file = Some(bytes.into());
        self
    }

    /// What stands in a field.
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }
}

impl Reply {
    async fn of(path: String, response: Response) -> Self {
        let status = response.status();
        let location = response.headers().get("location").map(|to| to.to_str().expect("an address").to_owned());
        let page = Node::of(&response.text().await.expect("a page"));
        Self { status, location: location.unwrap_or_default(), page, path }
    }

    /// It is done, and the next page says so with this notice.
    #[track_caller]
    pub fn assert_done(&self, notice: &str) {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.page.text());
        let (page, _) = self.location.split_once('#').unwrap_or((&self.location, ""));
        assert!(page.ends_with(&format!("?done={notice}")), "{}", self.location);
    }

    /// It is refused with these words in an alert.
    #[track_caller]
    pub fn assert_refused(&self, words: &str) {
        assert_eq!(self.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", self.page.text());
        let alerts = self.page.alerts();
        assert!(alerts.iter().any(|alert| alert.contains(words)), "{words}: {alerts:?}");
    }

    /// It asks first: the rows of whom it would touch, each with name, class and what would happen to him.
    #[track_caller]
    pub fn asked(&self) -> Vec<Vec<String>> {
        assert_eq!(self.status, StatusCode::OK, "{}", self.page.text());
        self.question().rows().into_iter().skip(1).collect()
    }

    /// The question itself.
    #[track_caller]
    pub fn question(&self) -> &Node {
        let questions = self.page.roles("alertdialog");
        assert_eq!(questions.len(), 1, "a question: {}", self.page.text());
        questions[0]
    }

    /// The form with which the question is answered.
    #[track_caller]
    pub fn yes(&self) -> Form {
        let forms = self.question().tags("form");
        Form { path: self.path.clone(), fields: forms[0].fields(), file: None }
    }

    /// The same form again, as the page shows it.
    #[track_caller]
    pub fn form(&self, name: &str, id: impl Display) -> Form {
        let form = Form::on(&self.page, &self.path, name, &id.to_string());
        form.unwrap_or_else(|| panic!("no form {name} {id}: {}", self.page.text()))
    }
}
