//! Style sheet and scripts as assets, and the colors of the configuration.
//!
//! The colors are in the style sheet, because the content-security policy of the pages does not allow inline styles.

use std::fmt::Write as _;

use super::script::{ANSWER, COLORS, SEARCH, SITE, Script};
use super::theme::Theme;
use super::{Artifact, Contents};
use crate::digest::Digest;
use crate::messages::Messages;
use crate::site::view::Site;

/// The files that every page loads; their names change with their bytes.
#[derive(Debug)]
pub(super) struct Assets {
    pub(super) style: Asset,
    /// The script of every page; none if the theme empties it, because an empty file would still take a request.
    pub(super) script: Option<Asset>,
    /// The colors that the reader has chosen.
    pub(super) colors: Option<Asset>,
    /// The search engine, which the script loads on first use.
    pub(super) search: Option<Asset>,
    /// What the search page shows above its results, loaded with the first query.
    pub(super) answer: Option<Asset>,
}

/// One of them.
#[derive(Debug)]
pub(super) struct Asset {
    pub(super) path: String,
    text: String,
}

impl Asset {
    fn new(name: &str, ending: &str, text: String) -> Self {
        Self { path: format!("assets/{name}.{}.{ending}", Digest::of(text.as_bytes()).short()), text }
    }
}

impl Assets {
    pub(super) fn artifacts(&self) -> impl Iterator<Item = Artifact> {
        let scripts = [&self.script, &self.colors, &self.search, &self.answer].into_iter().flatten();
        std::iter::once(&self.style).chain(scripts).map(|asset| Artifact {
            path: asset.path.as_str().into(),
            contents: Contents::Bytes(asset.text.clone().into_bytes()),
        })
    }
}

/// Style sheet and scripts of a theme for a site.
pub(super) fn assets(site: &Site, theme: &Theme, messages: &Messages) -> Assets {
    let style = format!("{}{}{}", theme.text("style.css"), colors(site), theme.text("extra.css"));
    let asset =
        |script: &Script| script.text(theme, site, messages).map(|text| Asset::new(script.name, "js", text));
    Assets {
        style: Asset::new("style", "css", style),
        script: asset(&SITE),
        colors: asset(&COLORS),
        search: asset(&SEARCH),
        answer: asset(&ANSWER),
    }
}

/// The colors of the configuration as CSS rules.
fn colors(site: &Site) -> String {
    let mut out = String::new();
    if let Some(accent) = site.accent.as_deref().and_then(Color::parse) {
        let (light, dark) = (accent.readable_on(LIGHT, CONTRAST), accent.readable_on(DARK, CONTRAST_DARK));
        let _ = write!(out, "\n:root {{ --accent: light-dark({light}, {dark}); }}\n");
    }
    for (class, color) in &site.severity_colors {
        let plain =
            !color.is_empty() && color.chars().all(|c| c.is_ascii_alphanumeric() || "#(),.% -/".contains(c));
        if plain && class.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            let _ = writeln!(out, ".sev-{class} {{ --sev: {color}; }}");
        }
    }
    out
}

/// The darkest background of text in the accent color in the light scheme, and the lightest in the dark scheme.
const LIGHT: Color = Color { red: 0xee, green: 0xf1, blue: 0xf5 };
const DARK: Color = Color { red: 0x24, green: 0x2a, blue: 0x33 };

/// The minimum for text in WCAG 2.2, success criterion 1.4.3.
const CONTRAST: f64 = 4.5;
/// Higher, because colors look duller on a dark background.
const CONTRAST_DARK: f64 = 6.5;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Color {
    red: u8,
    green: u8,
    blue: u8,
}

impl Color {
    /// `#0b6e6e` or `#0bd`.
    fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        let wide = match digits.len() {
            3 => digits.chars().flat_map(|c| [c, c]).collect(),
            6 => digits.to_owned(),
            _ => return None,
        };
        let number = u32::from_str_radix(&wide, 16).ok()?;
        let [_, red, green, blue] = number.to_be_bytes();
        Some(Self { red, green, blue })
    }

    /// Relative luminance by WCAG 2.2.
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// Contrast ratio by WCAG 2.2, from 1 to 21.
    fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// One of 32 steps toward another color.
    fn toward(self, other: Self, step: u16) -> Self {
        let mix = |from: u8, to: u8| {
            let mixed = (u16::from(from) * (32 - step) + u16::from(to) * step) / 32;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        Self {
            red: mix(self.red, other.red),
            green: mix(self.green, other.green),
            blue: mix(self.blue, other.blue),
        }
    }

    /// The color, or the nearest one toward black or white that is readable on a background.
    fn readable_on(self, background: Self, contrast: f64) -> Self {
        let end = if background.luminance() > 0.2 { 0 } else { 255 };
        let end = Self { red: end, green: end, blue: end };
        let steps = (0..=32).map(|step| self.toward(end, step));
        steps.into_iter().find(|color| color.contrast(background) >= contrast).unwrap_or(end)
    }
}

impl std::fmt::Display for Color {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_accent_is_readable_in_both_schemes() {
        for text in ["#0b6e6e", "#ff0", "#000", "#ffffff", "#808080"] {
            let color = Color::parse(text).unwrap();
            for background in [LIGHT, DARK] {
                assert!(color.readable_on(background, CONTRAST).contrast(background) >= CONTRAST, "{text}");
            }
        }
        assert_eq!(Color::parse("#0b6e6e").unwrap().readable_on(LIGHT, CONTRAST).to_string(), "#0b6e6e");
        assert_eq!(Color::parse("red;} body{"), None);
    }
}
