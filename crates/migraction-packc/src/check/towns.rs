//! Every town in which a service has its door is known, so that the directory can say how far it is.

use crate::content::{Content, Sink};

/// Checks the towns of services.
pub fn check(content: &Content, sink: &mut Sink) {
    for (id, service) in &content.services {
        let Some(town) = &service.item.town else { continue };
        if content.town(&service.item.country, town).is_none() {
            let message = format!("`{id}` is in {town}, which is not in towns.toml");
            sink.problems.error(&service.place, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{Fixture, check, check_sound};

    const MONS: &str =
        "[[town]]\ncountry = \"xx\"\nname = \"Mons\"\nlatitude = 50.454\nlongitude = 3.952\n";

    fn office_in_mons(tree: &mut Fixture) {
        let kinds = "kinds = [\"office\"]";
        tree.edit("countries/xx/services/all.toml", kinds, &[kinds, "\ntown = \"Mons\""].concat());
    }

    #[test]
    fn the_town_of_a_service_is_known() {
        let problem =
            "countries/xx/services/all.toml:2: `xx-office` is in Mons, which is not in towns.toml";
        check(office_in_mons, problem);
        check_sound(|tree| {
            office_in_mons(tree);
            tree.set("towns.toml", MONS);
        });
    }

    #[test]
    fn a_town_stands_once_and_where_it_is() {
        let twice = [MONS, MONS].concat();
        check(|tree| tree.set("towns.toml", &twice), "towns.toml:8: `Mons` stands here twice");
        let turned = MONS.replace("50.454", "3.952");
        check(|tree| tree.set("towns.toml", &turned), "towns.toml:3: `Mons` lies in no country");
        let nowhere = MONS.replace("xx", "yy");
        check(|tree| tree.set("towns.toml", &nowhere), "towns.toml:2: `yy` ");
    }
}
