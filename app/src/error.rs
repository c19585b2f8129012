//! What can go wrong between a page and the server.

use leptos::{prelude::FromServerFnError, server_fn::error::ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use server_fn::codec::JsonEncoding;

/// Why the server didn't do what a page asked. It carries no words: `message` has those, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AppError {
    /// Nobody is logged in, or the session ended.
    NotLoggedIn,
    /// Someone is logged in who may not do this.
    NotAllowed,
    /// What was asked for doesn't exist.
    NotFound,
    /// Someone else is logged in by now than on the page that asked.
    SomeoneElse,
    /// Nothing was chosen: giving everything up is asked for in another way.
    NothingChosen,
    /// The request made no sense.
    Invalid,
    /// More waits than the server takes in.
    Overloaded,
    /// The server can't use its database at present, or is about to start anew.
    Unavailable,
    /// The server could not be reached.
    Offline,
    /// Something failed inside; the id finds it in the log.
    Internal {
        /// What the log calls this failure.
        id: String,
    },
}

impl AppError {
    /// Whether the same may well succeed some seconds later.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        matches!(self, Self::Overloaded | Self::Unavailable)
    }

    /// The HTTP status that fits.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::NotLoggedIn => 401,
            Self::NotAllowed => 403,
            Self::NotFound => 404,
            Self::SomeoneElse => 409,
            Self::Invalid | Self::NothingChosen => 422,
            Self::Overloaded | Self::Unavailable => 503,
            Self::Offline => 502,
            Self::Internal { .. } => 500,
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Offline,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Serialization(_) => {
                Self::Invalid
            }
            // On the server it is the request that can't be read.
            ServerFnErrorErr::Deserialization(_) if cfg!(feature = "ssr") => Self::Invalid,
            // A proxy or a limit in between answered something that isn't ours.
            _ => Self::Overloaded,
        }
    }
}
