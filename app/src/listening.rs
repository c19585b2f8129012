//! Listening to a stream of server-sent events.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, MessageEvent};

/// An open stream; closed when it is dropped. The browser comes back by itself when it breaks, unless it
/// [gave up](Listening::is_closed).
pub struct Listening {
    source: EventSource,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _opened: Closure<dyn FnMut()>,
    _failed: Closure<dyn FnMut()>,
}

impl Listening {
    /// Opens the stream at this address, tells `hear` each message, and keeps `is_lost` true while there is no connection.
    /// Nothing if the browser can't.
    pub fn open(address: &str, hear: impl Fn(&str) + 'static, is_lost: RwSignal<bool>) -> Option<Self> {
        let source = EventSource::new(address).ok()?;
        let heard = Closure::new(move |message: MessageEvent| {
            is_lost.try_set(false);
            if let Some(line) = message.data().as_string() {
                hear(&line);
            }
        });
        let opened = Closure::new(move || {
            is_lost.try_set(false);
        });
        let failed = Closure::new(move || {
            is_lost.try_set(true);
        });
        source.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        source.set_onopen(Some(opened.as_ref().unchecked_ref()));
        source.set_onerror(Some(failed.as_ref().unchecked_ref()));
        Some(Self { source, _heard: heard, _opened: opened, _failed: failed })
    }
}

impl Listening {
    /// Whether the browser has given up: it does where it was answered with anything but a stream, as by a proxy whose
    /// server starts anew.
    pub fn is_closed(&self) -> bool {
        self.source.ready_state() == EventSource::CLOSED
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.source.set_onmessage(None);
        self.source.set_onopen(None);
        self.source.set_onerror(None);
        self.source.close();
    }
}
