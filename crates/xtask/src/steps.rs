//! Saying what is going on: which step of how many, about how long it takes the first time, and how long it took.

use std::cell::Cell;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};

/// The steps of a command, counted as they begin.
pub struct Steps {
    count: usize,
    begun: Cell<usize>,
}

impl Steps {
    /// So many steps.
    pub fn of(count: usize) -> Self {
        Self { count, begun: Cell::new(0) }
    }

    /// Runs a step. `first_time` is about how long it takes in a fresh checkout on two processors; later it is far less.
    pub fn run<T>(
        &self,
        what: &str,
        first_time: &str,
        step: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        self.begun.set(self.begun.get() + 1);
        let (at, count) = (self.begun.get(), self.count);
        println!("\n[{at}/{count}] {what} (the first time about {first_time})");
        let started = Instant::now();
        let done = step()?;
        println!("[{at}/{count}] done in {}", written(started.elapsed()));
        Ok(done)
    }
}

/// Does two things side by side and waits for both; the first failure is told.
pub fn beside(
    one: impl FnOnce() -> Result<()>,
    other: impl FnOnce() -> Result<()> + Send,
) -> Result<()> {
    thread::scope(|scope| {
        let other = scope.spawn(other);
        let one = one();
        let other = other.join().map_err(|_| anyhow!("a part of this step stopped"))?;
        one.and(other)
    })
}

/// `7 s`, `3 min 20 s`.
pub fn written(time: Duration) -> String {
    let seconds = time.as_secs();
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_are_done_and_either_can_fail() {
        let failing = || Err(anyhow!("no"));
        assert!(beside(|| Ok(()), || Ok(())).is_ok());
        assert!(beside(failing, || Ok(())).is_err());
        assert!(beside(|| Ok(()), failing).is_err());
    }

    #[test]
    fn times_are_written_for_people() {
        assert_eq!(written(Duration::from_millis(7_900)), "7 s");
        assert_eq!(written(Duration::from_secs(200)), "3 min 20 s");
    }
}
