//! `kinora config print`: every setting in force, in the file's own form, secrets masked.

use std::path::Path;

use crate::config::{Config, Sandbox, SendFile, SignUp};

pub fn text(config: &Config) -> String {
    let Config { site, accounts, media, storage, recommender, imports, webhooks, limits, .. } = config;
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let secret = |given: bool| if given { "\"***\"" } else { "\"\" # made in the data folder" };
    let public_url = config
        .public_url
        .as_ref()
        .map_or_else(|| "\"\" # the bound address".to_owned(), |url| quoted(&url.to_string()));
    let proxies: Vec<String> =
        config.trusted_proxies.iter().map(|proxy| quoted(&proxy.to_string())).collect();
    let mut lines = vec![
        format!("listen = {}", quoted(&config.listen.to_string())),
        format!("data_dir = {}", quoted(&config.data_dir.display().to_string())),
        format!("public_url = {public_url}"),
        format!("trusted_proxies = [{}]", proxies.join(", ")),
        format!("secret_key = {}", secret(config.secret_key.is_some())),
        format!("secret_key_old = {}", if config.secret_key_old.is_some() { "\"***\"" } else { "\"\"" }),
        String::new(),
        "[database]".to_owned(),
        format!("url = {}", quoted(&config.database_url.to_string())),
        format!("pool = {}", config.database_pool),
        String::new(),
        "[site]".to_owned(),
        format!("name = {}", quoted(&site.name)),
        format!("description = {}", quoted(&site.description)),
        String::new(),
        "[accounts]".to_owned(),
        format!("sign_up = {}", if accounts.sign_up == SignUp::Open { "\"open\"" } else { "\"closed\"" }),
        format!("password_min_length = {}", accounts.password_min_length),
        format!("password_cost = {}", accounts.password_cost),
        String::new(),
        "[media]".to_owned(),
        format!("ffmpeg = {}", quoted(&media.ffmpeg)),
        format!("ffprobe = {}", quoted(&media.ffprobe)),
        format!("confine = {}", confine(config)),
        format!("sandbox = {}", if media.sandbox == Sandbox::On { "\"on\"" } else { "\"off\"" }),
        format!("workers = {}", config.media_workers()),
        format!("keep_original = {}", media.keep_original),
        format!("download_cache_bytes = {}", media.download_cache_bytes),
        format!("ladder = {}", quoted(media.ladder.as_str())),
        format!("av1 = {}", quoted(media.av1.as_str())),
        format!("send_file = {}", quoted(send_file(media.send_file))),
        format!("send_file_prefix = {}", quoted(&config.send_file_prefix())),
        format!("transcribe = {}", program(media.transcribe.as_deref(), "nothing is transcribed")),
        format!("transcribe_language = {}", quoted(media.transcribe_language.as_deref().unwrap_or_default())),
        format!("transcribe_seconds = {}", media.transcribe_seconds),
        format!("scan = {}", program(media.scan.as_deref(), "nothing is scanned")),
        format!("scan_seconds = {}", media.scan_seconds),
        String::new(),
        "[storage]".to_owned(),
    ];
    lines.extend(storage.lines());
    lines.extend([String::new(), "[recommender]".to_owned()]);
    lines.extend(recommender.lines());
    lines.extend([String::new(), "[webhooks]".to_owned()]);
    lines.extend(webhooks.lines());
    lines.extend([String::new(), "[imports]".to_owned()]);
    lines.extend(imports.lines());
    lines.extend([String::new(), "[limits]".to_owned()]);
    lines.extend(limits.lines());
    lines.join("\n") + "\n"
}

fn send_file(how: SendFile) -> &'static str {
    match how {
        SendFile::Off => "off",
        SendFile::Accel => "accel",
        SendFile::Sendfile => "sendfile",
    }
}

fn confine(config: &Config) -> String {
    match &config.media.confine {
        Some(path) => toml::Value::String(path.display().to_string()).to_string(),
        None => "\"\" # Kinora itself".to_owned(),
    }
}

fn program(path: Option<&Path>, without: &str) -> String {
    match path {
        Some(path) => toml::Value::String(path.display().to_string()).to_string(),
        None => format!("\"\" # {without}"),
    }
}
