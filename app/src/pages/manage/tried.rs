//! What a form tried just now: the page is shown again with what was filled in, and what is wrong with it.

use crate::api::{
    managing::{Answer, FormAttempt},
    session::Attempt,
};
use domain::edit::Problem;
use leptos::prelude::*;
use std::sync::Arc;

/// What a form on this page tried, if one did.
#[derive(Clone, Debug, Default)]
pub struct Tried(Option<Arc<FormAttempt>>);

impl Tried {
    /// What an attempt holds of it.
    pub fn of(attempt: Option<&Attempt>) -> Self {
        let Some(Attempt::Manage(json)) = attempt else { return Self::default() };
        Self(serde_json::from_str(json).ok().map(Arc::new))
    }

    /// What was tried on the page that is being shown.
    pub fn here() -> Self {
        use_context().unwrap_or_default()
    }

    /// The attempt itself.
    pub fn attempt(&self) -> Option<&FormAttempt> {
        self.0.as_deref()
    }

    /// What came of it.
    pub fn answer(&self) -> Option<&Answer> {
        self.0.as_ref().map(|attempt| &attempt.answer)
    }

    /// Which form it was.
    pub fn form(&self) -> &str {
        self.value("form").unwrap_or_default()
    }

    /// What was filled in; none if the field wasn't sent.
    pub fn value(&self, name: &str) -> Option<&str> {
        let fields = &self.0.as_ref()?.fields;
        fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Everything that was filled in under a name.
    pub fn values(&self, name: &str) -> Vec<&str> {
        let fields = self.0.iter().flat_map(|attempt| &attempt.fields);
        fields.filter(|(field, _)| field == name).map(|(_, value)| value.as_str()).collect()
    }

    /// What is wrong with a field.
    pub fn problem(&self, input: &str) -> Option<Problem> {
        let Some(Answer::Refused(errors)) = self.answer() else { return None };
        errors.iter().find(|error| error.input() == input).map(|error| error.problem.clone())
    }
}

/// Which form the fields inside belong to.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Its name.
    pub form: &'static str,
    /// Which of several with that name: the id of what it changes.
    pub of: String,
    /// What it tried, if it was this one.
    pub tried: Tried,
}

impl Scope {
    /// The scope of a form.
    pub fn new(form: &'static str, of: String) -> Self {
        let tried = Tried::here();
        let is_this = tried.form() == form && tried.value("id").unwrap_or_default() == of;
        Self { form, of, tried: if is_this { tried } else { Tried::default() } }
    }

    /// A form that was not tried.
    pub fn untried(form: &'static str) -> Self {
        Self { form, of: String::new(), tried: Tried::default() }
    }

    /// The scope that is being shown.
    pub fn here() -> Self {
        use_context().unwrap_or_else(|| Self::untried(""))
    }

    /// Whether this form was tried.
    pub fn is_tried(&self) -> bool {
        self.tried.attempt().is_some()
    }

    /// An id for one of its fields that nothing else on the page has.
    pub fn id(&self, input: &str) -> String {
        if self.of.is_empty() { format!("{}-{input}", self.form) } else { format!("{}-{input}-{}", self.form, self.of) }
    }

    /// What a field shows: what was tried, else what is stored.
    pub fn value(&self, input: &str, stored: &str) -> String {
        self.tried.value(input).unwrap_or(stored).to_owned()
    }

    /// Which boxes are ticked: as was tried, else as is stored.
    pub fn ticked(&self, input: &str, value: &str, stored: bool) -> bool {
        if self.is_tried() { self.tried.values(input).contains(&value) } else { stored }
    }
}
