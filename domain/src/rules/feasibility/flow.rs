//! Who is short of seats: a maximum flow from groups to seats, and its minimum cut.
//!
//! Hall's theorem (P. Hall, "On Representatives of Subsets", 1935; with numbers: O. Ore, "Graphs and Matching
//! Theorems", 1955): everyone can be seated if and only if no set of groups has more students than the seats that admit
//! any of them, and the fewest students that must stand are the largest such deficit. By the max-flow min-cut theorem
//! (L. Ford and D. Fulkerson, "Maximal Flow through a Network", 1956; for seats one by one this is König's theorem,
//! 1931) a maximum flow leaves exactly that many standing, and what can still be reached from them is the smallest set
//! of groups with that deficit: it is part of every other one.

use crate::rules::bits::Bits;

/// Seats that admit the same groups.
pub(super) struct Supply {
    /// Groups, by number.
    pub admits: Bits,
    /// How many seats.
    pub seats: u64,
}

/// Groups that together are short of seats, and share none with groups outside.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Deficit {
    /// The groups, by number, ascending.
    pub groups: Vec<usize>,
    /// How many seats admit any of them.
    pub seats: u64,
}

/// The smallest set of groups with the largest deficit, in the parts that have no seat in common; each of them is
/// short of seats by itself. `students` are those of each group.
pub(super) fn deficits(students: &[u64], supplies: &[Supply]) -> Vec<Deficit> {
    let mut seating = Seating::new(students, supplies);
    seating.seat_directly();
    let mut reach = seating.reach();
    while seating.seat_along(&reach) {
        reach = seating.reach();
    }
    seating.parts(reach.groups)
}

/// A flow: who sits where.
struct Seating<'a> {
    supplies: &'a [Supply],
    /// The supplies that admit each group.
    admitting: Vec<Bits>,
    /// The students of each group without a seat.
    standing: Vec<u64>,
    /// The seats of each supply that nobody has.
    free: Vec<u64>,
    /// For each supply, the groups that sit there, with how many.
    seated: Vec<Vec<(usize, u64)>>,
}

/// What can be reached from the students who stand, if others make room; each with where it was reached from.
struct Reach {
    /// Groups, in the order in which they were reached.
    groups: Vec<usize>,
    /// For each group, the supply where it would make room; none if it stands itself.
    groups_from: Vec<Option<usize>>,
    /// Supplies and the group that would go there, in the order in which they were reached.
    supplies: Vec<(usize, usize)>,
    /// For each supply, the group that would go there.
    supplies_from: Vec<Option<usize>>,
}

impl<'a> Seating<'a> {
    /// Everyone stands.
    fn new(students: &[u64], supplies: &'a [Supply]) -> Self {
        let admitting = (0..students.len())
            .map(|group| Bits::of(supplies.len(), |supply| supplies[supply].admits.contains(group)))
            .collect();
        Self {
            supplies,
            admitting,
            standing: students.to_vec(),
            free: supplies.iter().map(|supply| supply.seats).collect(),
            seated: vec![Vec::new(); supplies.len()],
        }
    }

    /// Seats whoever finds a free seat. A start that saves most of the searching.
    fn seat_directly(&mut self) {
        for group in 0..self.standing.len() {
            for supply in self.admitting[group].common(&self.admitting[group]) {
                let moving = self.standing[group].min(self.free[supply]);
                if moving > 0 {
                    self.standing[group] -= moving;
                    self.free[supply] -= moving;
                    self.seated[supply].push((group, moving));
                }
            }
        }
    }

    /// Breadth first, so that the ways found are the shortest ones; then the number of searches is bounded whatever
    /// the numbers of students (J. Edmonds and R. Karp, 1972).
    fn reach(&self) -> Reach {
        let count = self.standing.len();
        let mut reach = Reach {
            groups: (0..count).filter(|&group| self.standing[group] > 0).collect(),
            groups_from: vec![None; count],
            supplies: Vec::new(),
            supplies_from: vec![None; self.supplies.len()],
        };
        let mut left = Bits::of(self.supplies.len(), |_| true);
        let mut next = 0;
        while let Some(&group) = reach.groups.get(next) {
            next += 1;
            for supply in self.admitting[group].common(&left) {
                reach.supplies.push((supply, group));
                reach.supplies_from[supply] = Some(group);
                for &(sitting, students) in &self.seated[supply] {
                    let known = self.standing[sitting] > 0 || reach.groups_from[sitting].is_some();
                    if students > 0 && !known {
                        reach.groups_from[sitting] = Some(supply);
                        reach.groups.push(sitting);
                    }
                }
            }
            left.subtract(&self.admitting[group]);
        }
        reach
    }

    /// Seats students at every free seat within reach, and tells whether it seated anyone.
    fn seat_along(&mut self, reach: &Reach) -> bool {
        let mut seated = false;
        for &(supply, group) in &reach.supplies {
            if self.free[supply] == 0 {
                continue;
            }
            let way = way_to(reach, supply, group);
            let room = way.iter().filter_map(|step| Some(self.sitting(step.from?, step.group)));
            let root = way.last().map_or(0, |step| self.standing[step.group]);
            let moving = room.fold(self.free[supply].min(root), u64::min);
            if moving == 0 {
                continue;
            }
            self.free[supply] -= moving;
            for step in way {
                self.sit(step.to, step.group, moving);
                match step.from {
                    Some(from) => self.rise(from, step.group, moving),
                    None => self.standing[step.group] -= moving,
                }
            }
            seated = true;
        }
        seated
    }

    fn sitting(&self, supply: usize, group: usize) -> u64 {
        self.seated[supply].iter().find(|sitting| sitting.0 == group).map_or(0, |sitting| sitting.1)
    }

    fn sit(&mut self, supply: usize, group: usize, students: u64) {
        match self.seated[supply].iter_mut().find(|sitting| sitting.0 == group) {
            Some(sitting) => sitting.1 += students,
            None => self.seated[supply].push((group, students)),
        }
    }

    fn rise(&mut self, supply: usize, group: usize, students: u64) {
        if let Some(sitting) = self.seated[supply].iter_mut().find(|sitting| sitting.0 == group) {
            sitting.1 -= students;
        }
    }

    /// Divides groups so that no two parts have a seat in common.
    fn parts(&self, mut groups: Vec<usize>) -> Vec<Deficit> {
        groups.sort_unstable();
        let mut parts = Vec::new();
        while !groups.is_empty() {
            let mut part = vec![groups.remove(0)];
            let mut admitting = self.admitting[part[0]].clone();
            while let Some(place) = groups.iter().position(|&group| self.admitting[group].count_common(&admitting) > 0)
            {
                let group = groups.remove(place);
                admitting.unite(&self.admitting[group]);
                part.push(group);
            }
            part.sort_unstable();
            let seats = admitting.common(&admitting).map(|supply| self.supplies[supply].seats).sum();
            parts.push(Deficit { groups: part, seats });
        }
        parts
    }
}

/// Students of a group who go to one supply, from another or from standing.
struct Step {
    group: usize,
    to: usize,
    from: Option<usize>,
}

/// The way by which a supply was reached, its end first.
fn way_to(reach: &Reach, supply: usize, group: usize) -> Vec<Step> {
    let mut way = vec![Step { group, to: supply, from: reach.groups_from[group] }];
    while let Some(Step { from: Some(to), .. }) = way.last() {
        let to = *to;
        let Some(group) = reach.supplies_from[to] else { break };
        way.push(Step { group, to, from: reach.groups_from[group] });
    }
    way
}
