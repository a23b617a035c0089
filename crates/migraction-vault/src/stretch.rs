//! Argon2id. The cost is measured by the caller and stored in the envelope of each profile.
//!
//! The function itself is behind the feature `stretch`: it runs in a separate wasm instance that ends afterwards, because
//! the memory of an instance never shrinks.

/// The cost parameters of Argon2id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StretchCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes; one, since a browser gives one thread.
    pub lanes: u32,
}

impl StretchCost {
    /// The minimum: 19 MiB, two passes, one lane (OWASP, 2024).
    pub const FLOOR: Self = Self { memory_kib: 19 * 1024, passes: 2, lanes: 1 };
    /// The maximum that an envelope may require: more would be a denial of service on the device.
    pub const CEILING: Self = Self { memory_kib: 256 * 1024, passes: 16, lanes: 1 };
    /// The candidates, strongest first.
    pub const LADDER: [Self; 4] = [
        Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 },
        Self { memory_kib: 46 * 1024, passes: 2, lanes: 1 },
        Self { memory_kib: 32 * 1024, passes: 2, lanes: 1 },
        Self::FLOOR,
    ];

    /// Whether it is between [`Self::FLOOR`] and [`Self::CEILING`].
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        let within = |value: u32, least: u32, most: u32| (least..=most).contains(&value);
        within(self.memory_kib, Self::FLOOR.memory_kib, Self::CEILING.memory_kib)
            && within(self.passes, Self::FLOOR.passes, Self::CEILING.passes)
            && self.lanes == 1
    }

    /// Memory times passes: proportional to the cost of a guess.
    #[must_use]
    pub fn work(&self) -> u64 {
        u64::from(self.memory_kib) * u64::from(self.passes)
    }

    /// The strongest candidate that takes at most `allowed_ms`, extrapolated from the time that [`Self::FLOOR`] took on this
    /// device.
    #[must_use]
    pub fn measured(floor_ms: u64, allowed_ms: u64) -> Self {
        let floor = Self::FLOOR.work();
        let fits = |step: &Self| floor_ms.saturating_mul(step.work()) / floor <= allowed_ms;
        Self::LADDER.into_iter().find(fits).unwrap_or(Self::FLOOR)
    }
}

/// Runs Argon2id. `None` if the cost is not allowed or memory is insufficient.
#[cfg(feature = "stretch")]
#[must_use]
pub fn stretch(
    passphrase: &[u8],
    salt: &[u8; 16],
    cost: StretchCost,
) -> Option<zeroize::Zeroizing<[u8; 32]>> {
    use argon2::{Algorithm, Argon2, Params, Version};

    if !cost.is_allowed() {
        return None;
    }
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32)).ok()?;
    let mut key = zeroize::Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase, salt, key.as_mut_slice())
        .ok()?;
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ladder_goes_down_to_the_floor_and_is_allowed_throughout() {
        let works: Vec<u64> = StretchCost::LADDER.iter().map(StretchCost::work).collect();
        assert!(works.is_sorted_by(|a, b| a > b), "{works:?}");
        assert_eq!(StretchCost::LADDER.last(), Some(&StretchCost::FLOOR));
        assert!(StretchCost::LADDER.iter().all(StretchCost::is_allowed));
    }

    #[test]
    fn a_quick_device_pays_more_and_a_slow_one_the_floor() {
        assert_eq!(StretchCost::measured(42, 1000), StretchCost::LADDER[0]);
        assert_eq!(StretchCost::measured(500, 1000), StretchCost::LADDER[2]);
        assert_eq!(StretchCost::measured(5000, 1000), StretchCost::FLOOR);
        assert_eq!(StretchCost::measured(u64::MAX, 1000), StretchCost::FLOOR);
    }

    #[test]
    fn a_cost_below_the_floor_or_above_the_ceiling_is_refused() {
        let floor = StretchCost::FLOOR;
        for wrong in [
            StretchCost { memory_kib: floor.memory_kib - 1, ..floor },
            StretchCost { passes: 1, ..floor },
            StretchCost { lanes: 2, ..floor },
            StretchCost { lanes: 0, ..floor },
            StretchCost { memory_kib: u32::MAX, ..floor },
            StretchCost { passes: u32::MAX, ..floor },
        ] {
            assert!(!wrong.is_allowed(), "{wrong:?}");
        }
    }
}
