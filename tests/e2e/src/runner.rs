//! Runs stories, each in a world of its own, and counts.

use std::cmp::Reverse;
use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::engine::Engine;
use crate::evidence;
use crate::stories;
use crate::story::Story;
use crate::world::{Settings, World};

/// The stories whose name contains one of `filters`, all where there is none; those with pictures only where pictures are wanted.
///
/// # Errors
/// When there is none.
pub fn choose(filters: &[String], settings: &Settings) -> Result<Vec<&'static Story>> {
    let wanted = |story: &&Story| {
        (!story.pictures || settings.screenshots.is_some())
            && (filters.is_empty() || filters.iter().any(|part| story.name.contains(part.as_str())))
    };
    let chosen: Vec<_> = stories::ALL.iter().copied().filter(wanted).collect();
    if chosen.is_empty() {
        bail!("no story has this name: --list names them all");
    }
    Ok(chosen)
}

struct Line {
    name: &'static str,
    engine: Engine,
    time: Duration,
    outcome: Result<()>,
}

impl Line {
    fn print(&self) {
        let (name, engine, seconds) = (self.name, self.engine.name(), self.time.as_secs_f32());
        match &self.outcome {
            Ok(()) => println!("ok    {name} in {engine} ({seconds:.1} s)"),
            Err(error) => println!("FAIL  {name} in {engine} ({seconds:.1} s)\n  {error:#}"),
        }
    }
}

/// Runs each story in each engine that can tell it, `at_once` at a time; whether all passed.
///
/// Stories share nothing but the machine, and most of a story is waiting. Those that may take longest begin, so that
/// none of them is left over at the end.
///
/// # Errors
/// When the run itself cannot go on.
pub async fn run(
    chosen: &[&'static Story],
    engines: &[Engine],
    settings: &Arc<Settings>,
    at_once: usize,
) -> Result<bool> {
    let mut waiting = VecDeque::new();
    for engine in engines {
        let mut stories: Vec<&'static Story> =
            chosen.iter().copied().filter(|story| story.engines.contains(engine)).collect();
        stories.sort_by_key(|story| Reverse(story.patience));
        waiting.extend(stories.into_iter().map(|story| (story, *engine)));
    }
    let mut telling = JoinSet::new();
    let mut lines = Vec::new();
    loop {
        while telling.len() < at_once.max(1)
            && let Some((story, engine)) = waiting.pop_front()
        {
            telling.spawn(tell(story, engine, settings.clone()));
        }
        let Some(told) = telling.join_next().await else { break };
        let line = told.context("a story was not told to its end")??;
        line.print();
        lines.push(line);
    }
    if lines.is_empty() {
        bail!("these stories have nothing to tell in this browser");
    }
    Ok(summarise(&lines))
}

/// Tells a story. `WebKitGTK` under a driver stops answering about once in a hundred stories, wherever it happens to be: there a
/// story that failed is told once more, in a world of its own, and both outcomes are printed. What is wrong fails twice.
async fn tell(story: &'static Story, engine: Engine, settings: Arc<Settings>) -> Result<Line> {
    let line = tell_once(story, engine, settings.clone()).await?;
    if line.outcome.is_ok() || engine != Engine::Webkit {
        return Ok(line);
    }
    line.print();
    println!("      told once more");
    tell_once(story, engine, settings).await
}

async fn tell_once(story: &'static Story, engine: Engine, settings: Arc<Settings>) -> Result<Line> {
    let started = Instant::now();
    let world = World::new(engine, settings)?;
    let telling = AssertUnwindSafe((story.tell)(&world));
    let outcome = match timeout(story.patience, catch(telling)).await {
        Ok(outcome) => outcome,
        Err(_) => Err(anyhow!("took longer than {} s", story.patience.as_secs())),
    };
    let time = started.elapsed();
    let folder = evidence::folder(story.name, engine);
    evidence::forget(&folder);
    if let Err(error) = &outcome
        && let Err(lost) = evidence::keep(&world, &folder, error).await
    {
        println!("  the evidence in {} is not whole: {lost:#}", folder.display());
    }
    world.end().await;
    Ok(Line { name: story.name, engine, time, outcome })
}

/// A panic is a failure like any other, so that the run goes on and browsers end.
async fn catch(telling: AssertUnwindSafe<crate::story::Telling<'_>>) -> Result<()> {
    let mut telling = telling;
    std::future::poll_fn(move |context| {
        let poll = std::panic::catch_unwind(AssertUnwindSafe(|| telling.0.as_mut().poll(context)));
        poll.unwrap_or_else(|_| std::task::Poll::Ready(Err(anyhow!("the story itself panicked"))))
    })
    .await
}

fn summarise(lines: &[Line]) -> bool {
    println!("\n{:<28} {:<10} {:>8}  outcome", "story", "browser", "time");
    for line in lines {
        let outcome = if line.outcome.is_ok() { "passed" } else { "FAILED" };
        let seconds = line.time.as_secs_f32();
        println!("{:<28} {:<10} {seconds:>6.1} s  {outcome}", line.name, line.engine.name());
    }
    let failed = lines.iter().filter(|line| line.outcome.is_err()).count();
    println!("\n{} passed, {failed} failed", lines.len() - failed);
    failed == 0
}
