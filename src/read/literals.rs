//! The texts of a node that are taken as they are written.

use comrak::nodes::NodeValue;

/// Calls a function with every text of a node that is not running text: code, HTML, addresses and titles.
pub(super) fn each_literal(value: &mut NodeValue, mut call: impl FnMut(&mut String)) {
    match value {
        NodeValue::Code(code) => call(&mut code.literal),
        NodeValue::CodeBlock(block) => {
            call(&mut block.literal);
            call(&mut block.info);
        }
        NodeValue::HtmlBlock(block) => call(&mut block.literal),
        NodeValue::HtmlInline(html) => call(html),
        NodeValue::Link(link) | NodeValue::Image(link) => {
            call(&mut link.url);
            call(&mut link.title);
        }
        NodeValue::WikiLink(link) => call(&mut link.url),
        _ => {}
    }
}
