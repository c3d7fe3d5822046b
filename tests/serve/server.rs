//! Starts the server, sends requests and receives events.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use walkdir::WalkDir;

/// The as-of date of all sites.
const AS_OF: &str = "2026-11-23";

/// The maximum time to wait for anything.
pub(crate) const LIMIT: Duration = Duration::from_secs(30);

/// A small archive: a configuration, a few documents, an image.
pub(crate) fn archive() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "pmsite.toml", "title = 'Test'\n");
    for number in 1..=6 {
        write(root, &format!("2026/INC-{number:04}.md"), &document(number, "first"));
    }
    write(root, "2026/INC-0007.md", &format!("{}\n![chart](chart.png)\n", document(7, "first")));
    write(root, "2026/chart.png", "no real image");
    folder
}

/// The text of an incident.
pub(crate) fn document(number: usize, word: &str) -> String {
    format!(
        "# INC-{number:04}: The {word} thing broke\n\n| Field | Value |\n|---|---|\n| Date | 2026-01-{:02} |\n\
         | Severity | SEV{} |\n\n## Summary\n\nIt was the {word} time, as in INC-{:04}.\n",
        1 + number % 28,
        1 + number % 4,
        1 + number / 2,
    )
}

pub(crate) fn write(root: &Path, path: &str, text: &str) {
    let place = root.join(path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, text).unwrap();
}

/// Whether the server still keeps this connection.
pub(crate) fn is_connected(stream: &TcpStream) -> bool {
    stream.set_nonblocking(true).unwrap();
    let connected = match stream.peek(&mut [0]) {
        Ok(read) => read > 0,
        Err(error) => error.kind() == ErrorKind::WouldBlock,
    };
    stream.set_nonblocking(false).unwrap();
    connected
}

/// A running server.
pub(crate) struct Server {
    child: Child,
    said: Receiver<String>,
    /// `127.0.0.1:port`
    pub(crate) address: String,
    /// The address of the site.
    pub(crate) url: String,
    folder: PathBuf,
}

impl Server {
    /// Serves a folder on a free port and waits until the server is ready.
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        Self::start_as(Command::new(env!("CARGO_BIN_EXE_pmsite")), folder, arguments)
    }

    /// The same with at most this many open files.
    pub(crate) fn start_with_files(files: usize, folder: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new("/bin/sh");
        command
            .arg("-c")
            .arg(format!("ulimit -n {files}; exec \"$0\" \"$@\""))
            .arg(env!("CARGO_BIN_EXE_pmsite"));
        Self::start_as(command, folder, arguments)
    }

    fn start_as(mut command: Command, folder: &Path, arguments: &[&str]) -> Self {
        command.env_clear().arg("serve").arg(folder).args(["--port", "0", "--as-of", AS_OF]).args(arguments);
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let (sender, said) = channel();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let mut server =
            Self { child, said, address: String::new(), url: String::new(), folder: folder.to_owned() };
        let line = server.hear(" at http://");
        let url = line.split(" at ").nth(1).unwrap().split(' ').next().unwrap();
        url.clone_into(&mut server.url);
        let address = url.strip_prefix("http://").unwrap().split('/').next().unwrap();
        address.clone_into(&mut server.address);
        server
    }

    /// Waits for a line that contains this text.
    pub(crate) fn hear(&self, text: &str) -> String {
        let end = Instant::now() + LIMIT;
        let mut before = Vec::new();
        loop {
            let rest = end.saturating_duration_since(Instant::now());
            match self.said.recv_timeout(rest) {
                Ok(line) if line.contains(text) => return line,
                Ok(line) => before.push(line),
                Err(error) => panic!("no `{text}` ({error}) after:\n{}", before.join("\n")),
            }
        }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        stream.set_nodelay(true).unwrap();
        stream
    }

    /// Sends raw bytes and reads everything until the connection ends.
    pub(crate) fn raw(&self, request: &str) -> Answer {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        Answer::parse(&bytes)
    }

    /// Sends one request on its own connection.
    pub(crate) fn ask(&self, method: &str, target: &str, headers: &[&str]) -> Answer {
        let headers: String = headers.iter().flat_map(|header| [header, "\r\n"]).collect();
        let host = &self.address;
        self.raw(&format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n"))
    }

    pub(crate) fn get(&self, target: &str) -> Answer {
        self.ask("GET", target, &[])
    }

    /// The event stream.
    pub(crate) fn news(&self) -> News {
        let mut stream = self.connect();
        write!(stream, "GET /.pmsite/events HTTP/1.1\r\nHost: {}\r\n\r\n", self.address).unwrap();
        let mut news = News(BufReader::new(stream).lines());
        assert!(news.0.next().unwrap().unwrap().contains(" 200 "));
        news.next();
        news
    }

    /// The site as a build of the current folder writes it.
    pub(crate) fn cold(&self) -> BTreeMap<String, Vec<u8>> {
        let out = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
        command.env_clear().arg("build").arg(&self.folder).args(["--drafts", "-q", "--as-of", AS_OF]);
        assert!(command.arg("-o").arg(out.path()).stderr(Stdio::null()).status().unwrap().success());
        let entries = WalkDir::new(out.path()).into_iter().map(Result::unwrap);
        let files = entries.filter(|entry| entry.file_type().is_file());
        let path = |path: &Path| path.strip_prefix(out.path()).unwrap().to_string_lossy().into_owned();
        files.map(|entry| (path(entry.path()), fs::read(entry.path()).unwrap())).collect()
    }

    /// Waits until the served site equals a build. The manifest names every file and its digest.
    pub(crate) fn settles(&self, news: &mut News) {
        let cold = self.cold();
        let end = Instant::now() + LIMIT;
        while self.get("/manifest.json").body != cold["manifest.json"] {
            assert!(Instant::now() < end, "what is served is not what a build writes");
            news.next();
        }
    }

    /// Checks that every file of a build is served with the same bytes.
    pub(crate) fn serves_all(&self) {
        for (path, bytes) in self.cold() {
            let answer = self.get(&format!("/{}", path.replace('%', "%25").replace(' ', "%20")));
            assert!(answer.status == 200 && answer.body == bytes, "{path}: {}", answer.status);
        }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal and waits for the process to end.
    pub(crate) fn end(&mut self, signal: Signal) -> ExitStatus {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
        self.child.wait().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.child.try_wait().is_ok_and(|status| status.is_none()) {
            self.end(Signal::TERM);
        }
    }
}

/// A response.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a whole head");
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Self { status, head, body: bytes[end + 4..].to_vec() }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        let mut named = lines.filter(|(known, _)| known.eq_ignore_ascii_case(name));
        let value = named.next().map(|(_, value)| value);
        assert!(named.next().is_none(), "{name} twice");
        value
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

/// The events of a server, one per build.
pub(crate) struct News(std::io::Lines<BufReader<TcpStream>>);

impl News {
    /// Waits for the next build and returns its errors.
    pub(crate) fn next(&mut self) -> String {
        loop {
            let line = self.0.next().expect("the stream goes on").expect("news within the time limit");
            if let Some(data) = line.strip_prefix("data: ") {
                let event: serde_json::Value = serde_json::from_str(data).unwrap();
                return event["report"].as_str().unwrap().to_owned();
            }
        }
    }
}
