//! Takes the facts whose sources are mended off the list of those to mend.

use migraction_source::read;

use crate::check::sources::{TO_MEND, shallow};
use crate::tree::Tree;

/// The list after what is mended was deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shorter {
    /// The file; `None` where there is no list, or nothing to delete from it.
    pub text: Option<String>,
    /// How many facts were deleted.
    pub mended: usize,
    /// How many are left.
    pub left: usize,
}

/// Deletes each line of the list whose fact is gone, or needs the list no longer; nothing is ever added. A line holds one fact.
#[must_use]
pub fn shorten(tree: &Tree) -> Shorter {
    let (content, _) = read::read(tree);
    let shallow = shallow(&content);
    let is_mended = |line: &str| {
        let id = line.trim().trim_end_matches(',').trim_matches('"');
        let is_listed = content.to_mend.iter().any(|listed| listed.item.as_str() == id);
        is_listed && !shallow.keys().any(|known| known.as_str() == id)
    };
    let text = tree.get(TO_MEND).unwrap_or_default();
    let mended = text.lines().filter(|line| is_mended(line)).count();
    let kept = text.split_inclusive('\n').filter(|line| !is_mended(line)).collect();
    let text = (mended > 0).then_some(kept);
    Shorter { text, mended, left: content.to_mend.len().saturating_sub(mended) }
}

#[cfg(test)]
mod tests {
    use super::{Shorter, shorten};
    use crate::check::sources::TO_MEND;
    use crate::fixture;

    #[test]
    fn only_what_is_mended_is_deleted() {
        let mut tree = fixture::tree();
        let facts = "countries/xx/facts/work.toml";
        let text = tree.get(facts).unwrap_or_default();
        let text = text.replacen("https://law.example/1", "https://law.example/", 1);
        tree.set(facts, text);
        tree.set(
            TO_MEND,
            "facts = [\n    # xx\n    \"xx-work-wait\",\n    \"xx-work-appeal\",\n]\n",
        );
        let left = "facts = [\n    # xx\n    \"xx-work-wait\",\n]\n";
        let expected = Shorter { text: Some(left.to_owned()), mended: 1, left: 1 };
        assert_eq!(shorten(&tree), expected);
        tree.set(TO_MEND, left);
        assert_eq!(shorten(&tree), Shorter { text: None, mended: 0, left: 1 });
    }
}
