//! Kinds: what documents there are, and a schema for each.
//!
//! A pack describes a kind in `kinds/<Kind>.yaml`: title, description, the schema of its `spec`, and an example;
//! `kinds/shared.yaml` holds definitions that several use. Texts are in both languages. A file is read when a
//! document of its kind occurs, or when somebody asks for it.

mod fault;
mod path;
mod print;
mod schema;
mod validate;

use crate::document::{self, Document, Format, Limits, Place, Pointer};
use crate::embedded;
use crate::framework::Bilingual;
use crate::problem::{Origin, Problem};
use crate::similar::similar;
use crate::source::SourceFile;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};
use unicode_security::skeleton;

pub use fault::{Fault, What};
pub use path::{PathStep, UnknownKey};
pub use schema::Schema;

/// The `apiVersion` of every kind.
pub const API_VERSION: &str = "fiducia/v1";

/// The folder of a pack that describes kinds.
pub const FOLDER: &str = embedded::KINDS;

/// A kind of documents.
#[derive(Debug)]
pub struct Kind {
    /// Its name.
    pub name: String,
    /// Title.
    pub title: Bilingual,
    /// What it is about.
    pub description: Bilingual,
    /// The schema of a whole document, texts in both languages.
    pub written: Value,
    /// A `spec` that follows it.
    pub example: Value,
    /// Where it is described.
    pub source: Arc<SourceFile>,
    schema: Schema,
}

/// Whether documents of a kind have to say which platform they belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Presence {
    #[default]
    Required,
    Optional,
}

/// A file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    kind: String,
    title: Bilingual,
    description: Bilingual,
    #[serde(default)]
    platform: Presence,
    spec: Value,
    #[serde(default)]
    example: Value,
}

/// All kinds known to a run.
#[derive(Debug, Default)]
pub struct Kinds {
    files: BTreeMap<String, KindFile>,
    /// Shared definitions by pack.
    shared: BTreeMap<String, Arc<SourceFile>>,
}

#[derive(Debug)]
struct KindFile {
    pack: String,
    source: Arc<SourceFile>,
    read: OnceLock<Result<Kind, Problem>>,
}

impl Kinds {
    /// Adds a file of a pack, which is named by its path below `kinds/`. A kind that is described already is a
    /// problem.
    pub fn add(&mut self, pack: &str, name: &str, source: &Arc<SourceFile>) -> Option<Problem> {
        let name = name.strip_suffix(".yaml").unwrap_or(name);
        if name == "shared" {
            self.shared.insert(pack.to_owned(), source.clone());
            return None;
        }
        if let Some(other) = self.files.get(name) {
            let at = Origin::new(source, source.line(1).unwrap_or_default());
            let problem = Problem::policy(at, format!("kind {name:?} is described twice"));
            return Some(
                problem.with_other(Origin::new(&other.source, other.source.line(1).unwrap_or_default())),
            );
        }
        let file = KindFile { pack: pack.to_owned(), source: source.clone(), read: OnceLock::new() };
        self.files.insert(name.to_owned(), file);
        None
    }

    /// True if no kind is described.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The names of all kinds, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The kind with a name.
    ///
    /// # Errors
    /// Its file cannot be read.
    pub fn get(&self, name: &str) -> Option<Result<&Kind, &Problem>> {
        let (name, file) = self.files.get_key_value(name)?;
        Some(file.read.get_or_init(|| Kind::read(name, &file.source, self.shared.get(&file.pack))).as_ref())
    }

    /// The kind that a wrong name was most likely meant to be.
    pub fn similar(&self, name: &str) -> Option<&str> {
        similar(name, self.names())
    }

    /// Where a document does not follow its kind; `None` for documents that are of no kind of ours.
    ///
    /// # Errors
    /// The kind cannot be read.
    pub fn judge(&self, document: &Document) -> Option<Result<Vec<Fault>, Problem>> {
        let kind = document.top("kind");
        let known = kind.is_some_and(|kind| self.files.contains_key(kind));
        let group = |version: &'static str| version.split('/').next().unwrap_or(version);
        let ours = match document.top("apiVersion") {
            Some(version) => {
                let version = version.split('/').next().unwrap_or(version);
                version == group(API_VERSION) || looks_like(version, group(API_VERSION))
            }
            // Other tools have documents of these kinds, too.
            None => {
                let alike = |kind: &str| self.files.keys().any(|name| looks_like(kind, name));
                let named = known || kind.is_some_and(|kind| !kind.is_ascii() && alike(kind));
                named && document.resolve(&Pointer::from_iter(["metadata"])).missing.is_empty()
            }
        };
        match kind {
            _ if !ours => None,
            Some(kind) if known => {
                let kind = self.get(kind)?;
                Some(kind.map(|kind| validate::faults(&kind.schema, document)).map_err(Problem::clone))
            }
            // A kind of a pack that is not loaded is nobody's mistake.
            Some(kind) if embedded::kinds().any(|known| known == kind) => None,
            other => Some(Ok(vec![self.unknown(document, other)])),
        }
    }

    fn unknown(&self, document: &Document, kind: Option<&str>) -> Fault {
        let pointer = Pointer::from_iter(["kind"]);
        let place = document.resolve(&pointer);
        let found = kind.map_or_else(|| document.to_json(place.node).to_string(), str::to_owned);
        let what = match place.missing.is_empty() {
            true => What::Kind { similar: self.similar(&found).map(str::to_owned), found },
            false => What::Missing("kind".to_owned()),
        };
        let route = if place.missing.is_empty() { "kind" } else { "" };
        Fault { place: Place { used_at: Vec::new(), ..place }, pointer, route: route.to_owned(), what }
    }
}

/// True for another text that people read as the same: with letters of other scripts, or none where nothing is seen.
fn looks_like(text: &str, name: &str) -> bool {
    const LONGEST: usize = 200;
    let seen = |text: &str| skeleton(text).collect::<String>().to_lowercase();
    text != name && text.len() <= LONGEST && seen(text) == seen(name)
}

impl Kind {
    fn read(name: &str, source: &Arc<SourceFile>, shared: Option<&Arc<SourceFile>>) -> Result<Kind, Problem> {
        let file = parse(source)?;
        let at = Origin::new(source, file.anchor_span(file.root(), None));
        let written: Written = serde_json::from_value(file.to_json(file.root()))
            .map_err(|error| Problem::policy(at.clone(), format!("this kind cannot be read: {error}")))?;
        if written.kind != name {
            let reason = format!("the kind {:?} has to stand in a file of its name", written.kind);
            return Err(Problem::policy(at, reason));
        }
        let definitions = match shared {
            None => None,
            Some(shared) => Some((shared, parse(shared)?)),
        };
        let all = definitions.as_ref().map(|(_, document)| document.to_json(document.root()));
        let all = all.as_ref().and_then(|all| all.get("$defs")).and_then(Value::as_object);
        let used = used(&written.spec, all);
        let whole = envelope(name, &written, used);
        let schema = Schema::read(&whole).map_err(|(pointer, reason)| {
            let own = pointer.steps.starts_with(&["properties".to_owned(), "spec".to_owned()]);
            let (source, document, pointer) = match &definitions {
                Some((shared, document)) if !own => (*shared, document, pointer),
                _ => (source, &file, pointer.tail(1)),
            };
            let place = document.resolve(&pointer);
            Problem::policy(Origin::new(source, document.anchor_span(place.node, place.key)), reason)
        })?;
        let Written { title, description, example, .. } = written;
        let source = source.clone();
        Ok(Kind { name: name.to_owned(), title, description, written: whole, example, source, schema })
    }

    /// The schema that documents are held against.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// A whole document around the example.
    pub fn example(&self) -> Value {
        json!({
            "apiVersion": API_VERSION,
            "kind": self.name,
            "metadata": {"name": "example", "platform": "harbor-pay"},
            "spec": self.example,
        })
    }
}

fn parse(source: &Arc<SourceFile>) -> Result<Document, Problem> {
    let mut parsed = document::parse(source, Format::Yaml, &Limits::default());
    match parsed.problems.pop() {
        Some(problem) => Err(problem),
        None => parsed.documents.pop().ok_or_else(|| Problem::NoDocument { source: source.clone() }),
    }
}

/// The shared definitions that a schema uses, directly or through others.
fn used(spec: &Value, definitions: Option<&Map<String, Value>>) -> Map<String, Value> {
    let mut names = BTreeSet::new();
    let mut pending = vec![spec];
    while let Some(value) = pending.pop() {
        match value {
            Value::Object(members) => {
                let name = members
                    .get("$ref")
                    .and_then(Value::as_str)
                    .and_then(|text| text.strip_prefix("#/$defs/"));
                let definition = name.and_then(|name| Some((name, definitions?.get(name)?)));
                if let Some((name, definition)) = definition
                    && names.insert(name)
                {
                    pending.push(definition);
                }
                pending.extend(members.values());
            }
            Value::Array(items) => pending.extend(items),
            _ => {}
        }
    }
    let definition = |name: &str| Some((name.to_owned(), definitions?.get(name)?.clone()));
    names.into_iter().filter_map(definition).collect()
}

/// The schema of a whole document.
fn envelope(name: &str, written: &Written, definitions: Map<String, Value>) -> Value {
    let text = |en: &str, zh: &str| json!({"en": en, "zh": zh});
    let identity: &[&str] = match written.platform {
        Presence::Required => &["name", "platform"],
        Presence::Optional => &["name"],
    };
    json!({
        "title": {"en": written.title.en, "zh": written.title.zh},
        "description": {"en": written.description.en, "zh": written.description.zh},
        "type": "object",
        "additionalProperties": false,
        "required": ["apiVersion", "kind", "metadata", "spec"],
        "properties": {
            "$schema": {"type": "string", "description": text("Where editors find this schema", "编辑器所用模式的地址")},
            "apiVersion": {"const": API_VERSION, "description": text("Version of the format", "格式版本")},
            "kind": {"const": name, "description": text("Kind of the document", "文档类型")},
            "metadata": {
                "description": text("Which document this is", "文档标识"),
                "type": "object",
                "additionalProperties": false,
                "required": identity,
                "properties": {
                    "name": {
                        "description": text("Name of the document, unique among those of its kind", "文档名称，在同类文档中唯一"),
                        "type": "string",
                        "minLength": 1,
                    },
                    "platform": {
                        "description": text("Name of the Platform document that it belongs to", "所属 Platform 文档的名称"),
                        "type": "string",
                        "minLength": 1,
                    },
                },
            },
            "spec": written.spec,
        },
        "$defs": definitions,
    })
}

#[cfg(test)]
mod tests;
