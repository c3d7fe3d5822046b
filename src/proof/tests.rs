//! What is found in which encoding, and what is no secret.

use super::{MAX_HITS, Proof};
use crate::model::{Withheld, WithheldKind};

fn withheld(kind: WithheldKind, text: &str) -> Withheld {
    Withheld { source: "2026/secret.md".into(), line: 10, kind, text: text.to_owned() }
}

pub(super) fn proof_of(
    secrets: &[(WithheldKind, &str)],
    public: &[&str],
    interface: &[&str],
    allowed: &[&str],
) -> Proof {
    let secrets: Vec<Withheld> = secrets.iter().map(|(kind, text)| withheld(*kind, text)).collect();
    let allowed: Vec<String> = allowed.iter().map(|text| (*text).to_owned()).collect();
    Proof::new(&secrets, public.iter().copied(), interface.iter().copied(), &allowed)
}

pub(super) fn proof(text: &str) -> Proof {
    proof_of(&[(WithheldKind::Text, text)], &[], &[], &[])
}

pub(super) fn finds(proof: &Proof, path: &str, content: impl AsRef<[u8]>) -> bool {
    !proof.scan(path, content.as_ref()).is_empty()
}

const SECRET: &str = "The customer is canary.";

#[test]
fn a_word_is_found_in_every_encoding_of_text() {
    let proof = proof(SECRET);
    for (path, content) in [
        ("a.html", "<p>the canary sang</p>"),
        ("a.html", "<p>CANARY</p>"),
        ("a.html", "<p>&#99;anary</p>"),
        ("a.html", "<p>&#x63;&#X61;nary</p>"),
        ("a.html", "<p>&amp;#99;anary</p>"),
        ("a.html", "<p>&amp;amp;#99;anary</p>"),
        ("a.html", "<p>ca&shy;na&zwnj;ry</p>"),
        ("a.html", "<p>ca<wbr>na<wbr/>ry</p>"),
        ("a.html", "<p>ca<b>na</b>ry</p>"),
        ("a.html", "<p>ca<b class=\"x y\">na</b>ry</p>"),
        ("a.html", "<p>ca<span title='x'><i>na</i></span>ry</p>"),
        ("a.html", "<p>ca<!-- hm -->nary</p>"),
        ("a.html", "<p>foo_ca<b>na</b>ry</p>"),
        ("a.html", "ca&lt;b&gt;na&lt;/b&gt;ry"),
        ("a.html", "<td>x<td>canary<td>y"),
        ("a.html", "one<br>canary<br>two"),
        ("a.html", "<a href=\"x?q=canary&amp;b=1\">x</a>"),
        ("a.html", "<a href=x/canary>x</a>"),
        ("a.html", "<a data-canary=\"1\">x</a>"),
        ("a.html", "<canary>x</canary>"),
        ("a.html", "<a href=\"%63anary\">x</a>"),
        ("a.html", "<a href=\"%2563anary\">x</a>"),
        ("a.html", "<a href=\"%252563%61nary\">x</a>"),
        ("a.html", "<a href=\"a%20canary%20b\">x</a>"),
        ("a.html", "<!-- the canary -->"),
        ("a.html", "<!-- <a title=\"b\" --> the canary"),
        ("a.html", "<a title=\"unclosed>the canary <b>x</b>"),
        ("a.html", "if a<b then the canary"),
        ("a.html", "<a title=ca&lt;b&gt;na&lt;/b&gt;ry>x</a>"),
        ("a.md", "a <g ca<b>na</b>ry"),
        ("a.html", "<g ca&lt;wbr&gt;na&lt;wbr&gt;ry"),
        ("a.html", "<a title=\"a &quot;b&quot; canary\">x</a>"),
        ("a.html", "<img src=\"data:image/svg+xml,%3Csvg%20title='canary'%3E\">"),
        ("a.html", "<a title=\"&lt;i title=&quot;canary&quot;&gt;\">x</a>"),
        ("a.html", "<script>var a = 1 < b; s = \"ca\\u006eary\"</script>"),
        ("a.js", "x=\"\\u0063\\u0061nary\""),
        ("a.js", "x=\"\\u{63}anary\""),
        ("a.js", "x='\\x63anary'"),
        ("a.js", "x=\"a\\ncanary\\nb\""),
        ("a.js", "x=\"a\\\\ncanary\""),
        ("a.json", "{\"html\":\"\\u003cp\\u003eca\\u003cb\\u003ena\\u003c/b\\u003ery\"}"),
        ("a.json", "{\"a\":\"say \\\"canary\\\"\"}"),
        ("a.json", "{\"a\":\"b\\/canary\\/c\"}"),
        ("a.json", "{\"a\":\"<a href=\\\"x\\\">ca<i>na</i>ry</a>\"}"),
        ("a.md", "ca**na**ry"),
        ("a.md", "c\\_a canary\\_b"),
        ("a.md", "`canary`"),
        ("a.md", "ca[na](https://example.com/x)ry and [canary](x)"),
        ("a.wiki", "ca'''na'''ry"),
        ("a.ics", "SUMMARY:the ca\r\n nary sang"),
        ("a.ics", "SUMMARY:the ca\n\tnary sang"),
        ("a.ics", "SUMMARY:a\\,canary\\;b\\ncanary"),
        ("feed.xml", "<content type=\"html\">&lt;p&gt;ca&lt;em&gt;na&lt;/em&gt;ry</content>"),
        ("feed.xml", "<x><![CDATA[the canary]]></x>"),
        ("a.svg", "<svg><text x=\"1\">canary</text></svg>"),
        ("a.svg", "<svg><text><tspan>ca</tspan><tspan>nary</tspan></text></svg>"),
        ("a.csv", "a,canary,b"),
        ("a.txt", "\u{feff}ca\u{200b}na\u{2060}ry"),
        ("a.txt", "\u{202e}canary\u{202c}"),
        ("a.txt", "ca\u{ad}nary"),
        ("a.txt", "ＣＡＮＡＲＹ"),
        ("a.txt", "cánárÿ"),
        ("a.txt", "ca\u{301}nary"),
        ("a.txt", "𝐜𝐚𝐧𝐚𝐫𝐲"),
        ("canary.html", ""),
        ("a/canary/b.html", ""),
        ("a/ca%6eary.html", ""),
    ] {
        assert!(finds(&proof, path, content), "{path}: {content}");
    }
}

#[test]
fn a_letter_after_a_backslash_can_belong_to_the_word() {
    let proof = proof("It was nightingale");
    assert!(finds(&proof, "a.md", "C:\\temp\\nightingale"));
    assert!(finds(&proof, "a.json", "\"C:\\\\nightingale\""));
    assert!(finds(&proof, "a.json", "\"\\nnightingale\""));
}

#[test]
fn a_word_is_found_in_what_is_not_utf_8() {
    let proof = proof(SECRET);
    let utf16 = |text: &str, mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
        [mark.to_vec(), text.encode_utf16().flat_map(bytes).collect()].concat()
    };
    let text = "Once the canary sang in the mine";
    let png = |chunk: &[u8]| {
        let length = u32::try_from(chunk.len()).unwrap().to_be_bytes();
        [b"\x89PNG\r\n\x1a\n", &length[..], b"tEXt", chunk, b"Q7zz\0\0\0\0IEND\xae\x42\x60\x82"].concat()
    };
    for (name, bytes) in [
        ("little-endian", utf16(text, &[0xff, 0xfe], u16::to_le_bytes)),
        ("big-endian", utf16(text, &[0xfe, 0xff], u16::to_be_bytes)),
        ("without a mark", utf16(text, &[], u16::to_le_bytes)),
        ("big-endian without a mark", utf16(text, &[], u16::to_be_bytes)),
        ("in PNG", png(b"Title\0canary")),
        ("in PNG alone", png(b"A\0The canary")),
        ("in JPEG", [&[0xff, 0xd8, 0xff, 0xfe, 0, 10][..], b" canary ", b"\xff\xda"].concat()),
        ("with data around it", b"\0\x01\x02Acanary9\xff\x00".to_vec()),
        (
            "UTF-16 in data",
            [b"\xff\xfe\0\x01\0\xff\0\x01\xff\xff".repeat(90), utf16("canary", &[], u16::to_le_bytes)]
                .concat(),
        ),
        ("Latin-1", b"gr\xfc\xdfe, canary, gr\xfc\xdfe".to_vec()),
    ] {
        assert!(finds(&proof, "a.bin", &bytes), "{name}");
    }
    let hits = proof.scan("a.txt", &utf16(text, &[0xff, 0xfe], u16::to_le_bytes));
    assert_eq!(hits[0].offset, Some(2 + 2 * 9));
}

#[test]
fn other_scripts_are_found() {
    let of = |text| proof_of(&[(WithheldKind::Text, text)], &[], &[], &[]);
    assert!(finds(&of("顧客は田中商店です。"), "a.html", "<p>本日、田中<b>商店</b>が"));
    assert!(finds(&of("顧客は田中商店です。"), "a.json", "\"\\u7530\\u4e2d\\u5546\\u5e97\""));
    assert!(!finds(&of("顧客は田中商店です。"), "a.html", "<p>田中さんの商店"));
    assert!(finds(&of("顧客はｶﾅﾘｱ商店"), "a.html", "カナリア商店"));
    assert!(finds(&of("הלקוח הוא קנרית"), "a.html", "\u{200f}קנרית\u{200e}"));
    assert!(finds(&of("Kunde: Müller-Straßburg"), "a.html", "Mu\u{308}ller STRASSBURG"));
    assert!(finds(&of("Kunde: Müller"), "a.html", "M&uuml;ller"));
    // File names and addresses are made of ASCII.
    assert!(finds(&of("Клиент — Канарейка"), "services/kanareika.html", ""));
    assert!(finds(&of("田中商店"), "tian-zhong-shang-dian.html", ""));
    let redacted = proof_of(&[(WithheldKind::Redacted, "田中")], &["田中"], &[], &[]);
    assert!(finds(&redacted, "a.html", "昨日田中が"));
}

#[test]
fn surrogate_pairs_are_one_letter() {
    // 𠮷野家 begins with a letter beyond the basic plane.
    let proof = proof_of(&[(WithheldKind::Redacted, "𠮷野家")], &[], &[], &[]);
    assert!(finds(&proof, "a.json", "\"\\ud842\\udfb7\\u91ce\\u5bb6\""));
    assert!(finds(&proof, "a.json", "\"\\\\ud842\\\\udfb7\\u91ce\\u5bb6\""));
    assert!(finds(&proof, "a.html", "%F0%A0%AE%B7野家"));
}

#[test]
fn a_sequence_of_public_words_is_found() {
    let public = "we will cut the price for you. they all leave now or never in March";
    let text = "- They will cut price now.\n- We leave never\n";
    let proof = proof_of(&[(WithheldKind::Text, text)], &[public], &[], &[]);
    for found in ["<p>They will <a href=\"x\">cut</a> price now", "we&nbsp;leave **never**"] {
        assert!(finds(&proof, "a.html", found), "{found}");
    }
    for other in ["they will cut", "we leave", "<td>we leave<td>never", "<li>they will cut<li>price now"] {
        assert!(!finds(&proof, "a.html", other), "{other}");
    }
}

#[test]
fn names_of_public_words_are_found() {
    let public =
        "7, db, example, internal, com; 10, 3, 2, 1; pool and exhausted; ann; etc and keys; users/list";
    let text = "`db-7.internal.example.com` and 10.1.2.3, ann@example.com, pool_exhausted, /etc/keys, https://internal/users";
    let proof = proof_of(&[(WithheldKind::Text, text)], &[public], &[], &[]);
    for found in [
        "https://db-7.internal.example.com:80/x",
        "at 10.1.2.3:443",
        "ann&#64;example.com",
        "mailto:ann%40example.com",
        "pool_exhausted",
        "poolExhausted",
        "POOL-EXHAUSTED",
        "//internal/users",
        "cat /etc/keys",
    ] {
        assert!(finds(&proof, "a.html", found), "{found}");
    }
    for other in ["[10, 1, 2, 3]", "10 1 2 3", "10,1,2,3", "internal.com", "110.1.2.3", "users/list"] {
        assert!(!finds(&proof, "a.html", other), "{other}");
    }
}

#[test]
fn a_key_and_its_value_are_sought_apart() {
    let public = "INC-0010 is not here. Ann met Mr Smith there.";
    let text = "**ID:** INC-0010\n\nowner: Ann Smith\nteam: edge\n";
    let proof =
        proof_of(&[(WithheldKind::Text, text)], &[public, "edge"], &["the id, the owner, the team"], &[]);
    for other in ["no incident has the id `INC-0010`", "owner Ann", "Smith team edge"] {
        assert!(!finds(&proof, "a.html", other), "{other}");
    }
    assert!(finds(&proof, "a.html", "<td>Ann Smith</td>"));
    assert!(!finds(&proof, "a.json", "{\n  \"owners\": [\n    \"Ann\"\n  ],\n  \"smith\": 1\n}"));
}

#[test]
fn what_is_public_is_no_secret() {
    let text = "## Summary\n\nAt 14:05 on 2026-03-01 the checkout pool was full; 12 open actions, 2 h 14 min. Globex on March 1, 2026.";
    let public = "The **check**out p_o_ol was [full](https://example.com) today.";
    let interface = ["{count} open actions", "<h2>Summary</h2>", "h min"];
    let proof = proof_of(&[(WithheldKind::Text, text)], &[public], &interface, &["Globex"]);
    for other in [
        "<time datetime=\"2026-03-01T14:05:00Z\">March 1, 2026</time>",
        "2026-03-01 14:05 UTC",
        "<p>12 open actions</p>",
        "2 h 14 min",
        "checkout pool was full",
        "Summary",
        "Globex",
        "14 1 03",
        "M14 5h2v14",
    ] {
        assert!(!finds(&proof, "a.html", other), "{other}: {:?}", proof.scan("a.html", other.as_bytes()));
    }
}

#[test]
fn a_redacted_name_is_found_even_if_public_texts_have_it() {
    let secrets = [(WithheldKind::Redacted, "Globex Corp"), (WithheldKind::Redacted, "Li")];
    let proof_with =
        |allowed: &[&str]| proof_of(&secrets, &["Globex Corp and Li"], &["Globex Corp, Li"], allowed);
    for found in
        ["Globex&nbsp;Corp", "<td>Globex<td>Corp", "globex-corp", "[\"Globex\",\"Corp\"]", "Mr L<b>i</b>"]
    {
        assert!(finds(&proof_with(&[]), "a.html", found), "{found}");
    }
    for other in ["Globex", "corp", "Globexcorp", "Lift"] {
        assert!(!finds(&proof_with(&[]), "a.html", other), "{other}");
    }
    assert!(!finds(&proof_with(&["globex corp"]), "a.html", "Globex Corp"));
    assert!(finds(&proof_with(&["Globex Corp and sons"]), "a.html", "Globex Corp"));
}

#[test]
fn long_redacted_texts_are_found_in_parts() {
    let text = "a b c d e f g h i j";
    let proof = proof_of(&[(WithheldKind::Redacted, text)], &[text], &[], &[]);
    assert!(finds(&proof, "a.html", "<p>a b c d e f g h</p>"));
    assert!(!finds(&proof, "a.html", "<p>a b c d e f g</p>"));
}

#[test]
fn paths_and_ids_are_found_unless_public() {
    let secrets = [
        (WithheldKind::Path, "2026/INC-0042-vault.md"),
        (WithheldKind::Id, "INC-0042"),
        (WithheldKind::Path, "a/07.md"),
    ];
    let proof = proof_of(&secrets, &[], &[], &[]);
    for found in ["incidents/INC-0042.html", "INC-0042-vault/index.html"] {
        assert!(finds(&proof, found, ""), "{found}");
    }
    assert!(finds(&proof, "a.html", "see inc_0042"));
    assert!(!finds(&proof, "a.html", "INC-0043, 42, 0042, 07"));
    let proof = proof_of(&secrets, &["See INC-0042"], &[], &[]);
    assert!(!finds(&proof, "a.html", "INC-0042"));
    assert!(finds(&proof, "a.html", "INC-0042-vault"));
}

#[test]
fn terms_of_the_search_index_are_found() {
    let shard = |entries: &str| format!("pmsite.put(\"s0-abcdef\",\"{entries}\")\n");
    let secrets = [(WithheldKind::Text, "The kumquats exhausted db-77"), (WithheldKind::Redacted, "Stage")];
    let proof = proof_of(&secrets, &["staging exhaustion"], &[], &[]);
    for found in ["0kumquat|kM", "0a|kM 0<kumquats| 0>b|", "0>stauqmuk|", "0db|kM 277|kM", "0<stage|"] {
        assert!(finds(&proof, "search/s0-abcdef.js", shard(found)), "{found}");
    }
    for other in ["0exhaust|kM", "0stag|kM", "0kumquat||12", "0kum|kM 3ble|kM", "0=77|kM"] {
        assert!(!finds(&proof, "search/s0-abcdef.js", shard(other)), "{other}");
    }
    // Another form is read as text, and so are other files.
    assert!(finds(&proof, "search/s0-abcdef.js", "kumquats"));
    assert!(finds(&proof, "search/c0-abcdef.js", "pmsite.put(\"c0-abcdef\",[[\"kumquats\"]])"));
    assert!(!finds(&proof, "search/index.js", "{\"from\":\"0 kumquats\",\"x\":1}"));
    assert!(finds(&proof, "search/index.js", "{\"from\":\"0 kum\",\"x\":\"kumquats\"}"));
}

#[test]
fn a_hit_says_what_was_found_and_where() {
    let proof = proof("First line\nThe customer is\nCanary Wharf Ltd.\n");
    let hits = proof.scan("a/b.html", "<p>x</p><p>Canary".as_bytes());
    let [hit] = hits.as_slice() else { panic!("{hits:?}") };
    assert_eq!((hit.path.as_str(), hit.offset, hit.found.as_str()), ("a/b.html", Some(11), "Canary"));
    assert_eq!((&*hit.source, hit.line), ("2026/secret.md", 12));
    let hits = proof.scan("canary.html", b"");
    assert_eq!(hits[0].offset, None);
    let folded = proof.scan("a.ics", b"X:1\r\n 2\r\nY:ca\r\n nary");
    assert_eq!(folded[0].offset, Some(11));
}

#[test]
fn a_file_has_a_limited_number_of_hits() {
    let words: Vec<String> = (0..100).map(|number| format!("secret{number}x")).collect();
    let text = words.join(" ");
    let proof = proof(&text);
    assert_eq!(proof.scan("a.html", text.as_bytes()).len(), MAX_HITS);
    assert!(proof.sought() >= 100);
}

#[test]
fn nothing_is_found_if_nothing_is_withheld() {
    let proof = proof_of(&[], &["a"], &["b"], &["c"]);
    assert_eq!(proof.sought(), 0);
    assert!(!finds(&proof, "canary/a.html", "<p>canary db-7.example.com 12345"));
    assert!(!finds(&proof_of(&[(WithheldKind::Redacted, "***")], &[], &[], &[]), "a.html", "<p>* ** ***"));
}

#[test]
fn short_words_are_not_seen_in_the_data_of_pictures() {
    let mut state = 1_u64;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
        state.to_be_bytes()[0]
    })
    .take(300_000)
    .collect();
    let secrets =
        [(WithheldKind::Redacted, "Li"), (WithheldKind::Redacted, "Ann"), (WithheldKind::Text, "the Mole")];
    let proof = proof_of(&secrets, &[], &[], &[]);
    assert_eq!(proof.scan("a.png", &noise), []);
}

#[test]
fn many_joined_words_take_little_memory() {
    let proof = proof(SECRET);
    let content = format!("{}canary {} ca**na**ry", "a_".repeat(200_000), "b".repeat(1000));
    assert_eq!(proof.scan("a.html", content.as_bytes())[0].offset, Some(400_000));
}
