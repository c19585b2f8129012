//! The words that a workbook needs.

/// Every word that the workbook writes, in the reader's language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Words<'a> {
    /// The summary's sheet.
    pub summary: &'a str,
    /// The sheet of the students without a complete registration.
    pub incomplete: &'a str,

    /// Before the time at which the file was made.
    pub made_at: &'a str,
    /// Before the number of students.
    pub students: &'a str,
    /// Before the number of those who are registered for every moment.
    pub complete: &'a str,
    /// Before the number of those who are registered for some.
    pub partial: &'a str,
    /// Before the number of those who are not registered.
    pub none: &'a str,

    /// Over the titles; also the name of a sheet whose title can't be one.
    pub workshop: &'a str,
    /// Over or before the names of moments.
    pub moments: &'a str,
    /// Over or before the place.
    pub location: &'a str,
    /// Over or before who gives it.
    pub host: &'a str,
    /// Over or before the names of the groups that are admitted.
    pub groups: &'a str,
    /// Instead of those names, if every group is.
    pub everyone: &'a str,
    /// Over how many fit.
    pub capacity: &'a str,
    /// Over how many are registered, or before "18 of 20".
    pub registered: &'a str,
    /// Over how many seats are left.
    pub free: &'a str,
    /// Between two numbers: "18 of 20", "page 1 of 3".
    pub of: &'a str,

    /// Over the remarks.
    pub remark: &'a str,
    /// The remark that a workshop was called off.
    pub cancelled: &'a str,
    /// The remark that a student has a seat above the capacity.
    pub extra_seat: &'a str,

    /// Over the numbers of lines.
    pub number: &'a str,
    /// Over students' names.
    pub name: &'a str,
    /// Over their classes.
    pub class: &'a str,
    /// Over their groups.
    pub group: &'a str,
    /// Over the titles that a student chose.
    pub chosen: &'a str,
    /// Over the moments for which he has nothing.
    pub missing: &'a str,

    /// Instead of students, where nobody is registered.
    pub nobody: &'a str,
    /// Instead of students, where everyone's registration is complete.
    pub nobody_incomplete: &'a str,
    /// Before the number of a page.
    pub page: &'a str,
}
