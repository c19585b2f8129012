//! What is wrong with an event before anyone registers, in words for the administrator.

use super::{list, title};
use crate::i18n::{Locale, td_string};
use domain::{
    Event, GroupId, LinkKind, MomentId, WorkshopId,
    edit::LinkForm,
    rules::{Contradiction, Feasibility, GroupOutlook, Hindrance, Untakeable},
};

/// How many points are told; who has more begins with these.
const MOST: usize = 30;

/// What is wrong with an event: what a group can't fill, what nobody can take, which links contradict each other, and
/// where all seats together are too few.
#[must_use]
pub fn feasibility(locale: Locale, event: &Event, found: &Feasibility) -> Vec<String> {
    let groups = found.groups.iter().flat_map(|outlook| of_group(locale, event, outlook));
    let contradictions = found.contradictions.iter().map(|contradiction| contradict(locale, event, contradiction));
    let untakeable = found.untakeable.iter().flat_map(|workshop| of_workshop(locale, event, workshop));
    let short = found.shortages.iter().map(|shortage| {
        let groups = group_names(locale, event, &shortage.groups);
        let moment = moment_names(locale, event, &[shortage.moment]);
        td_string!(
            locale,
            feasibility.short,
            moment = moment,
            groups = groups,
            students = shortage.students,
            seats = shortage.seats
        )
        .to_string()
    });
    contradictions.chain(groups).chain(short).chain(untakeable).take(MOST).collect()
}

fn of_group(locale: Locale, event: &Event, outlook: &GroupOutlook) -> Vec<String> {
    let group = group_names(locale, event, &[outlook.group]);
    let mut said = Vec::new();
    if !outlook.nothing_for.is_empty() {
        let moments = moment_names(locale, event, &outlook.nothing_for);
        said.push(td_string!(locale, feasibility.nothing_for, group = group.clone(), moments = moments).to_string());
    }
    if !outlook.unfillable.is_empty() {
        let moments = moment_names(locale, event, &outlook.unfillable);
        said.push(td_string!(locale, feasibility.unfillable, group = group, moments = moments).to_string());
    }
    said
}

fn of_workshop(locale: Locale, event: &Event, workshop: &Untakeable) -> Vec<String> {
    let label = LinkForm::label(event, workshop.workshop);
    let name = |id: WorkshopId| title(event, id);
    let why = |hindrance: &Hindrance| match hindrance {
        // Said with the links themselves.
        Hindrance::LinksContradict => None,
        Hindrance::PartnerCancelled(partner) => Some(
            td_string!(locale, feasibility.partner_cancelled, title = label.clone(), partner = name(*partner))
                .to_string(),
        ),
        Hindrance::NoSeats(id) if *id == workshop.workshop => {
            Some(td_string!(locale, feasibility.no_seats, title = label.clone()).to_string())
        }
        Hindrance::NoSeats(partner) => Some(
            td_string!(locale, feasibility.partner_no_seats, title = label.clone(), partner = name(*partner))
                .to_string(),
        ),
        Hindrance::NoGroupInCommon(with) => {
            let others = with.iter().copied().filter(|&id| id != workshop.workshop);
            let with: Vec<String> = others.map(name).collect();
            let with = list(locale, &with);
            Some(td_string!(locale, feasibility.no_common_group, title = label.clone(), with = with).to_string())
        }
        Hindrance::DeadEnd { groups, moments } => {
            let (groups, moments) = (group_names(locale, event, groups), moment_names(locale, event, moments));
            Some(
                td_string!(locale, feasibility.dead_end, title = label.clone(), groups = groups, moments = moments)
                    .to_string(),
            )
        }
    };
    workshop.hindrances.iter().filter_map(why).collect()
}

fn contradict(locale: Locale, event: &Event, contradiction: &Contradiction) -> String {
    let link = |link: &domain::Link| {
        let (a, b) = (title(event, link.a), title(event, link.b));
        match link.kind {
            LinkKind::Together => td_string!(locale, feasibility.together, a = a, b = b).to_string(),
            LinkKind::Exclusive => td_string!(locale, feasibility.exclusive, a = a, b = b).to_string(),
        }
    };
    let rules: Vec<String> = contradiction.links.iter().map(link).collect();
    let rules = list(locale, &rules);
    match contradiction.moment {
        None => td_string!(locale, feasibility.contradiction, rules = rules).to_string(),
        Some(moment) => {
            let moment = moment_names(locale, event, &[moment]);
            td_string!(locale, feasibility.contradiction_moment, rules = rules, moment = moment).to_string()
        }
    }
}

fn group_names(locale: Locale, event: &Event, ids: &[GroupId]) -> String {
    list(locale, &ids.iter().filter_map(|&id| event.group(id)).map(|group| group.name.clone()).collect::<Vec<_>>())
}

fn moment_names(locale: Locale, event: &Event, ids: &[MomentId]) -> String {
    super::moments(locale, event, ids)
}
