//! What the calls of one evaluation share.

use super::Failed;
use super::patterns::{self, Compiled};
use super::readers::Readable;
use jsonschema::Validator;
use regorus::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// Most compiled expressions of one kind that are kept; then it begins anew.
const KEPT: usize = 128;

/// Most compiled schemas that are kept.
const SCHEMAS: usize = 16;

/// What calls of one evaluation share: the instant, bytes that results may still take, lines printed, caches.
pub struct Scope {
    now_ns: i64,
    memory: u64,
    left: u64,
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
            left: memory,
            printed: Vec::new(),
            readable,
            file: 0,
            regexes: HashMap::new(),
            globs: HashMap::new(),
            schemas: Vec::new(),
        }
    }

    /// The same scope for another evaluation: with all of its memory again and nothing printed. What is compiled
    /// stays.
    pub fn renew(&mut self, now_ns: i64) {
        self.now_ns = now_ns;
        self.left = self.memory;
        self.printed.clear();
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
        self.take(count.saturating_mul(size_of::<Value>()))
    }

    /// What a result is told that would not fit.
    pub(super) fn exhausted(&self) -> Failed {
        let bytes = self.memory;
        Failed::limit(
            format!("results of builtins larger than the limit of {bytes} bytes for one evaluation"),
            format!("内置函数的结果超过单次求值 {bytes} 字节的上限"),
        )
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

fn kept(
    known: &mut Kept,
    name: &str,
    compile: impl FnOnce() -> Result<Compiled, Failed>,
) -> Result<Arc<Compiled>, Failed> {
    if let Some(known) = known.get(name) {
        return known.clone();
    }
    if known.len() >= KEPT {
        known.clear();
    }
    let fresh = compile().map(Arc::new);
    known.insert(name.to_owned(), fresh.clone());
    fresh
}
