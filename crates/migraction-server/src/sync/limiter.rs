//! How often one may ask. A budget fills with time; each request takes one from it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use migraction_sync::{Refusal, TokenHash};

/// How much may be asked.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Requests of one device at once, and how many come back each second.
    pub device: (u32, u32),
    /// The same for all who have no token, together: nobody can be told from another.
    pub strangers: (u32, u32),
}

impl Default for Limits {
    fn default() -> Self {
        Self { device: (300, 5), strangers: (120, 4) }
    }
}

impl Limits {
    /// No limits, for tests.
    #[must_use]
    pub fn none() -> Self {
        Self { device: (u32::MAX, u32::MAX), strangers: (u32::MAX, u32::MAX) }
    }
}

/// Budgets. They are in memory only: after a restart everybody has a full one.
#[derive(Debug)]
pub struct Limiter {
    limits: Limits,
    devices: Mutex<HashMap<TokenHash, Budget>>,
    strangers: Mutex<Option<Budget>>,
}

#[derive(Clone, Copy, Debug)]
struct Budget {
    left: u32,
    filled: u64,
}

/// Past so many budgets, those that are full again are forgotten.
const KEPT: usize = 10_000;

impl Limiter {
    pub fn new(limits: Limits) -> Self {
        Self { limits, devices: Mutex::default(), strangers: Mutex::default() }
    }

    /// A request of a device that has a token.
    pub fn device(&self, device: TokenHash, now: u64) -> Result<(), Refusal> {
        let mut devices = self.devices.lock().unwrap_or_else(PoisonError::into_inner);
        if devices.len() > KEPT {
            devices.retain(|_, budget| {
                budget.now(self.limits.device, now).left < self.limits.device.0
            });
        }
        let budget = devices.entry(device).or_insert(Budget::full(self.limits.device, now));
        budget.take(self.limits.device, now)
    }

    /// A request of somebody who has none.
    pub fn stranger(&self, now: u64) -> Result<(), Refusal> {
        let mut budget = self.strangers.lock().unwrap_or_else(PoisonError::into_inner);
        budget
            .get_or_insert(Budget::full(self.limits.strangers, now))
            .take(self.limits.strangers, now)
    }
}

impl Budget {
    fn full((most, _): (u32, u32), now: u64) -> Self {
        Self { left: most, filled: now }
    }

    fn now(self, (most, each): (u32, u32), now: u64) -> Self {
        // A clock that went back gives nothing, and takes nothing.
        let seconds = u32::try_from(now.saturating_sub(self.filled)).unwrap_or(u32::MAX);
        let left = self.left.saturating_add(seconds.saturating_mul(each)).min(most);
        Self { left, filled: now }
    }

    fn take(&mut self, limit: (u32, u32), now: u64) -> Result<(), Refusal> {
        *self = self.now(limit, now);
        if self.left == 0 {
            return Err(Refusal::TooMany { seconds: 1 + 10 / limit.1.max(1) });
        }
        self.left -= 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_spent_and_comes_back() {
        let limits = Limits { device: (2, 1), strangers: (1, 1) };
        let limiter = Limiter::new(limits);
        let (one, other) = (TokenHash([1; 32]), TokenHash([2; 32]));
        assert!(limiter.device(one, 10).is_ok());
        assert!(limiter.device(one, 10).is_ok());
        assert!(matches!(limiter.device(one, 10), Err(Refusal::TooMany { .. })));
        assert!(limiter.device(other, 10).is_ok(), "one device does not slow another");
        assert!(limiter.device(one, 11).is_ok());
        assert!(limiter.device(one, 5).is_err(), "a clock that goes back gives nothing");
        assert!(limiter.stranger(10).is_ok());
        assert!(limiter.stranger(10).is_err());
        assert!(limiter.stranger(12).is_ok());
    }
}
