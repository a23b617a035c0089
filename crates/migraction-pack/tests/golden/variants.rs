//! Whether the frozen values use all that the types declare: a variant that no value has is frozen by nothing.

use std::collections::BTreeMap;

use migraction_core::dates::Roll;
use migraction_core::facts::{Confidence, Quantity, Unit};
use migraction_core::guide::{ReportsStatus, Stage, StepsBasis};
use migraction_core::phrases::Reply;
use migraction_core::rules::{
    Answer, Condition, DateAnchor, DateRole, DateTerm, Day, Limit, QuestionKind, RuleKind, Urgency,
};
use migraction_core::wage::Weight;
use migraction_core::worksheet::{Kind, NotePart, When};
use migraction_pack::prose::{Block, Inline, LinkTarget, Slot};
use migraction_pack::search::{Document, DocumentKind, Stemmer};
use serde::de::value::Error;
use serde::de::{Deserialize, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;
use serde_reflection::{ContainerFormat, Registry};

/// The enums that are written into a part, each with its variants in their order.
fn declared() -> BTreeMap<&'static str, &'static [&'static str]> {
    let mut all = Declared::default();
    macro_rules! add {
        ($($enum:ty),* $(,)?) => {
            $(assert!(<$enum>::deserialize(&mut all).is_err(), "nothing is read");)*
        };
    }
    add!(
        Answer,
        Block,
        Condition,
        Confidence,
        DateAnchor,
        DateRole,
        DateTerm,
        Day,
        Document,
        DocumentKind,
        Inline,
        Kind,
        Limit,
        NotePart,
        Quantity,
        QuestionKind,
        Reply,
        ReportsStatus,
        Roll,
        RuleKind,
        Slot,
        Stage,
        Stemmer,
        StepsBasis,
        LinkTarget,
        Unit,
        Urgency,
        Weight,
        When,
    );
    all.0
}

/// Fails where a variant is declared and not used, or an enum is used and not listed here.
pub fn check(used: &Registry) {
    let mut declared = declared();
    for (name, format) in used {
        let ContainerFormat::Enum(variants) = format else { continue };
        let names: Vec<(u32, &str)> =
            variants.iter().map(|(at, variant)| (*at, variant.name.as_str())).collect();
        let all = declared.remove(name.as_str());
        let all = all.unwrap_or_else(|| panic!("{name} is written into a part: list it here"));
        let all: Vec<(u32, &str)> = (0..).zip(all.iter().copied()).collect();
        assert_eq!(names, all, "{name}: used by the frozen values, and declared");
    }
    assert_eq!(declared.keys().collect::<Vec<_>>(), [&""; 0], "in no frozen value");
}

/// Reads nothing; an enum that is asked for says its variants before it fails.
#[derive(Default)]
struct Declared(BTreeMap<&'static str, &'static [&'static str]>);

impl<'de> Deserializer<'de> for &mut Declared {
    type Error = Error;

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        self.0.insert(name, variants);
        Err(Error::custom("nothing to read"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("no enum"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
