//! What mediators do and what goes wrong, one file each.

mod axe;
mod card;
mod compare;
mod consultation;
mod consultation_danger;
mod contribute;
mod danger;
mod deadline;
mod directory;
mod emergency;
mod fault_app;
mod fault_floor;
mod fault_installed;
mod fault_pack;
mod fault_panic;
mod fault_part;
mod fault_storage;
mod filter;
mod finish;
mod first_visit;
mod hours;
mod keyboard;
mod kill_switch;
mod language_missing;
mod leave_field;
mod narrow;
mod notes_alone;
mod notes_passphrase;
mod notes_shared;
mod notes_traces;
mod notes_typing;
mod offline;
mod own_services;
mod pack_update;
mod phrasebook;
mod practise;
mod quiet;
mod read;
mod reading;
mod restart;
mod screenshots;
mod search;
mod texts;
mod two_tabs;
mod update;
mod wage;
mod worksheets;

use crate::story::Story;

/// All stories, in the order in which they are told.
pub const ALL: &[&Story] = &[
    &first_visit::STORY,
    &offline::STORY,
    &restart::STORY,
    &read::STORY,
    &read::FACTS,
    &leave_field::STORY,
    &reading::MARKS,
    &reading::TOOLS,
    &filter::STORY,
    &search::STORY,
    &danger::STORY,
    &compare::STORY,
    &consultation::APPLICANT,
    &consultation::REFUSAL,
    &consultation::ELSEWHERE,
    &consultation::ASKED,
    &consultation_danger::NAMED,
    &deadline::STORY,
    &directory::STORY,
    &wage::STORY,
    &worksheets::STORY,
    &worksheets::NOTED,
    &hours::STORY,
    &practise::STORY,
    &phrasebook::STORY,
    &card::STORY,
    &emergency::STORY,
    &finish::STORY,
    &contribute::SHEET,
    &contribute::ADAPT,
    &contribute::REPORT,
    &fault_pack::STORY,
    &fault_installed::STORY,
    &language_missing::STORY,
    &pack_update::TAKEN,
    &pack_update::FULL,
    &pack_update::KILLED,
    &fault_app::STORY,
    &fault_part::STORY,
    &fault_storage::REFUSED,
    &fault_storage::FULL,
    &fault_floor::STORY,
    &fault_panic::STORY,
    &two_tabs::STORY,
    &update::ASKED,
    &update::NEXT_START,
    &kill_switch::STORY,
    &keyboard::STORY,
    &axe::LIGHT,
    &axe::DARK,
    &narrow::STORY,
    &quiet::STORY,
    &notes_alone::KEPT,
    &notes_alone::RECOVERED,
    &notes_passphrase::CHANGED,
    &notes_passphrase::BACKUP,
    &notes_traces::STORY,
    &notes_typing::KILLED,
    &notes_typing::LEFT,
    &notes_typing::TOO_LONG,
    &notes_typing::FULL,
    &notes_shared::ENROLLED,
    &notes_shared::MERGED,
    &own_services::STORY,
    &texts::FRENCH,
    &texts::ITALIAN,
    &texts::ENGLISH,
    &screenshots::STORY,
];
