//! Text as it is compared: without case, accents and typography. One place for the guide's search, the search in notes and
//! whatever puts names in order, so that all find the same.

/// The text in lower case, without accents, ligatures taken apart, the typographic apostrophe as the typed one.
///
/// Covers the Latin letters of the interface languages and their neighbours; other scripts pass in lower case.
// Inlined where it is called: the search is compiled for speed, this crate for size.
#[inline]
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
#[inline]
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
        '’' => "'",
        '\u{300}'..='\u{36f}' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::fold;

    #[test]
    fn folding_takes_accents_and_ligatures_apart() {
        assert_eq!(fold("Œuvre À L’ÉCOLE"), "oeuvre a l'ecole");
        assert_eq!(fold("e\u{301}te\u{301}"), "ete");
        assert_eq!(fold("La Louvière, Łódź, straße"), "la louviere, lodz, strasse");
    }

    #[test]
    fn other_scripts_pass() {
        assert_eq!(fold("Привет مرحبا"), "привет مرحبا");
    }

    proptest! {
        #[test]
        fn what_is_folded_stays(text in "\\PC*") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}
