//! The like and dislike buttons, of a video and of a comment alike.

use askama::Template;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rating {
    Like,
    Dislike,
}

/// One frame with two buttons. Pressing the pressed button takes the rating back.
#[derive(Template, Clone)]
#[template(path = "ratings/_buttons.html")]
pub struct RatingButtons {
    /// Unique on the page: `rating-video`, `rating-comment-{id}`. Answers to the form must repeat it.
    pub frame_id: String,
    /// `/w/{id}/rating` or `/comments/{id}/rating`.
    pub action: String,
    /// "1.2K", or empty for none.
    pub likes: String,
    pub dislikes: String,
    pub mine: Option<Rating>,
    /// Where the buttons lead when nobody is signed in.
    pub sign_in_url: Option<String>,
    pub size: RatingSize,
    /// For those who may read but not rate: the counts alone.
    pub is_closed: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum RatingSize {
    /// Under a video.
    Large,
    /// Under a comment.
    Small,
}

impl RatingButtons {
    pub fn is_liked(&self) -> bool {
        self.mine == Some(Rating::Like)
    }

    pub fn is_disliked(&self) -> bool {
        self.mine == Some(Rating::Dislike)
    }

    pub fn is_large(&self) -> bool {
        self.size == RatingSize::Large
    }
}
