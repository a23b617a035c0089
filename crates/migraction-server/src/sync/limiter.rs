//! Rate limiting with token buckets.
//!
//! Each device has a bucket, and each vault has one for all its devices, so that more devices do not mean more requests.
//! Failed attempts with codes and tokens share one bucket, which never limits requests with a valid code or token.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use migraction_sync::{Refusal, TokenHash, VaultId};

/// Capacity of a bucket, and refill per second.
type Rate = (u32, u32);

/// Rate limits.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Requests of one device.
    pub device: Rate,
    /// Requests of all devices of one vault together.
    pub vault: Rate,
    /// Wrong codes and unknown tokens, of all clients together: they cannot be told apart.
    pub failed_attempts: Rate,
}

impl Default for Limits {
    fn default() -> Self {
        Self { device: (300, 5), vault: (600, 10), failed_attempts: (120, 4) }
    }
}

impl Limits {
    /// No limits, for tests.
    #[must_use]
    pub fn none() -> Self {
        let all = (u32::MAX, u32::MAX);
        Self { device: all, vault: all, failed_attempts: all }
    }
}

/// The buckets. In memory only: all are full after a restart.
#[derive(Debug)]
pub struct Limiter {
    devices: Budgets<TokenHash>,
    vaults: Budgets<VaultId>,
    failed_attempts: Budgets<()>,
}

impl Limiter {
    pub fn new(limits: Limits) -> Self {
        Self {
            devices: Budgets::new(limits.device),
            vaults: Budgets::new(limits.vault),
            failed_attempts: Budgets::new(limits.failed_attempts),
        }
    }

    /// Counts a request of an authenticated device.
    ///
    /// # Errors
    /// [`Refusal::TooMany`] if the limit of the device or of the vault is exceeded.
    pub fn device(&self, vault: VaultId, device: TokenHash, now: u64) -> Result<(), Refusal> {
        self.devices.take(device, 1, now)?;
        self.vaults.take(vault, 1, now)
    }

    /// Counts an expensive request as `cost` requests.
    ///
    /// # Errors
    /// [`Refusal::TooMany`] if the limit of the vault is exceeded.
    pub fn expensive(&self, vault: VaultId, cost: u32, now: u64) -> Result<(), Refusal> {
        self.vaults.take(vault, cost, now)
    }

    /// Counts an attempt with an unknown code or token.
    ///
    /// # Errors
    /// [`Refusal::TooMany`] if the limit of failed attempts is exceeded.
    pub fn failed_attempt(&self, now: u64) -> Result<(), Refusal> {
        self.failed_attempts.take((), 1, now)
    }
}

/// Above this number of buckets, full ones are dropped.
const MAX_BUDGETS: usize = 10_000;

#[derive(Debug)]
struct Budgets<K> {
    rate: Rate,
    budgets: Mutex<HashMap<K, Budget>>,
}

impl<K: Eq + Hash> Budgets<K> {
    fn new(rate: Rate) -> Self {
        Self { rate, budgets: Mutex::default() }
    }

    fn take(&self, whose: K, cost: u32, now: u64) -> Result<(), Refusal> {
        let mut budgets = self.budgets.lock().unwrap_or_else(PoisonError::into_inner);
        if budgets.len() > MAX_BUDGETS {
            budgets.retain(|_, budget| budget.at(self.rate, now).left < self.rate.0);
        }
        let full = Budget { left: self.rate.0, filled: now };
        budgets.entry(whose).or_insert(full).take(self.rate, cost, now)
    }
}

#[derive(Clone, Copy, Debug)]
struct Budget {
    left: u32,
    filled: u64,
}

impl Budget {
    fn at(self, (most, each): Rate, now: u64) -> Self {
        // A clock that went back gives nothing, and takes nothing.
        let seconds = u32::try_from(now.saturating_sub(self.filled)).unwrap_or(u32::MAX);
        let left = self.left.saturating_add(seconds.saturating_mul(each)).min(most);
        Self { left, filled: now }
    }

    fn take(&mut self, rate: Rate, cost: u32, now: u64) -> Result<(), Refusal> {
        *self = self.at(rate, now);
        // What costs more than a whole budget is done when the budget is full.
        let cost = cost.min(rate.0);
        if self.left < cost {
            return Err(Refusal::TooMany { seconds: 1 + 10.max(cost) / rate.1.max(1) });
        }
        self.left -= cost;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_spent_and_comes_back() {
        let limiter =
            Limiter::new(Limits { device: (2, 1), failed_attempts: (1, 1), ..Limits::none() });
        let vault = VaultId([1; 16]);
        let (one, other) = (TokenHash([1; 32]), TokenHash([2; 32]));
        assert!(limiter.device(vault, one, 10).is_ok());
        assert!(limiter.device(vault, one, 10).is_ok());
        assert!(matches!(limiter.device(vault, one, 10), Err(Refusal::TooMany { .. })));
        assert!(limiter.device(vault, other, 10).is_ok(), "one device does not slow another");
        assert!(limiter.device(vault, one, 11).is_ok());
        assert!(limiter.device(vault, one, 5).is_err(), "a clock that goes back gives nothing");
        assert!(limiter.failed_attempt(10).is_ok());
        assert!(limiter.failed_attempt(10).is_err());
        assert!(limiter.failed_attempt(12).is_ok());
    }

    #[test]
    fn devices_of_one_vault_share_its_budget_and_no_other_vault_feels_it() {
        let limiter = Limiter::new(Limits { vault: (3, 1), ..Limits::none() });
        let (one, other) = (VaultId([1; 16]), VaultId([2; 16]));
        for device in 0..3 {
            assert!(limiter.device(one, TokenHash([device; 32]), 10).is_ok());
        }
        assert!(limiter.device(one, TokenHash([9; 32]), 10).is_err());
        assert!(limiter.device(other, TokenHash([9; 32]), 10).is_ok());
        assert!(limiter.expensive(other, 3, 10).is_err(), "two are left");
        assert!(limiter.expensive(other, 100, 11).is_ok(), "it takes all there is");
        assert!(limiter.device(other, TokenHash([9; 32]), 11).is_err());
    }
}
