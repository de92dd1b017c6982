//! The policies as the engine has them, to find what its errors are about.

use super::super::compile::{Module, new_engine};
use super::super::rewrite::{self, Insertion, Renamed};
use super::nodes::{self, About};
use crate::problem::Origin;
use crate::source::SourceFile;
use regorus::unstable::{Module as Tree, Ref};
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// The policies of an engine, copies included.
#[derive(Default)]
pub struct Texts {
    texts: Vec<Text>,
}

struct Text {
    source: Arc<SourceFile>,
    text: String,
    tree: Ref<Tree>,
    v0: bool,
    inserted: Vec<Insertion>,
    renamed: Option<Renamed>,
    /// The tree of what the engine is given, where that is another text.
    given: OnceLock<Option<Ref<Tree>>>,
}

impl Texts {
    /// Those of modules.
    pub fn new(modules: &[Module]) -> Self {
        Texts { texts: modules.iter().map(Text::new).collect() }
    }

    /// What an error is about, or else the line.
    pub fn find(&self, path: &str, about: About<'_>) -> Option<Origin> {
        let of_path = || self.texts.iter().filter(|text| text.source.path == path);
        let found = of_path().find_map(|text| text.find(about));
        found.or_else(|| self.line(path, about.start.0))
    }

    /// A line, for what names no more.
    pub fn line(&self, path: &str, line: usize) -> Option<Origin> {
        let source = &self.texts.iter().find(|text| text.source.path == path)?.source;
        Some(Origin::new(source, super::code_of_line(source, line)?))
    }
}

impl Text {
    fn new(module: &Module) -> Self {
        let renamed = module.renamed.as_ref().map(|(renamed, _)| renamed.clone());
        // Where nothing is inserted, the tree is enough.
        let same = module.inserted.is_empty() && renamed.is_none();
        let text = if same { String::new() } else { module.text.clone() };
        Text {
            source: module.source.clone(),
            text,
            tree: module.tree.clone(),
            v0: module.v0,
            inserted: module.inserted.clone(),
            renamed,
            given: OnceLock::new(),
        }
    }

    fn find(&self, about: About<'_>) -> Option<Origin> {
        if self.inserted.is_empty() && self.renamed.is_none() {
            return Some(Origin::new(&self.source, nodes::find(&self.tree, about)?));
        }
        let tree = self.given.get_or_init(|| self.parse()).as_ref()?;
        let mut place = nodes::find(tree, about)?;
        if let Some(renamed) = &self.renamed {
            let before = self.with_insertions();
            place = rewrite::without_insertions(&before, &renamed.insertions(&before), place);
        }
        let place = rewrite::without_insertions(&self.text, &self.inserted, place);
        Some(Origin::new(&self.source, place))
    }

    fn with_insertions(&self) -> Cow<'_, str> {
        rewrite::with_insertions(&self.text, &self.inserted)
    }

    fn parse(&self) -> Option<Ref<Tree>> {
        let mut engine = new_engine();
        engine.set_rego_v0(self.v0);
        let before = self.with_insertions();
        let text = self.renamed.as_ref().map_or_else(|| before.to_string(), |renamed| renamed.given(&before));
        // It parsed before, so it parses now.
        engine.add_policy(self.source.path.clone(), text).ok()?;
        engine.get_modules().last().cloned()
    }
}
