//! Ids of other systems that nothing links.

use super::{CLEAN, found, other};

#[test]
fn ids_of_another_system_are_reported_once_where_the_first_one_is() {
    let check = |first: &str, second: &str, expected: &[(&str, u32)]| {
        let one = CLEAN.replace("configuration push.", &format!("configuration push. {first}"));
        let two = other("INC-0002", "2026-05-01").replace("configuration push.", second);
        assert_eq!(found(&[("INC-0001.md", &one), ("INC-0002.md", &two)]), expected, "{first} {second}");
    };
    check("See HOT-17 and HOT-18.", "See HOT-20.", &[("ids-unlinked", 12)]);
    check("See CVE-2021-44228 and CVE-2022-1.", "See CVE-2023-40.", &[("ids-unlinked", 12)]);
    check("See HOT-17, HOT-18 and HOT-20.", "See the tickets.", &[]);
    check("See HOT-17 and HOT-18.", "See HOT-17.", &[]);
    check("SHA-1 and SHA-256 are known.", "SHA-512 is not.", &[]);
    check("A SEV-1 was a SEV-12.", "SEV-13 is none.", &[]);
    check("FIX-1 and FIX-2 are done.", "FIX-3 is not.", &[]);
    check("`HOT-17` and `HOT-18` are branches.", "See `HOT-20`.", &[]);
    check("INC-0001 is this one.", "INC-0001 was before INC-0002.", &[]);
}
