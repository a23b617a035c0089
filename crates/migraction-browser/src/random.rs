//! Random bytes from the browser's own source, the only one for keys and nonces.

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;

use super::page::get;

/// Fills the bytes at random.
///
/// # Panics
/// Where the browser has no source of randomness: nothing may be sealed there.
pub fn fill(bytes: &mut [u8]) {
    let filled = web_sys::window().and_then(|window| {
        let crypto = get(&window, "crypto");
        let give = get(&crypto, "getRandomValues").dyn_into::<js_sys::Function>().ok()?;
        let length = u32::try_from(bytes.len()).ok()?;
        let array = Uint8Array::new_with_length(length);
        give.call1(&crypto, &array).ok()?;
        array.copy_to(bytes);
        Some(())
    });
    assert!(filled.is_some(), "no source of randomness");
}

/// Sixteen random bytes.
#[must_use]
pub fn sixteen() -> [u8; 16] {
    let mut bytes = [0; 16];
    fill(&mut bytes);
    bytes
}

/// A random number.
#[must_use]
pub fn number() -> u64 {
    let mut bytes = [0; 8];
    fill(&mut bytes);
    u64::from_le_bytes(bytes)
}
