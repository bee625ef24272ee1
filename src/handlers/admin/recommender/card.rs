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
        CardPart { title: "The sequence network", text: network(running) },
        CardPart { title: "The ranker", text: ranker(running) },
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
         of videos. It knows {videos}. Ratings, comments and searches have no part in these."
    )
}

fn network(running: Option<&RecommenderModel>) -> String {
    let learned = match running.and_then(|model| model.metrics().network) {
        None => "None was learned yet.".to_owned(),
        Some(network) => {
            let watches = words::counted_exactly(network.watches, "watch", "watches");
            let people = words::counted_exactly(network.people, "person", "people");
            let verdict = match (network.epochs, network.share, network.gain) {
                (0, ..) => "That is not enough, so there is none.",
                (_, Some(_), _) => "It has a part in the lists.",
                (_, None, Some(_)) => "It has no part in the lists, as it adds nothing to the other sources.",
                (_, None, None) => {
                    "It has no part in the lists, as there is nobody to find out by what it adds."
                }
            };
            format!("The last night there were {watches} of {people}. {verdict}")
        }
    };
    format!(
        "It reads a viewer's last twenty watches in their order, signed in or not, and says what comes next. It is learned in the night from people \
         with an account, of videos that three of them watched at least. {learned}"
    )
}

fn ranker(running: Option<&RecommenderModel>) -> String {
    let learned = match running.and_then(|model| model.metrics().ranker) {
        None => "Of no lists yet.".to_owned(),
        Some(ranker) => {
            let places = words::counted_exactly(ranker.places, "place", "places");
            let people = words::counted_exactly(ranker.people, "person", "people");
            let watched = words::count(ranker.watched);
            let verdict = match (ranker.share, ranker.gain) {
                (Some(_), _) => "It has a part in the lists.",
                (None, Some(_)) => "It has no part in the lists, as they would not be better for it.",
                (None, None) => "That is not enough, so it has no part in the lists.",
            };
            format!("Learned of {places} on lists of {people}, of which {watched} were watched. {verdict}")
        }
    };
    format!(
        "It expects seconds of watching and whether a video is turned down, from what each source says of it, how it is watched, liked and \
         commented on, how old and long it is, and how near it is to the viewer's last watches. {learned} The numbers of a sample of the lists that \
         people with an account saw are kept for 90 days; signed out, nobody's are."
    )
}
