//! What the program measures of itself, in the form that Prometheus reads.
//!
//! A request costs one histogram and a registration one counter more; what can be counted when somebody asks is counted
//! then. Labels are words from the code alone: no id, slug or address ever becomes one.

mod engine;

pub use engine::EngineMetrics;

use prometheus_client::{
    encoding::{EncodeLabelSet, text},
    metrics::{family::Family, gauge::Gauge, histogram::Histogram, info::Info},
    registry::{Registry, Unit},
};
use std::time::Duration;

/// The upper ends of the buckets for durations, in seconds.
const SECONDS: [f64; 14] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0];

/// All measurements of a process.
#[derive(Debug)]
pub struct Metrics {
    /// Of the engine.
    pub engine: EngineMetrics,
    registry: Registry,
    requests: Family<Answered, Histogram>,
    serving: Gauge,
    running: Gauge,
    queue_length: Gauge,
    listeners: Gauge,
}

/// A kind of request, by its answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: String,
    status: &'static str,
}

/// What is as it is, whether somebody asks or not.
#[derive(Clone, Copy, Debug)]
pub struct Present {
    /// Whether requests are served: the database isn't waited for any more, and the process isn't to stop.
    pub is_serving: bool,
    /// How many requests have begun and aren't answered yet.
    pub running: usize,
    /// How many requests wait for the engine.
    pub queue_length: usize,
    /// How many pages and programs listen to how the seats stand.
    pub listeners: usize,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("workshops");
        let version = [("version", env!("CARGO_PKG_VERSION"))];
        registry.register("build", "The program that runs", Info::new(version));
        let requests = Family::new_with_constructor((|| Histogram::new(SECONDS)) as fn() -> Histogram);
        registry.register_with_unit(
            "http_request_duration",
            "From a request until its answer begins, by method, route and class of the status",
            Unit::Seconds,
            requests.clone(),
        );
        let [serving, running, queue_length, listeners] = [(); 4].map(|()| Gauge::default());
        let words =
            "Whether requests are served: 0 while the database is waited for at the start, and when the process stops";
        registry.register("serving", words, serving.clone());
        registry.register("http_requests_running", "Requests whose answer hasn't begun, this one too", running.clone());
        registry.register("engine_queue_length", "Registrations that wait to be decided", queue_length.clone());
        let words = "Pages and programs that are told how the seats stand, as they go";
        registry.register("live_listeners", words, listeners.clone());
        Self {
            engine: EngineMetrics::new(&mut registry),
            registry,
            requests,
            serving,
            running,
            queue_length,
            listeners,
        }
    }
}

impl Metrics {
    /// A request was answered: by the route of this pattern, or by none, with this status.
    pub fn answered(&self, method: &http::Method, route: Option<&str>, status: http::StatusCode, took: Duration) {
        let labels = Answered {
            method: method_name(method),
            // Files, and what isn't there.
            route: route.unwrap_or("other").to_owned(),
            status: status_class(status),
        };
        self.requests.get_or_create(&labels).observe(took.as_secs_f64());
    }

    /// All of it as text, in the form of OpenMetrics.
    ///
    /// # Errors
    /// None that can happen: a text takes whatever is written.
    pub fn to_text(&self, present: Present) -> Result<String, std::fmt::Error> {
        self.serving.set(i64::from(present.is_serving));
        self.running.set(i64::try_from(present.running).unwrap_or(i64::MAX));
        self.queue_length.set(i64::try_from(present.queue_length).unwrap_or(i64::MAX));
        self.listeners.set(i64::try_from(present.listeners).unwrap_or(i64::MAX));
        let mut text = String::new();
        text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// Anyone can invent methods; those that no route has are one.
fn method_name(method: &http::Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        _ => "other",
    }
}

fn status_class(status: http::StatusCode) -> &'static str {
    match status.as_u16() / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}
