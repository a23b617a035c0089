//! Lists with weights, as in `fr-BE, it;q=0.8, *;q=0.1`.

/// The items of the list with their weights in thousandths, in the order in which they stand.
/// An item whose weight cannot be read counts for nothing.
pub fn weighted(list: &str) -> impl Iterator<Item = (&str, u16)> {
    list.split(',').filter_map(|item| {
        let mut parts = item.split(';').map(str::trim);
        let value = parts.next().filter(|value| !value.is_empty())?;
        let written = parts.find_map(|part| {
            let (name, number) = part.split_once('=')?;
            name.trim().eq_ignore_ascii_case("q").then_some(number.trim())
        });
        Some((value, written.map_or(1000, thousandths)))
    })
}

/// `1`, `0.8`, `0.125`, … in thousandths; anything else is 0.
fn thousandths(written: &str) -> u16 {
    let (whole, fraction) = written.split_once('.').unwrap_or((written, ""));
    let digits = fraction.len() <= 3 && fraction.bytes().all(|byte| byte.is_ascii_digit());
    match whole {
        "1" if digits => 1000,
        "0" if digits => format!("{fraction:0<3}").parse().unwrap_or(0),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_as_the_standard_writes_them() {
        let check = |list, expected: &[(&str, u16)]| {
            assert_eq!(weighted(list).collect::<Vec<_>>(), expected, "{list}");
        };
        check("", &[]);
        check(" , ,", &[]);
        check("fr", &[("fr", 1000)]);
        check("fr-BE , it;q=0.8,*; Q = 0.05", &[("fr-BE", 1000), ("it", 800), ("*", 50)]);
        check("fr;q=0, it;q=0.000, en;q=1.000", &[("fr", 0), ("it", 0), ("en", 1000)]);
        check("fr;level=1;q=0.5", &[("fr", 500)]);
        check(
            "fr;q=2, it;q=nan, en;q=-1, de;q=0.1234, es;q=",
            &[("fr", 0), ("it", 0), ("en", 0), ("de", 0), ("es", 0)],
        );
    }
}
