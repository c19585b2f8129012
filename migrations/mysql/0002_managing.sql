-- When key cards with the event's link were last made: whoever changes the slug afterwards is warned.
-- MySQL has no `add column if not exists`, so each change is made only where it is missing.
set @change = if(
    exists (select 1 from information_schema.columns
            where table_schema = database() and table_name = 'event' and column_name = 'cards_made_at'),
    'do 0', 'alter table event add column cards_made_at bigint');
prepare change_schema from @change;
execute change_schema;

-- The key of the record's event serves as the index that the other databases get here.
set @change = if(
    exists (select 1 from information_schema.statistics
            where table_schema = database() and table_name = 'decision' and index_name = 'decision_time'),
    'do 0', 'alter table decision add index decision_time (event_id, at)');
prepare change_schema from @change;
execute change_schema;
deallocate prepare change_schema;
