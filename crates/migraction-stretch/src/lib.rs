//! Stretches one passphrase in a worker that ends afterwards: the memory of a wasm instance never
//! shrinks, and 64 MiB of it would stay with the app.
//!
//! `public/stretch.js` calls the functions below, byte by byte, so that no pointer passes between the
//! two: first the passphrase, then the salt, then [`run`], then the key.

use std::cell::RefCell;

use migraction_vault::StretchCost;
use migraction_vault::stretch::stretch;
use zeroize::Zeroizing;

#[derive(Default)]
struct State {
    passphrase: Zeroizing<Vec<u8>>,
    salt: Vec<u8>,
    key: Zeroizing<[u8; 32]>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

/// Takes one byte of the passphrase.
#[expect(unsafe_code, reason = "the name by which the worker calls it")]
#[unsafe(no_mangle)]
pub extern "C" fn passphrase(byte: u8) {
    STATE.with_borrow_mut(|state| state.passphrase.push(byte));
}

/// Takes one byte of the salt.
#[expect(unsafe_code, reason = "the name by which the worker calls it")]
#[unsafe(no_mangle)]
pub extern "C" fn salt(byte: u8) {
    STATE.with_borrow_mut(|state| state.salt.push(byte));
}

/// Stretches. Says 1 when there is a key, 0 when the cost is not allowed or memory is short.
#[expect(unsafe_code, reason = "the name by which the worker calls it")]
#[unsafe(no_mangle)]
pub extern "C" fn run(memory_kib: u32, passes: u32, lanes: u32) -> u32 {
    STATE.with_borrow_mut(|state| {
        let cost = StretchCost { memory_kib, passes, lanes };
        let Ok(salt) = <[u8; 16]>::try_from(state.salt.as_slice()) else { return 0 };
        let Some(key) = stretch(&state.passphrase, &salt, cost) else { return 0 };
        state.key = key;
        1
    })
}

/// Gives one byte of the key.
#[expect(unsafe_code, reason = "the name by which the worker calls it")]
#[unsafe(no_mangle)]
pub extern "C" fn key(at: u32) -> u32 {
    let at = usize::try_from(at).unwrap_or(usize::MAX);
    STATE.with_borrow(|state| state.key.get(at).copied().map_or(0, u32::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_comes_out_byte_by_byte_and_is_that_of_the_vault() {
        let words = "lampe verte sous la pluie";
        words.bytes().for_each(|byte| passphrase(byte));
        (0..16).for_each(|byte| salt(byte));
        let cost = StretchCost::FLOOR;
        assert_eq!(run(cost.memory_kib, 1, cost.lanes), 0);
        assert_eq!(run(cost.memory_kib, cost.passes, cost.lanes), 1);
        let salt: [u8; 16] = std::array::from_fn(|at| u8::try_from(at).unwrap_or_default());
        let expected = stretch(words.as_bytes(), &salt, cost).map(|key| key.map(u32::from));
        assert_eq!(Some(std::array::from_fn(|at| key(u32::try_from(at).unwrap_or(99)))), expected);
        assert_eq!(key(32), 0);
    }
}
