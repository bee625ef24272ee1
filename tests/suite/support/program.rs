//! The real program on a data folder of its own, started, signalled and killed as an operating system would.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use diesel::prelude::*;
use reqwest::{Client, Method, RequestBuilder};
use rustix::process::{Pid, Signal};

/// Killed when it is dropped.
pub struct Program {
    pub child: Arc<Mutex<Child>>,
    /// Where it serves; empty for one that only works.
    pub base: String,
}

impl Program {
    pub fn serve(data: &Path) -> Self {
        Self::serve_with(data, &[])
    }

    /// Starts it and waits until it listens.
    pub fn serve_with(data: &Path, variables: &[(&str, &str)]) -> Self {
        let mut serving = command(data);
        serving.arg("serve").envs(variables.iter().copied());
        let mut child = serving.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let greeting = lines.find(|line| line.as_ref().unwrap().contains("listening on")).unwrap().unwrap();
        let address = greeting.rsplit_once("listening on ").unwrap().1.trim_end_matches(')').to_owned();
        // Whatever else it says is read, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child: Arc::new(Mutex::new(child)), base: format!("http://{address}") }
    }

    /// A second process that only works on tasks.
    pub fn work(data: &Path) -> Self {
        let child = command(data).arg("work").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        Self { child: Arc::new(Mutex::new(child)), base: String::new() }
    }

    pub fn signal(&self, signal: Signal) {
        let id = self.child.lock().unwrap().id();
        rustix::process::kill_process(Pid::from_raw(id.cast_signed()).unwrap(), signal).unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        kill(&self.child);
    }
}

/// As `kill -9` does.
pub fn kill(child: &Mutex<Child>) {
    let mut child = child.lock().unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
}

/// The program with nothing of this process's settings.
pub fn command(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kinora"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("KINORA_")) {
        command.env_remove(name);
    }
    let folder: PathBuf = data.join("data");
    command.current_dir(data).env("KINORA_DATA_DIR", folder).env("KINORA_LISTEN", "127.0.0.1:0");
    command.env("KINORA_PASSWORD_COST", "4");
    command
}

/// Writes the configuration file and makes the account of ann.
pub fn set_up(data: &Path, configuration: &str) {
    std::fs::write(data.join("kinora.toml"), configuration).unwrap();
    let create = ["user", "create", "--username", "ann", "--email", "ann@example.org", "--role", "user"];
    let mut making =
        command(data).args(create).arg("--password-stdin").stdin(Stdio::piped()).spawn().unwrap();
    making.stdin.take().unwrap().write_all(b"three quiet words here\n").unwrap();
    assert!(making.wait().unwrap().success());
}

/// Speaks plain HTTP with this machine, and follows nothing.
pub fn client() -> Client {
    // Only one of the threads is first, and any provider will do.
    drop(rustls::crypto::ring::default_provider().install_default());
    let builder = Client::builder().redirect(reqwest::redirect::Policy::none());
    builder.no_proxy().tls_certs_only([]).build().unwrap()
}

/// A browser that keeps nothing but the cookie of ann.
pub struct Ann {
    client: Client,
    cookie: String,
}

impl Ann {
    pub async fn sign_in(base: &str) -> Self {
        let client = client();
        let form = "username=ann&password=three+quiet+words+here";
        let request =
            client.post(format!("{base}/sign-in")).header("sec-fetch-site", "same-origin").body(form);
        let answer =
            request.header("content-type", "application/x-www-form-urlencoded").send().await.unwrap();
        assert_eq!(answer.status(), 303);
        let cookies = answer.headers().get_all("set-cookie").iter();
        let pairs = cookies.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap().to_owned());
        let cookie = pairs.collect::<Vec<_>>().join("; ");
        Self { client, cookie }
    }

    pub fn ask(&self, method: Method, base: &str, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{base}{path}")).header("cookie", &self.cookie);
        request.header("sec-fetch-site", "same-origin")
    }
}

/// The program's own database, looked at from outside.
pub struct Database(SqliteConnection);

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    number: i64,
}

impl Database {
    pub fn of(data: &Path) -> Self {
        let path = data.join("data/kinora.db");
        let mut conn = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
        diesel::sql_query("PRAGMA busy_timeout = 2000").execute(&mut conn).unwrap();
        Self(conn)
    }

    /// One number, by a query that calls it `number`.
    pub fn number(&mut self, query: &str) -> i64 {
        diesel::sql_query(query).get_result::<Answer>(&mut self.0).unwrap().number
    }

    /// What a minute does to the leases of a process that is no more. False: somebody holds the database.
    pub fn let_leases_run_out(&mut self) -> bool {
        diesel::sql_query(
            "UPDATE tasks SET leased_until = '2000-01-01 00:00:00' WHERE leased_until IS NOT NULL",
        )
        .execute(&mut self.0)
        .is_ok()
    }
}
