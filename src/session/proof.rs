//! The proof that an edition contains nothing of what it leaves out.
//!
//! It looks at the bytes of every file that is published, and knows nothing of how they were made.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;

use super::error::RunError;
use super::left_out::{Leak, LeftOut, Proven};
use super::loaded::LoadedArchive;
use super::pipeline::{Session, VERSION};
use super::settings::Inputs;
use super::theme::{interface_texts, load_theme};
use crate::archive::assemble;
use crate::config::{Allowed, Config};
use crate::crawl::read_stamped;
use crate::digest::Digest;
use crate::edition::Counts;
use crate::emit::{Contents, Emitter};
use crate::model::{Withheld, WithheldKind};
use crate::proof::{Hit, Proof};
use crate::publish::{Inspection, PublishError, cleaned, inspect_site, remove_receipt, write_receipt};
use crate::site::plan;
use crate::source::SourceFile;

/// How a receipt begins.
const RECEIPT_MARKER: &str = "{\n  \"pmsite\": \"leak report\"";

/// Larger attachments are known by their names alone.
const MAX_DIGESTED_BYTES: u64 = 16 << 20;

/// Looks for what an edition leaves out.
#[derive(Debug)]
pub(super) struct Prover {
    proof: Proof,
    hits: Mutex<Vec<Hit>>,
    facts: Facts,
}

/// What a receipt says about an edition.
#[derive(Clone, Debug)]
struct Facts {
    documents: usize,
    left_out: Counts,
    allowed: Vec<Allowed>,
    as_of: String,
}

impl Prover {
    /// A prover for an archive; `None` if its edition leaves nothing out.
    pub(super) fn new(inputs: &Inputs, loaded: &LoadedArchive) -> Result<Option<Self>, RunError> {
        let Some(left_out) = &loaded.left_out else { return Ok(None) };
        let mut withheld = left_out.withheld.clone();
        withheld.extend(attachments(loaded, left_out));
        let config = &loaded.config;
        let allowed =
            config.editions.as_ref().map(|editions| editions.public.allow.clone()).unwrap_or_default();
        let settings = published_settings(config, loaded);
        let mut public: Vec<&str> = settings.iter().map(String::as_str).collect();
        public.extend(loaded.documents.iter().flat_map(|one| [&*one.source.path, &*one.source.text]));
        public.extend(loaded.archive.files.iter().map(|file| &**file));
        let mut interface = interface_texts(inputs, config)?;
        interface.extend(empty_site(inputs, loaded)?);
        let proof = Proof::new(
            &withheld,
            public,
            interface.iter().map(String::as_str),
            &allowed.iter().map(|one| one.text.clone()).collect::<Vec<_>>(),
        );
        let facts = Facts {
            documents: loaded.documents.len(),
            left_out: left_out.counts,
            allowed,
            as_of: loaded.archive.as_of.to_string(),
        };
        Ok(Some(Self { proof, hits: Mutex::default(), facts }))
    }

    /// An inspection that records every hit.
    pub(super) fn inspection(&self) -> Inspection<'_> {
        Inspection::new(|path, bytes| {
            let found = self.proof.scan(path, bytes);
            let is_clean = found.is_empty();
            self.hits.lock().unwrap_or_else(PoisonError::into_inner).extend(found);
            is_clean
        })
    }

    /// What was found, in place of the error that an inspection fails with.
    pub(super) fn explain(&self, error: PublishError, written: &[Arc<SourceFile>]) -> RunError {
        if !matches!(error, PublishError::Inspected) {
            return error.into();
        }
        let mut hits = std::mem::take(&mut *self.hits.lock().unwrap_or_else(PoisonError::into_inner));
        hits.sort_by(|a, b| (&a.path, a.offset, &a.found).cmp(&(&b.path, b.offset, &b.found)));
        let leak = |hit: Hit| {
            let document = written.iter().find(|one| one.path == hit.source && hit.line > 0);
            let line = document.map(|one| one.slice(one.line_span(hit.line)).to_owned());
            Leak {
                path: hit.path,
                offset: hit.offset,
                found: hit.found,
                source: if hit.line == 0 {
                    hit.source.to_string()
                } else {
                    format!("{}:{}", hit.source, hit.line)
                },
                line: line.unwrap_or_default(),
            }
        };
        RunError::Leaks(hits.into_iter().map(leak).collect())
    }

    /// What was proven by an inspection without hits.
    pub(super) fn proven(&self, inspection: &Inspection<'_>) -> Proven {
        Proven { sought: self.proof.sought(), files: inspection.files() }
    }

    /// Writes the receipt beside a site.
    pub(super) fn write_receipt(
        &self,
        output: &Path,
        manifest: Option<&Digest>,
        inspection: &Inspection<'_>,
    ) -> Result<(), PublishError> {
        let Facts { documents, left_out, allowed, as_of } = &self.facts;
        let allowed: Vec<_> =
            allowed.iter().map(|one| json!({ "text": one.text, "reason": one.reason })).collect();
        let rest = json!({
            "version": VERSION,
            "edition": "public",
            "as_of": as_of,
            "documents": documents,
            "withheld": {
                "documents": left_out.documents,
                "parts": left_out.parts,
                "redactions": left_out.redactions,
            },
            "sought": self.proof.sought(),
            "files": inspection.files(),
            "bytes": inspection.bytes(),
            "hits": 0,
            "manifest": manifest.map(ToString::to_string),
            "allowed": allowed,
        });
        let text = serde_json::to_string_pretty(&rest).unwrap_or_default();
        let text = format!("{RECEIPT_MARKER},\n{}\n", text.trim_start_matches("{\n"));
        write_receipt(&receipt_place(output), RECEIPT_MARKER, &text)
    }
}

/// Removes the receipt of a site that is replaced without a check.
pub(super) fn forget_receipt(output: &Path) -> Result<(), PublishError> {
    remove_receipt(&receipt_place(output), RECEIPT_MARKER)
}

/// The place of the receipt: beside the site, not in it.
fn receipt_place(output: &Path) -> PathBuf {
    let mut name = output.file_name().unwrap_or(std::ffi::OsStr::new("public")).to_owned();
    name.push(".leak-report.json");
    output.with_file_name(name)
}

/// The attachments that no public document refers to: their names, and digests by which the manifest would name copies.
fn attachments(loaded: &LoadedArchive, left_out: &LeftOut) -> Vec<Withheld> {
    let published: BTreeSet<_> = loaded.archive.files.iter().map(|name| left_out.real_name(name)).collect();
    // A file that is published under another name is no secret, also without its hidden data.
    let public: BTreeSet<Digest> = published.iter().flat_map(|file| digests(loaded, file)).collect();
    let withheld = left_out.files.iter().filter(|file| !published.contains(*file));
    let mut found = Vec::new();
    for file in withheld {
        let one = |kind, text: String| Withheld { source: Arc::clone(file), line: 0, kind, text };
        found.push(one(WithheldKind::Path, file.to_string()));
        let secret = digests(loaded, file).into_iter().filter(|digest| !public.contains(digest));
        found.extend(secret.map(|digest| one(WithheldKind::Text, digest.to_string())));
    }
    found
}

/// The digests of a file: as it is, and as it would be published. None of an empty or large one.
fn digests(loaded: &LoadedArchive, file: &str) -> Vec<Digest> {
    let read = read_stamped(&loaded.content_root, file, MAX_DIGESTED_BYTES);
    let Some((bytes, _)) = read.ok().filter(|(bytes, _)| !bytes.is_empty()) else { return Vec::new() };
    let clean = cleaned(file, &bytes).ok().map(|clean| Digest::of(&clean));
    [Some(Digest::of(&bytes)), clean].into_iter().flatten().collect()
}

/// The files of a site without incidents: what they say, the program says.
fn empty_site(inputs: &Inputs, loaded: &LoadedArchive) -> Result<Vec<String>, RunError> {
    let config = &loaded.config;
    let archive = assemble(Vec::new(), &[], config, loaded.archive.as_of);
    let emitter =
        Emitter::new(plan(Arc::new(archive), Arc::clone(config), VERSION), load_theme(inputs, config)?);
    let mut texts = Vec::new();
    for artifact in emitter.artifacts().into_iter().chain(emitter.search()) {
        texts.push(artifact.path.to_string());
        let bytes = match &artifact.contents {
            Contents::Page(page) => emitter.bytes(page).map_err(RunError::Theme)?,
            Contents::Bytes(bytes) => bytes.clone(),
            Contents::File(_) => continue,
        };
        texts.push(String::from_utf8_lossy(&bytes).into_owned());
    }
    Ok(texts)
}

/// The texts of the configuration that pages show.
fn published_settings(config: &Config, loaded: &LoadedArchive) -> Vec<String> {
    let incidents = &loaded.archive.incidents;
    let mut texts = vec![config.title.clone(), config.language.clone()];
    texts.extend(
        [&config.base_url, &config.timezone, &config.cname, &config.accent, &config.logo]
            .into_iter()
            .flatten()
            .cloned(),
    );
    for step in &config.severities {
        texts.extend([step.key.clone(), step.label.clone(), step.description.clone()]);
    }
    texts.extend(config.fields.iter().flat_map(|(key, label)| [key.clone(), label.clone()]));
    // A service or theme is shown with what the configuration says about it, if a public incident belongs to it.
    let services: BTreeSet<&str> =
        incidents.iter().flat_map(|one| one.card.services.iter().map(String::as_str)).collect();
    for rule in config.services.iter().filter(|rule| services.contains(rule.name.as_str())) {
        texts.extend(
            [Some(&rule.name), rule.owner.as_ref(), rule.url.as_ref()].into_iter().flatten().cloned(),
        );
    }
    let has = |id: &str| incidents.iter().any(|one| one.card.id == id);
    texts.extend(
        config
            .recurring_themes
            .iter()
            .filter(|rule| has(&rule.member.0))
            .filter_map(|rule| rule.name.clone()),
    );
    texts.extend(config.links.iter().map(|rule| rule.url.clone()));
    texts
}

impl Session {
    /// Proves that a site contains nothing of what an edition leaves out.
    ///
    /// # Errors
    ///
    /// [`RunError::Leaks`] if it does, and [`RunError::UncertainEdition`] if marks or settings are wrong.
    pub fn prove(&mut self, inputs: &Inputs, site: &Path) -> Result<Proven, RunError> {
        let loaded = self.read(inputs)?;
        if loaded.is_unsafe {
            return Err(RunError::UncertainEdition);
        }
        let Some(prover) = Prover::new(inputs, &loaded)? else {
            return Ok(Proven { sought: 0, files: 0 });
        };
        let inspection = prover.inspection();
        let result = inspect_site(site, &inspection).and_then(|()| inspection.result());
        result.map_err(|error| prover.explain(error, &loaded.written()))?;
        Ok(prover.proven(&inspection))
    }
}
