//! What the calls of one evaluation share.

use super::Failed;
use super::patterns::{self, Compiled};
use super::readers::Readable;
use crate::engine::builtins::nesting;
use crate::lang::{Message, both};
use crate::problem::bytes;
use jsonschema::Validator;
use regorus::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// Most compiled expressions of one kind that are kept, and most bytes of them; then it begins anew.
const KEPT: usize = 128;
const KEPT_BYTES: usize = 16 << 20;

/// What a member takes: in sets, beside others.
const MEMBER: usize = 2 * size_of::<Value>();

/// What a node takes in a copy as JSON.
const NODE: usize = 64;

/// Most compiled schemas that are kept.
const SCHEMAS: usize = 16;

/// What calls of one evaluation share: the instant, bytes that results may still take, lines printed, caches.
pub struct Scope {
    now_ns: i64,
    memory: u64,
    granted: u64,
    left: u64,
    /// The call under way asked for more than was left.
    short: bool,
    printed: Vec<String>,
    readable: Option<Arc<Readable>>,
    /// The policy that calls.
    file: u32,
    regexes: HashMap<String, Result<Arc<Compiled>, Failed>>,
    globs: HashMap<String, Result<Arc<Compiled>, Failed>>,
    schemas: Vec<(Value, Arc<Validator>)>,
}

impl Scope {
    /// A scope for one evaluation: the instant that `time.now_ns` gives, the bytes that results may take
    /// together, and what unit tests may read.
    pub fn new(now_ns: i64, memory: u64, readable: Option<Arc<Readable>>) -> Self {
        Scope {
            now_ns,
            memory,
            granted: memory,
            left: memory,
            short: false,
            printed: Vec::new(),
            readable,
            file: 0,
            regexes: HashMap::new(),
            globs: HashMap::new(),
            schemas: Vec::new(),
        }
    }

    /// The same scope for another evaluation, with nothing printed. What is compiled stays.
    pub fn renew(&mut self, now_ns: i64) {
        self.now_ns = now_ns;
        self.printed.clear();
    }

    /// Grants the next call so many bytes.
    pub fn grant(&mut self, bytes: u64) {
        (self.granted, self.left, self.short) = (bytes, bytes, false);
    }

    /// True if the last call asked for more than it was granted.
    pub fn is_short(&self) -> bool {
        self.short
    }

    /// The bytes that the last call took of what it was granted.
    pub fn taken(&self) -> u64 {
        self.granted - self.left
    }

    /// The next call stands in a policy, by its index.
    pub fn called_from(&mut self, file: u32) {
        self.file = file;
    }

    /// What was printed, line by line.
    pub fn take_printed(&mut self) -> Vec<String> {
        std::mem::take(&mut self.printed)
    }

    /// The instant of the run, in nanoseconds since 1970.
    pub(super) fn now_ns(&self) -> i64 {
        self.now_ns
    }

    /// What unit tests may read, and the folder of the policy that calls; none where policies are not tested.
    pub(super) fn readable(&self) -> Option<(&Readable, &str)> {
        let readable = self.readable.as_deref()?;
        let path = readable.policies.get(self.file as usize).map_or("", String::as_str);
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let folder = if path.starts_with('/') && folder.is_empty() { "/" } else { folder };
        Some((readable, folder))
    }

    /// Prints a line.
    pub(super) fn print(&mut self, line: String) -> Result<(), Failed> {
        self.take(line.len())?;
        self.printed.push(line);
        Ok(())
    }

    /// Takes bytes for a result that is about to be made.
    pub(super) fn take(&mut self, bytes: usize) -> Result<(), Failed> {
        match self.left.checked_sub(bytes as u64) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => Err(self.exhausted()),
        }
    }

    /// Takes memory for so many members of a result.
    pub(super) fn take_members(&mut self, count: usize) -> Result<(), Failed> {
        self.take(count.saturating_mul(MEMBER))
    }

    /// Takes memory for a copy of a value as if it shared nothing: copies of copies grow exponentially for whoever visits
    /// them. A value that is nested too deeply is refused.
    pub(super) fn take_copy(&mut self, value: &Value) -> Result<(), Failed> {
        self.take_nested(value, 0)
    }

    fn take_nested(&mut self, value: &Value, depth: usize) -> Result<(), Failed> {
        if depth > nesting::DEPTH {
            return Err(nesting::too_deep());
        }
        self.take(NODE)?;
        match value {
            Value::String(text) => self.take(text.len()),
            Value::Array(items) => items.iter().try_for_each(|item| self.take_nested(item, depth + 1)),
            Value::Set(items) => items.iter().try_for_each(|item| self.take_nested(item, depth + 1)),
            Value::Object(entries) => entries.iter().try_for_each(|(key, value)| {
                self.take_nested(key, depth + 1)?;
                self.take_nested(value, depth + 1)
            }),
            _ => Ok(()),
        }
    }

    /// What a result is told that would not fit.
    pub(super) fn exhausted(&mut self) -> Failed {
        self.short = true;
        Failed::Limit(out_of_memory(self.memory))
    }

    /// The compiled expression of a pattern of RE2.
    pub(super) fn regex(&mut self, pattern: &str) -> Result<Arc<Compiled>, Failed> {
        kept(&mut self.regexes, pattern, || patterns::compile(pattern))
    }

    /// The compiled expression that a glob becomes, by a name for the glob and its delimiters.
    pub(super) fn glob(
        &mut self,
        name: &str,
        expression: impl FnOnce() -> Result<String, Failed>,
    ) -> Result<Arc<Compiled>, Failed> {
        kept(&mut self.globs, name, || patterns::compiled(&expression()?))
    }
}

impl Scope {
    /// What a schema was compiled to. The same constant is told by its address.
    pub(super) fn schema(&self, schema: &Value) -> Option<Arc<Validator>> {
        self.schemas.iter().find(|(known, _)| known == schema).map(|(_, validator)| validator.clone())
    }

    /// Keeps what a schema was compiled to.
    pub(super) fn keep_schema(&mut self, schema: &Value, validator: Validator) -> Arc<Validator> {
        if self.schemas.len() >= SCHEMAS {
            self.schemas.clear();
        }
        let validator = Arc::new(validator);
        self.schemas.push((schema.clone(), validator.clone()));
        validator
    }
}

type Kept = HashMap<String, Result<Arc<Compiled>, Failed>>;

/// That the memory of an evaluation is used up.
pub fn out_of_memory(limit: u64) -> Message {
    let limit = bytes(limit);
    both(
        format!("out of memory: the values of one evaluation may take {limit} (--max-memory)"),
        format!("内存用尽：单次求值的数据最多 {limit}（--max-memory）"),
    )
}

fn kept(
    known: &mut Kept,
    name: &str,
    compile: impl FnOnce() -> Result<Compiled, Failed>,
) -> Result<Arc<Compiled>, Failed> {
    if let Some(known) = known.get(name) {
        return known.clone();
    }
    let fresh = compile().map(Arc::new);
    let size = |kept: &Result<Arc<Compiled>, Failed>| kept.as_ref().map_or(0, |kept| kept.size());
    if known.len() >= KEPT || known.values().map(size).sum::<usize>() + size(&fresh) > KEPT_BYTES {
        known.clear();
    }
    known.insert(name.to_owned(), fresh.clone());
    fresh
}
