//! Files that hold something secret.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use zeroize::Zeroizing;

use super::CredentialError;

/// More than any credential needs.
const MOST_BYTES: u64 = 64 * 1024;

/// The whole text.
pub(super) fn text(path: &Path) -> Result<Zeroizing<String>, CredentialError> {
    let unreadable = |why: std::io::Error| CredentialError::Unreadable {
        path: path.to_owned(),
        why: why.kind().to_string(),
    };
    let mut text = Zeroizing::new(String::new());
    let file = File::open(path).map_err(unreadable)?;
    let read = file.take(MOST_BYTES + 1).read_to_string(&mut text).map_err(unreadable)?;
    let content = |fault| Err(CredentialError::Content { path: path.to_owned(), fault });
    match u64::try_from(read) {
        Ok(0) => content("is empty: write the credential into it"),
        Ok(1..=MOST_BYTES) => Ok(text),
        _ => content("is too large for a credential: check the path"),
    }
}

/// The one line that the file holds, without what an editor adds at its end.
pub(super) fn line(path: &Path) -> Result<Zeroizing<String>, CredentialError> {
    let text = text(path)?;
    let line = Zeroizing::new(text.trim_start_matches('\u{feff}').trim().to_owned());
    let fault = if line.is_empty() {
        "is empty: write the credential into it"
    } else if line.contains(char::is_control) {
        "holds more than one line: it must hold the credential alone"
    } else {
        return Ok(line);
    };
    Err(CredentialError::Content { path: path.to_owned(), fault })
}

/// Whether others than the owner and the group may read it.
#[cfg(unix)]
pub(super) fn is_exposed(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o007 != 0)
}

/// Not known here.
#[cfg(not(unix))]
pub(super) fn is_exposed(_: &Path) -> bool {
    false
}
