//! How fast registrations come in, drawn, with the same figures as a table.

use crate::{
    api::managing::PaceStep,
    i18n::{td_string, use_locale},
};
use leptos::prelude::*;

/// The size of the drawing, in its own units.
const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 40.0;

/// Selections a minute as a curve; the figures stand in a table below it.
#[component]
pub fn Pace(
    /// The steps of the curve.
    #[prop(into)]
    steps: Signal<Vec<PaceStep>>,
) -> impl IntoView {
    let locale = use_locale();
    let title = move || match steps.read().first() {
        Some(first) => td_string!(locale, overview.pace_since, time = first.from.clone()).to_string(),
        None => td_string!(locale, overview.pace).to_string(),
    };
    let is_empty = move || steps.read().is_empty();
    let most = move || steps.read().iter().map(|step| step.per_minute).max().unwrap_or(0);
    view! {
        <p class="soft">{title}</p>
        {move || steps.read().is_empty().then(|| view! { <p>{td_string!(locale, overview.pace_none)}</p> })}
        <svg class="pace" class:none=is_empty viewBox="0 0 120 40" preserveAspectRatio="none" aria-hidden="true">
            <path class="area" d=move || area(&steps.read()) />
            <path class="line" d=move || line(&steps.read()) />
        </svg>
        <details hidden=is_empty>
            <summary>{move || td_string!(locale, overview.pace_most, n = most()).to_string()}</summary>
            <div class="scroll tall" tabindex="0" role="region" aria-label=td_string!(locale, overview.pace)>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{td_string!(locale, record.at)}</th>
                            <th scope="col" class="n">{td_string!(locale, overview.per_minute)}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {move || {
                            let row = |step: PaceStep| view! { <tr><td>{step.from}</td><td class="n">{step.per_minute}</td></tr> };
                            steps.get().into_iter().map(row).collect_view()
                        }}
                    </tbody>
                </table>
            </div>
        </details>
    }
}

/// The curve's points, from the left; one step alone is a level line.
fn points(steps: &[PaceStep]) -> Vec<(f64, f64)> {
    let most = steps.iter().map(|step| step.per_minute).max().unwrap_or(0).max(1);
    let last = steps.len().saturating_sub(1).max(1);
    let point = |(place, step): (usize, &PaceStep)| {
        let x = place as f64 / last as f64 * WIDTH;
        // A line's width stays inside at the top.
        (x, HEIGHT - f64::from(step.per_minute) / f64::from(most) * (HEIGHT - 2.0))
    };
    let mut points: Vec<(f64, f64)> = steps.iter().enumerate().map(point).collect();
    if let &[(_, y)] = points.as_slice() {
        points.push((WIDTH, y));
    }
    points
}

fn line(steps: &[PaceStep]) -> String {
    let points = points(steps);
    let each = points.iter().enumerate().map(|(place, (x, y))| {
        let letter = if place == 0 { 'M' } else { 'L' };
        format!("{letter}{x:.1} {y:.1}")
    });
    each.collect::<Vec<_>>().join(" ")
}

fn area(steps: &[PaceStep]) -> String {
    if steps.is_empty() { String::new() } else { format!("{} L{WIDTH} {HEIGHT} L0 {HEIGHT}Z", line(steps)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(counts: &[u32]) -> Vec<PaceStep> {
        counts.iter().map(|&per_minute| PaceStep { from: String::new(), per_minute }).collect()
    }

    #[test]
    fn the_highest_step_touches_the_top_and_none_leaves_the_drawing() {
        assert_eq!(line(&steps(&[])), "");
        assert_eq!(line(&steps(&[7])), "M0.0 2.0 L120.0 2.0");
        assert_eq!(line(&steps(&[0, 4, 2])), "M0.0 40.0 L60.0 2.0 L120.0 21.0");
        assert_eq!(line(&steps(&[0, 0])), "M0.0 40.0 L120.0 40.0");
        assert!(area(&steps(&[1, 2])).ends_with("L120 40 L0 40Z"));
    }
}
