//! Extracts the text of an alert from the JSON that a monitoring system sends.
//!
//! Alertmanager, Grafana, Opsgenie, Datadog, Sentry and others have no common format, but in all of them people read strings. So all
//! strings count, wherever they are, except those whose key or form shows that they are for machines: URLs, times, digests.

use serde_json::Value;

/// The last word of keys whose values do not describe the problem.
const IGNORED_KEYS: &[&str] = &[
    "url",
    "urls",
    "uri",
    "link",
    "links",
    "href",
    "self",
    "id",
    "ids",
    "uuid",
    "guid",
    "key",
    "fingerprint",
    "hash",
    "checksum",
    "token",
    "secret",
    "signature",
    "timestamp",
    "time",
    "at",
    "date",
    "version",
    "type",
    "receiver",
    "icon",
    "avatar",
    "image",
    "color",
    "colour",
    "email",
    "phone",
    "severity",
    "status",
    "state",
    "priority",
    "urgency",
    "level",
    "locale",
    "zone",
    "timezone",
];

/// The strings of an alert, one per line, without duplicates. `None` if the text is not a JSON object or array.
pub fn alert_text(text: &str) -> Option<String> {
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    if !value.is_object() && !value.is_array() {
        return None;
    }
    let mut found = Vec::new();
    walk(&value, &mut found);
    Some(found.join("\n"))
}

/// Collects strings. The recursion is bounded, because the parser limits the depth.
fn walk<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) if !is_for_machines(text) && !found.contains(&text.as_str()) => found.push(text),
        Value::Array(values) => values.iter().for_each(|value| walk(value, found)),
        Value::Object(fields) => {
            fields.iter().filter(|(key, _)| !is_ignored(key)).for_each(|(_, value)| walk(value, found));
        }
        _ => {}
    }
}

/// Whether a key ends in an ignored word: `runbook_url`, `generatorURL`, `startsAt`.
fn is_ignored(key: &str) -> bool {
    let last = key.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or(key);
    let rises = |(at, pair): (usize, &[u8])| {
        (pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase()).then_some(at + 1)
    };
    let start = last.as_bytes().windows(2).enumerate().filter_map(rises).next_back().unwrap_or(0);
    IGNORED_KEYS.contains(&last[start..].to_ascii_lowercase().as_str())
}

/// Whether a string is a URL, time, digest or number.
fn is_for_machines(text: &str) -> bool {
    let text = text.trim();
    let one_word = !text.contains(char::is_whitespace);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let digest = text.len() >= 16
        && digits > 0
        && text.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'-' | b':'));
    text.is_empty()
        || one_word && (text.contains("://") || digest || digits * 2 > text.len() && !text.contains('_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extracts_only_strings_for_people() {
        let alert = r#"{
            "alerts": [{
                "labels": {"alertname": "PoolExhausted", "severity": "critical", "service": "checkout-api"},
                "annotations": {"summary": "No free connection", "runbook_url": "see wiki"},
                "startsAt": "now", "generatorURL": "x", "fingerprint": "abc", "value": 3
            }, {"labels": {"alertname": "PoolExhausted"}}],
            "externalAddress": "https://am.example.com",
            "trace": "0af7651916cd43dd8448eb211c80319c",
            "when": "2026-11-23T10:00:00Z"
        }"#;
        let words = alert_text(alert).unwrap();
        let mut words: Vec<&str> = words.lines().collect();
        words.sort_unstable();
        assert_eq!(words, ["No free connection", "PoolExhausted", "checkout-api"]);
    }

    #[test]
    fn plain_text_is_not_an_alert() {
        for text in ["pool exhausted", "\"quoted\"", "42", "{", ""] {
            assert_eq!(alert_text(text), None, "{text}");
        }
    }
}
