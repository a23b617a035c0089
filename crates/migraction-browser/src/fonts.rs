//! Whether this device can draw a script. A box in place of each letter is worse than no sentence.

use wasm_bindgen::JsCast;
use web_sys::CanvasRenderingContext2d;

/// A code that no script uses: what is drawn for it is what is drawn for any letter that no font has.
const NEVER: &str = "\u{378}";

/// Whether some font of this device has the letters of this text. Where it cannot be told, yes.
#[must_use]
pub fn supports(text: &str) -> bool {
    let Some(context) = context() else { return true };
    let width = |text: &str| context.measure_text(text).map_or(0.0, |measured| measured.width());
    let box_width = width(NEVER);
    let mut letters = text.chars().filter(|letter| letter.is_alphabetic());
    letters.any(|letter| (width(letter.encode_utf8(&mut [0; 4])) - box_width).abs() > 0.01)
}

fn context() -> Option<CanvasRenderingContext2d> {
    let document = web_sys::window()?.document()?;
    let canvas: web_sys::HtmlCanvasElement =
        document.create_element("canvas").ok()?.unchecked_into();
    Some(canvas.get_context("2d").ok()??.unchecked_into())
}
