//! Looks for inputs that break the law named by `PMSITE_LAW`. `fuzz/run` builds and starts it.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use pmsite::cli::laws::LAWS;

static LAW: LazyLock<fn(&[u8])> = LazyLock::new(|| {
    let name = std::env::var("PMSITE_LAW").unwrap_or_default();
    let Some((_, law)) = LAWS.into_iter().find(|(known, _)| *known == name) else {
        let names = LAWS.map(|(known, _)| known).join(", ");
        panic!("unknown PMSITE_LAW `{name}`; known laws: {names}");
    };
    law
});

fuzz_target!(|bytes: &[u8]| LAW(bytes));
