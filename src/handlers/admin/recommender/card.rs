//! The model card: what it is, in plain words, with the numbers of the version in use.

use crate::models::recommender_model::RecommenderModel;
use crate::text::words;
use crate::views::admin::CardPart;

pub fn of(running: Option<&RecommenderModel>) -> Vec<CardPart> {
    let part = |title, text: &str| CardPart { title, text: text.to_owned() };
    vec![
        CardPart { title: "Learned from", text: learned_from(running) },
        part(
            "What it does",
            "It puts the videos that everybody may find in an order for the viewer at hand: what people who watched the same \
             went on to, what goes together, what is alike. Live counters of the last hours decide beside it, \
             and one place in ten is for videos that hardly anybody has seen.",
        ),
        part(
            "What it never keeps",
            "No name, no address, no account and no vector of any person: only numbers about videos. Pairs that fewer than about three \
             viewers share are left out. Viewers who are signed out teach through sums alone, which hold nobody and halve with each month. \
             The watches of a deleted account, or of a cleared history, are gone from the next training on.",
        ),
        part(
            "What it knows nothing of",
            "The content of pictures and sound, age, gender, place, device, and anything outside of this site. \
             Private and unlisted videos are not in it, and each list is checked against the viewer's rights when it is shown.",
        ),
        part(
            "What it is not for",
            "Judging people or videos, moderation, advertising, or finding out who watched what. \
             It repeats the tastes it was shown: on a small site those of few people. Watch coverage and small channels above.",
        ),
        part(
            "How it is tested",
            "Before it is used, with one person in twenty, from whom neither it nor the version in use has learned: \
             both are asked for lists as they would have been before such a person watched something new. \
             One that is worse beyond chance is not used. Whatever runs can be rolled back here.",
        ),
    ]
}

fn learned_from(running: Option<&RecommenderModel>) -> String {
    let Some(model) = running else {
        return "Nothing yet: lists are made of live counters and of what videos are about.".to_owned();
    };
    let metrics = model.metrics();
    let watches = words::counted_exactly(metrics.watches, "watch", "watches");
    let viewers = words::counted_exactly(metrics.viewers, "person with an account", "people with an account");
    let pairs = words::counted_exactly(metrics.pairs, "pair", "pairs");
    let videos = words::counted_exactly(metrics.videos, "video", "videos");
    format!(
        "{watches} by {viewers}, of each the last 200 at most, and sums over all viewers, with and without an account, of {pairs} \
         of videos. It knows {videos}. Ratings, comments and searches have no part in it."
    )
}
