//! What commands in code blocks did, where a section about the fix has no words.

use comrak::nodes::{Node, NodeValue};

use crate::read::outline::Block;

/// Languages of code blocks that hold commands.
const SHELLS: [&str; 10] =
    ["bash", "sh", "shell", "console", "zsh", "fish", "powershell", "ps1", "sql", "shell-session"];
/// Programs that change nothing.
const READERS: [&str; 30] = [
    "cat",
    "ls",
    "grep",
    "tail",
    "head",
    "less",
    "ps",
    "top",
    "df",
    "du",
    "free",
    "dig",
    "nslookup",
    "ping",
    "journalctl",
    "ss",
    "netstat",
    "cd",
    "echo",
    "ssh",
    "select",
    "show",
    "dmesg",
    "uptime",
    "vmstat",
    "iostat",
    "env",
    "find",
    "stat",
    "which",
];
/// What programs are asked for when they are to change nothing: `kubectl get`.
const READING_VERBS: [&str; 12] =
    ["get", "describe", "logs", "log", "status", "ps", "list", "show", "diff", "inspect", "events", "top"];
/// A verb is among the first words: `ip route get`, `kubectl -n shop get`.
const VERB_REACH: usize = 4;
/// What makes `curl` send something.
const SENDING: [&str; 5] = ["-X", "-d", "--request", "--data", "-T"];

/// What the first commands of a section do.
pub(super) fn first_command(blocks: &[Block<'_>]) -> Option<String> {
    blocks.iter().find_map(|block| match block {
        Block::Code(node) => command(node),
        _ => None,
    })
}

/// What commands do that were run to repair something: the first comment above them, else the first command that is not
/// known to only look at something.
fn command(node: Node<'_>) -> Option<String> {
    let data = node.data();
    let NodeValue::CodeBlock(code) = &data.value else { return None };
    let language = code.info.split([' ', ',', '{']).next().unwrap_or("").to_ascii_lowercase();
    let is_shell = SHELLS.contains(&language.as_str());
    let lines = code.literal.lines().map(str::trim).filter(|line| !line.is_empty());
    let commands = lines.filter_map(|line| {
        let prompted = ["$ ", "# ", "> ", "PS> "].into_iter().find_map(|prompt| line.strip_prefix(prompt));
        prompted.or_else(|| is_shell.then_some(line)).filter(|_| is_shell || line.starts_with("$ "))
    });
    let is_reading = |line: &str| {
        let program = line.split_whitespace().find(|word| *word != "sudo").unwrap_or("");
        let mut words = line.split_whitespace();
        READERS.contains(&program)
            || program == "curl" && !words.clone().any(|word| SENDING.contains(&word))
            || words.by_ref().take(VERB_REACH).any(|word| READING_VERBS.contains(&word))
    };
    commands.filter(|line| !is_reading(line)).map(|line| line.trim_end_matches(['\\', ' ']).to_owned()).next()
}
