//! The response's status, for pages that know better than 200.

/// Gives the response this status while the server renders; does nothing in the browser.
pub fn set_status(status: u16) {
    #[cfg(feature = "ssr")]
    crate::backend::set_status(status);
    #[cfg(not(feature = "ssr"))]
    let _ = status;
}
