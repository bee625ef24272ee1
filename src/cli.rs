//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::server;

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
}

/// Reads the command line and runs it.
pub fn run() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or("info"))
        .format_timestamp_millis()
        .init();
    let config = Config::load(arguments.config.as_deref())?;
    match arguments.command {
        Command::Serve => {
            let app = App::build(config, Clock::System)?;
            actix_web::rt::System::new().block_on(server::serve(app))
        }
        Command::Work => {
            let app = App::build(config, Clock::System)?;
            actix_web::rt::System::new().block_on(server::work(app))
        }
        Command::Migrate => {
            App::build(config, Clock::System)?;
            println!("The database is up to date.");
            Ok(())
        }
    }
}
