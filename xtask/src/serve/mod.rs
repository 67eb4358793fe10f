//! A web server for this machine alone: files, GET and HEAD, one thread and one answer for each connection.
//!
//! Small servers with a pool of threads can leave a connection waiting behind those that a browser opens in advance and says
//! nothing on; a thread each cannot.

mod workshop;

use crate::{project::Project, site::SITE};
use anyhow::{Context, Result, anyhow};
use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    io::{self, BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::{Component, Path, PathBuf},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};
use workshop::Workshop;

/// Where it listens unless told otherwise.
const PORT: u16 = 8000;
/// How long a connection may say nothing.
const PATIENCE: Duration = Duration::from_secs(30);
/// Longest request read, in bytes; a browser's has some hundred.
const LONGEST: u64 = 64 * 1024;
/// The page.
const INDEX: &str = "index.html";
/// Folders of test and benchmark pages and of what was built, served here but no part of the site.
const EXTRA: &[&str] = &["tests", "benches", "dist"];

/// Where the page finds what is built.
const BUILT: &str = "www/pkg/";
/// What the page says at its foot while something is built.
const BUILDING: &str = include_str!("building.html");

/// Serves the page until it is stopped. The address is told once the first page can be shown; everything else is built when the browser
/// asks for it, and so is what has changed since.
pub fn serve(project: &Project, port: Option<u16>) -> Result<()> {
    let start = Instant::now();
    let listener = listen(port)?;
    let workshop = Workshop::open(project)?;
    workshop.first_page()?;
    let (address, serving) = answering(project, listener, Some(workshop))?;
    let seconds = start.elapsed().as_secs_f64();
    println!("Rankscope: {address} (after {seconds:.1} s; stop with Ctrl-C)");
    wait(serving)
}

/// Serves what has been built for publishing until it is stopped.
pub fn serve_published(project: &Project, port: Option<u16>) -> Result<()> {
    let (address, serving) = start(project, port)?;
    println!("Rankscope: {address} (stop with Ctrl-C)");
    wait(serving)
}

fn wait(serving: thread::JoinHandle<()>) -> Result<()> {
    serving
        .join()
        .map_err(|_| anyhow!("the web server stopped"))
}

/// Starts serving what has been built for publishing, in the background; answers the address, and the thread to wait for.
pub fn start(project: &Project, port: Option<u16>) -> Result<(String, thread::JoinHandle<()>)> {
    answering(project, listen(port)?, None)
}

fn answering(
    project: &Project,
    listener: TcpListener,
    workshop: Option<Workshop>,
) -> Result<(String, thread::JoinHandle<()>)> {
    let port = listener.local_addr().context("no port")?.port();
    let root = project.root.clone();
    let site = Arc::new(Site { root, workshop });
    let serving = thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let site = site.clone();
            thread::spawn(move || {
                // A visitor who left before the answer is no error of ours.
                let _ = answer(&connection, &site);
            });
        }
    });
    Ok((format!("http://127.0.0.1:{port}/"), serving))
}

/// The port that was asked for, or the usual one, or a free one while that is in use.
fn listen(port: Option<u16>) -> Result<TcpListener> {
    let bind = |port| TcpListener::bind(("127.0.0.1", port));
    match port {
        Some(port) => bind(port).map_err(|e| {
            anyhow!("cannot listen on port {port} ({e}): choose another with --port, or --port 0 for a free one")
        }),
        None => bind(PORT).or_else(|_| bind(0)).context("cannot listen"),
    }
}

/// What is served.
struct Site {
    root: PathBuf,
    workshop: Option<Workshop>,
}

/// What there is to send.
struct Content {
    status: &'static str,
    mime: &'static str,
    body: Vec<u8>,
}

impl Content {
    fn found(mime: &'static str, body: Vec<u8>) -> Self {
        let status = "200 OK";
        Self { status, mime, body }
    }

    fn of(file: &Path) -> Option<Self> {
        Some(Self::found(mime(file), fs::read(file).ok()?))
    }
}

impl Site {
    /// What lies behind an address.
    fn content(&self, url: &str) -> Option<Content> {
        let Some(workshop) = &self.workshop else {
            return Content::of(&find(&self.root, url)?);
        };
        let path = path(url)?;
        if let Some(built) = path.strip_prefix(BUILT) {
            if built == workshop::STATUS {
                let status = workshop.status().ok()?;
                return Some(Content::found("application/json", status.into_bytes()));
            }
            return match workshop.file(built)? {
                Ok(file) => Content::of(&file),
                Err(error) => Some(Content {
                    status: "500 Internal Server Error",
                    mime: "text/plain; charset=utf-8",
                    body: format!("{error:#}\n").into_bytes(),
                }),
            };
        }
        let mut content = Content::of(&find(&self.root, url)?)?;
        if path == INDEX {
            let page = String::from_utf8(content.body).ok()?;
            let line = format!("{BUILDING}</body>");
            content.body = page.replace("</body>", &line).into_bytes();
        }
        Some(content)
    }
}

/// Reads one request and answers it.
fn answer(connection: &TcpStream, site: &Site) -> io::Result<()> {
    connection.set_read_timeout(Some(PATIENCE))?;
    let mut request = BufReader::new(connection.take(LONGEST));
    let mut first = String::new();
    request.read_line(&mut first)?;
    // The headers are read to their end, or closing the connection would lose the answer.
    let (mut header, mut known) = (String::new(), None);
    while request.read_line(&mut header)? > 2 {
        let (name, value) = header.split_once(':').unwrap_or_default();
        if name.eq_ignore_ascii_case("if-none-match") {
            known = Some(value.trim().to_owned());
        }
        header.clear();
    }
    let mut words = first.split_ascii_whitespace();
    let (method, url) = (words.next(), words.next().unwrap_or_default());
    let content = match method {
        Some("GET" | "HEAD") => site.content(url),
        Some(_) => {
            return respond(
                connection,
                "405 Method Not Allowed",
                "text/plain",
                b"only GET and HEAD\n",
                true,
                "",
            );
        }
        None => return Ok(()),
    };
    let with_body = method == Some("GET");
    match content {
        Some(Content { status, mime, body }) => {
            let tag = format!("\"{:016x}\"", hash(&body));
            let (status, body) = match known {
                Some(known) if known == tag => ("304 Not Modified", [].as_slice()),
                _ => (status, body.as_slice()),
            };
            respond(connection, status, mime, body, with_body, &tag)
        }
        None => respond(
            connection,
            "404 Not Found",
            "text/plain",
            b"not found\n",
            with_body,
            "",
        ),
    }
}

/// A number that tells this content from another; with it, a browser keeps what it has, and its compiled modules.
fn hash(body: &[u8]) -> u64 {
    let mut hash = DefaultHasher::new();
    body.hash(&mut hash);
    hash.finish()
}

fn respond(
    mut to: &TcpStream,
    status: &str,
    mime: &str,
    body: &[u8],
    with_body: bool,
    tag: &str,
) -> io::Result<()> {
    let length = body.len();
    // A page of another origin may embed the component, as from any static host.
    let tag = if tag.is_empty() {
        String::new()
    } else {
        format!("ETag: {tag}\r\n")
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {mime}\r\nContent-Length: {length}\r\nAllow: GET, HEAD\r\n{tag}\
         Cache-Control: no-cache\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n"
    );
    to.write_all(head.as_bytes())?;
    if with_body {
        to.write_all(body)?;
    }
    to.flush()
}

/// The path that an address names.
fn path(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = percent_decode(path.trim_start_matches('/'))?;
    Some(if path.is_empty() { INDEX.into() } else { path })
}

/// The file behind an address, if it is one that may be seen.
fn find(root: &Path, url: &str) -> Option<PathBuf> {
    let path = path(url)?;
    let mut names = Vec::new();
    for component in Path::new(&path).components() {
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

    /// What the server says to a request, word for word.
    fn said(to: &str, request: &str) -> String {
        let mut connection = TcpStream::connect(to).unwrap();
        connection.write_all(request.as_bytes()).unwrap();
        let mut text = String::new();
        connection.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn answers_while_other_connections_say_nothing() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf();
        let root = root.parent().unwrap().to_path_buf();
        let target = root.join("target");
        let (address, _serving) = start(&Project { root, target }, Some(0)).unwrap();
        let to = address.trim_start_matches("http://").trim_end_matches('/');
        let silent: Vec<_> = (0..20).map(|_| TcpStream::connect(to).unwrap()).collect();
        let page = said(to, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assert!(page.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/html"));
        assert!(page.contains("<title>Rankscope</title>"));
        let head = said(to, "HEAD / HTTP/1.1\r\n\r\n");
        assert!(head.starts_with("HTTP/1.1 200") && head.ends_with("\r\n\r\n"));
        let (_, tag) = page.split_once("ETag: ").unwrap();
        let tag = tag.lines().next().unwrap();
        let again = said(
            to,
            &format!("GET / HTTP/1.1\r\nIf-None-Match: {tag}\r\n\r\n"),
        );
        assert!(again.starts_with("HTTP/1.1 304") && again.ends_with("\r\n\r\n"));
        assert!(said(to, "GET /Cargo.toml HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 404"));
        assert!(said(to, "POST / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 405"));
        drop(silent);
    }

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
