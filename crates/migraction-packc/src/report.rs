//! The report: what is covered, what falls due, what it weighs, how search does.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};

use chrono::{Days, NaiveDate};
use migraction_core::Id;
use migraction_core::facts::Standing;
use migraction_pack::PhrasesPart;

use crate::Compiled;
use crate::check::expiry;
use crate::check::scenarios::Played;
use crate::content::Content;
use crate::write::Packed;

/// How far ahead reviews are listed.
const AHEAD: Days = Days::new(90);

/// The report as text.
///
/// # Errors
/// None: writing to a text does not fail.
pub fn text(compiled: &Compiled, packed: &[Packed], now: NaiveDate) -> Result<String, fmt::Error> {
    let mut out = String::new();
    let content = &compiled.content;
    pages(&mut out, content)?;
    facts(&mut out, content, now)?;
    rules(&mut out, content)?;
    scenarios(&mut out, content, &compiled.scenarios)?;
    phrases(&mut out, &compiled.phrases)?;
    sizes(&mut out, packed)?;
    queries(&mut out, compiled)?;
    due(&mut out, content, now)?;
    Ok(out)
}

fn pages(out: &mut String, content: &Content) -> fmt::Result {
    writeln!(
        out,
        "\nPages            practices  contexts  facts  services  rules  questions  scenarios"
    )?;
    for language in &content.languages {
        let Some(words) = content.words.get(&language.id) else { continue };
        writeln!(
            out,
            "  {:<14} {:>9} {:>9} {:>6} {:>9} {:>6} {:>10} {:>10}",
            language.id.as_str(),
            words.practices.len(),
            words.contexts.len(),
            words.facts.len(),
            words.services.len(),
            words.rules.len(),
            words.questions.len(),
            words.scenarios.len(),
        )?;
    }
    Ok(())
}

fn facts(out: &mut String, content: &Content, now: NaiveDate) -> fmt::Result {
    writeln!(out, "\nFacts on {now}     all  verified  to confirm  past review")?;
    let mut groups: BTreeMap<(&Id, &Id), [usize; 4]> = BTreeMap::new();
    let mut total = [0; 4];
    for fact in content.facts.values() {
        let at = match fact.item.standing(now) {
            Standing::Verified => 1,
            Standing::ToConfirm => 2,
            Standing::PastReview => 3,
        };
        let group = groups.entry((&fact.item.country, &fact.item.topic)).or_default();
        for counts in [group, &mut total] {
            counts[0] += 1;
            counts[at] += 1;
        }
    }
    for ((country, topic), counts) in groups {
        facts_line(out, &format!("{country} {topic}"), counts)?;
    }
    facts_line(out, "all", total)
}

fn facts_line(
    out: &mut String,
    name: &str,
    [all, verified, confirm, past]: [usize; 4],
) -> fmt::Result {
    writeln!(out, "  {name:<20} {all:>5} {verified:>9} {confirm:>11} {past:>12}")
}

fn rules(out: &mut String, content: &Content) -> fmt::Result {
    writeln!(out, "\nRules            right  step  deadline  warning  uncovered  all  questions")?;
    for country in &content.countries {
        let id = &country.item.id;
        let mut counts = [0; 5];
        for rule in content.rules.get(id).into_iter().flatten() {
            if let Some(count) = counts.get_mut(rule.item.rule.kind as usize) {
                *count += 1;
            }
        }
        let [right, step, deadline, warning, uncovered] = counts;
        writeln!(
            out,
            "  {:<14} {right:>5} {step:>5} {deadline:>9} {warning:>8} {uncovered:>10} {:>4} {:>10}",
            id.as_str(),
            counts.iter().sum::<usize>(),
            content.questions_of(id).count(),
        )?;
    }
    Ok(())
}

/// Figures of the scenarios, by country.
fn scenarios(out: &mut String, content: &Content, played: &[Played]) -> fmt::Result {
    let unmet = played.iter().map(|one| one.unmet).sum::<usize>();
    writeln!(
        out,
        "\nScenarios        played  expectations not met  median of questions  rules reached"
    )?;
    for country in &content.countries {
        let id = &country.item.id;
        if content.rules.get(id).is_none_or(Vec::is_empty) {
            continue;
        }
        let one = ScenarioFigures::of(content, played, id);
        writeln!(
            out,
            "  {:<14} {:>6} {:>21} {:>20} {:>6} of {}",
            id.as_str(),
            one.played,
            one.unmet,
            one.median,
            one.reached,
            one.rules,
        )?;
    }
    let (_, others) = coverage(content, played);
    writeln!(
        out,
        "  {} in all, {unmet} expectations not met, median {} questions; rules that none reaches: {}",
        played.len(),
        median_asked(played),
        others.len(),
    )?;
    for id in others {
        writeln!(out, "    {id}")?;
    }
    Ok(())
}

/// What the scenarios of one country come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScenarioFigures {
    /// Scenarios.
    pub played: usize,
    /// Expectations that were not met.
    pub unmet: usize,
    /// Median of the questions that their interviews ask.
    pub median: usize,
    /// Rules that one or more of them reach.
    pub reached: usize,
    /// Rules in all.
    pub rules: usize,
}

impl ScenarioFigures {
    /// Those of this country.
    #[must_use]
    pub fn of(content: &Content, played: &[Played], country: &Id) -> Self {
        let own: Vec<&Played> = played.iter().filter(|one| one.country == *country).collect();
        let reached: BTreeSet<&Id> = own.iter().flat_map(|one| &one.reached).collect();
        Self {
            played: own.len(),
            unmet: own.iter().map(|one| one.unmet).sum(),
            median: median(own.iter().map(|one| one.asked)),
            reached: reached.len(),
            rules: content.rules.get(country).map_or(0, Vec::len),
        }
    }
}

/// The median number of questions that interviews ask.
#[must_use]
pub fn median_asked(played: &[Played]) -> usize {
    median(played.iter().map(|one| one.asked))
}

fn median(numbers: impl Iterator<Item = usize>) -> usize {
    let mut sorted: Vec<usize> = numbers.collect();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or(0)
}

/// How many rules some scenario reaches, and which ones none reaches.
#[must_use]
pub fn coverage<'a>(content: &'a Content, played: &[Played]) -> (usize, Vec<&'a Id>) {
    let reached: BTreeSet<&Id> = played.iter().flat_map(|one| &one.reached).collect();
    let rules = content.rules.values().flatten().map(|rule| &rule.item.rule.id);
    let others: Vec<&Id> = rules.filter(|id| !reached.contains(id)).collect();
    (reached.len(), others)
}

/// How many phrases each tongue has, and how many of them a native speaker has read.
fn phrases(out: &mut String, part: &PhrasesPart) -> fmt::Result {
    let all = part.book.phrases.len();
    writeln!(out, "\nPhrases          said of {all}  reviewed")?;
    for tongue in &part.book.tongues {
        let reviewed = tongue.sayings.values().filter(|saying| saying.reviewed.is_some()).count();
        let id = tongue.id.as_str();
        writeln!(out, "  {id:<14} {:>10} {reviewed:>9}", tongue.sayings.len())?;
    }
    Ok(())
}

fn sizes(out: &mut String, packed: &[Packed]) -> fmt::Result {
    writeln!(out, "\nSizes                        bytes     sent    budget")?;
    for one in packed {
        writeln!(
            out,
            "  {:<24} {:>8} {:>8} {:>9}",
            one.part.name,
            one.part.bytes,
            one.part.sent,
            one.budget()
        )?;
    }
    Ok(())
}

fn queries(out: &mut String, compiled: &Compiled) -> fmt::Result {
    writeln!(out, "\nQueries                       count  first  in five   MRR")?;
    for one in &compiled.queries {
        let group = if one.held_out { "held out" } else { "tuned on" };
        for (kind, rates) in &one.kinds {
            writeln!(
                out,
                "  {:<4} {group:<9} {kind:<12} {:>5} {:>6.3} {:>8.3} {:>5.3}",
                one.language.as_str(),
                rates.count,
                rates.first(),
                rates.in_five(),
                rates.mean_reciprocal_rank(),
            )?;
        }
        for miss in &one.missed {
            let rank =
                miss.rank.map_or_else(|| "not found".to_owned(), |rank| format!("rank {rank}"));
            let first = miss.first.as_ref().map(crate::corpus::name).unwrap_or_default();
            writeln!(out, "    {}: {} ({rank}; first {first})", miss.place, miss.text)?;
        }
    }
    Ok(())
}

/// The day of each country on which most of its rules go past review.
fn expiry(out: &mut String, content: &Content) -> fmt::Result {
    writeln!(out, "\nRules expire most on")?;
    let days = expiry::days(content);
    for country in &content.countries {
        let own = days.iter().filter(|day| *day.country == country.item.id);
        if let Some(most) = own.max_by_key(|day| day.rules.len()) {
            let (rules, of) = (most.rules.len(), most.of);
            writeln!(out, "  {:<14} {}  {rules} of {of}", country.item.id.as_str(), most.day)?;
        }
    }
    Ok(())
}

fn due(out: &mut String, content: &Content, now: NaiveDate) -> fmt::Result {
    let limit = now.checked_add_days(AHEAD).unwrap_or(NaiveDate::MAX);
    let facts = content.facts.iter().map(|(id, fact)| (fact.item.review_by, id));
    let services = content.services.iter().map(|(id, service)| (service.item.review_by, id));
    let mut due: Vec<_> = facts.chain(services).filter(|(day, _)| *day <= limit).collect();
    due.sort();
    expiry(out, content)?;
    writeln!(out, "\nReviews due by {limit}: {}", due.len())?;
    let mut by_day: BTreeMap<NaiveDate, Vec<&str>> = BTreeMap::new();
    for (day, id) in due {
        by_day.entry(day).or_default().push(id.as_str());
    }
    for (day, ids) in by_day {
        writeln!(out, "  {day}  {}", ids.join(" "))?;
    }
    Ok(())
}
