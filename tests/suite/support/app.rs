//! The application under test: the real server on a free port, with a frozen clock.

use std::net::SocketAddr;
use std::path::Path;

use actix_web::dev::ServerHandle;
use kinora::app::App;
use kinora::clock::{Clock, Timestamp};
use kinora::config::Config;
use kinora::db::Conn;
use kinora::error::Result;
use kinora::models::task::TaskRow;
use kinora::{jobs, server};
use tempfile::TempDir;

use super::database::{self, TestDatabase};
use super::{Page, Visitor};

/// Saturday, 10 January 2026, noon.
const START: i64 = 1_768_046_400_000;

pub struct TestApp {
    pub app: App,
    pub address: SocketAddr,
    server: ServerHandle,
    // In this order: the database is dropped before its folder.
    _database: TestDatabase,
    folder: TempDir,
}

impl TestApp {
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Starts with a stream made for each video, which costs more than all else.
    pub async fn start_with_ladder(variables: &[(&str, &str)]) -> Self {
        Self::start_with(&[&[("KINORA_MEDIA_LADDER", "on")], variables].concat()).await
    }

    /// Starts with these variables in its environment.
    pub async fn start_with(variables: &[(&str, &str)]) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), variables).await
    }

    /// Starts with this data folder, which goes with it.
    pub async fn start_in(folder: TempDir, variables: &[(&str, &str)]) -> Self {
        let _ = env_logger::builder().is_test(true).try_init();
        let (url, database) = database::fresh(folder.path());
        let data_dir = folder.path().to_str().unwrap().to_owned();
        let mut environment: Vec<(String, String)> = [
            ("KINORA_LISTEN", "127.0.0.1:0"),
            ("KINORA_DATA_DIR", data_dir.as_str()),
            ("KINORA_DATABASE_URL", url.as_str()),
            ("KINORA_DATABASE_POOL", "4"),
            ("KINORA_SECRET_KEY", "a key for tests, long enough to be taken"),
            ("KINORA_PASSWORD_COST", "4"),
            // Its windows never end while the clock stands still.
            ("KINORA_API_REQUESTS_PER_TEN_SECONDS", "100000"),
            // Costs more than all else; tests of it turn it on.
            ("KINORA_MEDIA_LADDER", "off"),
            ("KINORA_MEDIA_CONFINE", env!("CARGO_BIN_EXE_kinora")),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec();
        environment.extend(variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let config = Config::from_sources(None, environment).unwrap();
        let app = App::build(config, Clock::frozen_at(Timestamp::from_millis(START))).unwrap();
        let (listener, address) = server::bind(&app).unwrap();
        let running = server::run(&app, listener).unwrap();
        let server = running.handle();
        actix_web::rt::spawn(running);
        Self { app, address, server, _database: database, folder }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn data_dir(&self) -> &Path {
        self.folder.path()
    }

    /// Someone who has never been here.
    pub fn visitor(&self) -> Visitor {
        Visitor::new(self.url(""))
    }

    /// This person with a browser, signed in through the form; the account is made when it is first asked for.
    pub async fn sign_in(&self, name: &str) -> Visitor {
        self.sign_in_with(self.visitor(), name).await
    }

    /// The same with a browser that reaches the site in some other way.
    pub async fn sign_in_with(&self, visitor: Visitor, name: &str) -> Visitor {
        self.user(name).await;
        visitor.post("/sign-in", &[("username", name), ("password", super::PASSWORD)]).await.see_other();
        visitor
    }

    pub async fn get(&self, path: &str) -> Page {
        self.visitor().get(path).await.ok()
    }

    /// Runs a closure on the models, as a handler would.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Conn) -> Result<T> + Send + 'static,
    ) -> T {
        self.app.db.write(work).await.unwrap()
    }

    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> T {
        self.app.db.read(work).await.unwrap()
    }

    pub fn advance_seconds(&self, seconds: i64) {
        self.app.clock.advance_millis(seconds * 1000);
    }

    /// Performs every task that is due, as the workers would.
    pub async fn run_tasks(&self) -> usize {
        let app = self.app.clone();
        actix_web::web::block(move || jobs::run_due(&app)).await.unwrap().unwrap()
    }

    /// For tests whose point is a task that nobody performs.
    pub async fn forget_tasks(&self) {
        self.write(|conn| {
            use diesel::prelude::*;
            diesel::delete(kinora::db::schema::tasks::table).execute(conn)?;
            Ok(())
        })
        .await;
    }
}

impl Drop for TestApp {
    /// A task that was enqueued and never run is a promise that no test has seen kept.
    fn drop(&mut self) {
        actix_web::rt::spawn(self.server.stop(false));
        if std::thread::panicking() {
            return;
        }
        let unfinished = self.app.db.read_blocking(|conn| Ok(TaskRow::unfinished(conn)?)).unwrap();
        assert_eq!(unfinished, 0, "tasks were left unrun: call run_tasks() and look at what they did");
    }
}
