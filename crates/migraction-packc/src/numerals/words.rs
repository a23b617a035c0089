//! Numbers and time as words, in the languages in which sources and claims are written.

use migraction_core::dates::TermUnit;

/// A language of sources; claims are in English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// English.
    En,
    /// French.
    Fr,
    /// Italian.
    It,
}

use Tongue::{En, Fr, It};

/// What a word counts.
pub const NUMBERS: &[(Tongue, &[(&str, i64)])] = &[
    (
        En,
        &[
            ("one", 1),
            ("once", 1),
            ("two", 2),
            ("twice", 2),
            ("double", 2),
            ("three", 3),
            ("four", 4),
            ("five", 5),
            ("six", 6),
            ("seven", 7),
            ("eight", 8),
            ("nine", 9),
            ("ten", 10),
            ("eleven", 11),
            ("twelve", 12),
            ("thirteen", 13),
            ("fourteen", 14),
            ("fifteen", 15),
            ("sixteen", 16),
            ("seventeen", 17),
            ("eighteen", 18),
            ("nineteen", 19),
            ("twenty", 20),
            ("thirty", 30),
            ("forty", 40),
            ("fifty", 50),
            ("sixty", 60),
            ("seventy", 70),
            ("eighty", 80),
            ("ninety", 90),
            ("hundred", 100),
            ("thousand", 1000),
        ],
    ),
    (
        Fr,
        &[
            ("deux", 2),
            ("trois", 3),
            ("quatre", 4),
            ("cinq", 5),
            ("six", 6),
            ("sept", 7),
            ("huit", 8),
            ("neuf", 9),
            ("dix", 10),
            ("onze", 11),
            ("douze", 12),
            ("treize", 13),
            ("quatorze", 14),
            ("quinze", 15),
            ("seize", 16),
            ("vingt", 20),
            ("vingts", 20),
            ("trente", 30),
            ("quarante", 40),
            ("cinquante", 50),
            ("soixante", 60),
            ("septante", 70),
            ("nonante", 90),
            ("cent", 100),
            ("cents", 100),
            ("mille", 1000),
        ],
    ),
    (
        It,
        &[
            ("due", 2),
            ("tre", 3),
            ("quattro", 4),
            ("cinque", 5),
            ("sei", 6),
            ("sette", 7),
            ("otto", 8),
            ("nove", 9),
            ("dieci", 10),
            ("undici", 11),
            ("dodici", 12),
            ("tredici", 13),
            ("quattordici", 14),
            ("quindici", 15),
            ("sedici", 16),
            ("diciassette", 17),
            ("diciotto", 18),
            ("diciannove", 19),
            ("venti", 20),
            ("ventiquattro", 24),
            ("trenta", 30),
            ("trentasei", 36),
            ("quaranta", 40),
            ("quarantotto", 48),
            ("cinquanta", 50),
            ("sessanta", 60),
            ("settanta", 70),
            ("ottanta", 80),
            ("novanta", 90),
            ("cento", 100),
            ("mille", 1000),
        ],
    ),
];

/// Words that are a number before a word of time only: `a year`, `un mois`.
pub const ARTICLES: &[(Tongue, &[&str])] =
    &[(En, &["a", "an"]), (Fr, &["un", "une"]), (It, &["un", "uno", "una"])];

/// Into how many parts a word divides.
pub const FRACTIONS: &[(Tongue, &[(&str, i64)])] = &[
    (
        En,
        &[
            ("half", 2),
            ("third", 3),
            ("thirds", 3),
            ("quarter", 4),
            ("quarters", 4),
            ("fifth", 5),
            ("fifths", 5),
            ("tenth", 10),
            ("tenths", 10),
        ],
    ),
    (
        Fr,
        &[
            ("moitié", 2),
            ("tiers", 3),
            ("quart", 4),
            ("quarts", 4),
            ("cinquième", 5),
            ("cinquièmes", 5),
            ("dixième", 10),
            ("dixièmes", 10),
        ],
    ),
    (
        It,
        &[
            ("metà", 2),
            ("terzo", 3),
            ("terzi", 3),
            ("quarto", 4),
            ("quarti", 4),
            ("quinto", 5),
            ("quinti", 5),
            ("decimo", 10),
            ("decimi", 10),
        ],
    ),
];

/// What is counted.
pub const TIMES: &[(Tongue, &[(&str, TermUnit)])] = &[
    (
        En,
        &[
            ("day", TermUnit::Days),
            ("days", TermUnit::Days),
            ("week", TermUnit::Weeks),
            ("weeks", TermUnit::Weeks),
            ("month", TermUnit::Months),
            ("months", TermUnit::Months),
            ("year", TermUnit::Years),
            ("years", TermUnit::Years),
        ],
    ),
    (
        Fr,
        &[
            ("jour", TermUnit::Days),
            ("jours", TermUnit::Days),
            ("semaine", TermUnit::Weeks),
            ("semaines", TermUnit::Weeks),
            ("mois", TermUnit::Months),
            ("an", TermUnit::Years),
            ("ans", TermUnit::Years),
            ("année", TermUnit::Years),
            ("années", TermUnit::Years),
        ],
    ),
    (
        It,
        &[
            ("giorno", TermUnit::Days),
            ("giorni", TermUnit::Days),
            ("settimana", TermUnit::Weeks),
            ("settimane", TermUnit::Weeks),
            ("mese", TermUnit::Months),
            ("mesi", TermUnit::Months),
            ("anno", TermUnit::Years),
            ("anni", TermUnit::Years),
        ],
    ),
];

/// What a table says of a word in these languages.
pub fn find<T: Copy>(
    table: &[(Tongue, &[(&str, T)])],
    tongues: &[Tongue],
    word: &str,
) -> Option<T> {
    let lists = table.iter().filter(|(tongue, _)| tongues.contains(tongue));
    lists.flat_map(|(_, list)| *list).find(|(known, _)| *known == word).map(|(_, what)| *what)
}
