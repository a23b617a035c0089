//! How often one may ask. A budget fills with time; each request takes from it.
//!
//! A device has a budget, and so has its vault with all its devices together: who lets in more devices does not ask
//! more often. Guesses of codes and tokens share one; who has a right code or token is never held back by them.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use migraction_sync::{Refusal, TokenHash, VaultId};

/// How much fits into a budget, and how much comes back each second.
type Rate = (u32, u32);

/// How much may be asked.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Requests of one device.
    pub device: Rate,
    /// Requests of all devices of one vault together.
    pub vault: Rate,
    /// Wrong codes and unknown tokens of everybody together: nobody can be told from another.
    pub misses: Rate,
}

impl Default for Limits {
    fn default() -> Self {
        Self { device: (300, 5), vault: (600, 10), misses: (120, 4) }
    }
}

impl Limits {
    /// No limits, for tests.
    #[must_use]
    pub fn none() -> Self {
        let all = (u32::MAX, u32::MAX);
        Self { device: all, vault: all, misses: all }
    }
}

/// Budgets. They are in memory only: after a restart everybody has a full one.
#[derive(Debug)]
pub struct Limiter {
    devices: Budgets<TokenHash>,
    vaults: Budgets<VaultId>,
    misses: Budgets<()>,
}

impl Limiter {
    pub fn new(limits: Limits) -> Self {
        Self {
            devices: Budgets::new(limits.device),
            vaults: Budgets::new(limits.vault),
            misses: Budgets::new(limits.misses),
        }
    }

    /// A request of a device that has a token for this vault.
    ///
    /// # Errors
    /// [`Refusal::TooMany`] when the device or the vault has asked too often.
    pub fn device(&self, vault: VaultId, device: TokenHash, now: u64) -> Result<(), Refusal> {
        self.devices.take(device, 1, now)?;
        self.vaults.take(vault, 1, now)
    }

    /// A request that costs the server as much as several.
    ///
    /// # Errors
    /// [`Refusal::TooMany`] when the vault has asked too often.
    pub fn costly(&self, vault: VaultId, cost: u32, now: u64) -> Result<(), Refusal> {
        self.vaults.take(vault, cost, now)
    }

    /// A code or a token that is not known here.
    ///
    /// # Errors
    /// [`Refusal::TooMany`] when there were too many of them.
    pub fn miss(&self, now: u64) -> Result<(), Refusal> {
        self.misses.take((), 1, now)
    }
}

/// Past so many budgets, those that are full again are forgotten.
const KEPT: usize = 10_000;

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
        if budgets.len() > KEPT {
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
        let limiter = Limiter::new(Limits { device: (2, 1), misses: (1, 1), ..Limits::none() });
        let vault = VaultId([1; 16]);
        let (one, other) = (TokenHash([1; 32]), TokenHash([2; 32]));
        assert!(limiter.device(vault, one, 10).is_ok());
        assert!(limiter.device(vault, one, 10).is_ok());
        assert!(matches!(limiter.device(vault, one, 10), Err(Refusal::TooMany { .. })));
        assert!(limiter.device(vault, other, 10).is_ok(), "one device does not slow another");
        assert!(limiter.device(vault, one, 11).is_ok());
        assert!(limiter.device(vault, one, 5).is_err(), "a clock that goes back gives nothing");
        assert!(limiter.miss(10).is_ok());
        assert!(limiter.miss(10).is_err());
        assert!(limiter.miss(12).is_ok());
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
        assert!(limiter.costly(other, 3, 10).is_err(), "two are left");
        assert!(limiter.costly(other, 100, 11).is_ok(), "it takes all there is");
        assert!(limiter.device(other, TokenHash([9; 32]), 11).is_err());
    }
}
