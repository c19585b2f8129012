//! The command line.

mod backup;

use crate::{
    auth::{Secret, Tokens, password},
    clock::SystemClock,
    config::{DataConfig, ServeConfig},
    engine::{Changed, Touched},
    error::{Error, Result},
    import::words,
    random::SystemRandom,
    serve,
    service::{
        Parts, Services,
        accounts::ADMIN,
        audit::Findings,
        copying::{self, Copied},
        importing::errors_by_line,
    },
    store::{Missing, Store},
};
use app::backend::Admin;
use clap::{Args, Parser, Subcommand};
use domain::{AvailabilityState, rules::Status, student_file::ImportPreview};
use std::{
    fs,
    io::{self, IsTerminal, Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};
use tracing_subscriber::EnvFilter;

const EXAMPLE_EVENT: &[u8] = include_bytes!("../../example/event.json");
const EXAMPLE_SLUG: &str = "workshopdag-2027";
const EXAMPLE_STUDENTS: &[u8] = include_bytes!("../../example/students.csv");

/// Who did it, on record.
const BY_COMMAND: &str = "command line";

/// The largest file that is read, in bytes: more than any school's list, and no accident.
const LARGEST_FILE: u64 = 20 * 1024 * 1024;

/// Students register for the workshops of an event
#[derive(Parser)]
#[command(name = "workshops", version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    data: DataConfig,
    #[command(flatten)]
    serve: ServeConfig,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages (the default)
    Serve,
    /// Make the database and the administrator's account; does nothing to what is there
    Init(Init),
    /// Set the administrator's password: what comes on standard input, or at a terminal a new one that is printed
    SetAdminPassword,
    /// Bring in an event or its students
    #[command(subcommand)]
    Import(Import),
    /// Check every rule over the stored data; exit code 2 if one is broken
    Audit,
    /// Write a consistent copy of everything into a new SQLite file, while the server runs
    Backup {
        /// The file; it must not be there yet
        file: PathBuf,
    },
    /// Copy everything into another, empty database and audit it there; stop the server first
    Copy {
        /// The URL of the database to copy
        #[arg(env = "WORKSHOPS_COPY_FROM", hide_env_values = true)]
        from: String,
        /// The URL of the empty one
        #[arg(env = "WORKSHOPS_COPY_TO", hide_env_values = true)]
        to: String,
    },
}

#[derive(Args)]
struct Init {
    /// The administrator's password; without it one is made and printed
    #[arg(long, env = "WORKSHOPS_ADMIN_PASSWORD", hide_env_values = true, value_name = "PASSWORD")]
    admin_password: Option<String>,
    /// Also bring in an example event with its students, open it, and print three of their keys
    #[arg(long)]
    example: bool,
}

#[derive(Subcommand)]
enum Import {
    /// An event document (JSON)
    Event {
        /// The document, or - for standard input
        file: PathBuf,
    },
    /// A student file (CSV); nothing is written if it has errors
    Students {
        /// The event's slug, as in its link
        slug: String,
        /// The file, or - for standard input
        file: PathBuf,
        /// Only say what would change
        #[arg(long)]
        dry_run: bool,
        /// Let students lose what they chose where it no longer fits, as in another group
        #[arg(long)]
        force: bool,
    },
}

/// Does what the command line says. Exit codes: 0 done, 1 it failed and nothing was written, 2 the audit found
/// something or the arguments are wrong.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    let filter = EnvFilter::builder().with_default_directive(tracing::Level::INFO.into()).from_env_lossy();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .init();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error),
    };
    let outcome = runtime.block_on(dispatch(cli));
    // Whoever asks a name server that doesn't answer is not waited for.
    runtime.shutdown_timeout(Duration::from_secs(2));
    match outcome {
        Ok(code) => code,
        Err(error) => fail(&error),
    }
}

fn fail(error: &dyn std::fmt::Display) -> ExitCode {
    say(io::stderr(), format_args!("workshops: {error}"));
    ExitCode::FAILURE
}

/// Prints a line. Whoever reads it may have gone; that is his business.
fn say(mut to: impl Write, line: std::fmt::Arguments<'_>) {
    let _ = to.write_fmt(format_args!("{line}\n"));
}

async fn dispatch(cli: Cli) -> Result<ExitCode> {
    let command = cli.command.unwrap_or(Command::Serve);
    // They need databases and nothing else: not even a secret.
    match &command {
        Command::Copy { from, to } => return copy(from, to).await,
        Command::Backup { file } => return backup::back_up(&cli.data.database_url(), file).await,
        Command::Serve => {
            serve::serve(&cli.serve, Arc::new(SystemRandom), async || to_serve(&cli.data, &cli.serve).await).await?;
            return Ok(ExitCode::SUCCESS);
        }
        _ => {}
    }
    // What only looks or changes must not answer a mistyped folder with a new, empty database.
    let missing = match command {
        Command::Init(_) => Missing::Make,
        _ => Missing::Refuse,
    };
    let services = services(&cli.data, &cli.serve, missing).await?;
    match command {
        Command::Init(options) => init(&services, &cli.data, options).await?,
        Command::SetAdminPassword => set_admin_password(&services).await?,
        Command::Import(Import::Event { file }) => {
            services.import_event(&read(&file)?, BY_COMMAND).await?;
            say(io::stdout(), format_args!("the event is in; it is closed or scheduled until you open it"));
        }
        Command::Import(Import::Students { slug, file, dry_run, force }) => {
            return import_students(&services, &slug, &read(&file)?, (dry_run, force)).await;
        }
        Command::Audit => return audit(&services).await,
        // Done above.
        Command::Serve | Command::Copy { .. } | Command::Backup { .. } => {}
    }
    services.store.close().await;
    Ok(ExitCode::SUCCESS)
}

/// What is served, with a word if nobody could manage it.
async fn to_serve(data: &DataConfig, config: &ServeConfig) -> Result<Services> {
    let services = services(data, config, Missing::Make).await?;
    // If this fails now, whoever logs in will be told so.
    if let Ok(None) = services.store.account(ADMIN).await {
        tracing::warn!("nobody can log in as administrator yet: `workshops init` sets a password");
    }
    Ok(services)
}

async fn services(config: &DataConfig, serve: &ServeConfig, missing: Missing) -> Result<Services> {
    let time_zone = config.time_zone()?;
    if missing == Missing::Make {
        config.make_folder()?;
    }
    let store = Store::open(&config.database_url(), missing).await?;
    let random = Arc::new(SystemRandom);
    let secret = Secret::from_file(&config.secret_file(), &*random)?;
    let (tokens, clock) = (Tokens::new(&secret), Arc::new(SystemClock));
    Ok(Services::new(Parts { store, tokens, clock, random, time_zone, base_url: serve.base_url() }))
}

async fn init(services: &Services, config: &DataConfig, options: Init) -> Result<()> {
    let out = io::stdout;
    if services.store.account(ADMIN).await?.is_some() {
        say(out(), format_args!("the administrator has a password already; set-admin-password sets a new one"));
    } else {
        if let Some(password) = options.admin_password {
            set_password(services, &password).await?;
            say(out(), format_args!("the administrator's password is set"));
        } else {
            let password = services.new_password();
            set_password(services, &password).await?;
            say(out(), format_args!("the administrator's password is {password}"));
            say(out(), format_args!("note it now: it is stored as a hash, and can't be shown again"));
        }
    }
    if options.example {
        example(services).await?;
    }
    say(out(), format_args!("the data is in {}", config.data_dir.display()));
    Ok(())
}

/// Brings in the example event if it isn't there, and prints keys to try it with.
async fn example(services: &Services) -> Result<()> {
    let out = io::stdout;
    let slug = EXAMPLE_SLUG;
    if services.store.event_by_slug(slug).await?.is_none() {
        let event = services.import_event(EXAMPLE_EVENT, BY_COMMAND).await?;
        match services.plan_import(slug, EXAMPLE_STUDENTS).await? {
            Ok((event, plan)) => drop(services.carry_out_import(event, &plan, BY_COMMAND, None).await?),
            Err(problem) => return Err(Error::Setup(words::file_problem(&problem))),
        }
        let admin = Admin { name: BY_COMMAND.to_owned() };
        services.set_availability(&admin, event, AvailabilityState::Open).await?;
    }
    let Some(event) = services.store.event_by_slug(slug).await? else { return Err(Error::NotFound) };
    say(out(), format_args!("the example event is at /events/{slug}; three of its students' keys:"));
    let students = services.store.students(event.id).await?;
    for group in services.store.event(event.id).await?.0.groups {
        if let Some((student, _)) = students.iter().find(|(student, _)| student.group == group.id) {
            say(out(), format_args!("  {}  {} ({}, {})", student.key, student.name, student.class, group.name));
        }
    }
    Ok(())
}

async fn set_admin_password(services: &Services) -> Result<()> {
    if io::stdin().is_terminal() {
        let password = services.new_password();
        set_password(services, &password).await?;
        say(io::stdout(), format_args!("the administrator's password is now {password}"));
    } else {
        let typed = io::read_to_string(io::stdin().take(4096))?;
        set_password(services, typed.trim_end_matches(['\r', '\n'])).await?;
        say(io::stdout(), format_args!("the administrator's password is set"));
    }
    say(io::stdout(), format_args!("whoever was logged in as administrator must log in again"));
    Ok(())
}

async fn set_password(services: &Services, password: &str) -> Result<()> {
    password::acceptable(password)
        .map_err(|_| Error::Setup("a password has 12 to 256 characters; nothing was changed".to_owned()))?;
    services.set_admin_password(password, BY_COMMAND).await?;
    Ok(())
}

async fn import_students(
    services: &Services,
    slug: &str,
    file: &[u8],
    (dry_run, force): (bool, bool),
) -> Result<ExitCode> {
    let (event, plan) = match services.plan_import(slug, file).await {
        Ok(Ok(planned)) => planned,
        Ok(Err(problem)) => return Err(Error::Setup(words::file_problem(&problem))),
        Err(Error::NotFound) => return Err(Error::Setup(format!("there is no event with the slug {slug}"))),
        Err(error) => return Err(error),
    };
    if !plan.preview.is_clean() {
        for line in errors_by_line(&plan.preview) {
            say(io::stderr(), format_args!("{line}"));
        }
        return Err(Error::Setup(format!("{} errors; nothing was written", plan.preview.errors.len())));
    }
    say_summary(&plan.preview);
    if dry_run {
        say(io::stdout(), format_args!("nothing was written (--dry-run)"));
    } else {
        let mut changed = services.carry_out_import(event, &plan, BY_COMMAND, None).await?;
        if let Changed::Asks { touched, agree } = changed {
            say_touched(&touched);
            if !force {
                let count = touched.len();
                return Err(Error::Setup(format!(
                    "{count} students would lose something; nothing was written; --force lets them"
                )));
            }
            changed = services.carry_out_import(event, &plan, BY_COMMAND, Some(agree)).await?;
        }
        if !matches!(changed, Changed::Done) {
            return Err(Error::Setup("the event changed in the meantime; nothing was written; try again".to_owned()));
        }
    }
    services.store.close().await;
    Ok(ExitCode::SUCCESS)
}

fn say_touched(touched: &[Touched]) {
    for Touched { name, class, consequence } in touched {
        let becomes = if consequence.becomes == Status::Complete { "stays complete" } else { "is incomplete" };
        say(io::stderr(), format_args!("{name} ({class}) loses {} and {becomes}", consequence.lost.len()));
    }
}

fn say_summary(preview: &ImportPreview) {
    let ImportPreview { added, changed, unchanged, missing, .. } = preview;
    say(io::stdout(), format_args!("{added} added, {changed} changed, {unchanged} unchanged"));
    if !missing.is_empty() {
        let registered = missing.iter().filter(|student| student.registered).count();
        say(
            io::stdout(),
            format_args!(
                "{} students of the event aren't in the file, {registered} of them registered; they are kept",
                missing.len()
            ),
        );
    }
}

async fn audit(services: &Services) -> Result<ExitCode> {
    let findings = services.audit().await?;
    services.store.close().await;
    Ok(say_findings(&findings))
}

async fn copy(from: &str, to: &str) -> Result<ExitCode> {
    let Copied { tables, findings } = copying::copy(from, to).await?;
    for (table, rows) in tables {
        say(io::stdout(), format_args!("{table}: {rows} rows"));
    }
    Ok(say_findings(&findings))
}

/// Prints what an audit found, and gives the exit code that says so too.
fn say_findings(findings: &Findings) -> ExitCode {
    for line in &findings.broken {
        say(io::stdout(), format_args!("{line}"));
    }
    say(
        io::stdout(),
        format_args!(
            "audit: {} events, {} students registered, {} decisions replayed, {} broken",
            findings.events,
            findings.registered,
            findings.decisions,
            findings.broken.len()
        ),
    );
    if findings.broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

/// Reads a file, or standard input for `-`.
fn read(file: &Path) -> Result<Vec<u8>> {
    let cannot = |error: io::Error| Error::Setup(format!("{} can't be read: {error}", file.display()));
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        io::stdin().take(LARGEST_FILE + 1).read_to_end(&mut bytes)
    } else {
        fs::File::open(file).and_then(|file| file.take(LARGEST_FILE + 1).read_to_end(&mut bytes))
    };
    read.map_err(cannot)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(Error::Setup(format!("{} is larger than 20 MB: is it the right file?", file.display())));
    }
    Ok(bytes)
}
