//! States that no app wrote. Whoever holds a vault's key can seal any bytes: reading them must cost no more memory
//! and time than a phone has.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::time::{Duration, Instant};

use migraction_notes::{Note, ReadError, limits};

thread_local! {
    static HELD: Cell<usize> = const { Cell::new(0) };
    static MOST: Cell<usize> = const { Cell::new(0) };
}

/// The system's memory, counted for each thread.
struct Counting;

#[expect(unsafe_code, reason = "an allocator that counts; it hands everything on")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = HELD.try_with(|held| {
            held.set(held.get().wrapping_add(layout.size()));
            let _ = MOST.try_with(|most| most.set(most.get().max(held.get())));
        });
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        let _ = HELD.try_with(|held| held.set(held.get().saturating_sub(layout.size())));
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static MEMORY: Counting = Counting;

/// Reads a state; gives what came out, and the most memory that was held while reading.
fn read(bytes: &[u8]) -> (Result<Note, ReadError>, usize) {
    HELD.set(0);
    MOST.set(0);
    let note = Note::from_bytes(bytes);
    (note, MOST.get())
}

fn number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7F) as u8 | 0x80);
        value >>= 7;
    }
    out.push(u8::try_from(value).unwrap_or_default());
}

/// One writer, no fields, and runs of deleted letters, each of this length.
fn deleted_letters(runs: u64, length: u64) -> Vec<u8> {
    let mut bytes = vec![1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0];
    number(&mut bytes, runs);
    for _ in 0..runs {
        bytes.extend([0, 0]);
        number(&mut bytes, length * 2);
    }
    bytes
}

#[test]
fn the_bomb_of_a_hundred_million_deleted_letters_is_refused_before_it_goes_off() {
    let bomb = deleted_letters(100, 1 << 20);
    assert_eq!(bomb.len(), 616, "pinned as it was found on 30 November 2026");
    let (note, most) = read(&bomb);
    assert_eq!(note, Err(ReadError::Malformed));
    assert!(most <= 2 * 32 * limits::LETTERS, "{most} bytes were held");
}

#[test]
fn a_text_at_the_limit_is_read_and_one_letter_more_is_not() {
    let half = limits::LETTERS as u64 / 2;
    let (note, most) = read(&deleted_letters(2, half));
    assert!(note.is_ok_and(|note| note.text().is_empty()));
    assert!(most <= 2 * 32 * limits::LETTERS, "{most} bytes were held");
    let mut over = deleted_letters(3, half);
    assert_eq!(read(&over).0, Err(ReadError::Malformed));
    over = deleted_letters(1, limits::LETTERS as u64 + 1);
    let (note, most) = read(&over);
    assert_eq!((note, most), (Err(ReadError::Malformed), most));
    assert!(most < 1024, "{most} bytes were held for a run that is refused");
}

#[test]
fn counts_that_promise_more_than_there_are_bytes_are_refused() {
    let mut all = vec![vec![1], vec![1, 0, 0], vec![1, 0, 0, 0], vec![1, 0, 0, 1, 1, 0]];
    for bytes in &mut all {
        number(bytes, u64::from(u32::MAX));
        bytes.extend([0; 64]);
        let (note, most) = read(bytes);
        assert_eq!(note, Err(ReadError::Malformed));
        assert!(most < 16 * 1024, "{most} bytes were held");
    }
}

#[test]
fn fields_in_the_wrong_order_are_refused_at_once_and_many_in_order_are_read() {
    // As many as a record holds: a mebibyte.
    let state = |ascending: bool| {
        let count = 150_000_u32;
        let mut bytes = vec![1, 0, 0];
        number(&mut bytes, u64::from(count));
        for at in 0..count {
            let at = if ascending { at } else { count - at };
            bytes.extend([9, 4]);
            bytes.extend(base(at));
            bytes.push(0);
        }
        bytes.push(0);
        bytes
    };
    let began = Instant::now();
    let (note, most) = read(&state(true));
    assert!(note.is_ok());
    assert!(most < 64 * 1024 * 1024, "{most} bytes were held");
    assert_eq!(read(&state(false)).0, Err(ReadError::Malformed));
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
}

/// Four letters that stand in the order of the numbers.
fn base(number: u32) -> [u8; 4] {
    [3, 2, 1, 0].map(|place| b'a' + u8::try_from(number / 26_u32.pow(place) % 26).unwrap_or(0))
}
