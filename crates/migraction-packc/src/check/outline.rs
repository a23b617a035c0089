//! Every practice has its place in the outline, under its own stage.

use crate::content::{Content, Sink};

/// Checks the outline against the practices.
pub fn check(content: &Content, sink: &mut Sink) {
    for (stage, practices) in &content.outline {
        for listed in practices {
            let Some(practice) = content.practices.get(&listed.item) else { continue };
            if practice.item.stage != *stage {
                let message =
                    format!("`{}` belongs to the stage {}", listed.item, practice.item.stage.id());
                sink.problems.error(&listed.place, message);
            }
        }
    }
    for (id, practice) in &content.practices {
        let listed =
            content.outline.iter().flat_map(|(_, ids)| ids).any(|listed| listed.item == *id);
        if !listed {
            sink.problems.error(&practice.place, format!("`{id}` is not in outline.toml"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::check;

    #[test]
    fn a_practice_stands_under_its_stage() {
        check(
            |tree| tree.edit("outline.toml", "[\"talk\"]", "[]"),
            "practices/talk.toml:1: `talk` is not in outline.toml",
        );
        check(
            |tree| tree.edit("outline.toml", "id = \"reception\"", "id = \"orientation\""),
            "outline.toml:3: `talk` belongs to the stage reception",
        );
    }
}
