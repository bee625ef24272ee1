//! Takeouts of every kind: what is recognised, and what an archive that means harm comes to.

use std::fs;

use kinora::import::{Destination, FoundVideo, Source, SourceError, TakeoutSource};

use super::archive::{self, Packing};

const TABLE: &str = "Video ID,Approx Duration (ms),Video Audio Language,Video Category,Video Description (Original),Channel ID,Tag 1,Tag 2,\
Video Title (Original),Privacy,Video State,Video Create Timestamp,Video Publish Timestamp\n\
aaaaaaaaaaa,9000,en,Education,\"Boats, \"\"at\"\" dawn.\nTwo lines.\",UCaaaaaaaaaaaaaaaaaaaaaa,boats,dawn,\"Boats: part 1\",Public,Processed,2021-01-30T05:26:03+00:00,2021-02-01T00:00:00+00:00\n\
bbbbbbbbbbb,9000,,Education,,UCaaaaaaaaaaaaaaaaaaaaaa,,,\"Boats: part 1\",Public,Processed,2021-03-30T05:26:03+00:00,\n\
ccccccccccc,9000,,Education,,UCaaaaaaaaaaaaaaaaaaaaaa,,,A film that is nowhere,Public,Processed,2021-03-30T05:26:03+00:00,\n";
const HOME: &str = "Takeout/YouTube and YouTube Music";

fn unpacked(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn packed(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<_> = files.iter().map(|(name, bytes)| (*name, *bytes, Packing::Deflated)).collect();
    fs::write(folder.path().join("takeout-001.zip"), archive::zip(&files)).unwrap();
    folder
}

fn fetched(
    source: &mut TakeoutSource,
    key: &str,
    most_bytes: u64,
) -> Result<(FoundVideo, Vec<u8>), SourceError> {
    let place = tempfile::tempdir().unwrap();
    let into =
        Destination::new(place.path().join("film"), place.path().join("beside"), most_bytes, &|| false);
    let found = source.fetch(key, &into)?;
    let bytes = fs::read(&found.file).unwrap();
    Ok((found, bytes))
}

#[test]
fn films_are_known_by_their_titles_and_numbered_ones_by_their_order() {
    let playlist = "Video ID,Playlist Video Creation Timestamp\naaaaaaaaaaa,2021-01-30T05:26:03+00:00\n";
    let folder = unpacked(&[
        (&format!("{HOME}/video metadata/videos.csv"), TABLE),
        (&format!("{HOME}/playlists/Ships-videos.csv"), playlist),
        (&format!("{HOME}/videos/Boats_ part 1(1).mp4"), "second"),
        (&format!("{HOME}/videos/Boats_ part 1.mp4"), "first"),
        (&format!("{HOME}/videos/Something else.mov"), "other"),
        ("Takeout/Google Photos/2021/holiday.mp4", "somebody's holiday"),
    ]);
    let mut source = TakeoutSource::new(folder.path().to_path_buf());
    let listing = source.list().unwrap();
    let keys: Vec<&str> = listing.items.iter().map(|item| item.key.as_str()).collect();
    let other = format!("takeout {HOME}/videos/Something else.mov");
    assert_eq!(keys, ["youtube aaaaaaaaaaa", "youtube bbbbbbbbbbb", other.as_str()]);
    assert_eq!(listing.passed_over[0].0, "A film that is nowhere");
    let ships = &listing.playlists[0];
    assert_eq!((listing.playlists.len(), ships.title.as_str()), (1, "Ships"));
    let found = source.playlist(&ships.reference).unwrap();
    assert_eq!(
        (found.title.as_str(), found.videos.as_slice()),
        ("Ships", ["youtube aaaaaaaaaaa".to_owned()].as_slice())
    );
    assert!(source.playlist("no such").is_err());

    let (first, bytes) = fetched(&mut source, "youtube aaaaaaaaaaa", 100).unwrap();
    assert_eq!((first.title.as_str(), bytes.as_slice()), ("Boats: part 1", b"first".as_slice()));
    assert_eq!(first.description, "Boats, \"at\" dawn.\nTwo lines.");
    assert_eq!((first.tags.len(), first.language.as_deref()), (2, Some("en")));
    assert_eq!(first.shown_at, Some(1_612_137_600), "when it was published, not when it was made");
    let (second, bytes) = fetched(&mut source, "youtube bbbbbbbbbbb", 100).unwrap();
    assert_eq!((bytes.as_slice(), second.shown_at), (b"second".as_slice(), Some(1_617_081_963)));
    assert!(matches!(fetched(&mut source, "youtube aaaaaaaaaaa", 4), Err(SourceError::Refused(_))));
}

#[test]
fn a_takeout_in_another_language_is_read_by_what_stands_in_it() {
    let table = "Video-ID,Ungefähre Dauer (ms),Videotitel (Original),Datenschutz,Zeitstempel\n\
                 aaaaaaaaaaa,9000,Die lange Überfahrt von Kiel nach Oslo im Winter,Öffentlich,2021-01-30T05:26:03+00:00\n";
    let home = "Takeout/YouTube und YouTube Music";
    let packed = packed(&[
        (&format!("{home}/Video-Metadaten/Videos.csv"), table.as_bytes()),
        (&format!("{home}/Videos/Die lange Überfahrt von Kiel nach Oslo.mp4"), b"a film"),
    ]);
    let mut source = TakeoutSource::new(packed.path().to_path_buf());
    let listing = source.list().unwrap();
    assert_eq!(listing.items[0].key, "youtube aaaaaaaaaaa");
    let (found, bytes) = fetched(&mut source, "youtube aaaaaaaaaaa", 100).unwrap();
    assert_eq!(found.title, "Die lange Überfahrt von Kiel nach Oslo im Winter");
    assert_eq!((bytes.as_slice(), found.shown_at), (b"a film".as_slice(), Some(1_611_984_363)));
}

#[test]
fn an_older_takeout_describes_each_film_beside_it() {
    let described = r#"[{"id": "aaaaaaaaaaa", "kind": "youtube#video", "snippet": {"title": "Boats", "description": "D",
        "publishedAt": "2012-05-01T10:00:00.000Z", "tags": ["a"], "categoryId": "22"}, "status": {"privacyStatus": "public"}}]"#;
    let folder = unpacked(&[
        ("Takeout/YouTube/videos/Boats.json", described),
        ("Takeout/YouTube/videos/Boats.mp4", "a film"),
        ("Takeout/YouTube/history/watch-history.json", "[{\"header\": \"YouTube\"}]"),
    ]);
    let mut source = TakeoutSource::new(folder.path().to_path_buf());
    assert_eq!(source.list().unwrap().items.len(), 1);
    let (found, _) = fetched(&mut source, "youtube aaaaaaaaaaa", 100).unwrap();
    assert_eq!((found.description.as_str(), found.shown_at), ("D", Some(1_335_866_400)));
}

#[test]
fn what_is_no_takeout_is_refused_in_words() {
    let folder = unpacked(&[("holiday.mp4", "a film"), ("notes.csv", "a,b\n1,2\n")]);
    let refused = TakeoutSource::new(folder.path().to_path_buf()).list().unwrap_err();
    assert!(refused.to_string().contains("no films of YouTube"), "{refused}");
    let torn = unpacked(&[("takeout-001.zip", "PK no archive")]);
    let refused = TakeoutSource::new(torn.path().join("takeout-001.zip")).list().unwrap_err();
    assert!(refused.to_string().contains("no ZIP archive"), "{refused}");
    assert!(TakeoutSource::new(folder.path().join("nowhere")).list().is_err());
}

#[test]
fn up_12_an_archive_that_would_grow_without_end_or_leads_outside_is_passed_over() {
    let nothing = vec![0; 8 << 20];
    let packed = packed(&[
        (&format!("{HOME}/video metadata/videos.csv"), TABLE.as_bytes()),
        (&format!("{HOME}/videos/Boats_ part 1.mp4"), nothing.as_slice()),
        ("../../outside.mp4", b"outside"),
        ("/etc/absolute.mp4", b"outside"),
        (&format!("{HOME}/videos/Good.mp4"), b"a film"),
    ]);
    let mut source = TakeoutSource::new(packed.path().to_path_buf());
    let listing = source.list().unwrap();
    assert_eq!(listing.items.len(), 1, "{listing:?}");
    let reasons: Vec<&str> = listing.passed_over.iter().map(|(_, reason)| reason.as_str()).collect();
    assert!(reasons.contains(&"it would grow beyond measure when unpacked"), "{reasons:?}");
    assert!(reasons.contains(&"its path leads out of the archive"), "{reasons:?}");
}

#[test]
fn up_12_a_link_in_an_archive_or_a_folder_is_followed_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("takeout-001.zip");
    let (link, good) = (format!("{HOME}/videos/Link.mp4"), format!("{HOME}/videos/Good.mp4"));
    let files: [(&str, &[u8], Packing); 2] =
        [(&link, b"/etc/passwd", Packing::Link), (&good, b"a film", Packing::Stored)];
    fs::write(&path, archive::zip(&files)).unwrap();
    let listing = TakeoutSource::new(path).list().unwrap();
    assert_eq!((listing.items.len(), listing.passed_over.len()), (1, 1), "{listing:?}");

    let loose = unpacked(&[(&format!("{HOME}/videos/Good.mp4"), "a film")]);
    let link = loose.path().join(format!("{HOME}/videos/Link.mp4"));
    std::os::unix::fs::symlink("/etc/passwd", link).unwrap();
    assert_eq!(TakeoutSource::new(loose.path().to_path_buf()).list().unwrap().items.len(), 1);
}

#[test]
fn up_12_an_archive_of_a_million_files_is_not_even_listed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("takeout-001.zip");
    let names: Vec<String> = (0..200_001).map(|number| number.to_string()).collect();
    let files: Vec<_> = names.iter().map(|name| (name.as_str(), b"".as_slice(), Packing::Stored)).collect();
    fs::write(&path, archive::zip(&files)).unwrap();
    let refused = TakeoutSource::new(path).list().unwrap_err();
    assert!(refused.to_string().contains("more files than any Takeout"), "{refused}");
}

#[test]
fn up_12_more_bytes_than_were_announced_or_other_ones_are_refused() {
    let whole = archive::zip(&[(&format!("{HOME}/videos/Good.mp4"), b"a film, and more", Packing::Stored)]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("takeout-001.zip");
    let place = whole.windows(6).position(|window| window == b"a film").unwrap();
    let list = whole.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    let mut other = whole.clone();
    other[place] = b'A';
    let mut shorter = whole;
    shorter[list + 24..list + 28].copy_from_slice(&3_u32.to_le_bytes());
    for harmful in [other, shorter] {
        fs::write(&path, harmful).unwrap();
        let mut source = TakeoutSource::new(path.clone());
        let key = source.list().unwrap().items[0].key.clone();
        assert!(matches!(fetched(&mut source, &key, 1000), Err(SourceError::Refused(_))));
    }
}
