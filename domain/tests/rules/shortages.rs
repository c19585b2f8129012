//! Seats against students: Hall violations against an enumeration of all sets of groups.

use crate::{
    by_hand::{event, moment, workshop},
    cases,
    reference::subsets,
};
use domain::{
    Event, Group, GroupId, Moment, MomentId, Seats, Workshop, WorkshopId,
    rules::{GroupSize, Rulebook, Shortage, Waiting, feasibility, shortages},
};
use proptest::{collection::vec, prelude::*, sample::Index};
use std::collections::BTreeSet;

fn group(number: u128) -> GroupId {
    GroupId::from_u128(number)
}

/// An event with groups numbered from 1.
fn crowd(groups: u128, moments: Vec<Moment>, workshops: Vec<Workshop>) -> Event {
    let groups = (1..=groups).map(|number| Group { id: group(number), name: String::new() }).collect();
    Event { groups, ..event(moments, workshops, Vec::new()) }
}

fn for_groups(id: u128, moments: &[u128], groups: &[u128], capacity: u32) -> Workshop {
    let moments = moments.iter().copied().map(MomentId::from_u128).collect();
    Workshop { groups: groups.iter().copied().map(group).collect(), capacity, ..workshop(id, moments) }
}

/// Up to 3 moments, 6 groups and 12 workshops.
fn crowds() -> impl Strategy<Value = Event> {
    let moments = vec(prop::bool::weighted(0.8), 1..=3);
    (moments, 1..=6usize).prop_flat_map(|(required, groups)| {
        let admits = prop_oneof![
            1 => Just(vec![false; groups]).boxed(),
            4 => vec(prop::bool::weighted(0.3), groups).boxed(),
        ];
        let workshop = (vec(prop::bool::weighted(0.5), required.len()), admits, 0..=6u32, prop::bool::weighted(0.1));
        vec(workshop, 0..=12).prop_map(move |workshops| {
            let named = |picked: Vec<bool>| -> Vec<u128> {
                (1..).zip(picked).filter(|(_, picked)| *picked).map(|(number, _)| number).collect()
            };
            let workshops = (1..).zip(workshops).map(|(id, (at, admits, capacity, cancelled))| {
                let at = if at.contains(&true) { named(at) } else { vec![1] };
                Workshop { cancelled, ..for_groups(id, &at, &named(admits), capacity) }
            });
            let moments = (1..).zip(&required).map(|(id, required)| moment(id, *required)).collect();
            crowd(groups as u128, moments, workshops.collect())
        })
    })
}

/// One moment, 6 groups, and up to 12 workshops for two or three of them, so that many have to make room for others.
fn rivals() -> impl Strategy<Value = Event> {
    vec((vec(1..=6u128, 2..=3), 1..=4u32), 6..=12).prop_map(|workshops| {
        let workshops = (1..).zip(workshops).map(|(id, (groups, capacity))| for_groups(id, &[1], &groups, capacity));
        crowd(6, vec![moment(1, true)], workshops.collect())
    })
}

/// The seats left at a moment that admit any of these groups.
fn offered(event: &Event, left: &dyn Fn(WorkshopId) -> u32, moment: MomentId, groups: &BTreeSet<GroupId>) -> u32 {
    let admits = |workshop: &&Workshop| {
        workshop.groups.is_empty() || workshop.groups.iter().any(|admitted| groups.contains(admitted))
    };
    (event.workshops.iter())
        .filter(|workshop| !workshop.cancelled && workshop.moments.contains(&moment) && !groups.is_empty())
        .filter(admits)
        .map(|workshop| left(workshop.id))
        .sum()
}

fn all_sets(groups: &[GroupId]) -> impl Iterator<Item = BTreeSet<GroupId>> + '_ {
    subsets(groups).map(|groups| groups.into_iter().collect())
}

/// How many students of a group wait at a moment.
fn counted(waiting: &[Waiting]) -> impl Fn(MomentId, GroupId) -> u32 {
    |moment, group| {
        let named = waiting.iter().filter(|waiting| (waiting.moment, waiting.group) == (moment, group));
        named.map(|waiting| waiting.students).sum()
    }
}

/// Compares what was found with an enumeration.
fn verify(
    event: &Event,
    left: &dyn Fn(WorkshopId) -> u32,
    students: &dyn Fn(MomentId, GroupId) -> u32,
    found: &[Shortage],
) -> Result<(), TestCaseError> {
    let order: Vec<MomentId> = event.moments.iter().map(|moment| moment.id).collect();
    prop_assert!(found.is_sorted_by_key(|shortage| order.iter().position(|moment| *moment == shortage.moment)));
    for moment in &event.moments {
        let here: Vec<&Shortage> = found.iter().filter(|shortage| shortage.moment == moment.id).collect();
        if !moment.required {
            prop_assert!(here.is_empty(), "nobody has to choose here: {here:?}");
            continue;
        }
        let invited: Vec<GroupId> = (event.groups.iter().map(|group| group.id))
            .filter(|&group| {
                event.workshops.iter().any(|workshop| {
                    !workshop.cancelled
                        && workshop.moments.contains(&moment.id)
                        && (workshop.groups.is_empty() || workshop.groups.contains(&group))
                })
            })
            .collect();
        let total = |groups: &BTreeSet<GroupId>| groups.iter().map(|&group| students(moment.id, group)).sum::<u32>();
        let offered = |groups: &BTreeSet<GroupId>| offered(event, left, moment.id, groups);
        let deficit = |groups: &BTreeSet<GroupId>| i64::from(total(groups)) - i64::from(offered(groups));
        let most = all_sets(&invited).map(|groups| deficit(&groups)).max().expect("the empty set");
        let smallest = all_sets(&invited)
            .filter(|groups| deficit(groups) == most)
            .min_by_key(BTreeSet::len)
            .expect("one has the largest deficit");
        let united: BTreeSet<GroupId> = here.iter().flat_map(|shortage| shortage.groups.iter().copied()).collect();
        prop_assert_eq!(&united, &smallest, "{:?}", here);
        prop_assert_eq!(here.iter().map(|shortage| shortage.groups.len()).sum::<usize>(), smallest.len());
        for shortage in &here {
            let groups: BTreeSet<GroupId> = shortage.groups.iter().copied().collect();
            let ordered: Vec<GroupId> =
                event.groups.iter().map(|group| group.id).filter(|id| groups.contains(id)).collect();
            prop_assert_eq!(&shortage.groups, &ordered);
            prop_assert_eq!((shortage.students, shortage.seats), (total(&groups), offered(&groups)));
            prop_assert!(shortage.students > shortage.seats);
            for part in all_sets(&shortage.groups).filter(|part| !part.is_empty() && part.len() < groups.len()) {
                let rest = &groups - &part;
                prop_assert!(offered(&part) + offered(&rest) > shortage.seats, "{:?} stands alone", part);
            }
        }
        let seats: u32 = here.iter().map(|shortage| shortage.seats).sum();
        prop_assert_eq!(seats, offered(&united), "no two of them share a seat");
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(1024))]

    #[test]
    fn too_few_seats_are_found_where_some_set_of_groups_has_too_few(
        event in crowds(),
        students in vec(0..=12u32, 6),
    ) {
        let size = |id: GroupId| (1..).zip(&students).find(|(number, _)| group(*number) == id).map_or(0, |(_, size)| *size);
        let sizes: Vec<GroupSize> =
            event.groups.iter().rev().map(|group| GroupSize { group: group.id, students: size(group.id) }).collect();
        let found = feasibility(&Rulebook::new(event.clone()), &sizes).shortages;
        let capacity = |id| event.workshop(id).expect("a workshop").capacity;
        verify(&event, &capacity, &|_, group| size(group), &found)?;
    }

    #[test]
    fn while_students_register_only_seats_left_and_students_waiting_count(
        event in crowds(),
        taken in vec(0..=7u32, 12),
        waiting in vec((1..=4u128, 1..=7u128, 0..=9u32), 0..=24),
    ) {
        let place = |id| event.workshops.iter().position(|workshop| workshop.id == id).expect("a workshop");
        let seats = Seats::of(&event, |id| taken[place(id)]);
        let waiting: Vec<Waiting> = (waiting.into_iter())
            .map(|(moment, number, students)| Waiting { moment: MomentId::from_u128(moment), group: group(number), students })
            .collect();
        let left = |id| event.workshops[place(id)].capacity.saturating_sub(taken[place(id)]);
        let found = shortages(&Rulebook::new(event.clone()), &seats, &waiting);
        verify(&event, &left, &counted(&waiting), &found)?;
    }

    #[test]
    fn students_who_just_fit_are_not_short_of_seats_and_one_more_is(
        event in rivals(),
        picks in vec(any::<Index>(), 12),
        late in 1..=6u128,
    ) {
        let mut waiting = seated(&event, &picks);
        let book = Rulebook::new(event.clone());
        let seats = Seats::none_taken(&event);
        prop_assert_eq!(shortages(&book, &seats, &waiting), vec![]);
        waiting.push(Waiting { moment: MomentId::from_u128(1), group: group(late), students: 1 });
        let capacity = |id| event.workshop(id).expect("a workshop").capacity;
        verify(&event, &capacity, &counted(&waiting), &shortages(&book, &seats, &waiting))?;
    }
}

/// Students who just fit: each seat of every workshop is meant for someone of a group that it admits.
fn seated(event: &Event, picks: &[Index]) -> Vec<Waiting> {
    let mut waiting = Vec::new();
    for (workshop, pick) in event.workshops.iter().zip(picks).filter(|(workshop, _)| !workshop.cancelled) {
        let admitted: Vec<GroupId> =
            (event.groups.iter().map(|group| group.id)).filter(|&group| workshop.admits(group)).collect();
        let (group, students) = (*pick.get(&admitted), workshop.capacity);
        waiting.extend(workshop.moments.iter().map(|&moment| Waiting { moment, group, students }));
    }
    waiting
}

/// Two moments. At the second, the juniors, 480, have a hall of 400, a room of 52 and nothing else; the seniors have
/// seats enough.
fn two_schools() -> (Rulebook, Vec<GroupSize>) {
    let workshops = vec![
        for_groups(1, &[1], &[], 1000),
        for_groups(2, &[2], &[1], 400),
        for_groups(3, &[2], &[1], 52),
        for_groups(4, &[2], &[2], 900),
    ];
    let event = crowd(2, vec![moment(1, true), moment(2, true)], workshops);
    let sizes = [(1, 480), (2, 300)].map(|(number, students)| GroupSize { group: group(number), students });
    (Rulebook::new(event), sizes.into())
}

fn shortage(moment: u128, groups: &[u128], students: u32, seats: u32) -> Shortage {
    let groups = groups.iter().copied().map(group).collect();
    Shortage { moment: MomentId::from_u128(moment), groups, students, seats }
}

#[test]
fn at_the_second_moment_480_juniors_have_452_seats() {
    let (book, sizes) = two_schools();
    assert_eq!(feasibility(&book, &sizes).shortages, [shortage(2, &[1], 480, 452)]);
}

#[test]
fn a_shortage_lasts_while_students_take_seats_and_ends_when_enough_have_gone_without() {
    let (book, _) = two_schools();
    let seats = Seats::of(book.event(), |id| if id == WorkshopId::from_u128(2) { 390 } else { 0 });
    let waiting = |students| [Waiting { moment: MomentId::from_u128(2), group: group(1), students }];
    assert_eq!(shortages(&book, &seats, &waiting(90)), [shortage(2, &[1], 90, 62)]);
    assert_eq!(shortages(&book, &seats, &waiting(62)), []);
}

#[test]
fn groups_that_share_no_seat_are_told_apart() {
    let moments = || vec![moment(1, true)];
    let apart = vec![for_groups(1, &[1], &[1], 10), for_groups(2, &[1], &[2], 20)];
    let sizes = [1, 2].map(|number| GroupSize { group: group(number), students: 25 });
    let found = feasibility(&Rulebook::new(crowd(2, moments(), apart.clone())), &sizes).shortages;
    assert_eq!(found, [shortage(1, &[1], 25, 10), shortage(1, &[2], 25, 20)]);
    let shared = [apart, vec![for_groups(3, &[1], &[1, 2], 5)]].concat();
    let found = feasibility(&Rulebook::new(crowd(2, moments(), shared)), &sizes).shortages;
    assert_eq!(found, [shortage(1, &[1, 2], 50, 35)]);
}

#[test]
fn a_group_that_could_sit_elsewhere_makes_room_for_others() {
    // Only the first has seats elsewhere, and only the fourth has none if each takes the first seats that it finds.
    let workshops = vec![
        for_groups(1, &[1], &[1, 2], 10),
        for_groups(2, &[1], &[2, 3], 10),
        for_groups(3, &[1], &[3, 4], 10),
        for_groups(4, &[1], &[1, 5], 10),
    ];
    let book = Rulebook::new(crowd(5, vec![moment(1, true)], workshops));
    let found = |fifth| {
        let students = (1..).zip([10, 10, 10, 10, fifth]);
        let sizes = students.map(|(number, students)| GroupSize { group: group(number), students });
        feasibility(&book, &sizes.collect::<Vec<_>>()).shortages
    };
    assert_eq!(found(0), []);
    assert_eq!(found(1), [shortage(1, &[1, 2, 3, 4, 5], 41, 40)]);
}

#[test]
fn a_workshop_over_two_moments_has_its_seats_at_both() {
    let book = Rulebook::new(crowd(1, vec![moment(1, true), moment(2, true)], vec![for_groups(1, &[1, 2], &[], 30)]));
    let found = feasibility(&book, &[GroupSize { group: group(1), students: 31 }]).shortages;
    assert_eq!(found, [shortage(1, &[1], 31, 30), shortage(2, &[1], 31, 30)]);
}

#[test]
fn numbers_beyond_all_bounds_are_cut_off_and_not_wrapped() {
    let workshops = vec![for_groups(1, &[1], &[], u32::MAX), for_groups(2, &[1], &[], 1)];
    let book = Rulebook::new(crowd(2, vec![moment(1, true)], workshops));
    let sizes = [1, 2].map(|number| GroupSize { group: group(number), students: u32::MAX });
    assert_eq!(feasibility(&book, &sizes).shortages, [shortage(1, &[1, 2], u32::MAX, u32::MAX)]);
}
