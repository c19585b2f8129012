//! What the database itself finds broken.

use super::{
    Store,
    db::{Fetch, Kind},
};
use crate::error::Result;

/// A table, one that its rows point at, and the statement that counts those which point at nothing.
macro_rules! pointer {
    ($table:literal, $column:literal, $target:literal) => {
        (
            $table,
            $target,
            concat!(
                "select count(*) as lost from ",
                $table,
                " c where c.",
                $column,
                " is not null and not exists \
                 (select 1 from ",
                $target,
                " p where p.id = c.",
                $column,
                " and p.event_id = c.event_id)"
            ),
        )
    };
    ($table:literal) => {
        (
            $table,
            "event",
            concat!(
                "select count(*) as lost from ",
                $table,
                " c where c.event_id is not null and not exists \
                 (select 1 from event p where p.id = c.event_id)"
            ),
        )
    };
}

/// What points at what. Foreign keys forbid rows that point at nothing, but they can be switched off, and a file can be
/// damaged.
const POINTERS: [(&str, &str, &str); 15] = [
    pointer!("moment"),
    pointer!("student_group"),
    pointer!("workshop"),
    pointer!("student"),
    pointer!("decision"),
    pointer!("record"),
    pointer!("workshop_moment", "workshop_id", "workshop"),
    pointer!("workshop_moment", "moment_id", "moment"),
    pointer!("workshop_group", "workshop_id", "workshop"),
    pointer!("workshop_group", "group_id", "student_group"),
    pointer!("link", "a", "workshop"),
    pointer!("link", "b", "workshop"),
    pointer!("student", "group_id", "student_group"),
    pointer!("registration", "student_id", "student"),
    pointer!("registration", "workshop_id", "workshop"),
];

impl Store {
    /// What the database itself finds broken, a line each: damage to a file, rows that point at nothing.
    ///
    /// # Errors
    /// [`Error::Database`](crate::error::Error::Database) if it can't look.
    pub async fn integrity(&self) -> Result<Vec<String>> {
        let mut broken = Vec::new();
        // The servers check their own pages whenever they read them.
        if self.db.kind() == Kind::Sqlite {
            for row in self.db.reader().fetch_all("pragma integrity_check", &[]).await? {
                broken.extend(Some(row.string("integrity_check")?).filter(|line| line != "ok"));
            }
        }
        for (table, target, statement) in POINTERS {
            let lost = self.db.reader().fetch_one(statement, &[]).await?.integer("lost")?;
            if lost > 0 {
                broken.push(format!("{lost} rows of {table} point at a {target} that isn't there"));
            }
        }
        Ok(broken)
    }
}
