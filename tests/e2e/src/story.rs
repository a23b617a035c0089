//! A story: something that a mediator does, or that goes wrong, from beginning to end.

use std::pin::Pin;
use std::time::Duration;

use anyhow::Result;

use crate::engine::Engine;
use crate::world::World;

/// What becomes of a story.
pub type Telling<'a> = Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>;

/// A story and the engines that can tell it.
pub struct Story {
    /// Its name, for the table and for `--filter`.
    pub name: &'static str,
    /// The engines; where one is missing, the file of the story says why.
    pub engines: &'static [Engine],
    /// How long it may take.
    pub patience: Duration,
    /// Makes pictures, and runs only where they are asked for.
    pub pictures: bool,
    /// Tells it.
    pub tell: for<'a> fn(&'a World) -> Telling<'a>,
}

impl Story {
    /// A story for all engines that may take two minutes.
    pub const fn new(name: &'static str, tell: for<'a> fn(&'a World) -> Telling<'a>) -> Self {
        Self {
            name,
            engines: Engine::ALL,
            patience: Duration::from_secs(120),
            pictures: false,
            tell,
        }
    }

    /// Only for these engines.
    pub const fn only(mut self, engines: &'static [Engine]) -> Self {
        self.engines = engines;
        self
    }

    /// May take so long.
    pub const fn within(mut self, seconds: u64) -> Self {
        self.patience = Duration::from_secs(seconds);
        self
    }

    /// Makes pictures.
    pub const fn with_pictures(mut self) -> Self {
        self.pictures = true;
        self
    }
}
