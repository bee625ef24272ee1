//! Which database, from one URL.

use std::path::PathBuf;

/// A parsed `KINORA_DATABASE_URL`.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    Sqlite(PathBuf),
    Postgres(String),
}

impl DatabaseUrl {
    /// Reads `postgres://…`, `sqlite://path`, `sqlite:path`; anything else is refused with the reason.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return match text.split(['?', '&']).find_map(|part| part.strip_prefix("sslmode=")) {
                Some(mode @ ("require" | "verify-ca" | "verify-full")) => Err(format!(
                    "sslmode={mode} is not possible: this build has no TLS to PostgreSQL. Use a local socket, a private \
                     network or a tunnel, with sslmode=disable or prefer"
                )),
                _ => Ok(Self::Postgres(text.to_owned())),
            };
        }
        let path = text.strip_prefix("sqlite://").or_else(|| text.strip_prefix("sqlite:"));
        match path {
            Some(path) if !path.is_empty() => Ok(Self::Sqlite(PathBuf::from(path))),
            _ => Err("expected postgres://user:password@host/name or sqlite:path/to/file.db".to_owned()),
        }
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }
}

/// Without the password: this is what logs and `config print` show.
impl std::fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => f.write_str(&masked(url)),
        }
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

fn masked(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return "***".to_owned() };
    // The last `@` ends the credentials: a password may hold one of its own.
    let (authority, place) = match rest.rsplit_once('@') {
        Some((credentials, place)) => (Some(credentials), place),
        None => (None, rest),
    };
    // A password may also stand among the parameters.
    let place = place.split('?').next().unwrap_or_default();
    match authority {
        Some(credentials) => {
            let user = credentials.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}:***@{place}")
        }
        None => format!("{scheme}://{place}"),
    }
}

#[cfg(test)]
mod tests {
    use super::DatabaseUrl;

    #[test]
    fn a_url_that_demands_tls_is_refused_with_the_reason() {
        let refused = DatabaseUrl::parse("postgres://u:p@h/db?sslmode=require").unwrap_err();
        assert!(refused.contains("no TLS"), "{refused}");
        assert!(DatabaseUrl::parse("postgres://u:p@h/db?a=1&sslmode=verify-full").is_err());
        assert!(DatabaseUrl::parse("postgres://u:p@h/db?sslmode=prefer").is_ok());
    }

    #[test]
    fn a_password_is_never_shown() {
        let url = DatabaseUrl::parse("postgres://ann:s3cr@et@db.example/kinora?password=s3cr").unwrap();
        assert_eq!(url.to_string(), "postgres://ann:***@db.example/kinora");
    }

    #[test]
    fn anything_else_is_refused() {
        assert!(DatabaseUrl::parse("mysql://x").is_err());
        assert!(DatabaseUrl::parse("sqlite:").is_err());
    }
}
