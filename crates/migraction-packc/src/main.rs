//! `migraction-packc build` and `migraction-packc check`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{Days, NaiveDate};
use clap::{Args, Parser, Subcommand};
use migraction_packc::{
    Error, Options, bench, check, corpus, crosscheck, due, home, import, keys, mended, mutants,
    report, tree::Tree, write,
};

/// Compiles content/ into the signed pack of the app.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check all of the content and write the pack and the home pages
    Build(Arguments),
    /// Check all of the content and write nothing
    Check(Arguments),
    /// Time the rules of every country against their limit
    Bench(Arguments),
    /// Change each rule in one place at a time, and name the changes that no scenario notices
    Mutants(Arguments),
    /// Check a practice sheet that the app made and put it into the content, as a draft
    Import(Import),
    /// Hold public holidays and figures against what others keep, and name the differences
    Crosscheck(Crosscheck),
    /// List what falls due for review in 30 and in 90 days, by rule, page and service
    Due(Due),
    /// Delete what is mended from the list of facts whose sources are to be mended
    Mended(Folder),
    /// Write the pages and the labelled queries into the folder `--out`, for measuring the search
    Corpus(Arguments),
}

#[derive(Args)]
struct Arguments {
    /// The folder of the content
    #[arg(long, default_value = "content")]
    content: PathBuf,
    /// The folder of the pack
    #[arg(long, default_value = "public/pack")]
    out: PathBuf,
    /// The folder of the keys
    #[arg(long, default_value = ".keys")]
    keys: PathBuf,
    /// The folder of the static home pages
    #[arg(long, default_value = "target/home")]
    home: PathBuf,
    /// A publisher's key, instead of the development key
    #[arg(long, env = "MIGRACTION_PUBLISHER_KEY")]
    publisher_key: Option<PathBuf>,
    /// Also show what is covered, what falls due, what it weighs
    #[arg(long)]
    report: bool,
    /// The day to report for (YYYY-MM-DD), instead of today
    #[arg(long)]
    now: Option<NaiveDate>,
}

#[derive(Args)]
struct Folder {
    /// The folder of the content
    #[arg(long, default_value = "content")]
    content: PathBuf,
}

#[derive(Args)]
struct Due {
    /// The folder of the content
    #[arg(long, default_value = "content")]
    content: PathBuf,
    /// The day to list for (YYYY-MM-DD), instead of today
    #[arg(long)]
    now: Option<NaiveDate>,
    /// Also write the days into this calendar file
    #[arg(long)]
    ics: Option<PathBuf>,
}

#[derive(Args)]
struct Crosscheck {
    /// The folder of the content
    #[arg(long, default_value = "content")]
    content: PathBuf,
    /// Another calendar, a line `country day` for each public holiday
    #[arg(long)]
    holidays: PathBuf,
    /// Others' figures, a line `fact day amount` for each value
    #[arg(long)]
    figures: PathBuf,
}

#[derive(Args)]
struct Import {
    /// The file that the app made
    file: PathBuf,
    /// The practice's id, instead of one made of its title
    #[arg(long)]
    id: Option<String>,
    /// The folder of the content
    #[arg(long, default_value = "content")]
    content: PathBuf,
}

fn main() -> ExitCode {
    let (arguments, writes) = match Cli::parse().command {
        Command::Build(arguments) => (arguments, true),
        Command::Check(arguments) => (arguments, false),
        Command::Bench(arguments) => return finish(bench(&arguments)),
        Command::Mutants(arguments) => return finish(mutants(&arguments)),
        Command::Import(arguments) => return finish(take_in(&arguments)),
        Command::Crosscheck(arguments) => return finish(compare(&arguments)),
        Command::Due(arguments) => return finish(list_due(&arguments)),
        Command::Mended(arguments) => return finish(delete_mended(&arguments)),
        Command::Corpus(arguments) => return finish(corpus(&arguments)),
    };
    finish(run(arguments, writes))
}

fn finish(result: Result<ExitCode, Error>) -> ExitCode {
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments, writes: bool) -> Result<ExitCode, Error> {
    let with_report = arguments.report;
    let options = Options {
        content: arguments.content,
        out: arguments.out,
        keys: arguments.keys,
        home: arguments.home,
        publisher_key: arguments.publisher_key,
        now: arguments.now.unwrap_or_else(today),
    };
    let (compiled, mut problems) = migraction_packc::compile(&Tree::read(&options.content)?)?;
    for language in &compiled.content.languages {
        let _ = home::page(&compiled.content, language, &mut problems);
    }
    let packed = write::pack(&compiled, &mut problems)?;
    check::expiry::check_days(&compiled.content, today(), &mut problems);
    problems.sort();
    for problem in problems.iter() {
        eprintln!("{}/{problem}", options.content.display());
    }
    if with_report && let Ok(text) = report::text(&compiled, &packed, options.now) {
        println!("{text}");
    }
    let (errors, warnings) = (problems.errors(), problems.warnings());
    if errors > 0 {
        eprintln!("{errors} errors, {warnings} warnings: nothing was written");
        return Ok(ExitCode::FAILURE);
    }
    if writes {
        let signer = keys::signer(&options)?;
        write::write(&compiled, &packed, &signer, &options)?;
        home::write(&compiled.content, &options)?;
    }
    println!("content: 0 errors, {warnings} warnings");
    Ok(ExitCode::SUCCESS)
}

fn bench(arguments: &Arguments) -> Result<ExitCode, Error> {
    let (compiled, _) = migraction_packc::compile(&Tree::read(&arguments.content)?)?;
    println!("Rules            rules  consultations      mean   slowest  next question");
    let mut within = true;
    for (country, times) in bench::rules(&compiled) {
        println!(
            "  {:<14} {:>5} {:>14} {:>9.0?} {:>9.0?} {:>14.0?}",
            country.as_str(),
            times.rules,
            times.consultations,
            times.mean,
            times.slowest,
            times.slowest_question,
        );
        within &= times.slowest <= bench::LIMIT;
    }
    if !within {
        eprintln!("the rules of a country take more than {:?}", bench::LIMIT);
    }
    Ok(if within { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn mutants(arguments: &Arguments) -> Result<ExitCode, Error> {
    let (compiled, _) = migraction_packc::compile(&Tree::read(&arguments.content)?)?;
    let mut enough = true;
    for (country, seen) in mutants::all(&compiled.content) {
        for (rule, what) in &seen.missed {
            println!("  {rule}: {what}");
        }
        let (tried, missed) = (seen.tried, seen.missed.len());
        println!("{country}: {tried} changes, {missed} unnoticed, {} % noticed", seen.percent());
        enough &= seen.percent() >= mutants::WANTED;
    }
    if !enough {
        eprintln!("less than {} % of the changes were noticed in a country", mutants::WANTED);
    }
    Ok(if enough { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn compare(arguments: &Crosscheck) -> Result<ExitCode, Error> {
    let (compiled, _) = migraction_packc::compile(&Tree::read(&arguments.content)?)?;
    let read = |path: &Path| fs::read_to_string(path).map_err(failed(path));
    let holidays = crosscheck::holidays(&compiled.content, &read(&arguments.holidays)?);
    let figures = crosscheck::figures(&compiled.content, &read(&arguments.figures)?);
    for (path, compared) in [(&arguments.holidays, holidays), (&arguments.figures, figures)] {
        let compared = match compared {
            Ok(compared) => compared,
            Err(why) => {
                eprintln!("{}: {why}", path.display());
                return Ok(ExitCode::FAILURE);
            }
        };
        let (same, differ) = (compared.same, compared.differences.len());
        println!("{}: {same} the same, {differ} differences", path.display());
        for line in &compared.differences {
            println!("  {line}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn list_due(arguments: &Due) -> Result<ExitCode, Error> {
    let (compiled, _) = migraction_packc::compile(&Tree::read(&arguments.content)?)?;
    let today = arguments.now.unwrap_or_else(today);
    if let Ok(tables) = due::tables(&compiled.content, today) {
        println!("{}", tables.trim_start());
    }
    if let Some(path) = &arguments.ics {
        let calendar = due::calendar(&compiled.content, today);
        fs::write(path, calendar).map_err(failed(path))?;
        println!("{}", path.display());
    }
    Ok(ExitCode::SUCCESS)
}

fn delete_mended(arguments: &Folder) -> Result<ExitCode, Error> {
    let tree = Tree::read(&arguments.content)?;
    let shorter = mended::shorten(&tree);
    if let Some(text) = &shorter.text {
        let path = arguments.content.join(check::sources::TO_MEND);
        fs::write(&path, text).map_err(failed(&path))?;
    }
    println!("{} facts are mended, {} are still to be mended", shorter.mended, shorter.left);
    Ok(ExitCode::SUCCESS)
}

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let path = path.to_path_buf();
    move |source| Error::Files { path, source }
}

fn take_in(arguments: &Import) -> Result<ExitCode, Error> {
    let file = fs::read_to_string(&arguments.file).map_err(failed(&arguments.file))?;
    let tree = Tree::read(&arguments.content)?;
    let imported = match import::import(&tree, &file, arguments.id.as_deref()) {
        Ok(imported) => imported,
        Err(import::Refused::Error(error)) => return Err(error),
        Err(import::Refused::File(why)) => {
            eprintln!("{}: {why}", arguments.file.display());
            return Ok(ExitCode::FAILURE);
        }
        Err(import::Refused::Problems(problems)) => {
            for problem in problems {
                eprintln!("{problem}");
            }
            eprintln!("nothing was written: mend {} and import it again", arguments.file.display());
            return Ok(ExitCode::FAILURE);
        }
    };
    for (name, text) in &imported.files {
        let path = arguments.content.join(name);
        if let Some(folder) = path.parent() {
            keys::make_folder(folder)?;
        }
        fs::write(&path, text).map_err(failed(&path))?;
        println!("{}", path.display());
    }
    for warning in &imported.warnings {
        println!("{warning}");
    }
    let lacks: Vec<_> = imported.untranslated.iter().map(ToString::to_string).collect();
    println!(
        "{} is a draft, in no pack. Still to do: review it, write it in {}, list it in outline.toml, delete `draft = true`.",
        imported.id,
        lacks.join(", ")
    );
    Ok(ExitCode::SUCCESS)
}

fn corpus(arguments: &Arguments) -> Result<ExitCode, Error> {
    let (compiled, _) = migraction_packc::compile(&Tree::read(&arguments.content)?)?;
    corpus::write(&compiled, &arguments.out)?;
    Ok(ExitCode::SUCCESS)
}

/// The day of the system's clock, in universal time.
fn today() -> NaiveDate {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    NaiveDate::default().checked_add_days(Days::new(elapsed.as_secs() / 86_400)).unwrap_or_default()
}
