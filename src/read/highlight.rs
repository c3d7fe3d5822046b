//! Syntax highlighting: tokens of a code block get classes, and the theme assigns colors to the classes.
//!
//! The lexer is hand-written because of the alternative's cost: an engine for `TextMate` grammars takes 0.4 to 5 ms
//! per block, while the rest of a page takes about 0.3 ms, and it adds megabytes of grammars. Comments, strings,
//! numbers and keywords are enough for what a post-mortem shows: queries, logs, diffs, configuration. So there is one
//! [scanner] with a table of [languages], and a few line-based [formats].
//!
//! It never parses, never fails, and never changes a character: without the tags, the output is the code. It takes
//! linear time for any input. A span ends with its line, so that lines can be processed separately.

mod formats;
mod languages;
mod markup;
mod scanner;

#[cfg(test)]
mod properties;

use crate::text::push_escaped;

/// Appends code as HTML with a span around each token. Returns false and appends nothing if the language is unknown.
pub(crate) fn highlight(language: &str, code: &str, out: &mut String) -> bool {
    // `rust,ignore`, `yaml title="x"` and `c++` name their language first.
    let name = language.split([',', ' ', ':', '{', ';']).next().unwrap_or("");
    let spans = &mut Spans { out };
    let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let prompted = || code.lines().any(|line| line.starts_with("$ "));
    if is(&["diff", "patch"]) {
        formats::diff(code, spans);
    } else if is(&["log", "logs", "text-log", "syslog"]) {
        formats::log(code, spans);
    } else if is(&["yaml", "yml"]) {
        formats::yaml(code, spans);
    } else if is(&["console", "shell-session", "terminal"])
        || is(&["bash", "sh", "shell", "zsh"]) && prompted()
    {
        formats::console(code, spans);
    } else if is(&["xml", "html", "svg", "xhtml"]) {
        markup::markup(code, spans);
    } else if let Some(language) = languages::find(name) {
        scanner::scan(language, code, spans);
    } else {
        return false;
    }
    true
}

/// The class of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Keyword,
    Text,
    Number,
    Comment,
    /// A key, an attribute, a flag, a variable.
    Label,
    Inserted,
    Deleted,
    Error,
    Warning,
    Time,
}

impl Class {
    const fn name(self) -> &'static str {
        match self {
            Self::Keyword => "hl-k",
            Self::Text => "hl-s",
            Self::Number => "hl-n",
            Self::Comment => "hl-c",
            Self::Label => "hl-a",
            Self::Inserted => "hl-i",
            Self::Deleted => "hl-d",
            Self::Error => "hl-e",
            Self::Warning => "hl-w",
            Self::Time => "hl-t",
        }
    }
}

/// Writes highlighted code.
struct Spans<'o> {
    out: &'o mut String,
}

impl Spans<'_> {
    fn plain(&mut self, text: &str) {
        push_escaped(self.out, text);
    }

    /// Writes one span for each line of the text.
    fn put(&mut self, class: Class, text: &str) {
        for line in text.split_inclusive('\n') {
            let inner = line.trim_end_matches(['\n', '\r']);
            if !inner.is_empty() {
                self.out.push_str("<span class=\"");
                self.out.push_str(class.name());
                self.out.push_str("\">");
                push_escaped(self.out, inner);
                self.out.push_str("</span>");
            }
            self.plain(&line[inner.len()..]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The spans alone, as `class:text`; `-` for an unknown language.
    fn spans(language: &str, code: &str) -> String {
        let mut out = String::new();
        if !highlight(language, code, &mut out) {
            assert_eq!(out, "");
            return "-".to_owned();
        }
        let spans = out.split("<span class=\"hl-").skip(1).map(|piece| {
            let (class, rest) = piece.split_once("\">").unwrap();
            format!("{class}:{}", rest.split_once("</span>").unwrap().0)
        });
        spans.collect::<Vec<_>>().join(" ")
    }

    fn check(language: &str, code: &str, expected: &str) {
        assert_eq!(spans(language, code), expected, "{language}: {code}");
    }

    #[test]
    fn highlights_configuration_formats() {
        check(
            "json",
            r#"{"a": "b", "n": -1.5e3, "t": true}"#,
            "a:&quot;a&quot; s:&quot;b&quot; a:&quot;n&quot; n:1.5e3 a:&quot;t&quot; k:true",
        );
        check(
            "yaml",
            "key: value # why\n- name: 'x'\n  n: 3\n  on: true",
            "a:key c:# why a:name s:&#39;x&#39; a:n n:3 a:on k:true",
        );
        check("yml", "run: |\n  a: b\n\n  c\nnext: 1", "a:run s:  a: b s:  c a:next n:1");
        check(
            "yaml",
            "url: http://x:80/#a\n\"k\": [1, \"b\"] # c",
            "a:url a:&quot;k&quot; n:1 s:&quot;b&quot; c:# c",
        );
        check(
            "toml",
            "# c\n[a.b]\nkey-x = \"v\" # d\nn = 1_000",
            "c:# c k:[a.b] a:key-x s:&quot;v&quot; c:# d a:n n:1_000",
        );
        check("ini", "[main]\nkey = 1\n; note", "k:[main] a:key n:1 c:; note");
        check(
            "hcl",
            "resource \"x\" \"y\" {\n  count = 2\n}",
            "k:resource s:&quot;x&quot; s:&quot;y&quot; a:count n:2",
        );
        check(
            "nginx",
            "server {\n  listen 80; # c\n  set $x 1;\n}",
            "k:server k:listen n:80 c:# c k:set a:$x n:1",
        );
        check(
            "dockerfile",
            "FROM a:1 AS b\nRUN echo \"x\" # c",
            "k:FROM n:1 k:AS k:RUN s:&quot;x&quot; c:# c",
        );
    }

    #[test]
    fn highlights_commands_but_not_their_output() {
        check(
            "bash",
            "if [ -f \"$x\" ]; then echo $HOME --all # c\nfi",
            "k:if a:-f s:&quot;$x&quot; k:then k:echo a:$HOME a:--all c:# c k:fi",
        );
        check("sh", "a-b=1; echo ${X} x#y $#", "n:1 k:echo a:${X");
        check("console", "$ ls -l 'a'\nif total 5", "c:$ a:-l s:&#39;a&#39;");
        check("bash", "$ make \\\n  --all\ndone", "c:$ a:--all");
        check("console", "root@db1:~# export A=1", "c:root@db1:~# k:export a:A n:1");
        check("console", "don't", "");
    }

    #[test]
    fn highlights_programming_languages() {
        check(
            "rust",
            "fn f<'a>(c: char) { 'x'; \"s\\\"\"; r#\"a\"b\"#; 0x1F } // c",
            "k:fn k:char s:&#39;x&#39; s:&quot;s\\&quot;&quot; s:r#&quot;a&quot;b&quot;# n:0x1F c:// c",
        );
        check(
            "python",
            "@x\ndef f(): return \"\"\"a\nb\"\"\" # c",
            "a:@x k:def k:return s:&quot;&quot;&quot;a s:b&quot;&quot;&quot; c:# c",
        );
        check("go", "var x = `a\nb` /* c\nd */ 1", "k:var s:`a s:b` c:/* c c:d */ n:1");
        check("ts", "const a: number = 'it\\'s' // c", "k:const s:&#39;it\\&#39;s&#39; c:// c");
        check("java", "@Override public int x() { return 1L; }", "a:@Override k:public k:int k:return n:1L");
        check("C++", "for (int i = 0;;) x1 = 'c';", "k:for k:int n:0 s:&#39;c&#39;");
        check("ruby", "def x; @a = :b; end # c", "k:def a:@a a::b k:end c:# c");
        check(
            "sql",
            "select a FROM t WHERE x = 'it''s' -- c",
            "k:select k:FROM k:WHERE s:&#39;it&#39; s:&#39;s&#39; c:-- c",
        );
        check(
            "promql",
            "sum(rate(x{job=\"a\", m!~'b'}[5m])) by (le) > 0.5",
            "k:sum k:rate a:job s:&quot;a&quot; a:m s:&#39;b&#39; n:5m k:by n:0.5",
        );
        check("rust,ignore", "let x;", "k:let");
    }

    #[test]
    fn highlights_lines_of_diffs() {
        check(
            "diff",
            "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old <b>\n+new\n same",
            "a:--- a/x a:+++ b/x a:@@ -1 +1 @@ d:-old &lt;b&gt; i:+new",
        );
    }

    #[test]
    fn highlights_times_and_levels_in_logs() {
        check(
            "log",
            "2026-03-14 14:02:33.123 ERROR [db] x=1 \"q\" took 5ms",
            "t:2026-03-14 t:14:02:33.123 e:ERROR a:x n:1 s:&quot;q&quot; n:5ms",
        );
        check(
            "text-log",
            "2018-04-13T15:54:00Z warning: 10.0.0.12:8080 refused",
            "t:2018-04-13T15:54:00Z w:warning",
        );
        check("log", "E0220 10:59:57.797466 1 ssh.go:200] Failed", "e:E0220 t:10:59:57.797466 n:1 n:200");
        check("log", "level=error errors=0 terror INFO", "a:level e:error a:errors n:0 k:INFO");
    }

    #[test]
    fn highlights_markup() {
        check(
            "html",
            "<a href=\"x\" b>t &amp; u</a><!-- c -->",
            "k:a a:href s:&quot;x&quot; a:b n:&amp;amp; k:a c:&lt;!-- c --&gt;",
        );
        check(
            "xml",
            "<?xml version='1'?>\n<x:y z=\"1\n2\"/> 1 < 2",
            "k:xml a:version s:&#39;1&#39; k:x:y a:z s:&quot;1 s:2&quot;",
        );
    }

    #[test]
    fn returns_false_for_unknown_languages() {
        for language in ["", "text", "mermaid", "brainfuck", "rusty"] {
            check(language, "if x", "-");
        }
    }
}
