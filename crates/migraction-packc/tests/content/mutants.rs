//! The scenarios notice a slip of an editor: a condition negated, a term a day off, a date of another meaning.
//! `cargo xtask content mutants` names what they do not.

use migraction_packc::mutants::{WANTED, all};

use crate::CONTENT;

#[test]
fn nearly_every_change_of_a_rule_is_noticed_in_each_country() {
    let seen = all(&CONTENT.content);
    assert_eq!(seen.len(), 3, "countries with rules");
    for (country, seen) in &seen {
        println!("{country}: {} changes, {} unnoticed", seen.tried, seen.missed.len());
        assert!(seen.tried > 500, "{country}: only {} changes were tried", seen.tried);
        let missed = &seen.missed;
        assert!(seen.percent() >= WANTED, "{country}: {} %, unnoticed {missed:?}", seen.percent());
    }
}
