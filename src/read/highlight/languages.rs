//! The syntax of each language.

use std::sync::LazyLock;

/// Where a string may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StringEnd {
    /// At its closing quote, or at the end of the line.
    Line,
    /// At its closing quote, which may be on another line.
    Multiline,
    /// After one character; otherwise the quote begins a lifetime.
    Character,
}

/// The syntax of one kind of string.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quote {
    /// What opens it.
    pub(super) open: &'static str,
    /// What closes it.
    pub(super) close: &'static str,
    /// Whether a backslash escapes the next character.
    pub(super) escapes: bool,
    /// Where it may end.
    pub(super) end: StringEnd,
}

/// Which words are keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keys {
    /// None.
    None,
    /// Strings before a colon.
    Strings,
    /// Words before an equals sign, and sections in brackets at the beginning of a line.
    Sections,
    /// Words before an equals sign or another operator that compares labels.
    Matchers,
    /// None, but the first word of each line is a keyword.
    FirstWords,
}

/// The syntax of a language, as declared.
#[derive(Clone, Copy, Debug)]
pub(super) struct Syntax {
    /// Names and file extensions.
    names: &'static str,
    /// The prefixes of line comments.
    pub(super) line_comments: &'static [&'static str],
    /// The delimiters of block comments.
    pub(super) block_comment: Option<(&'static str, &'static str)>,
    /// Strings, longer delimiters first; at most eight.
    pub(super) quotes: &'static [Quote],
    /// Keywords, in lower case if case is ignored.
    keywords: &'static str,
    /// Whether the case of keywords is ignored.
    ignore_case: bool,
    /// Which words are keys.
    pub(super) keys: Keys,
    /// Prefixes that turn the next word into a label: `$x`, `@x`, `:x`.
    pub(super) sigils: &'static str,
    /// Characters of words besides letters, digits and `_`.
    pub(super) word_marks: &'static str,
}

/// A language with sorted keywords.
#[derive(Debug)]
pub(super) struct Language {
    /// Its syntax.
    pub(super) syntax: &'static Syntax,
    keywords: Vec<&'static str>,
}

impl Language {
    fn new(syntax: &'static Syntax) -> Self {
        let mut keywords: Vec<&str> = syntax.keywords.split_ascii_whitespace().collect();
        keywords.sort_unstable();
        Self { syntax, keywords }
    }

    /// Whether a word is one of the keywords.
    pub(super) fn is_keyword(&self, word: &str) -> bool {
        if self.syntax.ignore_case {
            // No keyword is longer; skip folding of longer words.
            word.len() <= 16 && self.keywords.binary_search(&word.to_ascii_lowercase().as_str()).is_ok()
        } else {
            self.keywords.binary_search(&word).is_ok()
        }
    }
}

/// Finds a language by name, ignoring case.
pub(super) fn find(name: &str) -> Option<&'static Language> {
    let known = |language: &&Language| {
        language.syntax.names.split_ascii_whitespace().any(|known| known.eq_ignore_ascii_case(name))
    };
    LANGUAGES.iter().find(known)
}

static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| SYNTAXES.iter().map(Language::new).collect());

/// For YAML values; lines and keys are handled by [`super::formats`].
pub(super) static YAML_VALUE: LazyLock<Language> = LazyLock::new(|| Language::new(&YAML_SYNTAX));

/// For commands after a prompt.
pub(super) static SHELL: LazyLock<Language> = LazyLock::new(|| Language::new(&SHELL_SYNTAX));

const fn quote(open: &'static str, close: &'static str, end: StringEnd) -> Quote {
    Quote { open, close, escapes: true, end }
}

const fn raw(open: &'static str, close: &'static str, end: StringEnd) -> Quote {
    Quote { open, close, escapes: false, end }
}

const DOUBLE: Quote = quote("\"", "\"", StringEnd::Line);
const SINGLE: Quote = quote("'", "'", StringEnd::Line);
const MULTILINE_DOUBLE: Quote = quote("\"", "\"", StringEnd::Multiline);
const C_COMMENT: Option<(&str, &str)> = Some(("/*", "*/"));

const PLAIN: Syntax = Syntax {
    names: "",
    line_comments: &[],
    block_comment: None,
    quotes: &[DOUBLE, SINGLE],
    keywords: "",
    ignore_case: false,
    keys: Keys::None,
    sigils: "",
    word_marks: "",
};

static YAML_SYNTAX: Syntax =
    Syntax { line_comments: &["#"], keywords: "false null true", word_marks: "-", ..PLAIN };

const SHELL_SYNTAX: Syntax = Syntax {
    names: "bash sh shell zsh fish powershell ps1",
    line_comments: &["#"],
    quotes: &[MULTILINE_DOUBLE, raw("'", "'", StringEnd::Multiline)],
    keywords: "break case cd continue do done echo elif else esac exit export fi for function if in local \
            readonly return select set shift source sudo then trap unset until while",
    keys: Keys::Matchers,
    sigils: "$-",
    word_marks: "-./",
    ..PLAIN
};

static SYNTAXES: &[Syntax] = &[
    SHELL_SYNTAX,
    Syntax {
        names: "json jsonc json5 jsonl",
        line_comments: &["//"],
        block_comment: C_COMMENT,
        keywords: "false null true",
        keys: Keys::Strings,
        ..PLAIN
    },
    Syntax {
        names: "toml",
        line_comments: &["#"],
        quotes: &[
            quote("\"\"\"", "\"\"\"", StringEnd::Multiline),
            raw("'''", "'''", StringEnd::Multiline),
            DOUBLE,
            raw("'", "'", StringEnd::Line),
        ],
        keywords: "false inf nan true",
        keys: Keys::Sections,
        word_marks: "-.",
        ..PLAIN
    },
    Syntax {
        names: "ini cfg conf properties editorconfig",
        line_comments: &["#", ";"],
        quotes: &[DOUBLE],
        keywords: "false no off on true yes",
        ignore_case: true,
        keys: Keys::Sections,
        word_marks: "-.",
        ..PLAIN
    },
    Syntax {
        names: "sql mysql postgres postgresql psql sqlite plsql tsql",
        line_comments: &["--"],
        block_comment: C_COMMENT,
        quotes: &[
            raw("'", "'", StringEnd::Multiline),
            raw("\"", "\"", StringEnd::Line),
            raw("`", "`", StringEnd::Line),
        ],
        keywords: "add all alter analyze and any as asc begin between bigint boolean by cascade case cast \
            check column commit concurrently constraint create cross database default delete desc \
            distinct drop else end except exists explain false first for foreign from full function \
            grant group having if ilike in index inner insert int integer intersect interval into is \
            join key last left like limit lock not null nulls offset on or order outer over partition \
            primary references replace returning revoke right rollback select set show table text then \
            timestamp to transaction trigger true truncate union unique update using vacuum values \
            varchar view when where with",
        ignore_case: true,
        ..PLAIN
    },
    Syntax {
        names: "promql prometheus logql metricsql",
        line_comments: &["#"],
        quotes: &[DOUBLE, SINGLE, raw("`", "`", StringEnd::Multiline)],
        keywords: "abs absent and avg avg_over_time bool bottomk by ceil changes count count_over_time \
            count_values delta deriv floor group group_left group_right histogram_quantile ignoring \
            increase irate label_join label_replace max max_over_time min min_over_time offset on or \
            predict_linear quantile quantile_over_time rate resets round scalar sort sort_desc stddev \
            sum sum_over_time time topk unless vector without",
        keys: Keys::Matchers,
        ..PLAIN
    },
    Syntax {
        names: "python py python3 starlark",
        line_comments: &["#"],
        quotes: &[
            quote("\"\"\"", "\"\"\"", StringEnd::Multiline),
            quote("'''", "'''", StringEnd::Multiline),
            DOUBLE,
            SINGLE,
        ],
        keywords: "False None True and as assert async await break class continue def del elif else except \
            finally for from global if import in is lambda match nonlocal not or pass raise return self \
            try while with yield",
        sigils: "@",
        ..PLAIN
    },
    Syntax {
        names: "go golang",
        line_comments: &["//"],
        block_comment: C_COMMENT,
        quotes: &[DOUBLE, SINGLE, raw("`", "`", StringEnd::Multiline)],
        keywords: "bool break byte case chan const continue default defer else error fallthrough false float64 \
            for func go goto if import int int32 int64 interface iota map nil package range return rune \
            select string struct switch true type uint uint32 uint64 var",
        ..PLAIN
    },
    Syntax {
        names: "rust rs",
        line_comments: &["//"],
        block_comment: C_COMMENT,
        quotes: &[
            raw("r##\"", "\"##", StringEnd::Multiline),
            raw("r#\"", "\"#", StringEnd::Multiline),
            raw("r\"", "\"", StringEnd::Multiline),
            MULTILINE_DOUBLE,
            quote("'", "'", StringEnd::Character),
        ],
        keywords: "Self as async await bool break char const continue crate dyn else enum extern f32 f64 false \
            fn for i32 i64 i8 if impl in isize let loop match mod move mut pub ref return self static \
            str struct super trait true type u16 u32 u64 u8 unsafe use usize where while",
        ..PLAIN
    },
    Syntax {
        names: "javascript js jsx mjs node typescript ts tsx",
        line_comments: &["//"],
        block_comment: C_COMMENT,
        quotes: &[DOUBLE, SINGLE, quote("`", "`", StringEnd::Multiline)],
        keywords: "any as async await boolean break case catch class const continue debugger declare default \
            delete do else enum export extends false finally for from function if implements import in \
            instanceof interface keyof let namespace new null of private protected public readonly \
            return static super switch this throw true try type typeof undefined var void while yield",
        sigils: "@",
        word_marks: "$",
        ..PLAIN
    },
    Syntax {
        names: "c h cpp c++ cc hpp csharp cs c# java kotlin kt scala swift dart objc",
        line_comments: &["//"],
        block_comment: C_COMMENT,
        quotes: &[quote("\"\"\"", "\"\"\"", StringEnd::Multiline), DOUBLE, SINGLE],
        keywords: "abstract as async auto await bool boolean break byte case catch char class companion const \
            constexpr continue data default delete do double else enum explicit extends extern false \
            final finally float for foreach friend fun func get goto guard if implements import in \
            include init inline int interface internal is lateinit let lock long mutable namespace \
            native new nil noexcept null nullptr object operator out override package params private \
            protected public readonly ref return sealed self set short signed sizeof static static_cast \
            string struct super suspend switch synchronized template this throw throws trait transient \
            true try typedef typename typeof union unsigned using val var virtual void volatile when \
            where while yield",
        sigils: "@#",
        ..PLAIN
    },
    Syntax {
        names: "hcl terraform tf nomad",
        line_comments: &["#", "//"],
        block_comment: C_COMMENT,
        quotes: &[DOUBLE],
        keywords: "data dynamic each false for for_each if import in lifecycle local locals module moved null \
            output provider provisioner resource terraform true var variable",
        keys: Keys::Matchers,
        word_marks: "-",
        ..PLAIN
    },
    Syntax {
        names: "dockerfile docker containerfile",
        line_comments: &["#"],
        keywords: "ADD ARG AS CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL ONBUILD RUN SHELL \
            STOPSIGNAL USER VOLUME WORKDIR",
        keys: Keys::Matchers,
        sigils: "$-",
        word_marks: "-./",
        ..PLAIN
    },
    Syntax {
        names: "nginx nginxconf apache caddyfile haproxy",
        line_comments: &["#"],
        keywords: "off on",
        keys: Keys::FirstWords,
        sigils: "$",
        word_marks: "-./",
        ..PLAIN
    },
    Syntax {
        names: "ruby rb puppet elixir ex",
        line_comments: &["#"],
        quotes: &[DOUBLE, SINGLE, quote("`", "`", StringEnd::Line)],
        keywords: "alias and begin break case class def defmodule do else elsif end ensure false for if in \
            include module next nil not or puts raise redo require rescue retry return self super then \
            true undef unless until when while yield",
        sigils: "@:$",
        ..PLAIN
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_names_are_unique_and_keywords_are_found() {
        let mut names: Vec<&str> =
            SYNTAXES.iter().flat_map(|syntax| syntax.names.split_ascii_whitespace()).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        for language in LANGUAGES.iter().chain([&*YAML_VALUE, &*SHELL]) {
            assert!(language.syntax.quotes.len() <= 8);
            assert!(
                language.keywords.iter().all(|word| language.is_keyword(word)),
                "{:?}",
                language.syntax.names
            );
        }
    }
}
