//! Measures the time from a save to the changed page, response times, and whether a hundred clients get complete pages
//! while files change.
//!
//! `cargo bench --bench serve` serves a copy of the example archive, or of `ARCHIVE=DIR`.
#![expect(clippy::disallowed_methods, reason = "a benchmark measures time and edits files")]
#![expect(clippy::print_stdout, reason = "a benchmark prints figures")]
#![expect(clippy::unwrap_used, reason = "a failing benchmark may panic")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use pmsite::digest::Digest;
use serde_json::Value;
use walkdir::WalkDir;

const SAVES: usize = 50;
const CLIENTS: usize = 100;
const LOAD: Duration = Duration::from_secs(10);
const LIMIT: Duration = Duration::from_secs(60);

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(folder: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
        command.args(["serve", "--watch", "--port", "0"]).arg(folder);
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let line = lines.find(|line| line.contains("http://")).expect("an address");
        println!("{line}");
        thread::spawn(move || lines.count());
        let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
        Self { child, address }
    }

    fn connect(&self) -> Connection {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        stream.set_nodelay(true).unwrap();
        Connection { stream, host: self.address.clone() }
    }

    /// A value of `/proc/PID/status`, in MB.
    fn memory(&self, name: &str) -> usize {
        let text = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        line.trim_matches(|c: char| !c.is_ascii_digit()).parse::<usize>().unwrap_or(0) / 1024
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        #[cfg(unix)]
        {
            use rustix::process::{Pid, Signal, kill_process};
            _ = kill_process(Pid::from_child(&self.child), Signal::TERM);
        }
        #[cfg(not(unix))]
        {
            _ = self.child.kill();
        }
        _ = self.child.wait();
    }
}

struct Connection {
    stream: TcpStream,
    host: String,
}

impl Connection {
    /// Requests a page and returns its tag and its bytes, as many as announced.
    fn get(&mut self, path: &str) -> (String, Vec<u8>) {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host);
        self.stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::with_capacity(64 * 1024);
        let mut chunk = vec![0; 64 * 1024];
        loop {
            let count = self.stream.read(&mut chunk).unwrap();
            assert!(count > 0, "the connection ended");
            bytes.extend_from_slice(&chunk[..count]);
            let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            let head = std::str::from_utf8(&bytes[..end]).unwrap();
            assert!(head.starts_with("HTTP/1.1 200 "), "{path}: {head}");
            let value = |name: &str| {
                let line = head.lines().find_map(|line| line.strip_prefix(name)).expect(name);
                line.trim_matches([' ', '"']).to_owned()
            };
            let length: usize = value("Content-Length:").parse().unwrap();
            let tag = value("ETag:");
            while bytes.len() < end + 4 + length {
                let count = self.stream.read(&mut chunk).unwrap();
                assert!(count > 0, "incomplete page");
                bytes.extend_from_slice(&chunk[..count]);
            }
            assert_eq!(bytes.len(), end + 4 + length);
            return (tag, bytes.split_off(end + 4));
        }
    }
}

/// The median and the maximum of some times, in milliseconds.
fn figures(mut times: Vec<Duration>) -> (f64, f64) {
    times.sort();
    let millis = |time: Option<&Duration>| time.map_or(0.0, |time| time.as_secs_f64() * 1000.0);
    (millis(times.get(times.len() / 2)), millis(times.last()))
}

/// Incident pages and their documents.
fn pages(server: &Server, folder: &Path) -> Vec<(String, PathBuf)> {
    let (_, export) = server.connect().get("/api/incidents.json");
    let export: Value = serde_json::from_slice(&export).unwrap();
    let incidents = export["incidents"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    incidents.map(|one| (format!("/{}", text(&one["url"])), folder.join(text(&one["source"])))).collect()
}

fn latency(server: &Server) {
    let mut connection = server.connect();
    let get = |_| {
        let start = Instant::now();
        connection.get("/");
        start.elapsed()
    };
    let (median, worst) = figures((0..2000).map(get).collect());
    println!("responses on a keep-alive connection: median {median:.3} ms, worst {worst:.3} ms");
}

/// The time from before a document is written until its page shows the change.
fn saves(server: &Server, pages: &[(String, PathBuf)]) {
    let mut connection = server.connect();
    let mut stream = server.connect().stream;
    write!(stream, "GET /.pmsite/events HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).unwrap();
    let mut news =
        BufReader::new(stream).lines().map_while(Result::ok).filter(|line| line.starts_with("data:"));
    news.next();
    let save = |number: usize| {
        let (page, source) = &pages[number * 7919 % pages.len()];
        let mut text = fs::read_to_string(source).unwrap();
        let mark = format!("Save number {number} was here.");
        text.extend(["\n", &mark, "\n"]);
        let start = Instant::now();
        fs::write(source, text).unwrap();
        loop {
            news.next().expect("news");
            if String::from_utf8_lossy(&connection.get(page).1).contains(&mark) {
                return start.elapsed();
            }
        }
    };
    let (median, worst) = figures((0..SAVES).map(save).collect());
    println!("from save to served page: median {median:.1} ms, worst {worst:.1} ms of {SAVES}");
}

/// Many clients send requests without pause while documents change.
fn load(server: &Server, pages: &[(String, PathBuf)]) {
    let (done, changes) = (AtomicBool::new(false), AtomicUsize::new(0));
    let client = |number: usize| {
        let mut connection = server.connect();
        let mut times = Vec::new();
        while !done.load(Ordering::Relaxed) {
            let (page, _) = &pages[(number + 31 * times.len()) % pages.len()];
            let start = Instant::now();
            let (tag, body) = connection.get(page);
            times.push(start.elapsed());
            // The tag is the digest of the complete page; a partial or mixed page has another.
            assert!(Digest::of(&body).to_string().starts_with(&tag), "{page} is incomplete");
        }
        times
    };
    let start = Instant::now();
    let times: Vec<Duration> = thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|number| scope.spawn(move || client(number))).collect();
        while start.elapsed() < LOAD {
            let (_, source) = &pages[changes.fetch_add(1, Ordering::Relaxed) % pages.len()];
            let text = fs::read_to_string(source).unwrap();
            fs::write(source, format!("{text}\nOne more line under load.\n")).unwrap();
            thread::sleep(Duration::from_millis(100));
        }
        done.store(true, Ordering::Relaxed);
        clients.into_iter().flat_map(|client| client.join().unwrap()).collect()
    });
    let count = times.len();
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let rate = count as f64 / start.elapsed().as_secs_f64();
    let (median, worst) = figures(times);
    let changes = changes.into_inner();
    println!(
        "{CLIENTS} clients, {changes} changes: {count} complete responses, {rate:.0} a second, median {median:.2} ms, \
         worst {worst:.1} ms"
    );
}

fn main() {
    if std::env::args().any(|argument| argument == "--test" || argument == "--list") {
        return;
    }
    let archive = std::env::var_os("ARCHIVE")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("content-example"), PathBuf::from);
    let folder = tempfile::tempdir().unwrap();
    for entry in WalkDir::new(&archive).into_iter().map(Result::unwrap) {
        let place = folder.path().join(entry.path().strip_prefix(&archive).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(place).unwrap();
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
    let server = Server::start(folder.path());
    let pages = pages(&server, folder.path());
    latency(&server);
    let memory = || println!("memory: {} MB, peak {} MB", server.memory("VmRSS:"), server.memory("VmHWM:"));
    memory();
    saves(&server, &pages);
    memory();
    load(&server, &pages);
    memory();
}
