use super::*;
use crate::recommender::learned::SiteSequence;
use crate::recommender::training::{Network, NetworkParts};

fn sample() -> Learned {
    let rows = |weight: f32| {
        let rows = [(0, vec![(1, weight), (2, -0.25)]), (2, vec![(0, 0.5)])];
        Some(Rows::strongest(3, 200, rows.into_iter()))
    };
    let setting = Factors { dimensions: 2, unwatched: 0.1, ridge: 0.01, rounds: 4 };
    Learned {
        version: "sample".to_owned(),
        trained_until_ms: 1_234,
        videos: vec![VideoId(3), VideoId(5), VideoId(900)].into(),
        together: rows(0.75),
        next: rows(0.125),
        factors: Some(Vectors {
            setting,
            items: vec![0.5, 0.25, -1.0, 0.0, 2.0, -0.125],
            everything: vec![1.0, 0.1, 0.0, 1.0],
        }),
        sequence: Some(sequence()),
        mixture: Some(MixtureWeights::by_hand()),
        ranker: Some(ranker()),
    }
}

/// Of two of the three videos, in numbers that two bytes hold.
fn sequence() -> SiteSequence {
    let stack = (0..NetworkParts::stack_numbers(2, 1, 1, 2).unwrap()).map(|at| at as f32 / 64.0).collect();
    let parts = NetworkParts {
        dimensions: 2,
        blocks: 1,
        heads: 1,
        length: 2,
        items: vec![0.5, -0.25, 1.0, 2.0],
        biases: vec![0.5, -0.5],
        stack,
    };
    SiteSequence::new(Network::from_parts(parts).unwrap(), vec![2, 0], 3).unwrap()
}

fn ranker() -> SiteRanker {
    use crate::recommender::ranker::{FEATURES, lesson};
    use crate::recommender::ranking::{Example, Settings};
    let example = |place: usize| Example {
        features: lesson(&[place as f32; FEATURES], place, 1.0),
        watched_seconds: 9.0 * place as f32,
        rejected: place == 3,
    };
    let examples: Vec<Example> = (0..5).map(example).collect();
    let settings = Settings { hidden: vec![2], rounds: 1, ..Settings::default() };
    SiteRanker::new(Ranker::learn(&examples, &settings).unwrap(), 0.5).unwrap()
}

/// With a length and a checksum that are right, so that only the content is judged.
fn sealed(body: &[u8]) -> Vec<u8> {
    let mut all = MARK.to_vec();
    all.extend_from_slice(&FORMAT.to_le_bytes());
    all.extend_from_slice(&((HEAD_BYTES + body.len() + CHECKSUM_BYTES) as u64).to_le_bytes());
    all.extend_from_slice(body);
    let checksum = Sha256::digest(&all);
    all.extend_from_slice(&checksum);
    all
}

fn refused(learned: &Learned) -> BadModel {
    Learned::decode(&learned.encode()).unwrap_err()
}

#[test]
fn a_model_comes_back_as_it_was() {
    let learned = sample();
    assert_eq!(Learned::decode(&learned.encode()).unwrap(), learned);
    let bare = Learned { version: "bare".to_owned(), ..Learned::default() };
    assert_eq!(Learned::decode(&bare.encode()).unwrap(), bare);
}

#[test]
fn f22_a_model_cut_off_anywhere_is_refused() {
    let bytes = sample().encode();
    for length in 0..bytes.len() {
        assert!(Learned::decode(&bytes[..length]).is_err(), "{length} bytes of {}", bytes.len());
    }
    let mut longer = bytes;
    longer.push(0);
    assert!(matches!(Learned::decode(&longer), Err(BadModel::Length { .. })));
}

#[test]
fn f22_a_model_with_any_byte_altered_is_refused() {
    let bytes = sample().encode();
    for place in 0..bytes.len() {
        let mut altered = bytes.clone();
        altered[place] ^= 0x10;
        assert!(Learned::decode(&altered).is_err(), "byte {place}");
    }
}

#[test]
fn f22_what_is_no_model_or_of_another_format_is_refused() {
    assert_eq!(Learned::decode(b"").unwrap_err(), BadModel::Foreign);
    assert_eq!(Learned::decode(b"GIF89a, a picture of something").unwrap_err(), BadModel::Foreign);
    let mut newer = sample().encode();
    newer[MARK.len()] = 200;
    assert_eq!(Learned::decode(&newer).unwrap_err(), BadModel::OtherFormat(200));
}

#[test]
fn f22_numbers_that_are_none_are_refused_wherever_they_stand() {
    let mut learned = sample();
    if let Some(rows) = &mut learned.together {
        rows.weights[1] = to_half(f32::NAN);
    }
    assert_eq!(refused(&learned), BadModel::Content("together"));
    let mut learned = sample();
    if let Some(rows) = &mut learned.next {
        rows.weights[0] = 0x7C00;
    }
    assert_eq!(refused(&learned), BadModel::Content("next"));
    for alter in [
        (|factors| factors.items[3] = f32::NAN) as fn(&mut Vectors),
        |factors| factors.everything[0] = f32::INFINITY,
        |factors| factors.setting.ridge = f32::NAN,
        |factors| factors.setting.ridge = 0.0,
    ] {
        let mut learned = sample();
        learned.factors.as_mut().map(alter).unwrap();
        assert_eq!(refused(&learned), BadModel::Content("factors"));
    }
    let mut learned = sample();
    learned.mixture.as_mut().unwrap().home[1][2] = f32::NAN;
    assert_eq!(refused(&learned), BadModel::Content("mixture"));
}

#[test]
fn a_model_from_before_there_was_a_ranker_is_read() {
    let old = Learned { ranker: None, ..sample() };
    let bytes = old.encode();
    assert!(!bytes.windows(4).any(|name| name == b"RANK"));
    assert_eq!(Learned::decode(&bytes).unwrap(), old);
}

#[test]
fn a_model_from_before_there_was_a_network_is_read() {
    let old = Learned { sequence: None, ..sample() };
    let bytes = old.encode();
    assert!(!bytes.windows(4).any(|name| name == b"SEQU"));
    assert_eq!(Learned::decode(&bytes).unwrap(), old);
}

/// A file with another section, and a length and a checksum that are right.
fn with_section(name: &[u8; 4], write: impl FnOnce(&mut Writer)) -> Result<Learned, BadModel> {
    let bare = Learned {
        version: "bare".to_owned(),
        videos: vec![VideoId(3), VideoId(5), VideoId(900)].into(),
        ..Learned::default()
    };
    let bytes = bare.encode();
    let mut out = Writer(bytes[HEAD_BYTES..bytes.len() - CHECKSUM_BYTES].to_vec());
    out.section(name, write);
    Learned::decode(&sealed(&out.0))
}

fn with_ranker(alter: impl Fn(&mut Vec<u8>)) -> Result<Learned, BadModel> {
    with_section(b"RANK", |section| {
        write_ranker(section, &ranker());
        alter(&mut section.0);
    })
}

fn with_sequence(alter: impl Fn(&mut Vec<u8>)) -> Result<Learned, BadModel> {
    with_section(b"SEQU", |section| {
        super::sequence::write(section, &sequence());
        alter(&mut section.0);
    })
}

#[test]
fn f22_a_network_of_odd_numbers_or_sizes_is_refused() {
    let bad = Err(BadModel::Content("sequence"));
    assert_eq!(with_sequence(|_| ()).unwrap().sequence, Some(sequence()));
    let number = |place: usize, number: [u8; 4]| {
        with_sequence(|section| section[place..place + 4].copy_from_slice(&number))
    };
    for (part, counts) in [(0, [0, 1, 3]), (4, [0, 2, 9]), (8, [0, 3, 7]), (12, [0, 3, 201]), (16, [0, 1, 3])]
    {
        for count in counts.into_iter().chain([u32::MAX]) {
            assert_eq!(number(part, count.to_le_bytes()), bad, "{count} at {part}");
        }
    }
    let layers = 20;
    let biases = layers + 4 * NetworkParts::stack_numbers(2, 1, 1, 2).unwrap();
    let positions = biases + 8;
    for none in [f32::NAN, f32::INFINITY] {
        for place in [layers, biases - 4, biases] {
            assert_eq!(number(place, none.to_le_bytes()), bad, "{none} at {place}");
        }
    }
    for position in [2, 3, u32::MAX] {
        assert_eq!(number(positions + 4, position.to_le_bytes()), bad, "position {position}");
    }
    let cell = with_sequence(|section| {
        let end = section.len();
        section[end - 2..].copy_from_slice(&to_half(f32::NAN).to_le_bytes());
    });
    assert_eq!(cell, bad, "a vector with a number that is none");
    assert_eq!(with_sequence(|section| section.truncate(section.len() - 2)), bad, "a number too few");
    assert!(with_sequence(|section| section.extend([0; 2])).is_err(), "a number too many");
    assert_eq!(with_sequence(Vec::clear), bad, "nothing in it");
}

#[test]
fn f22_a_ranker_of_odd_numbers_or_sizes_is_refused() {
    let bad = Err(BadModel::Content("ranker"));
    assert!(with_ranker(|_| ()).unwrap().ranker.is_some());
    let number = |place: usize, number: [u8; 4]| {
        with_ranker(|section| section[place..place + 4].copy_from_slice(&number))
    };
    for share in [f32::NAN, f32::INFINITY, -0.5, 1.5] {
        assert_eq!(number(4, share.to_le_bytes()), bad, "a share of {share}");
    }
    for count in [0, 1, u32::MAX] {
        assert_eq!(number(8, count.to_le_bytes()), bad, "{count} features");
        assert_eq!(number(12, (count ^ 0x8000).to_le_bytes()), bad, "{count} knots");
    }
    assert_eq!(number(16, f32::NAN.to_le_bytes()), bad, "a knot that is none");
    let end = |number: [u8; 4]| {
        with_ranker(|section| {
            let start = section.len() - 4;
            section[start..].copy_from_slice(&number);
        })
    };
    assert_eq!(end(f32::NAN.to_le_bytes()), bad, "a weight that is none");
    assert_eq!(with_ranker(|section| section.truncate(section.len() - 4)), bad, "a weight too few");
    assert_eq!(with_ranker(|section| section.extend([0; 4])), bad, "a weight too many");
    assert_eq!(with_ranker(|section| section.push(0)), bad, "a byte too many");
    assert_eq!(with_ranker(Vec::clear), bad, "nothing in it");
}

#[test]
fn a_ranker_of_another_layout_is_left_out_and_the_rest_is_read() {
    let other = with_ranker(|section| section[0] ^= 0x40).unwrap();
    assert_eq!((other.ranker, other.version.as_str()), (None, "bare"));
}

#[test]
fn f22_positions_and_videos_out_of_order_or_range_are_refused() {
    let mut learned = sample();
    if let Some(rows) = &mut learned.together {
        rows.columns[0] = 3;
    }
    assert_eq!(refused(&learned), BadModel::Content("together"));
    for (place, start) in [(1, 9), (0, 1), (3, 2)] {
        let mut learned = sample();
        if let Some(rows) = &mut learned.next {
            rows.starts[place] = start;
        }
        assert_eq!(refused(&learned), BadModel::Content("next"), "start {place}");
    }
    for videos in [[5, 3, 900], [3, 3, 900]] {
        let learned = Learned { videos: videos.map(VideoId).to_vec().into(), ..sample() };
        assert_eq!(refused(&learned), BadModel::Content("that names its videos"));
    }
    let mut fewer = sample();
    fewer.videos = fewer.videos[..2].to_vec().into();
    assert!(matches!(refused(&fewer), BadModel::Content(_)), "parts of another number of videos");
}

#[test]
fn f22_sections_that_are_missing_unknown_or_of_a_wrong_length_are_refused() {
    let section = |name: &[u8; 4], content: &[u8]| {
        let mut out = Writer::default();
        out.section(name, |out| out.0.extend_from_slice(content));
        out.0
    };
    assert!(Learned::decode(&sealed(b"")).is_err(), "nothing in it");
    assert!(Learned::decode(&sealed(&section(b"VIDE", b""))).is_err(), "no version");
    assert!(Learned::decode(&sealed(&section(b"WHAT", b"?"))).is_err(), "an unknown part");
    assert!(Learned::decode(&sealed(&section(b"VIDE", b"12345"))).is_err(), "half an id");
    let mut endless = section(b"VIDE", b"");
    endless[4..12].copy_from_slice(&u64::MAX.to_le_bytes());
    assert!(Learned::decode(&sealed(&endless)).is_err(), "longer than all of it");
    // A count that no memory holds must be refused before any is asked for.
    let mut rows = vec![0xFF; 8];
    rows.extend_from_slice(&[0; 16]);
    assert!(Learned::decode(&sealed(&section(b"TOGE", &rows))).is_err());
}
