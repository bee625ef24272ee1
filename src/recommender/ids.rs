//! The names by which the engine knows videos, channels, people and shown lists, and the fast maps keyed by them.
//!
//! They are the site's own row ids, so what is learned can be stored and read back without translation. An anonymous
//! viewer is sixteen random bytes that the site made and signed; nothing here can be traced to a person.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VideoId(pub i64);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChannelId(pub i64);

/// One list as it was shown once; the site stores the same number beside its own record of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ImpressionId(pub u128);

/// Whose taste is meant. People without an account are known for a day, and in memory only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ViewerKey {
    User(i64),
    Anonymous([u8; 16]),
}

/// Hashing of our own ids. They are handed out by the database, so nobody can choose them to collide, and the
/// standard library's keyed hash would cost more than the rest of a lookup. It is also the same in every run, so
/// nothing computed by walking over a map can differ between two runs.
#[derive(Clone, Copy, Default)]
pub struct IdHasher(u64);

pub type IdMap<K, V> = HashMap<K, V, BuildHasherDefault<IdHasher>>;
pub type IdSet<K> = HashSet<K, BuildHasherDefault<IdHasher>>;

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn write_i64(&mut self, word: i64) {
        self.write_u64(word.cast_unsigned());
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
}
