//! Turns a video's texts into weighted, hashed terms.
//!
//! A term is a word, a tag as a whole, or three to five neighbouring characters of a word with its edges marked. Words
//! say the most; the n-grams find "gardening" for "gardens" and make sense of languages without spaces. Hashing into
//! 2^18 buckets ("the hashing trick", Weinberger et al., 2009) needs no vocabulary, so a word never seen before works
//! like any other.

const BUCKET_BITS: u32 = 18;
pub const BUCKETS: usize = 1 << BUCKET_BITS;

/// Only the beginning of a description is about the video; what follows is mostly links.
const DESCRIPTION_CHARACTERS: usize = 160;
const TITLE_CHARACTERS: usize = 200;
const MOST_TAGS: usize = 20;
const TAG_CHARACTERS: usize = 60;
const WORD_CHARACTERS: usize = 40;

const TITLE_WEIGHT: f32 = 3.0;
const TAG_WEIGHT: f32 = 3.0;
const CHANNEL_WEIGHT: f32 = 1.0;
const DESCRIPTION_WEIGHT: f32 = 0.6;
/// One word brings a dozen n-grams along; together they should not outweigh it.
const NGRAM_WEIGHT: f32 = 0.25;
const NGRAM_LENGTHS: std::ops::RangeInclusive<usize> = 3..=5;

const WORD_SEED: u64 = 0xCBF2_9CE4_8422_2325;
const NGRAM_SEED: u64 = 0x84CA_A73B_2F1C_0D57;
const TAG_SEED: u64 = 0x51ED_270B_7F4A_91E3;

#[derive(Clone, Copy)]
pub struct Text<'a> {
    pub title: &'a str,
    pub tags: &'a [String],
    pub channel: &'a str,
    pub description: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    pub bucket: u32,
    pub weight: f32,
}

/// Each term once, ordered by bucket, with the square root of its summed weight: a word used five times is not five
/// times as important.
pub fn terms_of(text: &Text<'_>) -> Vec<Term> {
    let mut terms = Vec::with_capacity(768);
    add_text(&mut terms, text.title, TITLE_CHARACTERS, TITLE_WEIGHT);
    for tag in text.tags.iter().take(MOST_TAGS) {
        add_text(&mut terms, tag, TAG_CHARACTERS, TAG_WEIGHT);
        let whole = tag.chars().take(TAG_CHARACTERS).flat_map(char::to_lowercase);
        terms.push(Term { bucket: bucket(hash(TAG_SEED, whole)), weight: TAG_WEIGHT });
    }
    add_text(&mut terms, text.channel, TAG_CHARACTERS, CHANNEL_WEIGHT);
    add_text(&mut terms, text.description, DESCRIPTION_CHARACTERS, DESCRIPTION_WEIGHT);
    merge(terms)
}

fn add_text(terms: &mut Vec<Term>, text: &str, characters: usize, weight: f32) {
    let head: String = text.chars().take(characters).flat_map(char::to_lowercase).collect();
    let mut edged = Vec::with_capacity(WORD_CHARACTERS + 2);
    for word in head.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()) {
        terms.push(Term { bucket: bucket(hash(WORD_SEED, word.chars())), weight });
        edged.clear();
        edged.push('_');
        edged.extend(word.chars().take(WORD_CHARACTERS));
        edged.push('_');
        add_ngrams(terms, &edged, weight * NGRAM_WEIGHT);
    }
}

fn add_ngrams(terms: &mut Vec<Term>, edged: &[char], weight: f32) {
    for start in 0..edged.len() {
        let mut running = NGRAM_SEED;
        for (length, character) in (1..=*NGRAM_LENGTHS.end()).zip(&edged[start..]) {
            running = step(running, *character);
            if NGRAM_LENGTHS.contains(&length) {
                terms.push(Term { bucket: bucket(running), weight });
            }
        }
    }
}

fn merge(mut terms: Vec<Term>) -> Vec<Term> {
    terms.sort_unstable_by_key(|term| term.bucket);
    terms.dedup_by(|next, kept| {
        let same = next.bucket == kept.bucket;
        if same {
            kept.weight += next.weight;
        }
        same
    });
    for term in &mut terms {
        term.weight = term.weight.sqrt();
    }
    terms
}

fn hash(seed: u64, characters: impl Iterator<Item = char>) -> u64 {
    characters.fold(seed, step)
}

/// One step of FNV-1a, over characters instead of bytes.
fn step(hash: u64, character: char) -> u64 {
    (hash ^ u64::from(u32::from(character))).wrapping_mul(0x0100_0000_01B3)
}

fn bucket(hash: u64) -> u32 {
    (hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - BUCKET_BITS)) as u32
}
