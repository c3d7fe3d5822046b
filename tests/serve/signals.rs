//! Start and end of the server.

use std::net::TcpListener;
use std::process::Command;

use rustix::process::Signal;

use crate::server::{Server, archive};

#[test]
fn signals_end_the_server_and_free_the_port() {
    let folder = archive();
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let mut server = Server::start(folder.path(), &["--watch"]);
        let _news = server.news();
        assert_eq!(server.end(signal).code(), Some(code));
        TcpListener::bind(&server.address).unwrap();
    }
}

#[test]
fn error_for_a_used_port_suggests_a_free_one() {
    let folder = archive();
    let server = Server::start(folder.path(), &[]);
    let port = server.address.rsplit(':').next().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
    let output = command.arg("serve").arg(folder.path()).args(["--port", port]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{said}");
    let free = said.split("--port ").nth(1).unwrap().split_whitespace().next().unwrap();
    assert!(said.contains("in use") && free != port, "{said}");
    TcpListener::bind(("127.0.0.1", free.parse::<u16>().unwrap())).unwrap();
}

#[test]
fn failed_first_build_ends_the_server_unless_it_watches() {
    let folder = archive();
    crate::server::write(folder.path(), "pmsite.toml", "titel = 'x'\n");
    let mut command = Command::new(env!("CARGO_BIN_EXE_pmsite"));
    let output = command.arg("serve").arg(folder.path()).args(["--port", "0"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("did you mean `title`"));

    let server = Server::start(folder.path(), &["--watch"]);
    let waiting = server.ask("GET", "/", &["Accept: text/html"]);
    assert_eq!(waiting.status, 503);
    assert!(waiting.text().contains("live.js"));
    let mut news = server.news();
    crate::server::write(folder.path(), "pmsite.toml", "title = 'x'\n");
    server.settles(&mut news);
    assert_eq!(server.get("/").status, 200);
}
