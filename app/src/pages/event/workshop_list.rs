//! The workshops to look at before registration opens.

use crate::api::registering::StudentPage;
use domain::Workshop;
use leptos::prelude::*;

/// The workshops by moment, without anything to choose.
#[component]
pub fn WorkshopList(
    /// Whom they are for.
    student: StudentPage,
) -> impl IntoView {
    let event = student.event;
    let item = |workshop: &Workshop| {
        let facts: Vec<String> =
            [&workshop.location, &workshop.host].into_iter().filter(|fact| !fact.is_empty()).cloned().collect();
        view! {
            <li class="choice still">
                <span class="title">{workshop.title.clone()}</span>
                {(!workshop.description.is_empty()).then(|| view! { <p>{workshop.description.clone()}</p> })}
                <p class="facts">{facts.into_iter().map(|fact| view! { <span>{fact}</span> }).collect_view()}</p>
            </li>
        }
    };
    event
        .moments
        .iter()
        .zip(student.moment_times)
        .map(|(moment, time)| {
            let here = event
                .workshops
                .iter()
                .filter(|workshop| workshop.moments.contains(&moment.id) && !workshop.cancelled)
                .filter(|workshop| workshop.admits(student.group));
            view! {
                <section class="moment">
                    <header><h2>{moment.name.clone()}</h2><span class="time">{time}</span></header>
                    <ul>{here.map(item).collect_view()}</ul>
                </section>
            }
        })
        .collect_view()
}
