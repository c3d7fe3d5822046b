//! The shapes that mark severities.

use serde::{Serialize, Serializer};

/// The shape next to the name of a severity: some readers cannot distinguish colors. The drawings are in
/// `themes/default/shapes.svg`, a symbol for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeverityShape {
    /// A filled square.
    Square,
    /// A filled triangle.
    Triangle,
    /// A filled circle.
    Circle,
    /// An open circle.
    Ring,
    /// A horizontal bar.
    Dash,
    /// An open diamond; only incidents without a severity on the scale have it.
    Diamond,
}

impl SeverityShape {
    /// The shapes that a step of the scale may have, in the order of the built-in scale.
    pub const ALL: [Self; 5] = [Self::Square, Self::Triangle, Self::Circle, Self::Ring, Self::Dash];

    /// The name in the configuration and in the sprite: `square`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Square => "square",
            Self::Triangle => "triangle",
            Self::Circle => "circle",
            Self::Ring => "ring",
            Self::Dash => "dash",
            Self::Diamond => "diamond",
        }
    }
}

impl Serialize for SeverityShape {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
