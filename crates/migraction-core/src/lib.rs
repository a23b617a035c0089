//! What Migr'action decides, without anything that a browser, a server or a clock would bring:
//! civil dates and their counting rules, facts of law with their values by date, the rules engine
//! and its explanations, the wage check, the structure of the guide, the addresses of the app.
//!
//! Never here: I/O, today's date (it is an argument), randomness, a sentence for people, the name
//! of a country. The words come from the content pack by the same ids.

pub mod browse;
pub mod date_entry;
pub mod dates;
pub mod deadline;
pub mod directory;
pub mod emergency;
pub mod facts;
pub mod format;
pub mod guide;
pub mod ics;
mod id;
pub mod letters;
pub mod phrases;
pub mod route;
pub mod rules;
pub mod sheet;
pub mod telephone;
pub mod text;
pub mod undo;
pub mod wage;
pub mod worksheet;
pub mod workshop;
pub mod written;

pub use chrono::NaiveDate as CivilDate;
pub use id::Id;
pub use rust_decimal::Decimal;

/// How an exact amount is rounded when it is shown: half a cent goes up, as on a payslip.
pub const HALF_UP: rust_decimal::RoundingStrategy =
    rust_decimal::RoundingStrategy::MidpointAwayFromZero;
