-- When key cards with the event's link were last made: whoever changes the slug afterwards is warned.
alter table event add column cards_made_at bigint;

create index record_event on record (event_id, id);
create index decision_time on decision (event_id, at);
