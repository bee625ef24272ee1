//! Likes and dislikes: the buttons, and what pressing them does.

pub mod of_comment;
pub mod of_video;

use serde::Deserialize;
use utoipa::ToSchema;

use crate::db::types::Rating;
use crate::error::{Invalid, Result};
use crate::text::words;
use crate::views;

/// An opinion.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewRating)]
pub struct RatingForm {
    /// `none` takes it back.
    #[serde(default)]
    #[schema(required, pattern = "^(like|dislike|none)$", examples("like"))]
    rating: String,
}

impl RatingForm {
    pub fn parse(&self) -> Result<Option<Rating>, Invalid> {
        parse(&self.rating)
    }
}

/// `like`, `dislike`, or `none` to take it back.
pub fn parse(text: &str) -> Result<Option<Rating>, Invalid> {
    match text {
        "none" => Ok(None),
        text => match Rating::parse(text) {
            Some(rating) => Ok(Some(rating)),
            None => Err(Invalid::field("rating", "A rating is like, dislike or none.")),
        },
    }
}

fn shown(mine: Option<Rating>) -> Option<views::Rating> {
    mine.map(|rating| match rating {
        Rating::Like => views::Rating::Like,
        Rating::Dislike => views::Rating::Dislike,
    })
}

fn count(number: i64) -> String {
    if number > 0 { words::count(number) } else { String::new() }
}
