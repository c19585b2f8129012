-- The same schema as SQLite's, where the reasons stand. What differs here: every text compares and sorts by its bytes
-- (collate "C"), as it does in SQLite; and the count of seats is kept once for each statement, not for each row.

create table event (
    id text collate "C" primary key not null,
    slug text collate "C" not null unique,
    title text collate "C" not null,
    intro text collate "C" not null,
    state text collate "C" not null check (state in ('closed', 'open', 'scheduled')),
    opens_at bigint,
    closes_at bigint,
    version bigint not null default 1,
    created_at bigint not null
);

create table moment (
    id text collate "C" primary key not null,
    event_id text collate "C" not null references event (id) on delete cascade,
    position bigint not null,
    reference text collate "C" not null,
    name text collate "C" not null,
    starts_at bigint,
    ends_at bigint,
    required bigint not null check (required in (0, 1)),
    unique (event_id, position),
    unique (event_id, reference),
    unique (id, event_id)
);

create table student_group (
    id text collate "C" primary key not null,
    event_id text collate "C" not null references event (id) on delete cascade,
    position bigint not null,
    reference text collate "C" not null,
    name text collate "C" not null,
    unique (event_id, position),
    unique (event_id, reference),
    unique (id, event_id)
);

create table workshop (
    id text collate "C" primary key not null,
    event_id text collate "C" not null references event (id) on delete cascade,
    position bigint not null,
    reference text collate "C" not null,
    title text collate "C" not null,
    description text collate "C" not null,
    capacity bigint not null check (capacity >= 0),
    location text collate "C" not null,
    host text collate "C" not null,
    cancelled bigint not null check (cancelled in (0, 1)),
    taken bigint not null default 0 check (taken between 0 and capacity),
    unique (event_id, position),
    unique (event_id, reference),
    unique (id, event_id)
);

create table workshop_moment (
    event_id text collate "C" not null,
    workshop_id text collate "C" not null,
    moment_id text collate "C" not null,
    primary key (workshop_id, moment_id),
    foreign key (workshop_id, event_id) references workshop (id, event_id) on delete cascade,
    foreign key (moment_id, event_id) references moment (id, event_id) on delete cascade
);

create table workshop_group (
    event_id text collate "C" not null,
    workshop_id text collate "C" not null,
    group_id text collate "C" not null,
    primary key (workshop_id, group_id),
    foreign key (workshop_id, event_id) references workshop (id, event_id) on delete cascade,
    foreign key (group_id, event_id) references student_group (id, event_id) on delete cascade
);

create table link (
    event_id text collate "C" not null,
    position bigint not null,
    a text collate "C" not null,
    b text collate "C" not null,
    kind text collate "C" not null check (kind in ('together', 'exclusive')),
    low text collate "C" not null,
    high text collate "C" not null,
    primary key (low, high),
    unique (event_id, position),
    check (low < high),
    check ((low = a and high = b) or (low = b and high = a)),
    foreign key (a, event_id) references workshop (id, event_id) on delete cascade,
    foreign key (b, event_id) references workshop (id, event_id) on delete cascade
);

create table student (
    id text collate "C" primary key not null,
    event_id text collate "C" not null references event (id) on delete cascade,
    group_id text collate "C" not null,
    name text collate "C" not null,
    class text collate "C" not null,
    number text collate "C",
    key text collate "C" not null unique,
    key_generated bigint not null check (key_generated in (0, 1)),
    key_version bigint not null default 1,
    created_at bigint not null,
    unique (event_id, number),
    unique (id, event_id),
    foreign key (group_id, event_id) references student_group (id, event_id)
);

create index student_class on student (event_id, class, name);

create table registration (
    event_id text collate "C" not null,
    student_id text collate "C" not null,
    workshop_id text collate "C" not null,
    registered_at bigint not null,
    extra_seat bigint not null default 0 check (extra_seat in (0, 1)),
    despite_group bigint not null default 0 check (despite_group in (0, 1)),
    primary key (student_id, workshop_id),
    foreign key (student_id, event_id) references student (id, event_id) on delete cascade,
    foreign key (workshop_id, event_id) references workshop (id, event_id)
);

create index registration_workshop on registration (workshop_id);
create index registration_event on registration (event_id);

create function registration_taken() returns trigger language plpgsql as $$
begin
    update workshop set taken = workshop.taken + more.seats
    from (select workshop_id, count(*) as seats from added where extra_seat = 0 group by workshop_id) as more
    where workshop.id = more.workshop_id;
    return null;
end
$$;

create trigger registration_taken after insert on registration
    referencing new table as added for each statement execute function registration_taken();

create function registration_given_up() returns trigger language plpgsql as $$
begin
    update workshop set taken = workshop.taken - fewer.seats
    from (select workshop_id, count(*) as seats from removed where extra_seat = 0 group by workshop_id) as fewer
    where workshop.id = fewer.workshop_id;
    return null;
end
$$;

create trigger registration_given_up after delete on registration
    referencing old table as removed for each statement execute function registration_given_up();

create function registration_is_replaced() returns trigger language plpgsql as $$
begin
    raise exception 'a registration is replaced, not updated';
end
$$;

create trigger registration_is_replaced before update of event_id, student_id, workshop_id, extra_seat on registration
    for each row execute function registration_is_replaced();

create table decision (
    id bigint generated by default as identity primary key,
    event_id text collate "C" not null references event (id) on delete cascade,
    student_id text collate "C" not null,
    at bigint not null,
    by_whom text collate "C" not null,
    requested text collate "C" not null,
    accepted bigint not null check (accepted in (0, 1)),
    violations text collate "C" not null
);

create index decision_student on decision (event_id, student_id, id);

create table account (
    name text collate "C" primary key not null,
    password_hash text collate "C" not null,
    version bigint not null default 1,
    changed_at bigint not null
);

create table record (
    id bigint generated by default as identity primary key,
    event_id text collate "C" references event (id) on delete cascade,
    at bigint not null,
    by_whom text collate "C" not null,
    action text collate "C" not null,
    before text collate "C" not null,
    after text collate "C" not null
);
