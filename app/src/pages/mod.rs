//! The pages, by noun.

pub mod event;
mod frame;
pub mod home;
mod key_form;
mod loading;
pub mod manage;
pub mod not_found;
