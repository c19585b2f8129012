-- The same schema as SQLite's, where the reasons stand; for MariaDB and for MySQL. What differs here:
--
-- Texts compare and sort by their bytes, spaces at the end included, as in SQLite. The two servers have that under
-- different names, so each reads the comment that is meant for it.
--
-- A statement that changes the schema commits at once, so a migration that is cut off is begun anew at the next start:
-- every statement can be run again over what it left.
--
-- A cascade fires no trigger here, and would leave a wrong count of seats behind: so what a student holds must be
-- deleted before the student.

create table if not exists event (
    id varchar(36) primary key not null,
    slug varchar(32) not null unique,
    title text not null,
    intro text not null,
    state varchar(16) not null,
    opens_at bigint,
    closes_at bigint,
    version bigint not null default 1,
    created_at bigint not null,
    constraint event_state check (state in ('closed', 'open', 'scheduled'))
) engine = innodb default character set utf8mb4 /*M! collate utf8mb4_nopad_bin */ /*!80017 collate utf8mb4_0900_bin */;

create table if not exists moment (
    id varchar(36) primary key not null,
    event_id varchar(36) not null,
    position bigint not null,
    reference varchar(255) not null,
    name text not null,
    starts_at bigint,
    ends_at bigint,
    required bigint not null,
    unique (event_id, position),
    unique (event_id, reference),
    unique (id, event_id),
    constraint moment_required check (required in (0, 1)),
    constraint moment_event foreign key (event_id) references event (id) on delete cascade
) engine = innodb default character set utf8mb4 /*M! collate utf8mb4_nopad_bin */ /*!80017 collate utf8mb4_0900_bin */;

create table if not exists student_group (
    id varchar(36) primary key not null,
    event_id varchar(36) not null,
    position bigint not null,
    reference varchar(255) not null,
    name text not null,
    unique (event_id, position),
    unique (event_id, reference),
    unique (id, event_id),
    constraint student_group_event foreign key (event_id) references event (id) on delete cascade
) engine = innodb default character set utf8mb4 /*M! collate utf8mb4_nopad_bin */ /*!80017 collate utf8mb4_0900_bin */;

create table if not exists workshop (
    id varchar(36) primary key not null,
    event_id varchar(36) not null,
    position bigint not null,
    reference varchar(255) not null,
    title text not null,
    description text not null,
    capacity bigint not null,
    location text not null,
    host text not null,
    cancelled bigint not null,
    taken bigint not null default 0,
    unique (event_id, position),
    unique (event_id, reference),
    unique (id, event_id),
    constraint workshop_capacity check (capacity >= 0),
    constraint workshop_cancelled check (cancelled in (0, 1)),
    constraint workshop_taken check (taken between 0 and capacity),
    constraint workshop_event foreign key (event_id) references event (id) on delete cascade
) engine = innodb default character set utf8mb4 /*M! collate utf8mb4_nopad_bin */ /*!80017 collate utf8mb4_0900_bin */;

create table if not exists workshop_moment (
    event_id varchar(36) not null,
    workshop_id varchar(36) not null,
    moment_id varchar(36) not null,
    primary key (workshop_id, moment_id),
    constraint workshop_moment_workshop
        foreign key (workshop_id, event_id) references workshop (id, event_id) on delete cascade,
    constraint workshop_moment_moment
        foreign key (moment_id, event_id) references moment (id, event_id) on delete cascade
) engine = innodb default character set utf8mb4 /*M! collate utf8mb4_nopad_bin */ /*!80017 collate utf8mb4_0900_bin */;

create table if not exists workshop_group (
    event_id varchar(36) not null,
    workshop_id varchar(36) not null,
    group_id varchar(36) not null,
    primary key (workshop_id, group_id),
    constraint workshop_group_workshop
        foreign key (workshop_id, event_id) references workshop (id, event_id) on delete cascade,
    constraint workshop_group_group
        foreign key (group_id, event_id) references student_group (id, event_id) on delete cascade
) engine = innodb default character set utf8mb4 /*M! collate utf8mb4_nopad_bin */ /*!80017 collate utf8mb4_0900_bin */;

create table if not exists link (
    event_id varchar(36) not null,
    position bigint not null,
    a varchar(36) not null,
    b varchar(36) not null,
    kind varchar(16) not null,
    low varchar(36) not null,
    high varchar(36) not null,
    primary key (low, high),
    unique (event_id, position),
    constraint link_kind check (kind in ('together', 'exclusive')),
    constraint link_order check (low < high),
    constraint link_pair check ((low = a and high = b) or (low = b and high = a)),
    constraint link_a foreign key (a, event_id) references workshop (id, event_id) on delete cascade,
    constraint link_b foreign key (b, event_id) references workshop (id, event_id) on delete cascade
) engine = innodb default character set utf8mb4 /*M! collate utf8mb4_nopad_bin */ /*!80017 collate utf8mb4_0900_bin */;

create table if not exists student (
    id varchar(36) primary key not null,
    event_id varchar(36) not null,
    group_id varchar(36) not null,
    name varchar(255) not null,
    class varchar(255) not null,
    number varchar(255),
    `key` varchar(255) not null unique,
    key_generated bigint not null,
    key_version bigint not null default 1,
    created_at bigint not null,
    unique (event_id, number),
    unique (id, event_id),
    index student_class (event_id, class(64), name(64)),
    constraint student_key_generated check (key_generated in (0, 1)),
    constraint student_event foreign key (event_id) references event (id) on delete cascade,
    constraint student_group_id foreign key (group_id, event_id) references student_group (id, event_id)
) engine = innodb default character set utf8mb4 /*M! collate utf8mb4_nopad_bin */ /*!80017 collate utf8mb4_0900_bin */;

create table if not exists registration (
    event_id varchar(36) not null,
    student_id varchar(36) not null,
    workshop_id varchar(36) not null,
    registered_at bigint not null,
    extra_seat bigint not null default 0,
    despite_group bigint not null default 0,
    primary key (student_id, workshop_id),
    index registration_event (event_id),
    constraint registration_extra_seat check (extra_seat in (0, 1)),
    constraint registration_despite_group check (despite_group in (0, 1)),
    constraint registration_student foreign key (student_id, event_id) references student (id, event_id),
    constraint registration_workshop foreign key (workshop_id, event_id) references workshop (id, event_id)
) engine = innodb default character set utf8mb4 /*M! collate utf8mb4_nopad_bin */ /*!80017 collate utf8mb4_0900_bin */;

drop trigger if exists registration_taken;
create trigger registration_taken after insert on registration for each row
    update workshop set taken = taken + 1 where id = new.workshop_id and new.extra_seat = 0;

drop trigger if exists registration_given_up;
create trigger registration_given_up after delete on registration for each row
    update workshop set taken = taken - 1 where id = old.workshop_id and old.extra_seat = 0;

drop trigger if exists registration_is_replaced;
create trigger registration_is_replaced before update on registration for each row
begin
    if new.event_id <> old.event_id or new.student_id <> old.student_id or new.workshop_id <> old.workshop_id
        or new.extra_seat <> old.extra_seat then
        signal sqlstate '45000' set message_text = 'a registration is replaced, not updated';
    end if;
end;

create table if not exists decision (
    id bigint primary key not null auto_increment,
    event_id varchar(36) not null,
    student_id varchar(36) not null,
    at bigint not null,
    by_whom text not null,
    requested mediumtext not null,
    accepted bigint not null,
    violations mediumtext not null,
    index decision_student (event_id, student_id, id),
    constraint decision_accepted check (accepted in (0, 1)),
    constraint decision_event foreign key (event_id) references event (id) on delete cascade
) engine = innodb default character set utf8mb4 /*M! collate utf8mb4_nopad_bin */ /*!80017 collate utf8mb4_0900_bin */;

create table if not exists account (
    name varchar(255) primary key not null,
    password_hash text not null,
    version bigint not null default 1,
    changed_at bigint not null
) engine = innodb default character set utf8mb4 /*M! collate utf8mb4_nopad_bin */ /*!80017 collate utf8mb4_0900_bin */;

create table if not exists record (
    id bigint primary key not null auto_increment,
    event_id varchar(36),
    at bigint not null,
    by_whom text not null,
    action text not null,
    `before` mediumtext not null,
    `after` mediumtext not null,
    constraint record_event foreign key (event_id) references event (id) on delete cascade
) engine = innodb default character set utf8mb4 /*M! collate utf8mb4_nopad_bin */ /*!80017 collate utf8mb4_0900_bin */;
