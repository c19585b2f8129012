//! Links that contradict each other or a moment.

use crate::{Link, LinkKind, MomentId, rules::Rulebook};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// Rules that can't all hold: because of them no one can take any of the workshops that the links name. Without any
/// one of these rules the others would not clash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contradiction {
    /// `together` links that lead from one workshop to another, in order, and then the `exclusive` link between these
    /// two, if that is what they clash with. As stated in the event.
    pub links: Vec<Link>,
    /// Else the moment that both take up.
    pub moment: Option<MomentId>,
}

/// For every two workshops that should go together and can't: the fewest rules that say so, unless all that say so hold
/// a smaller contradiction. Links of cancelled workshops count, since they still stand.
pub(super) fn contradictions(book: &Rulebook) -> Vec<Contradiction> {
    let links = Links::new(book);
    let mut found = Vec::new();
    for (&(a, b), &link) in &links.exclusive {
        let linked = book.unit_of(a) == book.unit_of(b);
        if linked && let Some(mut path) = links.reach(a, |_| false).path(b) {
            path.push(link);
            found.push(Contradiction { links: path, moment: None });
        }
    }
    for unit in book.units().iter().filter(|unit| !unit.sound) {
        for moment in book.moment_ids(unit.moments) {
            let bit = book.moment_bit(moment);
            let here = |index: usize| book.moments_of(index) & bit != 0;
            let members: Vec<usize> = unit.members.iter().copied().filter(|&index| here(index)).collect();
            for (place, &from) in members.iter().enumerate() {
                // A path over a third workshop at the moment would hold the clash with that one, and more than it.
                let reach = links.reach(from, here);
                let paths = members[place + 1..].iter().filter_map(|&to| reach.path(to));
                found.extend(paths.map(|links| Contradiction { links, moment: Some(moment) }));
            }
        }
    }
    found
}

/// The links between an event's workshops. Of links that say the same, the first is named.
struct Links {
    /// For each workshop, those that go together with it.
    together: Vec<Vec<(usize, Link)>>,
    /// By workshops that never go together, the first in the event first.
    exclusive: BTreeMap<(usize, usize), Link>,
}

impl Links {
    fn new(book: &Rulebook) -> Self {
        let workshops = &book.event().workshops;
        let place_of: BTreeMap<_, _> =
            workshops.iter().enumerate().map(|(place, workshop)| (workshop.id, place)).collect();
        let mut links = Self { together: vec![Vec::new(); workshops.len()], exclusive: BTreeMap::new() };
        for link in &book.event().links {
            let (Some(&a), Some(&b)) = (place_of.get(&link.a), place_of.get(&link.b)) else { continue };
            match link.kind {
                LinkKind::Exclusive => drop(links.exclusive.entry((a.min(b), a.max(b))).or_insert(*link)),
                LinkKind::Together => {
                    links.together[a].push((b, *link));
                    links.together[b].push((a, *link));
                }
            }
        }
        links
    }

    /// Searches `together` links breadth first, beginning at a workshop; goes no further from one that `stops`.
    fn reach(&self, from: usize, stops: impl Fn(usize) -> bool) -> Reach {
        let mut reach = Reach { from, steps: BTreeMap::new() };
        let mut next = VecDeque::from([from]);
        while let Some(index) = next.pop_front() {
            if index != from && stops(index) {
                continue;
            }
            for &(neighbour, link) in &self.together[index] {
                if neighbour != from && !reach.steps.contains_key(&neighbour) {
                    reach.steps.insert(neighbour, (index, link));
                    next.push_back(neighbour);
                }
            }
        }
        reach
    }
}

/// What can be reached from a workshop.
struct Reach {
    from: usize,
    /// For each workshop reached, the last step of a shortest path to it.
    steps: BTreeMap<usize, (usize, Link)>,
}

impl Reach {
    /// A shortest path, if there is any. To the workshop itself it has no links.
    fn path(&self, to: usize) -> Option<Vec<Link>> {
        let mut path = Vec::new();
        let mut at = to;
        while at != self.from {
            let &(before, link) = self.steps.get(&at)?;
            path.push(link);
            at = before;
        }
        path.reverse();
        Some(path)
    }
}
