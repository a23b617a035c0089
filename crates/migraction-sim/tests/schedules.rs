//! Ten thousand schedules at each test run; a million with `MIGRACTION_LONG=1`. A schedule that failed is played
//! again, aloud, with `MIGRACTION_SEED=<number> cargo test -p migraction-sim --test schedules -- --nocapture`.

#![allow(clippy::unwrap_used)]

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{env, thread};

use migraction_sim::{Failure, Summary, run, run_verbose};

fn count() -> u64 {
    let long = env::var("MIGRACTION_LONG").is_ok_and(|value| value == "1");
    let wished = env::var("MIGRACTION_SCHEDULES").ok().and_then(|count| count.parse().ok());
    wished.unwrap_or(if long { 1_000_000 } else { 10_000 })
}

#[test]
fn whatever_goes_wrong_all_devices_end_equal_and_nothing_saved_is_lost() {
    if let Some(seed) = env::var("MIGRACTION_SEED").ok().and_then(|seed| seed.parse().ok()) {
        println!("{:?}", run_verbose(seed).unwrap());
        return;
    }
    let count = count();
    let next = AtomicU64::new(0);
    let total = Mutex::new(Summary::default());
    let failures = Mutex::new(Vec::<Failure>::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= count || failures.lock().unwrap().len() >= 5 {
                        return;
                    }
                    match run(seed) {
                        Ok(summary) => add(&mut total.lock().unwrap(), summary),
                        Err(failure) => failures.lock().unwrap().push(failure),
                    }
                }
            });
        }
    });
    println!("{count} schedules: {:?}", total.into_inner().unwrap());
    let failures = failures.into_inner().unwrap();
    let told: Vec<_> =
        failures.iter().map(|failure| format!("{}: {}", failure.seed, failure.what)).collect();
    let replay = failures.first().map(|failure| failure.seed).unwrap_or_default();
    assert!(
        failures.is_empty(),
        "{}\nplay one again: MIGRACTION_SEED={replay} cargo test -p migraction-sim --test schedules -- --nocapture",
        told.join("\n")
    );
}

fn add(total: &mut Summary, summary: Summary) {
    total.requests += summary.requests;
    total.crashes += summary.crashes;
    total.edits += summary.edits;
    total.questions += summary.questions;
}
