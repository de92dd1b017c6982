//! Schemas of kinds, read once into a form that documents are held against.
//!
//! The vocabulary is the part of JSON Schema 2020-12 that describes configuration. Whatever else a schema
//! says would be passed over in silence, so it is a mistake.

use crate::document::Pointer;
use chrono::{DateTime, NaiveDate};
use regex::Regex;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Index of a shape in its schema.
pub type ShapeId = usize;

/// What is wrong with a schema, and where in it.
pub type Mistake = (Pointer, String);

/// A type of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Type {
    /// Nothing.
    Null,
    /// True or false.
    Boolean,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// Text.
    String,
    /// A list.
    Array,
    /// A mapping.
    Object,
}

impl Type {
    const ALL: [(&'static str, Type); 7] = [
        ("null", Type::Null),
        ("boolean", Type::Boolean),
        ("integer", Type::Integer),
        ("number", Type::Number),
        ("string", Type::String),
        ("array", Type::Array),
        ("object", Type::Object),
    ];

    /// True if a value of the other type is one of this type.
    pub fn accepts(self, other: Type) -> bool {
        self == other || (self == Type::Number && other == Type::Integer)
    }
}

/// How a text has to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `2026-01-31`.
    Date,
    /// `2026-01-31T08:00:00+08:00`.
    DateTime,
}

impl Format {
    /// True if a text is written so.
    pub fn accepts(self, text: &str) -> bool {
        match self {
            Format::Date => text.len() == 10 && text.parse::<NaiveDate>().is_ok(),
            Format::DateTime => DateTime::parse_from_rfc3339(text).is_ok(),
        }
    }
}

/// A bound on a number, or on the length of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bound {
    /// At least.
    Minimum,
    /// At most.
    Maximum,
    /// More than.
    Above,
    /// Less than.
    Below,
    /// At least so many characters.
    MinLength,
    /// At most so many characters.
    MaxLength,
    /// At least so many entries.
    MinItems,
    /// At most so many entries.
    MaxItems,
}

impl Bound {
    const ALL: [(&'static str, Bound); 8] = [
        ("minimum", Bound::Minimum),
        ("maximum", Bound::Maximum),
        ("exclusiveMinimum", Bound::Above),
        ("exclusiveMaximum", Bound::Below),
        ("minLength", Bound::MinLength),
        ("maxLength", Bound::MaxLength),
        ("minItems", Bound::MinItems),
        ("maxItems", Bound::MaxItems),
    ];

    /// True if a number, or a length, is within the bound.
    pub fn holds(self, value: f64, limit: f64) -> bool {
        match self {
            Bound::Minimum | Bound::MinLength | Bound::MinItems => value >= limit,
            Bound::Maximum | Bound::MaxLength | Bound::MaxItems => value <= limit,
            Bound::Above => value > limit,
            Bound::Below => value < limit,
        }
    }
}

/// What keys may stand in a mapping beside those that are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Additional {
    /// Any, with any value.
    #[default]
    Any,
    /// None.
    None,
    /// Any, with values of a shape.
    Shape(ShapeId),
}

/// One schema within a schema.
#[derive(Debug, Default)]
pub struct Shape {
    /// Nothing matches: the schema `false`.
    pub never: bool,
    /// A definition that holds as well.
    pub reference: Option<ShapeId>,
    /// Types; any if empty.
    pub types: Vec<Type>,
    /// Values allowed; any if empty.
    pub values: Vec<Value>,
    /// Shapes of the values of named keys.
    pub properties: BTreeMap<String, ShapeId>,
    /// Keys that must stand.
    pub required: Vec<String>,
    /// Other keys.
    pub additional: Additional,
    /// Shape of every key.
    pub names: Option<ShapeId>,
    /// Shape of every entry of a list.
    pub items: Option<ShapeId>,
    /// Bounds.
    pub bounds: Vec<(Bound, f64)>,
    /// How texts are written.
    pub format: Option<Format>,
    /// What texts match.
    pub pattern: Option<Regex>,
    /// All of these hold.
    pub all: Vec<ShapeId>,
    /// At least one of each list holds, or exactly one where the flag says so.
    pub choices: Vec<(Vec<ShapeId>, bool)>,
    /// This does not hold.
    pub not: Option<ShapeId>,
}

/// A schema that documents can be held against.
#[derive(Debug)]
pub struct Schema {
    shapes: Vec<Shape>,
}

impl Schema {
    /// The shape of the whole document.
    pub const ROOT: ShapeId = 0;

    /// Reads a schema with its `$defs`.
    ///
    /// # Errors
    /// The first thing in it that could not be held against a document.
    pub fn read(schema: &Value) -> Result<Schema, Mistake> {
        let mut reader = Reader { shapes: vec![Shape::default()], definitions: BTreeMap::new() };
        let definitions = schema.get("$defs").and_then(Value::as_object);
        for name in definitions.into_iter().flat_map(Map::keys) {
            reader.definitions.insert(name.clone(), reader.shapes.len());
            reader.shapes.push(Shape::default());
        }
        for (name, definition) in definitions.into_iter().flatten() {
            let shape = reader.shape(definition, &mut vec!["$defs".to_owned(), name.clone()])?;
            let id = reader.definitions[name];
            reader.shapes[id] = shape;
        }
        reader.shapes[Self::ROOT] = reader.shape(schema, &mut Vec::new())?;
        let schema = Schema { shapes: reader.shapes };
        match reader.definitions.iter().find(|(_, id)| schema.returns(**id)) {
            Some((name, _)) => Err((
                ["$defs", name].into_iter().collect(),
                "this definition is defined by itself".to_owned(),
            )),
            None => Ok(schema),
        }
    }

    /// A shape.
    pub fn shape(&self, id: ShapeId) -> &Shape {
        &self.shapes[id]
    }

    /// The shapes that hold for the same value as a shape, itself first: what it refers to and all of what
    /// it is made of, the alternatives included if `choices`.
    pub fn around(&self, id: ShapeId, choices: bool) -> Vec<ShapeId> {
        let mut found = vec![id];
        let mut next = 0;
        while let Some(&id) = found.get(next) {
            next += 1;
            let shape = self.shape(id);
            let alternatives = shape.choices.iter().filter(|_| choices).flat_map(|(shapes, _)| shapes);
            for &other in shape.reference.iter().chain(&shape.all).chain(alternatives) {
                if !found.contains(&other) {
                    found.push(other);
                }
            }
        }
        found
    }

    /// True if a shape leads back to itself without a step into the document.
    fn returns(&self, id: ShapeId) -> bool {
        let mut pending: Vec<ShapeId> = self.beside(id).collect();
        let mut seen = Vec::new();
        while let Some(at) = pending.pop() {
            if at == id {
                return true;
            }
            if !seen.contains(&at) {
                seen.push(at);
                pending.extend(self.beside(at));
            }
        }
        false
    }

    fn beside(&self, id: ShapeId) -> impl Iterator<Item = ShapeId> + '_ {
        let shape = self.shape(id);
        let choices = shape.choices.iter().flat_map(|(shapes, _)| shapes);
        shape.reference.iter().chain(&shape.all).chain(choices).chain(&shape.not).copied()
    }
}

struct Reader {
    shapes: Vec<Shape>,
    definitions: BTreeMap<String, ShapeId>,
}

/// Keywords that say something to people only, or that are read elsewhere.
const SILENT: [&str; 8] =
    ["title", "description", "examples", "default", "deprecated", "$comment", "$defs", "$schema"];

impl Reader {
    fn add(&mut self, value: &Value, at: &mut Vec<String>, step: &str) -> Result<ShapeId, Mistake> {
        at.push(step.to_owned());
        let shape = self.shape(value, at)?;
        at.pop();
        self.shapes.push(shape);
        Ok(self.shapes.len() - 1)
    }

    fn shape(&mut self, value: &Value, at: &mut Vec<String>) -> Result<Shape, Mistake> {
        let mut shape = Shape::default();
        let members = match value {
            Value::Object(members) => members,
            Value::Bool(any) => return Ok(Shape { never: !any, ..shape }),
            _ => return Err(mistake(at, "a schema has to be a mapping, true or false")),
        };
        for (keyword, value) in members.iter().filter(|(keyword, _)| !SILENT.contains(&keyword.as_str())) {
            at.push(keyword.clone());
            self.keyword(&mut shape, keyword, value, at)?;
            at.pop();
        }
        Ok(shape)
    }

    fn keyword(
        &mut self,
        shape: &mut Shape,
        keyword: &str,
        value: &Value,
        at: &mut Vec<String>,
    ) -> Result<(), Mistake> {
        if let Some((_, bound)) = Bound::ALL.iter().find(|(name, _)| *name == keyword) {
            let limit = value.as_f64().ok_or_else(|| mistake(at, "a bound has to be a number"))?;
            shape.bounds.push((*bound, limit));
            return Ok(());
        }
        match keyword {
            "$ref" => shape.reference = Some(self.reference(value, at)?),
            "type" => shape.types = types(value).ok_or_else(|| mistake(at, "this is not a type"))?,
            "const" => shape.values = vec![value.clone()],
            "enum" => {
                let values = value.as_array().filter(|values| !values.is_empty());
                shape.values =
                    values.ok_or_else(|| mistake(at, "`enum` has to be a list of values"))?.clone();
            }
            "properties" => {
                for (name, value) in object(value, at)? {
                    let id = self.add(value, at, name)?;
                    shape.properties.insert(name.clone(), id);
                }
            }
            "required" => shape.required = texts(value, at)?,
            "additionalProperties" => {
                shape.additional = match value {
                    Value::Bool(false) => Additional::None,
                    Value::Bool(true) => Additional::Any,
                    other => Additional::Shape(self.nested(other, at)?),
                }
            }
            "propertyNames" => shape.names = Some(self.nested(value, at)?),
            "items" => shape.items = Some(self.nested(value, at)?),
            "not" => shape.not = Some(self.nested(value, at)?),
            "allOf" => shape.all.extend(self.list(value, at)?),
            "anyOf" => shape.choices.push((self.list(value, at)?, false)),
            "oneOf" => shape.choices.push((self.list(value, at)?, true)),
            "format" => shape.format = Some(format(value, at)?),
            "pattern" => shape.pattern = Some(pattern(value, at)?),
            _ => return Err(mistake(at, format!("the keyword {keyword:?} is not supported"))),
        }
        Ok(())
    }

    /// A schema that stands as the value of a keyword.
    fn nested(&mut self, value: &Value, at: &mut Vec<String>) -> Result<ShapeId, Mistake> {
        let shape = self.shape(value, at)?;
        self.shapes.push(shape);
        Ok(self.shapes.len() - 1)
    }

    fn list(&mut self, value: &Value, at: &mut Vec<String>) -> Result<Vec<ShapeId>, Mistake> {
        let items = value.as_array().filter(|items| !items.is_empty());
        let items = items.ok_or_else(|| mistake(at, "this has to be a list of schemas"))?;
        items.iter().enumerate().map(|(index, item)| self.add(item, at, &index.to_string())).collect()
    }

    fn reference(&self, value: &Value, at: &[String]) -> Result<ShapeId, Mistake> {
        let name = value.as_str().and_then(|text| text.strip_prefix("#/$defs/"));
        let name = name.ok_or_else(|| mistake(at, "a reference has to be written `#/$defs/name`"))?;
        let id = self.definitions.get(name).copied();
        id.ok_or_else(|| mistake(at, format!("there is no definition {name:?}")))
    }
}

fn mistake(at: &[String], reason: impl Into<String>) -> Mistake {
    (at.iter().cloned().collect(), reason.into())
}

fn object<'v>(value: &'v Value, at: &[String]) -> Result<&'v Map<String, Value>, Mistake> {
    value.as_object().ok_or_else(|| mistake(at, "this has to be a mapping"))
}

fn texts(value: &Value, at: &[String]) -> Result<Vec<String>, Mistake> {
    let items = value.as_array().into_iter().flatten();
    let texts: Option<Vec<String>> = items.map(|item| item.as_str().map(str::to_owned)).collect();
    texts.filter(|_| value.is_array()).ok_or_else(|| mistake(at, "this has to be a list of texts"))
}

fn types(value: &Value) -> Option<Vec<Type>> {
    let named = |value: &Value| {
        let name = value.as_str()?;
        Type::ALL.iter().find(|(known, _)| *known == name).map(|(_, found)| *found)
    };
    match value {
        Value::Array(items) if !items.is_empty() => items.iter().map(named).collect(),
        one => Some(vec![named(one)?]),
    }
}

fn format(value: &Value, at: &[String]) -> Result<Format, Mistake> {
    match value.as_str() {
        Some("date") => Ok(Format::Date),
        Some("date-time") => Ok(Format::DateTime),
        _ => Err(mistake(at, "the formats are date and date-time")),
    }
}

fn pattern(value: &Value, at: &[String]) -> Result<Regex, Mistake> {
    let text = value.as_str().ok_or_else(|| mistake(at, "a pattern has to be a text"))?;
    Regex::new(text).map_err(|error| mistake(at, format!("this pattern cannot be read: {error}")))
}
