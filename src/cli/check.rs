//! `kinora check`: names what is unsafe or missing, each with what to do about it.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::app::App;
use crate::clock::Clock;
use crate::config::{Config, Sandbox, SignUp, Switch};
use crate::media::{SandboxStatus, sandbox_status};
use crate::storage::{Bucket, Storage, StorageKey};

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
        bucket(&app),
        limits(&app),
        webhooks(&app),
    ];
    let media = &app.config.media;
    findings.extend(own_program("media.transcribe", "captions are made", media.transcribe.as_deref()));
    findings.extend(own_program("media.scan", "received files are looked at", media.scan.as_deref()));
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

fn own_program(setting: &str, deed: &str, path: Option<&Path>) -> Option<Finding> {
    let path = path?;
    let is_program = |file: &std::fs::Metadata| file.is_file() && file.permissions().mode() & 0o111 != 0;
    Some(match std::fs::metadata(path) {
        Ok(file) if is_program(&file) => Fine(format!("{deed} by {}", path.display())),
        Ok(_) => Missing(format!("{setting}: {} is no program that can be started", path.display())),
        Err(error) => Missing(format!("{setting}: {}: {error}", path.display())),
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

/// Puts a small object into the bucket, reads it, looks whether strangers can read it too, and takes it away.
fn bucket(app: &App) -> Finding {
    let Storage::S3(bucket) = &app.storage else {
        return Fine("published files in the data folder".to_owned());
    };
    match probe(bucket) {
        Ok(false) => Fine(format!("published files in the bucket {}", app.config.storage.bucket)),
        Ok(true) => Unsafe(format!(
            "everyone can read the bucket {}: make it private, or films that are not public can be had by address",
            app.config.storage.bucket
        )),
        Err(error) => Missing(format!("the bucket {}: {error}", app.config.storage.bucket)),
    }
}

fn probe(bucket: &Bucket) -> std::io::Result<bool> {
    let random = crate::keys::random_bytes::<16>().map_err(std::io::Error::other)?;
    let key = StorageKey::parse(&format!("media/check-{}", crate::keys::hex(&random)));
    let key = key.map_err(std::io::Error::other)?;
    bucket.put_bytes(&key, b"kinora check")?;
    let read = bucket.open_file(&key).and_then(|read| Ok((read.size == 12, bucket.is_public(&key)?)));
    bucket.delete_prefix(&key)?;
    let (is_whole, is_public) = read?;
    if !is_whole || bucket.exists(&key)? {
        return Err(std::io::Error::other("it does not keep what is put there, or does not let go of it"));
    }
    Ok(is_public)
}

fn webhooks(app: &App) -> Finding {
    let Config { webhooks, accounts, .. } = &app.config;
    match (webhooks.enabled, webhooks.private_networks, accounts.sign_up) {
        (Switch::Off, ..) => Fine("webhooks are turned off".to_owned()),
        (Switch::On, Switch::Off, _) => Fine("webhooks lead to the public internet alone".to_owned()),
        (Switch::On, Switch::On, SignUp::Closed) => {
            Fine("webhooks reach this machine's network (webhooks.private_networks), for the people with an account".to_owned())
        }
        (Switch::On, Switch::On, SignUp::Open) => Unsafe(
            "anybody may open an account and reach this machine's network with a webhook: set webhooks.private_networks or accounts.sign_up"
                .to_owned(),
        ),
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
