//! What items are called: `movies.dat` (`item::title::tag|tag`) or `movies.csv` (the same columns, quoted where needed).

use std::collections::BTreeMap;
use std::fs;
use std::io::{Error, Result};
use std::path::Path;

use super::data::positions;
use crate::recommender::content::{Text, terms_of};
use crate::recommender::training::Weighted;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Title {
    pub title: String,
    pub tags: Vec<String>,
}

impl Title {
    pub fn is_empty(&self) -> bool {
        self.title.is_empty() && self.tags.is_empty()
    }
}

/// At the positions of `items`; all empty where there is no such file.
pub fn read(folder: &Path, items: &[i64]) -> Result<Vec<Title>> {
    let mut titles = vec![Title::default(); items.len()];
    let at = positions(items);
    for (name, separator) in [("movies.dat", None), ("movies.csv", Some(','))] {
        let path = folder.join(name);
        if !path.is_file() {
            continue;
        }
        let bytes = fs::read(&path)
            .map_err(|error| Error::new(error.kind(), format!("{}: {error}", path.display())))?;
        // The older set is in Latin-1; what is not a letter there is only a gap between words.
        for line in String::from_utf8_lossy(&bytes).lines() {
            let fields = match separator {
                None => line.split("::").map(str::to_owned).collect(),
                Some(separator) => quoted_fields(line, separator),
            };
            let [id, title, tags, ..] = fields.as_slice() else { continue };
            let Some(place) = id.parse().ok().and_then(|id: i64| at.get(&id)) else { continue };
            let tags = tags.split('|').filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
            titles[*place as usize] = Title { title: title.clone(), tags };
        }
        break;
    }
    Ok(titles)
}

/// Fields in quotes may hold the separator, and a quote written twice.
fn quoted_fields(line: &str, separator: char) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut characters = line.trim_end().chars().peekable();
    while let Some(character) = characters.next() {
        let repeated = quoted && character == '"' && characters.peek() == Some(&'"');
        if repeated {
            characters.next();
        } else if character == '"' {
            quoted = !quoted;
            continue;
        } else if character == separator && !quoted {
            fields.push(String::new());
            continue;
        }
        if let Some(field) = fields.last_mut() {
            field.push(character);
        }
    }
    fields
}

/// The words and pieces of words by which a site's lists know their videos.
pub fn pieces(titles: &[Title]) -> Vec<Vec<Weighted>> {
    let of = |title: &Title| {
        let text = Text { title: &title.title, tags: &title.tags, channel: "", description: "" };
        terms_of(&text).iter().map(|term| (term.bucket, term.weight)).collect()
    };
    titles.iter().map(of).collect()
}

/// Whole words and tags, numbered in the order of the alphabet.
pub fn words(titles: &[Title]) -> Vec<Vec<Weighted>> {
    let each: Vec<Vec<String>> = titles.iter().map(words_of).collect();
    let mut numbers: BTreeMap<&str, u32> = each.iter().flatten().map(|word| (word.as_str(), 0)).collect();
    numbers.values_mut().zip(0..).for_each(|(number, place)| *number = place);
    each.iter().map(|words| words.iter().map(|word| (numbers[word.as_str()], 1.0)).collect()).collect()
}

fn words_of(title: &Title) -> Vec<String> {
    let lower = title.title.to_lowercase();
    let words = lower.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    let tags = title.tags.iter().map(|tag| format!("#{}", tag.to_lowercase()));
    let mut all: Vec<String> = words.map(str::to_owned).chain(tags).collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read_and_lines_of_unknown_items_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let text = "movieId,title,genres\n7,\"Boats, and \"\"ships\"\" (1994)\",Drama|Sea\n9,Other,Drama\n";
        fs::write(folder.path().join("movies.csv"), text).unwrap();
        let expected =
            Title { title: "Boats, and \"ships\" (1994)".into(), tags: vec!["Drama".into(), "Sea".into()] };
        assert_eq!(read(folder.path(), &[3, 7]).unwrap(), [Title::default(), expected.clone()]);
        fs::write(folder.path().join("movies.dat"), b"3::Caf\xe9 au lait::Comedy\n").unwrap();
        let titles = read(folder.path(), &[3, 7]).unwrap();
        assert!(titles[0].title.starts_with("Caf") && titles[1].is_empty());
        assert_eq!(words(&[expected])[0].len(), 6);
    }
}
