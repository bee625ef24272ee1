//! Tells whether two titles are the same one, written twice: a re-upload, another quality, a typing slip.
//!
//! Parts of a series are not the same: titles that differ in a number, a single letter or a numeral never are.

use crate::recommender::random::scramble;

/// Words about the file rather than the video.
const ABOUT_THE_FILE: [&str; 14] = [
    "hd",
    "fullhd",
    "uhd",
    "4k",
    "8k",
    "1080p",
    "720p",
    "480p",
    "2160p",
    "60fps",
    "official",
    "video",
    "reupload",
    "remastered",
];
const NUMERALS: [&str; 30] = [
    "ii",
    "iii",
    "iv",
    "vi",
    "vii",
    "viii",
    "ix",
    "xi",
    "xii",
    "xiii",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "final",
    "last",
    "begin",
    "beginning",
    "end",
];
/// Of 128. One mistyped letter in five words differs in 10 to 22 of them, another word in 24 and more; hiding a video
/// wrongly is worse than showing a copy.
const MOST_DIFFERING_BITS: u32 = 18;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TitlePrint {
    /// All words, in any order.
    words: u64,
    /// The words that tell the parts of a series apart.
    labels: u64,
    /// The three-letter pieces, as a 128-bit SimHash.
    pieces: u128,
}

impl TitlePrint {
    pub fn of(title: &str) -> Self {
        let lower = title.to_lowercase();
        let all =
            || lower.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
        let telling: Vec<&str> = all().filter(|word| !ABOUT_THE_FILE.contains(word)).collect();
        if telling.is_empty() {
            return Self { words: hash(&lower), labels: hash(&lower), pieces: 0 };
        }
        let labels = telling.iter().filter(|word| is_label(word));
        Self { words: sum(telling.iter()), labels: sum(labels), pieces: pieces_of(&telling) }
    }

    pub fn is_nearly(&self, other: &Self) -> bool {
        if self.words == other.words {
            return true;
        }
        self.labels == other.labels && (self.pieces ^ other.pieces).count_ones() <= MOST_DIFFERING_BITS
    }
}

fn is_label(word: &str) -> bool {
    word.chars().any(char::is_numeric) || word.chars().nth(1).is_none() || NUMERALS.contains(&word)
}

/// The same for the same words in another order.
fn sum<'a>(words: impl Iterator<Item = &'a &'a str>) -> u64 {
    words.fold(0, |sum, word| sum.wrapping_add(hash(word)))
}

fn hash(word: &str) -> u64 {
    let folded = word
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3));
    scramble(folded)
}

fn pieces_of(words: &[&str]) -> u128 {
    let mut votes = [0i32; 128];
    for word in words {
        let edged: Vec<char> = std::iter::once('_').chain(word.chars()).chain(std::iter::once('_')).collect();
        for piece in edged.windows(3) {
            let key =
                piece.iter().fold(0u64, |key, character| (key << 21) | u64::from(u32::from(*character)));
            let pattern = u128::from(scramble(key)) << 64 | u128::from(scramble(!key));
            for (bit, vote) in votes.iter_mut().enumerate() {
                *vote += if pattern >> bit & 1 == 1 { 1 } else { -1 };
            }
        }
    }
    votes.iter().enumerate().filter(|(_, vote)| **vote > 0).fold(0, |bits, (bit, _)| bits | 1 << bit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) -> bool {
        TitlePrint::of(one).is_nearly(&TitlePrint::of(other))
    }

    #[test]
    fn the_same_title_written_twice_is_recognised() {
        assert!(same("A walk through the harbour", "a walk  through the HARBOUR!"));
        assert!(same("A walk through the harbour", "A walk through the harbour (official video) [4K]"));
        assert!(same("A walk through the harbour", "A walk trough the harbour"));
        assert!(same("🎈", "🎈"));
    }

    #[test]
    fn parts_of_a_series_and_different_titles_are_not() {
        assert!(!same("Building a boat, part 1", "Building a boat, part 2"));
        assert!(!same("Building a boat II", "Building a boat III"));
        assert!(!same("Lecture A", "Lecture B"));
        assert!(!same("Restoring a boat: the first week", "Restoring a boat: the second week"));
        assert!(!same("Cats", "Bats"));
        assert!(!same("Mandelbrot zoom: seahorse valley", "Mandelbrot zoom: elephant valley"));
        assert!(!same("How to bake bread at home", "How to bake beans at home"));
        assert!(!same("Game of life: glider gun", "Game of life: gliders and guns"));
        assert!(!same("🎈", "🎉"));
        assert!(!same("", "Cats"));
    }
}
