//! The host names of the server.
//!
//! A foreign site can point its own name to 127.0.0.1 and then read responses of a local server (DNS rebinding). Such requests
//! have the foreign name in `Host`, so a server that only accepts its own names is safe.

use std::net::IpAddr;

/// The names of one server.
#[derive(Clone, Debug)]
pub(in crate::serve) struct Hosts {
    address: IpAddr,
    port: u16,
    name: String,
    /// Host and port of the public address, if there is one.
    published: Option<(String, Option<u16>)>,
}

impl Hosts {
    /// A server that listens on this address and port. `name` is the address as given by the user, `published` the public
    /// address.
    pub(in crate::serve) fn new(address: IpAddr, port: u16, name: &str, published: Option<&str>) -> Self {
        let authority = published.and_then(|url| url.split_once("://")).map(|(_, rest)| rest);
        let authority = authority.and_then(|rest| rest.split('/').next());
        Self { address, port, name: name.to_ascii_lowercase(), published: authority.and_then(split) }
    }

    /// Whether an authority (`host` or `host:port`, RFC 3986, section 3.2) belongs to this server.
    pub(super) fn is_own(&self, authority: &str) -> bool {
        let Some((host, port)) = split(authority) else { return false };
        if self.published.as_ref().is_some_and(|(known, at)| *known == host && *at == port) {
            return true;
        }
        port.unwrap_or(80) == self.port && (host == self.name || self.is_own_host(&host))
    }

    fn is_own_host(&self, host: &str) -> bool {
        let local = self.address.is_loopback() || self.address.is_unspecified();
        match ip_address(host) {
            // IP addresses involve no DNS lookup, so they cannot be rebound.
            Some(_) if self.address.is_unspecified() => true,
            Some(number) if self.address.is_loopback() => number.is_loopback(),
            Some(number) => number == self.address,
            // Browsers resolve `localhost` themselves (RFC 6761, section 6.3).
            None => local && host == "localhost",
        }
    }

    /// Whether the value of an `Origin` header belongs to this server.
    pub(in crate::serve) fn is_own_origin(&self, origin: &str) -> bool {
        let authority = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        authority.is_some_and(|authority| self.is_own(authority))
    }
}

/// Parses a host as an IP address: IPv6 in brackets, IPv4 without.
fn ip_address(host: &str) -> Option<IpAddr> {
    match host.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']')?.parse().ok().map(IpAddr::V6),
        None => host.parse().ok().map(IpAddr::V4),
    }
}

/// The host in lower case, and the port.
fn split(authority: &str) -> Option<(String, Option<u16>)> {
    let (host, port) = match authority.rsplit_once(':') {
        // The colons of an IPv6 address are inside brackets.
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let digits = |port: &&str| {
        port.starts_with(|first| matches!(first, '1'..='9')) && port.bytes().all(|byte| byte.is_ascii_digit())
    };
    let port = match port {
        None => None,
        Some(port) => Some(Some(port).filter(digits)?.parse().ok()?),
    };
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    (!host.is_empty()).then_some((host, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(address: &str, name: &str, published: Option<&str>) -> Hosts {
        Hosts::new(address.parse().unwrap(), 8000, name, published)
    }

    fn check(hosts: &Hosts, own: &[&str], foreign: &[&str]) {
        for authority in own {
            assert!(hosts.is_own(authority), "{authority}");
        }
        for authority in foreign {
            assert!(!hosts.is_own(authority), "{authority}");
        }
    }

    #[test]
    fn local_server_accepts_only_local_names() {
        check(
            &hosts("127.0.0.1", "127.0.0.1", None),
            &["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000", "localhost.:8000", "[::1]:8000"],
            &[
                "evil.example:8000",
                "127.0.0.1",
                "127.0.0.1:8001",
                "localhost:",
                "localhost:+8000",
                "localhost:08000",
                "192.168.1.7:8000",
                "127.0.0.1.evil.example:8000",
                "x@127.0.0.1:8000",
                "::1:8000",
                "[[::1]]:8000",
                "[127.0.0.1]:8000",
                "[::1:8000",
                "localhost..:8000",
                "127.0.0.1:8000:8000",
                "0x7f000001:8000",
                "",
                ":8000",
            ],
        );
    }

    #[test]
    fn public_server_accepts_ip_addresses_and_its_name() {
        let foreign = ["evil.example:8000", "mirror.example", "192.168.1.7"];
        let own = ["192.168.1.7:8000", "localhost:8000", "[fe80::1]:8000"];
        check(&hosts("0.0.0.0", "0.0.0.0", None), &own, &foreign);
        let named = hosts("192.168.1.7", "box.lan", Some("https://mirror.example/pm/"));
        check(
            &named,
            &["box.lan:8000", "192.168.1.7:8000", "mirror.example"],
            &["localhost:8000", "10.0.0.1:8000"],
        );
    }

    #[test]
    fn origins_need_a_scheme() {
        let hosts = hosts("127.0.0.1", "127.0.0.1", None);
        assert!(hosts.is_own_origin("http://localhost:8000"));
        for origin in ["null", "http://evil.example", "http://evil.example:8000", "localhost:8000", "file://"]
        {
            assert!(!hosts.is_own_origin(origin), "{origin}");
        }
    }
}
