//! Turns requests into responses: HTTP semantics (RFC 9110), without sockets.

use std::ops::Range;
use std::sync::Arc;

use super::file::File;
use super::guard::Hosts;
use super::inject::inject;
use super::live::{Live, Now};
use super::media::media_type;
use super::range::{RequestedRange, requested_range};
use super::site::{Site, is_page};
use super::target::{RESERVED, Target, address, target};

/// The browser scripts: one runs on each page, the other is shared by all pages of a browser and holds the event stream.
const SCRIPTS: [(&str, &str); 2] =
    [("live.js", include_str!("browser/live.js")), ("worker.js", include_str!("browser/worker.js"))];

/// Shown by a watching server whose first build failed.
const NO_SITE: &str = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
    <meta name=\"color-scheme\" content=\"light dark\">\n<title>No site yet</title>\n</head>\n<body>\n\
    <h1>No site yet</h1>\n<p>The first build failed. This page reloads when a build succeeds.</p>\n\
    </body>\n</html>\n";

/// The relevant parts of a GET or HEAD request. For HEAD, the body of the response is not sent.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RequestHead<'a> {
    pub(super) target: &'a str,
    pub(super) accept: Option<&'a str>,
    pub(super) if_none_match: Option<&'a str>,
    pub(super) if_range: Option<&'a str>,
    pub(super) origin: Option<&'a str>,
    pub(super) range: Option<&'a str>,
    pub(super) site: Option<&'a str>,
}

/// The body of a response.
#[derive(Debug)]
pub(super) enum Body {
    /// Part of a file. For a 304, the part that is not sent.
    File(Arc<File>, Range<usize>),
    /// These bytes, followed by the file from an offset.
    Page(Vec<u8>, Arc<File>, usize),
    /// These bytes.
    Bytes(Vec<u8>),
    /// The endless event stream.
    Events,
}

impl Body {
    /// The length in bytes; 0 for the event stream.
    pub(super) fn length(&self) -> usize {
        match self {
            Self::File(_, part) => part.len(),
            Self::Page(head, file, from) => head.len() + file.bytes().len().saturating_sub(*from),
            Self::Bytes(bytes) => bytes.len(),
            Self::Events => 0,
        }
    }
}

/// A response. Headers that all responses share are added when it is sent.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Body,
}

impl Response {
    /// A plain-text message.
    pub(super) fn text(status: u16, sentence: &str) -> Self {
        let body = Body::Bytes(format!("{sentence}\n").into_bytes());
        Self { status, headers: vec![("Content-Type", "text/plain; charset=utf-8".to_owned())], body }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// Answers requests.
#[derive(Debug)]
pub(super) struct Responder {
    /// The path where the site is mounted. Starts and ends with `/`.
    mount: String,
    /// The names of the server, to check `Origin`.
    hosts: Hosts,
    /// Whether pages reload on changes.
    watching: bool,
}

impl Responder {
    /// A responder for a site mounted at this path.
    pub(super) fn new(mount: &str, hosts: Hosts, watching: bool) -> Self {
        Self { mount: mount.to_owned(), hosts, watching }
    }

    /// Answers one request.
    pub(super) fn answer(&self, request: RequestHead<'_>, live: &Live) -> Response {
        let now = live.now();
        match target(request.target, &self.mount) {
            Target::Malformed => Response::text(400, "Invalid address."),
            Target::Reserved(name) => {
                self.reserved(&name, request).unwrap_or_else(|| self.not_found(request, &now))
            }
            Target::Mount => self.moved("", request),
            Target::Outside => self.not_found(request, &now),
            Target::Site(path) => match &now.site {
                None => self.no_site(request),
                Some(site) => {
                    self.page(&path, site, request).unwrap_or_else(|| self.not_found(request, &now))
                }
            },
        }
    }

    /// A file of the site, or a redirect to it.
    fn page(&self, path: &str, site: &Site, request: RequestHead<'_>) -> Option<Response> {
        let Some(folder) = path.strip_suffix('/').or((path.is_empty()).then_some("")) else {
            return match site.get(path) {
                Some(file) => Some(self.file(path, &file, site, request)),
                None => site.is_folder(path).then(|| self.moved(&format!("{path}/"), request)),
            };
        };
        let index = format!("{path}index.html");
        if let Some(file) = site.get(&index) {
            return Some(self.file(&index, &file, site, request));
        }
        // The list page of a folder is next to the folder.
        let list = format!("{folder}.html");
        site.get(&list).is_some().then(|| self.moved(&list, request))
    }

    /// A file, unless the browser has it already, or the part of it that was requested.
    fn file(&self, path: &str, file: &Arc<File>, site: &Site, request: RequestHead<'_>) -> Response {
        let attachment = site.is_attachment(path);
        if is_page(path) && !attachment && self.wants_live_reload(request) {
            return self.live_page(200, file, request);
        }
        let tag = tag(file, "");
        let length = file.bytes().len();
        let whole =
            |status| Response { status, headers: Vec::new(), body: Body::File(Arc::clone(file), 0..length) };
        // A condition comes before a range (RFC 9110, section 13.2.2).
        let answer = if request.if_none_match.is_some_and(|tags| matches(tags, &tag)) {
            whole(304)
        } else {
            let current = request.if_range.is_none_or(|known| known.trim() == tag);
            match requested_range(request.range.filter(|_| current), length) {
                RequestedRange::Whole => whole(200),
                RequestedRange::Part(part) => {
                    let place = format!("bytes {}-{}/{length}", part.start, part.end - 1);
                    let body = Body::File(Arc::clone(file), part);
                    Response { status: 206, headers: vec![("Content-Range", place)], body }
                }
                RequestedRange::Unsatisfiable => {
                    return Response::text(416, "The file is shorter than that.")
                        .with("Content-Range", format!("bytes */{length}"));
                }
            }
        };
        let answer =
            answer.with("Content-Type", media_type(path)).with("ETag", tag).with("Accept-Ranges", "bytes");
        // A document of the archive must not run scripts with the rights of the site (CSP Level 3, `sandbox`).
        let answer = if attachment { answer.with("Content-Security-Policy", "sandbox") } else { answer };
        if is_page(path) && self.watching { answer.with("Vary", "Accept") } else { answer }
    }

    /// A page with the live-reload script. It has its own entity tag, because its bytes differ.
    fn live_page(&self, status: u16, file: &Arc<File>, request: RequestHead<'_>) -> Response {
        let tag = tag(file, &format!("-live{status}"));
        let known = status == 200 && request.if_none_match.is_some_and(|tags| matches(tags, &tag));
        let (head, from) = inject(file.bytes(), &self.script(&tag));
        let body = Body::Page(head, Arc::clone(file), from);
        let answer = Response { status: if known { 304 } else { status }, headers: Vec::new(), body };
        answer.with("Content-Type", media_type(".html")).with("ETag", tag).with("Vary", "Accept")
    }

    fn script(&self, tag: &str) -> String {
        let place = address(&self.mount, RESERVED, "");
        format!("<script src=\"{place}live.js\" data-tag=\"{}\" async></script>", tag.trim_matches('"'))
    }

    /// Browsers that show a page accept HTML. Programs do not say so and get exactly what a build would write.
    fn wants_live_reload(&self, request: RequestHead<'_>) -> bool {
        self.watching && request.accept.is_some_and(|types| types.to_ascii_lowercase().contains("text/html"))
    }

    fn moved(&self, path: &str, request: RequestHead<'_>) -> Response {
        let place = address(&self.mount, path, request.target);
        Response::text(301, "Moved.").with("Location", place)
    }

    /// The site's own 404 page.
    fn not_found(&self, request: RequestHead<'_>, now: &Now) -> Response {
        match now.site.as_ref().and_then(|site| site.get("404.html")) {
            Some(file) if self.wants_live_reload(request) => self.live_page(404, &file, request),
            Some(file) => {
                let length = file.bytes().len();
                Response { status: 404, headers: Vec::new(), body: Body::File(file, 0..length) }
                    .with("Content-Type", media_type(".html"))
            }
            None => Response::text(404, "Page not found."),
        }
    }

    fn no_site(&self, request: RequestHead<'_>) -> Response {
        if !self.wants_live_reload(request) {
            return Response::text(503, "No site yet: the first build failed.").with("Retry-After", "1");
        }
        let file = Arc::new(File::new(NO_SITE.as_bytes().to_vec()));
        self.live_page(503, &file, request).with("Retry-After", "1")
    }

    /// The server's own addresses.
    fn reserved(&self, name: &str, request: RequestHead<'_>) -> Option<Response> {
        if !self.watching {
            return None;
        }
        if name == "events" {
            return Some(self.events(request));
        }
        let (_, text) = SCRIPTS.iter().find(|(known, _)| *known == name)?;
        let answer =
            Response { status: 200, headers: Vec::new(), body: Body::Bytes(text.as_bytes().to_vec()) };
        Some(answer.with("Content-Type", media_type(name)))
    }

    /// The event stream, for pages of this server only. Browsers send no `Origin` with a same-origin GET, and report the
    /// origin of the request in `Sec-Fetch-Site` (W3C Fetch Metadata).
    fn events(&self, request: RequestHead<'_>) -> Response {
        let own_origin = request.origin.is_none_or(|origin| self.hosts.is_own_origin(origin));
        let own_site = request.site.is_none_or(|site| matches!(site, "same-origin" | "none"));
        if !own_origin || !own_site {
            return Response::text(403, "Only pages of this server can receive events.");
        }
        let headers = vec![("Content-Type", "text/event-stream; charset=utf-8".to_owned())];
        Response { status: 200, headers, body: Body::Events }
    }
}

/// A strong entity tag (RFC 9110, section 8.8.3). Half of the digest is long enough to be unique.
fn tag(file: &File, suffix: &str) -> String {
    format!("\"{:.32}{suffix}\"", file.digest().to_string())
}

/// Whether a list of entity tags contains this one, by the weak comparison of `If-None-Match` (RFC 9110, section 13.1.2).
fn matches(tags: &str, tag: &str) -> bool {
    tags.split(',')
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}
