//! What a Takeout says of its videos: in tables today, in a description beside each film some years ago.

use serde::Deserialize;

use super::table::{is_moment, is_video_id, moment, rows};

/// A text longer than this is no title, category or state.
const DESCRIPTION_CHARACTERS: usize = 60;
/// A film's name is cut off after some letters; with fewer it is not taken for the beginning of a longer title.
const BEGINNING_CHARACTERS: usize = 20;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Described {
    /// YouTube's.
    pub id: String,
    pub title: String,
    pub description: String,
    pub tags: Vec<String>,
    pub language: Option<String>,
    /// Seconds since 1970.
    pub shown_at: Option<i64>,
}

/// Letters and digits alone, in small letters: what a title and the name of its film have in common.
pub fn plain(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The videos of a table, if it is one of videos; `stems` are the films' names, in plain letters.
pub fn described_in_table(text: &str, stems: &[String]) -> Vec<Described> {
    let rows = rows(text);
    let Some((names, videos)) = rows.split_first() else { return Vec::new() };
    let Some(columns) = Columns::find(names, videos, stems) else { return Vec::new() };
    videos.iter().map(|row| columns.read(row)).collect()
}

struct Columns {
    id: usize,
    title: usize,
    description: Option<usize>,
    language: Option<usize>,
    tags: Vec<usize>,
    /// The latest is when it was published.
    moments: Vec<usize>,
}

impl Columns {
    fn find(names: &[String], videos: &[Vec<String>], stems: &[String]) -> Option<Self> {
        let named = |name: &str| names.iter().position(|known| known.trim() == name);
        let all = |column: usize, is_it: fn(&str) -> bool| {
            !videos.is_empty() && videos.iter().all(|row| is_it(row[column].trim()))
        };
        let columns = 0..names.len();
        let id = named("Video ID").or_else(|| columns.clone().find(|column| all(*column, is_video_id)))?;
        let title = named("Video Title (Original)").or_else(|| title_column(names.len(), videos, stems))?;
        let longest = || {
            let length = |column: &usize| videos.iter().map(|row| row[*column].chars().count()).max();
            columns
                .clone()
                .filter(|column| ![id, title].contains(column))
                .filter(|column| length(column) > Some(DESCRIPTION_CHARACTERS))
                .max_by_key(length)
        };
        let is_moment_or_nothing = |text: &str| text.is_empty() || is_moment(text);
        let has_moments = |column: usize| {
            all(column, is_moment_or_nothing) && videos.iter().any(|row| is_moment(&row[column]))
        };
        Some(Self {
            id,
            title,
            description: named("Video Description (Original)").or_else(longest),
            language: named("Video Audio Language"),
            tags: columns.clone().filter(|column| names[*column].trim().starts_with("Tag ")).collect(),
            moments: columns.filter(|column| has_moments(*column)).collect(),
        })
    }

    fn read(&self, row: &[String]) -> Described {
        let filled = |text: &String| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        Described {
            id: row[self.id].trim().to_owned(),
            title: row[self.title].trim().to_owned(),
            description: self.description.map(|column| row[column].clone()).unwrap_or_default(),
            tags: self.tags.iter().filter_map(|column| filled(&row[*column])).collect(),
            language: self.language.and_then(|column| filled(&row[column])),
            shown_at: self.moments.iter().rev().find_map(|column| moment(&row[*column])),
        }
    }
}

/// The column after which the most films are named.
fn title_column(columns: usize, videos: &[Vec<String>], stems: &[String]) -> Option<usize> {
    let named = |column: &usize| {
        let names_a_film = |row: &&Vec<String>| {
            let title = plain(&row[*column]);
            stems.iter().any(|stem| title == *stem || is_beginning(&title, stem))
        };
        videos.iter().filter(names_a_film).count()
    };
    (0..columns).filter(|column| named(column) > 0).max_by_key(named)
}

/// Whether a film's name, both in plain letters, is a title that was cut off.
pub fn is_beginning(title: &str, stem: &str) -> bool {
    stem.chars().count() >= BEGINNING_CHARACTERS && title.starts_with(stem)
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Resources {
    Many(Vec<Resource>),
    One(Resource),
}

#[derive(Deserialize)]
struct Resource {
    id: String,
    snippet: Snippet,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Snippet {
    title: String,
    description: String,
    tags: Vec<String>,
    published_at: String,
    default_audio_language: Option<String>,
}

/// The videos of a description, if it is one of videos.
pub fn described_in_json(text: &str) -> Vec<Described> {
    let resources = match serde_json::from_str(text) {
        Ok(Resources::Many(resources)) => resources,
        Ok(Resources::One(resource)) => vec![resource],
        Err(_) => return Vec::new(),
    };
    let described = |resource: Resource| Described {
        id: resource.id,
        title: resource.snippet.title,
        description: resource.snippet.description,
        tags: resource.snippet.tags,
        language: resource.snippet.default_audio_language,
        shown_at: moment(&resource.snippet.published_at),
    };
    resources.into_iter().filter(|resource| is_video_id(&resource.id)).map(described).collect()
}
