-- Each of these makes a selection write pages all over the file while the whole school registers. Nothing asks by
-- workshop; looking up what an event holds scans all registrations, as SQLite does, and thousands take milliseconds; a
-- student's history is looked up now and then by an administrator, who can wait for a scan of his event's (index
-- decision_time).
drop index registration_workshop;
drop index registration_event;
drop index decision_student;
