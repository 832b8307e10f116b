//! Telling whether what was made is still what would be made.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::failure::{Failure, Result};

/// A hash over files and words, the same on every machine.
pub(crate) struct Fingerprint(Sha256);

impl Fingerprint {
    pub(crate) fn new() -> Self {
        Self(Sha256::new())
    }

    /// The hash of `bytes` alone, in hexadecimal.
    pub(crate) fn of(bytes: &[u8]) -> String {
        let mut fingerprint = Self::new();
        fingerprint.bytes(bytes);
        fingerprint.finish()
    }

    /// Adds a word: a version, an option.
    pub(crate) fn word(&mut self, word: &str) {
        self.bytes(word.as_bytes());
    }

    /// Adds the names (from `root` on) and contents of every file at or below
    /// `path`. A path that doesn't exist counts as an empty one.
    pub(crate) fn tree(&mut self, root: &Path, path: &str) -> Result<()> {
        for file in files(&root.join(path))? {
            let name = file.strip_prefix(root).unwrap_or(&file);
            self.word(&name.to_string_lossy());
            self.bytes(&fs::read(&file).map_err(Failure::at(&file))?);
        }
        Ok(())
    }

    /// The hash in hexadecimal.
    pub(crate) fn finish(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The length comes first, so that two parts are never taken for one.
    fn bytes(&mut self, bytes: &[u8]) {
        self.0.update(bytes.len().to_le_bytes());
        self.0.update(bytes);
    }
}

/// Every file at or below `path`, in order of their paths.
pub(crate) fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    if path.is_dir() {
        for entry in fs::read_dir(path).map_err(Failure::at(path))? {
            found.extend(files(&entry.map_err(Failure::at(path))?.path())?);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::Fingerprint;
    use std::fs;

    fn of(words: &[&str]) -> String {
        let mut fingerprint = Fingerprint::new();
        for word in words {
            fingerprint.word(word);
        }
        fingerprint.finish()
    }

    #[test]
    fn where_one_word_ends_counts() {
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_eq!(of(&["ab", "c"]), of(&["ab", "c"]));
        assert_eq!(of(&[]).len(), 64);
    }

    #[test]
    fn contents_and_names_count_and_the_place_does_not() {
        let folder = std::env::temp_dir().join(format!("portico-fingerprint-{}", std::process::id()));
        let tree = |name: &str, file: &str, text: &str| {
            let root = folder.join(name);
            fs::create_dir_all(root.join("src")).unwrap();
            fs::write(root.join("src").join(file), text).unwrap();
            let mut fingerprint = Fingerprint::new();
            fingerprint.tree(&root, "src").unwrap();
            fingerprint.tree(&root, "not-there").unwrap();
            fingerprint.finish()
        };
        let first = tree("one", "a.rs", "fn a() {}");
        assert_eq!(first, tree("two", "a.rs", "fn a() {}"));
        assert_ne!(first, tree("three", "b.rs", "fn a() {}"));
        assert_ne!(first, tree("four", "a.rs", "fn b() {}"));
        fs::remove_dir_all(folder).unwrap();
    }
}
