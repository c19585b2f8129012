//! Something that the reader must know before he goes on.

use leptos::prelude::*;

/// A box for a message, read out at once by a screen reader. Scripts can move the focus to it by its id.
#[component]
pub fn Alert(
    /// Its id.
    #[prop(into, optional)]
    id: Option<String>,
    /// What it says first.
    #[prop(into)]
    title: String,
    /// Whether it is good news.
    #[prop(optional)]
    good: bool,
    /// The rest.
    children: Children,
) -> impl IntoView {
    view! {
        <div id=id class="alert" class:good=good role=if good { "status" } else { "alert" } tabindex="-1">
            <strong>{title}</strong>
            {children()}
        </div>
    }
}
