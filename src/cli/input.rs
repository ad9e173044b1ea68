//! Paths → named texts.

use crate::fault::Fault;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use zel_source::yaml::MAX_BYTES;

/// Name of the text that comes from standard input.
const STDIN: &str = "<stdin>";

/// Reads files, folders and standard input, in the order of the arguments; a folder's files by name.
pub(crate) fn read(paths: &[PathBuf]) -> Result<Vec<(String, String)>, Fault> {
    let mut texts = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            texts.push((STDIN.to_owned(), text(io::stdin().lock(), STDIN)?));
            continue;
        }
        for file in files(path)? {
            let name = file.display().to_string();
            let open = File::open(&file).map_err(|error| unreadable(&name, &error))?;
            let text = text(open, &name)?;
            texts.push((name, text));
        }
    }
    Ok(texts)
}

/// A file itself, or everything readable below a folder.
fn files(path: &Path) -> Result<Vec<PathBuf>, Fault> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    below(path, &mut found).map_err(|error| unreadable(&path.display().to_string(), &error))?;
    if found.is_empty() {
        return Err(Fault::new(
            format!("there is no .yaml, .yml or .json file in `{}`", path.display()),
            "name the files themselves",
        ));
    }
    Ok(found)
}

/// Collects files by name, folder by folder. Links to folders aren't followed, so that no loop can trap it.
fn below(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            below(&path, found)?;
        } else if is_manifest(&path) && path.is_file() {
            found.push(path);
        }
    }
    Ok(())
}

fn is_manifest(path: &Path) -> bool {
    path.extension().is_some_and(|extension| ["yaml", "yml", "json"].iter().any(|known| extension == *known))
}

fn text(from: impl Read, name: &str) -> Result<String, Fault> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    from.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| unreadable(name, &error))?;
    if bytes.len() > MAX_BYTES {
        return Err(Fault::new(
            format!("`{name}` is larger than {} MB", MAX_BYTES / (1024 * 1024)),
            "split it, or name only the files that matter",
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to().saturating_add(1);
        Fault::new(format!("`{name}` isn't UTF-8 text: its byte {at} is none"), "save it as UTF-8")
    })
}

fn unreadable(name: &str, error: &io::Error) -> Fault {
    Fault::new(format!("can't read `{name}`: {error}"), "")
}
