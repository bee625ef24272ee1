//! The program as an operator uses it.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const PASSWORD: &str = "three quiet words here\n";

#[test]
fn an_administrator_is_made_and_gets_a_new_password() {
    let data = tempfile::tempdir().unwrap();
    let create = ["user", "create", "--username", "Admin", "--email", "ann@example.org"];
    let create = [&create[..], &["--role", "administrator", "--password-stdin"]].concat();
    let made = kinora(data.path(), &create, &[], PASSWORD);
    assert!(made.status.success(), "{made:?}");
    assert!(out(&made).contains("admin (administrator) can sign in"));
    assert!(errors(&kinora(data.path(), &create, &[], PASSWORD)).contains("taken"));

    let reset = ["user", "reset-password", "--username", "admin", "--password-stdin"];
    assert!(kinora(data.path(), &reset, &[], "four other quiet words\n").status.success());
    let short = kinora(data.path(), &reset, &[], "short\n");
    assert!(!short.status.success() && errors(&short).contains("password:"), "{short:?}");
    let nobody = ["user", "reset-password", "--username", "bob", "--password-stdin"];
    assert!(errors(&kinora(data.path(), &nobody, &[], PASSWORD)).contains("no account bob"));
}

#[test]
fn in_10_the_configuration_is_printed_without_its_secrets() {
    let data = tempfile::tempdir().unwrap();
    let secrets = [
        ("KINORA_SECRET_KEY", "an unguessable text of more than 32 letters"),
        ("KINORA_SECRET_KEY_OLD", "another unguessable text of many letters"),
        ("KINORA_DATABASE_URL", "postgres://kinora:hunter22@127.0.0.1/kinora"),
    ];
    let printed = kinora(data.path(), &["config", "print"], &secrets, "");
    let text = out(&printed);
    assert!(printed.status.success() && text.contains("secret_key = \"***\""), "{printed:?}");
    assert!(text.contains("[limits]") && text.contains("stall_seconds = 30"));
    for secret in ["unguessable", "hunter22"] {
        assert!(!text.contains(secret) && !errors(&printed).contains(secret));
    }
}

#[test]
fn f_24_a_bad_setting_ends_the_program_at_once_and_is_named() {
    let data = tempfile::tempdir().unwrap();
    for (name, value, named) in [
        ("KINORA_LISTEN", "somewhere", "KINORA_LISTEN"),
        ("KINORA_PUBLIC_URL", "example.org", "KINORA_PUBLIC_URL"),
        ("KINORA_TRUSTED_PROXIES", "10.0.0.1/8", "KINORA_TRUSTED_PROXIES"),
        ("KINORA_DATABASE_URL", "mysql://x", "KINORA_DATABASE_URL"),
        ("KINORA_DATABASE_POOL", "many", "KINORA_DATABASE_POOL"),
        ("KINORA_SIGN_UP", "perhaps", "sign_up"),
        ("KINORA_PASSWORD_COST", "99", "password_cost"),
        ("KINORA_STALL_SECONDS", "0", "stall_seconds"),
        ("KINORA_SECRET_KEY", "short", "KINORA_SECRET_KEY"),
        ("KINORA_SECRET_KEY_FILE", "/nonexistent", "KINORA_SECRET_KEY_FILE"),
        ("KINORA_LISTEN_FILE", "/etc/hostname", "KINORA_LISTEN_FILE"),
        ("KINORA_LISTNE", "127.0.0.1:1", "KINORA_LISTNE"),
    ] {
        let begun = Instant::now();
        let refused = kinora(data.path(), &["serve"], &[(name, value)], "");
        assert!(!refused.status.success(), "{name}={value}");
        assert!(errors(&refused).contains(named), "{name}: {}", errors(&refused));
        assert!(begun.elapsed() < Duration::from_secs(5), "{name}");
    }
}

#[test]
fn f_24_a_port_in_use_and_a_folder_that_cannot_be_written_are_named() {
    let data = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let no_folder = data.path().join("file");
    std::fs::write(&no_folder, "no folder").unwrap();
    for (name, value) in [
        ("KINORA_LISTEN", address.as_str()),
        ("KINORA_DATA_DIR", "/proc/kinora"),
        ("KINORA_DATA_DIR", no_folder.to_str().unwrap()),
    ] {
        let begun = Instant::now();
        let refused = kinora(data.path(), &["serve"], &[(name, value)], "");
        assert!(!refused.status.success(), "{name}={value}");
        assert!(errors(&refused).contains(name), "{name}={value}: {}", errors(&refused));
        assert!(begun.elapsed() < Duration::from_secs(5), "{name}");
        assert!(!out(&refused).contains("listening on"), "it never half-starts");
    }
}

#[test]
fn check_names_what_is_unsafe() {
    let data = tempfile::tempdir().unwrap();
    let checked = kinora(data.path(), &["check"], &[("KINORA_PUBLIC_URL", "http://example.org")], "");
    assert_eq!(checked.status.code(), Some(1));
    assert!(out(&checked).contains("KINORA_PUBLIC_URL"), "{checked:?}");
}

fn kinora(data: &Path, arguments: &[&str], variables: &[(&str, &str)], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kinora"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KINORA_")) {
        command.env_remove(name);
    }
    command.current_dir(data).env("KINORA_DATA_DIR", data.join("data")).env("KINORA_LISTEN", "127.0.0.1:0");
    command.env("KINORA_PASSWORD_COST", "4").envs(variables.iter().copied()).args(arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A program that refused its settings does not read.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_recommender_is_trained_and_measured_by_hand_on_the_sites_own_watches() {
    let data = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let done = kinora(data.path(), arguments, &[], "");
        assert!(done.status.success(), "{arguments:?}: {done:?}");
        out(&done)
    };
    let little = run(&["recommender", "train"]);
    assert!(little.contains("There is not enough to learn from yet; nothing was changed."), "{little}");
    let measure = ["recommender", "evaluate", "--site", "--json", "--dimensions", "8"];
    assert!(errors(&kinora(data.path(), &measure, &[], "")).contains("too few events"));
    run(&["bench", "seed", "--videos", "60"]);

    let tried = run(&["recommender", "train", "--quick", "--dry-run"]);
    assert!(tried.contains("Nothing was changed. It would be published."), "{tried}");
    let models = data.path().join("data/models");
    assert_eq!(models.read_dir().unwrap().count(), 0, "a file was left behind");
    let trained = run(&["recommender", "train"]);
    assert!(trained.contains("Version 1 is published; every server runs it within seconds."), "{trained}");
    assert_eq!(models.read_dir().unwrap().count(), 1);

    let measured: serde_json::Value = serde_json::from_str(&run(&measure)).unwrap();
    assert!(measured["viewers"].as_i64().unwrap() > 10, "{measured}");
    assert!(measured["weighted_sum"]["values"]["HR@10"]["mean"].is_number(), "{measured}");
    // Either the site or a folder.
    let both = ["recommender", "evaluate", "--site", "--data", "somewhere", "--protocol", "p2"];
    assert!(errors(&kinora(data.path(), &both, &[], "")).contains("--data"));
}
