//! The document's title.

use leptos::prelude::*;
use leptos_meta::Title;

/// Sets the document's title. `leptos_meta` writes it unescaped into the page, so what could end the element goes.
#[component]
pub fn PageTitle(
    /// The title.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let text: String = text.chars().map(|c| if c == '<' { ' ' } else { c }).collect();
    view! { <Title text=text /> }
}
