//! Paths into documents of a kind, for those who write policies about them.

use super::Kind;
use super::schema::{Additional, Schema, Shape, ShapeId, Type};
use crate::similar::similar;

/// A step of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathStep<'p> {
    /// A key, or an index as text.
    Key(&'p str),
    /// Any key or index, such as a variable.
    Any,
}

/// A step that leads nowhere in any document that follows the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownKey {
    /// Which step it is.
    pub step: usize,
    /// The key that was most likely meant.
    pub similar: Option<String>,
}

impl Kind {
    /// Whether a document of this kind may have something at a path.
    ///
    /// # Errors
    /// The first step that the schema does not know.
    pub fn allows(&self, path: &[PathStep<'_>]) -> Result<(), UnknownKey> {
        let schema = self.schema();
        let mut at = vec![Schema::ROOT];
        for (index, step) in path.iter().enumerate() {
            let around = at.iter().flat_map(|id| schema.around(*id, true));
            let shapes: Vec<&Shape> = around.map(|id| schema.shape(id)).collect();
            let silent = |shape: &&Shape| shape.types.is_empty() && !mapping(shape) && !list(shape);
            let mut below = Vec::new();
            let beyond = shapes.iter().filter(|shape| beyond(shape, *step, &mut below)).count();
            if beyond > 0 || shapes.iter().all(silent) {
                return Ok(());
            }
            if below.is_empty() {
                let known = shapes.iter().flat_map(|shape| shape.properties.keys());
                let similar = match step {
                    PathStep::Key(name) => similar(name, known.map(String::as_str)).map(str::to_owned),
                    PathStep::Any => None,
                };
                return Err(UnknownKey { step: index, similar });
            }
            below.sort_unstable();
            below.dedup();
            at = below;
        }
        Ok(())
    }
}

/// Gathers the shapes that a step leads to from one; true if it leads to something of which nothing is said.
fn beyond(shape: &Shape, step: PathStep<'_>, below: &mut Vec<ShapeId>) -> bool {
    let mut anything = false;
    if list(shape) && step.may_be_index() {
        below.extend(shape.items);
        anything |= shape.items.is_none();
    }
    if mapping(shape) {
        let known = match step {
            PathStep::Key(name) => shape.properties.get(name),
            PathStep::Any => {
                below.extend(shape.properties.values());
                None
            }
        };
        match (known, shape.additional) {
            (Some(&property), _) => below.push(property),
            (None, Additional::Shape(other)) => below.push(other),
            (None, Additional::Any) => anything = true,
            (None, Additional::None) => {}
        }
    }
    anything
}

fn mapping(shape: &Shape) -> bool {
    shape.types.contains(&Type::Object) || !shape.properties.is_empty() || shape.additional != Additional::Any
}

fn list(shape: &Shape) -> bool {
    shape.types.contains(&Type::Array) || shape.items.is_some()
}

impl PathStep<'_> {
    fn may_be_index(self) -> bool {
        match self {
            PathStep::Any => true,
            PathStep::Key(name) => !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()),
        }
    }
}
