//! From what is asked to what is answered: HTTP semantics (RFC 9110), and no sockets.

use std::ops::Range;
use std::sync::Arc;

use super::guard::Hosts;
use super::inject::inject;
use super::live::{Live, Now};
use super::media::media_type;
use super::range::{Wanted, wanted};
use super::site::{File, Site, is_page};
use super::target::{RESERVED, Target, address, target};

/// What runs in the browser: one script on each page, and one for all pages of a browser, which holds the stream.
const SCRIPTS: [(&str, &str); 2] =
    [("live.js", include_str!("browser/live.js")), ("worker.js", include_str!("browser/worker.js"))];

/// Shown by a server that watches but has no site yet, because even the first build failed.
const NO_SITE: &str = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
    <meta name=\"color-scheme\" content=\"light dark\">\n<title>No site yet</title>\n</head>\n<body>\n\
    <h1>There is no site yet</h1>\n<p>The first build failed. This page goes away by itself when one succeeds.</p>\n\
    </body>\n</html>\n";

/// A request, as far as it matters here. It is a GET; of the answer to a HEAD the body is not sent.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Asked<'a> {
    pub(super) target: &'a str,
    pub(super) accept: Option<&'a str>,
    pub(super) if_none_match: Option<&'a str>,
    pub(super) if_range: Option<&'a str>,
    pub(super) origin: Option<&'a str>,
    pub(super) range: Option<&'a str>,
    pub(super) site: Option<&'a str>,
}

/// What is sent.
#[derive(Debug)]
pub(super) enum Body {
    /// Part of a file; for a 304 the part that is not sent.
    File(Arc<File>, Range<usize>),
    /// These bytes, and then the file from there on.
    Page(Vec<u8>, Arc<File>, usize),
    /// These bytes.
    Bytes(Vec<u8>),
    /// News, without end.
    News,
}

impl Body {
    /// How many bytes there are; of news nobody knows.
    pub(super) fn length(&self) -> usize {
        match self {
            Self::File(_, part) => part.len(),
            Self::Page(head, file, from) => head.len() + file.bytes().len().saturating_sub(*from),
            Self::Bytes(bytes) => bytes.len(),
            Self::News => 0,
        }
    }
}

/// An answer. What all answers have in common is added when it is sent.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Body,
}

impl Answer {
    /// A sentence for people, as text.
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
pub(super) struct Answers {
    /// Where the site is mounted: `/`, or a path that begins and ends with `/`.
    mount: String,
    /// The names of the server, against which `Origin` is held.
    hosts: Hosts,
    /// Whether pages are to hear of changes.
    watching: bool,
}

impl Answers {
    /// Answers for a site that is mounted there.
    pub(super) fn new(mount: &str, hosts: Hosts, watching: bool) -> Self {
        Self { mount: mount.to_owned(), hosts, watching }
    }

    /// Answers one request.
    pub(super) fn answer(&self, asked: Asked<'_>, live: &Live) -> Answer {
        let now = live.now();
        match target(asked.target, &self.mount) {
            Target::Malformed => Answer::text(400, "This is no address."),
            Target::Reserved(name) => {
                self.reserved(&name, asked).unwrap_or_else(|| self.not_found(asked, &now))
            }
            Target::Mount => self.moved("", asked),
            Target::Outside => self.not_found(asked, &now),
            Target::Site(path) => match &now.site {
                None => self.no_site(asked),
                Some(site) => self.page(&path, site, asked).unwrap_or_else(|| self.not_found(asked, &now)),
            },
        }
    }

    /// A file of the site, or the way to it.
    fn page(&self, path: &str, site: &Site, asked: Asked<'_>) -> Option<Answer> {
        let Some(folder) = path.strip_suffix('/').or((path.is_empty()).then_some("")) else {
            return match site.get(path) {
                Some(file) => Some(self.file(path, &file, asked)),
                None => site.is_folder(path).then(|| self.moved(&format!("{path}/"), asked)),
            };
        };
        let index = format!("{path}index.html");
        if let Some(file) = site.get(&index) {
            return Some(self.file(&index, &file, asked));
        }
        // The list of what is in a folder lies beside the folder.
        let beside = format!("{folder}.html");
        site.get(&beside).is_some().then(|| self.moved(&beside, asked))
    }

    /// A file, unless the browser has it already; or the part of it that was asked for.
    fn file(&self, path: &str, file: &Arc<File>, asked: Asked<'_>) -> Answer {
        if is_page(path) && self.wants_news(asked) {
            return self.live_page(200, file, asked);
        }
        let tag = tag(file, "");
        let length = file.bytes().len();
        let whole =
            |status| Answer { status, headers: Vec::new(), body: Body::File(Arc::clone(file), 0..length) };
        // A condition comes before a range (RFC 9110, section 13.2.2).
        let answer = if asked.if_none_match.is_some_and(|tags| matches(tags, &tag)) {
            whole(304)
        } else {
            let current = asked.if_range.is_none_or(|known| known.trim() == tag);
            match wanted(asked.range.filter(|_| current), length) {
                Wanted::Whole => whole(200),
                Wanted::Part(part) => {
                    let place = format!("bytes {}-{}/{length}", part.start, part.end - 1);
                    let body = Body::File(Arc::clone(file), part);
                    Answer { status: 206, headers: vec![("Content-Range", place)], body }
                }
                Wanted::Nothing => {
                    return Answer::text(416, "The file has no such bytes.")
                        .with("Content-Range", format!("bytes */{length}"));
                }
            }
        };
        let answer =
            answer.with("Content-Type", media_type(path)).with("ETag", tag).with("Accept-Ranges", "bytes");
        if is_page(path) && self.watching { answer.with("Vary", "Accept") } else { answer }
    }

    /// A page with the script that reloads it. It has a tag of its own, for it has other bytes.
    fn live_page(&self, status: u16, file: &Arc<File>, asked: Asked<'_>) -> Answer {
        let tag = tag(file, &format!("-live{status}"));
        let known = status == 200 && asked.if_none_match.is_some_and(|tags| matches(tags, &tag));
        let (head, from) = inject(file.bytes(), &self.script(&tag));
        let body = Body::Page(head, Arc::clone(file), from);
        let answer = Answer { status: if known { 304 } else { status }, headers: Vec::new(), body };
        answer.with("Content-Type", media_type(".html")).with("ETag", tag).with("Vary", "Accept")
    }

    fn script(&self, tag: &str) -> String {
        let place = address(&self.mount, RESERVED, "");
        format!("<script src=\"{place}live.js\" data-tag=\"{}\" async></script>", tag.trim_matches('"'))
    }

    /// A browser that shows a page says that it wants HTML. Programs do not, and get the bytes that a build would write.
    fn wants_news(&self, asked: Asked<'_>) -> bool {
        self.watching && asked.accept.is_some_and(|types| types.to_ascii_lowercase().contains("text/html"))
    }

    fn moved(&self, path: &str, asked: Asked<'_>) -> Answer {
        let place = address(&self.mount, path, asked.target);
        Answer::text(301, "It is there.").with("Location", place)
    }

    /// The site's own page for what does not exist.
    fn not_found(&self, asked: Asked<'_>, now: &Now) -> Answer {
        match now.site.as_ref().and_then(|site| site.get("404.html")) {
            Some(file) if self.wants_news(asked) => self.live_page(404, &file, asked),
            Some(file) => {
                let length = file.bytes().len();
                Answer { status: 404, headers: Vec::new(), body: Body::File(file, 0..length) }
                    .with("Content-Type", media_type(".html"))
            }
            None => Answer::text(404, "There is nothing at this address."),
        }
    }

    fn no_site(&self, asked: Asked<'_>) -> Answer {
        if !self.wants_news(asked) {
            return Answer::text(503, "There is no site yet; the first build failed.")
                .with("Retry-After", "1");
        }
        let file = Arc::new(File::new(NO_SITE.as_bytes().to_vec()));
        self.live_page(503, &file, asked).with("Retry-After", "1")
    }

    /// What belongs to the server and not to the site.
    fn reserved(&self, name: &str, asked: Asked<'_>) -> Option<Answer> {
        if !self.watching {
            return None;
        }
        if name == "events" {
            return Some(self.news(asked));
        }
        let (_, text) = SCRIPTS.iter().find(|(known, _)| *known == name)?;
        let answer = Answer { status: 200, headers: Vec::new(), body: Body::Bytes(text.as_bytes().to_vec()) };
        Some(answer.with("Content-Type", media_type(name)))
    }

    /// The stream of news, for pages of this server only. A browser sends no `Origin` with a GET to the same origin, and
    /// tells in `Sec-Fetch-Site` (W3C Fetch Metadata) where a request comes from.
    fn news(&self, asked: Asked<'_>) -> Answer {
        let own_origin = asked.origin.is_none_or(|origin| self.hosts.is_own_origin(origin));
        let own_site = asked.site.is_none_or(|site| matches!(site, "same-origin" | "none"));
        if !own_origin || !own_site {
            return Answer::text(403, "News are for pages of this server.");
        }
        let headers = vec![("Content-Type", "text/event-stream; charset=utf-8".to_owned())];
        Answer { status: 200, headers, body: Body::News }
    }
}

/// A strong validator: it names bytes (RFC 9110, section 8.8.3). Half of the digest is long enough to be unique.
fn tag(file: &File, suffix: &str) -> String {
    format!("\"{:.32}{suffix}\"", file.digest().to_string())
}

/// Whether a list of tags has this one, by the weak comparison that `If-None-Match` wants (RFC 9110, section 13.1.2).
fn matches(tags: &str, tag: &str) -> bool {
    tags.split(',')
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}
