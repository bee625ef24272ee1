//! The search index: what is found, in which order, and what never is.

use kinora::db::ids::VideoId;
use kinora::db::types::{Privacy, VideoState};
use kinora::models::captions::{CaptionsDetails, NewCaptions, VideoCaptions};
use kinora::models::channel::Channel;
use kinora::models::page_number::PageNumber;
use kinora::models::search::{self, Order};
use kinora::models::video::Video;
use kinora::text::captions::Captions;

use crate::support::TestApp;
use crate::support::captions::WEBVTT;

async fn found(app: &TestApp, query: &str) -> Vec<String> {
    found_by(app, query, Order::Relevance).await
}

async fn found_by(app: &TestApp, query: &str, order: Order) -> Vec<String> {
    let query = query.to_owned();
    app.read(move |conn| {
        let results = search::find(conn, &query, order, PageNumber::first(20).window())?;
        assert_eq!(results.total, results.cards.len() as i64);
        Ok(results.cards.into_iter().map(|card| card.title).collect())
    })
    .await
}

#[actix_web::test]
async fn a_word_counts_most_in_a_title_and_least_in_a_description() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    app.video(&ann, |video| {
        video.title = "Told".to_owned();
        video.description =
            "Somewhere in here **gears** are mentioned among a lot of other words.".to_owned();
    })
    .await;
    app.video(&ann, |video| {
        video.title = "Tagged".to_owned();
        video.tags = vec!["gears".to_owned()];
    })
    .await;
    app.video(&ann, |video| video.title = "Gears".to_owned()).await;
    assert_eq!(found(&app, "gears").await, ["Gears", "Tagged", "Told"]);
    assert_eq!(found(&app, "GEARS mentioned").await, ["Told"]);
    assert_eq!(found(&app, "gea").await.len(), 3, "the last word may be unfinished");
    assert_eq!(found(&app, "gea mentioned").await, Vec::<String>::new(), "only the last");
    assert_eq!(found(&app, "ann_channel").await.len(), 3);
}

#[actix_web::test]
async fn the_order_can_be_chosen() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (title, views) in [("Old gears", 9), ("New gears", 1)] {
        app.advance_seconds(60);
        app.video(&ann, |video| {
            video.title = title.to_owned();
            video.views = views;
        })
        .await;
    }
    assert_eq!(found_by(&app, "gears", Order::Newest).await, ["New gears", "Old gears"]);
    assert_eq!(found_by(&app, "gears", Order::MostViewed).await, ["Old gears", "New gears"]);
}

#[actix_web::test]
async fn ac_06_only_what_everybody_may_find_is_found() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    app.video(&ann, |video| video.privacy = Privacy::Private).await;
    app.video(&ann, |video| video.privacy = Privacy::Unlisted).await;
    app.video(&ann, |video| video.state = VideoState::Processing).await;
    app.video(&ann, |video| video.blocked = true).await;
    assert_eq!(found(&app, "harbour").await, Vec::<String>::new());
    app.video(&ann, |_| {}).await;
    assert_eq!(found(&app, "harbour").await.len(), 1);
}

#[actix_web::test]
async fn what_is_said_is_found_after_what_is_written() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let hours = (0..3000)
        .map(|at| format!("\n\n{:02}:{:02}.0 --> 59:59.0\nwords about gears and more", at / 60, at % 60));
    let hours = format!("WEBVTT{}", hours.collect::<String>());
    let spoken = app.video(&ann, |video| video.title = "A talk".to_owned()).await;
    let titled = app.video(&ann, |video| video.title = "Gears".to_owned()).await;
    let told = app
        .video(&ann, |video| {
            video.title = "Told".to_owned();
            video.description = "Somewhere gears are mentioned.".to_owned();
        })
        .await;
    let private = app.video(&ann, |video| video.privacy = Privacy::Private).await;
    for (video, words) in [
        (&spoken, "WEBVTT\n\n00:01.0 --> 00:02.0\nSchöne gears"),
        (&titled, hours.as_str()),
        (&private, WEBVTT),
    ] {
        add_captions(&app, video.id, "en", words).await;
    }
    // Hours of speech do not push a video down under its own title.
    assert_eq!(found(&app, "gears").await, ["Gears", "Told", "A talk"]);
    assert_eq!(found(&app, "schon").await.len(), usize::from(!app.app.config.database_url.is_postgres()));
    assert_eq!(found(&app, "schöne").await, ["A talk"]);
    assert_eq!(found(&app, "talk gea").await, ["A talk"], "a word of the title and one that is said");
    assert_eq!(found_by(&app, "gears", Order::Newest).await.len(), 3);
    assert_eq!(found(&app, "lovely").await, Vec::<String>::new(), "AC-06: private");

    let (owner, uuid) = (ann.id, spoken.uuid);
    app.write(move |conn| VideoCaptions::delete_own(conn, owner, uuid, "en")).await;
    assert_eq!(found(&app, "schöne").await, Vec::<String>::new());
    let (of_told, now) = (told.id, app.app.now());
    add_captions(&app, of_told, "de", "1\n00:00:01,0 --> 00:00:02,0\nZahnräder").await;
    assert_eq!(found(&app, "zahnräder").await, ["Told"]);
    app.write(move |conn| Video::delete(conn, of_told, now)).await;
    assert_eq!(found(&app, "zahnräder").await, Vec::<String>::new());
    app.run_tasks().await;
}

async fn add_captions(app: &TestApp, video: VideoId, language: &str, words: &str) {
    let captions = Captions::parse(words.as_bytes()).unwrap();
    let new = NewCaptions::new(CaptionsDetails::parse(language, "").unwrap(), &captions, i64::MAX);
    let now = app.app.now();
    app.write(move |conn| VideoCaptions::add_generated(conn, video, &new, now)).await;
}

#[actix_web::test]
async fn captions_of_the_greatest_length_can_be_searched() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    // Words that PostgreSQL takes apart, each another one.
    let cue = |at: usize| {
        format!(
            "\n\n00:00.0 --> 59:59.0\nfirst{}",
            (0..80).map(|word| format!(" a{at:x}-b{word:x}")).collect::<String>()
        )
    };
    let words = format!("WEBVTT{}", (0..2500).map(cue).collect::<String>());
    assert!(words.len() > 1_500_000 && words.len() < 2 << 20, "{}", words.len());
    add_captions(&app, video.id, "en", &words).await;
    assert_eq!(found(&app, "first harbour").await.len(), 1);
}

#[actix_web::test]
async fn words_follow_their_video() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let video = app.video(&ann, |_| {}).await;
    let (id, owner) = (video.id, ann.id);
    app.write(move |conn| {
        let channel = Channel::of_user(conn, owner)?.remove(0);
        Channel::update_own(conn, owner, &channel.handle, "Lighthouse", "")
    })
    .await;
    assert_eq!(found(&app, "lighthouse").await.len(), 1);
    app.write(move |conn| Ok(search::remove(conn, id)?)).await;
    assert_eq!(found(&app, "lighthouse").await, Vec::<String>::new());
    app.write(move |conn| Ok(search::remove(conn, id)?)).await;
}

#[actix_web::test]
async fn channels_are_found_by_their_names_as_typed() {
    let app = TestApp::start().await;
    app.user("ann").await;
    app.user("bob").await;
    for (query, expected) in [("BOB", 1), ("channel", 2), ("channel bob", 1), ("b_b", 0), ("b%b", 0), ("", 0)]
    {
        let channels = app.read(move |conn| Ok(search::find_channels(conn, query)?)).await;
        assert_eq!(channels.len(), expected, "{query:?}");
    }
}
