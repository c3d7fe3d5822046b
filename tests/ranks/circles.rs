//! Files of a folder must not import each other in circles: such files can only be read and changed together.
//!
//! The nodes are the entries of a folder in `src`: a file, or a folder together with the file of the same name. An entry has an
//! edge to another entry of the folder if any of its files uses an item that is defined there. Re-exports are followed to the
//! definition, so a circle cannot hide behind the parent module. The parent itself is not a node: it declares what its
//! children share and calls them, which is what a parent module is for. Code that is compiled for tests only does not count.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use regex::Regex;
use walkdir::WalkDir;

/// Circles that are known: the folder, its entries, and why they are still there. Remove an entry when its circle is gone.
const KNOWN: &[(&str, &[&str], &str)] = &[
    (
        "model",
        &["action", "field", "record"],
        "a record has fields, and a value of a field can be part of a record",
    ),
    ("read", &["context", "identity", "keys", "labels", "prose"], "labels are built by the finder of keys"),
    ("site", &["pages", "plan"], "the plan lists pages, and a page is an entry of the plan"),
    ("site/export", &["incident", "make"], "an archive contains incidents, which share its conversions"),
    ("site/view", &["parts", "shared"], "shared views contain parts, and some parts contain shared views"),
    ("when", &["amount", "units"], "an amount has a unit, and compound units read amounts"),
    ("when", &["date", "numeric"], "a numeric date is one way to write a date"),
];

/// The path of a module below the crate.
type Module = Vec<String>;

/// A module of the crate without its tests.
struct Source {
    text: String,
    /// What it imports under which name: the module that defines or re-exports the item, and its name there.
    imports: BTreeMap<String, (Module, String)>,
}

/// An edge between two entries of a folder, with a use that causes it.
type Edges = BTreeMap<String, BTreeMap<String, String>>;

#[test]
fn files_of_a_folder_have_no_import_circles() {
    let modules = modules(&super::sources());
    assert!(modules.len() > 200, "only {} modules were read", modules.len());
    let mut found = Vec::new();
    for (folder, edges) in folders(&modules) {
        for circle in circles(&edges) {
            found.push((folder.join("/"), circle, edges.clone()));
        }
    }
    let mut faults = Vec::new();
    for (folder, circle, edges) in &found {
        let known = KNOWN.iter().any(|(place, entries, _)| place == folder && *entries == *circle);
        if known {
            continue;
        }
        faults.push(format!("src/{folder}: {} import each other:", circle.join(", ")));
        for from in circle {
            let targets = edges[from].iter().filter(|(to, _)| circle.contains(to));
            faults.extend(targets.map(|(to, example)| format!("    {from} uses {to}: {example}")));
        }
    }
    for (place, entries, _) in KNOWN {
        let exists = found.iter().any(|(folder, circle, _)| folder == place && *circle == *entries);
        if !exists {
            faults.push(format!(
                "src/{place}: {} is no longer a circle; remove it from KNOWN",
                entries.join(", ")
            ));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// Reads all modules below a folder.
fn modules(root: &Path) -> BTreeMap<Module, Source> {
    let mut modules = BTreeMap::new();
    for entry in WalkDir::new(root).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.path().extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let path = entry.path().strip_prefix(root).unwrap().with_extension("");
        let mut module: Module = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        if module.last().is_some_and(|name| name == "mod") {
            module.pop();
        }
        let root_file = module.len() == 1 && ["lib", "main"].contains(&module[0].as_str());
        if !root_file && !module.iter().any(|name| name.ends_with("tests")) {
            let text = without_tests(&fs::read_to_string(entry.path()).unwrap());
            modules.insert(module, Source { text, imports: BTreeMap::new() });
        }
    }
    let declared =
        Regex::new(r"#\[cfg\((?:test|any\(test[^\]]*)\)\]\s+(?:pub(?:\(\w+\))? )?mod (\w+);").unwrap();
    let test_modules: BTreeSet<Module> = modules
        .iter()
        .flat_map(|(module, source)| {
            let names = declared.captures_iter(&source.text).map(|name| name[1].to_owned());
            names.map(|name| [module.clone(), vec![name]].concat()).collect::<Vec<_>>()
        })
        .collect();
    modules.retain(|module, _| !test_modules.contains(module));
    let imports: Vec<_> = modules.iter().map(|(module, source)| imports(module, source, &modules)).collect();
    for (source, imports) in modules.values_mut().zip(imports) {
        source.imports = imports;
    }
    modules
}

/// The text without comments and without the tests at its end.
fn without_tests(text: &str) -> String {
    let comment = Regex::new(r"//[^\n]*").unwrap();
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    comment.replace_all(code, "").into_owned()
}

/// The statements `use …;` of a source.
fn statements() -> Regex {
    Regex::new(r"\buse ([^;]+);").unwrap()
}

fn imports(
    module: &Module,
    source: &Source,
    modules: &BTreeMap<Module, Source>,
) -> BTreeMap<String, (Module, String)> {
    let mut imports = BTreeMap::new();
    for statement in statements().captures_iter(&source.text) {
        for path in expanded(&statement[1]) {
            let (path, alias) =
                path.split_once(" as ").map_or((path.as_str(), None), |(path, name)| (path, Some(name)));
            if let Some((place, Some(name))) = resolve(path, module, modules) {
                imports.insert(alias.unwrap_or(&name).to_owned(), (place, name));
            }
        }
    }
    imports
}

/// The single paths of `a::{b, c::{d, e}}`.
fn expanded(path: &str) -> Vec<String> {
    let path = path.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((prefix, rest)) = path.split_once('{') else { return vec![path.trim().to_owned()] };
    let (mut depth, mut parts) = (0, vec![String::new()]);
    for c in rest.chars() {
        match c {
            '}' if depth == 0 => break,
            ',' if depth == 0 => parts.push(String::new()),
            _ => {
                depth += i32::from(c == '{') - i32::from(c == '}');
                parts.last_mut().unwrap().push(c);
            }
        }
    }
    let parts = parts.iter().filter(|part| !part.trim().is_empty());
    parts.flat_map(|part| expanded(&format!("{}{}", prefix.trim(), part.trim()))).collect()
}

/// The module that a path of this crate leads to, and the item in it.
fn resolve(
    path: &str,
    from: &Module,
    modules: &BTreeMap<Module, Source>,
) -> Option<(Module, Option<String>)> {
    let mut parts = path.split("::").map(str::trim).filter(|part| !part.is_empty()).peekable();
    let mut place = match *parts.peek()? {
        "crate" => Module::new(),
        "self" | "super" => from.clone(),
        child if modules.contains_key(&[from.clone(), vec![child.to_owned()]].concat()) => from.clone(),
        _ => return None,
    };
    while let Some(part) = parts.next_if(|part| ["crate", "self", "super"].contains(part)) {
        if part == "super" {
            place.pop();
        }
    }
    while let Some(part) =
        parts.next_if(|part| modules.contains_key(&[place.clone(), vec![(*part).to_owned()]].concat()))
    {
        place.push(part.to_owned());
    }
    Some((place, parts.next().filter(|name| *name != "self").map(str::to_owned)))
}

/// For each folder, the edges between its entries.
fn folders(modules: &BTreeMap<Module, Source>) -> BTreeMap<Module, Edges> {
    let inline = Regex::new(r"\b(?:self|super|crate|[a-z_]\w*)(?:::\w+)+").unwrap();
    let statements = statements();
    let mut folders: BTreeMap<Module, Edges> = BTreeMap::new();
    for (module, source) in modules {
        let imported = statements.captures_iter(&source.text).flat_map(|statement| expanded(&statement[1]));
        let code = statements.replace_all(&source.text, "").into_owned();
        let written = inline.find_iter(&code).map(|path| path.as_str().to_owned());
        for path in imported.chain(written) {
            let path = path.split(" as ").next().unwrap_or_default().to_owned();
            let Some((mut place, mut name)) = resolve(&path, module, modules) else { continue };
            while let Some((origin, original)) = name
                .as_ref()
                .and_then(|name| modules.get(&place)?.imports.get(name))
                .filter(|_| place != *module)
            {
                (place, name) = (origin.clone(), Some(original.clone()));
            }
            let common = place.iter().zip(module).take_while(|(a, b)| a == b).count();
            // Ranks are for edges between the top folders; a parent and its children are one entry.
            if common > 0 && common < place.len().min(module.len()) {
                let edges = folders.entry(module[..common].to_vec()).or_default();
                edges.entry(module[common].clone()).or_default().entry(place[common].clone()).or_insert(path);
            }
        }
    }
    folders
}

/// The circles: sets of entries of which each reaches all others.
fn circles(edges: &Edges) -> Vec<Vec<String>> {
    let reached = |start: &String| {
        let (mut reached, mut open) = (BTreeSet::new(), vec![start]);
        while let Some(entry) = open.pop() {
            let targets = edges.get(entry).into_iter().flat_map(BTreeMap::keys);
            open.extend(targets.filter(|target| reached.insert((*target).clone())));
        }
        reached
    };
    let reach: BTreeMap<&String, BTreeSet<String>> =
        edges.keys().map(|entry| (entry, reached(entry))).collect();
    let circles: BTreeSet<Vec<String>> = reach
        .iter()
        .filter(|(entry, reached)| reached.contains(**entry))
        .map(|(entry, reached)| {
            let back = |other: &&String| reach.get(other).is_some_and(|reached| reached.contains(*entry));
            reached.iter().filter(back).cloned().collect()
        })
        .collect();
    circles.into_iter().collect()
}

#[test]
fn circles_are_found_through_re_exports() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let place = folder.path().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    };
    write("room/mod.rs", "mod a;\nmod b;\nmod c;\npub use b::{Thing, other as renamed};\nstruct Shared;");
    write("room/a.rs", "use super::{Shared, Thing};\n// use super::c::X;");
    write("room/b.rs", "fn f() { super::c::g() }\n#[cfg(test)]\nmod tests {\n use super::super::a;\n}");
    write("room/c.rs", "use crate::room::c::d::E;");
    write("room/c/d.rs", "fn f() -> super::Up { super::super::renamed() }");
    let folders = folders(&modules(folder.path()));
    let room = &folders[&vec!["room".to_owned()]];
    assert_eq!(circles(room), [["b", "c"]]);
    assert_eq!(room["a"].keys().collect::<Vec<_>>(), ["b"]);
    assert_eq!(folders.len(), 1, "a parent and its child are one entry");
}
