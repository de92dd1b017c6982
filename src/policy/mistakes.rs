//! Mistakes of policies as people are told of them.

mod negation;
mod suggest;

use super::lost::Lost;
use super::module::Module;
use super::refusal;
use crate::lang::{Lang, Message, both};
use crate::problem::{Origin, Problem};
use crate::rego::analyse::Analysed;
use crate::rego::{Mistake, MistakeKind};
use crate::source::Span;
use std::collections::HashSet;
use suggest::Names;

/// A mistake as people are told of it.
#[derive(Debug, Clone)]
pub struct Told {
    /// What it is.
    pub kind: MistakeKind,
    /// The module.
    pub file: usize,
    /// The bytes to underline.
    pub span: Span,
    /// What is wrong.
    pub message: Message,
    /// What is said at the place.
    pub label: Option<Message>,
    /// What should stand there, in code.
    pub expected: Option<String>,
    /// Another place that belongs to it: module, and bytes.
    pub other: Option<(usize, Span)>,
}

/// What is told of the mistakes of some modules, in their order. What may well be right once the rest of a file can be
/// read is not told.
pub fn told(modules: &[Module], analysed: &Analysed, lost: &Lost) -> Vec<Told> {
    let names = Names::new(modules, analysed);
    let mut told: Vec<Told> =
        analysed.of_files.iter().map(|(file, mistake)| Told::new(*file, mistake)).collect();
    let mut cycles: HashSet<Option<usize>> = HashSet::new();
    for mistakes in analysed.mistakes.chunk_by(|(one, _), (other, _)| one == other) {
        let Some(&(index, _)) = mistakes.first() else { continue };
        let definition = &analysed.definitions[index];
        let module = &modules[definition.file as usize];
        // What cannot be read binds nothing: that a variable lacks a value says nothing new.
        let unread = mistakes.iter().any(|(_, mistake)| mistake.kind == MistakeKind::Syntax);
        let follows =
            |kind: MistakeKind| unread && matches!(kind, MistakeKind::Unsafe | MistakeKind::UnsafeInNegation);
        let all = mistakes.iter().map(|(_, mistake)| mistake);
        let all = all.filter(|it| !follows(it.kind) && !lost.explains(index, it.kind));
        let (negated, others): (Vec<&Mistake>, Vec<&Mistake>) =
            all.partition(|mistake| mistake.kind == MistakeKind::UnsafeInNegation);
        told.extend(negation::told(module, definition, &negated));
        for mistake in others {
            // A cycle is told once, where its first definition stands.
            if mistake.kind == MistakeKind::Recursion && !cycles.insert(analysed.graph.cycle(index)) {
                continue;
            }
            let found = Told::new(definition.file, mistake);
            told.push(match names.meant(module, definition, mistake) {
                Some(name) => found.meant(&name),
                None => found,
            });
        }
    }
    // Chained bodies are definitions of their own that share a head.
    told.sort_by_key(|told| (told.file, told.span));
    told.dedup_by(|a, b| (a.file, a.span, a.kind) == (b.file, b.span, b.kind) && a.message == b.message);
    told
}

impl Told {
    fn new(file: u32, mistake: &Mistake) -> Self {
        Told {
            kind: mistake.kind,
            file: file as usize,
            span: mistake.span,
            message: mistake.message.clone(),
            label: mistake.help.clone(),
            expected: None,
            other: mistake.other.map(|(file, span)| (file as usize, span)),
        }
    }

    /// The same with the name that was probably meant.
    fn meant(self, name: &str) -> Self {
        let label = both(format!("did you mean `{name}`?"), format!("是否想写 `{name}`？"));
        Told { label: Some(label), expected: Some(name.to_owned()), ..self }
    }

    /// The same with what should stand there instead, in code.
    fn write(self, code: String) -> Self {
        let label = both(format!("write `{code}`"), format!("应写作 `{code}`"));
        Told { label: Some(label), expected: Some(code), ..self }
    }

    /// As a problem.
    pub fn problem(self, modules: &[Module]) -> Problem {
        let at = modules[self.file].at(self.span);
        let Some(refusal) = refusal::of(self.kind) else {
            let mut problem = Problem::policy(at, self.message);
            if let Some(label) = self.label {
                problem = problem.with_help(label);
            }
            return match self.other {
                Some((file, span)) => problem.with_other(Origin::new(&modules[file].source, span)),
                None => problem,
            };
        };
        let help = |lang, words: &str| match self.label.as_ref().map(|label| label.get(lang)) {
            None => words.to_owned(),
            Some(label) => format!("{label}\n{words}"),
        };
        let help = both(help(Lang::En, refusal.en), help(Lang::Zh, refusal.zh));
        Problem::Lint { id: refusal.lint, at, message: Box::new(self.message.clone()), help: Box::new(help) }
    }
}
