//! Prose as a reader meets it: each line with the values of its facts, with what a consultation would compute, and where
//! an answer is missing. What never stands in a sentence stops the build.

use migraction_core::facts::{Fact, Quantity, Unit};
use migraction_core::format::proofread::{Flaw, flaws};
use migraction_core::format::{DateForm, Elisions, Format, fill};
use migraction_core::wage::{LETTER, LETTER_SLOTS};
use migraction_core::{CivilDate, Decimal, Id};
use migraction_pack::prose::{
    Block, Inline, Line, Placeholder, Slot, SlotValues, fill_slots, for_each_inline,
};

use crate::content::{Content, Language, LanguageWords, Sink};
use crate::problems::Place;

/// What stands where an answer is missing; the app's own words are read by its tests.
const UNKNOWN: &str = "(unknown)";
/// How many of the values of a fact are tried, the newest first.
const VALUES: usize = 6;

/// Checks all prose of all languages.
pub fn check(content: &Content, sink: &mut Sink) {
    let mut found = Vec::new();
    for language in &content.languages {
        let Some(words) = content.words.get(&language.id) else { continue };
        // Other checks say what a language lacks.
        let Some(format) = format_of(language, words) else { continue };
        let pairs: Vec<(&str, &str)> =
            language.elisions.iter().map(|one| (&*one.word, &*one.instead)).collect();
        let numbers: Vec<&str> = language.vowel_numbers.iter().map(String::as_str).collect();
        let elisions = Elisions { words: &pairs, numbers: &numbers };
        let reader = Reader { content, words, format, elisions };
        for (place, line) in lines(words) {
            if let Some(flaw) = reader.flaws_in(line) {
                found.push((place.clone(), flaw));
            }
        }
        if let Some(letter) = words.tools.get("wage").and_then(|tool| tool.get(LETTER)) {
            let flaw = reader.flaws_in_letter(&letter.item);
            found.extend(flaw.map(|flaw| (letter.place.clone(), flaw)));
        }
    }
    for (place, (flaw, text)) in found {
        sink.problems.error(&place, format!("{}: {text}", flaw.what()));
    }
}

/// How the language writes, from its words of the interface; none where it does not say all of it.
#[must_use]
pub fn format_of<'a>(language: &'a Language, words: &'a LanguageWords) -> Option<Format<'a>> {
    let text = |key: &str| words.ui.get(&("format".to_owned(), key.to_owned()))?.item.plain();
    Some(Format {
        months: text("months")?,
        months_short: text("months_short")?,
        weekdays: text("weekdays")?,
        weekdays_short: text("weekdays_short")?,
        date_order: text("date_order")?,
        first_day: text("first_day")?,
        thousands: text("thousands")?,
        decimal: text("decimal")?,
        money: text("money")?,
        percent: text("percent")?,
        one: &language.one,
    })
}

/// Every line of prose with the place of the words it belongs to.
fn lines(words: &LanguageWords) -> Vec<(&Place, &Line)> {
    let mut found: Vec<(&Place, &Line)> = Vec::new();
    for rule in words.rules.values() {
        found.push((&rule.place, &rule.item.text));
        found.extend(rule.item.change.iter().map(|line| (&rule.place, line)));
    }
    found.extend(words.facts.values().map(|fact| (&fact.place, &fact.item.text)));
    found.extend(words.services.values().map(|service| (&service.place, &service.item.what)));
    found.extend(words.terms.values().map(|term| (&term.place, &term.item.gloss)));
    for letter in words.letters.values() {
        found.extend(letter.item.lines().map(|line| (&letter.place, line)));
    }
    for page in words.contexts.values() {
        found.extend(page.item.body.iter().flat_map(Block::lines).map(|line| (&page.place, line)));
    }
    for sheet in words.practices.values() {
        let item = &sheet.item;
        let parts = [
            &item.aim,
            &item.materials,
            &item.steps,
            &item.attention,
            &item.local,
            &item.carries,
            &item.evidence,
        ];
        let blocks = parts.into_iter().flatten();
        found.extend(blocks.flat_map(Block::lines).map(|line| (&sheet.place, line)));
    }
    found
}

/// What would fill the slots of a line.
#[derive(Clone, Copy)]
struct Case {
    day: Option<CivilDate>,
    amount: Option<Decimal>,
}

struct Reader<'a> {
    content: &'a Content,
    words: &'a LanguageWords,
    format: Format<'a>,
    elisions: Elisions<'a>,
}

impl Reader<'_> {
    /// The first flaw of a line in any of the ways in which it may be read, with the text.
    fn flaws_in(&self, line: &Line) -> Option<(Flaw, String)> {
        let (mut has_fact, mut has_slot) = (false, false);
        for_each_inline(line, &mut |piece| match piece {
            Inline::Fact(_) => has_fact = true,
            Inline::Slot(_) => has_slot = true,
            _ => {}
        });
        let day = |month, day| CivilDate::from_ymd_opt(2027, month, day);
        let known = |day, cents| Case { day, amount: Some(Decimal::new(cents, 2)) };
        let unknown = Case { day: None, amount: None };
        let cases = if has_slot {
            vec![unknown, known(day(1, 1), 850), known(day(2, 8), 280_446), known(day(3, 11), 100)]
        } else {
            vec![unknown]
        };
        let values = if has_fact { VALUES } else { 1 };
        let texts = cases.into_iter().flat_map(|case| (0..values).map(move |at| (case, at)));
        texts.map(|(case, at)| self.text(line, case, at)).find_map(|text| {
            // A line may lead to a list, or be an entry of one.
            let sentence = text.trim_end_matches([':', ';', ',', '\u{a0}', '\u{202f}']);
            let found = flaws(sentence, &self.format, self.elisions);
            found.first().map(|flaw| (*flaw, text))
        })
    }

    /// The first flaw of the letter to an employer, which is filled by other names.
    fn flaws_in_letter(&self, letter: &str) -> Option<(Flaw, String)> {
        let day = |month, day| {
            let day = CivilDate::from_ymd_opt(2027, month, day).unwrap_or_default();
            self.format.date(day, DateForm::Long)
        };
        let money = self.format.money(Decimal::new(280_446, 2));
        let values = LETTER_SLOTS.map(|slot| {
            let value = match slot {
                "from" => day(1, 1),
                "until" => day(2, 8),
                "hours" => self.amount(Decimal::from(504), Unit::Hours),
                "law" => "1 (2)".to_owned(),
                _ => money.clone(),
            };
            (slot, value)
        });
        let values: Vec<(&str, &dyn std::fmt::Display)> =
            values.iter().map(|(slot, value)| (*slot, value as &dyn std::fmt::Display)).collect();
        let text = fill(letter, &values, self.elisions);
        let lines = text.lines().map(|line| line.trim_end_matches([':', ',', ' ', '\u{a0}']));
        lines.filter(|line| !line.is_empty()).find_map(|line| {
            let flaw = flaws(line, &self.format, self.elisions).first().copied()?;
            Some((flaw, line.to_owned()))
        })
    }

    /// The line as text, its facts with their value of this number, counted from the newest.
    fn text(&self, line: &Line, case: Case, at: usize) -> String {
        let value = |gap: Placeholder<'_>| match gap {
            Placeholder::Fact(id) => Some(self.fact(id, at)),
            Placeholder::Slot(Slot::Date(_)) => {
                case.day.map(|day| self.format.date(day, DateForm::Full))
            }
            Placeholder::Slot(Slot::Amount(_)) => {
                case.amount.map(|amount| self.format.money(amount))
            }
            Placeholder::Slot(Slot::Answer(_)) => None,
        };
        let unknown = |_: &Slot| UNKNOWN;
        let written = fill_slots(
            line,
            SlotValues { value: &value, unknown: &unknown, elisions: self.elisions },
        );
        let mut text = String::new();
        for_each_inline(&written, &mut |piece| match piece {
            Inline::Text(words) => text.push_str(words),
            Inline::Fact(id) => text.push_str(&self.fact(id, at)),
            _ => {}
        });
        text
    }

    fn fact(&self, id: &Id, at: usize) -> String {
        let id = self.content.aliases.get(id).map_or(id, |present| &present.item);
        let fact = self.content.facts.get(id).map(|fact| &fact.item);
        let value = fact.and_then(|fact: &Fact| {
            fact.values.iter().rev().cycle().nth(at.min(fact.values.len().saturating_sub(1)))
        });
        let label = || self.words.facts.get(id).map(|words| words.item.label.clone());
        let Some(value) = value else { return label().unwrap_or_default() };
        match value.quantity {
            Quantity::Day(day) => self.format.date(day, DateForm::Long),
            Quantity::Amount(amount) => self.amount(amount, value.unit),
        }
    }

    fn amount(&self, amount: Decimal, unit: Unit) -> String {
        let words = self.words.units.get(&Id::from(unit.id())).map(|words| &words.item);
        let (one, other) = words.map_or(("", ""), |words| (&*words.one, &*words.other));
        self.format.quantity(amount, unit, one, other)
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{Fixture, check, check_sound};

    const FACTS: &str = "words/en/countries/xx/facts/work.toml";
    const SENTENCE: &str = "Wait {fact:xx-work-wait} first.";
    const FORMAT: &str = "months = \"January February March April May June July August September October November December\"
months_short = \"Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec\"
weekdays = \"Monday Tuesday Wednesday Thursday Friday Saturday Sunday\"
weekdays_short = \"Mon Tue Wed Thu Fri Sat Sun\"
date_order = \"weekday day month year\"
first_day = \"\"
thousands = \",\"
decimal = \".\"
money = \"€#\"
percent = \"#%\"
";

    fn with(sentence: &'static str) -> impl Fn(&mut Fixture) {
        move |tree| {
            tree.set("words/en/ui/format.toml", FORMAT);
            tree.set("words/fr/ui/format.toml", FORMAT);
            tree.edit(FACTS, SENTENCE, sentence);
        }
    }

    #[test]
    fn a_sentence_is_read_with_the_values_of_its_facts() {
        check_sound(with(SENTENCE));
        let expected = |what: &str| format!("{FACTS}:1: {what}");
        check(
            with("Wait {fact:xx-work-wait}.. Then go."),
            &expected("two marks end the same sentence"),
        );
        check(with("Wait  {fact:xx-work-wait} first."), &expected("words are lacking"));
        check(with("Wait … {fact:xx-work-wait} first."), &expected("a gap stands"));
        check(with("Pay €5 € for {fact:xx-work-wait}."), &expected("an amount has two signs"));
    }
}
