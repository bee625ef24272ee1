//! The fields of PeerTube's answers that mean something here. Versions differ, so any may be absent or null.

use serde::{Deserialize, Deserializer};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Page<T: Default> {
    pub total: usize,
    pub data: Vec<T>,
}

/// A video in a list, or an item of a playlist around one.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Listed {
    video: Option<Box<Listed>>,
    pub uuid: String,
    pub name: String,
    #[serde(deserialize_with = "or_default")]
    pub is_live: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Playlist {
    pub uuid: String,
    pub display_name: String,
    pub description: Option<String>,
    pub is_local: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Details {
    pub uuid: String,
    pub name: String,
    pub description: Option<String>,
    pub url: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub is_live: bool,
    #[serde(deserialize_with = "or_default")]
    pub nsfw: bool,
    #[serde(deserialize_with = "or_default")]
    pub tags: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub language: Labelled,
    pub published_at: Option<String>,
    pub originally_published_at: Option<String>,
    pub comments: Option<f64>,
    pub preview_path: Option<String>,
    pub thumbnail_path: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub thumbnails: Vec<Thumbnail>,
    #[serde(deserialize_with = "or_default")]
    pub files: Vec<File>,
    #[serde(deserialize_with = "or_default")]
    pub streaming_playlists: Vec<StreamingPlaylist>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Labelled {
    pub id: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Numbered {
    pub id: Option<f64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Thumbnail {
    pub path: Option<String>,
    pub file_url: Option<String>,
    pub width: Option<f64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct StreamingPlaylist {
    #[serde(deserialize_with = "or_default")]
    pub files: Vec<File>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct File {
    #[serde(deserialize_with = "or_default")]
    pub resolution: Numbered,
    pub size: Option<f64>,
    pub has_audio: Option<bool>,
    pub has_video: Option<bool>,
    pub file_url: Option<String>,
    pub file_download_url: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Description {
    pub description: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Captions {
    pub data: Vec<Caption>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Caption {
    #[serde(deserialize_with = "or_default")]
    pub language: Labelled,
    pub caption_path: Option<String>,
    pub file_url: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Chapters {
    pub chapters: Vec<Chapter>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Chapter {
    pub title: String,
    /// In seconds.
    pub timecode: f64,
}

impl Listed {
    /// None of an item whose video is gone.
    pub fn video(self) -> Option<Self> {
        match self.video {
            Some(video) => Some(*video),
            None => Some(self).filter(|video| !video.uuid.is_empty()),
        }
    }
}

impl Details {
    pub fn listed(self) -> Listed {
        Listed { video: None, uuid: self.uuid, name: self.name, is_live: self.is_live }
    }

    /// Seconds since 1970.
    pub fn shown_at(&self) -> Option<i64> {
        let told = self.originally_published_at.as_deref().or(self.published_at.as_deref())?;
        chrono::DateTime::parse_from_rfc3339(told).ok().map(|moment| moment.timestamp())
    }

    /// The largest there is.
    pub fn picture(&self) -> Option<String> {
        let width = |thumbnail: &&Thumbnail| thumbnail.width.unwrap_or(0.0) as i64;
        let largest = self.thumbnails.iter().max_by_key(width);
        let of_list =
            largest.and_then(|thumbnail| thumbnail.file_url.clone().or_else(|| thumbnail.path.clone()));
        of_list.or_else(|| self.preview_path.clone()).or_else(|| self.thumbnail_path.clone())
    }
}

fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}
