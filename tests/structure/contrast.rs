//! The four themes: the same tokens in each, the same values whoever chooses, and text that can be read.

use crate::project::read;
use crate::style::declarations;

/// The blocks of a theme: chosen in the settings, and asked for by the system.
struct Theme {
    name: &'static str,
    chosen: &'static str,
    system: Option<&'static str>,
}

const THEMES: [Theme; 4] = [
    Theme { name: "light", chosen: ":root", system: None },
    Theme {
        name: "dark",
        chosen: ":root[data-theme=\"dark\"]",
        system: Some("@media (prefers-color-scheme: dark)"),
    },
    Theme {
        name: "contrast",
        chosen: ":root[data-theme=\"contrast\"]",
        system: Some("@media (prefers-contrast: more)"),
    },
    Theme {
        name: "contrast-dark",
        chosen: ":root[data-theme=\"contrast-dark\"]",
        system: Some("@media (prefers-contrast: more) and (prefers-color-scheme: dark)"),
    },
];

/// Tokens that colour text on the ground and on surfaces.
const TEXT: [&str; 14] = [
    "--ink",
    "--ink-2",
    "--link",
    "--action",
    "--stage-reception",
    "--stage-orientation",
    "--stage-mobilisation",
    "--state-urgent",
    "--state-deadline",
    "--state-now",
    "--state-later",
    "--state-unknown",
    "--state-stale",
    "--state-verified",
];

/// WCAG 2.2, success criterion 1.4.6 (level AAA), for text of any size.
const FOR_TEXT: f64 = 7.0;
/// Success criterion 1.4.3 (level AA), for text on a tint of its own colour.
const ON_TINT: f64 = 4.5;
/// Success criterion 1.4.11, for edges of controls and the mark of the focus.
const FOR_EDGES: f64 = 3.0;

type Tokens = Vec<(String, String)>;

fn tokens(blocks: &[&str]) -> Tokens {
    let all = declarations(&read("style/tokens.css"));
    let inside = |one: &&crate::style::Declaration| one.blocks.iter().skip(1).eq(blocks.iter());
    all.iter()
        .filter(inside)
        // After the colours, `:root` comes back with sizes.
        .take_while(|one| one.property != "--font")
        .map(|one| (one.property.clone(), one.value.clone()))
        .collect()
}

fn theme(theme: &Theme) -> Tokens {
    let found = tokens(&[theme.chosen]);
    assert!(!found.is_empty(), "style/tokens.css has no block {}", theme.chosen);
    found
}

#[test]
fn a_theme_is_the_same_whether_chosen_or_asked_for_by_the_system() {
    for one in &THEMES {
        let Some(media) = one.system else { continue };
        assert_eq!(tokens(&[media, ":root:not([data-theme])"]), theme(one), "{}", one.name);
    }
}

#[test]
fn every_theme_gives_every_token_a_value() {
    let names = |tokens: Tokens| tokens.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    let first = names(theme(&THEMES[0]));
    for one in &THEMES[1..] {
        assert_eq!(names(theme(one)), first, "{}", one.name);
    }
}

#[test]
fn text_is_read_in_every_theme() {
    for one in &THEMES {
        let tokens = theme(one);
        for text in TEXT {
            for ground in ["--ground", "--surface"] {
                check(one, &tokens, text, ground, FOR_TEXT);
            }
        }
        for (text, ground) in
            [("--ink", "--sunken"), ("--on-action", "--action"), ("--on-mark", "--mark")]
        {
            check(one, &tokens, text, ground, FOR_TEXT);
        }
        for stage in ["--stage-reception", "--stage-orientation", "--stage-mobilisation"] {
            check(one, &tokens, "--on-stage", stage, FOR_TEXT);
        }
    }
}

#[test]
fn text_is_read_on_the_tint_of_its_colour() {
    for one in &THEMES {
        let tokens = theme(one);
        let tints: Vec<_> =
            tokens.iter().filter_map(|(name, _)| name.strip_suffix("-tint")).collect();
        assert!(tints.len() > 8, "{tints:?}");
        for tinted in tints {
            check(one, &tokens, tinted, &format!("{tinted}-tint"), ON_TINT);
            check(one, &tokens, "--ink", &format!("{tinted}-tint"), FOR_TEXT);
        }
    }
}

#[test]
fn edges_and_the_focus_are_seen_in_every_theme() {
    for one in &THEMES {
        let tokens = theme(one);
        for ground in ["--ground", "--surface", "--sunken"] {
            check(one, &tokens, "--edge", ground, FOR_EDGES);
            check(one, &tokens, "--focus", ground, FOR_EDGES);
        }
    }
}

#[test]
fn the_bars_of_the_browser_have_the_colour_of_the_ground() {
    let page = read("public/index.html");
    for (theme, scheme) in [(&THEMES[0], "light"), (&THEMES[1], "dark")] {
        let ground = value(&self::theme(theme), "--ground");
        let meta = format!("media=\"(prefers-color-scheme: {scheme})\" content=\"{ground}\"");
        assert!(page.contains(&meta), "index.html does not say {meta}");
    }
    let ground = value(&theme(&THEMES[0]), "--ground");
    let manifest = read("public/manifest.webmanifest");
    for key in ["theme_color", "background_color"] {
        assert!(
            manifest.contains(&format!("\"{key}\": \"{ground}\"")),
            "manifest.webmanifest: {key}"
        );
    }
}

#[track_caller]
fn check(theme: &Theme, tokens: &Tokens, text: &str, ground: &str, least: f64) {
    let ratio = contrast(&value(tokens, text), &value(tokens, ground));
    assert!(
        ratio >= least,
        "{}: {text} on {ground} has {ratio:.2} to 1, {least} is wanted",
        theme.name
    );
}

#[track_caller]
fn value(tokens: &Tokens, name: &str) -> String {
    let found = tokens.iter().find(|(token, _)| token == name);
    found.unwrap_or_else(|| panic!("no token {name}")).1.clone()
}

/// The contrast ratio of WCAG 2.2 between two colours written `#RRGGBB`.
fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let byte = u8::from_str_radix(&colour[at..at + 2], 16).unwrap();
        let share = f64::from(byte) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

#[test]
fn contrast_is_that_of_the_standard() {
    assert!((contrast("#000000", "#FFFFFF") - 21.0).abs() < 0.001);
    assert!((contrast("#777777", "#FFFFFF") - 4.48).abs() < 0.01);
}
