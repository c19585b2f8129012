//! One place for what a page shows while it loads, and when that fails.

use crate::{
    api::Packed,
    components::{alert::Alert, page_title::PageTitle},
    error::AppError,
    i18n::{td_string, use_locale},
    message,
    pages::{frame::Frame, not_found::NotFound},
    status::set_status,
};
use leptos::prelude::*;
use std::{future::poll_fn, task::Poll};

/// Shows what a resource loaded, or why it didn't. On the server the page waits for it.
#[component]
pub fn Loaded<T, V>(
    /// What is loaded.
    resource: Resource<Result<Packed<T>, AppError>>,
    /// Shows it.
    show: fn(T) -> V,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let locale = use_locale();
    view! {
        <Suspense fallback=move || view! { <p class="wrap soft">{td_string!(locale, common.loading)}</p> }>
            {move || Suspend::new(async move {
                let loaded = resource.await;
                look_later().await;
                match loaded {
                    Ok(Packed(loaded)) => show(loaded).into_any(),
                    Err(AppError::NotFound) => view! { <NotFound /> }.into_any(),
                    Err(error) => view! { <Failure error=error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// Isn't ready at first sight on the server. There `Suspense` looks once more what its content waits for before it renders
/// it; by that, the whole view would be made twice and thrown away once. A browser that hydrates must find it ready.
async fn look_later() {
    let mut is_seen = !cfg!(feature = "ssr");
    poll_fn(|context| {
        if std::mem::replace(&mut is_seen, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// A page that says what went wrong and how to go on.
#[component]
fn Failure(
    /// What went wrong.
    error: AppError,
) -> impl IntoView {
    set_status(error.status());
    let locale = use_locale();
    let title = td_string!(locale, error.title);
    view! {
        <PageTitle text=title />
        <Frame title=title>
            <div class="welcome">
                <h1>{title}</h1>
                <Alert title=message::error(locale, &error)>
                    <p><a href="" rel="external">{td_string!(locale, common.retry)}</a></p>
                </Alert>
            </div>
        </Frame>
    }
}
