//! Digests, and the stamps that tell whether something must be built again.

use std::fs;
use std::path::Path;
use std::time::UNIX_EPOCH;

use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::files;

/// SHA-256 in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// The first 16 hexadecimal figures, for file names.
pub fn short(bytes: &[u8]) -> String {
    hex(bytes).chars().take(16).collect()
}

/// SHA-256 as browsers want it in `integrity`, without its `sha256-`.
pub fn integrity(bytes: &[u8]) -> String {
    STANDARD.encode(Sha256::digest(bytes))
}

/// A digest over the names, lengths and dates of everything below `inputs` but not below `outputs`: quick, and
/// it never misses a save.
pub fn of_inputs(root: &Path, inputs: &[&str], outputs: &[&str], extra: &str) -> Result<String> {
    let outputs: Vec<_> = outputs.iter().map(|output| root.join(output)).collect();
    let mut hash = Sha256::new();
    hash.update(extra);
    for input in inputs {
        for file in files::list(&root.join(input))? {
            if outputs.iter().any(|output| file.starts_with(output)) {
                continue;
            }
            let facts = fs::metadata(&file)?;
            let date = facts.modified()?.duration_since(UNIX_EPOCH)?.as_nanos();
            hash.update(format!("\n{} {} {date}", files::relative(root, &file), facts.len()));
        }
    }
    Ok(hex::encode(hash.finalize()))
}

/// Whether the stamp at `path` says `digest`.
pub fn stamped(path: &Path, digest: &str) -> bool {
    fs::read_to_string(path).is_ok_and(|stamp| stamp == digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_integrity_is_what_a_browser_computes() {
        assert_eq!(integrity(b""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }

    #[test]
    fn inputs_change_their_digest_with_name_length_and_date() -> Result<()> {
        let root = std::env::temp_dir().join(format!("xtask-digest-{}", std::process::id()));
        files::write(&root.join("src/a.rs"), "one")?;
        let now = |extra| of_inputs(&root, &["src", "absent"], &["src/built"], extra);
        let first = now("")?;
        assert_eq!(first, now("")?);
        assert_ne!(first, now("dev")?);
        files::write(&root.join("src/a.rs"), "three")?;
        let longer = now("")?;
        assert_ne!(first, longer);
        files::write(&root.join("src/b.rs"), "")?;
        let more = now("")?;
        assert_ne!(longer, more);
        files::write(&root.join("src/built/c.rs"), "")?;
        assert_eq!(more, now("")?);
        fs::remove_dir_all(&root)?;
        Ok(())
    }
}
