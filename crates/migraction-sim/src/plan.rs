//! What goes wrong in a schedule, and how often.

use crate::chance::Chance;

/// The faults of a schedule. Rates are per thousand.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// How many devices there are.
    pub devices: usize,
    /// How often people do something.
    pub acts: u64,
    /// In how many milliseconds they do it all: the shorter, the more happens at the same time.
    pub span: u64,
    /// Requests that never arrive.
    pub drops: u64,
    /// Requests that arrive twice.
    pub doubles: u64,
    /// Answers that never come back.
    pub lost_answers: u64,
    /// Answers that are cut, or replaced by something else.
    pub nonsense: u64,
    /// The longest way of a message, in milliseconds.
    pub slowest: u64,
    /// Crashes, per effect.
    pub crashes: u64,
    /// Transactions that fail.
    pub failed_stores: u64,
    /// Vaults are closed and opened, networks go and come.
    pub restless: bool,
    /// Clocks are wrong by years, and jump.
    pub wild_clocks: bool,
    /// Notes are erased.
    pub erasing: bool,
    /// A vault holds little.
    pub small_quota: bool,
    /// Storages damage what they hold.
    pub damage: bool,
    /// A device is lost for good, with whatever only it had.
    pub lost_devices: bool,
    /// The server restarts.
    pub restarts: bool,
    /// The server is restored from an older backup, as another life.
    pub restores: bool,
    /// The server goes back without knowing it: somebody copied an old file into its place.
    pub goes_back: bool,
    /// The server loses records.
    pub loses: bool,
    /// The server is emptied.
    pub emptied: bool,
}

impl Plan {
    /// The faults that belong to a number.
    pub(crate) fn of(chance: &Chance) -> Self {
        let rate = |of: u64, most: u64| if chance.happens(of) { 1 + chance.below(most) } else { 0 };
        let drops = rate(500, 300);
        let doubles = rate(500, 200);
        let lost_answers = rate(500, 300);
        let nonsense = rate(300, 200);
        let crashes = rate(500, 40);
        let failed_stores = rate(300, 200);
        let slow = rate(500, 60_000);
        let is_server_troubled = chance.happens(400);
        let server = |of: u64| is_server_troubled && chance.happens(of);
        let (restores, goes_back, loses, emptied) =
            (server(350), server(300), server(250), server(250));
        Self {
            devices: 2 + usize::try_from(chance.below(3)).unwrap_or(0),
            acts: 5 + chance.below(40),
            span: [20_000, 120_000, 900_000, 900_000]
                [usize::try_from(chance.below(4)).unwrap_or(0)],
            drops,
            doubles,
            lost_answers,
            nonsense,
            slowest: 50 + slow,
            crashes,
            failed_stores,
            restless: chance.happens(400),
            wild_clocks: chance.happens(300),
            erasing: chance.happens(300),
            small_quota: chance.happens(150),
            // What a storage damages comes back from the server: only while the server is well.
            damage: !is_server_troubled && chance.happens(150),
            lost_devices: chance.happens(250),
            restarts: chance.happens(300),
            restores,
            goes_back,
            loses,
            emptied,
        }
    }

    /// The server never loses what it said to have.
    pub(crate) fn server_keeps(&self) -> bool {
        !(self.restores || self.goes_back || self.loses || self.emptied)
    }

    /// The same people, and nothing goes wrong any more.
    pub(crate) fn calm(&self) -> Self {
        Self { devices: self.devices, slowest: 50, erasing: self.erasing, ..Self::default() }
    }
}
