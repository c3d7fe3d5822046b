//! Assigns unique addresses that every host and operating system accepts.

use std::collections::{BTreeMap, BTreeSet};

use super::FIXED;
use crate::text::{boundary, fold_path};

/// The longest name in bytes. Systems allow 255; a number and an extension may follow.
const LONGEST_NAME: usize = 200;

/// The longest address in bytes. Systems allow 4,096, including the folder of the site.
const LONGEST_PATH: usize = 800;

/// The longest extension that is kept when a name is cut.
const LONGEST_ENDING: usize = 20;

/// Names of devices on Windows, whatever follows their first dot.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
    "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// The addresses taken so far, compared as file systems do that ignore case and normalize letters.
#[derive(Default)]
pub(super) struct Taken {
    files: BTreeSet<String>,
    folders: BTreeSet<String>,
    /// For each stem that was requested again: the next number.
    next: BTreeMap<String, usize>,
}

impl Taken {
    fn take(&mut self, path: &str) -> bool {
        let folded = fold_path(path);
        if self.folders.contains(&folded) || !self.files.insert(folded.clone()) {
            return false;
        }
        self.folders.extend(folded.match_indices('/').map(|(at, _)| folded[..at].to_owned()));
        true
    }

    /// The path, made acceptable for hosts, with the first free number after its stem if it is taken.
    pub(super) fn claim(&mut self, path: &str) -> String {
        let path = &self.apart(&published(path));
        if self.take(path) {
            return path.to_owned();
        }
        let name = path.rfind('/').map_or(0, |at| at + 1);
        let dot = path[name..].rfind('.').map_or(path.len(), |at| name + at);
        let (stem, ending) = path.split_at(dot);
        loop {
            let path = format!("{}{ending}", self.numbered(stem));
            if self.take(&path) {
                return path;
            }
        }
    }

    /// A stem whose page, source and data are all free.
    pub(super) fn claim_stem(&mut self, stem: &str) -> String {
        let wanted = self.apart(&published(stem));
        let mut stem = wanted.clone();
        while !self.take(&format!("{stem}.html")) {
            stem = self.numbered(&wanted);
        }
        for ending in [".md", ".json"] {
            self.take(&format!("{stem}{ending}"));
        }
        stem
    }

    /// One address for each page of a list; at least one.
    pub(super) fn claim_paged(&mut self, stem: &str, separator: char, count: usize) -> Vec<String> {
        let first = self.claim(&format!("{stem}.html"));
        let stem = first.trim_end_matches(".html").to_owned();
        let mut pages = vec![first];
        for number in 2..=count {
            pages.push(self.claim(&format!("{stem}{separator}{number}.html")));
        }
        pages
    }

    /// `stem-2`, `stem-3` … Thousands may request one name, so each search continues where the previous one stopped.
    fn numbered(&mut self, stem: &str) -> String {
        let next = self.next.entry(fold_path(stem)).or_insert(1);
        *next += 1;
        format!("{stem}-{next}")
    }

    /// The path with folders that are not files: `_a/b` becomes `a/b`, and `a` may be a file.
    fn apart(&self, path: &str) -> String {
        let mut out = String::with_capacity(path.len());
        for (at, part) in path.split('/').enumerate() {
            if at > 0 {
                while self.files.contains(&fold_path(&out)) {
                    out.push_str("-x");
                }
                out.push('/');
            }
            out.push_str(part);
        }
        out
    }
}

/// The path, with names that every host and system accepts. Names in [`FIXED`] are deliberate.
fn published(path: &str) -> String {
    if FIXED.contains(&path) {
        return path.to_owned();
    }
    let names: Vec<String> = path.split('/').map(name).collect();
    let (mut from, mut length) = (1, path.len().max(names.iter().map(|name| name.len() + 1).sum()));
    while length > LONGEST_PATH && from + 1 < names.len() {
        length -= names[from].len() + 1;
        from += 1;
    }
    let kept: Vec<&str> = names.iter().take(1).chain(names.iter().skip(from)).map(String::as_str).collect();
    kept.join("/")
}

/// A name without a leading `.` or `_`: GitHub Pages drops such files where Jekyll runs, and uploads of artifacts drop hidden
/// files. Also without anything that Windows refuses, because sites are unpacked there as well: some characters, trailing
/// dots and spaces, names of devices. Not longer than systems allow.
fn name(name: &str) -> String {
    let sign = |c: char| if c.is_control() || r#"<>:"|?*\"#.contains(c) { '-' } else { c };
    let plain: String =
        name.trim_start_matches(['.', '_']).trim_end_matches(['.', ' ']).chars().map(sign).collect();
    let mut plain = cut(plain);
    let stem = plain.split('.').next().unwrap_or_default();
    if plain.is_empty() || DEVICES.contains(&stem.trim_end().to_ascii_lowercase().as_str()) {
        plain.insert(0, 'x');
    }
    plain
}

/// A name cut to the length that systems allow; its extension stays.
fn cut(name: String) -> String {
    if name.len() <= LONGEST_NAME {
        return name;
    }
    let dot = name.rfind('.').filter(|dot| name.len() - dot <= LONGEST_ENDING).unwrap_or(name.len());
    let stem = boundary(&name, dot.min(LONGEST_NAME - (name.len() - dot)));
    format!("{}{}", &name[..stem], &name[dot..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_given_once() {
        let mut taken = Taken::default();
        assert_eq!(taken.claim("a/b.html"), "a/b.html");
        assert_eq!(taken.claim("A/B.html"), "A/B-2.html");
        assert_eq!(taken.claim("a/b.html"), "a/b-3.html");
        assert_eq!(taken.claim_stem("a/b"), "a/b-4");
        assert_eq!(taken.claim_paged("tag/x", '_', 3), ["tag/x.html", "tag/x_2.html", "tag/x_3.html"]);
        // The same letters, composed and decomposed.
        assert_eq!(taken.claim("caf\u{e9}.png"), "caf\u{e9}.png");
        assert_eq!(taken.claim("cafe\u{301}.png"), "cafe\u{301}-2.png");
    }

    #[test]
    fn a_file_is_no_folder() {
        let mut taken = Taken::default();
        assert_eq!(taken.claim("files/A"), "files/A");
        assert_eq!(taken.claim("files/_a/b.png"), "files/a-x/b.png");
        assert_eq!(taken.claim("files/_c/d.png"), "files/c/d.png");
        assert_eq!(taken.claim("files/C"), "files/C-2");
    }

    #[test]
    fn no_name_begins_with_what_hosts_leave_out() {
        let mut taken = Taken::default();
        assert_eq!(taken.claim(".nojekyll"), ".nojekyll");
        assert_eq!(taken.claim("_posts/_x.html"), "posts/x.html");
        assert_eq!(taken.claim("posts/x.html"), "posts/x-2.html");
        assert_eq!(taken.claim("files/.hidden/__a.png"), "files/hidden/a.png");
        assert_eq!(taken.claim("files/_"), "files/x");
        assert_eq!(taken.claim_stem("incidents/_a"), "incidents/a");
    }

    #[test]
    fn every_system_takes_the_names() {
        for (wanted, given) in [
            ("tag/con.html", "tag/xcon.html"),
            ("incidents/NUL", "incidents/xNUL"),
            ("files/Aux.tar.gz", "files/xAux.tar.gz"),
            ("files/lpt1/a.png", "files/xlpt1/a.png"),
            ("files/lpt10.png", "files/lpt10.png"),
            ("files/console.png", "files/console.png"),
            ("files/a. ", "files/a"),
            ("files/...", "files/x"),
            ("files/a:b*?\"<>|\\.png", "files/a-b-------.png"),
            ("files/a\nb\u{7f}.png", "files/a-b-.png"),
        ] {
            assert_eq!(Taken::default().claim(wanted), given);
        }
    }

    #[test]
    fn names_and_paths_stay_within_what_systems_allow() {
        let mut taken = Taken::default();
        let long = format!("files/{}.png", "\u{e4}".repeat(125));
        for given in [taken.claim(&long), taken.claim(&long.replace('\u{e4}', "\u{c4}"))] {
            let name = given.strip_prefix("files/").unwrap();
            assert!(name.len() <= LONGEST_NAME + 2 && name.to_lowercase().ends_with(".png"), "{given}");
        }
        let deep = taken.claim(&format!("files/{}a.png", "folder/".repeat(500)));
        assert!(deep.len() <= LONGEST_PATH && deep.starts_with("files/folder/") && deep.ends_with("/a.png"));
    }
}
