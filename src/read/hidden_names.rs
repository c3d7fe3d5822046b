//! Characters that nobody sees, in what pages, lists and other formats show as a title, a name, an id or a label.

use std::sync::Arc;

use super::context::Context;
use super::hidden::{replace, replace_in, report};
use crate::diag::Diagnostic;
use crate::model::{Field, Record};
use crate::source::{SourceFile, Span};
use crate::text::{is_control, is_direction};

/// Makes them visible, and puts each name on one line.
pub(super) fn show(context: &mut Context<'_, '_, '_>, record: &mut Record) {
    let mut names = Names { source: context.source, found: Vec::new() };
    names.field("title", Some(&mut record.title), single_line);
    names.field("id", record.id.as_mut(), single_line);
    names.field("severity", record.severity.as_mut(), |severity, first| {
        single_line(&mut severity.label, first);
    });
    names.field("status", record.status.as_mut(), |status, first| single_line(&mut status.label, first));
    let lists = [
        ("authors", &mut record.authors),
        ("services", &mut record.services),
        ("tags", &mut record.tags),
        ("aliases", &mut record.aliases),
    ];
    for (name, list) in lists {
        names.field(name, list.as_mut(), list_of_lines);
    }
    for relation in &mut record.relations {
        names.texts("related", relation.span, [&mut relation.target, &mut relation.note]);
    }
    for item in &mut record.actions {
        let texts = [
            &mut item.owner,
            &mut item.priority,
            &mut item.category,
            &mut item.due_text,
            &mut item.state_text,
        ];
        names.texts("action item", item.span, texts.into_iter().flatten().chain([&mut item.number]));
    }
    for signed in &mut record.sign_off {
        names.texts("sign-off", Span::default(), signed.name.iter_mut().chain([&mut signed.role]));
    }
    for (key, value) in &mut record.extra {
        let mut first = None;
        replace_in(value, is_direction, &mut first);
        if first.is_none() {
            continue;
        }
        let entry = context.front.iter().find(|(_, entry)| entry.key == *key);
        names.push(key, entry.map_or(Span::default(), |(_, entry)| entry.span), first);
    }
    let found = names.found;
    context.diagnostics.extend(found);
}

/// Goes through the names of a record.
struct Names<'s> {
    source: &'s SourceFile,
    found: Vec<Diagnostic>,
}

impl Names<'_> {
    fn push(&mut self, name: &str, span: Span, first: Option<char>) {
        // Control characters have been reported where they were read.
        let first = first.filter(|c| is_direction(*c));
        self.found.extend(first.map(|c| report(self.source, span, &format!("`{name}`"), c)));
    }

    fn field<T>(
        &mut self,
        name: &str,
        field: Option<&mut Field<T>>,
        clean: impl Fn(&mut T, &mut Option<char>),
    ) {
        let Some(field) = field else { return };
        let mut first = None;
        clean(&mut field.value, &mut first);
        self.push(name, field.provenance.span, first);
    }

    fn texts<'t>(&mut self, name: &str, span: Span, texts: impl IntoIterator<Item = &'t mut String>) {
        let mut first = None;
        for text in texts {
            single_line(text, &mut first);
        }
        self.push(name, span, first);
    }
}

fn list_of_lines(list: &mut Arc<[String]>, first: &mut Option<char>) {
    if list.iter().any(|text| text.contains(is_hidden)) {
        let mut texts = list.to_vec();
        for text in &mut texts {
            single_line(text, first);
        }
        *list = texts.into();
    }
}

fn is_hidden(c: char) -> bool {
    is_direction(c) || is_control(c) || matches!(c, '\n' | '\t')
}

fn single_line(text: &mut String, first: &mut Option<char>) {
    // Bytes first, because hardly any name has one.
    if text.bytes().any(|byte| byte < b' ' || matches!(byte, 0x7f | 0xc2 | 0xd8 | 0xe2))
        && text.contains(is_hidden)
    {
        replace(text, |c| is_direction(c) || is_control(c), first);
        let line = text.replace(['\n', '\t'], " ");
        line.trim().clone_into(text);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::config::Config;
    use crate::diag::Code;
    use crate::model::Parsed;
    use crate::read::Reader;
    use crate::source::SourceFile;

    const BODY: &str = "\n## Root cause\n\nA fuse.\n";

    fn read(text: &str) -> Parsed {
        Reader::new(&Config::default()).read(&Arc::new(SourceFile::new("a.md", text.to_owned())))
    }

    fn reports(parsed: &Parsed) -> Vec<&str> {
        let found = parsed.diagnostics.iter().filter(|one| one.code == Code::HiddenCharacter);
        found.map(|one| one.message.as_str()).collect()
    }

    #[test]
    fn hidden_characters_of_front_matter_are_shown_and_reported() {
        let keys = "id: \"INC-7\\0\"\ntitle: \"Fuse\\e[31m\\x85is\\rout \\u202Etxt\\nnow\"\nauthors: [\"Ann\\u2066 Lee\"]\nservices: [\"a\\x9bpi\"]\nregion: \"eu\\u200F\"\nactions: [{action: \"Go\\e on\", owner: \"Bo\\u202A\"}]";
        let parsed = read(&format!("---\n{keys}\n---\n{BODY}"));
        let record = &parsed.record;
        assert_eq!(record.id.as_ref().map(|id| id.value.as_str()), Some("INC-7⟨U+0000⟩"));
        assert_eq!(record.title.value, "Fuse⟨U+001B⟩[31m is out ⟨U+202E⟩txt now");
        let names = |field: &Option<crate::model::Field<Arc<[String]>>>| {
            field.as_ref().map(|field| field.value.join("+"))
        };
        assert_eq!(names(&record.authors).as_deref(), Some("Ann⟨U+2066⟩ Lee"));
        assert_eq!(names(&record.services).as_deref(), Some("a⟨U+009B⟩pi"));
        assert_eq!(record.extra["region"], "eu⟨U+200F⟩");
        assert_eq!(record.actions[0].owner.as_deref(), Some("Bo⟨U+202A⟩"));
        assert_eq!(record.actions[0].action.text, "Go⟨U+001B⟩ on");
        assert_eq!(
            reports(&parsed),
            [
                "`id` contains the control character U+0000",
                "`title` contains the control character U+001B",
                "`title` contains the invisible mark U+202E",
                "`authors` contains the invisible mark U+2066",
                "`services` contains the control character U+009B",
                "`region` contains the invisible mark U+200F",
                "`action item` contains the invisible mark U+202A",
                "`actions` contains the control character U+001B",
            ]
        );
    }

    #[test]
    fn hidden_characters_of_the_body_are_shown_and_reported() {
        let parsed = read(&format!(
            "# Fu\u{202e}se &#27; o\x1but\n\n- Author: An\x07n &#133;\n{}",
            BODY.replace("fuse", "fu\u{9b}se &#x1b; in \u{202b}Hebrew\u{202c} `a\x1bb`")
        ));
        assert_eq!(parsed.record.title.value, "Fu⟨U+202E⟩se ⟨U+001B⟩ o⟨U+001B⟩ut");
        assert_eq!(
            parsed.record.authors.as_ref().map(|names| names.value.join("+")).as_deref(),
            Some("An⟨U+0007⟩n")
        );
        let cause = parsed.record.text(crate::model::FieldId::RootCause).map(|text| text.value.clone());
        assert_eq!(cause.as_deref(), Some("A fu⟨U+009B⟩se ⟨U+001B⟩ in \u{202b}Hebrew\u{202c} a⟨U+001B⟩b."));
        let html: String = parsed.document.body.html().segments().map(crate::model::Segment::mark).collect();
        assert!(!html.contains(crate::text::is_control), "{html:?}");
        assert_eq!(
            reports(&parsed),
            [
                "`title` contains the invisible mark U+202E",
                "the text contains the control character U+001B",
                "the text contains the control character U+0007",
                "the text contains the control character U+009B",
            ]
        );
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        let parsed = read(&format!(
            "---\ntitle: \"A\\tfuse\"\nsummary: |\n  One.\n\n  Two.\n---\n{BODY}A\u{c}B &#65;\u{a0}°\r\n"
        ));
        assert_eq!(parsed.record.title.value, "A fuse");
        assert_eq!(reports(&parsed), Vec::<&str>::new());
        let summary = parsed.record.text(crate::model::FieldId::Summary).map(|text| text.value.clone());
        assert_eq!(summary.as_deref(), Some("One.\n\nTwo."));
    }
}
