//! The route table.

use crate::{
    i18n::provide_locale,
    pages::not_found::NotFound,
    pages::{event::EventRoute, home::HomePage, manage::ManageRoute},
};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    Lazy, SsrMode,
    components::{Route, Router, Routes},
    path,
};

/// All pages. Those under `/manage` are a chunk of their own, which a student's phone never downloads.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_locale();
    view! {
        <Router>
            <Routes fallback=NotFound>
                <Route path=path!("/") view=HomePage ssr=SsrMode::Async />
                <Route path=path!("/events/:slug") view=EventRoute ssr=SsrMode::Async />
                <Route path=path!("/manage/*place") view={Lazy::<ManageRoute>::new()} ssr=SsrMode::Async />
            </Routes>
        </Router>
    }
}
