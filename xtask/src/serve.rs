//! A web server for this machine alone.

use crate::{project::Project, site::SITE};
use anyhow::{Context, Result, anyhow};
use std::{
    fs::File,
    io::Read,
    path::{Component, Path, PathBuf},
    sync::Arc,
    thread,
};
use tiny_http::{Header, Method, Request, Response, Server};

/// Where it listens unless told otherwise.
const PORT: u16 = 8000;
/// Requests answered at the same time.
const THREADS: usize = 4;
/// Folders of test and benchmark pages, served here but no part of the site.
const EXTRA: &[&str] = &["tests", "benches"];

/// Serves the page until it is stopped.
pub fn serve(project: &Project, port: Option<u16>) -> Result<()> {
    let (address, workers) = start(project, port)?;
    println!("Rankscope: {address} (stop with Ctrl-C)");
    for worker in workers {
        worker
            .join()
            .map_err(|_| anyhow!("the web server stopped"))?;
    }
    Ok(())
}

/// Starts serving in the background; answers the address, and the threads to wait for.
pub fn start(
    project: &Project,
    port: Option<u16>,
) -> Result<(String, Vec<thread::JoinHandle<()>>)> {
    let server = match port {
        Some(port) => listen(port)?,
        None => listen(PORT).or_else(|_| listen(0))?,
    };
    let port = server.server_addr().to_ip().context("no port")?.port();
    let (server, root) = (Arc::new(server), Arc::new(project.root.clone()));
    let workers = (0..THREADS).map(|_| {
        let (server, root) = (server.clone(), root.clone());
        thread::spawn(move || {
            while let Ok(request) = server.recv() {
                // A visitor who left before the answer is no error of ours.
                let _ = answer(request, &root);
            }
        })
    });
    Ok((format!("http://127.0.0.1:{port}/"), workers.collect()))
}

fn listen(port: u16) -> Result<Server> {
    Server::http(("127.0.0.1", port)).map_err(|e| {
        anyhow!("cannot listen on port {port} ({e}): choose another with --port, or --port 0 for a free one")
    })
}

fn answer(request: Request, root: &Path) -> std::io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        let refusal = Response::from_string("only GET and HEAD\n").with_status_code(405);
        return request.respond(with(refusal, &[("Allow", "GET, HEAD")]));
    }
    let found = find(root, request.url()).and_then(|path| Some((File::open(&path).ok()?, path)));
    match found {
        Some((file, path)) => {
            // Browsers show progress only where they know the length.
            let response = Response::from_file(file).with_chunked_threshold(usize::MAX);
            request.respond(with(
                response,
                &[
                    ("Content-Type", mime(&path)),
                    ("Cache-Control", "no-cache"),
                    // A page of another origin may embed the component, as from any static host.
                    ("Access-Control-Allow-Origin", "*"),
                ],
            ))
        }
        None => request.respond(Response::from_string("not found\n").with_status_code(404)),
    }
}

fn with<R: Read>(mut response: Response<R>, headers: &[(&str, &str)]) -> Response<R> {
    for (name, value) in headers {
        if let Ok(header) = Header::from_bytes(*name, *value) {
            response.add_header(header);
        }
    }
    response
}

/// The file behind an address, if it is one that may be seen.
fn find(root: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decode(path.trim_start_matches('/'))?;
    let path = if path.is_empty() { "index.html" } else { &path };
    let mut names = Vec::new();
    for component in Path::new(path).components() {
        match component {
            Component::Normal(name) if !name.to_str()?.starts_with('.') => names.push(name),
            _ => return None,
        }
    }
    let first = names.first()?.to_str()?;
    if !SITE.contains(&first) && !EXTRA.contains(&first) {
        return None;
    }
    let mut file = root.to_path_buf();
    file.extend(names);
    if file.is_dir() {
        file.push("index.html");
    }
    // A link that leads out of the clone is not followed.
    let file = file.canonicalize().ok()?;
    (file.starts_with(root.canonicalize().ok()?) && file.is_file()).then_some(file)
}

fn percent_decode(text: &str) -> Option<String> {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'%' => {
                let mut digit = || (bytes.next()? as char).to_digit(16);
                (16 * digit()? + digit()?) as u8
            }
            byte => byte,
        });
    }
    String::from_utf8(out).ok()
}

fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|e| e.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("csv") => "text/csv; charset=utf-8",
        Some("md" | "txt" | "ts") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn serves_the_site_and_nothing_else() {
        let root = std::env::temp_dir().join(format!("rankscope-serve-{}", std::process::id()));
        for file in [
            "index.html",
            "Cargo.toml",
            ".git/config",
            "www/app.js",
            "www/.stamp",
            "tests/e2e/index.html",
        ] {
            let file = root.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "x").unwrap();
        }
        for inside in [
            "/",
            "/index.html?variant=scalar#lab=spectrum",
            "/www/%61pp.js",
            "/tests/e2e/",
        ] {
            assert!(find(&root, inside).is_some(), "{inside}");
        }
        for outside in [
            "/Cargo.toml",
            "/.git/config",
            "/www/.stamp",
            "/www/../Cargo.toml",
            "/www/%2e%2e/Cargo.toml",
            "/www//../../etc/passwd",
            "//etc/passwd",
            "/www",
            "/www/missing.js",
            "/www/%zz",
        ] {
            assert!(find(&root, outside).is_none(), "{outside}");
        }
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn names_the_types_that_browsers_insist_on() {
        assert_eq!(mime(Path::new("a/b.wasm")), "application/wasm");
        assert_eq!(mime(Path::new("b.mjs")), "text/javascript; charset=utf-8");
    }
}
