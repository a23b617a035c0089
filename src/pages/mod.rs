//! The pages: one file each.

pub mod about;
pub mod browse;
pub mod changes;
pub mod compare;
pub mod context;
pub mod contribute;
pub mod emergency;
pub mod fact;
pub mod glossary;
pub mod home;
pub mod launch;
pub mod letter;
pub mod not_found;
pub mod notes;
pub mod offline;
pub mod phrases;
pub mod plan;
pub mod practice;
pub mod search;
pub mod service;
pub mod settings;
pub mod stage;
pub mod tools;
