//! The WASM entry point, and nothing else.

/// Takes over the page that the server rendered.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_lazy(app::App);
}

// The pins of the workspace bind only what is used.
use js_sys as _;
use wasm_bindgen_futures as _;
use web_sys as _;
