//! Tables (CSV, TSV) as RFC 4180 has them: a list of mappings, named by the first line.

use super::draft::{Draft, Drafting, Key, List, Map};
use super::{Format, Limits, Parsed};
use crate::problem::Problem;
use crate::source::{SourceFile, Span};
use std::collections::HashMap;
use std::sync::Arc;

pub(super) fn parse(source: &Arc<SourceFile>, limits: &Limits, format: Format) -> Parsed {
    let separator = if format == Format::Tsv { b'\t' } else { b',' };
    let mut reader = Reader { draft: Drafting::new(source, limits), separator, at: 0 };
    let root = reader.run();
    reader.draft.finish(format, root)
}

/// A field with its quotes taken away.
struct Field {
    text: String,
    span: Span,
}

struct Reader<'s> {
    draft: Drafting<'s>,
    separator: u8,
    at: usize,
}

impl Reader<'_> {
    fn run(&mut self) -> Result<Draft, Problem> {
        self.remarks();
        let header = self.record()?.unwrap_or_default();
        self.twice(&header);
        let mut rows = List { spread: true, ..List::default() };
        while let Some(fields) = self.record()? {
            rows.items.push(self.row(&header, &fields)?);
        }
        self.draft.list(rows)
    }

    /// Passes what exports write above the names of the columns: lines of `#` and a space.
    fn remarks(&mut self) {
        let text = &self.draft.source.text;
        while text[self.at..].starts_with("# ") {
            let rest = &text.as_bytes()[self.at..];
            self.at += memchr::memchr(b'\n', rest).map_or(rest.len(), |length| length + 1);
        }
    }

    /// A name that stands twice: the last column of the name is the one that policies see.
    fn twice(&mut self, header: &[Field]) {
        let mut seen: HashMap<&str, Span> = HashMap::new();
        for field in header {
            if let Some(first) = seen.insert(&field.text, field.span) {
                let problem = Problem::duplicate_key(self.draft.source, &field.text, first, field.span);
                self.draft.problems.push(problem);
            }
        }
    }

    fn row(&mut self, header: &[Field], fields: &[Field]) -> Result<Draft, Problem> {
        let mut map = Map::default();
        let mut index: HashMap<&str, usize> = HashMap::new();
        for (name, field) in header.iter().zip(fields) {
            let entry = (Key::label(&name.text, field.span), self.draft.string(&field.text, field.span)?);
            match index.get(name.text.as_str()) {
                Some(&at) => map.entries[at] = entry,
                None => {
                    index.insert(&name.text, map.entries.len());
                    map.entries.push(entry);
                }
            }
        }
        let more = fields.get(header.len()..).unwrap_or(&[]);
        if let Some(first) = more.first() {
            let key = Key::label("", first.span);
            let items = more.iter().map(|field| self.draft.string(&field.text, field.span));
            let items = items.collect::<Result<_, _>>()?;
            map.entries.push((key, self.draft.list(List { items, ..List::default() })?));
        }
        self.draft.map(map)
    }

    /// The fields of the next line that is not empty.
    fn record(&mut self) -> Result<Option<Vec<Field>>, Problem> {
        let bytes = self.draft.source.text.as_bytes();
        while matches!(bytes.get(self.at), Some(b'\n' | b'\r')) {
            self.at += 1;
        }
        if self.at >= bytes.len() {
            return Ok(None);
        }
        let mut fields = Vec::new();
        loop {
            let field = self.field()?;
            // Fields count before they are nodes: a line of separators alone is long enough.
            self.draft.count += 1;
            if self.draft.count > self.draft.limits.nodes {
                return Err(Problem::too_many_nodes(self.draft.source, field.span, self.draft.limits.nodes));
            }
            fields.push(field);
            if bytes.get(self.at) != Some(&self.separator) {
                self.draft.count -= fields.len();
                return Ok(Some(fields));
            }
            self.at += 1;
        }
    }

    fn field(&mut self) -> Result<Field, Problem> {
        let source = self.draft.source;
        let (text, start) = (&source.text, self.at);
        let bytes = text.as_bytes();
        if bytes.get(start) != Some(&b'"') {
            let ends = |byte: &u8| matches!(byte, b'\n' | b'\r') || *byte == self.separator;
            let length = bytes[start..].iter().position(ends).unwrap_or(bytes.len() - start);
            self.at += length;
            return Ok(Field { text: text[start..self.at].to_owned(), span: Span::new(start, self.at) });
        }
        let mut value = String::new();
        let mut from = start + 1;
        loop {
            let Some(quote) = memchr::memchr(b'"', &bytes[from..]).map(|at| from + at) else {
                return Err(self.draft.wrong(Span::new(start, start + 1), "no quote ends this field"));
            };
            value.push_str(&text[from..quote]);
            from = quote + 1;
            if bytes.get(from) != Some(&b'"') {
                break;
            }
            value.push('"');
            from += 1;
        }
        self.at = from;
        match bytes.get(from) {
            None | Some(b'\n' | b'\r') => {}
            Some(byte) if *byte == self.separator => {}
            Some(_) => {
                let length = text[from..].chars().next().map_or(0, char::len_utf8);
                let at = Span::new(from, from + length);
                return Err(self.draft.wrong(at, "nothing can stand behind the quote that ends a field"));
            }
        }
        Ok(Field { text: value, span: Span::new(start, from) })
    }
}
