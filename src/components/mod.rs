//! Pieces that pages share. A component, its file, its stylesheet and its CSS block share one name.

pub mod adapt;
pub mod country_choice;
pub mod fact;
pub mod first_help;
pub mod form;
pub mod frame;
pub mod icon;
pub mod keep;
pub mod kit;
pub mod leaf;
pub mod letter_text;
pub mod notice;
pub mod pack_view;
pub mod page_list;
pub mod page_tools;
pub mod practice_row;
pub mod prose;
pub mod readiness;
pub mod report;
pub mod service;
pub mod sources;
pub mod stage;

pub use frame::{Back, Frame};
pub use notice::{Notice, Tone};
pub use pack_view::with_pack;
