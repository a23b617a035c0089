//! Where towns are, so that the directory can say how far away a service is.
//!
//! A town's middle, not a door: near enough to tell which office is closer, too coarse to lead anybody anywhere. A person's
//! position comes in as an argument, is compared here, and goes nowhere.

use migraction_core::Id;
use serde::{Deserialize, Serialize};

/// Mean radius of the Earth (IUGG), in kilometres.
const EARTH: f64 = 6371.0;

/// A town and its middle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Town {
    /// The id of its country.
    pub country: Id,
    /// Its name, as services have it.
    pub name: String,
    /// Its latitude, in thousandths of a degree, north positive.
    pub latitude: i32,
    /// Its longitude, in thousandths of a degree, east positive.
    pub longitude: i32,
}

/// A place on Earth, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// Degrees from the equator, north positive.
    pub latitude: f64,
    /// Degrees from Greenwich, east positive.
    pub longitude: f64,
}

impl Position {
    /// The distance to a town's middle as the crow flies, in whole kilometres (haversine formula on a sphere, half a percent
    /// off at most).
    #[must_use]
    pub fn kilometres_to(self, town: &Town) -> u32 {
        let (north, east) = (f64::from(town.latitude) / 1000.0, f64::from(town.longitude) / 1000.0);
        let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
        let along = self.latitude.to_radians().cos() * north.to_radians().cos();
        let chord = half(north - self.latitude) + along * half(east - self.longitude);
        let kilometres = 2.0 * EARTH * chord.sqrt().min(1.0).asin();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "half the circumference at most"
        )]
        let whole = kilometres.round() as u32;
        whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn town(latitude: i32, longitude: i32) -> Town {
        Town { country: "be".into(), name: "Mons".into(), latitude, longitude }
    }

    fn far(latitude: f64, longitude: f64, town: &Town) -> u32 {
        Position { latitude, longitude }.kilometres_to(town)
    }

    #[test]
    fn distances_are_those_of_an_atlas() {
        let (brussels, paris) = (town(50_847, 4_352), town(48_857, 2_352));
        assert_eq!(far(50.847, 4.352, &brussels), 0);
        assert_eq!(far(48.857, 2.352, &brussels), 264);
        assert_eq!(far(50.847, 4.352, &paris), 264);
        assert_eq!(far(42.350, 13.400, &town(42_464, 14_214)), 68);
    }

    #[test]
    fn nowhere_is_farther_than_half_around() {
        assert_eq!(far(-50.847, -175.648, &town(50_847, 4_352)), 20_015);
    }
}
