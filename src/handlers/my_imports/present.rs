//! Imports as their pages print them.

use crate::app::App;
use crate::db::types::{ImportItemKind, ImportItemState, ImportSource, ImportState};
use crate::handlers::privacies;
use crate::http::cards;
use crate::models::channel::Channel;
use crate::models::import::{Import, ImportItem};
use crate::paths;
use crate::views::import::{ImportView, ItemView};
use crate::views::{ChoiceView, ProgressView, StateKind, StateView};

pub fn import(app: &App, import: &Import) -> ImportView {
    ImportView {
        url: paths::imports::show(&import.uuid),
        address: import.address.clone(),
        source: source(import.source).to_owned(),
        state: state(import),
        progress: import
            .is_running()
            .then(|| ProgressView { percent: import.progress(), words: String::new() }),
        counts: counts(import),
        begun: cards::ago(import.created_at, app.now()),
    }
}

/// Where its videos go.
pub fn wish(import: &Import) -> String {
    let privacy = privacies::label(import.privacy);
    match &import.channel {
        Some(channel) => format!("{privacy}, in {channel}"),
        None => privacy.to_owned(),
    }
}

pub fn item(item: &ImportItem) -> ItemView {
    let (label, kind) = match item.state {
        ImportItemState::Waiting => ("Waiting", StateKind::Plain),
        ImportItemState::Taken => ("Taken", StateKind::Good),
        ImportItemState::ThereAlready => ("There already", StateKind::Plain),
        ImportItemState::PassedOver => ("Passed over", StateKind::Plain),
        ImportItemState::Failed => ("Not taken", StateKind::Bad),
    };
    let prefix = if item.state == ImportItemState::Taken { "Left: " } else { "" };
    ItemView {
        title: item.title.clone(),
        url: item.taken_uuid.as_ref().map(match item.kind {
            ImportItemKind::Video => paths::videos::watch,
            ImportItemKind::Playlist => paths::playlists::show,
        }),
        state: StateView { label: label.to_owned(), kind },
        notes: item.note.iter().flat_map(|note| note.lines()).map(|line| format!("{prefix}{line}")).collect(),
    }
}

pub fn sources() -> Vec<ChoiceView> {
    let sites = ImportSource::ALL.iter().filter(|source| source.is_site());
    let choice = |kind: &ImportSource| ChoiceView {
        value: kind.to_string(),
        label: source(*kind).to_owned(),
        hint: String::new(),
    };
    sites.map(choice).collect()
}

pub fn channels(channels: &[Channel]) -> Vec<ChoiceView> {
    let choice = |channel: &Channel| ChoiceView {
        value: channel.handle.clone(),
        label: channel.display_name.clone(),
        hint: String::new(),
    };
    channels.iter().map(choice).collect()
}

fn source(source: ImportSource) -> &'static str {
    match source {
        ImportSource::Folder => "A folder of yt-dlp",
        ImportSource::Takeout => "A YouTube Takeout",
        ImportSource::Peertube => "PeerTube or Kinora",
        ImportSource::Mediacms => "MediaCMS",
    }
}

fn state(import: &Import) -> StateView {
    let (label, kind) = match import.state {
        ImportState::Running => ("Running", StateKind::Busy),
        ImportState::Stopped => ("Stopped", StateKind::Plain),
        ImportState::Done if import.failed > 0 => ("Done, not all taken", StateKind::Bad),
        ImportState::Done => ("Done", StateKind::Good),
        ImportState::Failed => ("Failed", StateKind::Bad),
    };
    StateView { label: label.to_owned(), kind }
}

/// "12 of 30 taken, 2 there already".
fn counts(import: &Import) -> String {
    if import.listed_at.is_none() && import.is_running() {
        return "Finding out what is there".to_owned();
    }
    let mut words = format!("{} of {} taken", import.taken, import.total);
    for (count, what) in [
        (import.there_already, "there already"),
        (import.passed_over, "passed over"),
        (import.failed, "not taken"),
    ] {
        if count > 0 {
            words.push_str(&format!(", {count} {what}"));
        }
    }
    words
}
