//! The text of a statement: written once, with `?` where a value belongs, and turned into what the database reads.

use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};
use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, OnceLock, PoisonError, RwLock},
};

/// How many rows one statement inserts, or looks up, at most: a power of two. The narrowest limit is SQLite's 32,766
/// values.
pub(super) const MOST_ROWS: usize = 512;

/// A statement, as it is written in the store. The connections keep it prepared, so there must be few lengths of it.
///
/// No text of ours has a `?` that isn't a place for a value.
#[derive(Clone, Debug)]
pub struct Statement(Text);

#[derive(Clone, Debug)]
enum Text {
    Fixed(&'static str),
    Known(Arc<Known>),
    Built(String),
}

/// A text that was made once, of one that stands in the program and a length.
#[derive(Debug)]
struct Known {
    plain: Arc<str>,
    numbered: OnceLock<Arc<str>>,
}

/// What was made, by the text that stands in the program and the length. There are few lengths, so it doesn't grow.
type AllKnown = HashMap<(&'static str, usize), Arc<Known>>;

static KNOWN: LazyLock<RwLock<AllKnown>> = LazyLock::new(RwLock::default);

fn known(text: &'static str, length: usize, make: impl FnOnce() -> String) -> Arc<Known> {
    let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner).get(&(text, length)).cloned();
    known.unwrap_or_else(|| {
        let known = Arc::new(Known { plain: make().into(), numbered: OnceLock::new() });
        KNOWN.write().unwrap_or_else(PoisonError::into_inner).insert((text, length), Arc::clone(&known));
        known
    })
}

impl From<&'static str> for Statement {
    fn from(text: &'static str) -> Self {
        Self(Text::Fixed(text))
    }
}

impl Statement {
    /// A text that is put together of names that stand in the program.
    pub fn made(text: String) -> Self {
        Self(Text::Built(text))
    }

    /// `insert into table (a, b)`, followed by this many rows of as many places as the text names columns.
    pub(super) fn insert(head: &'static str, columns: usize, rows: usize) -> Self {
        Self(Text::Known(known(head, rows, || insert(head, columns, rows))))
    }

    /// The same for a text that is put together of names that stand in the program.
    pub(super) fn insert_made(head: &str, columns: usize, rows: usize) -> Self {
        Self(Text::Built(insert(head, columns, rows)))
    }

    /// A text in which `…` becomes this many places.
    pub(super) fn list(text: &'static str, places: usize) -> Self {
        Self(Text::Known(known(text, places, || text.replace('…', &vec!["?"; places].join(", ")))))
    }

    /// The text for SQLite, MariaDB and MySQL.
    pub(super) fn plain(&self) -> SqlStr {
        match &self.0 {
            Text::Fixed(text) => text.into_sql_str(),
            Text::Known(known) => AssertSqlSafe(Arc::clone(&known.plain)).into_sql_str(),
            // Made of texts that stand in the program, and question marks.
            Text::Built(text) => AssertSqlSafe(text.clone()).into_sql_str(),
        }
    }

    /// The text for PostgreSQL, which numbers its places.
    pub(super) fn numbered(&self) -> SqlStr {
        let known = match &self.0 {
            Text::Fixed(text) => &known(text, 0, || (*text).to_owned()),
            Text::Known(known) => known,
            Text::Built(text) => return AssertSqlSafe(number(text)).into_sql_str(),
        };
        let numbered = known.numbered.get_or_init(|| number(&known.plain).into());
        AssertSqlSafe(Arc::clone(numbered)).into_sql_str()
    }
}

fn insert(head: &str, columns: usize, rows: usize) -> String {
    let row = format!("({})", vec!["?"; columns].join(", "));
    format!("{head} values {}", vec![row; rows].join(", "))
}

/// `?`, `?` becomes `$1`, `$2`.
fn number(text: &str) -> String {
    let mut parts = text.split('?');
    let mut numbered = parts.next().unwrap_or_default().to_owned();
    for (index, part) in parts.enumerate() {
        numbered.push_str(&format!("${}{part}", index + 1));
    }
    numbered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_numbered_for_postgresql_and_left_for_the_others() {
        let fixed = Statement::from("select a from t where b = ? and c = ?");
        assert_eq!(fixed.numbered().as_str(), "select a from t where b = $1 and c = $2");
        assert_eq!(fixed.numbered().as_str(), "select a from t where b = $1 and c = $2", "the second time too");
        assert_eq!(fixed.plain().as_str(), "select a from t where b = ? and c = ?");
    }

    #[test]
    fn rows_and_lists_get_their_places() {
        let rows = Statement::insert("insert into t (a, b)", 2, 2);
        assert_eq!(rows.numbered().as_str(), "insert into t (a, b) values ($1, $2), ($3, $4)");
        let row = Statement::insert("insert into t (a, b)", 2, 1);
        assert_eq!(row.numbered().as_str(), "insert into t (a, b) values ($1, $2)", "the same text, another length");
        assert_eq!(rows.plain().as_str(), "insert into t (a, b) values (?, ?), (?, ?)");
        let list = Statement::list("select a from t where b = ? and c in (…)", 3);
        assert_eq!(list.plain().as_str(), "select a from t where b = ? and c in (?, ?, ?)");
    }
}
