//! Laws that hold for any query. `cli/laws.rs` lists the inputs they are checked on.

use super::facets::Facets;
use super::query::{Query, misspelled_filters, parse};
use crate::config::Config;

/// A printed query is parsed back unchanged, and contains every plain word that was typed and nothing that was not.
pub(crate) fn queries(text: &str) {
    let config = Config::default();
    let facets = Facets::new(&config);
    let query = parse(text, &facets);
    if query.pasted {
        return;
    }
    for word in &query.words {
        assert!(!word.text.is_empty() && text.contains(&word.text), "{word:?}");
    }
    for filter in &query.filters {
        let typed = filter.derived || filter.text.contains(&filter.value);
        assert!(!filter.value.is_empty() && text.contains(&filter.text) && typed, "{filter:?}");
    }
    // Quotes make words part of a phrase or of a value.
    let typed =
        text.split_whitespace().filter(|word| !text.contains('"') && word.chars().all(char::is_alphanumeric));
    for word in typed {
        let is_known = query.words.iter().any(|known| known.text == word)
            || query.asking.iter().any(|known| known == word)
            || query.filters.iter().any(|filter| filter.text.contains(word));
        assert!(is_known, "{word:?} is lost");
    }
    // Without question words and periods, the others can be another question.
    if !query.asking.is_empty() || query.filters.iter().any(|filter| filter.derived) {
        return;
    }
    let printed = print(&query);
    let again = parse(&printed, &facets);
    // The quotes can make a query as long as a pasted text.
    assert!(again.pasted || again == query, "{printed}: {again:?} and not {query:?}");
    let _ = misspelled_filters(&query, &facets);
}

fn print(query: &Query) -> String {
    let not = |not: bool| if not { "-" } else { "" };
    let filters = query.filters.iter().map(|filter| {
        let op = serde_json::to_value(filter.op).unwrap_or_default();
        let op = op.as_str().unwrap_or_default().to_owned();
        format!("{}{}{op}\"{}\"", not(filter.not), filter.field, filter.value)
    });
    let words = query.words.iter().map(|word| {
        let quote = if word.phrase { "\"" } else { "" };
        format!("{}{quote}{}{quote}", not(word.not), word.text)
    });
    filters.chain(words).collect::<Vec<String>>().join(" ")
}
