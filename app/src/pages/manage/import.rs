//! Students from a file or pasted, with a look at what would change before anything does.

use super::{form::EditForm, frame::EventFrame, tried::Tried};
use crate::{
    api::managing::{Answer, EventHead, Place, Section, StudentPreview},
    components::{alert::Alert, text_area::TextArea},
    i18n::{td_string, use_locale},
    message,
};
use domain::{
    Event,
    student_file::{LineError, MissingStudent, PreviewRow, RowOutcome},
};
use leptos::prelude::*;

/// The page where students are imported.
pub fn import(head: EventHead, event: Event) -> AnyView {
    let locale = use_locale();
    let all = Place::Event(head.id, Section::Students).to_string();
    let start = format!("/manage/events/{}/start.csv", head.id);
    let tried = Tried::here();
    let (preview, problem) = match tried.answer() {
        Some(Answer::Students(preview)) => (Some((**preview).clone()), None),
        Some(Answer::File(problem)) => (None, Some(message::file_problem(locale, problem))),
        _ => (None, None),
    };
    let groups: Vec<String> = event.groups.iter().map(|group| group.name.clone()).collect();
    view! {
        <EventFrame head=head title=td_string!(locale, students.import) event=event>
            <p><a href=all rel="external">{td_string!(locale, students.back)}</a></p>
            {preview.map(|preview| view! { <Preview preview=preview /> })}
            <section class="card">
                <h2>{td_string!(locale, import.title)}</h2>
                <p>{td_string!(locale, import.how)}</p>
                <p class="soft">{td_string!(locale, import.groups, names = groups.join(", ")).to_string()}</p>
                <p><a href=start rel="external">{td_string!(locale, import.start)}</a></p>
                {problem.map(|problem| view! {
                    <Alert title=td_string!(locale, import.problem)><p>{problem}</p></Alert>
                })}
                <EditForm name="import" with_file=true>
                    <div class="field">
                        <label for="import-file">{td_string!(locale, import.file)}</label>
                        <input id="import-file" type="file" name="file" accept=".csv,.txt,text/csv,text/plain" />
                    </div>
                    <div class="field">
                        <label for="import-pasted">{td_string!(locale, import.paste)}</label>
                        <TextArea
                            id="import-pasted"
                            name="pasted"
                            value=tried.value("pasted").unwrap_or_default()
                            rows=5
                            is_invalid=false
                            on_input=Callback::new(|_| ())
                            on_change=Callback::new(|_| ())
                        />
                    </div>
                    <button class="button">{td_string!(locale, import.preview)}</button>
                </EditForm>
            </section>
        </EventFrame>
    }
    .into_any()
}

/// What the file would change.
#[component]
fn Preview(preview: StudentPreview) -> impl IntoView {
    let locale = use_locale();
    let StudentPreview { upload, plan, preview, left_out, errors, missing, missing_registered } = preview;
    let title = td_string!(
        locale,
        import.summary,
        added = preview.added,
        changed = preview.changed,
        unchanged = preview.unchanged
    )
    .to_string();
    let changes = preview.added + preview.changed;
    let is_clean = errors == 0;
    view! {
        <section class="card">
            <h2>{title}</h2>
            {(!is_clean).then(|| view! {
                <Alert title=td_string!(locale, import.errors, n = errors).to_string()>
                    <p>{td_string!(locale, import.errors_hint)}</p>
                    <Errors errors=preview.errors.clone() total=errors />
                </Alert>
            })}
            {(missing > 0).then(|| view! {
                <details>
                    <summary>
                        {td_string!(locale, import.missing, n = missing, registered = missing_registered).to_string()}
                    </summary>
                    <p class="soft">{td_string!(locale, import.missing_hint)}</p>
                    <Missing missing=preview.missing.clone() />
                </details>
            })}
            {(!preview.rows.is_empty()).then(|| view! { <Rows rows=preview.rows.clone() /> })}
            {(left_out > 0).then(|| view! {
                <p class="soft">{td_string!(locale, import.left_out, n = left_out).to_string()}</p>
            })}
            {(is_clean && changes == 0).then(|| view! { <p>{td_string!(locale, import.nothing)}</p> })}
            {(is_clean && changes > 0).then(|| view! {
                <form method="post" class="row">
                    <input type="hidden" name="form" value="import-save" />
                    <input type="hidden" name="upload" value=upload />
                    <input type="hidden" name="plan" value=plan />
                    <button class="button">{td_string!(locale, import.save, n = changes).to_string()}</button>
                </form>
            })}
        </section>
    }
}

#[component]
fn Errors(errors: Vec<LineError>, total: usize) -> impl IntoView {
    let locale = use_locale();
    let more = total.saturating_sub(errors.len());
    let item = |error: LineError| {
        let line = td_string!(locale, import.at_line, n = error.line).to_string();
        view! { <li><strong>{line}</strong>" "{message::line_problem(locale, &error.problem)}</li> }
    };
    view! {
        <ul class="lines">{errors.into_iter().map(item).collect_view()}</ul>
        {(more > 0).then(|| view! { <p>{td_string!(locale, import.left_out, n = more).to_string()}</p> })}
    }
}

#[component]
fn Missing(missing: Vec<MissingStudent>) -> impl IntoView {
    let locale = use_locale();
    let ids =
        missing.iter().map(|student| view! { <input type="hidden" name="student" value=student.id.to_string() /> });
    let ids = ids.collect_view();
    let item = |student: &MissingStudent| {
        let mark = student.registered.then(|| td_string!(locale, import.is_registered));
        view! { <li><bdi>{student.name.clone()}</bdi>" "<span class="soft">{student.class.clone()}" "{mark}</span></li> }
    };
    view! {
        <ul class="lines">{missing.iter().map(item).collect_view()}</ul>
        <form method="post">
            <input type="hidden" name="form" value="remove-students" />
            {ids}
            <button class="button quiet danger">{td_string!(locale, import.remove_missing)}</button>
        </form>
    }
}

#[component]
fn Rows(rows: Vec<PreviewRow>) -> impl IntoView {
    let locale = use_locale();
    let row = |row: PreviewRow| {
        let (class, word, what) = match &row.outcome {
            RowOutcome::Added => ("seats free", td_string!(locale, import.added), String::new()),
            RowOutcome::Changed { what } => {
                let columns: Vec<String> =
                    what.iter().map(|&column| message::column(locale, column).to_owned()).collect();
                ("seats filling", td_string!(locale, import.changed), columns.join(", "))
            }
            RowOutcome::Unchanged => ("seats full", td_string!(locale, import.unchanged), String::new()),
        };
        view! {
            <tr>
                <td class="n">{row.line}</td>
                <td><span class=class>{word}</span>" "{what}</td>
                <th scope="row"><bdi>{row.name}</bdi></th>
                <td>{row.class}</td>
                <td>{row.group}</td>
            </tr>
        }
    };
    view! {
        <div class="scroll tall" tabindex="0" role="region" aria-label=td_string!(locale, import.preview)>
            <table>
                <thead>
                    <tr>
                        <th scope="col" class="n">{td_string!(locale, import.line)}</th>
                        <th scope="col">{td_string!(locale, import.outcome)}</th>
                        <th scope="col">{td_string!(locale, field.name)}</th>
                        <th scope="col">{td_string!(locale, field.class)}</th>
                        <th scope="col">{td_string!(locale, field.group)}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
