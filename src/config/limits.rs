//! How much of everything, in the units that their names end with.

use anyhow::bail;
use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// The largest file that may be uploaded.
    pub upload_bytes: u64,
    /// What one person's files may take in all.
    pub quota_bytes: u64,
    /// How much of the disk uploads must leave free, in percent.
    pub disk_reserve_percent: u64,
    pub video_seconds: i64,
    pub video_streams: usize,
    pub video_pixels: u64,
    pub open_uploads: i64,
    /// How long an unfinished upload waits for its next byte.
    pub unfinished_upload_hours: i64,
    /// How long a body or a reader of media may stand still before it is cut off.
    pub stall_seconds: u64,
    /// How long everything is still answered after a signal to stop, while `/readyz` already says no.
    pub drain_seconds: u64,
    /// The largest body of an ordinary form.
    pub form_bytes: usize,
    pub comments_per_minute: u32,
    pub ratings_per_minute: u32,
    pub reports_per_hour: u32,
    pub sign_ups_per_hour: u32,
    pub searches_per_minute: u32,
    pub watch_reports_per_minute: u32,
    /// Tests and replays of webhooks.
    pub webhook_tests_per_minute: u32,
    /// Streams of events at once, in all and of one network, and how long one lasts.
    pub event_streams: usize,
    pub event_streams_per_network: usize,
    pub event_stream_seconds: u64,
    /// How many requests of the API one network may make in ten seconds; 0: as many as it likes.
    pub api_requests_per_ten_seconds: u32,
    /// How much of media one person or network may take; 0: as much as they like.
    pub media_bytes_per_hour: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            upload_bytes: 8 << 30,
            quota_bytes: 50 << 30,
            disk_reserve_percent: 5,
            video_seconds: 12 * 3600,
            video_streams: 16,
            video_pixels: 67_108_864,
            open_uploads: 16,
            unfinished_upload_hours: 24,
            stall_seconds: 30,
            drain_seconds: 0,
            form_bytes: 64 * 1024,
            comments_per_minute: 20,
            ratings_per_minute: 120,
            reports_per_hour: 20,
            sign_ups_per_hour: 30,
            searches_per_minute: 120,
            watch_reports_per_minute: 120,
            webhook_tests_per_minute: 10,
            event_streams: 1000,
            event_streams_per_network: 20,
            event_stream_seconds: 600,
            api_requests_per_ten_seconds: 100,
            media_bytes_per_hour: 100 << 30,
        }
    }
}

impl Limits {
    /// Each limit as a line of the configuration file.
    pub fn lines(&self) -> Vec<String> {
        vec![
            format!("upload_bytes = {}", self.upload_bytes),
            format!("quota_bytes = {}", self.quota_bytes),
            format!("disk_reserve_percent = {}", self.disk_reserve_percent),
            format!("video_seconds = {}", self.video_seconds),
            format!("video_streams = {}", self.video_streams),
            format!("video_pixels = {}", self.video_pixels),
            format!("open_uploads = {}", self.open_uploads),
            format!("unfinished_upload_hours = {}", self.unfinished_upload_hours),
            format!("stall_seconds = {}", self.stall_seconds),
            format!("drain_seconds = {}", self.drain_seconds),
            format!("form_bytes = {}", self.form_bytes),
            format!("comments_per_minute = {}", self.comments_per_minute),
            format!("ratings_per_minute = {}", self.ratings_per_minute),
            format!("reports_per_hour = {}", self.reports_per_hour),
            format!("sign_ups_per_hour = {}", self.sign_ups_per_hour),
            format!("searches_per_minute = {}", self.searches_per_minute),
            format!("watch_reports_per_minute = {}", self.watch_reports_per_minute),
            format!("webhook_tests_per_minute = {}", self.webhook_tests_per_minute),
            format!("event_streams = {}", self.event_streams),
            format!("event_streams_per_network = {}", self.event_streams_per_network),
            format!("event_stream_seconds = {}", self.event_stream_seconds),
            format!("api_requests_per_ten_seconds = {}", self.api_requests_per_ten_seconds),
            format!("media_bytes_per_hour = {}", self.media_bytes_per_hour),
        ]
    }

    pub fn check(&self) -> anyhow::Result<()> {
        if self.upload_bytes == 0 || self.quota_bytes == 0 {
            bail!("limits.upload_bytes and limits.quota_bytes: must be more than 0");
        }
        if self.disk_reserve_percent > 90 {
            bail!("limits.disk_reserve_percent: must be at most 90");
        }
        if !(1..=8760).contains(&self.unfinished_upload_hours) {
            bail!("limits.unfinished_upload_hours: must be between 1 and 8760");
        }
        if !(1..=3600).contains(&self.stall_seconds) {
            bail!("limits.stall_seconds: must be between 1 and 3600");
        }
        if self.drain_seconds > 3600 {
            bail!("limits.drain_seconds: must be at most 3600");
        }
        if self.form_bytes < 4096 {
            bail!("limits.form_bytes: must be at least 4096");
        }
        Ok(())
    }
}
