//! A text cut into words and figures.

use migraction_core::Decimal;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// A word in small letters.
    Word {
        /// The word.
        text: String,
        /// Whether only a blank or a hyphen stands between it and the piece before.
        is_near: bool,
    },
    /// A number in digits.
    Figure {
        /// What it can mean; never empty.
        readings: Vec<Decimal>,
        /// Whether it is written as a fraction.
        is_fraction: bool,
    },
}

/// Cuts a text; figures that are part of a name or of a day are left out.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let (mut gap, mut is_name) = (String::new(), false);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first.is_ascii_digit() {
            let (region, after) = rest.split_at(region(rest));
            is_name = (gap.is_empty() && after_word(text, rest)) || (is_name && gap == "-");
            if !is_name {
                found.extend(figures(region));
            }
            gap.clear();
            rest = after;
        } else if first.is_alphabetic() {
            let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            let is_near = gap.chars().count() <= 1 && gap.chars().all(|c| is_blank(c) || c == '-');
            found.push(Token::Word { text: word.to_lowercase(), is_near });
            gap.clear();
            rest = after;
        } else {
            gap.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    found
}

fn after_word(text: &str, rest: &str) -> bool {
    let before = text.get(..text.len() - rest.len()).unwrap_or_default();
    before.ends_with(char::is_alphabetic)
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}')
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// How long the figure is with which a text begins, with its separators; a day is a figure of its own.
fn region(text: &str) -> usize {
    let mut length = digits(text);
    let mut group = length;
    loop {
        let rest = text.get(length..).unwrap_or_default();
        let Some(sign) = rest.chars().next() else { return length };
        let behind = digits(rest.get(sign.len_utf8()..).unwrap_or_default());
        let belongs = match sign {
            '.' | ',' | '/' => behind > 0,
            '-' => behind == 2 && (length == 4 || length == 7),
            '\'' | '’' => behind == 3 && group <= 3,
            blank if is_blank(blank) => behind == 3 && group <= 3,
            _ => false,
        };
        if !belongs {
            return length;
        }
        length += sign.len_utf8() + behind;
        group = behind;
    }
}

/// What a figure can mean. One that makes no number as a whole is a list (`5,10,15`), or a day.
fn figures(region: &str) -> Vec<Token> {
    if region.contains('-') {
        return Vec::new();
    }
    if let Some((above, below)) = region.split_once('/') {
        let part =
            whole(above).zip(whole(below)).and_then(|(above, below)| above.checked_div(below));
        return part
            .map(|part| Token::Figure { readings: vec![part], is_fraction: true })
            .into_iter()
            .collect();
    }
    let plain: String =
        region.chars().filter(|c| !is_blank(*c) && !matches!(c, '\'' | '’')).collect();
    let readings = readings(&plain, plain.len() == region.len());
    if readings.is_empty() && region.contains(',') {
        return region.split(',').flat_map(figures).collect();
    }
    if readings.is_empty() {
        return Vec::new();
    }
    vec![Token::Figure { readings, is_fraction: false }]
}

fn whole(text: &str) -> Option<Decimal> {
    text.parse().ok()
}

/// Readings of digits with points and commas; `may_group` where no other sign groups them already.
fn readings(text: &str, may_group: bool) -> Vec<Decimal> {
    let Some(last) = text.rfind(['.', ',']) else { return whole(text).into_iter().collect() };
    let (before, after) = text.split_at(last);
    let (sign, after) = after.split_at(1);
    let is_grouped = |text: &str, sign: &str| {
        let mut groups = text.split(sign);
        groups.next().is_some_and(|first| (1..=3).contains(&first.len()) && !first.starts_with('0'))
            && groups.all(|group| group.len() == 3)
    };
    let mut found = Vec::new();
    let other = if sign == "." { "," } else { "." };
    // The last sign may begin the decimals, the other one having grouped what stands before.
    if !before.contains(sign) && (!before.contains(other) || is_grouped(before, other)) {
        found.extend(whole(&format!("{}.{after}", before.replace(other, ""))));
    }
    if may_group && !text.contains(other) && is_grouped(text, sign) {
        found.extend(whole(&text.replace(sign, "")));
    }
    found
}
