//! Finds what is likely private in public text: mail addresses, addresses of machines, hosts of private domains, names of customers
//! and people.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

use rayon::prelude::*;
use regex::Regex;

use super::PublicEdition;
use super::redact::{Forms, RedactedTexts, Redactions};
use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::source::Span;

/// How many findings a document gets.
const MAX_REPORTS: usize = 20;

static MAIL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}").ok());
static ADDRESS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b[0-9A-Fa-f]*[0-9A-Fa-f:][0-9A-Fa-f:.]*[0-9A-Fa-f]\b").ok());
static HOST: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+").ok());
/// `customer Globex`, and not `Customer impact` or `customer SLA`.
static CUSTOMER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:customer|client|tenant|merchant)s? [A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)*").ok()
});

/// Warnings about what is likely private in the public edition, at the places where it is written.
pub fn find_private_data(edition: &PublicEdition, config: &Config) -> Vec<Diagnostic> {
    let people = [people_of(&config.people)];
    let people = Redactions::new(&people);
    let domains = config.editions.as_ref().map_or(&[][..], |editions| &editions.domains);
    let documents = edition.documents.par_iter().zip(&edition.originals).zip(&edition.places);
    let reports = documents.flat_map_iter(|((document, original), places)| {
        let found = find(&document.source.text, domains, &people);
        found.into_iter().take(MAX_REPORTS).map(move |(span, what)| {
            let start = places.original(span.range().start);
            let span = Span::new(start, start + span.range().len());
            let text = original.source.slice(span);
            let message = format!("public text contains {what}: `{text}`");
            let help = "wrap it in `<!-- internal -->` and `<!-- /internal -->`, or add it to `[[redact]]`";
            Diagnostic::new(Code::PrivateData, &original.source.path, span, message).help(help)
        })
    });
    reports.collect()
}

fn people_of(names: &[String]) -> RedactedTexts {
    RedactedTexts { label: String::new(), texts: names.to_vec(), pattern: None, forms: Forms::Written }
}

/// What is likely private in a text, in order.
fn find(text: &str, domains: &[String], people: &Redactions) -> Vec<(Span, &'static str)> {
    let mut found: Vec<(Span, &str)> = Vec::new();
    let mut add = |pattern: &LazyLock<Option<Regex>>, what, is_private: &dyn Fn(&str) -> bool| {
        let all = pattern.iter().flat_map(|pattern| pattern.find_iter(text));
        let private = all.filter(|one| is_private(one.as_str()));
        found.extend(private.map(|one| (Span::new(one.start(), one.end()), what)));
    };
    add(&MAIL, "an email address", &|mail| !is_example(mail));
    add(&ADDRESS, "an IP address", &is_address);
    add(&HOST, "an internal host name", &|host| is_within(host, domains));
    add(&CUSTOMER, "a possible customer name", &|_| true);
    found.extend(people.places(text).into_iter().map(|span| (span, "a name from `[people]`")));
    found.sort();
    // Do not report an email address again as a host.
    let mut end = 0;
    found.retain(|(span, _)| {
        let is_new = span.start >= end;
        end = end.max(span.end);
        is_new
    });
    found
}

/// Whether a text is the address of a machine that could exist: not one for documentation (RFC 5737, RFC 3849), and not the
/// machine itself.
fn is_address(text: &str) -> bool {
    if let Ok(address) = text.parse::<Ipv4Addr>() {
        return !(address.is_documentation()
            || address.is_loopback()
            || address.is_unspecified()
            || address.is_broadcast());
    }
    // A time of day looks like the end of an IPv6 address.
    let has_groups = text.matches(':').count() >= 3 || (text.contains("::") && text.len() > 4);
    let is_example = |address: Ipv6Addr| address.segments()[..2] == [0x2001, 0xdb8] || address.is_loopback();
    has_groups && text.parse::<Ipv6Addr>().is_ok_and(|address| !is_example(address))
}

/// Whether a mail address or host is in a domain for examples (RFC 2606).
fn is_example(text: &str) -> bool {
    let domain = text.rsplit('@').next().unwrap_or_default().to_lowercase();
    let ends = |ending: &str| domain == ending || domain.ends_with(&format!(".{ending}"));
    ["example", "test", "invalid", "localhost", "example.com", "example.org", "example.net"]
        .into_iter()
        .any(ends)
}

fn is_within(host: &str, domains: &[String]) -> bool {
    let host = host.to_lowercase();
    let within = |domain: &String| {
        let domain = domain.trim_start_matches(['*', '.']).to_lowercase();
        host == domain || host.ends_with(&format!(".{domain}"))
    };
    domains.iter().any(within)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let people = [people_of(&["Jane Doe".to_owned()])];
        let found = find(text, &["corp.acme.io".to_owned()], &Redactions::new(&people));
        let texts: Vec<&str> = found.iter().map(|(span, _)| &text[span.range()]).collect();
        assert_eq!(texts, expected, "{text}");
    }

    #[test]
    fn addresses_hosts_and_names_are_likely_private() {
        check(
            "Ask ops@acme.io on 10.0.3.17 or fe80::1ff:fe23:4567:890a.",
            &["ops@acme.io", "10.0.3.17", "fe80::1ff:fe23:4567:890a"],
        );
        check("db-7.corp.acme.io was full, says Jane  Doe", &["db-7.corp.acme.io", "Jane  Doe"]);
        check("The customer Globex and tenants Initech Labs", &["customer Globex", "tenants Initech Labs"]);
    }

    #[test]
    fn examples_times_versions_and_plain_words_are_not() {
        check("me@example.com, 192.0.2.1, 127.0.0.1, 2001:db8::1, 10:00:05, v1.2.3, a::b", &[]);
        check("Customer impact: customers saw errors. Account manager.", &[]);
        check("shop.acme.io is public", &[]);
    }
}
