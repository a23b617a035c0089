//! The input of one question, wherever it stands: on its own screen, or beside an answer that is corrected in place.
//! What is a whole answer by itself is given by one tap; several options, a day and a number are handed in.

use leptos::prelude::*;
use migraction_core::Id;
use migraction_core::date_entry::DateRules;
use migraction_core::facts::Unit;
use migraction_core::rules::{Choice, Draft, Next, Question, QuestionKind, Refusal, choices};

use crate::components::form::{FormField, Mark, Quick, TextKind, option as ticked};
use crate::components::icon::{Glyph, Icon};
use crate::components::kit::{derived, dynamic_text, group};
use crate::components::prose::line_text;
use crate::explain::Case;
use crate::explain::trace::option_label;
use crate::state::{Consulting, Reader, Session, use_consulting};
use crate::words::question::BadNumberBetween;

/// A question being answered: what is chosen or typed so far, and why the last input was refused.
#[derive(Clone, Copy)]
pub struct Asking {
    draft: RwSignal<Draft>,
    wrong: RwSignal<Option<Refusal>>,
    consulting: Consulting,
    /// Told what comes next, with its page.
    then: Callback<(Next, String)>,
}

impl Asking {
    /// A question not answered yet; [`Asking::open`] reads what was.
    pub fn new(then: Callback<(Next, String)>) -> Self {
        let (draft, wrong) = (RwSignal::new(Draft::default()), RwSignal::new(None));
        Self { draft, wrong, consulting: use_consulting(), then }
    }

    /// Shows the answer that was given to a question.
    pub fn open(self, session: Session, id: &Id) {
        let interview = untrack(|| self.consulting.interview(session));
        self.draft.set(interview.answers.get(id).map(Draft::of).unwrap_or_default());
        self.wrong.set(None);
    }

    /// Hands in what is chosen or typed, if anything is, before the question is left for another page; false where it was
    /// refused, and the question stays with what was typed.
    pub fn leave(self, reader: &Reader, id: &Id) -> bool {
        let interview = untrack(|| self.consulting.interview(reader.session));
        let Some(case) = Case::of(reader, &interview) else { return true };
        let Some(question) = case.law.rules.question(id) else { return true };
        let draft = self.draft.get_untracked();
        let given = interview.answers.get(id).map(Draft::of).unwrap_or_default();
        if draft == given {
            return true;
        }
        let outcome = self.consulting.submit(reader.session, case.law, question, &draft);
        self.wrong.set(outcome.as_ref().err().cloned());
        // A danger that was just named is shown first, here.
        matches!(outcome, Ok(next) if !matches!(next, Next::Danger(_)))
    }

    /// Hands in what is chosen or typed. Nothing said is no answer: the screen says so, and nothing is skipped.
    pub fn submit(self, reader: &Reader, id: &Id) {
        let interview = untrack(|| self.consulting.interview(reader.session));
        let Some(case) = Case::of(reader, &interview) else { return };
        let Some(question) = case.law.rules.question(id) else { return };
        let draft = self.draft.get_untracked();
        match self.consulting.submit(reader.session, case.law, question, &draft) {
            Err(refusal) => self.wrong.set(Some(refusal)),
            Ok(next) => {
                let page = case.page_of(&next);
                self.then.run((next, page));
            }
        }
    }
}

/// Whether an answer is handed in by a button of its own.
pub const fn is_handed_in(question: &Question) -> bool {
    !matches!(question.kind, QuestionKind::One(_) | QuestionKind::YesNo)
}

/// What can be said to a question.
pub fn input(case: &Case<'_>, question: &Question, asking: Asking, described: bool) -> AnyView {
    let reader = case.reader;
    let letters = &case.law.rules.letters;
    let asks_letters = letters.question.as_ref() == Some(&question.id);
    let mut parts = Vec::new();
    let mut soft = Vec::new();
    for choice in choices(question) {
        let is_soft = matches!(choice, Choice::DontKnow | Choice::Declined);
        let is_letter = matches!(&choice, Choice::Option(option) if letters.of_option(&question.id, option).is_some());
        if is_letter {
            continue;
        }
        let drawn = option(case, question, choice, asking, None);
        if is_soft { soft.push(drawn) } else { parts.push(drawn) }
    }
    if asks_letters {
        parts.extend(senders(case, question, asking));
    }
    let (own, wrong) = (reader.clone(), asking.wrong);
    let words = derived(move || {
        wrong.get().map(|refusal| refusal_words(&own, &refusal)).unwrap_or_default()
    });
    let typed = typed(reader, question, asking, words);
    // What is typed has its error beside it; what is chosen has it below the choices.
    let error = typed.is_none().then(|| {
        view! { <p class="field__error" role="alert">{dynamic_text(move || words.get())}</p> }
    });
    parts.extend(typed);
    parts.push(group("options options--two", soft));
    let described = described.then_some("help");
    view! {
        <div class="options" role="group" aria-labelledby="ask" aria-describedby=described>
            {parts}
            {error}
        </div>
    }
    .into_any()
}

/// The letters by who writes them: a person who holds one first looks who signed it.
fn senders(case: &Case<'_>, question: &Question, asking: Asking) -> Vec<AnyView> {
    let reader = case.reader;
    let chosen = asking.draft.get_untracked();
    let senders = case.law.rules.letters.by_sender().into_iter();
    let drawn = senders.map(|(from, letters)| {
        let choice = |option: &Id| Choice::Option(option.clone());
        let is_open = letters.iter().any(|letter| chosen.has(&choice(&letter.option)));
        let letters: Vec<AnyView> = letters
            .iter()
            .map(|letter| {
                let words = reader.pack.words.letters.get(&letter.id);
                let looks = words.map(|words| line_text(reader, &words.looks));
                option(case, question, choice(&letter.option), asking, looks)
            })
            .collect();
        view! {
            <details class="options__group" name="sender" open=is_open data-sender=from.to_string()>
                <summary class="option option--tap"><span>{reader.label("senders", from)}</span><Glyph icon=Icon::ChevronDown small=true/></summary>
                <div class="options options--in">{letters}</div>
            </details>
        }
        .into_any()
    });
    drawn.collect()
}

fn refusal_words(reader: &Reader, refusal: &Refusal) -> String {
    let w = &reader.w.question;
    match refusal {
        Refusal::Nothing => w.nothing_chosen.to_owned(),
        Refusal::NotADay => w.bad_date.to_owned(),
        Refusal::Future(_) => w.future_date.to_owned(),
        Refusal::Impossible(..) => w.impossible_date.to_owned(),
        Refusal::OutOfRange(Some(min), Some(max)) => w.bad_number_between(BadNumberBetween {
            min: &reader.number(*min),
            max: &reader.number(*max),
        }),
        Refusal::NotANumber | Refusal::OutOfRange(..) => w.bad_number.to_owned(),
    }
}

/// One choice: a box to tick where it stands beside others, else a button that answers and goes on.
fn option(
    case: &Case<'_>,
    question: &Question,
    choice: Choice,
    asking: Asking,
    help: Option<String>,
) -> AnyView {
    let reader = case.reader;
    let w = &reader.w.question;
    let label = match &choice {
        Choice::Option(id) => option_label(reader, case.law.rules, &question.id, id),
        Choice::NoneOfThese => w.none_of_these.to_owned(),
        Choice::DontKnow => w.dont_know.to_owned(),
        Choice::Declined => w.rather_not_say.to_owned(),
    };
    let is_soft = matches!(choice, Choice::DontKnow | Choice::Declined);
    let is_ticked = matches!((&question.kind, &choice), (QuestionKind::Many(_), Choice::Option(_)));
    let name = choice.name().to_owned();
    let own = choice.clone();
    let is_on = Signal::derive(move || asking.draft.read().has(&own));
    let (reader, id, kind) = (reader.clone(), question.id.clone(), question.kind.clone());
    let choose = move || {
        asking.draft.update(|draft| draft.choose(&kind, &choice));
        if !is_ticked {
            asking.submit(&reader, &id);
        }
    };
    if is_ticked {
        let words = view! { <span>{label}</span> }.into_any();
        return ticked(Mark::Checkbox, ("answer", name), vec![words], is_on, choose);
    }
    let class = if is_soft {
        "option option--tap option--soft option--short"
    } else {
        "option option--tap"
    };
    view! {
        <button type="button" class=class class:option--on=is_on name="answer" value=name aria-pressed=move || is_on.get().to_string() on:click=move |_| choose()>
            <span>{label} {help.map(|help| view! { <small>{help}</small> })}</span>
            {(!is_soft).then(|| view! { <Glyph icon=Icon::ChevronRight small=true/> })}
        </button>
    }
    .into_any()
}

/// The field of a day or a number; nothing where the answer is chosen.
fn typed(
    reader: &Reader,
    question: &Question,
    asking: Asking,
    error: Signal<String>,
) -> Option<AnyView> {
    let w = &reader.w.question;
    let id = ["answer-", question.id.as_str()].concat();
    let draft = asking.draft;
    let value = derived(move || draft.read().text().to_owned());
    let wrong = asking.wrong;
    let write = Box::new(move |text| {
        // What was refused is being corrected.
        wrong.set(None);
        draft.update(|draft| draft.write(text));
    });
    match &question.kind {
        QuestionKind::Day { past } => {
            let today = reader.today();
            let rules = if *past { DateRules::past(today) } else { DateRules::any(today) };
            let rules = rules.or_month();
            let quick = if *past { Quick::PAST } else { &[] };
            Some(FormField::new(id, w.date).error(error).date(rules, quick, value, write))
        }
        QuestionKind::Number { unit: Unit::Days, .. } => {
            Some(FormField::new(id, w.number).error(error).duration(reader, value, write))
        }
        QuestionKind::Number { unit, .. } => {
            let unit = view! { <span class="field__unit">{reader.unit(*unit)}</span> }.into_any();
            let field = FormField::new(id, w.number).error(error).end(unit);
            Some(field.text(TextKind::Decimal, value, write, None))
        }
        _ => None,
    }
}
