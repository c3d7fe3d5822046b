//! The remote of a repository.

/// A repository on a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote {
    /// `github.com`
    pub host: String,
    /// `acme`, `acme/platform`
    pub owner: String,
    /// `incidents`
    pub name: String,
}

impl Remote {
    /// Parses the URL of a remote: `git@github.com:acme/incidents.git`, `https://github.com/acme/incidents`.
    pub fn parse(url: &str) -> Option<Self> {
        let url = url.trim();
        let (authority, path) = match url.split_once("://") {
            Some((_, rest)) => rest.split_once('/')?,
            None => url.split_once(':')?,
        };
        let host = authority.rsplit('@').next()?.split(':').next()?;
        let path = path.trim_matches('/');
        let (owner, name) = path.strip_suffix(".git").unwrap_or(path).rsplit_once('/')?;
        let whole = !host.is_empty() && !owner.is_empty() && !name.is_empty();
        whole.then(|| Self { host: host.to_lowercase(), owner: owner.to_owned(), name: name.to_owned() })
    }

    /// The address at which GitHub or GitLab publishes the pages of the repository.
    pub(super) fn pages(&self) -> Option<String> {
        let suffix = match self.host.as_str() {
            "github.com" => "github.io",
            "gitlab.com" => "gitlab.io",
            _ => return None,
        };
        let owner = self.owner.to_lowercase();
        let (top, groups) =
            owner.split_once('/').map_or((owner.as_str(), None), |(top, rest)| (top, Some(rest)));
        let host = format!("{top}.{suffix}");
        // The repository that is named after the host is published at the root.
        if self.name.eq_ignore_ascii_case(&host) {
            return Some(format!("https://{host}/"));
        }
        let path = groups.map_or_else(|| self.name.clone(), |groups| format!("{groups}/{}", self.name));
        Some(format!("https://{host}/{path}/"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_remotes_in_every_form_that_git_writes() {
        let acme = Remote { host: "github.com".into(), owner: "Acme".into(), name: "incidents".into() };
        for url in [
            "git@github.com:Acme/incidents.git",
            "https://github.com/Acme/incidents",
            "https://token@github.com/Acme/incidents.git/",
            "ssh://git@github.com:22/Acme/incidents.git",
        ] {
            assert_eq!(Remote::parse(url).as_ref(), Some(&acme), "{url}");
        }
        for url in ["", "/srv/git/x.git", "file:///srv/x.git", "https://github.com/"] {
            assert_eq!(Remote::parse(url), None, "{url}");
        }
    }

    #[test]
    fn derives_the_address_of_pages_from_the_remote() {
        let pages = |url: &str| Remote::parse(url).unwrap().pages();
        for (url, address) in [
            ("git@github.com:Acme/incidents.git", Some("https://acme.github.io/incidents/")),
            ("git@github.com:Acme/acme.github.io.git", Some("https://acme.github.io/")),
            ("git@gitlab.com:acme/ops/incidents.git", Some("https://acme.gitlab.io/ops/incidents/")),
            ("git@git.example.org:acme/incidents.git", None),
        ] {
            assert_eq!(pages(url).as_deref(), address, "{url}");
        }
    }
}
