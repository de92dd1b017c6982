//! Stages of a Dockerfile, as Trivy's policies read them.

use crate::document::{Document, Format, NodeKind, Pointer};

/// A stage: what `FROM` says, and its commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// The values of `FROM`, with spaces between.
    pub name: String,
    /// The positions of its commands in the document, `FROM` first.
    pub commands: Vec<usize>,
}

/// The stages of a Dockerfile; none of any other document. Comments, and what stands before the first `FROM`, are part
/// of none.
pub fn stages(document: &Document) -> Vec<Stage> {
    let NodeKind::Sequence(items) = &document.node(document.root()).kind else { return Vec::new() };
    let mut stages: Vec<Stage> = Vec::new();
    if document.format != Format::Dockerfile {
        return stages;
    }
    for (at, &item) in items.iter().enumerate() {
        let member = |name| document.step(item, name, &mut Vec::new()).map(|(_, value)| value);
        match member("Cmd").and_then(|value| document.string(value)) {
            Some("from") => {
                let values = member("Value").map(|values| document.to_json(values)).unwrap_or_default();
                let values = values.as_array().cloned().unwrap_or_default();
                let words: Vec<&str> = values.iter().filter_map(serde_json::Value::as_str).collect();
                stages.push(Stage { name: words.join(" "), commands: vec![at] });
            }
            Some("comment") => {}
            _ => {
                if let Some(stage) = stages.last_mut() {
                    stage.commands.push(at);
                }
            }
        }
    }
    stages
}

/// The place in the document of a place in its stages.
pub fn from_stages(stages: &[Stage], pointer: &Pointer) -> Pointer {
    let steps = &pointer.steps;
    let number = |at: usize| steps.get(at).and_then(|step| step.parse::<usize>().ok());
    let stage = number(1).and_then(|at| stages.get(at)).filter(|_| steps[0] == "Stages");
    let Some(stage) = stage else { return Pointer::default() };
    let of_command = steps.get(2).is_some_and(|step| step == "Commands");
    let command = number(3).and_then(|at| stage.commands.get(at)).filter(|_| of_command);
    let (command, below) = match command {
        Some(command) => (command, steps.get(4..).unwrap_or_default()),
        None => (&stage.commands[0], &[][..]),
    };
    // What the file does not spell is the command as a whole.
    let made = ["Path", "StartLine", "EndLine", "Original"];
    let below = below.iter().filter(|step| !made.contains(&step.as_str()));
    std::iter::once(command.to_string()).chain(below.cloned()).collect()
}
