//! A small web server for dist/, on this machine only.

use crate::process::{Outcome, say};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

/// Ports that are tried, one after the other.
const TRIES: u16 = 20;
/// Longest request head that is read, bytes.
const MAX_HEAD: u64 = 16 * 1024;

/// Serves until it's stopped.
pub fn run(port: u16) -> Outcome {
    let ports = port..port.saturating_add(TRIES);
    let bound =
        ports.clone().find_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok().map(|l| (l, port)));
    let (listener, port) =
        bound.ok_or_else(|| format!("no port from {} to {} is free", ports.start, ports.end))?;
    say(&format!("\nThe lab is at http://localhost:{port}/  (Ctrl C stops it)"));
    for stream in listener.incoming().filter_map(Result::ok) {
        std::thread::spawn(move || {
            // A browser that hangs up is no trouble.
            let _ = answer(stream);
        });
    }
    Ok(())
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut line = String::new();
    let mut reader = BufReader::new(stream.try_clone()?.take(MAX_HEAD));
    reader.read_line(&mut line)?;
    // The rest of the head is read and left aside.
    let mut rest = String::new();
    while reader.read_line(&mut rest)? > 2 {
        rest.clear();
    }
    let mut words = line.split_whitespace();
    let (method, target) = (words.next().unwrap_or(""), words.next().unwrap_or("/"));
    let file = file_of(Path::new("dist"), target).filter(|_| matches!(method, "GET" | "HEAD"));
    let Some((file, body)) = file.and_then(|file| std::fs::read(&file).ok().map(|body| (file, body))) else {
        let gone = b"HTTP/1.1 404 Not Found\r\nContent-Length: 10\r\nConnection: close\r\n\r\nnot found\n";
        return stream.write_all(gone);
    };
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        mime(&file),
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    if method == "GET" { stream.write_all(&body) } else { Ok(()) }
}

/// The file that a request asks for; none outside the folder.
fn file_of(folder: &Path, target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?.trim_start_matches('/');
    if path.contains(['%', '\\', '\0', ':']) {
        return None;
    }
    let path =
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let plain = Path::new(&path).components().all(|part| matches!(part, Component::Normal(_)));
    plain.then(|| folder.join(path))
}

fn mime(file: &Path) -> &'static str {
    match file.extension().and_then(|e| e.to_str()).unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "json" => "application/json",
        "yaml" | "yml" | "md" | "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let folder = Path::new("dist");
        assert_eq!(file_of(folder, "/"), Some(PathBuf::from("dist/index.html")));
        assert_eq!(file_of(folder, "/fonts/inter.woff2?x=1"), Some(PathBuf::from("dist/fonts/inter.woff2")));
        for bad in ["/../Cargo.toml", "/a/../../x", "//etc/../x", "/%2e%2e/x", "/..\\x", "/c:/x"] {
            assert_eq!(file_of(folder, bad), None, "{bad}");
        }
    }

    #[test]
    fn wasm_has_its_own_type() {
        assert_eq!(mime(Path::new("lab_bg.wasm")), "application/wasm");
        assert_eq!(mime(Path::new("x")), "application/octet-stream");
    }
}
