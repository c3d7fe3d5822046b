//! Texts at a place where a fix is expected that are none, and what is the fix next to them.

use super::tests::{fixed_by, timeline};

#[test]
fn check_in_a_language_with_the_verb_at_the_end_is_not_the_fix() {
    let checked = timeline(&[
        ("09:10", "カートのエラー率が上昇、アラート発報"),
        ("09:50", "注文を一件手動で再送し、状態が正しいことを確認"),
        ("10:10", "対応完了"),
    ]);
    assert_eq!(fixed_by(&checked), None);
    let section = "## 復旧\n\nゲートウェイを再起動し、復旧を確認した。";
    assert_eq!(fixed_by(section).as_deref(), Some("ゲートウェイを再起動し、復旧を確認した。"));
}

#[test]
fn row_whose_state_begins_with_an_open_one_is_not_the_fix() {
    let body = "## 永久修复\n\n| 项目 | 状态 |\n|---|---|\n| 把购物车切到新的租约服务 | 待实现（由另一个流程负责） |\n| 把租约时间调大到 30 秒 | 已完成(2031-05-06) |";
    assert_eq!(fixed_by(body).as_deref(), Some("把租约时间调大到 30 秒"));
    let body = "## Fixes\n\n| Fix | State |\n|---|---|\n| Move carts to the new lease service | Open (owned by another team) |\n| Raised the lease to 30 s | Done - 2031-05-06 |";
    assert_eq!(fixed_by(body).as_deref(), Some("Raised the lease to 30 s"));
    let body = "## Fixes\n\n| Fix | Where |\n|---|---|\n| Open connections were dropped and the pool restarted | gateway |";
    assert!(fixed_by(body).is_some(), "a word of the act is not its state");
}

#[test]
fn row_that_says_it_is_no_fix_is_none() {
    let body = "## 临时止血\n\n| 动作 | 风险 |\n|---|---|\n| 结束旧会话 | 不构成修复 |";
    assert_eq!(fixed_by(body), None);
    let body = "## Resolution\n\n| Step | Remark |\n|---|---|\n| Restarted the client | not a fix |\n| Rolled the gateway back | |";
    assert_eq!(fixed_by(body).as_deref(), Some("Rolled the gateway back"));
}

#[test]
fn permanent_fix_after_the_one_that_ended_it_is_not_the_fix() {
    for (first, lasting) in [
        ("Manual fix applied to the annotations", "Long-term fix applied through the pipeline"),
        ("Workaround deployed on all nodes", "Permanent fix deployed"),
        ("Correctif temporaire déployé", "Correctif permanent déployé"),
    ] {
        let body =
            timeline(&[("09:10", "Alert: checkout returns 500"), ("09:40", first), ("14:30", lasting)]);
        assert_eq!(fixed_by(&body).as_deref(), Some(first));
    }
    let body = timeline(&[("09:10", "Alert: checkout returns 500"), ("14:30", "Permanent fix deployed")]);
    assert_eq!(fixed_by(&body).as_deref(), Some("Permanent fix deployed"), "it is the only one");
}

#[test]
fn diagnosis_below_a_heading_of_the_resolution_is_not_the_fix() {
    let body = "## Resolution\n\nThe namespace has a label that exempts it from the admission webhook. The label got lost, so the webhook was unable to admit the pods.";
    assert_eq!(fixed_by(body), None);
}

#[test]
fn sentence_that_is_named_after_something_else_is_not_the_fix() {
    for (body, expected) in [
        (
            "## Oplossing\n\n**Preventie:** Laat het veld leeg.\n\n**Herstel:** De lijst is gewist.",
            Some("De lijst is gewist."),
        ),
        ("## Resolution\n\nRoot cause: the flags were patched by hand.", None),
        ("## Resolution\n\nRunbook: the restart is described now.", None),
        ("## Fix\n\nPermanent fix: not needed.", None),
        ("## 対応\n\n- 恒久対応: 不要。\n- 回復確認: 応答を確認した。", None),
        ("## Naprawa\n\nPrzyczyną był ręczny restart bramki.", None),
    ] {
        assert_eq!(fixed_by(body).as_deref(), expected, "{body}");
    }
}

#[test]
fn closing_of_the_incident_is_not_the_fix() {
    let body = timeline(&[
        ("10:00", "Alert: checkout returns 500"),
        ("10:25", "A mitigation was applied by raising the memory limit"),
        ("10:35", "Service stabilized"),
        ("10:45", "Incident marked resolved after ten calm minutes"),
    ]);
    assert_eq!(fixed_by(&body).as_deref(), Some("A mitigation was applied by raising the memory limit"));
}

#[test]
fn section_about_the_time_before_the_fix_is_not_about_the_fix() {
    let body = "## Root cause\n\n### Lifecycle before the fix\n\n1. The pool owns a context.\n2. The destructor set the flag and removed it.";
    assert_eq!(fixed_by(body), None);
}

#[test]
fn step_that_only_finds_something_out_is_not_the_fix() {
    let body = "## Resolution\n\n### 1. Reproduce the symptom\n\n```sh\ncurl -m 5 10.0.0.7:80\n```\n\n### 2. Open the port on both nodes\n\n```sh\nfirewall-cmd --add-port=8472/udp\n```";
    assert_eq!(fixed_by(body).as_deref(), Some("Open the port on both nodes"));
    let body = "## Resolution\n\n```sh\nip route get 10.0.0.7\ndmesg -T\ncurl -m 5 10.0.0.7\nsystemctl restart gateway\n```";
    assert_eq!(fixed_by(body).as_deref(), Some("systemctl restart gateway"));
}

#[test]
fn backup_and_advice_for_another_case_are_not_the_fix() {
    let body = "## Remediation steps taken\n\n1. **Backup:** Created a backup of the old routes\n2. **Routes:** Updated the port to 8088";
    assert_eq!(fixed_by(body).as_deref(), Some("Routes: Updated the port to 8088"));
    let body = "## 対応\n\n設定を変更した場合は、構文を確認して再読み込みする。";
    assert_eq!(fixed_by(body), None);
}

#[test]
fn sentence_that_announces_steps_without_a_colon_is_not_the_fix() {
    for (lead, step) in [
        ("We restored the pages with the following steps.", "Reset the branch to the release before"),
        ("以下の手順で復旧を行った。", "ブランチを前のリリースに戻した"),
    ] {
        let body = format!("## Resolution\n\n{lead}\n\n1. {step}");
        assert_eq!(fixed_by(&body).as_deref(), Some(step), "{lead}");
    }
}

#[test]
fn command_at_the_beginning_of_a_workaround_is_the_fix() {
    let body = "## Workaround\n\n```sh\nexport MATRIX_COMPUTE=f16\n```\n\nThe switch is global.";
    assert_eq!(fixed_by(body).as_deref(), Some("export MATRIX_COMPUTE=f16"));
}

#[test]
fn name_of_a_setting_tells_of_no_failure() {
    let body = "## Resolution\n\nThe service was recreated with `FAIL_ORDERS=false`.";
    assert_eq!(fixed_by(body).as_deref(), Some("The service was recreated with FAIL_ORDERS=false."));
}
