//! The rules by brute force: every subset of the workshops is looked at, and every condition is checked as the rule
//! table of the design words it.

use domain::{
    Event, Link, LinkKind, MomentId, Phase, Seats, Selection, Violation, Workshop, WorkshopId,
    rules::{Standing, Status},
};
use std::collections::BTreeSet;

/// All subsets of a few things.
pub fn subsets<T: Copy>(items: &[T]) -> impl Iterator<Item = Vec<T>> + '_ {
    (0..1u32 << items.len()).map(|bits| {
        (items.iter().enumerate()).filter(|(place, _)| bits >> place & 1 == 1).map(|(_, &item)| item).collect()
    })
}

/// Whether two workshops, not the same, share a moment.
pub fn clash(a: &Workshop, b: &Workshop) -> bool {
    a.id != b.id && a.moments.iter().any(|moment| b.moments.contains(moment))
}

/// Whether a link of this kind stands between two workshops, in either direction.
pub fn linked(event: &Event, kind: LinkKind, a: WorkshopId, b: WorkshopId) -> bool {
    event.links.iter().any(|link| link.kind == kind && ((link.a, link.b) == (a, b) || (link.a, link.b) == (b, a)))
}

/// Whether no two workshops share a moment and every link is obeyed.
pub fn is_orderly(event: &Event, chosen: &[&Workshop]) -> bool {
    let has = |id: WorkshopId| chosen.iter().any(|workshop| workshop.id == id);
    let obeyed = |link: &Link| match link.kind {
        LinkKind::Together => has(link.a) == has(link.b),
        LinkKind::Exclusive => !(has(link.a) && has(link.b)),
    };
    event.links.iter().all(obeyed) && !chosen.iter().any(|a| chosen.iter().any(|b| clash(a, b)))
}

/// A workshop with all that `together` links bring along, and what those bring along, and so on.
pub fn unit<'a>(event: &'a Event, of: &'a Workshop) -> Vec<&'a Workshop> {
    let mut members = vec![of];
    loop {
        let comes_along = |workshop: &&Workshop| {
            !members.iter().any(|member| member.id == workshop.id)
                && members.iter().any(|member| linked(event, LinkKind::Together, member.id, workshop.id))
        };
        match event.workshops.iter().find(comes_along) {
            Some(workshop) => members.push(workshop),
            None => return members,
        }
    }
}

/// A selection with the required moments that it covers.
pub struct Plan {
    pub selection: Selection,
    pub covers: BTreeSet<MomentId>,
}

/// One student before one event.
pub struct Reference<'a> {
    event: &'a Event,
    student: Standing<'a>,
    seats: &'a Seats,
    /// Every selection that breaks no rule but, perhaps, leaves a moment open; the empty one among them.
    plans: Vec<Plan>,
}

impl<'a> Reference<'a> {
    pub fn new(event: &'a Event, student: Standing<'a>, seats: &'a Seats) -> Self {
        let mut reference = Self { event, student, seats, plans: Vec::new() };
        let takeable: Vec<&Workshop> =
            event.workshops.iter().filter(|workshop| reference.is_takeable(workshop)).collect();
        reference.plans = subsets(&takeable)
            .filter(|chosen| is_orderly(event, chosen))
            .map(|chosen| Plan {
                selection: chosen.iter().map(|workshop| workshop.id).collect(),
                covers: reference.covers(&chosen),
            })
            .collect();
        reference
    }

    pub fn is_for_him(&self, workshop: &Workshop) -> bool {
        workshop.groups.is_empty()
            || workshop.groups.contains(&self.student.group)
            || self.student.held.despite_group.contains(workshop.id)
    }

    pub fn has_seat(&self, workshop: &Workshop) -> bool {
        let place =
            self.event.workshops.iter().position(|other| other.id == workshop.id).expect("a workshop of the event");
        self.student.held.selection.contains(workshop.id) || self.seats.taken(place) < workshop.capacity
    }

    /// Not cancelled, for him, and with a seat for him.
    pub fn is_takeable(&self, workshop: &Workshop) -> bool {
        !workshop.cancelled && self.is_for_him(workshop) && self.has_seat(workshop)
    }

    /// Whether a workshop can be taken with all that comes along, other choices aside.
    pub fn is_unit_takeable(&self, workshop: &Workshop) -> bool {
        let unit = unit(self.event, workshop);
        unit.iter().all(|member| self.is_takeable(member)) && is_orderly(self.event, &unit)
    }

    /// The event's own among the selected workshops.
    pub fn chosen(&self, selection: &Selection) -> Vec<&'a Workshop> {
        self.event.workshops.iter().filter(|workshop| selection.contains(workshop.id)).collect()
    }

    /// The required moments that these workshops cover.
    fn covers(&self, chosen: &[&Workshop]) -> BTreeSet<MomentId> {
        (self.event.moments.iter())
            .filter(|moment| moment.required && chosen.iter().any(|workshop| workshop.moments.contains(&moment.id)))
            .map(|moment| moment.id)
            .collect()
    }

    /// The required moments at which a workshop for him takes place.
    fn due(&self) -> BTreeSet<MomentId> {
        let his = (self.event.workshops.iter()).filter(|workshop| !workshop.cancelled && self.is_for_him(workshop));
        self.covers(&his.collect::<Vec<_>>())
    }

    /// The plans with which no other can compete: none covers all that they cover and more.
    pub fn best_plans(&self) -> impl Iterator<Item = &Plan> {
        let beaten = |plan: &Plan| {
            self.plans
                .iter()
                .any(|other| other.covers.len() > plan.covers.len() && other.covers.is_superset(&plan.covers))
        };
        self.plans.iter().filter(move |plan| !beaten(plan))
    }

    /// Whether some plan that holds this workshop covers a moment.
    pub fn can_cover(&self, moment: MomentId, with: WorkshopId) -> bool {
        self.plans.iter().any(|plan| plan.selection.contains(with) && plan.covers.contains(&moment))
    }

    /// Everything that is wrong with a selection. Workshops within one violation are in the order of their ids.
    pub fn violations(&self, selection: &Selection, phase: &Phase) -> BTreeSet<Violation> {
        let mut violations = BTreeSet::new();
        match phase {
            Phase::Open { .. } => {}
            Phase::Waiting { opens_at } => drop(violations.insert(Violation::NotOpen { opens_at: Some(*opens_at) })),
            Phase::Closed | Phase::Over { .. } => drop(violations.insert(Violation::NotOpen { opens_at: None })),
        }
        let strangers = selection.iter().filter(|&id| !self.event.workshops.iter().any(|workshop| workshop.id == id));
        violations.extend(strangers.map(|workshop| Violation::UnknownWorkshop { workshop }));
        let chosen = self.chosen(selection);
        for workshop in &chosen {
            violations.extend(self.of_workshop(workshop));
        }
        for moment in &self.event.moments {
            let here = chosen.iter().filter(|workshop| workshop.moments.contains(&moment.id));
            let workshops = Vec::from(here.map(|workshop| workshop.id).collect::<Selection>());
            if workshops.len() >= 2 {
                violations.insert(Violation::MomentClash { moment: moment.id, workshops });
            }
        }
        for a in &chosen {
            for b in &self.event.workshops {
                if linked(self.event, LinkKind::Together, a.id, b.id) && !selection.contains(b.id) {
                    violations.insert(Violation::LinkTogether { workshop: a.id, missing: b.id });
                }
                if linked(self.event, LinkKind::Exclusive, a.id, b.id) && selection.contains(b.id) {
                    violations.insert(Violation::LinkExclusive { workshops: [a.id.min(b.id), a.id.max(b.id)] });
                }
            }
        }
        violations.extend(self.missing(selection).map(|moment| Violation::MomentMissing { moment }));
        violations
    }

    fn of_workshop(&self, workshop: &Workshop) -> impl Iterator<Item = Violation> + use<> {
        let Workshop { id, capacity, cancelled, .. } = *workshop;
        let cancelled = cancelled.then_some(Violation::Cancelled { workshop: id });
        let not_for_group =
            (!self.is_for_him(workshop)).then_some(Violation::NotForGroup { workshop: id, group: self.student.group });
        let full = (!self.has_seat(workshop)).then_some(Violation::Full { workshop: id, capacity });
        cancelled.into_iter().chain(not_for_group).chain(full)
    }

    /// The moments that he left open although he could fill them and keep all other required ones filled.
    fn missing(&self, selection: &Selection) -> impl Iterator<Item = MomentId> {
        let covered = self.covers(&self.chosen(selection));
        let open = if selection.is_empty() { BTreeSet::new() } else { &self.due() - &covered };
        open.into_iter().filter(move |&moment| {
            (self.plans.iter()).any(|plan| plan.covers.is_superset(&covered) && plan.covers.contains(&moment))
        })
    }

    /// What a registration with this selection counts as; what was called off counts for nothing.
    pub fn status(&self, selection: &Selection) -> Status {
        let takes_place: Vec<_> = self.chosen(selection).into_iter().filter(|workshop| !workshop.cancelled).collect();
        if takes_place.is_empty() {
            Status::None
        } else if self.covers(&takes_place).is_superset(&self.due()) {
            Status::Complete
        } else {
            Status::Partial
        }
    }
}
