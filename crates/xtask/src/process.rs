//! Starting programs so that none outlives us.
//!
//! Every child leads a process group of its own; the group is ended when the child has returned, when the
//! handle of a background program is dropped, and when a signal ends us.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

static GROUPS: Mutex<Vec<u32>> = Mutex::new(Vec::new());

fn groups() -> MutexGuard<'static, Vec<u32>> {
    GROUPS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends every running child when we are asked to stop (Ctrl-C, TERM, HUP). Called once, first.
pub fn stop_children_with_us() -> Result<()> {
    ctrlc::set_handler(|| {
        let running = groups().clone();
        for group in &running {
            signal(*group, "-TERM");
        }
        let patience = Instant::now() + Duration::from_secs(3);
        while Instant::now() < patience && running.iter().any(|group| alive(*group)) {
            thread::sleep(Duration::from_millis(50));
        }
        for group in running {
            signal(group, "-KILL");
        }
        std::process::exit(130);
    })
    .context("signals cannot be listened to")
}

/// Runs a program to its end; `advice` is the sentence shown when it fails.
pub fn run(command: &mut Command, advice: &str) -> Result<()> {
    let status = Running::start(command)?.wait()?;
    fail_unless(status, command, advice)
}

/// Runs a program to its end, showing its output line by line while `each` reads it too.
pub fn run_reading(command: &mut Command, advice: &str, mut each: impl FnMut(&str)) -> Result<()> {
    let mut running = Running::start(command.stdout(Stdio::piped()))?;
    if let Some(output) = running.child.stdout.take() {
        for line in BufReader::new(output).lines() {
            let line = line.context("a program's output is not text")?;
            println!("{line}");
            each(&line);
        }
    }
    fail_unless(running.wait()?, command, advice)
}

/// What a program prints, or nothing where it cannot be run or fails.
pub fn output_of(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Becomes the program: nothing of us is left to stop, and signals reach it alone.
pub fn become_program(command: &mut Command) -> anyhow::Error {
    let error = command.exec();
    anyhow::Error::new(error).context(format!("{} cannot be started", name(command)))
}

/// A program in the background, ended with its whole group when this is dropped.
pub struct Running {
    child: Child,
}

impl Running {
    /// Starts a program in a group of its own.
    pub fn start(command: &mut Command) -> Result<Self> {
        let program = name(command);
        let child = command
            .process_group(0)
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("{program} cannot be started: is it installed?"))?;
        groups().push(child.id());
        Ok(Self { child })
    }

    /// Whether the program is still running.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    fn wait(&mut self) -> Result<ExitStatus> {
        self.child.wait().context("a program was lost")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let group = self.child.id();
        signal(group, "-TERM");
        let patience = Instant::now() + Duration::from_secs(3);
        while Instant::now() < patience && self.is_running() {
            thread::sleep(Duration::from_millis(20));
        }
        signal(group, "-KILL");
        // The result does not matter: the program has ended one way or the other.
        let _ = self.child.wait();
        groups().retain(|running| *running != group);
    }
}

fn fail_unless(status: ExitStatus, command: &Command, advice: &str) -> Result<()> {
    if status.success() {
        return Ok(());
    }
    bail!("{} failed ({status}). {advice}", name(command))
}

fn signal(group: u32, signal: &str) {
    // A group that has ended already makes `kill` fail: that is what is wanted.
    let _ = Command::new("kill")
        .args([signal, "--", &format!("-{group}")])
        .stderr(Stdio::null())
        .status();
}

fn alive(group: u32) -> bool {
    let mut kill = Command::new("kill");
    kill.args(["-0", "--", &format!("-{group}")]).stderr(Stdio::null());
    kill.status().is_ok_and(|status| status.success())
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_program_ends_with_its_own_children() -> Result<()> {
        let trace = std::env::temp_dir().join(format!("xtask-process-{}", std::process::id()));
        let script = r#"(sleep 0.6; echo late > "$0") & wait"#;
        let running = Running::start(Command::new("sh").args(["-c", script]).arg(&trace))?;
        thread::sleep(Duration::from_millis(200));
        drop(running);
        thread::sleep(Duration::from_millis(800));
        assert!(!trace.exists());
        Ok(())
    }

    #[test]
    fn a_failure_says_what_to_do() {
        let error = run(&mut Command::new("false"), "Do this.").map_err(|error| error.to_string());
        assert!(error.is_err_and(|text| text.ends_with("Do this.")));
    }
}
