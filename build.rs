//! Compiles data files into tables of the program.
#![expect(clippy::disallowed_methods, reason = "a build script reads the files of the source tree")]

#[path = "build/lexicon.rs"]
mod lexicon;
#[path = "build/messages.rs"]
mod messages;

/// What `fold.rs` imports. Without this shortcut folding takes longer and gives the same result.
mod text {
    pub(crate) fn is_squeezed(_: &str) -> bool {
        false
    }
}

fn main() {
    if let Err(message) = lexicon::compile().and_then(|()| messages::compile()) {
        println!("cargo::error={message}");
    }
}
