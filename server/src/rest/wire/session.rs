//! Logging in.

use super::{Instant, StudentBody, values::word};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whose credential it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(in crate::rest) enum LoginType {
    /// A student's key.
    User,
    /// The administrator's password.
    Admin,
}

/// What somebody logs in with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::rest) struct Login {
    /// The key, in any case, with or without hyphen and spaces; or the password.
    #[schema(example = "ABCDE-FGHJK", max_length = 1024)]
    pub credential: String,
    /// Whose it is.
    #[serde(deserialize_with = "word")]
    pub login_type: LoginType,
}

/// As what somebody is logged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(in crate::rest) enum Role {
    /// A student: his own event and registration.
    Student,
    /// An administrator: everything else.
    Admin,
}

/// A session that began.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct LoggedIn {
    /// To be sent as `Authorization: Bearer …`.
    pub token: String,
    /// When it ends.
    pub expires_at: Instant,
    /// As what.
    pub role: Role,
    /// Who, if a student.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub student: Option<StudentBody>,
    /// His event.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub event_id: Option<domain::EventId>,
}

/// Whose token it is.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct Me {
    /// As what he is logged in.
    pub role: Role,
    /// When the session ends.
    pub expires_at: Instant,
    /// An administrator's name, as it stands on record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Who, if a student.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub student: Option<StudentBody>,
    /// His event.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub event_id: Option<domain::EventId>,
}

/// A new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "old_password": "een lang wachtwoord", "new_password": "een nog langer wachtwoord" }))]
pub(in crate::rest) struct NewPassword {
    /// The one that holds now.
    #[schema(max_length = 1024)]
    pub old_password: String,
    /// The one that is to hold.
    #[schema(min_length = 12, max_length = 256)]
    pub new_password: String,
}

/// The token that goes on after the older ones died.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct NewToken {
    /// To be sent as `Authorization: Bearer …`.
    pub token: String,
    /// When it ends.
    pub expires_at: Instant,
}
