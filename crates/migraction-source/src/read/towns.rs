//! `towns.toml`: the middle of each town that services name.

use migraction_pack::towns::Town;
use serde::Deserialize;
use toml::Spanned;

use super::common::terms;
use super::file::File;
use crate::content::{Content, Placed, Sink};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTown {
    country: Spanned<String>,
    name: Spanned<String>,
    latitude: f64,
    longitude: f64,
}

/// Where the guide's countries are: a figure outside has its sign or its order wrong.
const LATITUDES: std::ops::RangeInclusive<f64> = 35.0..=52.0;
const LONGITUDES: std::ops::RangeInclusive<f64> = -6.0..=19.0;

/// Reads the towns.
pub fn read(mut file: File<'_>, content: &mut Content, sink: &mut Sink) {
    for raw in file.list::<RawTown>("town", sink) {
        let place = file.source.place(&raw.name);
        let name = raw.name.into_inner();
        if !LATITUDES.contains(&raw.latitude) || !LONGITUDES.contains(&raw.longitude) {
            sink.problems.error(
                &place,
                format!(
                    "`{name}` lies in no country of the guide: latitude is north, longitude east"
                ),
            );
        }
        let country = terms("countries", std::slice::from_ref(&raw.country), &file.source, sink);
        let Some(country) = country.into_iter().next() else { continue };
        if content.town(&country, &name).is_some() {
            sink.problems.error(&place, format!("`{name}` stands here twice"));
        }
        #[expect(clippy::cast_possible_truncation, reason = "checked above to be small")]
        let thousandths = |degrees: f64| (degrees * 1000.0).round() as i32;
        let (latitude, longitude) = (thousandths(raw.latitude), thousandths(raw.longitude));
        content.towns.push(Placed { item: Town { country, name, latitude, longitude }, place });
    }
    file.close(sink);
}
