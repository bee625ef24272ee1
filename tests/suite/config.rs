//! The configuration's file, its example and its documents: what they name exists, and what exists they name.

use std::collections::BTreeSet;
use std::path::Path;

use kinora::config::{self, Config};

const EXAMPLE: &str = include_str!("../../config/example.toml");
const DOCUMENT: &str = include_str!("../../docs/configuration.md");

#[test]
fn the_example_has_every_setting_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kinora.toml");
    std::fs::write(&path, in_force(EXAMPLE)).unwrap();
    Config::from_sources(Some(&path), Vec::new()).unwrap();
    let table: toml::Table = in_force(EXAMPLE).parse().unwrap();
    assert_eq!(keys_of(&table), settings(folder.path()));
}

#[test]
fn as_it_is_the_example_changes_nothing() {
    let table: toml::Table = EXAMPLE.parse().unwrap();
    assert!(table.values().all(|value| value.as_table().is_some_and(toml::Table::is_empty)));
}

#[test]
fn the_document_names_every_setting_and_every_variable() {
    let folder = tempfile::tempdir().unwrap();
    for key in settings(folder.path()) {
        assert!(DOCUMENT.contains(&format!("| `{key}` |")), "{key}");
    }
    for variable in config::variables() {
        assert!(DOCUMENT.contains(&format!("`{variable}`")), "{variable}");
    }
}

#[test]
fn a_key_or_a_variable_that_does_not_exist_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for text in ["lisen = \"127.0.0.1:1\"", "[media]\nffmpg = \"x\"", "[limts]\n"] {
        assert!(!refusal(folder.path(), text).is_empty());
    }
    let unknown = vec![("KINORA_NONSENSE".to_owned(), "1".to_owned())];
    assert!(Config::from_sources(None, unknown).unwrap_err().to_string().contains("KINORA_NONSENSE"));
}

#[test]
fn a_secret_may_come_from_a_file_and_nothing_else_may() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key");
    std::fs::write(&file, "a secret of more than thirty-two letters\n").unwrap();
    let from =
        |name: &str| Config::from_sources(None, vec![(name.to_owned(), file.to_str().unwrap().to_owned())]);
    let config = from("KINORA_SECRET_KEY_FILE").unwrap();
    assert_eq!(config.secret_key.unwrap().expose(), "a secret of more than thirty-two letters");
    assert!(from("KINORA_SITE_NAME_FILE").is_err());
}

/// The example with every setting in force.
fn in_force(example: &str) -> String {
    let is_setting = |line: &str| {
        line.strip_prefix('#').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
    };
    let lines = example.lines().map(|line| if is_setting(line) { &line[1..] } else { line });
    lines.collect::<Vec<_>>().join("\n")
}

fn keys_of(table: &toml::Table) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for (name, value) in table {
        match value.as_table() {
            Some(group) => keys.extend(group.keys().map(|key| format!("{name}.{key}"))),
            None => {
                keys.insert(name.clone());
            }
        }
    }
    keys
}

/// Every setting there is: a refused key is answered with the list of those that exist.
fn settings(folder: &Path) -> BTreeSet<String> {
    let mut settings = BTreeSet::new();
    for name in expected(&refusal(folder, "nonsense = 1")) {
        let group = refusal(folder, &format!("[{name}]\nnonsense = 1"));
        if group.contains("unknown field `nonsense`") {
            settings.extend(expected(&group).into_iter().map(|key| format!("{name}.{key}")));
        } else {
            settings.insert(name);
        }
    }
    settings
}

fn refusal(folder: &Path, text: &str) -> String {
    let path = folder.join("refused.toml");
    std::fs::write(&path, text).unwrap();
    Config::from_sources(Some(&path), Vec::new()).unwrap_err().to_string()
}

fn expected(message: &str) -> Vec<String> {
    let (_, list) = message.split_once("expected").unwrap();
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}
