//! What the app knows while it is open: fourteen named contexts. Pages call the commands here; only
//! these call the browser.

pub mod aloud;
pub mod consultation;
pub mod device;
pub mod drafts;
pub mod history;
pub mod install;
pub mod language;
pub mod news;
pub mod notes;
pub mod offline;
pub mod organisation;
pub mod pack;
pub mod passphrase;
pub mod phrases;
pub mod place;
pub mod reader;
pub mod screen;
pub mod search_index;
pub mod searches;
pub mod session;
pub mod stopwatch;
pub mod toolbox;
pub mod wage;

pub use aloud::{Aloud, use_aloud};
pub use consultation::{Consulting, use_consulting};
pub use history::{History, use_history};
pub use notes::{NotesStore, use_notes};
pub use offline::{Offline, use_offline};
pub use organisation::{Organisation, use_organisation};
pub use pack::{MissingReason, Pack, PackState, PackStore, use_pack};
pub use phrases::{Phrases, use_phrases};
pub use place::{Place, use_place};
pub use reader::Reader;
pub use search_index::{SearchIndex, Searchable, use_search_index};
pub use searches::{Searches, use_searches};
pub use session::{Session, use_session};
pub use toolbox::{Toolbox, use_toolbox};
pub use wage::{WageCheck, use_wage};
