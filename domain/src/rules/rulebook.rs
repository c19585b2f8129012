//! An event prepared for judging.

use super::bits::Bits;
use crate::{Event, GroupId, Held, Link, LinkKind, MomentId, Seats, Selection, WorkshopId};

/// How many moments an event can have: a set of moments is one machine word.
pub const MAX_MOMENTS: usize = 64;

/// An event with its links and moments worked out, so that each question costs little.
///
/// Workshops are named by their place in [`Event::workshops`], sets of moments are bits in the order of
/// [`Event::moments`].
#[derive(Clone, Debug)]
pub struct Rulebook {
    event: Event,
    moments_of: Vec<u64>,
    unit_of: Vec<usize>,
    units: Vec<Unit>,
    units_at: Vec<Bits>,
    required: u64,
}

/// Workshops that can only be taken together: a workshop and all that `together` links reach from it.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    /// Places in [`Event::workshops`], ascending.
    pub members: Vec<usize>,
    /// The moments of all members.
    pub moments: u64,
    /// False if no selection can hold it whole: two members share a moment or exclude each other.
    pub sound: bool,
    /// Units with a member that is `exclusive` with one of this unit's.
    pub rivals: Vec<usize>,
    /// Units that can't be taken beside this one, itself among them: its rivals, and those that share a moment.
    pub conflicts: Bits,
}

/// A student, as far as the rules look at him.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// His group.
    pub group: GroupId,
    /// What he holds now.
    pub held: &'a Held,
}

impl Rulebook {
    /// Prepares an event. Moments beyond [`MAX_MOMENTS`] are left aside; whoever lets an event in refuses such a one.
    #[must_use]
    pub fn new(event: Event) -> Self {
        let place = |id: WorkshopId| event.workshops.iter().position(|workshop| workshop.id == id);
        let bit = |id: MomentId| event.moments.iter().position(|moment| moment.id == id).map_or(0, moment_bit);
        let moments_of: Vec<u64> = (event.workshops.iter())
            .map(|workshop| workshop.moments.iter().fold(0, |bits, &moment| bits | bit(moment)))
            .collect();
        let required = (event.moments.iter().enumerate())
            .filter(|(_, moment)| moment.required)
            .fold(0, |bits, (index, _)| bits | moment_bit(index));

        let mut unit_of: Vec<usize> = (0..event.workshops.len()).collect();
        let pairs = |kind: LinkKind| {
            (event.links.iter())
                .filter(move |link| link.kind == kind)
                .filter_map(|link| Some((place(link.a)?, place(link.b)?)))
        };
        for (a, b) in pairs(LinkKind::Together) {
            let (into, from) = (unit_of[a].min(unit_of[b]), unit_of[a].max(unit_of[b]));
            unit_of.iter_mut().filter(|unit| **unit == from).for_each(|unit| *unit = into);
        }
        let mut units: Vec<Unit> = Vec::new();
        let mut renumbered = vec![usize::MAX; event.workshops.len()];
        for (index, unit) in unit_of.iter_mut().enumerate() {
            if renumbered[*unit] == usize::MAX {
                renumbered[*unit] = units.len();
                units.push(Unit {
                    members: Vec::new(),
                    moments: 0,
                    sound: true,
                    rivals: Vec::new(),
                    conflicts: Bits::default(),
                });
            }
            *unit = renumbered[*unit];
            let unit = &mut units[*unit];
            unit.sound &= unit.moments & moments_of[index] == 0;
            unit.moments |= moments_of[index];
            unit.members.push(index);
        }
        for (a, b) in pairs(LinkKind::Exclusive) {
            let (a, b) = (unit_of[a], unit_of[b]);
            if a == b {
                units[a].sound = false;
            } else {
                units[a].rivals.push(b);
                units[b].rivals.push(a);
            }
        }
        for index in 0..units.len() {
            let unit = &units[index];
            let conflicts = Bits::of(units.len(), |other| {
                other == index || units[other].moments & unit.moments != 0 || unit.rivals.contains(&other)
            });
            units[index].conflicts = conflicts;
        }
        let units_at = (0..event.moments.len())
            .map(|place| Bits::of(units.len(), |unit| units[unit].moments & moment_bit(place) != 0))
            .collect();
        Self { event, moments_of, unit_of, units, units_at, required }
    }

    /// The event.
    #[must_use]
    pub const fn event(&self) -> &Event {
        &self.event
    }

    /// The workshops that go along with this one, itself not among them.
    pub fn partners(&self, workshop: WorkshopId) -> impl Iterator<Item = WorkshopId> + '_ {
        let members = self.place(workshop).map_or(&[][..], |index| &self.units[self.unit_of[index]].members);
        members.iter().map(|&member| self.id(member)).filter(move |&partner| partner != workshop)
    }

    pub(super) fn place(&self, id: WorkshopId) -> Option<usize> {
        self.event.workshops.iter().position(|workshop| workshop.id == id)
    }

    pub(super) fn places(&self, selection: &Selection) -> Vec<usize> {
        let mut places: Vec<usize> = selection.iter().filter_map(|id| self.place(id)).collect();
        places.sort_unstable();
        places
    }

    pub(super) fn id(&self, index: usize) -> WorkshopId {
        self.event.workshops[index].id
    }

    pub(super) fn moments_of(&self, index: usize) -> u64 {
        self.moments_of[index]
    }

    /// The ids of a set of moments, in order.
    pub(super) fn moment_ids(&self, bits: u64) -> Vec<MomentId> {
        (self.event.moments.iter().enumerate())
            .filter(|&(index, _)| bits & moment_bit(index) != 0)
            .map(|(_, moment)| moment.id)
            .collect()
    }

    /// The set that holds this moment alone.
    pub(super) fn moment_bit(&self, id: MomentId) -> u64 {
        self.event.moments.iter().position(|moment| moment.id == id).map_or(0, moment_bit)
    }

    pub(super) const fn required(&self) -> u64 {
        self.required
    }

    pub(super) fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The units with a member at the moment at this place.
    pub(super) fn units_at(&self, moment: usize) -> &Bits {
        &self.units_at[moment]
    }

    pub(super) fn unit_of(&self, index: usize) -> usize {
        self.unit_of[index]
    }

    pub(super) fn are_exclusive(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.id(a), self.id(b));
        let pair = |link: &Link| (link.a, link.b) == (a, b) || (link.a, link.b) == (b, a);
        self.event.links.iter().any(|link| link.kind == LinkKind::Exclusive && pair(link))
    }

    /// Whether the student may take the workshop, seats aside.
    pub(super) fn is_for(&self, index: usize, student: Standing<'_>) -> bool {
        let workshop = &self.event.workshops[index];
        workshop.admits(student.group) || student.held.despite_group.contains(workshop.id)
    }

    /// Whether there is a seat for the student: his own, or one that nobody has.
    pub(super) fn has_seat(&self, index: usize, student: Standing<'_>, seats: &Seats) -> bool {
        let workshop = &self.event.workshops[index];
        student.held.selection.contains(workshop.id) || seats.taken(index) < workshop.capacity
    }

    /// The required moments at which there is anything for the student, seats aside.
    pub(super) fn due(&self, student: Standing<'_>) -> u64 {
        (0..self.event.workshops.len())
            .filter(|&index| !self.event.workshops[index].cancelled && self.is_for(index, student))
            .fold(0, |bits, index| bits | self.moments_of[index])
            & self.required
    }
}

fn moment_bit(index: usize) -> u64 {
    u32::try_from(index).ok().and_then(|index| 1u64.checked_shl(index)).unwrap_or(0)
}
