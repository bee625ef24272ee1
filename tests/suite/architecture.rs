//! The layers: a module may use only modules above its own (ARCHITECTURE.md).

use std::fs;
use std::path::{Path, PathBuf};

/// Ground first. Within a level, siblings may use each other unless they are named in `SIBLINGS`.
const LEVELS: &[&[&str]] = &[
    &["clock", "config", "error", "keys", "tls"],
    &["dice", "import", "media", "outgoing", "storage", "recommender", "text", "password"],
    &["db"],
    &["models"],
    &["app", "paths", "views"],
    &["jobs", "http"],
    &["handlers"],
    &["routes", "server", "cli", "demo", "bench", "main"],
];

/// Neighbours that must not know each other.
const SIBLINGS: &[(&str, &str)] = &[
    ("jobs", "http"),
    ("http", "jobs"),
    ("media", "storage"),
    ("storage", "media"),
    ("recommender", "text"),
    ("recommender", "media"),
    ("recommender", "storage"),
];

#[test]
fn a_module_uses_only_what_stands_above_it() {
    let mut wrong = Vec::new();
    for (file, module) in sources() {
        let own = level(&module);
        for used in used_modules(&fs::read_to_string(&file).unwrap()) {
            let allowed = used == module || (level(&used) <= own && !SIBLINGS.contains(&(&module, &used)));
            if !allowed {
                wrong.push(format!("{} uses crate::{used}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn engines_know_no_database_and_no_requests() {
    forbid(
        &["import", "media", "outgoing", "storage", "recommender", "text", "password"],
        &["diesel::", "actix_web::", "actix_session::"],
    );
}

#[test]
fn models_know_no_requests_and_handlers_no_database() {
    forbid(&["models", "db"], &["actix_web::", "actix_session::"]);
    forbid(&["handlers", "http", "views", "jobs"], &["diesel::", "sql_query"]);
}

fn forbid(modules: &[&str], words: &[&str]) {
    for (file, module) in sources() {
        if !modules.contains(&module.as_str()) {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        for word in words {
            assert!(!text.contains(word), "{} names {word}", file.display());
        }
    }
}

fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files
        .into_iter()
        .filter_map(|file| {
            let relative = file.strip_prefix(&root).unwrap().to_path_buf();
            let first =
                relative.components().next()?.as_os_str().to_str()?.trim_end_matches(".rs").to_owned();
            (first != "lib").then_some((file, first))
        })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn level(module: &str) -> usize {
    LEVELS
        .iter()
        .position(|modules| modules.contains(&module))
        .unwrap_or_else(|| panic!("the module {module} has no level: add it to LEVELS and ARCHITECTURE.md"))
}

fn used_modules(text: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &text[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let group = group.split('}').next().unwrap();
            used.extend(group.split(',').map(first_word));
        } else {
            used.push(first_word(rest));
        }
    }
    // Macros stand at the crate's root whatever module wrote them.
    used.retain(|name| !name.is_empty() && name != "on_each");
    used
}

fn first_word(text: &str) -> String {
    text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}
