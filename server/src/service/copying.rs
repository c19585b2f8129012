//! Moving an installation from one database to another.

use super::{Parts, Services, audit::Findings};
use crate::{
    auth::{Secret, Tokens},
    clock::SystemClock,
    error::Result,
    random::SystemRandom,
    store::{Missing, Store},
};
use std::sync::Arc;

/// What a copying did.
#[derive(Debug)]
pub struct Copied {
    /// Each table with how many rows it has.
    pub tables: Vec<(&'static str, i64)>,
    /// What the audit of the target found.
    pub findings: Findings,
}

/// Copies everything from one database into another, empty one, all or nothing, and audits what arrived.
///
/// # Errors
/// [`Error::Setup`](crate::error::Error::Setup) if one of them can't be opened or the target isn't empty; any failure of
/// a database. Nothing is in the target then.
pub async fn copy(from: &str, to: &str) -> Result<Copied> {
    let from = Store::open(from, Missing::Refuse).await?;
    let to = Store::open(to, Missing::Make).await?;
    let tables = from.copy_to(&to).await?;
    from.close().await;
    let random = Arc::new(SystemRandom);
    // An audit signs nothing and shows no times: these parts stand there unused.
    let (tokens, time_zone) = (Tokens::new(&Secret::new(&*random)), jiff::tz::TimeZone::UTC);
    let parts = Parts { store: to, tokens, clock: Arc::new(SystemClock), random, time_zone, base_url: String::new() };
    let services = Services::new(parts);
    let findings = services.audit().await?;
    services.store.close().await;
    Ok(Copied { tables, findings })
}
