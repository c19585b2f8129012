//! `/manage`: the administrator's pages. They are one lazy route: a chunk of their own.

mod ask;
mod asking;
mod availability;
mod events;
mod fields;
mod form;
mod frame;
mod import;
mod links;
mod login;
mod overview;
mod password;
mod paste;
mod placing;
mod printing;
mod record;
mod registrations;
mod settings;
mod state;
mod student;
mod students;
mod tables;
mod tried;
mod workshop;
mod workshops;

use crate::{
    api::{
        managing::{EventHead, ManagePage, Managed, Place, Section, SectionPage, load_manage},
        session::Attempt,
    },
    error::AppError,
    pages::loading::Loaded,
};
use leptos::prelude::*;
use leptos_router::{
    LazyRoute,
    hooks::{use_location, use_query_map},
    lazy_route,
};
use tried::Tried;

/// All pages of the administrator. Links between them load the page anew: that costs little here, and the browser asks
/// by itself before it leaves what isn't saved.
pub struct ManageRoute;

// It makes its resource in `view`, not in `data`: what reads the server's answer then is in the chunk too.
#[lazy_route]
impl LazyRoute for ManageRoute {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let location = use_location();
        let address = Memo::new(move |_| (location.pathname.get(), location.search.get()));
        let page = Resource::new_blocking(
            move || address.get(),
            |(path, query)| load_manage(path, query.trim_start_matches('?').to_owned()),
        );
        view! { <Loaded resource=page show=managed /> }.into_any()
    }
}

/// What a page shows to an administrator, and the login to everyone else.
fn managed(page: Managed) -> AnyView {
    let Managed { shown, attempt } = page;
    let Some(shown) = shown else { return login::login(attempt) };
    provide_context(Tried::of(attempt.as_ref()));
    if let Some(Attempt::Failed { error, .. }) = &attempt {
        provide_context(Failed(error.clone()));
    }
    match shown {
        ManagePage::Events(list) => events::events(list),
        ManagePage::Account(account) => password::password(account, attempt),
        ManagePage::Record(page) => record::record_of_all(page),
        ManagePage::Event(head, page) => section(head, *page),
    }
}

/// What went wrong with the form that was posted, for the frame to show.
#[derive(Clone)]
struct Failed(AppError);

/// Which page of an event this is, as its address says.
fn place() -> Option<Section> {
    match use_location().pathname.get_untracked().parse() {
        Ok(Place::Event(_, section)) => Some(section),
        _ => None,
    }
}

/// A field of the address's query; empty if it isn't there.
fn asked(name: &str) -> String {
    use_query_map().read_untracked().get(name).unwrap_or_default()
}

fn section(head: EventHead, page: SectionPage) -> AnyView {
    match (page, place()) {
        (SectionPage::Overview(overview), _) => overview::overview(head, overview),
        (SectionPage::Workshops(shown), Some(Section::NewWorkshop)) => workshop::new_workshop(head, shown.event),
        (SectionPage::Workshops(shown), Some(Section::PasteWorkshops)) => paste::paste(head, shown.event),
        (SectionPage::Workshops(shown), _) => workshops::workshops(head, shown),
        (SectionPage::Workshop(id, shown, registered), _) => workshop::workshop(head, id, shown, registered),
        (SectionPage::Links(event), _) => links::links(head, event),
        (SectionPage::Students(page), _) => students::students(head, page),
        (SectionPage::NewStudents(event), Some(Section::ImportStudents)) => import::import(head, event),
        (SectionPage::NewStudents(event), _) => student::new_student(head, event),
        (SectionPage::Student(details), _) => student::student(head, *details),
        (SectionPage::Registrations(page), _) => registrations::registrations(head, page),
        (SectionPage::Printing(page), _) => printing::printing(head, page),
        (SectionPage::Settings(page), _) => settings::settings(head, *page),
        (SectionPage::Record(page), _) => record::record(head, page),
    }
}
