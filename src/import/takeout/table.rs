//! Tables of comma-separated values, as RFC 4180 has them.

/// The rows, the first being the columns' names. A row that is shorter than the first is filled with nothing.
pub fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let fields = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
    // Of text in memory every record can be read.
    let mut rows: Vec<Vec<String>> = reader.records().map_while(Result::ok).map(fields).collect();
    let columns = rows.first().map_or(0, Vec::len);
    rows.retain(|row| row.iter().any(|field| !field.trim().is_empty()));
    rows.iter_mut().for_each(|row| row.resize(columns, String::new()));
    rows
}

/// How YouTube names a video.
pub fn is_video_id(text: &str) -> bool {
    text.len() == 11 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// The ids of the videos of a table that is a playlist: ids, and when each was added.
pub fn playlist_of(text: &str) -> Option<Vec<String>> {
    let rows = rows(text);
    let (_, videos) = rows.split_first()?;
    let is_item = |row: &Vec<String>| row.len() == 2 && is_video_id(row[0].trim()) && is_moment(&row[1]);
    let is_playlist = !videos.is_empty() && videos.iter().all(is_item);
    is_playlist.then(|| videos.iter().map(|row| row[0].trim().to_owned()).collect())
}

pub fn is_moment(text: &str) -> bool {
    moment(text).is_some()
}

/// Seconds since 1970.
pub fn moment(text: &str) -> Option<i64> {
    chrono::DateTime::parse_from_rfc3339(text.trim()).ok().map(|moment| moment.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_as_it_was_written() {
        let read = rows("a,b\r\n\"x, \"\"y\"\"\nz\",2\r\n\r\nshort\n");
        assert_eq!(read, [["a", "b"], ["x, \"y\"\nz", "2"], ["short", ""]]);
        assert!(rows("").is_empty());
    }
}
