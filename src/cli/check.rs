//! `kinora check`: names what is unsafe or missing, each with what to do about it.

use std::os::unix::fs::PermissionsExt;

use crate::app::App;
use crate::clock::Clock;
use crate::config::{Config, Sandbox};
use crate::media::{SandboxStatus, sandbox_status};

/// Less than this is free: warn before uploads are refused.
const LITTLE_SPACE: u64 = 2 << 30;

enum Finding {
    Fine(String),
    Unsafe(String),
    Missing(String),
}

use Finding::{Fine, Missing, Unsafe};

pub fn run(config: Config) -> anyhow::Result<()> {
    let app = App::build(config, Clock::System)?;
    let mut findings = vec![
        ffmpeg(&app),
        sandbox(&app),
        public_url(&app),
        secret_key(&app),
        data_dir(&app),
        disk(&app),
        limits(&app),
    ];
    findings.extend(transcription(&app));
    let mut problems = 0;
    for finding in findings {
        match finding {
            Fine(text) => println!("ok       {text}"),
            Unsafe(text) => {
                problems += 1;
                println!("UNSAFE   {text}");
            }
            Missing(text) => {
                problems += 1;
                println!("MISSING  {text}");
            }
        }
    }
    if problems > 0 {
        anyhow::bail!("{problems} of these need attention");
    }
    Ok(())
}

fn ffmpeg(app: &App) -> Finding {
    match app
        .media
        .as_ref()
        .map_err(Clone::clone)
        .and_then(|engine| engine.versions().map_err(|error| format!("{error:#}")))
    {
        Ok([ffmpeg, _]) => Fine(ffmpeg),
        Err(reason) => Missing(format!("ffmpeg: {reason}. Without it nothing can be uploaded")),
    }
}

fn sandbox(app: &App) -> Finding {
    if app.config.media.sandbox == Sandbox::Off {
        return Unsafe("media.sandbox is off: a hostile upload could read this server's files".to_owned());
    }
    match sandbox_status() {
        SandboxStatus::Absent { reason } => Missing(format!("sandbox: {reason} Uploads are refused")),
        status => Fine(format!("sandbox: {status}")),
    }
}

fn transcription(app: &App) -> Option<Finding> {
    let path = app.config.media.transcribe.as_ref()?;
    let is_program = |file: &std::fs::Metadata| file.is_file() && file.permissions().mode() & 0o111 != 0;
    Some(match std::fs::metadata(path) {
        Ok(file) if is_program(&file) => Fine(format!("captions are made by {}", path.display())),
        Ok(_) => Missing(format!("media.transcribe: {} is no program that can be started", path.display())),
        Err(error) => Missing(format!("media.transcribe: {}: {error}", path.display())),
    })
}

fn public_url(app: &App) -> Finding {
    match &app.config.public_url {
        Some(url) if url.is_secure() => Fine(format!("public address {url}")),
        Some(url) => Unsafe(format!(
            "KINORA_PUBLIC_URL is {url}: without https passwords and cookies can be read on the way"
        )),
        None if app.config.listen.ip().is_loopback() => Unsafe(
            "KINORA_PUBLIC_URL is not set: the site answers on this machine only, without https".to_owned(),
        ),
        None => Unsafe(
            "KINORA_PUBLIC_URL is not set, yet the site listens to others: set it, and put https before it"
                .to_owned(),
        ),
    }
}

fn secret_key(app: &App) -> Finding {
    if app.config.secret_key_old.is_some() {
        return Unsafe(
            "KINORA_SECRET_KEY_OLD is still accepted: remove it when the rotation is over".to_owned(),
        );
    }
    if app.config.secret_key.is_some() {
        return Fine("secret key given".to_owned());
    }
    let path = app.config.data_dir.join("secret.key");
    match std::fs::metadata(&path).map(|file| file.permissions().mode() & 0o077) {
        Ok(0) => Fine(format!("secret key in {}", path.display())),
        Ok(_) => Unsafe(format!("others can read {}: chmod 600 it", path.display())),
        Err(error) => Missing(format!("{}: {error}", path.display())),
    }
}

fn data_dir(app: &App) -> Finding {
    let path = &app.config.data_dir;
    match std::fs::metadata(path).map(|folder| folder.permissions().mode() & 0o007) {
        Ok(0) => Fine(format!("data folder {}", path.display())),
        Ok(_) => Unsafe(format!("everyone on this machine can look into {}: chmod o-rwx it", path.display())),
        Err(error) => Missing(format!("{}: {error}", path.display())),
    }
}

fn disk(app: &App) -> Finding {
    match app.storage.free_bytes() {
        Ok(free) if free < LITTLE_SPACE => {
            Unsafe(format!("only {} free on the disk", crate::text::words::bytes(free)))
        }
        Ok(free) => Fine(format!("{} free on the disk", crate::text::words::bytes(free))),
        Err(error) => Missing(format!("the disk: {error}")),
    }
}

fn limits(app: &App) -> Finding {
    let wanted = app.config.accounts.password_cost;
    if wanted < 10 {
        return Unsafe(format!(
            "accounts.password_cost is {wanted}: stolen hashes would be cheap to guess; 12 is advised"
        ));
    }
    Fine("password hashing".to_owned())
}
