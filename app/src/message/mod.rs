//! Words for what the rules and the server say: the only place that turns a violation or an error into text.

#[cfg(feature = "ssr")]
mod feasibility;
mod managing;

#[cfg(feature = "ssr")]
pub use feasibility::feasibility;
pub(crate) use managing::column;
pub use managing::{by_whom, first_parts, record_action, record_field, record_value, yes_or_no};
pub use managing::{file_problem, line_problem, problem};

use crate::{
    api::session::{LoginProblem, PasswordProblem},
    error::AppError,
    i18n::{Locale, td_string},
};
use domain::{Event, MomentId, Violation, Workshop, WorkshopId, rules::Obstacle};

/// "A", "A en B", "A, B en C".
pub(crate) fn list(locale: Locale, items: &[String]) -> String {
    let and = td_string!(locale, choose.and);
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}

/// The title of a workshop of the event; nothing for one that isn't the event's.
pub(crate) fn title(event: &Event, id: WorkshopId) -> String {
    event.workshop(id).map(|workshop| workshop.title.clone()).unwrap_or_default()
}

/// The titles of workshops, as a list in words, in the order of the day.
pub(crate) fn titles(locale: Locale, event: &Event, ids: impl IntoIterator<Item = WorkshopId>) -> String {
    let ids: Vec<WorkshopId> = ids.into_iter().collect();
    let mut named: Vec<&Workshop> = event.workshops.iter().filter(|workshop| ids.contains(&workshop.id)).collect();
    let first_moment =
        |workshop: &&Workshop| event.moments.iter().position(|moment| workshop.moments.contains(&moment.id));
    named.sort_by_key(first_moment);
    list(locale, &named.into_iter().map(|workshop| workshop.title.clone()).collect::<Vec<_>>())
}

/// The names of moments, as a list in words.
pub(crate) fn moments(locale: Locale, event: &Event, ids: &[MomentId]) -> String {
    list(locale, &ids.iter().filter_map(|&id| event.moment(id)).map(|moment| moment.name.clone()).collect::<Vec<_>>())
}

fn moments_of(locale: Locale, event: &Event, workshop: WorkshopId) -> String {
    event.workshop(workshop).map(|workshop| moments(locale, event, &workshop.moments)).unwrap_or_default()
}

/// Why a selection is refused, and what to do.
pub fn violation(locale: Locale, event: &Event, violation: &Violation) -> String {
    let title = |id| title(event, id);
    match violation {
        Violation::NotOpen { opens_at: None } => td_string!(locale, refusal.not_open).to_string(),
        Violation::NotOpen { opens_at: Some(_) } => td_string!(locale, refusal.not_open_yet).to_string(),
        Violation::UnknownWorkshop { .. } => td_string!(locale, refusal.unknown).to_string(),
        Violation::Cancelled { workshop } => {
            td_string!(locale, refusal.cancelled, title = title(*workshop)).to_string()
        }
        Violation::NotForGroup { workshop, .. } => {
            td_string!(locale, refusal.group, title = title(*workshop)).to_string()
        }
        Violation::MomentClash { moment, workshops } => {
            let moment = moments(locale, event, &[*moment]);
            let titles = titles(locale, event, workshops.iter().copied());
            td_string!(locale, refusal.clash, moment = moment, titles = titles).to_string()
        }
        Violation::MomentMissing { moment } => {
            td_string!(locale, refusal.missing, moment = moments(locale, event, &[*moment])).to_string()
        }
        Violation::LinkTogether { workshop, missing } => {
            td_string!(locale, refusal.together, title = title(*workshop), missing = title(*missing)).to_string()
        }
        Violation::LinkExclusive { workshops: [first, second] } => {
            td_string!(locale, refusal.exclusive, first = title(*first), second = title(*second)).to_string()
        }
        Violation::Full { workshop, .. } => {
            let moments = moments_of(locale, event, *workshop);
            td_string!(locale, refusal.full, title = title(*workshop), moments = moments).to_string()
        }
    }
}

/// The same for an administrator who places a student.
pub fn admin_violation(locale: Locale, event: &Event, violation: &Violation) -> String {
    match violation {
        Violation::Full { workshop, .. } => {
            td_string!(locale, refusal.admin_full, title = title(event, *workshop)).to_string()
        }
        Violation::NotForGroup { workshop, .. } => {
            td_string!(locale, refusal.admin_group, title = title(event, *workshop)).to_string()
        }
        other => self::violation(locale, event, other),
    }
}

/// Why a workshop can't be chosen; nothing if its own place says it already, as "Vol" does.
pub(crate) fn obstacle(locale: Locale, event: &Event, workshop: WorkshopId, obstacle: &Obstacle) -> Option<String> {
    let title = |id| title(event, id);
    Some(match obstacle {
        Obstacle::Cancelled(id) if *id == workshop => td_string!(locale, obstacle.cancelled).to_string(),
        Obstacle::Cancelled(id) => td_string!(locale, obstacle.cancelled_partner, title = title(*id)).to_string(),
        Obstacle::NotForGroup(id) if *id == workshop => td_string!(locale, obstacle.group).to_string(),
        Obstacle::NotForGroup(id) => td_string!(locale, obstacle.group_partner, title = title(*id)).to_string(),
        Obstacle::Full(id) if *id == workshop => return None,
        Obstacle::Full(id) => td_string!(locale, obstacle.full_partner, title = title(*id)).to_string(),
        Obstacle::LinksContradict => td_string!(locale, obstacle.contradict).to_string(),
        Obstacle::PartnerBlocked { partner, chosen } => {
            let moment = moments_of(locale, event, *partner);
            let (partner, chosen) = (title(*partner), title(*chosen));
            td_string!(locale, obstacle.partner_blocked, partner = partner, moment = moment, chosen = chosen)
                .to_string()
        }
        Obstacle::NeverWith(chosen) => td_string!(locale, obstacle.never_with, chosen = title(*chosen)).to_string(),
        Obstacle::DeadEnd(ids) => {
            td_string!(locale, obstacle.dead_end, moments = moments(locale, event, ids)).to_string()
        }
    })
}

/// What went wrong on the way to the server or in it.
pub(crate) fn error(locale: Locale, error: &AppError) -> String {
    match error {
        AppError::NotLoggedIn => td_string!(locale, error.not_logged_in).to_string(),
        AppError::NotAllowed => td_string!(locale, error.not_allowed).to_string(),
        AppError::NotFound => td_string!(locale, error.not_found).to_string(),
        AppError::SomeoneElse => td_string!(locale, error.someone_else).to_string(),
        AppError::NothingChosen => td_string!(locale, error.nothing_chosen).to_string(),
        AppError::Invalid => td_string!(locale, error.invalid).to_string(),
        AppError::Overloaded => td_string!(locale, error.overloaded).to_string(),
        AppError::Unavailable => td_string!(locale, error.unavailable).to_string(),
        AppError::Offline => td_string!(locale, error.offline).to_string(),
        AppError::Internal { id } => td_string!(locale, error.internal, id = id.clone()).to_string(),
    }
}

/// What went wrong with what an administrator asked for.
pub(crate) fn admin_error(locale: Locale, error: &AppError) -> String {
    match error {
        AppError::NotLoggedIn => td_string!(locale, error.admin_logged_out).to_string(),
        AppError::NotFound => td_string!(locale, error.admin_not_found).to_string(),
        error => self::error(locale, error),
    }
}

/// Why a student's login was refused.
pub(crate) fn login_problem(locale: Locale, problem: LoginProblem) -> String {
    match problem {
        LoginProblem::Empty => td_string!(locale, error.empty_key).to_string(),
        LoginProblem::Wrong => td_string!(locale, error.wrong_key).to_string(),
        LoginProblem::TooMany { retry_after_seconds } => too_many(locale, retry_after_seconds),
    }
}

/// Why an administrator's login was refused.
pub(crate) fn admin_login_problem(locale: Locale, problem: LoginProblem) -> String {
    match problem {
        LoginProblem::Empty | LoginProblem::Wrong => td_string!(locale, error.wrong_password).to_string(),
        LoginProblem::TooMany { retry_after_seconds } => too_many(locale, retry_after_seconds),
    }
}

/// Why a password wasn't changed.
pub(crate) fn password_problem(locale: Locale, problem: PasswordProblem) -> String {
    match problem {
        PasswordProblem::Wrong => td_string!(locale, error.wrong_password).to_string(),
        PasswordProblem::TooMany { retry_after_seconds } => too_many(locale, retry_after_seconds),
        PasswordProblem::TooShort => td_string!(locale, manage.password_short).to_string(),
        PasswordProblem::TooLong => td_string!(locale, manage.password_long).to_string(),
        PasswordProblem::Differs => td_string!(locale, manage.password_differs).to_string(),
    }
}

fn too_many(locale: Locale, seconds: u32) -> String {
    if seconds == 1 {
        td_string!(locale, error.too_many_single).to_string()
    } else {
        td_string!(locale, error.too_many_many, n = seconds).to_string()
    }
}

/// What went wrong, where no page can be shown.
#[must_use]
pub fn error_in_words(locale: Locale, error: &AppError) -> String {
    self::error(locale, error)
}

/// What whoever sent a form from another website gets to see.
#[must_use]
pub fn foreign_form(locale: Locale) -> String {
    td_string!(locale, error.foreign).to_string()
}
