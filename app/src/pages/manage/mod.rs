//! `/manage`: the administrator's pages. They are lazy routes: a chunk of their own.

mod availability;
mod event;
mod events;
mod login;
mod password;
mod workshop_table;

use crate::{
    api::{
        managing::{Managed, load_account, load_events, load_managed_event},
        session::Attempt,
    },
    components::{alert::Alert, page_title::PageTitle},
    error::AppError,
    i18n::{td_string, use_locale},
    message,
    pages::{frame::Frame, loading::Loaded},
};
use leptos::prelude::*;
use leptos_router::{LazyRoute, hooks::use_params_map, lazy_route};

// Each makes its resource in `view`, not in `data`: what reads the server's answer then is in the chunk too.

/// `/manage`: all events, or where to log in.
pub struct ManageEventsRoute;

#[lazy_route]
impl LazyRoute for ManageEventsRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let events = Resource::new_blocking(|| (), |()| load_events());
        view! { <Loaded resource=events show=|page| managed(page, events::events) /> }.into_any()
    }
}

/// `/manage/events/{id}`: one event.
pub struct ManageEventRoute;

#[lazy_route]
impl LazyRoute for ManageEventRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let params = use_params_map();
        let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
        let event = Resource::new_blocking(move || id.get(), load_managed_event);
        view! { <Loaded resource=event show=|page| managed(page, event::event) /> }.into_any()
    }
}

/// `/manage/password`: a new password.
pub struct ManagePasswordRoute;

#[lazy_route]
impl LazyRoute for ManagePasswordRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let page = Resource::new_blocking(|| (), |()| load_account());
        view! { <Loaded resource=page show=|page| managed(page, password::password) /> }.into_any()
    }
}

/// What a page shows to an administrator, and the login to everyone else.
fn managed<T>(page: Managed<T>, show: fn(T, Option<Attempt>) -> AnyView) -> AnyView {
    if let (Some(_), Some(Attempt::Failed { error, .. })) = (&page.shown, &page.attempt) {
        provide_context(Failed(error.clone()));
    }
    match page.shown {
        Some(shown) => show(shown, page.attempt),
        None => login::login(page.attempt),
    }
}

/// What went wrong with the form that was posted, for the frame to show.
#[derive(Clone)]
struct Failed(AppError);

/// A page of the administrator's, with its title in the bar and the document.
#[component]
fn ManageFrame(
    /// What the document is called.
    #[prop(into)]
    title: String,
    /// The content.
    children: Children,
) -> impl IntoView {
    let locale = use_locale();
    let manage = td_string!(locale, manage.page_title);
    view! {
        <PageTitle text=format!("{title} – {manage}") />
        <Frame title=manage home="/manage" who=String::new() wide=true>
            {use_context::<Failed>().map(|Failed(error)| view! {
                <Alert title=td_string!(locale, error.title)><p>{message::error(locale, &error)}</p></Alert>
            })}
            {children()}
        </Frame>
    }
}
