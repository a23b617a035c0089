//! How results are shown: the closest ones as they rank, whatever their kind, the others by kind.

/// How many results stand before the groups.
pub const CLOSEST: usize = 5;

/// Results in the order in which they are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupedHits<T> {
    /// The best hits, best first.
    pub closest: Vec<T>,
    /// The others by kind, in the order of the best hit of each kind.
    pub groups: Vec<Vec<T>>,
}

/// Arranges `rows`, of which the first `ranked` are hits of the index, best first; the others never come before them.
#[must_use]
pub fn group_hits<T, K: PartialEq>(
    rows: Vec<T>,
    ranked: usize,
    kind: impl Fn(&T) -> K,
) -> GroupedHits<T> {
    let mut order: Vec<K> = Vec::new();
    for row in &rows {
        let kind = kind(row);
        if !order.contains(&kind) {
            order.push(kind);
        }
    }
    let mut shown =
        GroupedHits { closest: Vec::new(), groups: order.iter().map(|_| Vec::new()).collect() };
    for (at, row) in rows.into_iter().enumerate() {
        if at < ranked.min(CLOSEST) {
            shown.closest.push(row);
        } else if let Some(group) =
            order.iter().position(|one| *one == kind(&row)).and_then(|at| shown.groups.get_mut(at))
        {
            group.push(row);
        }
    }
    shown.groups.retain(|group| !group.is_empty());
    shown
}

#[cfg(test)]
mod tests {
    use super::group_hits;

    #[test]
    fn the_best_hits_come_first_whatever_their_kind_and_hide_none() {
        let rows =
            vec!["page a", "fact b", "page c", "term d", "fact e", "page f", "term g", "tool h"];
        let kind = |row: &&str| row.split(' ').next().map(str::to_owned);
        let arranged = group_hits(rows, 7, kind);
        assert_eq!(arranged.closest, ["page a", "fact b", "page c", "term d", "fact e"]);
        assert_eq!(arranged.groups, [vec!["page f"], vec!["term g"], vec!["tool h"]]);
    }

    #[test]
    fn what_the_index_did_not_rank_is_never_among_the_closest() {
        let arranged = group_hits(vec!["page a", "tool b"], 1, |row: &&str| row.len());
        assert_eq!((arranged.closest, arranged.groups), (vec!["page a"], vec![vec!["tool b"]]));
        assert!(group_hits(Vec::<u8>::new(), 0, |row| *row).closest.is_empty());
    }
}
