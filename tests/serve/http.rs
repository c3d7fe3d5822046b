//! HTTP semantics of a file server (RFC 9110, RFC 9112).

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use crate::server::{Answer, Server, archive, write};

#[test]
fn served_files_equal_those_of_a_build() {
    let folder = archive();
    for arguments in [&[][..], &["--watch"]] {
        Server::start(folder.path(), arguments).serves_all();
    }
    // Nothing was written to the archive.
    let names = |entry: std::fs::DirEntry| entry.file_name().into_string().unwrap();
    let mut left: Vec<String> =
        std::fs::read_dir(folder.path()).unwrap().map(Result::unwrap).map(names).collect();
    left.sort();
    assert_eq!(left, ["2026", "pmsite.toml"]);
}

#[test]
fn attached_pages_and_pictures_run_no_scripts() {
    let folder = archive();
    write(folder.path(), "2026/graph.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    write(folder.path(), "2026/report.html", "<!doctype html><title>Report</title>");
    write(
        folder.path(),
        "2026/INC-0008.md",
        "# INC-0008: Late\n\n![g](graph.svg) and [report](report.html)\n",
    );
    let server = Server::start(folder.path(), &["--watch"]);
    let files: Vec<String> = server.cold().into_keys().collect();
    for ending in ["graph.svg", "report.html"] {
        let path = files.iter().find(|path| path.ends_with(ending)).unwrap();
        let answer = server.ask("GET", &format!("/{path}"), &["Accept: text/html"]);
        assert_eq!(answer.header("Content-Security-Policy"), Some("sandbox"), "{path}");
        assert!(!answer.text().contains("live.js"), "{path}");
    }
    assert_eq!(server.get("/index.html").header("Content-Security-Policy"), None);
}

#[test]
fn responses_have_types_and_validators() {
    let folder = archive();
    let server = Server::start(folder.path(), &[]);
    let home = server.get("/").text().replace("&#x2f;", "/");
    let asset = home.split("href=\"assets/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    for (target, media_type) in [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/incidents/INC-0001.html", "text/html; charset=utf-8"),
        ("/incidents/INC-0001.md", "text/markdown; charset=utf-8"),
        ("/api/incidents.json", "application/json; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        (&format!("/assets/{asset}"), "text/css; charset=utf-8"),
    ] {
        let answer = server.get(target);
        assert_eq!((answer.status, answer.header("Content-Type")), (200, Some(media_type)), "{target}");
        assert_eq!(answer.header("X-Content-Type-Options"), Some("nosniff"));
        assert_eq!(answer.header("Cache-Control"), Some("no-cache"));
        assert_eq!(answer.header("Content-Length"), Some(answer.body.len().to_string().as_str()), "{target}");
        assert!(answer.header("Date").is_some());

        let head = server.ask("HEAD", target, &[]);
        assert!(head.body.is_empty());
        for name in ["Content-Length", "Content-Type", "ETag"] {
            assert_eq!(head.header(name), answer.header(name), "{target}: {name}");
        }
        let tag = answer.header("ETag").unwrap();
        for known in [tag.to_owned(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
            let again = server.ask("GET", target, &[&format!("If-None-Match: {known}")]);
            assert_eq!(
                (again.status, again.body.len(), again.header("ETag")),
                (304, 0, Some(tag)),
                "{known}"
            );
        }
        assert_eq!(server.ask("GET", target, &["If-None-Match: \"other\""]).status, 200);
    }
}

#[test]
fn unknown_addresses_get_the_404_page() {
    let folder = archive();
    let server = Server::start(folder.path(), &[]);
    let page = server.get("/404.html");
    assert_eq!(page.status, 200);
    for target in [
        "/nothing",
        "/a/b/c.html",
        "/../../../etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/incidents/INC-0001.html/",
        "/index%2ehtm",
        "/%00",
        "/%ff",
        "/%2569ndex.html",
        "/pmsite.toml",
        "/2026/INC-0001.md",
        "/.pmsite/events",
    ] {
        let answer = server.get(target);
        assert_eq!((answer.status, &answer.body), (404, &page.body), "{target}");
        assert_eq!(answer.header("Content-Type"), Some("text/html; charset=utf-8"));
    }
    for target in ["/%", "/%zz", "/a%2", "*"] {
        assert_eq!(server.get(target).status, 400, "{target}");
    }
    assert_eq!(
        server.get("/%69ndex.html?query=%zz").status,
        200,
        "escapes are decoded once, and queries not at all"
    );
}

#[test]
fn folders_redirect_to_their_pages() {
    let folder = archive();
    let server = Server::start(folder.path(), &[]);
    for (target, place) in [
        ("/incidents", "/incidents/"),
        ("/incidents?a=b", "/incidents/?a=b"),
        ("/incidents/", "/incidents.html"),
    ] {
        let answer = server.get(target);
        assert_eq!((answer.status, answer.header("Location")), (301, Some(place)));
    }
}

#[test]
fn range_requests() {
    let folder = archive();
    let server = Server::start(folder.path(), &[]);
    let whole = server.get("/api/incidents.json");
    let (tag, length) = (whole.header("ETag").unwrap(), whole.body.len());
    let part = |headers: &[&str]| server.ask("GET", "/api/incidents.json", headers);
    let answer = part(&["Range: bytes=2-5"]);
    assert_eq!((answer.status, answer.body.as_slice()), (206, &whole.body[2..=5]));
    assert_eq!(answer.header("Content-Range"), Some(format!("bytes 2-5/{length}").as_str()));
    assert_eq!(part(&["Range: bytes=-3"]).body, &whole.body[length - 3..]);
    let none = part(&[&format!("Range: bytes={length}-")]);
    assert_eq!(
        (none.status, none.header("Content-Range")),
        (416, Some(format!("bytes */{length}").as_str()))
    );
    assert_eq!(part(&["Range: bytes=0-1,4-5"]).status, 200, "several ranges are answered with the whole");
    assert_eq!(part(&["Range: bytes=0-1", &format!("If-Range: {tag}")]).status, 206);
    assert_eq!(part(&["Range: bytes=0-1", "If-Range: \"other\""]).status, 200);
    assert_eq!(part(&["Range: bytes=0-1", &format!("If-None-Match: {tag}")]).status, 304);
}

#[test]
fn other_methods_and_bodies_are_rejected() {
    let folder = archive();
    let server = Server::start(folder.path(), &[]);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get", "BREW"] {
        let answer = server.ask(method, "/", &[]);
        assert_eq!((answer.status, answer.header("Allow")), (405, Some("GET, HEAD")), "{method}");
    }
    let host = &server.address;
    for rest in ["Content-Length: 5\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"] {
        let answer = server.raw(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n{rest}"));
        assert_eq!((answer.status, answer.header("Connection")), (413, Some("close")));
    }
    assert_eq!(server.raw(&format!("GET / HTTP/2.0\r\nHost: {host}\r\n\r\n")).status, 505);
    assert_eq!(server.raw("what is this\r\n\r\n").status, 400);
}

#[test]
fn a_kept_connection_is_no_slower_than_new_ones() {
    let folder = archive();
    let server = Server::start(folder.path(), &[]);
    let (mut stream, expected) = (server.connect(), server.get("/"));
    let median = |mut times: Vec<Duration>| {
        times.sort();
        times[times.len() / 2]
    };
    let new = (0..101).map(|_| {
        let start = Instant::now();
        assert_eq!(server.get("/").body, expected.body);
        start.elapsed()
    });
    let new = median(new.collect());
    let request = format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", server.address);
    let kept: Vec<Duration> = (0..101)
        .map(|_| {
            let start = Instant::now();
            stream.write_all(request.as_bytes()).unwrap();
            let mut bytes = Vec::new();
            while !bytes.ends_with(&expected.body) {
                let mut chunk = [0; 4096];
                let count = stream.read(&mut chunk).unwrap();
                assert!(count > 0, "the connection ended");
                bytes.extend_from_slice(&chunk[..count]);
            }
            assert_eq!(Answer::parse(&bytes).body, expected.body);
            start.elapsed()
        })
        .collect();
    // An acknowledgment that the system delays costs 40 ms, a hundred times as much as a request.
    let kept = median(kept);
    assert!(kept < 10 * new, "{kept:?} instead of {new:?}");
    // Pipelined requests are answered in order.
    stream.write_all(format!("{request}{request}").as_bytes()).unwrap();
    stream.write_all(request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n").as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    assert_eq!(String::from_utf8_lossy(&bytes).matches("HTTP/1.1 200 OK").count(), 3);
}

#[test]
fn mounted_site_exists_only_below_its_path() {
    let folder = archive();
    write(folder.path(), "draft.md", "---\ndraft: true\n---\n# Draft page\n");
    let server = Server::start(folder.path(), &["-u", "/repo/"]);
    assert!(server.url.ends_with("/repo/"), "{}", server.url);
    assert_eq!(server.get("/repo/").status, 200);
    assert_eq!(server.get("/repo/draft.html").status, 200, "drafts are shown");
    let bare = server.get("/repo");
    assert_eq!((bare.status, bare.header("Location")), (301, Some("/repo/")));
    for target in ["/", "/index.html", "/repository/"] {
        let answer = server.get(target);
        assert_eq!(answer.status, 404);
        assert!(
            answer.text().replace("&#x2f;", "/").contains("href=\"/repo/index.html\""),
            "its links lead into the site"
        );
    }
}

#[test]
fn only_browsers_get_the_live_reload_script() {
    let folder = archive();
    let server = Server::start(folder.path(), &["--watch", "-u", "/repo/"]);
    let plain = server.get("/repo/");
    assert!(!plain.text().contains(".pmsite"));
    let live = server.ask("GET", "/repo/", &["Accept: text/html,*/*;q=0.8"]);
    let script = "<script src=\"/repo/.pmsite/live.js\" data-tag=\"";
    let at = live.text().find(script).unwrap();
    let line_end = at + live.text()[at..].find('\n').unwrap() + 1;
    assert_eq!(format!("{}{}", &live.text()[..at], &live.text()[line_end..]), plain.text());
    assert_ne!(live.header("ETag"), plain.header("ETag"));
    assert_eq!(live.header("Vary"), Some("Accept"));
    let tag = format!("If-None-Match: {}", live.header("ETag").unwrap());
    assert_eq!(server.ask("GET", "/repo/", &["Accept: text/html", &tag]).status, 304);
    for script in ["live.js", "worker.js"] {
        let answer = server.get(&format!("/repo/.pmsite/{script}"));
        assert_eq!(
            (answer.status, answer.header("Content-Type")),
            (200, Some("text/javascript; charset=utf-8"))
        );
    }
}

#[test]
fn large_files_are_complete() {
    let folder = archive();
    write(folder.path(), "2026/chart.png", &"0123456789abcdef".repeat(200_000));
    let server = Server::start(folder.path(), &["--watch"]);
    let (path, bytes) = server.cold().into_iter().find(|(path, _)| path.ends_with("chart.png")).unwrap();
    let target = format!("/{path}");
    let whole = server.get(&target);
    assert_eq!((whole.status, whole.header("Content-Type")), (200, Some("image/png")));
    assert!(whole.body == bytes, "{} bytes of {}", whole.body.len(), bytes.len());
    let part = server.ask("GET", &target, &["Range: bytes=100-2000099"]);
    assert!(part.status == 206 && part.body == bytes[100..=2_000_099]);
    assert!(server.ask("HEAD", &target, &[]).body.is_empty());
    // Clients that disconnect do not affect others.
    for _ in 0..40 {
        let request = format!("GET {target} HTTP/1.1\r\nHost: {}\r\n\r\n", server.address);
        server.connect().write_all(request.as_bytes()).unwrap();
    }
    assert!(server.get(&target).body == bytes);
}
