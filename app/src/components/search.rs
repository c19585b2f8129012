//! A box that narrows a list down while one types.

use leptos::prelude::*;

/// A box that narrows a list down while one types. Without scripts nothing would happen, so it isn't there then.
#[component]
pub fn Search(
    /// What is searched.
    label: &'static str,
    /// What is sought.
    sought: RwSignal<String>,
) -> impl IntoView {
    let is_live = RwSignal::new(false);
    Effect::new(move |_| is_live.set(true));
    view! {
        <input
            type="search"
            hidden=move || !is_live.get()
            class="search"
            aria-label=label
            placeholder=label
            prop:value=move || sought.get()
            on:input:target=move |event| sought.set(event.target().value())
        />
    }
}
