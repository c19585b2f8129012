//! What the administrator does, subject by subject.

mod bodies;
mod edits;
mod events;
mod files;
mod importing;
mod keys;
mod links;
mod list;
mod overview;
mod parts;
mod paste;
mod placing;
mod printing;
mod record;
mod settings;
mod students;
mod workbook;
mod workshops;
