//! The steps of `cargo xtask test`, in order. Quick ones first; the content before what is built from it.

use anyhow::{Result, bail};

use super::Counts;
use crate::browsers::{self, Engine};
use crate::build::{self, Mode};
use crate::commands::{app, bench, content, e2e};
use crate::project::Project;
use crate::steps::Steps;
use crate::{files, process, tools};

/// One check.
pub struct Step {
    pub name: &'static str,
    pub what: &'static str,
    pub run: fn(&Project, long: bool, &mut Counts) -> Result<()>,
}

/// All of them.
pub const STEPS: &[Step] = &[
    Step { name: "fmt", what: "the code is formatted", run: fmt },
    Step { name: "content", what: "the content holds together", run: compile_content },
    Step { name: "clippy", what: "no warning in native code", run: clippy },
    Step { name: "clippy-wasm", what: "no warning in the app for browsers", run: clippy_wasm },
    Step { name: "deny", what: "licences, sources and banned crates", run: deny },
    Step { name: "native", what: "native tests", run: native },
    Step {
        name: "wasm-chromium",
        what: "storage, clock and settings in Chromium",
        run: wasm_chromium,
    },
    Step {
        name: "wasm-firefox",
        what: "storage, clock and settings in Firefox",
        run: wasm_firefox,
    },
    Step { name: "develop", what: "the app builds as Trunk asks for it", run: develop },
    Step { name: "release", what: "the release builds", run: release },
    Step { name: "sizes", what: "the release keeps its size budgets", run: sizes },
    Step { name: "e2e", what: "scenarios in a real browser", run: end_to_end },
];

fn fmt(project: &Project, _long: bool, _counts: &mut Counts) -> Result<()> {
    cargo(project, &["fmt", "--all", "--check"], "Run `cargo fmt --all`.")
}

fn compile_content(project: &Project, _long: bool, _counts: &mut Counts) -> Result<()> {
    content::run(project, &content::Options { report: true, ..content::Options::default() })
}

fn clippy(project: &Project, _long: bool, _counts: &mut Counts) -> Result<()> {
    let arguments = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    cargo(project, &arguments, "Mend each warning; `#[expect]` with a reason where it is wrong.")
}

fn clippy_wasm(project: &Project, _long: bool, _counts: &mut Counts) -> Result<()> {
    tools::ensure_wasm_target(project)?;
    let packages = ["clippy", "--package", "migraction", "--package", "migraction-browser"];
    let target = [packages.as_slice(), &["--target", "wasm32-unknown-unknown"]].concat();
    let arguments = [target.as_slice(), &["--all-targets", "--", "-D", "warnings"]].concat();
    cargo(project, &arguments, "Mend each warning; `#[expect]` with a reason where it is wrong.")
}

fn deny(project: &Project, _long: bool, _counts: &mut Counts) -> Result<()> {
    tools::ensure(project, &[&tools::CARGO_DENY])?;
    // It looks at every crate of every target, also at those that no step before has needed.
    cargo(project, &["fetch", "--locked"], "Check that crates can be downloaded.")?;
    let arguments = ["deny", "--offline", "check", "licenses", "bans", "sources"];
    cargo(project, &arguments, "Remove the crate it names, or say in deny.toml why it may stay.")
}

fn native(project: &Project, long: bool, counts: &mut Counts) -> Result<()> {
    // The worker that estimates passphrases is tested as it is bundled.
    tools::ensure_node(project)?;
    let mut tests = tools::cargo(project)?;
    tests.args(["test", "--workspace"]);
    if long {
        tests.env("MIGRACTION_LONG", "1").env("PROPTEST_CASES", "10000");
    }
    process::run_reading(&mut tests, "Read the first failed test above.", |line| counts.read(line))
}

fn wasm_chromium(project: &Project, _long: bool, counts: &mut Counts) -> Result<()> {
    wasm(project, Engine::Chromium, "CHROMEDRIVER", counts)
}

fn wasm_firefox(project: &Project, _long: bool, counts: &mut Counts) -> Result<()> {
    wasm(project, Engine::Firefox, "GECKODRIVER", counts)
}

/// The launch options of the browsers are in `webdriver.json`. `cargo test -q` would break the runner.
fn wasm(project: &Project, engine: Engine, driver: &str, counts: &mut Counts) -> Result<()> {
    tools::ensure_wasm_target(project)?;
    tools::ensure(project, &[&tools::WASM_TEST_RUNNER])?;
    let settings = browsers::ensure(project, &[engine])?;
    let mut tests = tools::cargo(project)?;
    tests.args([
        "test",
        "--package",
        "migraction-browser",
        "--target",
        "wasm32-unknown-unknown",
        "--test",
        "browser",
    ]);
    tests.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", tools::WASM_TEST_RUNNER.program);
    // The runner takes the first driver it is told of: it must hear of one only.
    tests.env_remove("CHROMEDRIVER").env_remove("GECKODRIVER").env_remove("SAFARIDRIVER");
    tests.envs(settings.into_iter().filter(|(variable, _)| *variable == driver));
    process::run_reading(&mut tests, "Read the first failed test above.", |line| counts.read(line))
}

/// What `Trunk.toml` does after a change, with a page to which Trunk has added its script. Trunk itself takes minutes to
/// install and adds no more than that.
fn develop(project: &Project, _long: bool, _counts: &mut Counts) -> Result<()> {
    let page = files::read_text(&project.path(app::PAGE))?;
    let page = page.replace("</body>", &format!("{RELOADS}</body>"));
    let out = project.scratch("develop");
    app::build(project, Mode::Dev, &page, &out, &Steps::of(app::STEPS), || Ok(()))?;
    for name in ["index.html", "fr/index.html"] {
        if !files::read_text(&out.join(name))?.contains(RELOADS) {
            bail!("{name} has lost the script by which Trunk reloads the browser");
        }
    }
    Ok(())
}

/// Stands for the script that Trunk adds.
const RELOADS: &str = "<script>reload()</script>";

fn release(project: &Project, _long: bool, _counts: &mut Counts) -> Result<()> {
    build::both(project, Mode::Release).map(drop)
}

fn sizes(project: &Project, _long: bool, _counts: &mut Counts) -> Result<()> {
    bench::sizes::run(project)
}

/// A story that fails in one engine does not keep the others from being told: one run shows all that fails.
fn end_to_end(project: &Project, long: bool, counts: &mut Counts) -> Result<()> {
    let mut outcome = Ok(());
    for (engine, names) in
        [(Engine::Chromium, &CHROMIUM[..]), (Engine::Firefox, &FIREFOX), (Engine::Webkit, &WEBKIT)]
    {
        let names = if long { &[] } else { names };
        let told = e2e::run(project, &e2e::Options::some(engine, names), counts);
        outcome = outcome.and(told);
    }
    outcome
}

/// The stories of every run; `--long` tells all of them in all engines.
const CHROMIUM: [&str; 0] = [];
/// What a person does with the server stopped: from the first visit to each tool, a consultation and notes.
const FIREFOX: [&str; 14] = [
    "first_visit",
    "offline",
    "restart",
    "facts",
    "search",
    "consultation_refusal",
    "deadline",
    "directory",
    "wage",
    "hours",
    "worksheets",
    "phrasebook",
    "practise",
    "notes_",
];
/// The same in fewer words, without what needs a profile that outlives the browser.
const WEBKIT: [&str; 8] = [
    "first_visit",
    "offline",
    "facts",
    "search",
    "consultation_refusal",
    "phrasebook",
    "leave_field",
    "notes_merged",
];

fn cargo(project: &Project, arguments: &[&str], advice: &str) -> Result<()> {
    process::run(tools::cargo(project)?.args(arguments), advice)
}
