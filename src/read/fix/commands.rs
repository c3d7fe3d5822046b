//! What commands in code blocks did, where a section about the fix has no words.

use comrak::nodes::{Node, NodeValue};

use crate::read::outline::Block;

/// Languages of code blocks that hold commands.
const SHELLS: [&str; 10] =
    ["bash", "sh", "shell", "console", "zsh", "fish", "powershell", "ps1", "sql", "shell-session"];
/// Programs that change nothing.
const READERS: [&str; 31] = [
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
    "stat",
    "which",
    "set",
    "source",
    "alias",
];
/// What programs are asked for when they are to change nothing: `kubectl get`.
const READING_VERBS: [&str; 15] = [
    "get", "describe", "logs", "log", "status", "ps", "list", "show", "diff", "inspect", "events", "top",
    "config", "version", "login",
];
/// What programs are asked for when they are to change something, whatever follows: `systemctl restart events`.
const CHANGING_VERBS: [&str; 30] = [
    "restart", "start", "stop", "delete", "rm", "remove", "apply", "scale", "rollout", "rollback", "undo",
    "set", "patch", "exec", "run", "up", "down", "push", "revert", "reset", "drain", "cordon", "promote",
    "add", "install", "upgrade", "create", "replace", "kill", "flush",
];
/// A verb is among the first words: `ip route get`, `kubectl -n shop get`.
const VERB_REACH: usize = 4;
/// How arguments begin with which `curl` sends something.
const SENDING: [&str; 9] = ["-X", "-d", "-F", "-T", "--request", "--data", "--json", "--form", "--upload"];

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
        let is_prefix = |word: &&str| matches!(*word, "sudo" | "env") || word.contains('=');
        let mut words = line.split_whitespace().skip_while(is_prefix);
        let program = words.next().unwrap_or("");
        let arguments: Vec<&str> = words.collect();
        let sends = || arguments.iter().any(|word| SENDING.iter().any(|start| word.starts_with(start)));
        let finds = || !arguments.iter().any(|word| matches!(*word, "-delete" | "-exec" | "-execdir"));
        let asks = |verbs: &[&str]| arguments.iter().take(VERB_REACH).any(|word| verbs.contains(word));
        READERS.contains(&program)
            || program == "curl" && !sends()
            || program == "find" && finds()
            || asks(&READING_VERBS) && !asks(&CHANGING_VERBS)
    };
    commands.filter(|line| !is_reading(line)).map(|line| line.trim_end_matches(['\\', ' ']).to_owned()).next()
}
