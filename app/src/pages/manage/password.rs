//! A new password for the administrator.

use super::frame::ManageFrame;
use crate::{
    api::{
        managing::Account,
        session::{Attempt, PasswordProblem},
    },
    components::{alert::Alert, text_field::TextField},
    i18n::{td_string, use_locale},
    message,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The form for a new password.
pub fn password(account: Account, attempt: Option<Attempt>) -> AnyView {
    let locale = use_locale();
    let title = td_string!(locale, manage.change_password);
    let is_done = use_query_map().read_untracked().get("changed").is_some() && attempt.is_none();
    let problem = match attempt {
        Some(Attempt::Password(problem)) => Some(problem),
        _ => None,
    };
    let error_at = |wanted: fn(PasswordProblem) -> bool| {
        problem.filter(|&problem| wanted(problem)).map(|problem| message::password_problem(locale, problem))
    };
    let old = error_at(|problem| matches!(problem, PasswordProblem::Wrong | PasswordProblem::TooMany { .. }));
    let new = error_at(|problem| matches!(problem, PasswordProblem::TooShort | PasswordProblem::TooLong));
    let repeated = error_at(|problem| matches!(problem, PasswordProblem::Differs));
    view! {
        <ManageFrame title=title>
            <p><a href="/manage">{td_string!(locale, manage.back)}</a></p>
            <h1>{title}</h1>
            {is_done.then(|| view! { <Alert title=td_string!(locale, manage.password_changed) good=true>""</Alert> })}
            <form method="post" class="stack narrow">
                <input type="hidden" name="form" value="password" />
                // Password managers want to know whose password it is.
                <input type="text" name="username" value=account.name autocomplete="username" hidden readonly />
                <TextField
                    name="old_password" kind="password" label=td_string!(locale, manage.old_password)
                    error=old autocomplete="current-password"
                />
                <TextField
                    name="new_password" kind="password" label=td_string!(locale, manage.new_password)
                    hint=td_string!(locale, manage.new_password_hint).to_string()
                    error=new autocomplete="new-password"
                />
                <TextField
                    name="repeat_password" kind="password" label=td_string!(locale, manage.repeat_password)
                    error=repeated autocomplete="new-password"
                />
                <button class="button">{td_string!(locale, manage.save_password)}</button>
            </form>
        </ManageFrame>
    }
    .into_any()
}
