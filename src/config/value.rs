//! Validates single values of the configuration.
//!
//! Each check takes the text as written and returns it in normal form, or says what is wrong and how to fix it. Checks are strict for
//! values that reach CSS, HTML, a file system or a network: the configuration comes with the archive, and an archive may come from
//! anybody.

use crate::text::squeeze;
use crate::when::Zone;

/// Why a value cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// Completes "`key` …": `is not a color`.
    pub(super) what: &'static str,
    /// What to write instead.
    pub(super) help: &'static str,
}

/// The result of a check.
pub(super) type Checked = Result<String, Refusal>;

/// One line of text that is not empty.
pub(super) fn line(text: &str) -> Checked {
    let line = squeeze(text);
    if line.is_empty() {
        return Err(Refusal { what: "is empty", help: "write a few words, or remove the key" });
    }
    if line.chars().any(char::is_control) {
        return Err(Refusal {
            what: "contains control characters",
            help: "write it as plain text on one line",
        });
    }
    Ok(line)
}

/// An output folder. It may be anywhere, because pmsite never overwrites folders of others.
pub(super) fn folder(text: &str) -> Checked {
    if text.trim().is_empty() || text.contains('\0') {
        return Err(Refusal { what: "is empty", help: "name a folder, for example `public`" });
    }
    Ok(text.to_owned())
}

/// A path that stays in the archive folder, with `/` between the parts and without `.` parts; `.` for the folder itself.
pub(super) fn inside(text: &str) -> Checked {
    let refusal = Refusal {
        what: "leaves the archive folder",
        help: "write a path below the folder of `pmsite.toml`, with `/` and without `..`",
    };
    let drive = text.as_bytes().get(1) == Some(&b':');
    if text.trim().is_empty() || text.starts_with('/') || text.contains(['\\', '\0']) || drive {
        return Err(refusal);
    }
    let parts: Vec<&str> = text.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    if parts.contains(&"..") {
        return Err(refusal);
    }
    Ok(if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}

/// The name of a theme: one folder name.
pub(super) fn theme_name(text: &str) -> Checked {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if text.is_empty() || !text.chars().all(plain) {
        return Err(Refusal {
            what: "is not a theme name",
            help: "write `default`, the name of a folder under `themes/`, or use `path`",
        });
    }
    Ok(text.to_owned())
}

/// The word from which placeholders are made: letters, perhaps with hyphens between them.
pub(super) fn placeholder(text: &str) -> Checked {
    let is_word = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
    if !is_word {
        return Err(Refusal {
            what: "is not one word of letters and hyphens",
            help: "write one word, for example `customer`; pmsite adds a number",
        });
    }
    Ok(text.to_lowercase())
}

/// `#rgb` or `#rrggbb`; nothing else may reach a style sheet.
pub(super) fn color(text: &str) -> Checked {
    let digits = text.strip_prefix('#').unwrap_or("");
    if matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(text.to_ascii_lowercase());
    }
    Err(Refusal { what: "is not a color", help: "write it as `#rgb` or `#rrggbb`, for example `#0b5fff`" })
}

/// A BCP 47 language tag.
pub(super) fn language(text: &str) -> Checked {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or("");
    let alphabetic = (2..=8).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
    let rest =
        parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    if alphabetic && rest {
        return Ok(text.to_owned());
    }
    Err(Refusal {
        what: "is not a language tag",
        help: "write a BCP 47 tag, for example `en`, `de` or `pt-BR`",
    })
}

/// A time zone with a known offset: an IANA name, an offset, or an abbreviation that only one zone has.
pub(super) fn timezone(text: &str) -> Checked {
    match Zone::named(text) {
        Some(zone) if zone.offset_minutes.is_some() || zone.iana.is_some() => Ok(text.trim().to_owned()),
        Some(_) => Err(Refusal {
            what: "is an abbreviation of several time zones",
            help: "write an IANA name, for example `Asia/Kolkata`",
        }),
        None => Err(Refusal {
            what: "is not a known time zone",
            help: "write a name such as `Europe/Berlin` or an offset such as `+02:00`",
        }),
    }
}

/// A URL with `http` or `https` and a host. Placeholders in braces are allowed after the host.
pub(super) fn web_address(text: &str) -> Checked {
    let text = text.trim();
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or("");
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    // No user name and password: they would be published.
    let name = authority.split(':').next().unwrap_or("");
    let port = authority.split_once(':').map_or("0", |(_, port)| port);
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>\"'`\\^|".contains(c);
    if host(name).is_ok() && port.bytes().all(|byte| byte.is_ascii_digit()) && text.chars().all(plain) {
        return Ok(text.to_owned());
    }
    Err(Refusal {
        what: "is not a web address",
        help: "write it with `https://` and a host, for example `https://incidents.example.org/`",
    })
}

/// A base URL; ends in `/`.
pub(super) fn base_url(text: &str) -> Checked {
    let mut address = web_address(text)?;
    if address.contains(['?', '#', '{']) {
        return Err(Refusal {
            what: "contains more than the address of a folder",
            help: "remove everything from `?` or `#` on",
        });
    }
    if !address.ends_with('/') {
        address.push('/');
    }
    Ok(address)
}

/// A URL with `{id}` in it.
pub(super) fn id_address(text: &str) -> Checked {
    with_placeholder(text, "{id}", "write `{id}` where the id goes")
}

/// A URL with `{path}` in it.
pub(super) fn path_address(text: &str) -> Checked {
    with_placeholder(text, "{path}", "write `{path}` where the path of the document goes")
}

fn with_placeholder(text: &str, placeholder: &str, help: &'static str) -> Checked {
    let address = web_address(text)?;
    if address.contains(placeholder) {
        return Ok(address);
    }
    Err(Refusal { what: "has no placeholder", help })
}

/// A host name: letters, digits and `-` in parts of at most 63, at most 253 in all (RFC 1123).
pub(super) fn host(text: &str) -> Checked {
    let part = |part: &str| {
        (1..=63).contains(&part.len())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    if text.len() <= 253 && text.split('.').all(part) {
        return Ok(text.to_ascii_lowercase());
    }
    Err(Refusal {
        what: "is not a host name",
        help: "write only the name, for example `incidents.example.org`",
    })
}

/// The key of a severity, in lower case, because it becomes a file name and a class name.
pub(super) fn key(text: &str) -> Checked {
    let key = text.to_ascii_lowercase().replace(['_', ' '], "-");
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if (1..=40).contains(&key.len()) && key.bytes().all(plain) && !key.starts_with('-') {
        return Ok(key);
    }
    Err(Refusal {
        what: "is not a valid key",
        help: "use letters, digits and `-`, for example `sev1`; people see the `label`",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rule: fn(&str) -> Checked, good: &[(&str, &str)], bad: &[&str]) {
        for (text, expected) in good {
            assert_eq!(rule(text).as_deref(), Ok(*expected), "{text}");
        }
        for text in bad {
            assert!(rule(text).is_err(), "{text}");
        }
    }

    #[test]
    fn colors_are_hexadecimal_only() {
        check(
            color,
            &[("#0B5", "#0b5"), ("#0b5fff", "#0b5fff")],
            &["red", "#12", "#12345", "#ggg", "#fff;}", ""],
        );
    }

    #[test]
    fn paths_stay_inside() {
        check(
            inside,
            &[("docs", "docs"), ("./docs/pm/", "docs/pm"), (".", "."), ("a..b", "a..b")],
            &["", "..", "a/../b", "/etc", "a\\b", "C:/x"],
        );
    }

    #[test]
    fn addresses_have_a_scheme_and_a_host() {
        let long = format!("https://{}/", "a".repeat(64));
        check(
            base_url,
            &[
                ("https://x.org", "https://x.org/"),
                ("http://localhost:8000/pm/", "http://localhost:8000/pm/"),
            ],
            &[
                "x.org",
                "javascript:alert(1)",
                "https://",
                "https://a b/",
                "https://u:p@h/",
                "https://x/?q",
                &long,
            ],
        );
        check(id_address, &[("https://x/{id}", "https://x/{id}")], &["https://x/", "data:{id}"]);
    }

    #[test]
    fn zones_are_names_or_offsets() {
        check(
            timezone,
            &[("Europe/Berlin", "Europe/Berlin"), ("+02:00", "+02:00"), ("UTC-3", "UTC-3"), ("UTC", "UTC")],
            &["", "Mars", "IST", "+99:00"],
        );
    }

    #[test]
    fn keys_are_in_lower_case() {
        check(key, &[("SEV1", "sev1"), ("Sev 1", "sev-1")], &["", "-a", "a/b", "höchste", "a.b"]);
    }

    #[test]
    fn hosts_are_names_alone() {
        check(host, &[("A.example.org", "a.example.org")], &["", "a..b", "-a", "a/b", "a b", "https://a"]);
    }
}
