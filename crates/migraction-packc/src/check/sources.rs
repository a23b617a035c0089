//! Whoever taps a fact and opens its source reads the act, the article or the page that says so.
//!
//! A service's own home page is a proper source for the service, and services are not looked at here. A fact whose source
//! has no deeper address says why in `note`. Facts written before this was held stand in `sources-to-mend.toml`: that list
//! only ever grows shorter, for a fact that no longer needs to stand in it is an error.

use std::collections::BTreeMap;

use migraction_core::Id;
use migraction_source::address::{Fault, fault};

use crate::content::{Content, Sink};
use crate::problems::Place;

/// The file of facts that may still rest on a shallow address.
pub const TO_MEND: &str = "sources-to-mend.toml";

/// Addresses of one fact that do not lead to what is cited, with what is wrong with each.
type Shallow<'a> = Vec<(&'a Place, &'a str, Fault)>;

/// Reports addresses that do not lead to what is cited, and entries of the list that have done their work.
pub fn check(content: &Content, sink: &mut Sink) {
    let shallow = shallow(content);
    for (id, addresses) in &shallow {
        if content.to_mend.iter().any(|known| known.item == **id) {
            continue;
        }
        for (place, url, fault) in addresses {
            let message = format!(
                "{id}: `{url}` {}; if there is none, say why in `note` under the address",
                fault.remedy()
            );
            sink.problems.error(place, message);
        }
    }
    for listed in &content.to_mend {
        if !shallow.contains_key(&listed.item) && content.facts.contains_key(&listed.item) {
            let message = format!("the sources of {} are mended: delete this line", listed.item);
            sink.problems.error(&listed.place, message);
        }
    }
    if !content.to_mend.is_empty() {
        let count = content.to_mend.len();
        let message =
            format!("{count} facts still rest on an address that does not lead to what they cite");
        sink.problems.warning(&Place::file(TO_MEND), message);
    }
}

/// The facts with addresses that lead nowhere in particular and have no note. Broken ones are refused where they are read.
#[must_use]
pub fn shallow(content: &Content) -> BTreeMap<&Id, Shallow<'_>> {
    let mut found: BTreeMap<&Id, Shallow<'_>> = BTreeMap::new();
    for (id, notes) in &content.notes {
        for address in notes.addresses.iter().filter(|address| address.item.note.is_none()) {
            if let Some(fault) = fault(&address.item.url).filter(|fault| *fault != Fault::Broken) {
                found.entry(id).or_default().push((&address.place, &address.item.url, fault));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::TO_MEND;
    use crate::fixture::{check, check_sound};

    const FACTS: &str = "countries/xx/facts/work.toml";
    const ADDRESS: &str = "url = \"https://law.example/1\"";

    #[test]
    fn a_fact_does_not_rest_on_a_home_page_or_a_list_by_day() {
        for (url, why) in [
            ("https://law.example/", "is a home page"),
            ("http://law.example/1", "is not encrypted"),
            ("https://law.example/eli/2020/01/01", "lists all that came out"),
        ] {
            check(
                |tree| tree.edit(FACTS, ADDRESS, &format!("url = \"{url}\"")),
                &format!("{FACTS}:16: xx-work-wait: `{url}` {why}"),
            );
        }
        check(
            |tree| tree.edit(FACTS, ADDRESS, "url = \"https://law.example/a b\""),
            &format!("{FACTS}:16: `https://law.example/a b` is not a web address"),
        );
    }

    #[test]
    fn a_note_says_why_there_is_no_deeper_address() {
        let noted = |note: &str| format!("url = \"https://law.example/\"\nnote = \"{note}\"");
        check_sound(|tree| tree.edit(FACTS, ADDRESS, &noted("The service's own page.")));
        check(|tree| tree.edit(FACTS, ADDRESS, &noted(" ")), &format!("{FACTS}:16: the note"));
    }

    #[test]
    fn the_list_of_sources_to_mend_only_grows_shorter() {
        let list = "facts = [\n  \"xx-work-wait\",\n]\n";
        check(
            |tree| {
                tree.edit(FACTS, ADDRESS, "url = \"https://law.example/\"");
                tree.set(TO_MEND, list);
            },
            &format!("{TO_MEND}:1: warning: 1 facts still rest"),
        );
        check(
            |tree| tree.set(TO_MEND, list),
            &format!("{TO_MEND}:2: the sources of xx-work-wait are mended: delete this line"),
        );
        check(
            |tree| tree.set(TO_MEND, "facts = [\"xx-work-gone\"]\n"),
            &format!("{TO_MEND}:1: there is no fact `xx-work-gone`"),
        );
    }
}
