//! The wage check with the real facts: the pay scenarios of the three countries, to the cent.

use std::collections::BTreeSet;

use migraction_core::rules::{Consultation, State};
use migraction_core::wage::{
    Bound, Case, Lacking, Paid, PaidBy, Reckoning, Said, Scale, Work, answers, balance, reckon,
};
use migraction_core::{CivilDate, Decimal, HALF_UP};
use migraction_pack::CorePart;

use crate::CONTENT;

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn cents(amount: Decimal) -> String {
    format!("{:.2}", amount.round_dp_with_strategy(2, HALF_UP))
}

fn scale(id: &str) -> &'static Scale {
    let mut scales = CONTENT.core.wage.laws.iter().flat_map(|law| &law.scales);
    scales.find(|scale| scale.id == *id).unwrap()
}

struct Asked {
    scale: &'static str,
    from: &'static str,
    until: &'static str,
    work: Work,
    monthly: bool,
}

impl Asked {
    fn with<T>(&self, look: impl FnOnce(&Case<'_>, &CorePart) -> T) -> T {
        let day = |text: &str| text.parse::<CivilDate>().unwrap();
        let case = Case {
            scale: scale(self.scale),
            share: None,
            from: day(self.from),
            until: day(self.until),
            work: &self.work,
            monthly: self.monthly,
            bound: Bound::Least,
        };
        look(&case, &CONTENT.core)
    }

    fn reckon(&self) -> Result<Reckoning, Lacking> {
        let country = &self.scale[..2];
        self.with(|case, core| reckon(&core.facts, &core.country(country).unwrap().calendar, case))
    }
}

fn forty() -> Work {
    Work::Week(["8", "8", "8", "8", "8", "0", "0"].map(dec))
}

#[test]
fn a_building_worker_without_papers_in_belgium() {
    let asked = Asked {
        scale: "be-construction",
        from: "2026-07-06",
        until: "2026-09-30",
        work: forty(),
        monthly: false,
    };
    let found = asked.reckon().unwrap();
    assert_eq!((found.hours, cents(found.due)), (dec("504"), "6836.46".to_owned()));
    let cash = Paid { by: PaidBy::Hour, amount: dec("8"), is_doubtful: true, ..Paid::default() };
    let missing = balance(&found, &found, &cash).missing;
    assert_eq!((cents(missing.least), cents(missing.most)), ("2804.46".into(), "6836.46".into()));
}

#[test]
fn twenty_months_on_building_sites_in_france() {
    let asked = Asked {
        scale: "fr-construction",
        from: "2025-03-03",
        until: "2026-10-30",
        work: forty(),
        monthly: true,
    };
    let found = asked.reckon().unwrap();
    let of = |at: usize| cents(found.rows.get(at).unwrap().due);
    assert_eq!([of(0), of(9), of(10), of(14)], ["2123.55", "2123.55", "2148.58", "2148.58"]);
    assert_eq!([of(15), of(19)], ["2200.41", "2200.41"]);
    let law = CONTENT.core.wage.law(&"fr".into()).unwrap();
    let lump = asked.with(|case, core| {
        law.lump_sum(&core.facts, &core.country("fr").unwrap().calendar, case).unwrap()
    });
    assert_eq!(cents(lump), "13150.64");
}

#[test]
fn domestic_work_in_italy_and_nothing_without_agreement_level_and_date() {
    let ask = |scale, from| Asked {
        scale,
        from,
        until: "2026-10-30",
        work: Work::Total(dec("300")),
        monthly: false,
    };
    let found = ask("it-domestic-bs", "2026-03-02").reckon().unwrap();
    assert_eq!(cents(found.due), "2235.00");
    for scale in ["it-farming", "it-transport", "it-hospitality", "it-other", "it-domestic-live-in"]
    {
        assert_eq!(ask(scale, "2026-03-02").reckon(), Err(Lacking::Scale), "{scale}");
    }
    let early = ask("it-domestic-bs", "2025-11-02").reckon();
    assert_eq!(early, Err(Lacking::Before("2026-01-01".parse().unwrap())));
}

/// What the rules of a country say of a job there, by rule.
fn states(scale_id: &str, said: &Said, rules: &[&str]) -> Vec<State> {
    let day = |text: &str| text.parse::<CivilDate>().unwrap();
    let answers = answers(scale(scale_id), day("2026-07-06"), day("2026-09-30"), said);
    let known = &CONTENT.core.rules[&scale_id[..2]];
    let calendar = &CONTENT.core.country(&scale_id[..2]).unwrap().calendar;
    let today = day("2026-11-26");
    let asked = Consultation::new(known, &CONTENT.core.facts, calendar, &answers, today, today);
    let of = |id: &&str| {
        let rule = known.rules.iter().find(|rule| rule.id == **id).unwrap();
        asked.outcome(rule).state
    };
    rules.iter().map(of).collect()
}

#[test]
fn the_rules_say_the_rest() {
    let rules = ["be-pay-claim-contract", "be-undeclared-inspection", "be-undeclared-complaint"];
    let found = states("be-construction", &Said::default(), &rules);
    assert_eq!(found[..2], [State::Applies, State::MayApply], "warned even where little is said");
    let said = Said { is_undeclared: true, has_no_permit: true, ..Said::default() };
    assert_eq!(states("be-construction", &said, &rules)[1], State::Applies);
    let signs = ["papers-held", "hours-by-force"].map(Into::into).into();
    let said = Said { signs, ..said };
    let found = states("be-construction", &said, &["be-trafficking-call", rules[2]]);
    assert_eq!(found, [State::Applies, State::DoesNotApply], "safety comes before a complaint");
    let signs = ["cut-off", "bad-conditions"].map(Into::into).into();
    for (scale, rule) in [("fr-other", "fr-trafficking-call"), ("it-other", "it-trafficking-call")]
    {
        let said = Said { signs: BTreeSet::clone(&signs), ..Said::default() };
        assert_eq!(states(scale, &said, &[rule]), [State::Applies], "{rule}");
    }
    let found = states("it-farming", &Said::default(), &["it-pay-claim", "it-pay-agreement"]);
    assert_eq!(found, [State::Applies, State::Applies]);
    let found = states("fr-other", &Said::default(), &["fr-pay-claim-oldest", "fr-pay-tribunal"]);
    assert_eq!(found, [State::Applies, State::Applies]);
}
