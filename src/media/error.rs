//! How the media engine says no. Three answers, because three different things follow: tell the uploader, try again,
//! or stop.

/// Why nothing was made.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// The file's own fault. Trying again cannot help; the sentence is for the uploader.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Ours, or chance. The last lines ffmpeg printed are in the chain, for the administrator.
    #[error("media processing failed: {0:#}")]
    Failed(#[from] anyhow::Error),
    /// The cancellation flag was set.
    #[error("media processing was cancelled")]
    Cancelled,
}

/// One clear sentence each, shown to whoever uploaded the file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("This is not a video or audio file.")]
    NotMedia,
    #[error("The end of this file is missing, so it cannot be played. Please upload it again.")]
    CutOff,
    #[error("This site's virus scanner refused the file.")]
    Scanned,
    #[error("Nothing in this file can be read. It may be damaged.")]
    NothingReadable,
    #[error("The file describes itself at such length that it cannot be read.")]
    TooMuchDescription,
    #[error("The picture is larger than {} megapixels, or its size cannot be read.", .limit_pixels / 1_000_000)]
    PictureTooLarge { limit_pixels: u64 },
    #[error("The picture is too small: at least 2 by 2 pixels are needed.")]
    PictureTooSmall,
    #[error("The picture is in a format this site does not know.")]
    UnknownPicture,
    #[error("The sound is in a format this site does not know.")]
    UnknownSound,
    #[error("The video is longer than {}.", hours(*.limit_ms))]
    TooLong { limit_ms: u64 },
    #[error("The file has {count} tracks; at most {limit} are accepted.")]
    TooManyTracks { count: usize, limit: usize },
    #[error("Please choose a picture: PNG, JPEG or WebP.")]
    NotAPicture,
    #[error("The picture file is larger than {} MB.", .limit_bytes >> 20)]
    PictureFileTooLarge { limit_bytes: u64 },
    #[error("This picture cannot be read. It may be damaged, or larger than {} megapixels.", .limit_pixels / 1_000_000)]
    UnreadablePicture { limit_pixels: u64 },
}

fn hours(milliseconds: u64) -> String {
    match milliseconds / 1000 {
        seconds if seconds % 3600 == 0 => format!("{} hours", seconds / 3600),
        seconds if seconds % 60 == 0 => format!("{} minutes", seconds / 60),
        seconds => format!("{seconds} seconds"),
    }
}
