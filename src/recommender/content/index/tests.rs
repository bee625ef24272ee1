use super::*;
use crate::recommender::content::terms::{Text, terms_of};

fn put(index: &mut ContentIndex, video: i64, title: &str, tags: &[&str], findable: Findable) -> Sketch {
    let tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
    let terms = terms_of(&Text { title, tags: &tags, channel: "", description: "" });
    index.count_terms(VideoId(video), &terms);
    let sketch = index.put(VideoId(video), terms, findable);
    index.introduce(VideoId(video));
    sketch
}

fn neighbours(index: &ContentIndex, video: i64) -> Vec<i64> {
    index.neighbours(VideoId(video)).map(|(video, _)| video.0).collect()
}

fn small_index() -> ContentIndex {
    let mut index = ContentIndex::default();
    put(&mut index, 1, "Growing tomatoes on a balcony", &["gardening"], Findable::Yes);
    put(&mut index, 2, "Balcony gardens: tomato basics", &["gardening"], Findable::Yes);
    put(&mut index, 3, "Rust ownership explained", &["programming"], Findable::Yes);
    put(&mut index, 4, "Rust borrowing explained slowly", &["programming"], Findable::Yes);
    put(&mut index, 5, "Sourdough for beginners", &["baking"], Findable::Yes);
    index
}

#[test]
fn videos_that_share_unusual_words_are_neighbours() {
    let index = small_index();
    assert_eq!(neighbours(&index, 1).first(), Some(&2));
    assert_eq!(neighbours(&index, 3).first(), Some(&4));
    assert_eq!(neighbours(&index, 4).first(), Some(&3));
    assert!(neighbours(&index, 99).is_empty());
}

#[test]
fn a_word_form_never_seen_before_is_found_by_its_pieces() {
    let mut index = small_index();
    put(&mut index, 6, "Sourdoughs", &[], Findable::Yes);
    assert_eq!(neighbours(&index, 6).first(), Some(&5));
    assert_eq!(neighbours(&index, 5).first(), Some(&6), "the older video learned of the newer one");
}

#[test]
fn languages_without_spaces_work() {
    let mut index = small_index();
    put(&mut index, 7, "猫の動画をみんなで見る", &[], Findable::Yes);
    put(&mut index, 8, "かわいい猫の動画", &[], Findable::Yes);
    assert_eq!(neighbours(&index, 7).first(), Some(&8));
}

#[test]
fn an_unfindable_video_has_neighbours_and_is_nobodys() {
    let mut index = small_index();
    put(&mut index, 6, "Rust lifetimes explained", &["programming"], Findable::No);
    assert_eq!(neighbours(&index, 6).len(), 2);
    assert!((1..=5).all(|video| !neighbours(&index, video).contains(&6)));
}

#[test]
fn an_edited_video_moves_and_a_removed_one_disappears() {
    let mut index = small_index();
    assert_eq!(neighbours(&index, 1).first(), Some(&2));
    put(&mut index, 2, "Rust traits explained", &["programming"], Findable::Yes);
    assert!(!neighbours(&index, 1).contains(&2));
    assert!(neighbours(&index, 3).contains(&2));
    index.remove(VideoId(4));
    assert!(!neighbours(&index, 3).contains(&4));
    assert!(neighbours(&index, 4).is_empty());
}

#[test]
fn a_video_without_words_is_harmless() {
    let mut index = small_index();
    put(&mut index, 6, "???", &[], Findable::Yes);
    put(&mut index, 7, "", &[], Findable::Yes);
    assert!(neighbours(&index, 6).is_empty() && neighbours(&index, 7).is_empty());
}

#[test]
fn sketches_agree_with_the_words() {
    let mut index = small_index();
    let tomato = put(&mut index, 11, "Growing tomatoes on a small balcony", &["gardening"], Findable::Yes);
    let again = put(&mut index, 12, "Growing tomatoes on a big balcony", &["gardening"], Findable::Yes);
    let other = put(&mut index, 13, "A history of the violin", &["music"], Findable::Yes);
    let (alike, unlike) = (tomato.similarity(&again), tomato.similarity(&other));
    assert!(alike > 0.45 && unlike < 0.25, "{alike} {unlike}");
    assert_eq!(tomato.similarity(&tomato), 1.0);
}
