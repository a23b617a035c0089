//! The program `migraction-server`: its arguments, and its last words when it cannot serve.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use migraction_core::route::Route;
use migraction_pack::organisation::OwnServices;
use migraction_server::Options;
use migraction_server::data::{Data, DataError, Restored, Terms};
use migraction_server::log::Log;
use migraction_server::organisation::{Publish, Published};
use migraction_server::routes::ResponseOptions;
use migraction_server::site::Site;

/// Serves Migr'action
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the app and the content packs until SIGINT or SIGTERM
    Serve(Serve),
    /// Check, sign and publish an organisation's own services; a server that runs sends them at once
    Services(Services),
    /// Print an invitation: whoever has it can keep sealed notes on this server
    Invite(Invite),
    /// Write a copy of all sealed notes, also while the server runs
    Backup(Backup),
    /// Put a copy back; the server must be stopped
    Restore(Restore),
}

#[derive(Args)]
struct Services {
    /// The folder of `serve --data`
    #[arg(long, value_name = "DIR")]
    data: PathBuf,

    /// The services, as docs/content-format.md describes them
    #[arg(long, value_name = "FILE")]
    file: PathBuf,

    /// The organisation's secret key: 64 hexadecimal digits; no other command needs it
    #[arg(long, value_name = "FILE")]
    organisation_key: PathBuf,

    /// The app's folder, as for `serve`: its guide has the lists that services are held against
    #[arg(long, alias = "dist", value_name = "DIR")]
    app: Option<PathBuf>,

    /// Take another key than before: phones must be invited again
    #[arg(long)]
    new_key: bool,
}

#[derive(Args)]
struct Invite {
    /// The folder of `serve --data`
    #[arg(long, value_name = "DIR")]
    data: PathBuf,

    /// The address at which people reach the app, for the link
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    address: String,

    /// For how many days it can be used
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=365))]
    days: u32,

    /// How much may be kept with it, in MiB; a thousand notes take about three
    #[arg(long, value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..=1_048_576))]
    quota: u64,

    /// It also opens notes from which a lost phone was shut out; give it only to somebody whom you know
    #[arg(long)]
    reopen: bool,
}

#[derive(Args)]
struct Backup {
    /// The folder of `serve --data`
    #[arg(long, value_name = "DIR")]
    data: PathBuf,

    /// The file to write; it must not exist
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

#[derive(Args)]
struct Restore {
    /// The folder of `serve --data`
    #[arg(long, value_name = "DIR")]
    data: PathBuf,

    /// The file that `backup` wrote
    #[arg(long, value_name = "FILE")]
    from: PathBuf,

    /// Take the place of what is there, which is kept beside
    #[arg(long)]
    replace: bool,
}

#[derive(Args)]
struct Serve {
    /// The app's folder, as `cargo xtask dist` writes it; without it, the app inside this program
    #[arg(long, alias = "dist", value_name = "DIR")]
    app: Option<PathBuf>,

    /// The folder in which sealed notes are kept; without it, the server keeps none
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,

    /// The address and port to listen on; port 0 takes any free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080", value_parser = address)]
    listen: SocketAddr,

    /// Take the service worker back from every device: /sw.js answers with retire.js
    #[arg(long)]
    retire_worker: bool,

    /// Tell browsers to use HTTPS only; set it when a proxy in front of this server speaks it
    #[arg(long)]
    https_in_front: bool,

    /// Write a line per answer on standard error, without anything about the reader
    #[arg(long)]
    log: bool,
}

impl From<Serve> for Options {
    fn from(asked: Serve) -> Self {
        let log = if asked.log { Log::On } else { Log::Off };
        Self {
            app: asked.app,
            data: asked.data,
            listen: asked.listen,
            retire_worker: asked.retire_worker,
            response_options: ResponseOptions { https_in_front: asked.https_in_front, log },
        }
    }
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| "write a numeric address and a port, as in 127.0.0.1:8080 or [::]:8080".into())
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Serve(asked) => {
            migraction_server::serve(asked.into()).await.map_err(|error| error.to_string())
        }
        Command::Services(asked) => services(asked),
        Command::Invite(asked) => invite(&asked),
        Command::Backup(asked) => backup(&asked).map_err(|error| error.to_string()),
        Command::Restore(asked) => restore(&asked).map_err(|error| error.to_string()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "migraction-server: {error}");
            ExitCode::FAILURE
        }
    }
}

fn services(asked: Services) -> Result<(), String> {
    let site = Site::load(asked.app.as_deref()).map_err(|error| error.to_string())?;
    let publish = Publish { file: asked.file, key: asked.organisation_key, new_key: asked.new_key };
    let published = Data::at(&asked.data).publish(&site, &publish);
    let Published { list, is_new, warnings } = published.map_err(|error| error.to_string())?;
    for warning in warnings.iter() {
        let _ = writeln!(io::stderr(), "{warning}");
    }
    let OwnServices { organisation, number, services } = list;
    let done = if is_new { "published" } else { "nothing new" };
    say(&format!("{done}: {organisation}, number {number}, services: {}", services.len()));
    Ok(())
}

fn invite(asked: &Invite) -> Result<(), String> {
    let data = Data::at(&asked.data);
    let terms = Terms { days: asked.days, quota: asked.quota << 20, reopens: asked.reopen };
    let invited = data.invite(migraction_server::now(), terms);
    let code = invited.map_err(|error| error.to_string())?;
    // After the hash: no server and no proxy sees it when the link is opened.
    let join = Route::Join.in_any_language();
    let link = format!("{}{join}#{code}", asked.address.trim_end_matches('/'));
    let mut text = format!(
        "code  {code}\nlink  {link}\nFor one person, within {} days, up to {} MiB. It is not shown again.\n",
        asked.days, asked.quota
    );
    if code.organisation.is_some() {
        text.push_str("After ~ stands the organisation's key: a phone without it takes none of its services.\n");
    }
    // An invitation that nobody can read is not given.
    io::stdout().write_all(text.as_bytes()).map_err(|error| error.to_string())
}

fn backup(asked: &Backup) -> Result<(), DataError> {
    Data::at(&asked.data).backup(&asked.to)?;
    say(&format!("written to {}", asked.to.display()));
    Ok(())
}

fn restore(asked: &Restore) -> Result<(), DataError> {
    let Restored { kept, revoked, voided } =
        Data::at(&asked.data).restore(&asked.from, asked.replace)?;
    let kept = kept.as_deref().map(Path::display);
    say(&match kept {
        Some(path) => format!("restored; what was there before is {path}"),
        None => "restored".to_owned(),
    });
    say(&match revoked {
        Some(count) => format!("devices that stay shut out: {count}"),
        None => format!(
            "who was shut out since the backup is not known: shut lost phones out again; open invitations ended: {voided}"
        ),
    });
    Ok(())
}

/// Whoever started us may not read what we say; the work is done all the same.
fn say(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}
