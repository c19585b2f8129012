//! A box for several lines of text.

use leptos::prelude::*;

/// A box for several lines. Leptos writes the children of a `textarea` unescaped, so its text is escaped here.
#[component]
pub fn TextArea(
    /// Its id.
    #[prop(into)]
    id: String,
    /// Its name in the form.
    name: &'static str,
    /// What stands in it at first.
    #[prop(into, optional)]
    value: String,
    /// How many lines it shows.
    rows: u32,
    /// The ids of what describes it.
    #[prop(into, optional)]
    described: String,
    /// Whether what stands in it is wrong.
    #[prop(into)]
    is_invalid: Signal<bool>,
    /// Something was typed.
    on_input: Callback<String>,
    /// It was left with another text.
    on_change: Callback<String>,
) -> impl IntoView {
    // The first line break in a text area is dropped by the browser.
    let text = format!("\n{}", escaped(&value));
    view! {
        <textarea
            id=id
            name=name
            rows=rows.to_string()
            autocomplete="off"
            aria-invalid=move || is_invalid.get().then_some("true")
            aria-describedby=described
            on:input:target=move |event| on_input.run(event.target().value())
            on:change:target=move |event| on_change.run(event.target().value())
            inner_html=text
        ></textarea>
    }
}

/// A text in which nothing can end the element or begin another.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_end_its_text_area() {
        assert_eq!(escaped("</textarea><b>&amp;"), "&lt;/textarea&gt;&lt;b&gt;&amp;amp;");
    }
}
