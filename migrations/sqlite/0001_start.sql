-- Ids are UUIDs as text, made by the program. Times are microseconds since 1970, UTC. Booleans are 0 and 1.
-- Every table is strict: a text in an integer column is an error, not a surprise later.

create table event (
    id text primary key not null,
    slug text not null unique,
    title text not null,
    intro text not null,
    state text not null check (state in ('closed', 'open', 'scheduled')),
    opens_at integer,
    closes_at integer,
    -- Raised by every change to the event or to anything that belongs to it, students and registrations left out:
    -- whoever holds a prepared event in memory sees by it whether it still holds.
    version integer not null default 1,
    created_at integer not null
) strict;

create table moment (
    id text primary key not null,
    event_id text not null references event (id) on delete cascade,
    position integer not null,
    -- What the event's document calls it, so that the document comes out as it went in.
    reference text not null,
    name text not null,
    starts_at integer,
    ends_at integer,
    required integer not null check (required in (0, 1)),
    unique (event_id, position),
    unique (event_id, reference),
    unique (id, event_id)
) strict;

create table student_group (
    id text primary key not null,
    event_id text not null references event (id) on delete cascade,
    position integer not null,
    reference text not null,
    name text not null,
    unique (event_id, position),
    unique (event_id, reference),
    unique (id, event_id)
) strict;

create table workshop (
    id text primary key not null,
    event_id text not null references event (id) on delete cascade,
    position integer not null,
    reference text not null,
    title text not null,
    description text not null,
    capacity integer not null check (capacity >= 0),
    location text not null,
    host text not null,
    cancelled integer not null check (cancelled in (0, 1)),
    -- How many registrations count against the capacity. The triggers below keep it, and this check makes a seat too
    -- many an error, whatever the program does.
    taken integer not null default 0 check (taken between 0 and capacity),
    unique (event_id, position),
    unique (event_id, reference),
    unique (id, event_id)
) strict;

-- The event's id stands in each of these pairs so that the foreign keys forbid mixing two events.
create table workshop_moment (
    event_id text not null,
    workshop_id text not null,
    moment_id text not null,
    primary key (workshop_id, moment_id),
    foreign key (workshop_id, event_id) references workshop (id, event_id) on delete cascade,
    foreign key (moment_id, event_id) references moment (id, event_id) on delete cascade
) strict;

-- A workshop without a row here admits every group.
create table workshop_group (
    event_id text not null,
    workshop_id text not null,
    group_id text not null,
    primary key (workshop_id, group_id),
    foreign key (workshop_id, event_id) references workshop (id, event_id) on delete cascade,
    foreign key (group_id, event_id) references student_group (id, event_id) on delete cascade
) strict;

-- `low` and `high` are the pair in the order of their ids: they forbid the same pair the other way round, and a
-- workshop's link to itself.
create table link (
    event_id text not null,
    position integer not null,
    a text not null,
    b text not null,
    kind text not null check (kind in ('together', 'exclusive')),
    low text not null,
    high text not null,
    primary key (low, high),
    unique (event_id, position),
    check (low < high),
    check ((low = a and high = b) or (low = b and high = a)),
    foreign key (a, event_id) references workshop (id, event_id) on delete cascade,
    foreign key (b, event_id) references workshop (id, event_id) on delete cascade
) strict;

create table student (
    id text primary key not null,
    event_id text not null references event (id) on delete cascade,
    group_id text not null,
    name text not null,
    class text not null,
    number text,
    -- The compared form: capitals, without spaces and hyphens. Readable, so that it can be printed.
    key text not null unique,
    -- Whether the program made the key: such a one can't be guessed, one set by hand may.
    key_generated integer not null check (key_generated in (0, 1)),
    -- Raised with every new key; sessions that carry an older one are over.
    key_version integer not null default 1,
    created_at integer not null,
    unique (event_id, number),
    unique (id, event_id),
    foreign key (group_id, event_id) references student_group (id, event_id)
) strict;

create index student_class on student (event_id, class, name);

create table registration (
    event_id text not null,
    student_id text not null,
    workshop_id text not null,
    registered_at integer not null,
    -- A seat that an administrator gave beyond the capacity: it isn't counted as taken.
    extra_seat integer not null default 0 check (extra_seat in (0, 1)),
    -- An administrator placed the student although his group isn't admitted.
    despite_group integer not null default 0 check (despite_group in (0, 1)),
    primary key (student_id, workshop_id),
    foreign key (student_id, event_id) references student (id, event_id) on delete cascade,
    -- No cascade: deleting a workshop that has registrations must be decided, not happen.
    foreign key (workshop_id, event_id) references workshop (id, event_id)
) strict, without rowid;

create index registration_workshop on registration (workshop_id);

create trigger registration_taken after insert on registration when new.extra_seat = 0
begin
    update workshop set taken = taken + 1 where id = new.workshop_id;
end;

create trigger registration_given_up after delete on registration when old.extra_seat = 0
begin
    update workshop set taken = taken - 1 where id = old.workshop_id;
end;

-- A registration is replaced, never changed in place: else the count above could go wrong.
create trigger registration_is_replaced before update of event_id, student_id, workshop_id, extra_seat on registration
begin
    select raise(abort, 'a registration is replaced, not updated');
end;

-- Every decision about a selection, yes or no, written in the transaction that it decided.
create table decision (
    id integer primary key autoincrement,
    event_id text not null references event (id) on delete cascade,
    -- No foreign key: the log outlives the student.
    student_id text not null,
    at integer not null,
    -- Who asked: 'student', or the administrator's name.
    by_whom text not null,
    -- What was asked for: workshop ids separated by spaces.
    requested text not null,
    accepted integer not null check (accepted in (0, 1)),
    -- Why not: the violations as JSON; empty if accepted.
    violations text not null
) strict;

create index decision_student on decision (event_id, student_id, id);

create table account (
    name text primary key not null,
    -- Argon2id in the PHC string format.
    password_hash text not null,
    -- Raised with every new password; sessions that carry an older one are over.
    version integer not null default 1,
    changed_at integer not null
) strict;

-- Every change by an administrator.
create table record (
    id integer primary key autoincrement,
    event_id text references event (id) on delete cascade,
    at integer not null,
    by_whom text not null,
    action text not null,
    -- JSON, or empty.
    before text not null,
    after text not null
) strict;
