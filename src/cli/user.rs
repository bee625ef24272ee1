//! `kinora user …`: accounts by the operator's hand.

use std::io::Read;

use anyhow::{Context, bail};
use clap::{Args, Subcommand, ValueEnum};

use crate::app::App;
use crate::db::types::Role;
use crate::error::{Error, Invalid};
use crate::models::throttle::Bucket;
use crate::models::user::{AccountDetails, User};

#[derive(Subcommand)]
pub enum Command {
    /// Make an account.
    Create(Create),
    /// Give an account a new password and sign it out everywhere.
    ResetPassword(ResetPassword),
}

#[derive(Args)]
pub struct Create {
    #[arg(long)]
    username: String,
    #[arg(long)]
    email: String,
    #[arg(long, value_enum, default_value = "user")]
    role: RoleName,
    #[command(flatten)]
    password: Password,
}

#[derive(Args)]
pub struct ResetPassword {
    #[arg(long)]
    username: String,
    #[command(flatten)]
    password: Password,
}

#[derive(Args)]
struct Password {
    /// Read the password from standard input: on the command line others could read it.
    #[arg(long, required = true)]
    password_stdin: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum RoleName {
    User,
    Moderator,
    Administrator,
}

pub fn run(app: &App, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Create(create) => create_user(app, &create),
        Command::ResetPassword(reset) => reset_password(app, &reset),
    }
}

fn create_user(app: &App, create: &Create) -> anyhow::Result<()> {
    let details = AccountDetails::parse_by_operator(&create.username, &create.email).map_err(refused)?;
    let password = read_password(app, &create.username)?;
    let hash = app.hasher.hash_now(&password)?;
    let role = match create.role {
        RoleName::User => Role::User,
        RoleName::Moderator => Role::Moderator,
        RoleName::Administrator => Role::Administrator,
    };
    let now = app.now();
    let made = app.db.write_blocking(move |conn| User::create(conn, &details, &hash, role, now));
    let user = made.map_err(|error| match error {
        Error::Invalid(invalid) => refused(invalid),
        other => other.into(),
    })?;
    println!("{} ({}) can sign in.", user.handle, user.role);
    Ok(())
}

fn reset_password(app: &App, reset: &ResetPassword) -> anyhow::Result<()> {
    let handle = reset.username.trim().to_ascii_lowercase();
    let wanted = handle.clone();
    let user = match app.db.read_blocking(move |conn| Ok(User::find_by_handle(conn, &wanted)?)) {
        Err(Error::NotFound) => bail!("--username: there is no account {handle}"),
        found => found?,
    };
    let hash = app.hasher.hash_now(&read_password(app, &handle)?)?;
    app.db.write_blocking(move |conn| {
        User::change_password(conn, user.id, &hash)?;
        Bucket::Account(user.handle.clone()).clear(conn)?;
        Ok(Bucket::KnownDevice(user.handle.clone()).clear(conn)?)
    })?;
    println!("{handle} has a new password and is signed out everywhere.");
    Ok(())
}

fn read_password(app: &App, username: &str) -> anyhow::Result<String> {
    let mut text = String::new();
    std::io::stdin().take(4096).read_to_string(&mut text).context("--password-stdin: cannot be read")?;
    let password = text.trim_end_matches(['\r', '\n']);
    app.password_rules
        .check(password, &[username])
        .map_err(|refused| anyhow::anyhow!("password: {refused}"))?;
    Ok(password.to_owned())
}

fn refused(invalid: Invalid) -> anyhow::Error {
    anyhow::anyhow!("{invalid}")
}
