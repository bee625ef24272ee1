//! The environment over the file: one variable a setting, `…_FILE` for the secrets.

use anyhow::{Context, bail};
use toml::{Table, Value};

/// A variable and the place in the file that it overrides.
struct Variable {
    name: &'static str,
    path: &'static [&'static str],
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    Text,
    /// Text that may stand in a file named by `…_FILE`.
    Secret,
    Number,
    /// Separated by commas.
    List,
}

const VARIABLES: &[Variable] = &[
    text("KINORA_LISTEN", &["listen"]),
    text("KINORA_DATA_DIR", &["data_dir"]),
    text("KINORA_PUBLIC_URL", &["public_url"]),
    Variable { name: "KINORA_TRUSTED_PROXIES", path: &["trusted_proxies"], kind: Kind::List },
    Variable { name: "KINORA_SECRET_KEY", path: &["secret_key"], kind: Kind::Secret },
    Variable { name: "KINORA_SECRET_KEY_OLD", path: &["secret_key_old"], kind: Kind::Secret },
    Variable { name: "KINORA_DATABASE_URL", path: &["database", "url"], kind: Kind::Secret },
    number("KINORA_DATABASE_POOL", &["database", "pool"]),
    text("KINORA_SITE_NAME", &["site", "name"]),
    text("KINORA_SITE_DESCRIPTION", &["site", "description"]),
    text("KINORA_SIGN_UP", &["accounts", "sign_up"]),
    number("KINORA_PASSWORD_MIN_LENGTH", &["accounts", "password_min_length"]),
    number("KINORA_PASSWORD_COST", &["accounts", "password_cost"]),
    text("KINORA_FFMPEG", &["media", "ffmpeg"]),
    text("KINORA_FFPROBE", &["media", "ffprobe"]),
    text("KINORA_MEDIA_CONFINE", &["media", "confine"]),
    text("KINORA_MEDIA_SANDBOX", &["media", "sandbox"]),
    text("KINORA_MEDIA_LADDER", &["media", "ladder"]),
    text("KINORA_MEDIA_AV1", &["media", "av1"]),
    number("KINORA_MEDIA_WORKERS", &["media", "workers"]),
    number("KINORA_DOWNLOAD_CACHE_BYTES", &["media", "download_cache_bytes"]),
    text("KINORA_MEDIA_SENDFILE", &["media", "send_file"]),
    number("KINORA_API_REQUESTS_PER_TEN_SECONDS", &["limits", "api_requests_per_ten_seconds"]),
    number("KINORA_MEDIA_BYTES_PER_HOUR", &["limits", "media_bytes_per_hour"]),
    text("KINORA_TRANSCRIBE", &["media", "transcribe"]),
    text("KINORA_TRANSCRIBE_LANGUAGE", &["media", "transcribe_language"]),
    number("KINORA_TRANSCRIBE_SECONDS", &["media", "transcribe_seconds"]),
    text("KINORA_SCAN", &["media", "scan"]),
    number("KINORA_SCAN_SECONDS", &["media", "scan_seconds"]),
    text("KINORA_STORAGE_KIND", &["storage", "kind"]),
    text("KINORA_STORAGE_BUCKET", &["storage", "bucket"]),
    text("KINORA_STORAGE_ENDPOINT", &["storage", "endpoint"]),
    text("KINORA_STORAGE_REGION", &["storage", "region"]),
    Variable { name: "KINORA_STORAGE_ACCESS_KEY", path: &["storage", "access_key"], kind: Kind::Secret },
    Variable { name: "KINORA_STORAGE_SECRET_KEY", path: &["storage", "secret_key"], kind: Kind::Secret },
    text("KINORA_STORAGE_ADDRESSING", &["storage", "addressing"]),
    text("KINORA_STORAGE_PREFIX", &["storage", "prefix"]),
    text("KINORA_STORAGE_DELIVERY", &["storage", "delivery"]),
    text("KINORA_RECOMMENDER_TRAIN", &["recommender", "train"]),
    number("KINORA_RECOMMENDER_NIGHT_HOUR", &["recommender", "night_hour"]),
    text("KINORA_WEBHOOKS_ENABLED", &["webhooks", "enabled"]),
    text("KINORA_WEBHOOKS_PRIVATE_NETWORKS", &["webhooks", "private_networks"]),
    number("KINORA_WEBHOOKS_PER_USER", &["webhooks", "per_user"]),
    text("KINORA_IMPORTS_SITES", &["imports", "sites"]),
    text("KINORA_IMPORTS_PRIVATE_NETWORKS", &["imports", "private_networks"]),
    number("KINORA_UPLOAD_BYTES", &["limits", "upload_bytes"]),
    number("KINORA_QUOTA_BYTES", &["limits", "quota_bytes"]),
    number("KINORA_EVENT_STREAMS", &["limits", "event_streams"]),
    number("KINORA_EVENT_STREAMS_PER_NETWORK", &["limits", "event_streams_per_network"]),
    number("KINORA_EVENT_STREAM_SECONDS", &["limits", "event_stream_seconds"]),
    number("KINORA_DISK_RESERVE_PERCENT", &["limits", "disk_reserve_percent"]),
    number("KINORA_STALL_SECONDS", &["limits", "stall_seconds"]),
    number("KINORA_DRAIN_SECONDS", &["limits", "drain_seconds"]),
];

/// Read elsewhere: where the file is, where the test suite finds its samples and its object store.
const NOT_SETTINGS: &[&str] =
    &["KINORA_CONFIG", "KINORA_SAMPLES", "KINORA_TEST_S3S_FS", "KINORA_TEST_YT_DLP"];

const fn text(name: &'static str, path: &'static [&'static str]) -> Variable {
    Variable { name, path, kind: Kind::Text }
}

const fn number(name: &'static str, path: &'static [&'static str]) -> Variable {
    Variable { name, path, kind: Kind::Number }
}

/// The names of all variables.
pub fn variables() -> impl Iterator<Item = &'static str> {
    VARIABLES.iter().map(|variable| variable.name)
}

/// Writes every `KINORA_…` variable over the table; one that names no setting is refused.
pub fn overlay(table: &mut Table, environment: &[(String, String)]) -> anyhow::Result<()> {
    for (name, value) in environment.iter().filter(|(name, _)| name.starts_with("KINORA_")) {
        if NOT_SETTINGS.contains(&name.as_str()) {
            continue;
        }
        let (base, from_file) = match name.strip_suffix("_FILE") {
            Some(base) => (base, FromFile::Yes),
            None => (name.as_str(), FromFile::No),
        };
        let Some(variable) = VARIABLES.iter().find(|variable| variable.name == base) else {
            bail!("{name}: there is no such setting");
        };
        let value = match (variable.kind, from_file) {
            (Kind::Secret, FromFile::Yes) => std::fs::read_to_string(value)
                .with_context(|| format!("{name}: cannot read {value}"))?
                .trim_end()
                .to_owned(),
            (_, FromFile::Yes) => bail!("{name}: there is no such setting"),
            (_, FromFile::No) => value.clone(),
        };
        set(table, variable, parse(variable, &value)?)?;
    }
    Ok(())
}

enum FromFile {
    Yes,
    No,
}

fn parse(variable: &Variable, value: &str) -> anyhow::Result<Value> {
    Ok(match variable.kind {
        Kind::Text | Kind::Secret => Value::String(value.to_owned()),
        Kind::Number => Value::Integer(
            value
                .trim()
                .parse()
                .ok()
                .with_context(|| format!("{}: {value:?} is not a whole number", variable.name))?,
        ),
        Kind::List => Value::Array(
            value
                .split(',')
                .map(str::trim)
                .filter(|item| !item.is_empty())
                .map(|item| item.to_owned().into())
                .collect(),
        ),
    })
}

fn set(table: &mut Table, variable: &Variable, value: Value) -> anyhow::Result<()> {
    let Some((last, groups)) = variable.path.split_last() else { return Ok(()) };
    let mut place = table;
    for group in groups {
        place = place
            .entry(*group)
            .or_insert_with(|| Value::Table(Table::new()))
            .as_table_mut()
            .with_context(|| format!("{group} must be a table"))?;
    }
    place.insert((*last).to_owned(), value);
    Ok(())
}
