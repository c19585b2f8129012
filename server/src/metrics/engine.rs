//! What the engine does, in numbers.

use super::SECONDS;
use crate::{
    engine::Answer,
    error::{Error, Result},
};
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{
        counter::Counter,
        family::Family,
        histogram::{Histogram, exponential_buckets},
    },
    registry::{Registry, Unit},
};
use std::time::Duration;

/// Measurements of the engine.
#[derive(Debug)]
pub struct EngineMetrics {
    batch_size: Histogram,
    decision_duration: Histogram,
    accepted: Counter,
    refused: Counter,
    stale: Counter,
    overloaded: Counter,
    unavailable: Counter,
    failed: Counter,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

impl EngineMetrics {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let batch_size = Histogram::new(exponential_buckets(1.0, 2.0, 9));
        registry.register("engine_batch_size", "Registrations that one transaction decided", batch_size.clone());
        let decision_duration = Histogram::new(SECONDS);
        registry.register_with_unit(
            "engine_decision_duration",
            "From a batch's beginning until it was committed or given up",
            Unit::Seconds,
            decision_duration.clone(),
        );
        let outcomes = Family::<Outcome, Counter>::default();
        let words = "What became of registrations; stale ones were about something that had changed meanwhile";
        registry.register("engine_requests", words, outcomes.clone());
        // Made at once, so that each is there before it first happens.
        let of = |outcome| outcomes.get_or_create_owned(&Outcome { outcome });
        Self {
            batch_size,
            decision_duration,
            accepted: of("accepted"),
            refused: of("refused"),
            stale: of("stale"),
            overloaded: of("overloaded"),
            unavailable: of("unavailable"),
            failed: of("failed"),
        }
    }

    /// A batch of this many was decided or given up.
    pub fn decided(&self, size: usize, took: Duration) {
        #[expect(clippy::cast_precision_loss, reason = "some hundreds at most")]
        self.batch_size.observe(size as f64);
        self.decision_duration.observe(took.as_secs_f64());
    }

    /// A registration was answered.
    pub fn answered(&self, answer: &Result<Answer>) {
        let counter = match answer {
            Ok(answer) if answer.is_stale => &self.stale,
            Ok(answer) if answer.violations.is_empty() => &self.accepted,
            Ok(_) => &self.refused,
            Err(Error::Overloaded) => &self.overloaded,
            Err(error) if error.is_unavailable() => &self.unavailable,
            Err(_) => &self.failed,
        };
        counter.inc();
    }
}
