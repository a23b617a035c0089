//! Results as a plan: the answer to what was asked, what has a date, then the rest by theme.

use super::answers::Answer;
use super::condition::Truth;
use super::consult::{Consultation, Group, Outcome, State};
use super::rule::{Rule, RuleKind, Urgency};
use crate::Id;

/// So many dated actions stand first; one that presses is never left out.
const ACTIONS: usize = 3;
/// So many results of what was asked stand in sight beside the answer.
const BESIDE: usize = 2;
/// Up to this place among [`Consultation::answers_by`] a result says something that holds, or to which an answer points.
const TELLING: u8 = 7;

/// The results of a consultation, each in one place. Numbers are places in [`Plan::outcomes`].
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// All results, in the order of [`Consultation::outcomes`].
    pub outcomes: Vec<Outcome<'a>>,
    /// Dangers that hold, and those that may where the person named a danger that they look at; whatever was asked for.
    pub dangers: Vec<usize>,
    /// What answers the question that the person came with; none where everything was asked for.
    pub answer: Option<usize>,
    /// What has a day: limits that fall soon or are gone, whatever was asked for, then what else.
    pub actions: Vec<usize>,
    /// What else answers what was asked, the best first: in sight as the answer is.
    pub beside: Vec<usize>,
    /// Limits of letters where nobody knows which letter came, but the first one that can still be kept: that is among the
    /// actions.
    pub letters: Vec<usize>,
    /// Dangers that nobody named and no answer has ruled out, whatever was asked for: in sight, after what is known.
    pub doubts: Vec<usize>,
    /// Whoever was asked about danger named none: the doubts may be folded.
    pub is_said_safe: bool,
    /// What else holds, by topic.
    pub themes: Vec<Theme<'a>>,
    /// What only may apply, by topic.
    pub possible: Vec<Theme<'a>>,
    /// Other needs, each with how many of its results hold and stand nowhere above.
    pub others: Vec<(&'a Id, usize)>,
}

/// Results of one topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme<'a> {
    /// The topic.
    pub topic: &'a Id,
    /// Its results.
    pub outcomes: Vec<usize>,
}

impl<'a> Plan<'a> {
    /// What holds, in the order of the plan; what only may apply is left out, and what was not asked about.
    pub fn holding(&self) -> impl Iterator<Item = &Outcome<'a>> {
        let themes = self.themes.iter().flat_map(|theme| &theme.outcomes);
        let first = self.dangers.iter().chain(&self.answer).chain(&self.actions);
        let places = first.chain(&self.beside).chain(&self.doubts).chain(themes);
        places.filter_map(|at| self.outcomes.get(*at))
    }

    /// Where the answer can still be kept: of those limits of the same matter, counted from the same day, that only may hold and
    /// are gone, the one of the latest day. It is not passed over in silence.
    #[must_use]
    pub fn may_be_gone(&self) -> Option<&Outcome<'a>> {
        let answer = self.outcomes.get(self.answer?)?;
        let start = |outcome: &Outcome<'_>| outcome.dates.first().map(|line| line.anchor.clone());
        let of_same_matter = |one: &Outcome<'_>| {
            let topics = &answer.rule.topics;
            start(one) == start(answer) && one.rule.topics.iter().any(|own| topics.contains(own))
        };
        let actions = self.actions.iter().filter_map(|at| self.outcomes.get(*at));
        let beside = actions
            .filter(|one| one.state == State::MayApply && one.is_gone() && of_same_matter(one));
        let gone = beside.max_by_key(|one| one.due());
        gone.filter(|_| answer.due().is_some() && !answer.is_gone())
    }
}

impl Outcome<'_> {
    /// A limit that nobody may miss: it falls soon, is gone, or may be running from a day not known.
    #[must_use]
    pub fn is_pressing(&self) -> bool {
        self.group() == Group::Deadline && (self.is_due_soon() || self.is_undated())
    }
}

impl<'a> Consultation<'a> {
    /// The results as a plan.
    #[must_use]
    pub fn plan(&self) -> Plan<'a> {
        let outcomes = self.outcomes();
        let groups: Vec<Group> = outcomes.iter().map(Outcome::group).collect();
        let bears: Vec<bool> = outcomes.iter().map(|outcome| self.bears(outcome.rule)).collect();
        let mut is_placed: Vec<bool> = groups.iter().map(|group| *group == Group::Not).collect();
        let all = 0..outcomes.len();

        let found = all.clone().filter(|at| groups.get(*at) == Some(&Group::Danger));
        let (dangers, doubts): (Vec<usize>, Vec<usize>) = found.partition(|at| {
            let outcome = &outcomes[*at];
            outcome.state != State::MayApply || self.looks_at_named_danger(outcome)
        });
        place(&mut is_placed, &dangers);
        place(&mut is_placed, &doubts);

        let answer = all
            .clone()
            .filter(|at| !is_placed[*at] && !self.needs().is_empty())
            .filter(|at| self.answers_need(outcomes[*at].rule))
            .min_by_key(|at| self.answers_by(&outcomes[*at]));
        place(&mut is_placed, answer.as_slice());

        let mut actions: Vec<usize> =
            all.clone().filter(|at| !is_placed[*at] && outcomes[*at].is_pressing()).collect();
        let of_letter = |at: &usize| self.is_of_unknown_letter(&outcomes[*at]);
        let first = actions.iter().copied().find(|at| of_letter(at) && !outcomes[*at].is_gone());
        let letters: Vec<usize> =
            actions.iter().copied().filter(|at| of_letter(at) && Some(*at) != first).collect();
        actions.retain(|at| !letters.contains(at));
        place(&mut is_placed, &letters);
        let dated = all.clone().filter(|at| {
            let outcome = &outcomes[*at];
            let has_day = outcome.due().is_some() || matches!(outcome.state, State::AppliesFrom(_));
            let is_open = !is_placed[*at] && bears[*at] && !actions.contains(at);
            is_open && has_day && groups[*at] != Group::Possible && groups[*at] != Group::Uncovered
        });
        let room = ACTIONS.saturating_sub(actions.len());
        let dated: Vec<usize> = dated.take(room).collect();
        actions.extend(dated);
        place(&mut is_placed, &actions);

        let mut beside: Vec<_> = all
            .clone()
            .filter(|at| !is_placed[*at] && answer.is_some())
            .filter(|at| self.answers_need(outcomes[*at].rule))
            .map(|at| (self.answers_by(&outcomes[at]), at))
            .filter(|((sure, ..), _)| *sure <= TELLING)
            .collect();
        beside.sort_unstable();
        beside.truncate(BESIDE);
        let beside: Vec<usize> = beside.into_iter().map(|(_, at)| at).collect();
        place(&mut is_placed, &beside);

        let others = self.others(&outcomes, &is_placed, &groups);
        let (mut themes, mut possible) = (Vec::new(), Vec::new());
        for at in all.filter(|at| !is_placed[*at] && bears[*at]) {
            let list = if groups[at] == Group::Possible { &mut possible } else { &mut themes };
            let Some(topic) = self.theme(&outcomes[at]) else { continue };
            put(list, topic, at);
        }
        let is_asked = |topic: &Id| self.needs().iter().any(|need| need.topics.contains(topic));
        themes.sort_by_key(|theme: &Theme<'_>| !is_asked(theme.topic));
        let is_said_safe = dangers.is_empty() && self.is_said_safe();
        Plan {
            outcomes,
            dangers,
            answer,
            actions,
            beside,
            letters,
            doubts,
            is_said_safe,
            themes,
            possible,
            others,
        }
    }

    /// Whether a question that can name a danger was answered, and named none.
    fn is_said_safe(&self) -> bool {
        let asks_danger =
            |id: &&Id| self.gated(id).is_some_and(|gated| !gated.question.danger.is_empty());
        self.answers().iter().any(|(id, answer)| asks_danger(&id) && answer.is_known())
    }

    /// Whether the result looks at a question to which the person answered with a danger.
    fn looks_at_named_danger(&self, outcome: &Outcome<'_>) -> bool {
        let mut is_named = false;
        outcome.rule.when.for_each_question(&mut |id| {
            let danger = self.gated(id).map(|gated| &gated.question.danger);
            is_named |= danger.is_some_and(|danger| match self.answers().get(id) {
                Some(Answer::One(option)) => danger.contains(option),
                Some(Answer::Many(options)) => options.iter().any(|one| danger.contains(one)),
                _ => false,
            });
        });
        is_named
    }

    /// Whether what the person wants to know has its answer: it is sure, the questions of the need itself were asked, and no
    /// limit and no right that an answer points to already waits for a question. The rest of the questions may wait.
    #[must_use]
    pub fn is_answered(&self, plan: &Plan<'_>) -> bool {
        let Some(answer) = plan.answer.and_then(|at| plan.outcomes.get(at)) else { return false };
        let decides = |outcome: &Outcome<'_>| {
            matches!(outcome.rule.kind, RuleKind::Right | RuleKind::Deadline)
                || outcome.rule.urgency == Urgency::Deadline
        };
        let mut own = self.needs().iter().flat_map(|need| &need.questions);
        let is_open = |id: &Id| self.asked(id).is_some_and(|asked| asked.answer.is_none());
        if own.any(is_open) {
            return false;
        }
        let waits = |outcome: &Outcome<'_>| {
            outcome.state == State::MayApply
                && decides(outcome)
                && self.bears(outcome.rule)
                && outcome.trace.has_chosen_leaf()
                && outcome.settled_by.iter().any(|id| !self.answers().contains_key(id))
        };
        let is_sure = answer.is_sure() && !answer.rule.when.is_always() && !answer.is_undated();
        is_sure && !plan.outcomes.iter().any(waits)
    }

    /// Whether it may hold because of a letter, and nobody knows which one came.
    fn is_of_unknown_letter(&self, outcome: &Outcome<'_>) -> bool {
        let Some(letters) = &self.rules().letters.question else { return false };
        let is_known = self.answers().get(letters).is_some_and(Answer::is_known);
        outcome.rule.when.wants(letters) && !is_known && outcome.state == State::MayApply
    }

    /// The topic under which a result stands: the need's own before another.
    fn theme(&self, outcome: &Outcome<'a>) -> Option<&'a Id> {
        let is_asked = |topic: &&Id| self.needs().iter().any(|need| need.topics.contains(topic));
        let topics = &outcome.rule.topics;
        topics.iter().find(is_asked).or_else(|| topics.first())
    }

    /// How well a result answers what was asked: a limit that presses and can be kept first, then one that is gone lately; a right that is sure, then one that an
    /// answer points to, before steps and warnings, which answer no question; what looks at the need's own question
    /// before what does not, what is about the matter itself before what touches it.
    fn answers_by(&self, outcome: &Outcome<'_>) -> (u8, bool, bool, bool, u8) {
        let first = outcome.rule.topics.first();
        let touches = !self.needs().iter().any(|need| {
            need.urgencies.contains(&outcome.rule.urgency)
                || first.is_some_and(|topic| need.topics.contains(topic))
        });
        let is_right = matches!(outcome.rule.kind, RuleKind::Right | RuleKind::Deadline);
        let looks = self.looks_at_need(outcome.rule);
        let touches = touches && !looks;
        let answers = looks || (is_right && !touches);
        let is_always = outcome.rule.when.is_always();
        // A right for some day to come is no answer to whose card runs out.
        let is_plan = outcome.rule.urgency == Urgency::Plans;
        // Where only a day is missing, it holds from some day on.
        let points = outcome.is_raised || outcome.trace.truth() == Truth::True;
        // Counted from the first day of a month it is gone, from the last one it is not.
        let is_gone = outcome.is_gone() && outcome.may_last_until().is_none();
        let is_running = outcome.due().is_some() && !is_gone;
        // Nothing that was chosen points to it: it presses because so little is known.
        let is_guess = outcome.trace.truth() == Truth::Unknown && !outcome.trace.has_chosen_leaf();
        let sure = match outcome.state {
            _ if self.is_of_unknown_letter(outcome) || (is_guess && outcome.is_pressing()) => 9,
            _ if outcome.is_pressing() && is_running => 0,
            State::MayApply if is_running && points && looks => 1,
            _ if outcome.is_pressing() && !is_gone => 2,
            _ if outcome.is_pressing() && !outcome.is_long_gone() => 3,
            _ if outcome.is_pressing() => 6,
            _ if is_always => 10,
            State::Applies | State::AppliesFrom(_)
                if outcome.is_covered() && answers && (looks || !is_plan) =>
            {
                4
            }
            State::MayApply if points && !is_guess && outcome.is_covered() && answers => 5,
            State::Applies | State::AppliesFrom(_) if outcome.is_covered() => 7,
            State::Applies | State::AppliesFrom(_) => 8,
            _ if points => 9,
            _ => 11,
        };
        let kind = match outcome.rule.kind {
            RuleKind::Deadline => 0,
            RuleKind::Warning | RuleKind::Uncovered if looks => 3,
            _ if outcome.rule.urgency == Urgency::Deadline => 0,
            RuleKind::Right => 1,
            RuleKind::Step => 2,
            RuleKind::Warning => 3,
            RuleKind::Uncovered => 4,
        };
        (sure, !looks, touches, is_plan, kind)
    }

    /// Whether a rule looks at a question of the need itself that was answered.
    pub(super) fn looks_at_need(&self, rule: &Rule) -> bool {
        let mut looks = false;
        rule.when.for_each_question(&mut |id| {
            let known = self.answers().get(id).is_some_and(Answer::is_known);
            looks |= known && self.needs().iter().any(|need| need.questions.contains(id));
        });
        looks
    }

    /// The needs that were not asked about, with what holds for them.
    fn others(
        &self,
        outcomes: &[Outcome<'a>],
        is_placed: &[bool],
        groups: &[Group],
    ) -> Vec<(&'a Id, usize)> {
        if self.needs().is_empty() {
            return Vec::new();
        }
        let is_asked = |id: &Id| self.needs().iter().any(|need| need.id == *id);
        let needs = self.rules().needs.iter().filter(|need| !is_asked(&need.id));
        needs
            .map(|need| {
                let holds = |at: &usize| {
                    !is_placed[*at]
                        && groups[*at] < Group::Everyone
                        && !self.bears(outcomes[*at].rule)
                        && need.covers(outcomes[*at].rule)
                };
                (&need.id, (0..outcomes.len()).filter(holds).count())
            })
            .collect()
    }
}

fn place(is_placed: &mut [bool], found: &[usize]) {
    for at in found {
        if let Some(placed) = is_placed.get_mut(*at) {
            *placed = true;
        }
    }
}

fn put<'a>(list: &mut Vec<Theme<'a>>, topic: &'a Id, at: usize) {
    match list.iter_mut().find(|theme| theme.topic == topic) {
        Some(theme) => theme.outcomes.push(at),
        None => list.push(Theme { topic, outcomes: vec![at] }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeSet;

    use super::super::tests::{answers, calendar, chosen, day, facts, is, rule, rules};
    use super::*;
    use crate::rules::{Answers, Condition, DateRole, Need, Rules};

    /// The invented law with topics, two needs and a danger.
    fn law() -> Rules {
        let mut rules = rules();
        let when = is("situation", &["applicant"]);
        rules.rules.push(rule("call", RuleKind::Step, Urgency::Danger, when.clone(), &[]));
        rules.rules.push(rule("declare", RuleKind::Step, Urgency::Work, when, &[]));
        for rule in &mut rules.rules {
            let topic = match rule.id.as_str() {
                "work" | "pay" | "declare" => "work",
                "appeal" => "asylum",
                _ => "school",
            };
            rule.topics = vec![topic.into()];
        }
        let need = |id: &str, topic: &str| Need {
            id: id.into(),
            topics: vec![topic.into()],
            urgencies: Vec::new(),
            questions: Vec::new(),
        };
        rules.needs = vec![need("papers", "asylum"), need("job", "work")];
        rules
    }

    /// The places of a plan by the names of their rules; the last are what stands beside the answer and the themes.
    fn plan(
        given: &Answers,
        need: &str,
    ) -> (Vec<String>, Option<String>, Vec<String>, Vec<String>) {
        let (rules, facts, calendar) = (law(), facts(), calendar());
        let today = day("2026-11-23");
        let needs: BTreeSet<Id> = [Id::from(need)].into();
        let consultation =
            Consultation::new(&rules, &facts, &calendar, given, today, today).about(&needs);
        let plan = consultation.plan();
        let name = |at: &usize| plan.outcomes[*at].rule.id.to_string();
        let themes = plan.themes.iter().flat_map(|theme| &theme.outcomes);
        let rest = plan.beside.iter().chain(themes);
        (
            plan.dangers.iter().map(name).collect(),
            plan.answer.as_ref().map(name),
            plan.actions.iter().map(name).collect(),
            rest.map(name).collect(),
        )
    }

    fn applicant(lodged: &str, notified: Option<&str>) -> Answers {
        let mut given = answers(&[
            ("situation", chosen("applicant")),
            ("lodged", Answer::Day(day(lodged))),
            ("decision", chosen(if notified.is_some() { "refused" } else { "none" })),
            ("unpaid", chosen("no")),
        ]);
        if let Some(notified) = notified {
            given.insert("notified".into(), Answer::Day(day(notified)));
        }
        given
    }

    #[test]
    fn the_answer_is_about_what_was_asked_and_a_danger_stands_whatever_was_asked() {
        let (dangers, answer, actions, themes) = plan(&applicant("2026-08-10", None), "job");
        assert_eq!(dangers, ["call"]);
        assert_eq!(answer.as_deref(), Some("work"));
        assert!(actions.is_empty(), "{actions:?}");
        assert_eq!(themes, ["declare"]);
    }

    #[test]
    fn what_answers_too_stands_beside_the_answer_the_best_first() {
        let mut rules = law();
        for (id, kind) in
            [("warned", RuleKind::Warning), ("owed", RuleKind::Right), ("paid", RuleKind::Step)]
        {
            let mut one = rule(id, kind, Urgency::Work, is("situation", &["applicant"]), &[]);
            one.topics = vec!["work".into()];
            rules.rules.push(one);
        }
        let (facts, calendar, today) = (facts(), calendar(), day("2026-11-23"));
        let given = applicant("2026-08-10", None);
        let needs: BTreeSet<Id> = ["job".into()].into();
        let consultation =
            Consultation::new(&rules, &facts, &calendar, &given, today, today).about(&needs);
        let plan = consultation.plan();
        let name = |at: &usize| plan.outcomes[*at].rule.id.to_string();
        assert_eq!(plan.answer.as_ref().map(name).as_deref(), Some("owed"));
        assert_eq!(plan.beside.iter().map(name).collect::<Vec<_>>(), ["declare", "paid"]);
        let themes = plan.themes.iter().flat_map(|theme| &theme.outcomes);
        assert_eq!(themes.map(name).collect::<Vec<_>>(), ["warned"]);
    }

    #[test]
    fn a_right_that_an_answer_points_to_answers_before_a_step_that_is_sure() {
        let given = answers(&[("situation", chosen("applicant")), ("lodged", Answer::DontKnow)]);
        let (_, answer, ..) = plan(&given, "job");
        assert_eq!(answer.as_deref(), Some("work"));
    }

    #[test]
    fn what_looks_at_the_needs_own_question_answers_before_what_is_of_its_topic() {
        let mut rules = law();
        let unpaid = is("unpaid", &["yes"]);
        let mut claim = rule("claim", RuleKind::Step, Urgency::Work, unpaid, &[]);
        claim.topics = vec!["work".into()];
        rules.rules.push(claim);
        for need in rules.needs.iter_mut().filter(|need| need.id == *"job") {
            need.questions = vec!["unpaid".into()];
        }
        rules.rules.retain(|rule| rule.id != *"pay");
        let (facts, calendar, today) = (facts(), calendar(), day("2026-11-23"));
        let mut given = applicant("2026-01-05", None);
        given.insert("unpaid".into(), chosen("yes"));
        let needs: BTreeSet<Id> = ["job".into()].into();
        let consultation =
            Consultation::new(&rules, &facts, &calendar, &given, today, today).about(&needs);
        let plan = consultation.plan();
        let answer = plan.answer.map(|at| plan.outcomes[at].rule.id.to_string());
        assert_eq!(answer.as_deref(), Some("claim"));
    }

    #[test]
    fn a_limit_that_falls_soon_is_an_action_whatever_was_asked() {
        let given = applicant("2026-08-10", Some("2026-10-30"));
        let (_, answer, actions, _) = plan(&given, "job");
        assert_eq!(answer.as_deref(), Some("work"));
        assert_eq!(actions, ["appeal"]);
        let (_, answer, actions, _) = plan(&given, "papers");
        assert_eq!(answer.as_deref(), Some("appeal"));
        assert!(actions.is_empty(), "{actions:?}");
    }

    #[test]
    fn a_limit_that_can_still_be_kept_stands_before_those_that_are_gone() {
        let mut rules = law();
        let appeal = rules.rules.iter().find(|rule| rule.id == *"appeal").unwrap().clone();
        // Counted from the same letter, and over after five days.
        let mut aid = Rule { id: "aid".into(), concept: "aid".into(), ..appeal };
        for step in &mut aid.dates {
            if step.role == DateRole::Legal {
                (step.add, step.days) = (Vec::new(), 5);
            }
        }
        rules.rules.push(aid);
        let (facts, calendar, today) = (facts(), calendar(), day("2026-11-23"));
        let needs: BTreeSet<Id> = ["papers".into()].into();
        let plan_on = |notified: &str| {
            let given = applicant("2026-08-10", Some(notified));
            let consultation =
                Consultation::new(&rules, &facts, &calendar, &given, today, today).about(&needs);
            let plan = consultation.plan();
            let name = |at: &usize| plan.outcomes[*at].rule.id.to_string();
            let first: Vec<_> = plan.answer.iter().chain(&plan.actions).map(name).collect();
            (first, plan.outcomes.iter().filter(|one| one.is_gone()).count())
        };
        // Both run: the shorter one leads. Then it is gone, and the other one leads.
        assert_eq!(plan_on("2026-11-20"), (vec!["aid".into(), "appeal".into()], 0));
        assert_eq!(plan_on("2026-11-05"), (vec!["appeal".into(), "aid".into()], 1));
        // Both are gone: the later one leads.
        assert_eq!(plan_on("2026-10-10"), (vec!["appeal".into(), "aid".into()], 2));
    }

    #[test]
    fn a_shorter_limit_that_may_be_gone_is_named_where_it_is_of_the_same_matter() {
        let gone_with = |topic: &str| {
            let mut rules = law();
            let appeal = rules.rules.iter().find(|rule| rule.id == *"appeal").unwrap().clone();
            let mut other = Rule { id: "other".into(), concept: "other".into(), ..appeal };
            other.topics = vec![topic.into()];
            other.when = Condition::All(vec![other.when, is("unpaid", &["yes"])]);
            for step in other.dates.iter_mut().filter(|step| step.role == DateRole::Legal) {
                (step.add, step.days) = (Vec::new(), 5);
            }
            rules.rules.push(other);
            let (facts, calendar, today) = (facts(), calendar(), day("2026-11-23"));
            let mut given = applicant("2026-08-10", Some("2026-11-05"));
            given.insert("unpaid".into(), Answer::DontKnow);
            let needs: BTreeSet<Id> = ["papers".into()].into();
            let consultation =
                Consultation::new(&rules, &facts, &calendar, &given, today, today).about(&needs);
            consultation.plan().may_be_gone().and_then(Outcome::due)
        };
        assert!(gone_with("asylum").is_some());
        assert_eq!(gone_with("school"), None);
    }

    #[test]
    fn without_a_need_everything_stands_in_one_place_and_nothing_is_the_answer() {
        let given = applicant("2026-08-10", Some("2026-10-30"));
        let (dangers, answer, actions, themes) = plan(&given, "no such need");
        assert_eq!(answer, None);
        assert_eq!((dangers, actions), (vec!["call".into()], vec!["appeal".into(), "work".into()]));
        assert_eq!(themes, ["declare", "school"]);
    }

    #[test]
    fn a_need_asks_what_bears_on_it_first() {
        let (rules, facts, calendar) = (law(), facts(), calendar());
        let today = day("2026-11-23");
        let asked = |need: &str| {
            let mut given = Answers::new();
            let needs: BTreeSet<Id> = [Id::from(need)].into();
            let mut order = Vec::new();
            loop {
                let consultation =
                    Consultation::new(&rules, &facts, &calendar, &given, today, today)
                        .about(&needs);
                let Some(next) = consultation.progress().next else { return order };
                order.push(next.id.to_string());
                given.insert(next.id.clone(), Answer::DontKnow);
            }
        };
        assert_eq!(asked("papers"), ["situation", "decision", "notified", "letter-days"]);
        let job = asked("job");
        assert!(!job.contains(&"notified".to_owned()), "{job:?}");
        assert!(job.contains(&"unpaid".to_owned()), "{job:?}");
    }
}
