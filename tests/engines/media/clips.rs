//! The recipes of the demonstration all work, each cut to one second.

use std::collections::BTreeSet;

use kinora::media::clips::RECIPES;
use kinora::media::{Container, Plan, generate_clip, judge, probe};

use super::support::{engine, folder};

#[test]
fn there_are_enough_recipes_and_no_two_share_a_name() {
    let names: BTreeSet<&str> = RECIPES.iter().map(|recipe| recipe.name).collect();
    assert!(RECIPES.len() >= 24);
    assert_eq!(names.len(), RECIPES.len());
    assert!(RECIPES.iter().all(|recipe| (6..=12).contains(&recipe.seconds)));
}

#[test]
fn every_recipe_makes_a_clip_that_is_copied_to_the_web() {
    let (engine, folder) = (engine(), folder());
    for recipe in RECIPES {
        let mut short = *recipe;
        short.seconds = 1;
        let path = folder.path().join("clip.mp4");
        generate_clip(&engine, &short, &path).unwrap_or_else(|error| panic!("{}: {error}", recipe.name));
        let made = probe(&engine, &path).unwrap();
        assert_eq!(made.display_size(), Some((640, 360)), "{}", recipe.name);
        assert_eq!(made.audio.len(), 1, "{}", recipe.name);
        assert_eq!(judge(&made, &engine.limits), Ok(Plan::Copy(Container::Mp4)), "{}", recipe.name);
        assert!(made.duration_ms.unwrap().abs_diff(1000) < 150, "{}: {:?}", recipe.name, made.duration_ms);
    }
}
