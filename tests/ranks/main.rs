//! A module imports only from modules of a lower rank. The ranks are those of the table in `src/lib.rs`, so that the map
//! and what holds cannot part.
#![expect(clippy::disallowed_methods, reason = "the sources are read from the disk")]
#![expect(clippy::unwrap_used, reason = "all of this is a test")]

mod circles;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use regex::Regex;
use walkdir::WalkDir;

/// What the pages are made from. `emit` may see views only, whatever its rank: a page's bytes must follow from its view.
const UNSEEN_BY_EMIT: [&str; 3] = ["archive", "crawl", "read"];

fn sources() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The rank of each module.
fn ranks(map: &str) -> BTreeMap<String, u32> {
    let row = Regex::new(r"(?m)^//! \| (\d+) \| (.+) \|$").unwrap();
    let name = Regex::new(r"\[`(\w+)`\]").unwrap();
    let mut ranks = BTreeMap::new();
    for row in row.captures_iter(map) {
        for module in name.captures_iter(&row[2]) {
            let before = ranks.insert(module[1].to_owned(), row[1].parse().unwrap());
            assert!(before.is_none(), "`{}` has two ranks", &module[1]);
        }
    }
    ranks
}

/// The modules that a file refers to from the root of the crate, each with its line.
fn references(text: &str) -> Vec<(usize, String)> {
    let path = Regex::new(r"\bcrate::(\{|\w+)").unwrap();
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        // Links in documentation are no imports.
        if line.trim_start().starts_with("//") {
            continue;
        }
        found.extend(path.captures_iter(line).map(|path| (number + 1, path[1].to_owned())));
    }
    found
}

#[test]
fn modules_import_only_from_lower_ranks() {
    let map = fs::read_to_string(sources().join("lib.rs")).unwrap();
    let ranks = ranks(&map);
    let declared = Regex::new(r"(?m)^(?:pub )?mod (\w+);").unwrap();
    let declared: Vec<String> = declared.captures_iter(&map).map(|module| module[1].to_owned()).collect();
    let ranked: Vec<String> = ranks.keys().cloned().collect();
    assert_eq!(declared, ranked, "left: the modules of src/lib.rs, in order; right: those of its table");

    let mut imports = 0;
    let mut faults = Vec::new();
    for entry in WalkDir::new(sources()).sort_by_file_name() {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(sources()).unwrap().with_extension("");
        let module = path.iter().next().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !entry.file_type().is_file() || entry.path().extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        let Some(rank) = ranks.get(&module) else {
            assert!(["lib", "main"].contains(&module.as_str()), "src/{module}: belongs to no module");
            continue;
        };
        for (line, target) in references(&fs::read_to_string(entry.path()).unwrap()) {
            imports += 1;
            let place = format!("{}:{line}", entry.path().display());
            match ranks.get(&target) {
                _ if target == module => {}
                None => faults.push(format!("{place}: `crate::{target}`: write one module a path")),
                Some(_) if module == "emit" && UNSEEN_BY_EMIT.contains(&target.as_str()) => {
                    faults.push(format!("{place}: `emit` sees `{target}`; a page follows from its view"));
                }
                Some(other) if other >= rank => {
                    faults.push(format!("{place}: {module} ({rank}) imports from {target} ({other})"));
                }
                Some(_) => {}
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    assert!(imports > 100, "only {imports} imports were seen");
}

#[test]
fn the_check_sees_what_it_should() {
    let ranks = ranks("//! | 0 | [`source`], [`when`] (dates) |\n//! | 1 | [`diag`] |\n");
    assert_eq!(ranks["when"], 0);
    assert_eq!(ranks["diag"], 1);
    let text =
        "use crate::a::B;\n//! [`crate::doc`]\npub(crate) fn f() -> crate::b::C {}\nuse crate::{a, b};";
    let found: Vec<_> = references(text).into_iter().map(|(_, name)| name).collect();
    assert_eq!(found, ["a", "b", "{"]);
}
