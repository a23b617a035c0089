//! Words without case and accents.

/// The text in lower case, without accents, ligatures taken apart.
///
/// Covers the Latin letters of the interface languages and their neighbours; other scripts pass
/// in lower case.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match plain(letter) {
            Some(plain) => folded.push_str(plain),
            None => folded.push(letter),
        }
    }
    folded
}

/// What a lower-case letter with a mark becomes; nothing for the mark alone.
fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
        'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ţ' | 'ț' | 'ť' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ž' | 'ż' => "z",
        'œ' => "oe",
        'æ' => "ae",
        'ß' => "ss",
        '\u{300}'..='\u{36f}' => "",
        _ => return None,
    })
}

/// The words of a text as byte ranges; one-letter words (elided articles) are left out.
pub fn words(text: &str) -> impl Iterator<Item = (std::ops::Range<usize>, &str)> {
    let is_letter = |c: char| c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c);
    let mut rest = 0;
    std::iter::from_fn(move || {
        loop {
            let start = rest + text.get(rest..)?.find(is_letter)?;
            let tail = text.get(start..)?;
            let end = start + tail.find(|c| !is_letter(c)).unwrap_or(tail.len());
            rest = end;
            let word = text.get(start..end)?;
            if word.chars().count() > 1 {
                return Some((start..end, word));
            }
        }
    })
}

/// Whether every word typed is a word of these texts, or the beginning of one. Nothing typed is in nothing.
///
/// For lists too short for an index.
#[must_use]
pub fn holds_all(typed: &str, texts: &[&str]) -> bool {
    let held: Vec<String> =
        texts.iter().copied().flat_map(words).map(|(_, word)| fold(word)).collect();
    let mut wanted = words(typed).map(|(_, word)| fold(word)).peekable();
    wanted.peek().is_some()
        && wanted.all(|word| held.iter().any(|held| held.starts_with(word.as_str())))
}
