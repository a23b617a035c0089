//! The faults of a schedule, and their rates.

use crate::rng::Rng;

/// The faults of a schedule. Rates are per thousand.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Number of devices.
    pub devices: usize,
    /// Number of actions.
    pub acts: u64,
    /// Time span of all actions, in milliseconds: the shorter, the more happens concurrently.
    pub span: u64,
    /// Requests that never arrive.
    pub dropped_requests: u64,
    /// Requests that arrive twice.
    pub duplicated_requests: u64,
    /// Responses that never arrive.
    pub lost_responses: u64,
    /// Responses that are truncated, or replaced by something else.
    pub malformed_responses: u64,
    /// Maximum latency of a message, in milliseconds.
    pub slowest: u64,
    /// Crashes, per effect.
    pub crashes: u64,
    /// Transactions that fail.
    pub failed_stores: u64,
    /// Vaults are locked and unlocked, networks disconnect and reconnect.
    pub restless: bool,
    /// Clocks are wrong by years, and jump.
    pub wild_clocks: bool,
    /// Notes are erased.
    pub erasing: bool,
    /// The quota of the vault is small.
    pub small_quota: bool,
    /// Storages corrupt their data.
    pub damage: bool,
    /// A device is lost for good, with everything that only it had.
    pub lost_devices: bool,
    /// The server restarts.
    pub restarts: bool,
    /// The server is restored from an older backup, with a new epoch.
    pub restores: bool,
    /// The server is rolled back with the same epoch: somebody copied an old file into its place.
    pub silent_rollback: bool,
    /// The server loses records.
    pub loses_records: bool,
    /// The server is emptied.
    pub emptied: bool,
}

impl Plan {
    /// Draws the faults of a schedule.
    pub(crate) fn of(rng: &Rng) -> Self {
        let rate = |of: u64, most: u64| if rng.happens(of) { 1 + rng.below(most) } else { 0 };
        let dropped_requests = rate(500, 300);
        let duplicated_requests = rate(500, 200);
        let lost_responses = rate(500, 300);
        let malformed_responses = rate(300, 200);
        let crashes = rate(500, 40);
        let failed_stores = rate(300, 200);
        let slow = rate(500, 60_000);
        let has_server_faults = rng.happens(400);
        let server = |of: u64| has_server_faults && rng.happens(of);
        let (restores, silent_rollback, loses_records, emptied) =
            (server(350), server(300), server(250), server(250));
        Self {
            devices: 2 + usize::try_from(rng.below(3)).unwrap_or(0),
            acts: 5 + rng.below(40),
            span: [20_000, 120_000, 900_000, 900_000][usize::try_from(rng.below(4)).unwrap_or(0)],
            dropped_requests,
            duplicated_requests,
            lost_responses,
            malformed_responses,
            slowest: 50 + slow,
            crashes,
            failed_stores,
            restless: rng.happens(400),
            wild_clocks: rng.happens(300),
            erasing: rng.happens(300),
            small_quota: rng.happens(150),
            // Corrupted records are recovered from the server: only if the server loses nothing.
            damage: !has_server_faults && rng.happens(150),
            lost_devices: rng.happens(250),
            restarts: rng.happens(300),
            restores,
            silent_rollback,
            loses_records,
            emptied,
        }
    }

    /// Whether the server never loses what it confirmed.
    pub(crate) fn is_server_lossless(&self) -> bool {
        !(self.restores || self.silent_rollback || self.loses_records || self.emptied)
    }

    /// The same devices without faults.
    pub(crate) fn without_faults(&self) -> Self {
        Self { devices: self.devices, slowest: 50, erasing: self.erasing, ..Self::default() }
    }
}
