//! What every handler can reach.

use crate::{
    config::{MetricsReaders, TrustedProxy},
    service::Services,
    web::{overload::Overload, stopping::Stopping},
};
use leptos::config::LeptosOptions;
use std::{ops::Deref, sync::Arc};

/// What every handler can reach. Every layer clones it for every request, so it is one pointer.
#[derive(Clone)]
pub struct AppState(Arc<Within>);

impl AppState {
    /// All of this.
    #[must_use]
    pub fn new(within: Within) -> Self {
        Self(Arc::new(within))
    }
}

impl Deref for AppState {
    type Target = Within;

    fn deref(&self) -> &Within {
        &self.0
    }
}

/// What is within reach of every handler.
#[derive(Clone)]
pub struct Within {
    /// What the program does.
    pub services: Arc<Services>,
    /// Where the built pages are.
    pub leptos: LeptosOptions,
    /// How the outside reaches us.
    pub web: Arc<Web>,
    /// Whether the process is to stop.
    pub stopping: Stopping,
    /// How much is done at once.
    pub overload: Arc<Overload>,
}

/// How the outside reaches us.
#[derive(Clone, Debug, Default)]
pub struct Web {
    /// Whether browsers use https: cookies are secure then.
    pub is_https: bool,
    /// The origin that browsers name, such as `https://workshops.school.nl`.
    pub origin: String,
    /// The path of the stylesheet.
    pub stylesheet: String,
    /// Where pages ask whether they were built anew, while cargo-leptos watches.
    pub reload_port: Option<u32>,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<TrustedProxy>,
    /// Who may read the measurements.
    pub metrics: MetricsReaders,
}
