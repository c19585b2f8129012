-- This makes a selection write pages all over the file while the whole school registers. A student's history is looked up
-- now and then by an administrator, who can wait for a scan of his event's (index decision_time). The other index that
-- goes elsewhere stays here: foreign keys want it.
set @change = if(
    exists (select 1 from information_schema.statistics
            where table_schema = database() and table_name = 'decision' and index_name = 'decision_student'),
    'alter table decision drop index decision_student', 'do 0');
prepare change_schema from @change;
execute change_schema;

-- Looking up what an event holds scans all registrations, as SQLite does: thousands take milliseconds.
set @change = if(
    exists (select 1 from information_schema.statistics
            where table_schema = database() and table_name = 'registration' and index_name = 'registration_event'),
    'alter table registration drop index registration_event', 'do 0');
prepare change_schema from @change;
execute change_schema;
deallocate prepare change_schema;
