//! What is due against what was received: a range wherever something is uncertain.

use super::reckon::{Reckoning, Row};
use crate::Decimal;
use crate::facts::Unit;

/// The least and the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The least.
    pub least: Decimal,
    /// The most.
    pub most: Decimal,
}

impl Range {
    /// Whether both ends are the same cent.
    #[must_use]
    pub fn is_one(self) -> bool {
        let decimals = Unit::Eur.decimals();
        let cents = |amount: Decimal| amount.round_dp_with_strategy(decimals, crate::HALF_UP);
        cents(self.least) == cents(self.most)
    }
}

/// What an amount of pay is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaidBy {
    /// The whole period.
    #[default]
    Total,
    /// Each hour.
    Hour,
    /// Each month.
    Month,
}

/// What was received.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paid {
    /// What the amount is for.
    pub by: PaidBy,
    /// The amount.
    pub amount: Decimal,
    /// Whether it may count as not paid: in hand, without a receipt, where the law says so.
    pub is_doubtful: bool,
    /// What was taken off for housing, transport or food, in all. Whether it was lawful is not settled here.
    pub taken: Decimal,
}

impl Paid {
    /// What was received in a row; `all` are all hours.
    #[must_use]
    pub fn in_row(&self, row: &Row, all: Decimal) -> Decimal {
        match self.by {
            PaidBy::Hour => self.amount * row.hours,
            PaidBy::Month => self.amount * row.month,
            PaidBy::Total if all > Decimal::ZERO => self.amount * row.hours / all,
            PaidBy::Total => Decimal::ZERO,
        }
    }

    /// What was received in all.
    #[must_use]
    pub fn in_all(&self, reckoning: &Reckoning) -> Decimal {
        match self.by {
            // Hours that are not counted as due are not counted as paid either.
            PaidBy::Hour => {
                let unknown = reckoning.unknown.map_or(Decimal::ZERO, |unknown| unknown.hours);
                self.amount * (reckoning.hours - unknown)
            }
            PaidBy::Month => self.amount * reckoning.span,
            PaidBy::Total => self.amount,
        }
    }
}

/// Due, received, missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balance {
    /// What is due.
    pub due: Range,
    /// What was received, if all of it counts.
    pub paid: Range,
    /// What is missing; never below nothing.
    pub missing: Range,
}

/// The balance between the least and the most that may be due. At the least, all that was received and
/// all that was taken off count as paid; at the most, only what can be shown.
#[must_use]
pub fn balance(least: &Reckoning, most: &Reckoning, paid: &Paid) -> Balance {
    let money = Range { least: paid.in_all(least), most: paid.in_all(most) };
    let shown = if paid.is_doubtful { Decimal::ZERO } else { money.most };
    let at_least = (least.due - money.least - paid.taken).max(Decimal::ZERO);
    Balance {
        due: Range { least: least.due, most: most.due },
        paid: money,
        missing: Range { least: at_least, most: (most.due - shown).max(at_least) },
    }
}

/// Whether less was received than the least that is due.
#[must_use]
pub fn is_under_floor(balance: &Balance) -> bool {
    balance.missing.least > Decimal::ZERO
}
