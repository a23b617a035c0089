//! What the file of a fact says to whoever checks it, and no pack holds.

use migraction_core::facts::Unit;
use migraction_core::{Decimal, Id};

use super::Placed;

/// What stands beside a fact.
#[derive(Clone, Debug, Default)]
pub struct FactNotes {
    /// The checker's reference sentence.
    pub claim: String,
    /// The addresses of its sources, then of where it was read.
    pub addresses: Vec<Placed<Address>>,
    /// What stands beside each of its values, in their order.
    pub values: Vec<Placed<ValueNotes>>,
}

/// An address as the file has it.
#[derive(Clone, Debug)]
pub struct Address {
    /// The address.
    pub url: String,
    /// Why no deeper one exists.
    pub note: Option<String>,
}

/// What stands beside a value.
#[derive(Clone, Debug, Default)]
pub struct ValueNotes {
    /// The figure as its source prints it.
    pub printed: Option<Placed<String>>,
    /// Why the figure is right although it is out of the usual range, or far from the one before.
    pub unusual: Option<Placed<String>>,
}

/// Where figures of a unit are expected (`plausible.toml`), both ends included.
#[derive(Clone, Debug)]
pub struct PlausibleRange {
    /// The unit.
    pub unit: Unit,
    /// The topics whose facts it is for; empty for all the others.
    pub topics: Vec<Id>,
    /// The least.
    pub least: Decimal,
    /// The most.
    pub most: Decimal,
}
