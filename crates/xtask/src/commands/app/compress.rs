//! A brotli file beside each file that gains by it; the server sends those to browsers that take them.
//!
//! The strongest setting is slow, so results are kept under the digest of what they were made from.

use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, anyhow};
use brotli::enc::BrotliEncoderParams;

use crate::project::Project;
use crate::{digest, files};

const SMALLEST: usize = 200;
/// Already compressed, or compressed by us.
const LEFT_ALONE: [&str; 9] = ["br", "png", "jpg", "jpeg", "webp", "avif", "woff2", "gz", "zip"];

/// Compresses the whole staging folder, on every processor.
pub fn all(project: &Project, staging: &Path) -> Result<()> {
    let waiting: Vec<PathBuf> =
        files::list(staging)?.into_iter().filter(|file| gains(file)).collect();
    let workers = thread::available_parallelism().map_or(2, usize::from).min(waiting.len().max(1));
    thread::scope(|scope| {
        let share = |worker| waiting.iter().skip(worker).step_by(workers);
        let start =
            |worker| scope.spawn(move || share(worker).try_for_each(|file| one(project, file)));
        let started: Vec<_> = (0..workers).map(start).collect();
        started
            .into_iter()
            .try_for_each(|worker| worker.join().map_err(|_| anyhow!("compression stopped"))?)
    })
}

/// The brotli form of some bytes, from the cache when it was made before.
pub fn compressed(project: &Project, bytes: &[u8]) -> Result<Vec<u8>> {
    let cached = project.scratch("br").join(digest::hex(bytes));
    if cached.is_file() {
        return files::read(&cached);
    }
    let mut small = Vec::new();
    let parameters = BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &bytes[..], &mut small, &parameters)
        .context("a file cannot be compressed")?;
    files::write(&cached, &small)?;
    Ok(small)
}

fn one(project: &Project, file: &Path) -> Result<()> {
    let bytes = files::read(file)?;
    if bytes.len() < SMALLEST {
        return Ok(());
    }
    let small = compressed(project, &bytes)?;
    if small.len() < bytes.len() {
        let mut name = file.as_os_str().to_owned();
        name.push(".br");
        files::write(Path::new(&name), small)?;
    }
    Ok(())
}

fn gains(file: &Path) -> bool {
    let extension = file.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    extension.is_some_and(|extension| !LEFT_ALONE.contains(&extension.as_str()))
}
