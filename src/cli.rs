//! The command line.

mod check;
mod config_print;
mod import;
mod openapi;
mod recommender;
mod storage;
mod user;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::{bench, demo, server};

/// A video site you own, in one binary.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    /// The configuration file; KINORA_CONFIG or ./kinora.toml otherwise.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the site and work on its tasks.
    Serve,
    /// Work on the tasks of a site that other processes serve.
    Work,
    /// Bring the database up to date and stop.
    Migrate,
    /// Fill an empty site with films, people and conversations; leave any other alone.
    Demo,
    /// Fill an empty site for measurements.
    #[command(subcommand)]
    Bench(BenchCommand),
    /// Take in videos from elsewhere.
    #[command(subcommand)]
    Import(import::Command),
    /// Make accounts and reset passwords.
    #[command(subcommand)]
    User(user::Command),
    /// Copy the published files between the data folder and a bucket.
    #[command(subcommand)]
    Storage(storage::Command),
    /// Measure the recommender, on recorded events or the site's own, and train it by hand.
    #[command(subcommand)]
    Recommender(recommender::Command),
    /// Show the configuration in force.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Print the description of the API (OpenAPI 3.1).
    Openapi,
    /// Name what is unsafe or missing; the exit status is 1 if anything is.
    Check,
    /// Run ffmpeg in its sandbox: used by Kinora itself, before any of this is read.
    #[command(hide = true)]
    Confine {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        _words: Vec<String>,
    },
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Every setting with its value; secrets are masked.
    Print,
}

#[derive(Subcommand)]
enum BenchCommand {
    /// Made-up videos, people, comments, ratings and watches, the same at every run.
    Seed {
        #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
        videos: u32,
    },
    /// The recommender alone, on a made-up site in memory: how long its lists and its training take, how good they are.
    Recommender {
        #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
        videos: u32,
        #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
        events: u32,
        /// Exit with 1 when a figure is below what the documentation promises.
        #[arg(long)]
        check: bool,
    },
}

/// Reads the command line and runs it.
pub fn run() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    // Where films are made by the dozen, only what goes wrong is news.
    let level = match arguments.command {
        Command::Demo | Command::Bench(_) => "warn",
        _ => "info",
    };
    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or(level))
        .format_timestamp_millis()
        .init();
    let config = Config::load(arguments.config.as_deref())?;
    let open = |config| App::build(config, Clock::System);
    match arguments.command {
        Command::Serve => in_runtime(server::serve(open(config)?)),
        Command::Work => in_runtime(server::work(open(config)?)),
        Command::Migrate => {
            open(config)?;
            println!("The database is up to date.");
            Ok(())
        }
        Command::Demo => {
            let app = open(config)?;
            in_runtime(async move { demo::run(&app, demo::Program::whole()).await.map(drop) })
        }
        Command::Bench(BenchCommand::Seed { videos }) => {
            let app = open(config)?;
            in_runtime(async move { bench::seed(&app, videos).await })
        }
        Command::Bench(BenchCommand::Recommender { videos, events, check }) => {
            bench::recommender(usize::try_from(videos)?, usize::try_from(events)?, check)
        }
        Command::Storage(command) => storage::run(&config, command),
        Command::Import(command) => import::run(&open(config)?, command),
        Command::User(command) => user::run(&open(config)?, command),
        Command::Config(ConfigCommand::Print) => {
            print!("{}", config_print::text(&config));
            Ok(())
        }
        Command::Check => check::run(config),
        Command::Recommender(command) => recommender::run(command, || open(config)),
        Command::Openapi => openapi::run(),
        Command::Confine { .. } => anyhow::bail!("confine is started by Kinora itself"),
    }
}

fn in_runtime(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    actix_web::rt::System::new().block_on(work)
}
