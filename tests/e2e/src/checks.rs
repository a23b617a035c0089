//! Many checks of one kind: all are made, and those that failed are told together.

use anyhow::{Result, bail};

/// Failures so far.
#[derive(Default)]
pub struct Checks {
    made: usize,
    failures: Vec<String>,
}

impl Checks {
    /// Notes how a check went.
    pub fn note(&mut self, what: &str, outcome: Result<()>) {
        self.made += 1;
        if let Err(error) = outcome {
            self.failures.push(format!("{what}: {error:#}"));
        }
    }

    /// Notes what must be true.
    pub fn expect(&mut self, what: &str, is_true: bool) {
        self.note(what, if is_true { Ok(()) } else { Err(anyhow::anyhow!("is not so")) });
    }

    /// The outcome of all. Having made none is a failure too.
    ///
    /// # Errors
    /// When any failed.
    pub fn end(self) -> Result<()> {
        let Self { made, failures } = self;
        if made == 0 {
            bail!("nothing was checked");
        }
        if !failures.is_empty() {
            bail!("{} of {made} checks failed:\n    {}", failures.len(), failures.join("\n    "));
        }
        Ok(())
    }
}
