//! What the administrator does, subject by subject.

mod edits;
mod events;
mod importing;
mod keys;
mod links;
mod list;
mod parts;
mod paste;
mod settings;
mod students;
mod workshops;
