//! What happens when pmsite crashes while it applies a rule.

use super::*;
use crate::diag::Level;

#[test]
fn a_rule_that_panics_is_a_finding_of_that_rule() {
    let path = Arc::from("a.md");
    let crash = contained(&RULES[0], &path, &|| panic!("a bug")).unwrap_err();
    assert_eq!((crash.code, crash.level, &*crash.source), (RULES[0].code, Level::Error, "a.md"));
    assert!(crash.message.contains("`title-missing`"), "{}", crash.message);
    assert_eq!(contained(&RULES[0], &path, &Vec::new).unwrap(), []);
}
