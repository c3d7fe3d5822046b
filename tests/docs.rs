//! Checks the documentation against the program: links resolve, command lines parse, every key, template and topic is
//! described, and the sample views match the snapshots (`BLESS=1` rewrites them).
#![expect(clippy::disallowed_methods, reason = "the documentation is read from the disk")]
#![expect(clippy::unwrap_used, reason = "this is a test")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use regex::Regex;
use serde_json::Value;

/// Lines that the README may have.
const README_LINES: usize = 150;

/// Samples in `docs/themes.md`: heading, snapshot, place in it.
const SAMPLES: [(&str, &str, &str); 21] = [
    ("site", "site", ""),
    ("page", "incident", "/page"),
    ("home.html", "home", "/view"),
    ("incidents.html", "incidents", "/view"),
    ("incident.html", "incident", "/view"),
    ("group.html", "group", "/view"),
    ("overview.html", "overview", "/view"),
    ("actions.html", "actions", "/view"),
    ("owner.html", "owner", "/view"),
    ("page.html", "page", "/view"),
    ("search.html", "search", "/view"),
    ("about.html", "about", "/view"),
    ("insights.html", "insights", "/view"),
    ("luck.html", "luck", "/view"),
    ("now.html", "now", "/view"),
    ("themes.html", "themes", "/view"),
    ("404.html", "404", "/view"),
    ("card", "incidents", "/view/cards/0"),
    ("action", "actions", "/view/groups/0/items/0"),
    ("severity", "incidents", "/view/cards/0/severity"),
    ("pager", "incidents", "/view/pager"),
];

/// How many of the samples, from the end, show objects that others refer to by name.
const SHARED: usize = 4;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// The README and all other pages, as paths from the root of the repository.
fn pages() -> Vec<String> {
    let mut pages: Vec<String> = fs::read_dir(root().join("docs"))
        .unwrap()
        .map(|entry| format!("docs/{}", entry.unwrap().file_name().to_string_lossy()))
        .collect();
    pages.extend(["README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(str::to_owned));
    pages.sort();
    pages
}

fn pmsite(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pmsite")).current_dir(root()).args(arguments).output().unwrap()
}

fn stdout(arguments: &[&str]) -> String {
    let output = pmsite(arguments);
    assert!(output.status.success(), "pmsite {arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn readme_is_short() {
    let lines = text("README.md").lines().count();
    assert!(lines <= README_LINES, "README.md has {lines} lines; details belong into docs/");
}

#[test]
fn readme_and_help_list_every_page() {
    let row = Regex::new(r"(?m)^\| \[[^\]]+\]\(((?:docs/)?[\w-]+\.md)\) \| `([\w-]+)` \|").unwrap();
    let readme = text("README.md");
    let listed: Vec<(String, String)> =
        row.captures_iter(&readme).map(|row| (row[1].to_owned(), row[2].to_owned())).collect();
    let mut documented: Vec<String> = listed.iter().map(|(path, _)| path.clone()).collect();
    documented.sort();
    let expected: Vec<String> =
        pages().into_iter().filter(|page| page.starts_with("docs/") || page == "SECURITY.md").collect();
    assert_eq!(documented, expected, "left: the README's table; right: the files");

    let overview = stdout(&["help"]);
    let (commands, topics) = overview.split_once("\nTopics").unwrap();
    let names = |text: &str| -> Vec<String> {
        let name = Regex::new(r"(?m)^  ([a-z][\w-]*)  ").unwrap();
        name.captures_iter(text).map(|line| line[1].to_owned()).collect()
    };
    let expected: Vec<&String> = listed.iter().map(|(_, topic)| topic).collect();
    assert_eq!(names(topics).iter().collect::<Vec<_>>(), expected, "left: `pmsite help`; right: the README");
    for (path, topic) in &listed {
        assert!(stdout(&["help", topic]) == text(path), "`pmsite help {topic}` does not print {path}");
        assert!(!names(commands).contains(topic), "`{topic}` is a command too");
    }
}

#[test]
fn help_prints_the_help_of_every_command() {
    let overview = stdout(&["--help"]);
    let commands = overview.split_once("Commands:\n").unwrap().1.split_once("\n\n").unwrap().0;
    let page = text("docs/commands.md");
    for line in commands.lines() {
        let name = line.split_whitespace().next().unwrap();
        let help = stdout(&["help", name]);
        assert!(help.contains(&format!("Usage: pmsite {name}")), "{name}: {help}");
        assert!(page.contains(&format!("\n### pmsite {name}")), "docs/commands.md lacks {name}");
    }
    assert!(stdout(&["help", "theme", "copy"]).contains("Usage: pmsite theme copy"));
    let unknown = pmsite(&["help", "publish"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("`publishing`"), "{unknown:?}");
}

#[test]
fn links_lead_somewhere() {
    let link = Regex::new(r"\]\(([^)\s]+)\)").unwrap();
    let mut links = 0;
    for page in pages() {
        let folder = root().join(&page).parent().unwrap().to_owned();
        for found in link.captures_iter(&text(&page)) {
            links += 1;
            let address = &found[1];
            if !address.contains("://") {
                assert!(folder.join(address).exists(), "{page}: {address}");
            }
        }
    }
    assert!(links > 15, "only {links} links were seen");
}

/// `repository` in `Cargo.toml` is the one place that says where the project lives.
#[test]
fn every_page_names_the_repository_of_the_manifest() {
    let home = Regex::new(r"https://github\.com/[\w-]+/pmsite\b").unwrap();
    let mut mentions = 0;
    for page in pages() {
        for found in home.find_iter(&text(&page)) {
            assert_eq!(found.as_str(), env!("CARGO_PKG_REPOSITORY"), "{page}");
            mentions += 1;
        }
    }
    assert!(mentions > 0, "no page names the repository");
}

#[test]
fn changelog_describes_this_version() {
    let heading = format!("\n## {}\n", env!("CARGO_PKG_VERSION"));
    assert!(text("CHANGELOG.md").contains(&heading), "CHANGELOG.md lacks{heading}");
}

#[test]
fn topics_that_pages_mention_exist() {
    let mention = Regex::new(r"pmsite\s+help\s+([a-z-]+)").unwrap();
    for page in pages() {
        for found in mention.captures_iter(&text(&page)) {
            assert!(pmsite(&["help", &found[1]]).status.success(), "{page}: {}", &found[0]);
        }
    }
}

#[test]
fn rules_that_pages_mention_exist() {
    let known: Vec<&str> = pmsite::diag::Code::ALL.iter().map(|code| code.name()).collect();
    let mention = Regex::new(r"--explain ([a-z-]+)|pmsite-allow: ([a-z-]+)|--rule=-all,\+([a-z-]+)").unwrap();
    let mut mentions = 0;
    for page in pages() {
        for found in mention.captures_iter(&text(&page)) {
            let code = found.iter().skip(1).flatten().next().unwrap().as_str();
            assert!(known.contains(&code), "{page}: {code}");
            mentions += 1;
        }
    }
    assert!(mentions >= 3, "only {mentions} rules were seen");
}

/// The arguments of a command line, up to the end of the command.
fn words(line: &str) -> Vec<String> {
    let word = Regex::new(r#""([^"]*)"|'([^']*)'|(\S+)"#).unwrap();
    // What a pipeline puts in is one word.
    let line = Regex::new(r"\$\{\{[^}]*\}\}").unwrap().replace_all(line, "VALUE");
    let mut words = Vec::new();
    for found in word.captures_iter(&line) {
        if ["#", "|", "<", ">", ">>", "&&"].contains(&&found[0]) {
            break;
        }
        words.push(found.iter().skip(1).flatten().next().unwrap().as_str().to_owned());
    }
    words
}

#[test]
fn command_lines_parse() {
    let line = Regex::new(r"(?m)^(?:\$ (?:.* \| )?|      - run: )pmsite (.+)$").unwrap();
    let mut lines = 0;
    for page in pages() {
        for found in line.captures_iter(&text(&page)) {
            let mut words = words(&found[1]);
            // The arguments in front of `--help` are parsed and nothing runs.
            words.push("--help".to_owned());
            let output = pmsite(&words.iter().map(String::as_str).collect::<Vec<_>>());
            assert!(output.status.success(), "{page}: {}\n{output:?}", &found[0]);
            lines += 1;
        }
    }
    assert!(lines > 30, "only {lines} command lines were seen");
}

/// The names in the first column of the tables of a page.
fn first_column(page: &str) -> String {
    page.lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(" | ").next())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn every_key_of_the_configuration_is_described() {
    let schema: Value = serde_json::from_str(&stdout(&["schema", "config"])).unwrap();
    let page = text("docs/configuration.md");
    let wikis = first_column(&text("docs/wikis.md"));
    let rows = first_column(&page);
    for (key, value) in schema["properties"].as_object().unwrap() {
        let shown = [format!("`{key}`"), format!("[{key}"), format!("[[{key}")];
        assert!(shown.iter().any(|shown| rows.contains(shown)), "{key}");
        let inner = value.get("items").unwrap_or(value);
        for name in inner["properties"].as_object().into_iter().flatten().map(|(name, _)| name) {
            let described = match key.as_str() {
                "check" => continue,
                "mirror" => text("docs/wikis.md").contains(&format!("`{name}`")),
                "id" => rows.contains(&format!("`[id] {name}`")),
                _ => page.contains(&format!("`{name}`")),
            };
            assert!(described, "[{key}] {name}");
            for option in inner["properties"][name]["properties"].as_object().into_iter().flatten() {
                let described = if key == "mirror" { &wikis } else { &page };
                assert!(described.contains(&format!("`{}`", option.0)), "[{key}.{name}] {}", option.0);
            }
        }
    }
}

#[test]
fn every_front_matter_key_is_described() {
    let schema: Value = serde_json::from_str(&stdout(&["schema", "front-matter"])).unwrap();
    let rows = first_column(&text("docs/documents.md"));
    let key = Regex::new("`([a-z_]+)`").unwrap();
    let mut described: Vec<String> = key.captures_iter(&rows).map(|key| key[1].to_owned()).collect();
    described.sort();
    // Other spellings of a key refer to the definition of the main one.
    let main: Vec<String> = keys(&schema["definitions"]);
    assert_eq!(described, main, "left: docs/documents.md; right: the schema");
}

#[test]
fn every_file_of_the_theme_is_listed() {
    let rows = first_column(&text("docs/themes.md"));
    for name in stdout(&["theme", "list"]).lines() {
        assert!(rows.contains(&format!("`{name}`")), "{name}");
    }
}

#[test]
fn samples_of_views_are_those_of_the_snapshots() {
    let shared: Vec<(&str, Vec<String>)> = SAMPLES[SAMPLES.len() - SHARED..]
        .iter()
        .map(|(name, snapshot, pointer)| (*name, keys(&view(snapshot, pointer))))
        .collect();
    let path = root().join("docs/themes.md");
    let page = fs::read_to_string(&path).unwrap();
    let mut wanted = page.clone();
    for (heading, snapshot, pointer) in SAMPLES {
        let heading = format!("\n### {heading}\n");
        let section = wanted.find(&heading).unwrap_or_else(|| panic!("docs/themes.md lacks {heading}"));
        let begin = section + wanted[section..].find("```json\n").unwrap() + "```json\n".len();
        let end = begin + wanted[begin..].find("```\n").unwrap();
        let sample = sample(&view(snapshot, pointer), &shared, 0);
        wanted.replace_range(begin..end, &format!("{}\n", printed(&sample, 0)));
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &wanted).unwrap();
    } else {
        assert!(page == wanted, "docs/themes.md shows other views; BLESS=1 rewrites its samples");
    }
}

/// A part of a snapshot.
fn view(snapshot: &str, pointer: &str) -> Value {
    let name = format!("src/site/snapshots/pmsite__site__tests__{snapshot}.snap");
    let text = text(&name);
    let json = text.splitn(3, "---\n").nth(2).unwrap();
    let value: Value = serde_json::from_str(json).unwrap();
    value.pointer(pointer).unwrap_or_else(|| panic!("{name} has no {pointer}")).clone()
}

fn keys(value: &Value) -> Vec<String> {
    value.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect()
}

/// A view for readers: lists cut to an entry, long and hostile texts shortened, shared objects by name.
fn sample(value: &Value, shared: &[(&str, Vec<String>)], depth: usize) -> Value {
    match value {
        Value::Object(_) if depth > 0 && shared.iter().any(|(_, shape)| *shape == keys(value)) => {
            let (name, _) = shared.iter().find(|(_, shape)| *shape == keys(value)).unwrap();
            Value::String(format!("<{name}>"))
        }
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| (key.clone(), sample(value, shared, depth + 1)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(entries) => {
            // The one that shows most.
            let entry = entries.iter().rev().max_by_key(|entry| entry.to_string().len());
            entry.into_iter().map(|entry| sample(entry, shared, depth + 1)).collect()
        }
        Value::String(text) => {
            let calm = text.split("<script>").next().unwrap_or_default();
            let short: String = calm.chars().take(60).collect();
            let end = if short.len() < text.len() { "…" } else { "" };
            Value::String(format!("{short}{end}"))
        }
        other => other.clone(),
    }
}

/// JSON with whatever fits on a line on one line.
fn printed(value: &Value, indent: usize) -> String {
    let (open, close, parts) = match value {
        Value::Object(members) => {
            let part = |(key, value): (&String, &Value)| format!("\"{key}\": {}", printed(value, indent + 2));
            ("{", "}", members.iter().map(part).collect::<Vec<_>>())
        }
        Value::Array(entries) => ("[", "]", entries.iter().map(|entry| printed(entry, indent + 2)).collect()),
        other => return other.to_string(),
    };
    let line = parts.join(", ");
    let gap = if open == "{" && !parts.is_empty() { " " } else { "" };
    if indent + line.len() <= 90 && !line.contains('\n') && indent > 0 {
        return format!("{open}{gap}{line}{gap}{close}");
    }
    let inner = " ".repeat(indent + 2);
    format!("{open}\n{inner}{}\n{}{close}", parts.join(&format!(",\n{inner}")), " ".repeat(indent))
}

#[test]
fn words_of_a_command_line_end_with_the_command() {
    assert_eq!(words(r#"new "Disk full" -C in | wc # count"#), ["new", "Disk full", "-C", "in"]);
    assert_eq!(words("list 'severity<=2' > out"), ["list", "severity<=2"]);
}

#[test]
fn tests_that_the_security_page_names_exist() {
    let page = text("SECURITY.md");
    let table = page.split_once("| | promise | tests |").unwrap().1;
    let name = Regex::new("`((?:tests|fuzz)/[^`]*|[a-z_]+(?:::[a-z_]+)+)`").unwrap();
    let mut names = 0;
    for row in table.lines().filter(|line| line.starts_with("| ")) {
        let tests: Vec<String> =
            name.captures_iter(row.rsplit(" | ").next().unwrap()).map(|name| name[1].to_owned()).collect();
        assert!(!tests.is_empty(), "no test: {row}");
        for test in tests {
            names += 1;
            assert!(has_tests(&test), "{test} is not a test: {row}");
        }
    }
    assert!(names > 60, "only {names} tests were seen");
}

/// Whether a path or module has tests in it.
fn has_tests(name: &str) -> bool {
    if let Some(start) = name.strip_suffix('*') {
        let (folder, start) = start.rsplit_once('/').unwrap();
        let mut entries = fs::read_dir(root().join(folder)).unwrap();
        return entries.any(|entry| entry.unwrap().file_name().to_string_lossy().starts_with(start));
    }
    if name.contains('/') {
        return root().join(name).exists();
    }
    let path = root().join("src").join(name.replace("::", "/"));
    let inline = path.parent().unwrap();
    // `a::b`: b.rs or anything below b/; `a::tests` may also be a module inside a.rs. Laws are tried by `cli::laws`.
    let files = [path.with_extension("rs"), inline.with_extension("rs"), inline.join("mod.rs")];
    let is_tested = |file: &Path| fs::read_to_string(file).is_ok_and(|text| text.contains("#[test]"));
    let below = walkdir::WalkDir::new(&path).into_iter().flatten();
    is_tested(&files[0])
        || (path.ends_with("laws") && files[0].exists())
        || below.into_iter().any(|entry| is_tested(entry.path()))
        || (path.ends_with("tests") && files.iter().any(|file| is_tested(file)))
}
