//! The types of values, as far as they can be told without running a policy.

mod display;

use std::cmp::Ordering;
use std::sync::{Arc, OnceLock};

/// The parts that a type may have, those of its parts included: a larger one says only what it is.
const MOST_PARTS: u32 = 4096;

/// How deep a type may be nested, for the same reason.
const DEEPEST: u32 = 64;

/// The types that one value may have: beyond that it may have any.
const MOST_OF_UNION: usize = 256;

/// A type.
#[derive(Debug, Clone)]
pub enum Type {
    /// It is not known that there is a value at all.
    Unknown,
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array(Arc<Array>),
    /// An object.
    Object(Arc<Object>),
    /// A set.
    Set(Arc<Set>),
    /// One of several types.
    Union(Arc<Union>),
    /// Any value.
    Any,
    /// A function, which is no value.
    Function(Arc<Function>),
}

/// An array: the types of its first members, and that of any others.
#[derive(Debug)]
pub struct Array {
    /// The first members.
    pub items: Vec<Type>,
    /// Any others; unknown if there are none.
    pub rest: Type,
    size: Size,
}

/// An object: the types of the values of some keys, and those of any other keys and values.
#[derive(Debug)]
pub struct Object {
    /// Keys that are there, in their order.
    pub fields: Vec<(Key, Type)>,
    /// Any others.
    pub rest: Option<(Type, Type)>,
    /// The type of a key, and of a value, once they have been asked for.
    pub(in crate::rego) members: OnceLock<(Type, Type)>,
    size: Size,
}

/// A set.
#[derive(Debug)]
pub struct Set {
    /// Its members.
    pub of: Type,
    size: Size,
}

/// Several types, in their order.
#[derive(Debug)]
pub struct Union {
    /// The types: two or more, none of them a union.
    pub of: Vec<Type>,
    size: Size,
}

/// A function.
#[derive(Debug)]
pub struct Function {
    /// Its arguments.
    pub args: Vec<Type>,
    /// What it gives.
    pub result: Type,
}

/// A constant key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// `null`
    Null,
    /// A boolean.
    Bool(bool),
    /// A number, equal ones written in one way.
    Number(String),
    /// A string.
    Text(String),
    /// An array or a set.
    Array(Vec<Key>),
    /// An object.
    Object(Vec<(Key, Key)>),
}

#[derive(Debug, Clone, Copy)]
struct Size {
    parts: u32,
    depth: u32,
}

impl Size {
    fn of<'t>(parts: impl Iterator<Item = &'t Type>) -> Size {
        parts.map(Type::size).fold(Size { parts: 1, depth: 1 }, |sum, part| Size {
            parts: sum.parts.saturating_add(part.parts),
            depth: sum.depth.max(part.depth + 1),
        })
    }

    fn is_bounded(self) -> bool {
        self.parts <= MOST_PARTS && self.depth <= DEEPEST
    }
}

impl Type {
    /// True if nothing is known.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Type::Unknown)
    }

    /// An array. Too large a one has members of any type.
    pub fn array(items: Vec<Type>, rest: Type) -> Type {
        let size = Size::of(items.iter().chain([&rest]));
        if size.is_bounded() {
            return Type::Array(Arc::new(Array { items, rest, size }));
        }
        Type::array(Vec::new(), Type::Any)
    }

    /// An object. Too large a one has keys and values of any type.
    pub fn object(mut fields: Vec<(Key, Type)>, rest: Option<(Type, Type)>) -> Type {
        let others = rest.iter().flat_map(|(key, value)| [key, value]);
        let size = Size::of(fields.iter().map(|(_, value)| value).chain(others));
        if size.is_bounded() {
            fields.sort_by(|one, other| one.0.cmp(&other.0));
            fields.dedup_by(|one, other| one.0 == other.0);
            return Type::Object(Arc::new(Object { fields, rest, members: OnceLock::new(), size }));
        }
        Type::object(Vec::new(), Some((Type::Any, Type::Any)))
    }

    /// True if an object or array with so many members would be too large.
    pub fn is_too_large(members: usize) -> bool {
        members >= MOST_PARTS as usize
    }

    /// A set.
    pub fn set(of: Type) -> Type {
        let size = Size::of([&of].into_iter());
        if size.is_bounded() { Type::Set(Arc::new(Set { of, size })) } else { Type::set(Type::Any) }
    }

    /// A type of which a value has one or the other. Unknown is nothing.
    #[must_use]
    pub fn or(&self, other: &Type) -> Type {
        match (self, other) {
            (Type::Unknown, known) | (known, Type::Unknown) => known.clone(),
            (Type::Function(one), Type::Function(other)) => one.or(other),
            (Type::Function(_), _) | (_, Type::Function(_)) => Type::Unknown,
            (Type::Any, _) | (_, Type::Any) => Type::Any,
            (Type::Union(one), Type::Union(other)) => {
                other.of.iter().fold(Type::Union(one.clone()), |sum, part| sum.or(part))
            }
            (Type::Union(union), one) | (one, Type::Union(union)) => union.with(one),
            (one, other) => match one.cmp(other) {
                Ordering::Equal => one.clone(),
                Ordering::Less => Type::union(vec![one.clone(), other.clone()]),
                Ordering::Greater => Type::union(vec![other.clone(), one.clone()]),
            },
        }
    }

    /// Several types, in their order.
    pub(super) fn union(of: Vec<Type>) -> Type {
        let size = Size::of(of.iter());
        if of.len() > MOST_OF_UNION || !size.is_bounded() {
            return Type::Any;
        }
        Type::Union(Arc::new(Union { of, size }))
    }

    fn size(&self) -> Size {
        match self {
            Type::Array(array) => array.size,
            Type::Object(object) => object.size,
            Type::Set(set) => set.size,
            Type::Union(union) => union.size,
            _ => Size { parts: 1, depth: 1 },
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Type::Unknown => 0,
            Type::Null => 1,
            Type::Boolean => 2,
            Type::Number => 3,
            Type::String => 4,
            Type::Array(_) => 5,
            Type::Object(_) => 6,
            Type::Set(_) => 7,
            Type::Union(_) => 8,
            Type::Any => 9,
            Type::Function(_) => 10,
        }
    }
}

impl Union {
    fn with(&self, other: &Type) -> Type {
        match self.of.binary_search(other) {
            Ok(_) => Type::union(self.of.clone()),
            Err(at) => {
                let mut of = self.of.clone();
                of.insert(at, other.clone());
                Type::union(of)
            }
        }
    }
}

impl Function {
    /// Functions of one name; unknown if they take different numbers of arguments.
    fn or(&self, other: &Function) -> Type {
        if self.args.len() != other.args.len() {
            return Type::Unknown;
        }
        let args = self.args.iter().zip(&other.args).map(|(one, other)| one.or(other)).collect();
        Type::Function(Arc::new(Function { args, result: self.result.or(&other.result) }))
    }
}

impl Ord for Type {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Type::Array(one), Type::Array(other)) if !Arc::ptr_eq(one, other) => {
                one.rest.cmp(&other.rest).then_with(|| one.items.cmp(&other.items))
            }
            (Type::Object(one), Type::Object(other)) if !Arc::ptr_eq(one, other) => {
                one.rest.cmp(&other.rest).then_with(|| one.fields.cmp(&other.fields))
            }
            (Type::Set(one), Type::Set(other)) if !Arc::ptr_eq(one, other) => one.of.cmp(&other.of),
            (Type::Union(one), Type::Union(other)) if !Arc::ptr_eq(one, other) => one.of.cmp(&other.of),
            (Type::Function(one), Type::Function(other)) => {
                one.args.cmp(&other.args).then_with(|| one.result.cmp(&other.result))
            }
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl PartialOrd for Type {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Type {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Type {}
