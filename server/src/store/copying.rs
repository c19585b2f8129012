//! Copying a whole installation into another database.

use super::{
    Store,
    db::{Fetch, Kind, Statement, Transaction, Value},
};
use crate::error::{Error, Result};

/// How many rows are read at once.
const PART: usize = 5_000;

/// A table with its columns, all but those that the database itself keeps.
struct Table {
    name: &'static str,
    /// What tells its rows apart: they are read in this order.
    key: &'static str,
    texts: &'static [&'static str],
    numbers: &'static [&'static str],
}

/// All tables, each after those that its rows point at. A workshop's `taken` isn't among the columns: the triggers of the
/// target count anew.
const TABLES: [Table; 12] = [
    Table {
        name: "event",
        key: "id",
        texts: &["id", "slug", "title", "intro", "state"],
        numbers: &["opens_at", "closes_at", "version", "created_at", "cards_made_at"],
    },
    Table {
        name: "moment",
        key: "id",
        texts: &["id", "event_id", "reference", "name"],
        numbers: &["position", "starts_at", "ends_at", "required"],
    },
    Table { name: "student_group", key: "id", texts: &["id", "event_id", "reference", "name"], numbers: &["position"] },
    Table {
        name: "workshop",
        key: "id",
        texts: &["id", "event_id", "reference", "title", "description", "location", "host"],
        numbers: &["position", "capacity", "cancelled"],
    },
    Table {
        name: "workshop_moment",
        key: "workshop_id, moment_id",
        texts: &["event_id", "workshop_id", "moment_id"],
        numbers: &[],
    },
    Table {
        name: "workshop_group",
        key: "workshop_id, group_id",
        texts: &["event_id", "workshop_id", "group_id"],
        numbers: &[],
    },
    Table {
        name: "link",
        key: "low, high",
        texts: &["event_id", "a", "b", "kind", "low", "high"],
        numbers: &["position"],
    },
    Table {
        name: "student",
        key: "id",
        texts: &["id", "event_id", "group_id", "name", "class", "number", "key"],
        numbers: &["key_generated", "key_version", "created_at"],
    },
    Table {
        name: "registration",
        key: "student_id, workshop_id",
        texts: &["event_id", "student_id", "workshop_id"],
        numbers: &["registered_at", "extra_seat", "despite_group"],
    },
    Table {
        name: "decision",
        key: "id",
        texts: &["event_id", "student_id", "by_whom", "requested", "violations"],
        numbers: &["id", "at", "accepted"],
    },
    Table { name: "account", key: "name", texts: &["name", "password_hash"], numbers: &["version", "changed_at"] },
    Table {
        name: "record",
        key: "id",
        texts: &["event_id", "by_whom", "action", "before", "after"],
        numbers: &["id", "at"],
    },
];

impl Store {
    /// Copies everything into another, empty database, as of one instant and in one transaction; gives each table with
    /// how many rows it has, counted on both sides.
    ///
    /// # Errors
    /// [`Error::Setup`] if the target isn't empty, or holds something else after the copying than the source;
    /// [`Error::Database`]. The target stays empty then.
    pub async fn copy_to(&self, target: &Self) -> Result<Vec<(&'static str, i64)>> {
        let mut from = self.db.begin_snapshot().await?;
        let mut to = target.db.begin().await?;
        for table in &TABLES {
            let rows = table.count(&mut to).await?;
            if rows > 0 {
                return Err(Error::Setup(format!(
                    "the target isn't empty: its table {} has {rows} rows; nothing was copied",
                    table.name
                )));
            }
        }
        let mut copied = Vec::with_capacity(TABLES.len());
        for table in &TABLES {
            table.copy(&mut from, &mut to).await?;
            let (read, written) = (table.count(&mut from).await?, table.count(&mut to).await?);
            if read != written {
                return Err(Error::Setup(format!(
                    "the table {} has {read} rows, of which {written} arrived; nothing was copied",
                    table.name
                )));
            }
            copied.push((table.name, read));
        }
        if target.db.kind() == Kind::Postgres {
            go_on_counting(&mut to).await?;
        }
        to.commit().await?;
        Ok(copied)
    }
}

impl Table {
    /// Its columns, as they stand in a statement.
    fn columns(&self) -> String {
        let quoted: Vec<String> = self.texts.iter().chain(self.numbers).map(|column| format!("\"{column}\"")).collect();
        quoted.join(", ")
    }

    async fn count(&self, transaction: &mut Transaction) -> Result<i64> {
        let statement = Statement::made(format!("select count(*) as number from {}", self.name));
        transaction.fetch(statement, &[]).await?.first().map_or(Ok(0), |row| row.integer("number"))
    }

    async fn copy(&self, from: &mut Transaction, to: &mut Transaction) -> Result<()> {
        let (name, key, columns) = (self.name, self.key, self.columns());
        let width = self.texts.len() + self.numbers.len();
        let head = format!("insert into {name} ({columns})");
        let select = Statement::made(format!("select {columns} from {name} order by {key} limit ? offset ?"));
        for part in 0_u32.. {
            let size = u32::try_from(PART).unwrap_or(u32::MAX);
            let rows = from.fetch(select.clone(), &[size.into(), part.saturating_mul(size).into()]).await?;
            let mut values = Vec::with_capacity(rows.len() * width);
            for row in &rows {
                for column in self.texts {
                    values.push(Value::from(row.optional_text(column)?));
                }
                for column in self.numbers {
                    values.push(Value::Integer(row.optional_integer(column)?));
                }
            }
            to.insert_values(&head, width, &values).await?;
            if rows.len() < PART {
                break;
            }
        }
        Ok(())
    }
}

/// PostgreSQL counts the numbers of the log and the record apart from their tables: it goes on behind what was copied. The
/// others do so by themselves.
async fn go_on_counting(transaction: &mut Transaction) -> Result<()> {
    for statement in [
        "select setval(pg_get_serial_sequence('decision', 'id'), coalesce(max(id), 0) + 1, false) from decision",
        "select setval(pg_get_serial_sequence('record', 'id'), coalesce(max(id), 0) + 1, false) from record",
    ] {
        transaction.fetch_all(statement, &[]).await?;
    }
    Ok(())
}
