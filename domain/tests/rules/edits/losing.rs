//! What changes do to registrations, by hand. Where nothing else is said a student is of group 1.

use super::{at, day, group, id, numbered, with};
use crate::by_hand::{self, exclusive, together};
use domain::{
    Event, Held, Selection, StudentId, Timestamp, WorkshopId,
    rules::{Consequence, Holding, Rulebook, Status, consequences},
};

/// A day with room for all: Judo (1) and Robotica (4) in round 1, Koken (2) and Zang (5) in round 2, Dans (3) in round 3.
fn roomy_day() -> Event {
    with(&day(), |event| event.workshops.iter_mut().for_each(|workshop| workshop.capacity = 10))
}

fn selection(workshops: &[u128]) -> Selection {
    workshops.iter().copied().map(id).collect()
}

/// A student who holds workshops, each since an instant.
fn student(number: u128, held: &[(u128, i64)]) -> Holding {
    let workshops: Vec<u128> = held.iter().map(|(workshop, _)| *workshop).collect();
    Holding {
        student: StudentId::from_u128(number),
        group_before: group(1),
        group_after: group(1),
        held: Held { selection: selection(&workshops), ..Held::nothing() },
        since: held.iter().map(|&(workshop, at)| (id(workshop), Timestamp::from_micros(at))).collect(),
    }
}

fn despite_group(workshops: &[u128], student: Holding) -> Holding {
    Holding { held: Held { despite_group: selection(workshops), ..student.held }, ..student }
}

fn moves_to_group(number: u128, student: Holding) -> Holding {
    Holding { group_after: group(number), ..student }
}

fn outcome(before: &Event, after: &Event, holdings: &[Holding]) -> Vec<Consequence> {
    consequences(&Rulebook::new(before.clone()), &Rulebook::new(after.clone()), holdings)
}

/// A student with a complete day loses this, keeps that, and comes to this.
fn loses(number: u128, lost: &[u128], kept: &[u128], becomes: Status) -> Consequence {
    Consequence {
        student: StudentId::from_u128(number),
        lost: lost.iter().copied().map(id).collect(),
        cancelled: Vec::new(),
        kept: selection(kept),
        was: Status::Complete,
        becomes,
    }
}

#[test]
fn when_a_workshop_holds_fewer_those_who_came_last_lose_their_seats() {
    let before = roomy_day();
    let after = with(&before, |event| numbered(event, 1).capacity = 2);
    let students = [(1, 30), (2, 10), (3, 20), (4, 40)].map(|(number, at)| student(number, &[(1, at), (2, 5), (3, 5)]));
    let expected = [1, 4].map(|number| loses(number, &[1], &[2, 3], Status::Partial));
    assert_eq!(outcome(&before, &after, &students), expected, "the other two aren't mentioned");
}

#[test]
fn of_those_who_came_at_once_the_later_id_loses_his_seat() {
    let before = roomy_day();
    let after = with(&before, |event| numbered(event, 1).capacity = 1);
    let students = [3, 1, 2].map(|number| student(number, &[(1, 5), (2, 5), (3, 5)]));
    let expected = [3, 2].map(|number| loses(number, &[1], &[2, 3], Status::Partial));
    assert_eq!(outcome(&before, &after, &students), expected);
}

#[test]
fn an_extra_seat_is_neither_counted_nor_lost_when_a_workshop_holds_fewer() {
    let before = roomy_day();
    let after = with(&before, |event| numbered(event, 1).capacity = 1);
    let mut students = [1, 2, 3].map(|number| student(number, &[(1, i64::from(number != 2)), (2, 5), (3, 5)]));
    students[2].held.extra_seat = selection(&[1]);
    assert_eq!(outcome(&before, &after, &students), [loses(1, &[1], &[2, 3], Status::Partial)]);
}

#[test]
fn with_a_seat_goes_what_is_linked_with_it() {
    let before = with(&roomy_day(), |event| event.links = vec![together(1, 2), together(3, 2)]);
    let after = with(&before, |event| numbered(event, 3).capacity = 1);
    let students = [1, 2].map(|number| student(number, &[(1, 5), (2, 5), (3, 5)]));
    assert_eq!(outcome(&before, &after, &students), [loses(2, &[1, 2, 3], &[], Status::None)]);
}

#[test]
fn a_student_who_loses_his_place_for_another_reason_frees_his_seat() {
    let before = with(&roomy_day(), |event| numbered(event, 1).capacity = 2);
    let after = with(&before, |event| {
        numbered(event, 1).capacity = 1;
        event.links = vec![exclusive(1, 5)];
    });
    let students = [student(1, &[(5, 1), (1, 2), (3, 2)]), student(2, &[(1, 9), (2, 9), (3, 9)])];
    assert_eq!(outcome(&before, &after, &students), [loses(1, &[1], &[3, 5], Status::Partial)]);
}

#[test]
fn more_seats_take_nothing() {
    let before = roomy_day();
    let after = with(&before, |event| numbered(event, 1).capacity = 20);
    assert_eq!(outcome(&before, &after, &[student(1, &[(1, 5), (2, 5), (3, 5)])]), []);
}

#[test]
fn a_workshop_that_is_deleted_is_lost_and_nothing_else() {
    let before = with(&roomy_day(), |event| event.links = vec![together(1, 2)]);
    let after = with(&before, |event| {
        event.workshops.remove(0);
        event.links.clear();
    });
    let students = [student(1, &[(1, 5), (2, 5), (3, 5)]), student(2, &[(4, 5), (5, 5), (3, 5)])];
    assert_eq!(outcome(&before, &after, &students), [loses(1, &[1], &[2, 3], Status::Partial)]);
}

#[test]
fn a_moment_that_is_deleted_takes_no_workshop_that_has_another() {
    let before = with(&roomy_day(), |event| {
        event.workshops.retain(|workshop| workshop.id != id(3));
        numbered(event, 1).moments.push(at(3));
    });
    let after = with(&before, |event| {
        event.moments.pop();
        numbered(event, 1).moments.pop();
    });
    assert_eq!(outcome(&before, &after, &[student(1, &[(1, 5), (2, 5)])]), []);
}

#[test]
fn a_workshop_that_is_no_longer_for_his_group_is_lost() {
    let before = roomy_day();
    let after = with(&before, |event| numbered(event, 1).groups = vec![group(2)]);
    let held = [(1, 5), (2, 5), (3, 5)];
    let of_group_2 = Holding { group_before: group(2), group_after: group(2), ..student(2, &held) };
    let expected = loses(1, &[1], &[2, 3], Status::Partial);
    assert_eq!(outcome(&before, &after, &[student(1, &held), of_group_2]), [expected], "Robotica is left to him");
}

#[test]
fn where_an_administrator_placed_him_despite_his_group_he_stays() {
    let before = roomy_day();
    let after = with(&before, |event| numbered(event, 1).groups = vec![group(2)]);
    assert_eq!(outcome(&before, &after, &[despite_group(&[1], student(1, &[(1, 5), (2, 5), (3, 5)]))]), []);
}

#[test]
fn of_two_that_come_to_share_a_moment_he_keeps_what_he_has_had_longest() {
    let before = roomy_day();
    let after = with(&before, |event| numbered(event, 1).moments = vec![at(2)]);
    let students = [
        student(1, &[(1, 1), (2, 2), (3, 3)]),
        student(2, &[(1, 2), (2, 1), (3, 3)]),
        student(3, &[(1, 1), (2, 1), (3, 1)]),
    ];
    let expected = [
        loses(1, &[2], &[1, 3], Status::Partial),
        loses(2, &[1], &[2, 3], Status::Partial),
        loses(3, &[2], &[1, 3], Status::Partial),
    ];
    assert_eq!(outcome(&before, &after, &students), expected, "of what he took at once the event's first");
}

#[test]
fn what_goes_together_counts_from_the_first_of_it() {
    let before = with(&roomy_day(), |event| event.links = vec![together(1, 2)]);
    let after = with(&before, |event| numbered(event, 1).moments = vec![at(3)]);
    let students = [student(1, &[(1, 9), (2, 1), (3, 5)]), student(2, &[(1, 9), (2, 7), (3, 5)])];
    let expected = [loses(1, &[3], &[1, 2], Status::Partial), loses(2, &[1, 2], &[3], Status::Partial)];
    assert_eq!(outcome(&before, &after, &students), expected);
}

#[test]
fn of_three_in_a_row_the_middle_one_makes_way_for_the_outer_two() {
    let before = with(&roomy_day(), |event| numbered(event, 3).moments = vec![at(3)]);
    let after = with(&before, |event| event.links = vec![exclusive(1, 2), exclusive(2, 3)]);
    let students = [student(1, &[(1, 1), (2, 2), (3, 3)]), student(2, &[(1, 2), (2, 1), (3, 3)])];
    let expected = [loses(1, &[2], &[1, 3], Status::Partial), loses(2, &[1, 3], &[2], Status::Partial)];
    assert_eq!(outcome(&before, &after, &students), expected);
}

#[test]
fn with_a_new_link_together_whoever_has_one_without_the_other_loses_it() {
    let before = roomy_day();
    let after = with(&before, |event| event.links = vec![together(1, 2)]);
    let students = [
        student(1, &[(1, 5), (2, 5), (3, 5)]),
        student(2, &[(1, 5), (5, 5), (3, 5)]),
        student(3, &[(4, 5), (5, 5), (3, 5)]),
    ];
    assert_eq!(outcome(&before, &after, &students), [loses(2, &[1], &[3, 5], Status::Partial)]);
}

#[test]
fn with_a_new_link_never_together_whoever_has_both_keeps_what_he_has_had_longest() {
    let before = roomy_day();
    let after = with(&before, |event| event.links = vec![exclusive(1, 2)]);
    let students = [student(1, &[(1, 2), (2, 1), (3, 3)]), student(2, &[(1, 5), (5, 5), (3, 5)])];
    assert_eq!(outcome(&before, &after, &students), [loses(1, &[1], &[2, 3], Status::Partial)]);
}

#[test]
fn links_that_no_selection_can_obey_take_all_that_they_link() {
    let before = with(&roomy_day(), |event| event.links = vec![together(1, 2)]);
    let after = with(&before, |event| numbered(event, 1).moments = vec![at(2)]);
    let students = [student(1, &[(1, 1), (2, 2), (3, 3)])];
    assert_eq!(outcome(&before, &after, &students), [loses(1, &[1, 2], &[3], Status::Partial)]);
}

#[test]
fn what_is_called_off_he_keeps_on_paper() {
    let before = roomy_day();
    let after = with(&before, |event| numbered(event, 1).cancelled = true);
    let students = [student(1, &[(1, 5), (2, 5), (3, 5)]), student(2, &[(4, 5), (5, 5), (3, 5)])];
    let called_off = |workshops: &[u128]| workshops.iter().copied().map(id).collect::<Vec<WorkshopId>>();
    let expected = Consequence { cancelled: called_off(&[1]), ..loses(1, &[], &[1, 2, 3], Status::Partial) };
    assert_eq!(outcome(&before, &after, &students), [expected]);

    let later = with(&after, |event| numbered(event, 2).cancelled = true);
    let was = Status::Partial;
    let expected = Consequence { was, cancelled: called_off(&[2]), ..loses(1, &[], &[1, 2, 3], Status::Partial) };
    assert_eq!(outcome(&after, &later, &students), [expected], "what was called off before isn't told again");
    assert_eq!(outcome(&after, &before, &students), [], "and what takes place again harms nobody");
}

#[test]
fn a_new_required_moment_makes_a_complete_day_partial() {
    let before = roomy_day();
    let after = with(&before, |event| {
        event.moments.push(by_hand::moment(4, true));
        event.workshops.push(super::workshop(6, "Schaken", 4));
    });
    let students = [student(1, &[(1, 5), (2, 5), (3, 5)]), student(2, &[(1, 5)]), student(3, &[])];
    let expected = loses(1, &[], &[1, 2, 3], Status::Partial);
    assert_eq!(outcome(&before, &after, &students), [expected], "to the others nothing happens");

    let not_for_him = with(&after, |event| numbered(event, 6).groups = vec![group(2)]);
    assert_eq!(outcome(&before, &not_for_him, &students), []);
    let optional = with(&after, |event| event.moments[3].required = false);
    assert_eq!(outcome(&before, &optional, &students), []);
}

#[test]
fn a_student_who_moves_to_another_group_loses_what_is_not_for_it() {
    let event = with(&roomy_day(), |event| {
        numbered(event, 1).groups = vec![group(1)];
        numbered(event, 2).groups = vec![group(1)];
        numbered(event, 3).groups = vec![group(2), group(1)];
    });
    let held = [(1, 5), (2, 5), (3, 5)];
    let students = [moves_to_group(2, despite_group(&[2], student(1, &held))), student(2, &held)];
    assert_eq!(outcome(&event, &event, &students), [loses(1, &[1], &[2, 3], Status::Partial)]);
}

#[test]
fn what_goes_together_is_lost_together() {
    let event = with(&roomy_day(), |event| {
        numbered(event, 1).groups = vec![group(1)];
        event.links = vec![together(1, 2), together(2, 3)];
    });
    let students = [moves_to_group(2, student(1, &[(1, 5), (2, 5), (3, 5)]))];
    assert_eq!(outcome(&event, &event, &students), [loses(1, &[1, 2, 3], &[], Status::None)]);
}

#[test]
fn what_did_not_fit_before_either_is_left_as_it_is() {
    let before = with(&roomy_day(), |event| event.links = vec![together(1, 2), exclusive(3, 4)]);
    let after = with(&before, |event| numbered(event, 5).capacity = 9);
    let students = [student(1, &[(1, 5), (4, 5)]), student(2, &[(1, 5), (3, 5)]), student(3, &[(3, 5), (4, 5)])];
    assert_eq!(outcome(&before, &after, &students), [], "two at one moment, half a pair, two that never go together");
}

#[test]
fn what_did_not_fit_before_is_left_as_it_is_when_workshops_change_places() {
    let before = with(&roomy_day(), |event| event.links = vec![exclusive(2, 3)]);
    let after = with(&before, |event| event.workshops.reverse());
    let students = [student(1, &[(1, 5), (4, 5)]), student(2, &[(2, 5), (3, 5)])];
    assert_eq!(outcome(&before, &after, &students), []);
}

#[test]
fn whoever_loses_his_seat_keeps_what_would_have_had_to_make_way_for_it() {
    let before = roomy_day();
    let after = with(&before, |event| {
        numbered(event, 1).moments = vec![at(2)];
        numbered(event, 1).capacity = 1;
    });
    let students = [1, 2].map(|number| student(number, &[(1, 5), (2, 5), (3, 5)]));
    let expected = [loses(1, &[2], &[1, 3], Status::Partial), loses(2, &[1], &[2, 3], Status::Partial)];
    assert_eq!(outcome(&before, &after, &students), expected);
}

/// Nothing else in round 1 is for him, and what an administrator opened to him lasts only while he keeps it.
#[test]
fn what_he_was_placed_in_and_loses_leaves_no_moment_open() {
    let before = with(&roomy_day(), |event| {
        numbered(event, 1).groups = vec![group(2)];
        numbered(event, 4).groups = vec![group(2)];
    });
    let after = with(&before, |event| numbered(event, 1).capacity = 0);
    let students = [despite_group(&[1], student(1, &[(1, 5), (2, 5), (3, 5)]))];
    assert_eq!(outcome(&before, &after, &students), [loses(1, &[1], &[2, 3], Status::Complete)]);
}
