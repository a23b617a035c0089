//! Programs that we start, and that never outlive us.
//!
//! Each leads a process group of its own. Browsers start groups of their own below that, so every program
//! also carries a mark in its environment, by which its descendants are found at the end.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::process::{Child, Command as Starting};
use tokio::time::{sleep, timeout};

/// The variable that marks what we started.
const MARK: &str = "MIGRACTION_E2E_RUN";

static GROUPS: Mutex<Vec<u32>> = Mutex::new(Vec::new());
static RUN: OnceLock<String> = OnceLock::new();

fn groups() -> MutexGuard<'static, Vec<u32>> {
    GROUPS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// This run's own value of the mark.
fn run() -> &'static str {
    RUN.get_or_init(|| {
        let start = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        format!("{}-{}", std::process::id(), start.map_or(0, |since| since.as_nanos()))
    })
}

/// A program in the background, ended with its whole group when this is dropped.
pub struct Program {
    child: Child,
    group: u32,
    /// Marks this program's descendants.
    mark: String,
}

impl Program {
    /// Starts a program; what it prints goes into the file `log`.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(mut command: Starting, log: &Path) -> Result<Self> {
        let name = command.as_std().get_program().to_string_lossy().into_owned();
        let output =
            File::create(log).with_context(|| format!("{} cannot be written", log.display()))?;
        let number = groups().len();
        let mark = format!("{}-{number}-{}", run(), log.display());
        let child = command
            .process_group(0)
            .env(MARK, &mark)
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .with_context(|| format!("{name} cannot be started: is it installed?"))?;
        let group = child.id().with_context(|| format!("{name} ended at once"))?;
        groups().push(group);
        Ok(Self { child, group, mark })
    }

    /// Whether it still runs.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Asks it to stop, waits, then makes it.
    pub async fn stop(mut self) {
        signal(&format!("-{}", self.group), "-TERM");
        let _ = timeout(Duration::from_secs(5), self.child.wait()).await;
        drop(self);
        sleep(Duration::from_millis(20)).await;
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        signal(&format!("-{}", self.group), "-KILL");
        let _ = self.child.start_kill();
        end_marked(&self.mark);
    }
}

/// Ends everything that this run has started. For the end of the run, panics and signals.
pub fn end_all() {
    for group in groups().drain(..) {
        signal(&format!("-{group}"), "-KILL");
    }
    end_marked(run());
}

/// Ends the processes whose mark begins so, wherever they have moved to.
fn end_marked(mark: &str) {
    let wanted = format!("{MARK}={mark}");
    let own = std::process::id().to_string();
    let Ok(entries) = fs::read_dir("/proc") else { return };
    for entry in entries.flatten() {
        let id = entry.file_name().to_string_lossy().into_owned();
        if id == own || !id.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        // Processes of others, and those that ended meanwhile, cannot be read.
        let Ok(environment) = fs::read(entry.path().join("environ")) else { continue };
        let marked =
            environment.split(|byte| *byte == 0).any(|pair| pair.starts_with(wanted.as_bytes()));
        if marked {
            signal(&id, "-KILL");
        }
    }
}

fn signal(target: &str, signal: &str) {
    // What has ended already makes `kill` fail: that is what is wanted.
    let _ = Command::new("kill").args([signal, "--", target]).stderr(Stdio::null()).status();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_dropped_program_takes_even_strayed_descendants_along() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let trace = folder.path().join("late");
        let mut command = Starting::new("sh");
        command
            .args(["-c", "setsid sh -c 'sleep 1; echo late > \"$0\"' \"$0\" & wait"])
            .arg(&trace);
        let program = Program::start(command, &folder.path().join("log"))?;
        sleep(Duration::from_millis(300)).await;
        drop(program);
        sleep(Duration::from_millis(1200)).await;
        assert!(!trace.exists());
        Ok(())
    }
}
